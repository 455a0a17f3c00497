// The ticket lock of Linux: draw a number, wait until it is called.
// Source: kernel-tla, ticketlock.tla, by Catalin Marinas (with labels for all that is a step here).
// True of it: 82 distinct states, 149 generated, depth 19 with 2 processes and numbers to 1;
// 693, 1,720 and 32 with 3 and 2; 23,160, 71,353 and 47 with 3, 2 and trylock.
// There a call is a step, and so is a bare return. Here they cost none: `call`, `again`, `unlock` and `return` stand for them.

import { all, bool, branch, constant, drop, either, fn, forall, ifThenElse, leave, loop, model } from 'ballast';
import { procedure, process, processes, range, spec, step, variables, when, type Statement, type Term } from 'ballast';

export default model(
  'ticketlock',
  {
    constants: {
      procs: constant(range(1, 5), 2, 'how many processes take the lock'),
      max: constant(range(1, 7), 1, 'the largest number before they begin again at 0'),
      trylock: constant(bool, false, 'whether a process may also try, again and again, without waiting'),
    },
    assume: { 'there are numbers enough for all processes': ({ procs, max }) => procs <= max + 1 },
    mutants: {
      noWait: { edits: drop('wait'), breaks: 'mutualExclusion', about: 'a number is drawn and not waited for' },
    },
    suites: [{ expect: 'holds' }, { set: { procs: 3, max: 2 }, expect: 'holds' }],
  },
  ({ procs, max, trylock }) => {
    const Proc = processes('proc', procs);
    const Ticket = range(0, max);
    const { owner, next, tried } = variables({
      owner: Ticket, // the number being served
      next: Ticket, // the number to be drawn next
      tried: fn(Proc, bool), // what a process's last try gave
    });
    const following = (ticket: Term<number>): Term<number> => ticket.plus(1).modulo(max + 1);

    const spinLock = procedure('spin_lock', {}, ({ local }) => {
      const mine = local('mine', Ticket);
      return [
        step('draw', mine.becomes(next), next.becomes(following(next))), // one atomic instruction
        step('wait', when(owner.is(mine))),
      ];
    });
    const spinUnlock = procedure('spin_unlock', {}, () => [
      step('serve', owner.becomes(following(owner))),
      step('return'),
    ]);
    const spinTrylock = procedure('spin_trylock', { by: Proc }, ({ by }) => [
      step(
        'try',
        next.becomes(ifThenElse(owner.is(next), following(next), next)),
        tried.at(by).becomes(owner.is(next)),
      ),
      step('return'),
    ]);

    const proc = process(Proc, ({ self }) => {
      // The test reads a shared variable, so that it is a step.
      const tryUntilGranted = (): Statement =>
        loop([step('again'), spinTrylock({ by: self }), branch(tried.at(self), [leave()])]);
      return [
        loop([
          trylock
            ? either('call', { lock: [spinLock({})], trylock: [tryUntilGranted()] })
            : either('call', { lock: [spinLock({})] }),
          step('inside'),
          step('unlock'),
          spinUnlock({}),
        ]),
      ];
    });

    return spec({
      variables: { owner, next, tried },
      init: { owner: 0, next: 0, tried: false },
      processes: [proc],
      invariants: {
        mutualExclusion: forall({ a: Proc, b: Proc }, ({ a, b }) =>
          all(proc.isAt(a, 'inside'), proc.isAt(b, 'inside')).implies(a.is(b)),
        ),
      },
    });
  },
);
