// Whether one specification refines another, by the condition that is made of the abstract actions, in both engines, and by the plain
// meaning: each step of the one compared with all firings of the other. The abstract specification is the concrete one with some actions
// changed, so that about half of the questions are answered each way.

import fc from 'fast-check';
import { is } from 'immutable';
import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  bool,
  each,
  enumeration,
  exploreCompiled,
  fire,
  fn,
  forall,
  ids,
  initialStates,
  maybe,
  model,
  none,
  oneOf,
  range,
  record,
  refines,
  spec,
  tuple,
  tupleOf,
  valueIn,
  variables,
  explore,
  type ActionDeclaration,
  type SpecDeclaration,
  type Specification,
  type State,
} from '../../checker/index.ts';

const Page = ids('page', 2);
const Pair = tuple(range(0, 1), bool);
const places = variables({
  count: range(0, 2),
  owner: maybe(Page),
  of: fn(Page, record({ kind: enumeration('a', 'b', 'c'), isUp: bool })),
  pair: Pair,
});
const { count, owner, of, pair } = places;

/** Actions whose updates are lawful wherever their guards are true. */
const lawful: readonly (() => ActionDeclaration)[] = [
  () => action({ when: [count.lessThan(2)], then: [count.increment()] }),
  () => action({ when: [count.moreThan(0)], then: [count.decrement(), owner.becomes(none)] }),
  () => action({ p: Page }, ({ p }) => ({ when: [owner.is(none)], then: [owner.becomes(p)] })),
  () => action({ p: Page }, ({ p }) => ({ when: [owner.is(p)], then: [of.at(p).field('isUp').becomes(true)] })),
  () =>
    action({ p: Page }, ({ p }) => ({
      when: [of.at(p).field('kind').is('a')],
      then: [of.at(p).field('kind').becomes('b'), of.at(p).field('isUp').becomes(of.at(p).field('isUp').not())],
    })),
  () => action({ then: [each({ p: Page }, ({ p }) => of.at(p).field('kind').becomes(of.at(p.next()).field('kind')))] }),
  () => action({ when: [pair.item(1)], then: [pair.item(0).becomes(count.modulo(2)), pair.item(1).becomes(false)] }),
  () => action({ then: [pair.item(1).becomes(pair.item(1).not())] }),
];

/** And some that fail in some states: there they lead nowhere. */
const failing: readonly (() => ActionDeclaration)[] = [
  () => action({ then: [count.increment()] }),
  () => action({ then: [of.at(owner.value()).field('isUp').becomes(false)] }),
  () =>
    action({ p: Page, q: Page }, ({ p, q }) => ({
      then: [of.at(p).field('kind').becomes('c'), of.at(q).field('kind').becomes('c')],
    })),
  () => action({ then: [each({ p: Page }, ({ p }) => of.at(p.next()).field('kind').becomes(of.at(p).field('kind')))] }),
  () => action({ p: Page }, ({ p }) => ({ when: [owner.value().is(p).not()], then: [owner.becomes(p)] })),
  () => action({ then: [each({ p: Page }, ({ p }) => of.at(p).becomes(of.at(owner.value()))), count.becomes(0)] }),
];

const number = fc.nat({ max: 99 });
const choices = fc.record({
  actions: fc.array(number, { minLength: 1, maxLength: 4 }),
  changed: fc.array(fc.record({ at: number, to: number }), { maxLength: 2 }),
  starts: fc.constantFrom(0, 1, 2),
  abstractStarts: fc.constantFrom(0, 1, 2),
});

type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

function initialOf(starts: number) {
  return {
    count: starts === 2 ? oneOf(0, 1) : 0,
    owner: none,
    of: { kind: 'a', isUp: false },
    pair: tupleOf(Pair, 0, starts === 1),
  } as const;
}

function partsOf(actions: readonly ActionDeclaration[], starts: number) {
  return {
    variables: places,
    init: initialOf(starts),
    actions: Object.fromEntries(actions.map((each_, index) => [`action${index}`, each_])),
    terminal: 'any',
  } as const;
}

function pick(list: readonly (() => ActionDeclaration)[], number_: number): ActionDeclaration {
  const made = list[number_ % list.length];
  if (made === undefined) throw new Error('nothing to pick');
  return made();
}

function built({ actions, changed, starts, abstractStarts }: Choices): Specification {
  const concrete = actions.map((each_) => pick(lawful, each_));
  const abstract = [...concrete];
  for (const { at, to } of changed) abstract[at % abstract.length] = pick([...lawful, ...failing], to);
  const seen: SpecDeclaration = spec(partsOf(abstract, abstractStarts));
  return model('concrete', {}, () =>
    spec({
      ...partsOf(concrete, starts),
      invariants: {
        counted: forall({ p: Page }, ({ p }) => all(count.atMost(2), owner.is(p).implies(owner.isNot(none)))),
      },
      refinements: { Abstract: refines(seen, places) },
    }),
  ).build();
}

function areAlike(a: State, b: State): boolean {
  return Object.keys(places).every((name) => is(valueIn(a, name), valueIn(b, name)));
}

/** By the plain meaning of both. */
function isRefined(specification: Specification): boolean {
  const abstract = specification.refinements[0]?.abstract;
  if (abstract === undefined) throw new Error('there is no refinement');
  const starts = startsOf(abstract);
  const frontier: State[] = [...startsOf(specification)];
  if (!frontier.every((state) => starts.some((start) => areAlike(start, state)))) return false;
  const seen: State[] = [...frontier];
  for (let state = frontier.pop(); state !== undefined; state = frontier.pop()) {
    const allowed = abstract.actions.flatMap((each_) => successors(each_, state));
    for (const next of specification.actions.flatMap((each_) => successors(each_, state))) {
      if (!areAlike(next, state) && !allowed.some((one) => areAlike(one, next))) return false;
      if (seen.some((one) => areAlike(one, next))) continue;
      seen.push(next);
      frontier.push(next);
    }
  }
  return true;
}

function startsOf(specification: Specification): readonly State[] {
  return [...initialStates(specification)].flatMap((start) => (start?.kind === 'successor' ? [start.state] : []));
}

function successors(action_: Specification['actions'][number], state: State): readonly State[] {
  return fire(action_, state).flatMap(({ result }) => (result.kind === 'successor' ? [result.state] : []));
}

describe('a refinement', () => {
  it('holds if, and only if, each step is a firing of the abstract specification, or changes nothing there', async () => {
    let held = 0;
    let broken = 0;
    await fc.assert(
      fc.asyncProperty(choices, async (chosen) => {
        const specification = built(chosen);
        const wanted = isRefined(specification);
        if (wanted) held += 1;
        else broken += 1;
        for (const engine of [explore, exploreCompiled]) {
          const { properties } = await engine(specification);
          const found = properties.find(({ name }) => name === 'Abstract')?.verdict.kind;
          expect(found).toBe(wanted ? 'holds' : 'violated');
        }
      }),
      { numRuns: 60 },
    );
    expect(held).toBeGreaterThan(10);
    expect(broken).toBeGreaterThan(10);
  }, 120_000);
});
