// Liveness as it is written down: formulas of a kind of their own, in the tree and in rule text.

import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  always,
  bool,
  enumeration,
  eventually,
  explore,
  fired,
  fn,
  forall,
  ids,
  leadsTo,
  model,
  printTemporal,
  process,
  processes,
  range,
  set,
  spec,
  step,
  variables,
  when,
  type Id,
  type Operand,
  type Specification,
  type Temporal,
} from 'ballast';
import { treeHashOf } from '../../src/result/tree-hash.ts';
import { compareEngines } from '../agreement/compare.ts';

const Page = ids('page', 2);
const Worker = processes('worker', 1);
const { where, n, calm, held } = variables({
  where: fn(Page, enumeration('listed', 'isolated')),
  n: range(0, 3),
  calm: bool,
  held: set(Page),
});
const worker = process(Worker, () => [step('first', n.becomes(1)), step('second', n.becomes(2))]);
const isIsolated = (p: Operand<Id<'page'>>) => where.at(p).is('isolated');

function built(liveness: object, parts: object = {}): Specification {
  return model('lively', {}, () =>
    spec({
      variables: { where, n, calm, held },
      init: { where: 'listed', n: 0, calm: true, held: [] },
      actions: { isolate: action({ p: Page }, ({ p }) => ({ then: [where.at(p).becomes('isolated')] })) },
      processes: [worker],
      invariants: { small: n.atMost(2) },
      liveness: liveness as Readonly<Record<string, Temporal>>,
      ...parts,
    }),
  ).build();
}

function refusal(make: () => unknown): string {
  try {
    make();
    return 'nothing was refused';
  } catch (error) {
    return String(error)
      .split('\n')
      .filter((line) => !/:\d+:\d+/.test(line))
      .join('\n');
  }
}

describe('a liveness property', () => {
  it.each<readonly [() => Temporal, string]>([
    [() => eventually(n.is(2)), 'eventually n = 2'],
    [() => always(eventually(calm)), 'always eventually calm'],
    [() => eventually(always(calm.not())), 'eventually always not calm'],
    [() => eventually(all(calm, n.is(2))), 'eventually (calm and n = 2)'],
    [() => leadsTo(n.is(1), n.is(2)), 'n = 1 leads to n = 2'],
    [() => leadsTo(always(calm), n.is(1).implies(calm)), '(always calm) leads to (n = 1 => calm)'],
    [() => always(leadsTo(calm, n.is(2))), 'always (calm leads to n = 2)'],
    [
      () => forall({ p: Page }, ({ p }) => leadsTo(isIsolated(p), isIsolated(p).not())),
      'forall p in page: where[p] = isolated leads to not where[p] = isolated',
    ],
    [
      () => always(forall({ p: Page }, ({ p }) => eventually(isIsolated(p)))),
      'always (forall p in page: eventually where[p] = isolated)',
    ],
    [
      () => eventually(forall({ p: Page }, ({ p }) => isIsolated(p))),
      'eventually (forall p in page: where[p] = isolated)',
    ],
  ])('is written and read as mathematics: %#', (make, text) => {
    const { liveness } = built({ L1: make() });
    expect(liveness.map(({ name, formula }) => `${name}: ${printTemporal(formula)}`)).toEqual([`L1: ${text}`]);
    expect(String(make())).toBe(text);
  });

  it('may look into a process', () => {
    const { liveness } = built({
      L1: forall({ w: Worker }, ({ w }) => leadsTo(worker.isAt(w, 'first'), worker.isAt(w, 'terminated'))),
    });
    expect(liveness.map(({ formula }) => printTemporal(formula))).toEqual([
      'forall w in worker: w at first leads to w at terminated',
    ]);
    expect(JSON.stringify(liveness)).not.toContain('"inside"');
  });

  it('is part of the hash of the tree', async () => {
    const hashes = await Promise.all(
      [{}, { L1: eventually(n.is(2)) }, { L1: eventually(n.is(1)) }, { L1: always(eventually(n.is(2))) }].map(
        async (liveness) => await treeHashOf(built(liveness)),
      ),
    );
    expect(new Set(hashes).size).toBe(4);
    expect(await treeHashOf(built({ L1: eventually(n.is(2)) }))).toBe(hashes[1]);
  });

  it('is listed, never selected and not decided, by both engines', async () => {
    const specification = built({ L1: eventually(n.is(2)), L2: always(eventually(calm)) });
    const { reference, compiled } = await compareEngines(specification, {});
    expect(compiled).toBe(reference);
    const { properties, ended } = await explore(specification);
    expect(ended).toBe('complete');
    expect(properties.filter(({ kind }) => kind === 'liveness')).toMatchObject([
      {
        name: 'L1',
        isSelected: false,
        text: 'eventually n = 2',
        verdict: { kind: 'not-decided', reason: 'not-built', text: 'liveness is not built yet' },
      },
      { name: 'L2', isSelected: false },
    ]);
  });

  it('that somebody selects is refused', async () => {
    const specification = built({ L1: eventually(n.is(2)) });
    await expect(explore(specification, { properties: ['small', 'L1'] })).rejects.toThrow(
      "'L1' is a liveness property, and liveness is not built yet\n  every check lists it, none decides it: leave it out",
    );
  });

  it.each<readonly [string, () => unknown, string]>([
    [
      'a condition on one state',
      () => built({ L1: n.is(2) }),
      "SpecError: liveness 'L1': 'n = 2' is about one state\n  write eventually(p), leadsTo(p, q), always(eventually(p)) or eventually(always(p))",
    ],
    [
      'no formula',
      () => built({ L1: true }),
      "SpecError: liveness 'L1': it is no temporal formula\n  write eventually(p), leadsTo(p, q), always(eventually(p)) or eventually(always(p))",
    ],
    [
      'an invariant',
      () => built({ L1: forall({ p: Page }, ({ p }) => always(isIsolated(p))) }),
      "SpecError: liveness 'L1' is an invariant: forall p in page: always where[p] = isolated\n  write it without temporal words under invariants: there it is checked; what must be possible, under reachable",
    ],
    [
      'the name of another property',
      () => built({ small: eventually(n.is(2)) }),
      "SpecError: two properties are named 'small'\n  rename one of them: verdicts are told apart by name",
    ],
    [
      'the name of what is built in',
      () => built({ deadlock: eventually(n.is(2)) }),
      "SpecError: a property is named 'deadlock', which is built in\n  rename it",
    ],
    [
      'a formula that speaks of steps',
      () => built({ L1: eventually(fired('isolate')) }),
      "SpecError: liveness 'L1' speaks of a step: fired(isolate)\n  next(…), changed(…) and fired(…) belong to actionProperties, and in formulas to everyStep(…) and someStep(…)",
    ],
    [
      'a parameter over a set that changes',
      () => built({ L1: forall({ p: held }, ({ p }) => eventually(isIsolated(p))) }),
      "SpecError: parameter 'p' of a temporal formula ranges over a set that changes\n  let it range over the sort, and say in the formula when it is in the set",
    ],
    [
      'a variable that is none of the specification',
      () => built({ L1: eventually(variables({ other: bool }).other) }),
      "SpecError: liveness 'L1' reads 'other', which is not among the specification's variables\n  add it to spec({ variables: { …, other } }) and to init",
    ],
    [
      'nothing else to check',
      () => built({ L1: eventually(n.is(2)) }, { invariants: {} }),
      'SpecError: lively has liveness only, which is not checked yet: nothing would be checked\n  add invariants, reachable or actionProperties',
    ],
    [
      'a formula as an invariant',
      () => built({}, { invariants: { I: eventually(n.is(2)) } }),
      "SpecError: property 'I': the temporal formula 'eventually n = 2' stands where a condition is needed\n  it is about behaviours, not about a state: it belongs under liveness, or inside another formula",
    ],
    [
      'a formula in a condition',
      () => when(eventually(n.is(2)) as never),
      "SpecError: the temporal formula 'eventually n = 2' stands where a condition is needed\n  it is about behaviours, not about a state: it belongs under liveness, or inside another formula",
    ],
  ])('with %s is refused', (_, make, message) => {
    expect(refusal(make)).toBe(message);
  });
});
