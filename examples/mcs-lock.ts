// The queue lock of Mellor-Crummey and Scott: who waits spins on a flag of its own, and who leaves clears that of the next in line.
// Source: mcslock1.m of the Murphi distribution (labels L0 to L9 are the steps, in this order).
// True of it: 159 distinct states, 319 generated with 2 processes; 7,597 and 22,792 with 3; 554,221 and 2,216,885 with 4.
// In each state each process has one step: generated is 1 + n × distinct. Murphi's "rules fired" leave out the initial state.
// With symmetry 81 distinct states with 2 processes, 1,285 with 3, 23,636 with 4: which process is which makes no difference.

import {
  all,
  bool,
  branch,
  constant,
  drop,
  either,
  exists,
  fn,
  forall,
  leave,
  loop,
  maybe,
  model,
  none,
} from 'ballast';
import { procedure, process, processes, range, spec, step, variables, when } from 'ballast';
import type { Bool, Statement } from 'ballast';

export default model(
  'mcs-lock',
  {
    constants: { procs: constant(range(2, 5), 2, 'how many processes compete') },
    modelled: ['memory is sequentially consistent'],
    mutants: {
      noFlag: {
        edits: drop('acquire.locked'),
        breaks: 'mutualExclusion',
        about: 'who queues finds nothing to wait for',
      },
    },
    suites: [{ expect: 'holds' }, { set: { procs: 3 }, expect: 'holds' }],
  },
  ({ procs }) => {
    const Proc = processes('proc', procs);
    const { tail, next, locked, predecessor } = variables({
      tail: maybe(Proc), // L: the last in the queue
      next: fn(Proc, maybe(Proc)), // who queues behind a process, as far as it has been told
      locked: fn(Proc, bool), // whether a process has to wait
      predecessor: fn(Proc, maybe(Proc)), // a register, which keeps its value until it is used again
    });
    // Busy waiting: looking in vain is a step too, as in the source.
    const spinUntil = (name: string, condition: Bool): Statement =>
      loop([either(name, { done: [when(condition), leave()], again: [when(condition.not())] })]);

    const acquire = procedure('acquire', { me: Proc }, ({ me }) => [
      step('init', next.at(me).becomes(none)),
      step('fetch_and_store', predecessor.at(me).becomes(tail), tail.becomes(me)), // one atomic instruction
      branch('contended', predecessor.at(me).isNot(none), [
        step('locked', locked.at(me).becomes(true)),
        step('link', next.at(predecessor.at(me).value()).becomes(me)),
        spinUntil('spin', locked.at(me).not()),
      ]),
    ]);
    const release = procedure('release', { me: Proc }, ({ me, ret }) => [
      branch('inside', next.at(me).is(none), [
        either('compare_and_swap', {
          swapped: [when(tail.is(me)), tail.becomes(none), ret()],
          // Somebody has queued, and has yet to say so.
          failed: [when(tail.isNot(me)), spinUntil('await', next.at(me).isNot(none))],
        }),
      ]),
      step('pass', locked.at(next.at(me).value()).becomes(false)),
    ]);
    const proc = process(Proc, ({ self }) => [loop([acquire({ me: self }), release({ me: self })])]);

    return spec({
      variables: { tail, next, locked, predecessor },
      init: { tail: none, next: none, locked: false, predecessor: none },
      processes: [proc],
      invariants: {
        // A process is inside until it looks whether it is alone.
        mutualExclusion: forall({ a: Proc, b: Proc }, ({ a, b }) =>
          all(proc.isAt(a, 'inside'), proc.isAt(b, 'inside')).implies(a.is(b)),
        ),
      },
      reachable: {
        allQueue: exists({ a: Proc }, ({ a }) =>
          all(
            proc.isAt(a, 'inside'),
            forall({ b: Proc }, ({ b }) => b.isNot(a).implies(proc.isAt(b, 'spin'))),
          ),
        ),
      },
    });
  },
);
