// A barrier: each process waits at it until all have arrived, then all go on at once.
// Source: tlaplus/Examples, specifications/barriers/Barrier.tla.
// True of it, with 6 processes: 64 distinct states (2 to the 6th), 194 generated, depth 6.

import { action, all, bool, constant, drop, each, fn, forall, ids, model, next, range, spec, variables } from 'ballast';

export default model(
  'barrier',
  {
    constants: { procs: constant(range(1, 12), 6, 'how many processes meet at the barrier') },
    mutants: {
      open: { edits: drop('pass.when#1'), breaks: 'barrierProperty', about: 'the barrier does not wait for all' },
    },
    suites: [{ expect: 'holds' }],
  },
  ({ procs }) => {
    const Proc = ids('proc', procs);
    const { isWaiting } = variables({ isWaiting: fn(Proc, bool) });

    return spec({
      variables: { isWaiting },
      init: { isWaiting: false },
      actions: {
        arrive: action({ p: Proc }, ({ p }) => ({
          when: [isWaiting.at(p).not()],
          then: [isWaiting.at(p).becomes(true)],
        })),
        // One step for all of them: `each` updates many places at once.
        pass: action({
          when: [forall({ p: Proc }, ({ p }) => isWaiting.at(p))],
          then: [each({ p: Proc }, ({ p }) => isWaiting.at(p).becomes(false))],
        }),
      },
      // No step lets a process go on while another is still on its way.
      actionProperties: {
        barrierProperty: forall({ p: Proc, q: Proc }, ({ p, q }) =>
          all(isWaiting.at(p).not(), isWaiting.at(q)).implies(next(isWaiting.at(q))),
        ),
      },
    });
  },
);
