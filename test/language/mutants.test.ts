// Mutants with what their expectation is about, and what is evaluated where some properties are selected.

import { describe, expect, it } from 'vitest';
import {
  action,
  constant,
  drop,
  explore,
  fn,
  model,
  range,
  spec,
  variables,
  type Model,
  type MutantParts,
  type SpecDeclaration,
} from 'ballast';
import { suitesOf } from '../../src/matrix/suites.ts';
import { compareEngines } from '../agreement/compare.ts';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

const { n, row } = variables({ n: range(0, 9), row: fn(range(0, 2), range(0, 9)) });

function counting(mutant?: MutantParts, parts: object = {}): Model {
  return model('counting', { mutants: mutant === undefined ? {} : { M1: mutant } }, () =>
    spec({
      variables: { n, row },
      init: { n: 0, row: 0 },
      actions: { up: action({ when: [n.lessThan(9)], then: [n.increment()] }) },
      terminal: n.is(9),
      invariants: { early: n.lessThan(2), late: n.lessThan(4), odd: row.at(n).is(0) },
      ...parts,
    }),
  );
}

describe('a mutant', () => {
  const parts = { edits: drop('up.when#1'), breaks: 'late', properties: ['late'], group: 'counters', about: 'no end' };

  it('says which properties its expectation is about, and in which group it stands', () => {
    expect(counting(parts).mutants['M1']).toMatchObject({ ...parts, edits: [drop('up.when#1')], breaks: ['late'] });
    expect(counting({ edits: drop('up') }).mutants['M1']).toMatchObject({ breaks: undefined, properties: undefined });
  });

  it('makes a suite of these properties and this group', () => {
    const [suite] = suitesOf({ model: counting(parts), exports: {} } as never, true);
    expect(suite).toMatchObject({
      label: 'M1',
      mutant: 'M1',
      properties: ['late'],
      group: 'counters',
      expect: 'violates late',
    });
    const [whole] = suitesOf({ model: counting({ edits: drop('up'), breaks: [] }), exports: {} } as never, true);
    expect(whole).not.toHaveProperty('properties');
    expect(whole).not.toHaveProperty('group');
  });

  it.each<readonly [MutantParts, string]>([
    [
      { ...parts, breaks: ['late', 'early'] },
      "mutant 'M1' breaks 'early', which is not among its properties\n  add 'early' to them",
    ],
    [{ ...parts, properties: [] }, "mutant 'M1' is asked about no property\n  without the list, all are asked about"],
    [{ ...parts, brakes: 'late' } as MutantParts, "mutant 'M1' has an unknown part 'brakes'\n  did you mean 'breaks'?"],
    [{ edits: [] }, "mutant 'M1' has no edits and sets nothing\n  a mutant that changes nothing proves nothing"],
  ])('that says what cannot be is refused', (given, message) => {
    expect(() => counting(given)).toThrow(message);
  });

  it('may break what has no name before it is met', () => {
    expect(() => counting({ ...parts, breaks: ['up: n := n + 1'] })).not.toThrow();
  });
});

describe('where some properties are selected', () => {
  const violated = async (given: Model, properties: readonly string[], ...edits: readonly string[]) => {
    const specification = given.build({ edits });
    const { reference, compiled } = await compareEngines(specification, { properties });
    expect(compiled).toBe(reference);
    const found = await explore(specification, { properties });
    return found.properties.flatMap(({ name, verdict }) => (verdict.kind === 'violated' ? [name] : []));
  };

  it('an earlier violation of another does not hide them', async () => {
    expect(await violated(counting(), ['late'])).toEqual(['late']);
    expect(await violated(counting(), ['early', 'late'])).toEqual(['early']);
  });

  it('a step, a guard or a constraint outside its domain is found all the same', async () => {
    const [high] = [{ invariants: { high: n.atMost(9) } }];
    expect(await violated(counting(undefined, high), ['high'])).toEqual([]);
    expect(await violated(counting(undefined, high), ['high'], 'drop up.when#1')).toEqual(['up: n := n + 1']);
    const guard = {
      ...high,
      actions: { up: action({ when: [row.at(n).is(0), n.lessThan(9)], then: [n.increment()] }) },
    };
    expect(await violated(counting(undefined, guard), ['high'])).toEqual(['up: row[n]']);
    expect(await violated(counting(undefined, guard), ['deadlock'])).toEqual(['up: row[n]']);
    const within = { ...high, constraints: { within: row.at(n).is(0) } };
    expect(await violated(counting(undefined, within), ['high'])).toEqual(['within: row[n]']);
  });

  it('a property that nobody selected is not evaluated, and so not outside its domain', async () => {
    expect(await violated(counting(), ['deadlock'])).toEqual([]);
    expect(await violated(counting(), ['odd'])).toEqual(['odd: row[n]']);
  });
});

describe('ballast check --mutant', () => {
  const file = `import { action, drop, model, range, spec, variables } from 'ballast';
export default model('counting', { mutants: { M1: { edits: drop('up.when#2'), breaks: 'late', properties: ['late'] } } }, () => {
  const { n } = variables({ n: range(0, 9) });
  return spec({
    variables: { n },
    init: { n: 0 },
    actions: { up: action({ when: [n.lessThan(9), n.lessThan(1)], then: [n.increment()] }) },
    terminal: n.is(1),
    invariants: { early: n.lessThan(2), late: n.lessThan(4) },
  });
});
`;

  it('evaluates all properties, whatever the expectation of the mutant is about', async () => {
    const folder = folderOf({ 'counting.ts': file });
    const all = await ballast(folder, 'check', 'counting.ts', '--mutant', 'M1');
    expect(all.out).toContain('early is violated in 2 steps');
    const one = await ballast(folder, 'check', 'counting.ts', '--mutant', 'M1', '--property', 'late');
    expect(one.out).toContain('late is violated in 4 steps');
  });

  it('is what describe says a suite of some properties asks', async () => {
    const { out } = await ballast(folderOf({ 'counting.ts': file }), 'describe', 'counting.ts');
    expect(out).toContain('M1  violates late  --mutant M1 --property late');
  });
});

describe('what is larger for ballast necessity', () => {
  const constants = { top: constant(range(1, 4), 2, 'how far') };
  const build = (): SpecDeclaration => spec({ variables: {}, init: {}, terminal: 'any' });
  const made =
    (necessity: object): (() => unknown) =>
    () =>
      model('counting', { constants, necessity }, build);

  it('is kept as it is written', () => {
    expect(model('counting', { constants, necessity: { larger: { top: 4 } } }, build).necessity).toEqual({
      larger: { top: 4 },
    });
    expect(model('counting', { constants }, build).necessity).toEqual({});
  });

  it.each([
    [{ large: {} }, "necessity of model 'counting' has an unknown part 'large'\n  did you mean 'larger'?"],
    [
      { larger: { to: 3 } },
      "necessity of model 'counting' sets 'to', which is no constant of it\n  did you mean 'top'?",
    ],
    [{ larger: { top: 5 } }, "necessity of model 'counting' sets top to 5\n  top takes a whole number from 1 to 4"],
  ])('is refused where the model has no such configuration: %j', (necessity, message) => {
    const [what = '', mend = ''] = message.split('\n  ');
    expect(made(necessity)).toThrow(expect.objectContaining({ name: 'SpecError', what, mend }) as Error);
  });
});
