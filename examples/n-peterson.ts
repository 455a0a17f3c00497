// Peterson's filter: mutual exclusion of n processes, who pass n - 1 gates; at each the last to come waits for the others.
// Source: n_peterson.m of the Murphi distribution (labels L0 to L4 are the steps, in this order).
// True of it: 882 distinct states, 2,647 generated with 3 processes; 22,281 and 89,125 with 4; 628,868 and 3,144,341 with 5.
// With symmetry 172 distinct states with 3 processes, 1,132 with 4, 6,770 with 5, 35,159 with 6 and 163,298 with 7.
// In each state each process has one step: generated is 1 + n × distinct. Murphi's "rules fired" leave out the initial state.

import { all, any, constant, either, fn, forall, leave, loop, maybe, model, none, process, processes } from 'ballast';
import { range, spec, step, variables, when } from 'ballast';

export default model(
  'n-peterson',
  {
    constants: { procs: constant(range(2, 7), 3, 'how many processes compete') },
    modelled: ['the wait looks at all other processes at once', 'memory is sequentially consistent'],
    suites: [{ expect: 'holds' }, { set: { procs: 4 }, expect: 'holds' }],
  },
  ({ procs }) => {
    const Proc = processes('proc', procs);
    const Gate = range(1, procs - 1);
    const { gateOf, lastAt } = variables({
      gateOf: fn(Proc, range(0, procs - 1)), // Q: the gate at which a process stands
      lastAt: fn(Gate, maybe(Proc)), // turn: who came last to a gate
    });

    const proc = process(Proc, ({ self, local }) => {
      const gate = local('gate', range(1, procs));
      const mayPass = any(
        forall({ other: Proc }, ({ other }) => other.isNot(self).implies(gateOf.at(other).lessThan(gate))),
        lastAt.at(gate).isNot(self),
      );
      return [
        loop([
          step('enter', gate.becomes(1)),
          // The test reads a local only, so that it costs no step.
          loop(gate.lessThan(procs), [
            step('raise', gateOf.at(self).becomes(gate)),
            step('arrive', lastAt.at(gate).becomes(self)),
            // Busy waiting: looking in vain is a step too, as in the source. `step('wait', when(mayPass))` would stand still.
            loop([either('look', { pass: [when(mayPass), gate.increment(), leave()], spin: [when(mayPass.not())] })]),
          ]),
          step('inside', gateOf.at(self).becomes(1)), // The source goes back to 1, not to 0.
        ]),
      ];
    });

    return spec({
      variables: { gateOf, lastAt },
      init: { gateOf: 0, lastAt: none },
      processes: [proc],
      invariants: {
        mutualExclusion: forall({ a: Proc, b: Proc }, ({ a, b }) =>
          all(proc.isAt(a, 'inside'), proc.isAt(b, 'inside')).implies(a.is(b)),
        ),
      },
    });
  },
);
