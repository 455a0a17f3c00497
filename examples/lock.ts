// A lock, and processes that enter a critical section under it: what `critical` means, statement by statement.
// Source: tlaplus/Examples, specifications/locks_auxiliary_vars/Lock.tla.
// True of it, with 2 processes: 12 distinct states, 21 generated, depth 4.
// The source's four labels are the four steps here: l0 is `elsewhere`, l1 `lock`, cs `inside`, l2 `unlock`. It states no fairness.

import {
  all,
  any,
  constant,
  critical,
  enumeration,
  exists,
  forall,
  leadsTo,
  lock,
  loop,
  model,
  process,
} from 'ballast';
import { processes, range, spec, step, strongly, variables, weakly, type Bool, type Expr, type Id } from 'ballast';

export default model(
  'lock',
  {
    constants: {
      procs: constant(range(1, 6), 2, 'how many processes compete'),
      fairness: constant(enumeration('strong', 'weak', 'none'), 'strong', 'how fair the lock is'),
    },
    suites: [
      { expect: 'holds' },
      { set: { fairness: 'weak' }, expect: 'violates everybodyGetsIn' },
      { set: { fairness: 'none' }, expect: 'violates somebodyGetsIn, everybodyGetsIn' },
    ],
  },
  ({ procs, fairness }) => {
    const Proc = processes('proc', procs);
    const { mutex } = variables({ mutex: lock('spin') });

    const proc = process(Proc, () => [
      loop([
        step('elsewhere'), // A step may do nothing but let time pass.
        critical(mutex, [step('inside')]),
      ]),
    ]);
    const isInside = (p: Expr<Id<'proc'>>): Bool => any(proc.isAt(p, 'inside'), proc.isAt(p, 'unlock'));

    return spec({
      variables: { mutex },
      init: { mutex: 'free' },
      processes: [proc],
      invariants: {
        mutualExclusion: forall({ a: Proc, b: Proc }, ({ a, b }) => all(isInside(a), isInside(b)).implies(a.is(b))),
        heldInside: forall({ p: Proc }, ({ p }) => isInside(p).implies(mutex.isHeldBy(p))),
      },
      liveness: {
        somebodyGetsIn: leadsTo(
          exists({ p: Proc }, ({ p }) => proc.isAt(p, 'lock')),
          exists({ p: Proc }, ({ p }) => proc.isAt(p, 'inside')),
        ),
        everybodyGetsIn: forall({ p: Proc }, ({ p }) => leadsTo(proc.isAt(p, 'lock'), proc.isAt(p, 'inside'))),
      },
      // Each process goes on where it can for ever. Who waits for the lock cannot: it is free again and again, and taken again by others. That
      // one of those times it is his is strong fairness, as of a lock that keeps a queue.
      fairness: {
        strong: [weakly('proc'), strongly('lock')],
        weak: [weakly('proc')],
        none: [],
      }[fairness],
      reachable: { contended: exists({ a: Proc, b: Proc }, ({ a, b }) => all(isInside(a), proc.isAt(b, 'lock'))) },
    });
  },
);
