// What a firing is to fairness: conditions, and the labels by which they know their firings.

import { describe, expect, it } from 'vitest';
import {
  action,
  drop,
  element,
  enumeration,
  fn,
  ids,
  labellingOf,
  model,
  pick,
  procedure,
  process,
  processes,
  range,
  spec,
  step,
  strongly,
  variables,
  weakly,
  type Edit,
  type Fairness,
  type Labelling,
  type Specification,
} from 'ballast';

const Page = ids('page', 3);
const Cpu = ids('cpu', 2);

function build(fairness: readonly Fairness[], scanners: number, ...edits: readonly Edit[]): Specification {
  const { lit, n, mode } = variables({
    lit: fn(Page, range(0, 1)),
    n: range(0, 3),
    mode: enumeration('on', 'off'),
  });
  const work = procedure('work', { to: range(0, 3) }, ({ to }) => [
    step('get', n.becomes(to)),
    step('put', n.becomes(0)),
  ]);
  const scanner = process(processes('scanner', scanners), () => [
    pick('page', { p: Page }, ({ p }) => [lit.at(p).becomes(1)]),
    work({ to: 1 }),
  ]);
  const deflater = process(processes('deflater', 2), () => [work({ to: 2 }), step('rest', mode.becomes('off'))]);
  return model('labelled', {}, () =>
    spec({
      variables: { lit, n, mode },
      init: { lit: 0, n: 0, mode: 'on' },
      actions: {
        tick: action({ then: [n.becomes(3)] }),
        mark: action({ c: Cpu, p: Page, m: range(0, 1) }, ({ p, m }) => ({ then: [lit.at(p).becomes(m)] })),
        clear: action({ p: Page, c: Cpu }, ({ p }) => ({ then: [lit.at(p).becomes(0)] })),
      },
      processes: [scanner, deflater],
      invariants: { small: n.atMost(3) },
      fairness,
    }),
  ).build({ edits });
}

/** Of each condition the firings that are meant by it: actions with the values that are told apart, by position. */
function firings(specification: Specification, labelling: Labelling): readonly string[] {
  return labelling.conditions.map(({ text }, bit) => {
    const found = specification.actions.flatMap(({ name, parameters }, at) => {
      const own = labelling.actions[at];
      if (own === undefined) return [];
      const next = labelling.actions[at + 1]?.base ?? labelling.count;
      return Array.from({ length: next - own.base }, (_, offset) => ({ name, parameters, own, offset }));
    });
    const meant = found.filter(({ own, offset }) => {
      const word = labelling.meant[(own.base + offset) * labelling.words + Math.floor(bit / 32)] ?? 0;
      return ((word >>> (bit % 32)) & 1) === 1;
    });
    const shown = meant.map(({ name, own, offset }) => {
      const values = own.parameters.map(({ binder, stride }) => {
        const size = binder.sort.kind === 'ids' ? binder.sort.size : 2;
        return `${binder.name}${Math.floor(offset / stride) % size}`;
      });
      return `${name}(${values.join(' ')})`;
    });
    return `${text}: ${shown.join(', ')}`;
  });
}

function told(fairness: readonly Fairness[], scanners = 1, ...edits: readonly Edit[]): readonly string[] {
  const specification = build(fairness, scanners, ...edits);
  return firings(specification, labellingOf(specification));
}

describe('fairness', () => {
  it('of an action without anybody who acts is one condition', () => {
    expect(told([weakly('tick')])).toEqual(['weak fairness of tick: tick()']);
  });

  it('is meant for each process by itself, and of a process for all its steps together', () => {
    expect(told([weakly('deflater')])).toEqual([
      'weak fairness of deflater (deflater#0): deflater.work.get(deflater0), deflater.work.put(deflater0), deflater.rest(deflater0)',
      'weak fairness of deflater (deflater#1): deflater.work.get(deflater1), deflater.work.put(deflater1), deflater.rest(deflater1)',
    ]);
  });

  it('of a path with copies in two kinds of processes is a condition for each process of either kind', () => {
    expect(told([strongly('work.get')])).toEqual([
      'strong fairness of work.get (scanner#0): scanner.work.get(scanner0)',
      'strong fairness of work.get (deflater#0): deflater.work.get(deflater0)',
      'strong fairness of work.get (deflater#1): deflater.work.get(deflater1)',
    ]);
  });

  it('of two kinds of processes likewise, whichever is named first', () => {
    expect(told([weakly(['deflater.rest', 'scanner.page'])])).toEqual([
      'weak fairness of deflater.rest or scanner.page (scanner#0): scanner.page(scanner0)',
      'weak fairness of deflater.rest or scanner.page (deflater#0): deflater.rest(deflater0)',
      'weak fairness of deflater.rest or scanner.page (deflater#1): deflater.rest(deflater1)',
    ]);
  });

  it('of several actions is of any of them, for each whom `each` names, in whatever order they take it', () => {
    expect(told([weakly(['mark', 'clear'], { each: ['p', 'c'] })]).slice(0, 2)).toEqual([
      'weak fairness of mark or clear (page0, cpu0): mark(c0 p0), clear(p0 c0)',
      'weak fairness of mark or clear (page0, cpu1): mark(c1 p0), clear(p0 c1)',
    ]);
    expect(told([weakly(['mark', 'clear'], { each: ['p', 'c'] })])).toHaveLength(6);
  });

  it('of all together is one condition', () => {
    expect(told([strongly(['tick', 'clear', 'deflater'], { each: [] })])).toEqual([
      'strong fairness of tick or clear or deflater: tick(), clear(), deflater.work.get(), deflater.work.put(), deflater.rest()',
    ]);
  });

  it('names the parameter of what is no identifier', () => {
    expect(told([weakly('mark', { each: ['m', 'c'] })])).toEqual([
      'weak fairness of mark (m = 0, cpu0): mark(c0 m0)',
      'weak fairness of mark (m = 0, cpu1): mark(c1 m0)',
      'weak fairness of mark (m = 1, cpu0): mark(c0 m1)',
      'weak fairness of mark (m = 1, cpu1): mark(c1 m1)',
    ]);
  });

  it('of a kind without processes is nobody’s, also among others', () => {
    expect(told([weakly('scanner')], 0)).toEqual([]);
    expect(told([weakly('scanner.page')], 0)).toEqual([]);
    expect(told([weakly(['scanner', 'deflater.rest'])], 0)).toHaveLength(2);
    expect(build([weakly('scanner')], 0).fairness).toMatchObject([{ of: 'scanner', actions: [] }]);
  });

  it('of what an edit takes out is of what is left', () => {
    expect(told([weakly('scanner.page')], 1, drop('scanner.page'))).toEqual([]);
    expect(told([weakly(['scanner.page', 'tick'], { each: [] })], 1, drop('scanner.page'))).toEqual([
      'weak fairness of scanner.page or tick: tick()',
    ]);
    expect(told([strongly('work.get')], 1, drop('deflater.work.get'))).toEqual([
      'strong fairness of work.get (scanner#0): scanner.work.get(scanner0)',
    ]);
  });

  it('of one firing by several conditions is in all of them', () => {
    const both = [weakly('clear', { each: [] }), strongly('clear', { each: ['c'] }), weakly('clear', { each: ['p'] })];
    const labelling = labellingOf(build(both, 1));
    expect(labelling.conditions.map(({ text }) => text)).toEqual([
      'weak fairness of clear',
      'strong fairness of clear (cpu0)',
      'strong fairness of clear (cpu1)',
      'weak fairness of clear (page0)',
      'weak fairness of clear (page1)',
      'weak fairness of clear (page2)',
    ]);
    // page2 and cpu1.
    const clear = labelling.actions[2];
    expect(labelling.meant[(clear?.base ?? 0) + 2 + 3]).toBe(0b100101);
  });

  it('has more than 32 conditions where there are', () => {
    const pages = ids('page', 40);
    const { at } = variables({ at: fn(pages, range(0, 1)) });
    const labelling = labellingOf(
      model('many', {}, () =>
        spec({
          variables: { at },
          init: { at: 0 },
          actions: { set: action({ p: pages }, ({ p }) => ({ then: [at.at(p).becomes(1)] })) },
          invariants: { any: at.at(element(pages, 0)).atMost(1) },
          fairness: [weakly('set')],
        }),
      ).build(),
    );
    expect(labelling.words).toBe(2);
    expect(Array.from(labelling.meant.slice(2 * 33, 2 * 34))).toEqual([0, 2]);
    expect(labelling.count).toBe(40);
  });

  it('tells firings apart only as far as somebody asks', () => {
    expect(labellingOf(build([], 1)).count).toBe(build([], 1).actions.length);
    expect(labellingOf(build([], 1))).toMatchObject({ conditions: [], words: 1 });
  });
});
