// Dining philosophers after Chandy and Misra: eating makes forks dirty, and a dirty fork is cleaned and handed over.
// Source: tlaplus/Examples, specifications/DiningPhilosophers/DiningPhilosophers.tla (labels Loop, Eat and Think).
// True of it, with 5 philosophers: 67 distinct states, 336 generated (1 + 5 × 67: each has exactly one step), depth 28.
// Nobody starves, provided that somebody always goes on: no behaviour without end leaves one of them out.

import { all, always, any, bool, constant, either, element, enumeration, eventually, fn, forall } from 'ballast';
import { ifThenElse, loop, model, process, processes, range, spec, step, variables, weakly, when } from 'ballast';
import type { Expr, Id, Update } from 'ballast';

export default model(
  'dining-philosophers',
  {
    constants: {
      philosophers: constant(range(2, 9), 5, 'how many sit at the round table'),
      goesOn: constant(enumeration('each', 'somebody', 'nobody'), 'each', 'who is sure to go on'),
    },
    suites: [
      { expect: 'holds' },
      { set: { goesOn: 'somebody' }, expect: 'holds' },
      { set: { goesOn: 'nobody' }, expect: 'violates nobodyStarves' },
    ],
  },
  ({ philosophers, goesOn }) => {
    const Philosopher = processes('philosopher', philosophers);
    // A fork has the name of the philosopher to whose left it lies: to the right of each lies the fork of the next.
    const { holder, clean, hungry } = variables({
      holder: fn(Philosopher, Philosopher),
      clean: fn(Philosopher, bool),
      hungry: fn(Philosopher, bool),
    });

    const philosopher = process(Philosopher, ({ self }) => {
      const [left, right] = [self, self.next()];
      const holds = (fork: Expr<Id<'philosopher'>>) => holder.at(fork).is(self);
      const mustGive = (fork: Expr<Id<'philosopher'>>) => all(holds(fork), clean.at(fork).not());
      const canEat = all(holds(left), holds(right), clean.at(left), clean.at(right));
      // At most one fork a step, the left one first; all right-hand sides read the state before it.
      const handOver = (): Update[] => {
        const [giveLeft, giveRight] = [mustGive(left), all(mustGive(left).not(), mustGive(right))];
        return [
          holder.at(left).becomes(ifThenElse(giveLeft, self.previous(), holder.at(left))),
          clean.at(left).becomes(any(clean.at(left), giveLeft)),
          holder.at(right).becomes(ifThenElse(giveRight, self.next(), holder.at(right))),
          clean.at(right).becomes(any(clean.at(right), giveRight)),
        ];
      };
      return [
        loop([
          // The alternatives exclude each other: the step looks, and its name says what it saw. `hungry` in the first excludes nothing more,
          // as `ballast coverage` finds: forks are clean only in the hands of who asked for them and has not eaten since.
          either('look', {
            bothForks: [
              when(hungry.at(self), canEat),
              step(
                'eat',
                hungry.at(self).becomes(false),
                clean.at(left).becomes(false),
                clean.at(right).becomes(false),
              ),
            ],
            stillHungry: [when(hungry.at(self), canEat.not()), handOver()],
            notHungry: [when(hungry.at(self).not()), handOver(), step('think', hungry.at(self).becomes(true))],
          }),
        ]),
      ];
    });

    return spec({
      variables: { holder, clean, hungry },
      init: {
        // Not all the same way round, or each would get one clean fork and keep it: philosopher 0 has two, 1 has none.
        holder: (fork) => ifThenElse(fork.is(element(Philosopher, 1)), element(Philosopher, 0), fork),
        clean: false,
        hungry: true,
      },
      processes: [philosopher],
      invariants: {
        exclusiveAccess: forall({ p: Philosopher }, ({ p }) =>
          all(philosopher.isAt(p, 'eat'), philosopher.isAt(p.next(), 'eat')).not(),
        ),
      },
      // Not that each eats some time, which would be true if all ate once: each eats again and again.
      liveness: { nobodyStarves: forall({ p: Philosopher }, ({ p }) => always(eventually(hungry.at(p).not()))) },
      fairness: {
        each: [weakly('philosopher')],
        somebody: [weakly('philosopher', { each: [] })],
        nobody: [],
      }[goesOn],
    });
  },
);
