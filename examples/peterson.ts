// Peterson's algorithm: mutual exclusion of two processes with nothing but reads and writes of shared variables.
// Source: tlaplus/Examples, specifications/locks_auxiliary_vars/Peterson.tla (labels a0 to a4 are the steps, in this order).
// True of it: 42 distinct states, 77 generated, depth 10.
// Both writes before the wait are needed, in this order: the mutants leave one out, or exchange them.
// That the flag comes down again mutual exclusion does not ask for: of it alone `ballast necessity` says that `drop proc.retreat` is not noticed,
// where each process has to wait for the other to come again. `quietElsewhere` notices it, half of a clause of the source's invariant; and `Lock`.
// To whoever looks from outside it is a lock: it refines `lock`, fairness of the strong kind included.

import { all, any, bool, cases, choose, constant, drop, element, exists, fn, forall, leadsTo, loop } from 'ballast';
import { model, otherwise, process, processes, refines, spec, step, swap, variables, weakly, when } from 'ballast';
import type { Bool, Expr, Id } from 'ballast';
import lock from './lock.ts';

export default model(
  'peterson',
  {
    constants: { fair: constant(bool, true, 'whether each process goes on where it can for ever') },
    modelled: ['reads and writes of shared variables are atomic and sequentially consistent'],
    mutants: {
      noFlag: {
        edits: drop('announce'),
        breaks: ['mutualExclusion', 'Lock'],
        about: 'a process enters without a word',
      },
      noTurn: { edits: drop('yield'), breaks: ['mutualExclusion', 'Lock'], about: 'nobody lets the other go first' },
      turnFirst: {
        edits: swap('announce', 'yield'),
        breaks: ['mutualExclusion', 'Lock'],
        about: 'the turn is given before the flag is up',
      },
    },
    suites: [
      { expect: 'holds' },
      { set: { fair: false }, expect: 'violates Lock, everybodyGetsIn' },
      { mutant: 'noFlag', expect: 'violates mutualExclusion, Lock' },
      { mutant: 'noTurn', expect: 'violates mutualExclusion, Lock' },
      { mutant: 'turnFirst', expect: 'violates mutualExclusion, Lock' },
    ],
  },
  ({ fair }) => {
    const Proc = processes('proc', 2);
    const { flag, turn } = variables({ flag: fn(Proc, bool), turn: Proc });

    const proc = process(Proc, ({ self }) => {
      const other = self.next(); // Of two processes, the one after the last is the first.
      return [
        loop([
          step('elsewhere'),
          step('announce', flag.at(self).becomes(true)),
          step('yield', turn.becomes(other)),
          step('wait', when(any(flag.at(other).not(), turn.is(self)))),
          step('inside'),
          step('retreat', flag.at(self).becomes(false)),
        ]),
      ];
    });

    const isInside = (p: Expr<Id<'proc'>>): Bool => any(proc.isAt(p, 'inside'), proc.isAt(p, 'retreat'));
    const isElsewhere = (p: Expr<Id<'proc'>>): Bool => any(proc.isAt(p, 'elsewhere'), proc.isAt(p, 'announce'));

    return spec({
      variables: { flag, turn },
      init: { flag: false, turn: element(Proc, 0) },
      processes: [proc],
      invariants: {
        mutualExclusion: forall({ a: Proc, b: Proc }, ({ a, b }) => all(isInside(a), isInside(b)).implies(a.is(b))),
        quietElsewhere: forall({ p: Proc }, ({ p }) => isElsewhere(p).implies(flag.at(p).not())),
      },
      liveness: {
        everybodyGetsIn: forall({ p: Proc }, ({ p }) => leadsTo(proc.isAt(p, 'announce'), proc.isAt(p, 'inside'))),
      },
      // Weak fairness is enough, as it is not for `lock`: who waits is let in by the turn, and stays let in.
      fairness: fair ? [weakly('proc')] : [],
      // As in the source: the three steps before the critical section are one wait for the lock, and leaving gives it up.
      refinements: {
        Lock: refines(
          lock,
          { procs: 2, fairness: 'strong' },
          {
            mutex: cases(
              [exists({ p: Proc }, ({ p }) => isInside(p)), choose({ p: Proc }, ({ p }) => isInside(p))],
              [otherwise, 'free'],
            ),
            'proc.pc': (p: Expr<Id<'proc'>>) =>
              cases(
                [proc.isAt(p, 'elsewhere'), 'elsewhere'],
                [proc.isAt(p, 'inside'), 'inside'],
                [proc.isAt(p, 'retreat'), 'unlock'],
                [otherwise, 'lock'],
              ),
          },
        ),
      },
    });
  },
);
