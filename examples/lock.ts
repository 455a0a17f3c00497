// A lock, and processes that enter a critical section under it: what `critical` means, statement by statement.
// Source: tlaplus/Examples, specifications/locks_auxiliary_vars/Lock.tla.
// True of it, with 2 processes: 12 distinct states, 21 generated, depth 4.
// The source's four labels are the four steps here: l0 is `elsewhere`, l1 `lock`, cs `inside`, l2 `unlock`.

import { all, any, constant, critical, exists, forall, lock, loop, model, process, processes, range } from 'ballast';
import { spec, step, variables, type Bool, type Expr, type Id } from 'ballast';

export default model(
  'lock',
  {
    constants: { procs: constant(range(1, 6), 2, 'how many processes compete') },
    suites: [{ expect: 'holds' }],
  },
  ({ procs }) => {
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
      reachable: { contended: exists({ a: Proc, b: Proc }, ({ a, b }) => all(isInside(a), proc.isAt(b, 'lock'))) },
    });
  },
);
