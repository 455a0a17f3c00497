// Dijkstra's mutual exclusion, the first that was published (1965): any number of processes, with nothing but reads and writes of shared variables.
// Source: tlaplus/Examples, specifications/dijkstra-mutex/DijkstraMutex.tla (labels Li0 to Li4b, cs, Li5, Li6 and ncs are the steps, in this order).
// True of it, with 3 processes: 90,882 distinct states (3 of them initial), 282,810 generated, depth 53.
// Somebody always gets in, provided that whoever is at work goes on; nobody needs to come back for another round. But a process by itself may be
// overtaken for ever: `noStarvation` is no claim of the algorithm.

import {
  all,
  any,
  bool,
  branch,
  constant,
  either,
  enumeration,
  everything,
  exists,
  fn,
  forall,
  goto,
  leadsTo,
} from 'ballast';
import { leave, loop, model, pick, procedure, process, processes, range, setOf, set, spec, step } from 'ballast';
import { anything, unit, variables, variant, variantOf, weakly, when, type Expr, type Id } from 'ballast';

export default model(
  'dijkstra-mutex',
  {
    constants: {
      procs: constant(range(2, 4), 3, 'how many processes compete'),
      goesOn: constant(enumeration('atWork', 'always', 'somebody', 'nobody'), 'atWork', 'which processes go on'),
    },
    modelled: ['reads and writes of shared variables are atomic and sequentially consistent'],
    suites: [
      { expect: 'holds' },
      { set: { procs: 2 }, expect: 'holds' },
      { set: { procs: 2, goesOn: 'always' }, expect: 'holds' },
      { set: { procs: 2, goesOn: 'somebody' }, expect: 'violates noDeadlock, noDeadlockAtAll' },
      { set: { procs: 2, goesOn: 'nobody' }, expect: 'violates noDeadlock, noDeadlockAtAll' },
      { name: 'one is overtaken for ever', properties: ['noStarvation'], expect: 'violates noStarvation' },
    ],
  },
  ({ procs, goesOn }) => {
    const Proc = processes('proc', procs);
    // A register for two purposes, which keeps its value until it is used again.
    const Register = variant({ unset: unit, whoseTurn: Proc, toAsk: set(Proc) });
    const { passive, outside, turn, register } = variables({
      passive: fn(Proc, bool), // b
      outside: fn(Proc, bool), // c
      turn: Proc, // k
      register: fn(Proc, Register), // temp
    });

    const enter = procedure('enter', { me: Proc }, ({ me }) => {
      const toAsk = register.at(me).payload('toAsk');
      const asked = (j: Expr<Id<'proc'>>) =>
        register.at(me).becomes(variantOf(Register, 'toAsk', toAsk.without(setOf(Proc, j))));
      return [
        step('announce', passive.at(me).becomes(false)),
        branch('whose turn', turn.isNot(me), [
          step('stand back', outside.at(me).becomes(true)),
          step('read turn', register.at(me).becomes(variantOf(Register, 'whoseTurn', turn))),
          branch('is it passive', passive.at(register.at(me).payload('whoseTurn')), [
            step('take turn', turn.becomes(me)),
          ]),
          step('try again'),
          goto('whose turn'),
        ]),
        step(
          'come forward',
          outside.at(me).becomes(false),
          register.at(me).becomes(variantOf(Register, 'toAsk', everything(Proc).without(setOf(Proc, me)))),
        ),
        // The others are asked in any order; whoever is forward too sends the process back.
        loop([
          either('ask', {
            all: [when(toAsk.isEmpty()), leave()],
            outside: [pick({ j: Proc }, ({ j }) => [when(toAsk.has(j), outside.at(j)), asked(j)])],
            forward: [
              pick({ j: Proc }, ({ j }) => [when(toAsk.has(j), outside.at(j).not()), asked(j), goto('whose turn')]),
            ],
          }),
        ]),
      ];
    });
    const exit = procedure('exit', { me: Proc }, ({ me }) => [
      step('go outside', outside.at(me).becomes(true)),
      step('be passive', passive.at(me).becomes(true)),
    ]);
    const proc = process(Proc, ({ self }) => [
      loop([enter({ me: self }), step('inside'), exit({ me: self }), step('elsewhere')]),
    ]);

    // All but `elsewhere`.
    const asking = ['announce', 'whose turn', 'stand back', 'read turn', 'is it passive', 'take turn', 'try again'];
    const atWork = [...asking, 'come forward', 'ask', 'inside', 'go outside', 'be passive'];
    const somebodyInside = exists({ j: Proc }, ({ j }) => proc.isAt(j, 'inside'));
    const isDone = (p: Expr<Id<'proc'>>) =>
      any(proc.isAt(p, 'go outside'), proc.isAt(p, 'be passive'), proc.isAt(p, 'elsewhere'));

    return spec({
      variables: { passive, outside, turn, register },
      init: { passive: true, outside: true, turn: anything, register: () => variantOf(Register, 'unset', 'unit') },
      processes: [proc],
      invariants: {
        mutualExclusion: forall({ a: Proc, b: Proc }, ({ a, b }) =>
          all(proc.isAt(a, 'inside'), proc.isAt(b, 'inside')).implies(a.is(b)),
        ),
      },
      liveness: {
        noDeadlock: forall({ i: Proc }, ({ i }) => leadsTo(proc.isAt(i, 'announce'), somebodyInside)),
        // Also where the one who was inside stays elsewhere from then on.
        noDeadlockAtAll: forall({ i: Proc }, ({ i }) => leadsTo(isDone(i).not(), somebodyInside)),
        noStarvation: forall({ i: Proc }, ({ i }) => leadsTo(proc.isAt(i, 'announce'), proc.isAt(i, 'inside'))),
      },
      unclaimed: ['noStarvation'],
      fairness: {
        atWork: [weakly(atWork)],
        always: [weakly('proc')],
        somebody: [weakly('proc', { each: [] })],
        nobody: [],
      }[goesOn],
    });
  },
);
