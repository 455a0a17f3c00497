// Liveness as it is written down: formulas of a kind of their own, in the tree and in rule text.

import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  always,
  any,
  assuming,
  bool,
  changed,
  count,
  enumeration,
  eventually,
  everyStep,
  exists,
  explore,
  fired,
  fn,
  forall,
  ids,
  leadsTo,
  model,
  next,
  not,
  printTemporal,
  process,
  processes,
  range,
  set,
  someStep,
  spec,
  step,
  until,
  variables,
  when,
  type Id,
  type Operand,
  type Specification,
  type Temporal,
} from 'ballast';
import { treeHashOf } from '../../src/result/tree-hash.ts';
import { compareEngines } from '../agreement/compare.ts';
import { refusal } from './refusal.ts';

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
    [() => until(calm, n.is(2)), 'calm until n = 2'],
    [() => until(any(calm, n.is(1)), always(calm)), '(calm or n = 1) until (always calm)'],
    [() => eventually(always(calm)).not(), 'not eventually always calm'],
    [() => not(always(eventually(calm))), 'not always eventually calm'],
    [() => always(not(eventually(until(calm, n.is(2))))), 'always not eventually (calm until n = 2)'],
    [() => eventually(calm).implies(eventually(n.is(2))), '(eventually calm) implies (eventually n = 2)'],
    [() => calm.implies(eventually(n.is(2))), 'calm implies (eventually n = 2)'],
    [() => calm.not().implies(eventually(n.is(2))), 'not calm implies (eventually n = 2)'],
    [() => not(calm.implies(eventually(n.is(2)))), 'not (calm implies (eventually n = 2))'],
    [() => calm.iff(eventually(n.is(2))), '(calm implies (eventually n = 2)) and ((eventually n = 2) implies calm)'],
    [() => eventually(n.is(2)).iff(calm), '((eventually n = 2) implies calm) and (calm implies (eventually n = 2))'],
    [() => all(calm, n.is(1), eventually(n.is(2))), 'calm and n = 1 and (eventually n = 2)'],
    [() => any(all(calm, eventually(n.is(2))), always(calm)), '(calm and (eventually n = 2)) or (always calm)'],
    [() => all(eventually(n.is(2))), 'eventually n = 2'],
    [() => leadsTo(leadsTo(calm, n.is(1)), n.is(2)), '(calm leads to n = 1) leads to n = 2'],
    [
      () => exists({ p: Page }, ({ p }) => always(isIsolated(p).not())).not(),
      'not (exists p in page: always not where[p] = isolated)',
    ],
    [
      () => exists({ p: Page }, ({ p }) => eventually(always(isIsolated(p)))),
      'exists p in page: eventually always where[p] = isolated',
    ],
    [() => someStep(fired('isolate')), 'some step: fired(isolate)'],
    [() => eventually(everyStep(changed(n).not())), 'eventually (every step: not next(n) # n)'],
    [
      () => always(someStep(all(fired('isolate'), next(n).moreThan(n)))),
      'always (some step: fired(isolate) and next(n) > n)',
    ],
    [
      () => assuming(eventually(everyStep(not(fired('isolate')))), leadsTo(n.is(1), n.is(2))),
      'assuming (eventually (every step: not fired(isolate))): n = 1 leads to n = 2',
    ],
    [
      () =>
        assuming(
          calm,
          forall({ p: Page }, ({ p }) => leadsTo(isIsolated(p), calm)),
        ),
      'assuming calm: forall p in page: where[p] = isolated leads to calm',
    ],
    [
      () =>
        forall({ p: Page }, ({ p }) =>
          assuming(always(isIsolated(p)), assuming(eventually(calm), eventually(n.is(2)))),
        ),
      'forall p in page: assuming (always where[p] = isolated): assuming (eventually calm): eventually n = 2',
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

  it('is selected and decided, by both engines alike', async () => {
    const specification = built({ L1: eventually(n.is(2)), L2: always(eventually(calm)) });
    const { reference, compiled } = await compareEngines(specification, {});
    expect(compiled).toBe(reference);
    const { properties, ended } = await explore(specification);
    expect(ended).toBe('complete');
    expect(properties.filter(({ kind }) => kind === 'liveness')).toMatchObject([
      {
        name: 'L1',
        isSelected: true,
        text: 'eventually n = 2',
        verdict: { kind: 'violated', steps: 0, trace: { loop: { from: 0, isStuttering: true, fairness: [] } } },
      },
      { name: 'L2', isSelected: true },
    ]);
  });

  it('is not looked at by a search that collects', async () => {
    const specification = built({ L1: eventually(n.is(2)) });
    const { reference, compiled } = await compareEngines(specification, { collect: true });
    expect(compiled).toBe(reference);
    const { properties } = await explore(specification, { collect: true });
    expect(properties.find(({ name }) => name === 'L1')).toMatchObject({
      isSelected: true,
      verdict: {
        kind: 'not-decided',
        reason: 'not-looked-at',
        text: 'whole behaviours are looked at by a check alone',
      },
    });
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
      'a condition on a state inside a formula that speaks of steps',
      () => built({ L1: assuming(eventually(next(n).is(1)), someStep(changed(n))) }),
      "SpecError: liveness 'L1' speaks of a step: next(n)\n  next(…), changed(…) and fired(…) belong to actionProperties, and in formulas to everyStep(…) and someStep(…)",
    ],
    [
      'a step inside a step',
      () => built({ L1: someStep(next(fired('isolate'))) }),
      "SpecError: liveness 'L1' has next(fired(isolate)), which means nothing\n  next(…) takes an expression over the state before the step: write next(x), next(f.at(c))",
    ],
    [
      'a firing of what is no action',
      () => built({ L1: someStep(fired('isolaet')) }),
      "SpecError: no action, path or process is named 'isolaet'\n  did you mean 'isolate'?",
    ],
    [
      'an invariant that is written as what never happens',
      () => built({ L1: not(eventually(n.is(3))) }),
      "SpecError: liveness 'L1' is an invariant: not eventually n = 3\n  write it without temporal words under invariants: there it is checked; what must be possible, under reachable",
    ],
    [
      'invariants in several ways',
      () => built({ L1: all(always(n.atMost(2)), eventually(calm).not(), always(always(calm))) }),
      "SpecError: liveness 'L1' is an invariant: (always n <= 2) and (not eventually calm) and (always always calm)\n  write it without temporal words under invariants: there it is checked; what must be possible, under reachable",
    ],
    [
      'an action property',
      () => built({ L1: everyStep(next(n).atLeast(n)) }),
      "SpecError: liveness 'L1' is an action property: every step: next(n) >= n\n  write it without temporal words under actionProperties: there every step is checked",
    ],
    [
      'an action property that is written as what never happens',
      () => built({ L1: forall({ p: Page }, ({ p }) => always(not(someStep(changed(where.at(p)))))) }),
      "SpecError: liveness 'L1' is an action property: forall p in page: always not (some step: next(where[p]) # where[p])\n  write it without temporal words under actionProperties: there every step is checked",
    ],
    [
      'invariants and action properties',
      () => built({ L1: all(always(calm), everyStep(changed(n))) }),
      "SpecError: liveness 'L1' is made of invariants and action properties: (always calm) and (every step: next(n) # n)\n  write each without temporal words under invariants or actionProperties: there they are checked",
    ],
    [
      'an assumption inside a formula',
      () => built({ L1: always(assuming(eventually(calm), eventually(n.is(2)))) }),
      "SpecError: liveness 'L1' assumes something inside a formula: assuming (eventually calm): eventually n = 2\n  what is assumed is assumed of the whole behaviour: write assuming(…) outermost, or f.implies(g)",
    ],
    [
      'an assumption inside an assumption',
      () => built({ L1: assuming(not(assuming(calm, always(calm))), eventually(n.is(2))) }),
      "SpecError: liveness 'L1' assumes something inside a formula: assuming calm: always calm\n  what is assumed is assumed of the whole behaviour: write assuming(…) outermost, or f.implies(g)",
    ],
    [
      'a comparison that JavaScript made',
      () => until(calm, true as never),
      'SpecError: true stands where a condition is needed\n  compare with .is(…), and combine with all, any and not: JavaScript operators give no expression',
    ],
    [
      'a formula about one step',
      () => everyStep(eventually(calm) as never),
      "SpecError: the temporal formula 'eventually calm' stands where a condition is needed\n  it is about behaviours, not about a state: it belongs under liveness, or inside another formula",
    ],
    [
      'a formula that is counted',
      () => count({ p: Page }, () => eventually(calm) as never),
      "SpecError: the temporal formula 'eventually calm' stands where a condition is needed\n  it is about behaviours, not about a state: it belongs under liveness, or inside another formula",
    ],
    [
      'a formula that can be reached again',
      () => built({}, { recoverable: { R: eventually(calm) } }),
      "SpecError: property 'R': the temporal formula 'eventually calm' stands where a condition is needed\n  it is about behaviours, not about a state: it belongs under liveness, or inside another formula",
    ],
    [
      'a formula that JavaScript dropped',
      () =>
        built({ L1: forall({ p: Page }, ({ p }) => [eventually(calm), eventually(isIsolated(p))].at(-1) as Temporal) }),
      'SpecError: a temporal formula was built but is not part of forall\n  JavaScript dropped it: write all(a, b), any(a, b), a.not() or ifThenElse(a, x, y) instead of && || ! ?: if or filter',
    ],
    [
      'a formula as a number',
      () => (eventually(calm) as never as number) + 1,
      'SpecError: a temporal formula is used as a JavaScript value: eventually calm\n  write all(f, g), any(f, g), f.not() or f.implies(g)',
    ],
    [
      'what can be reached again and speaks of steps',
      () => built({}, { recoverable: { R: changed(n) } }),
      "SpecError: property 'R' speaks of a step: next(n)\n  next(…), changed(…) and fired(…) belong to actionProperties, and in formulas to everyStep(…) and someStep(…)",
    ],
    [
      'the name of what can be reached again',
      () => built({ R: eventually(calm) }, { recoverable: { R: calm } }),
      "SpecError: two properties are named 'R'\n  rename one of them: verdicts are told apart by name",
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
