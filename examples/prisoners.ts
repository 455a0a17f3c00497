// Prisoners and two switches: who is brought into the room must flip one of them; one prisoner counts, and has to know when all were there.
// Source: tlaplus/Examples, specifications/Prisoners/Prisoners.tla.
// True of it, with 4 prisoners: 214 distinct states (4 of them initial), 860 generated, depth 13.
// That each prisoner is brought again and again is fairness, weak since nobody can be kept from it: the end comes only if it is true of each.

import {
  action,
  all,
  any,
  anything,
  bool,
  constant,
  count,
  enumeration,
  eventually,
  fn,
  forall,
  ids,
  ifThenElse,
  model,
} from 'ballast';
import { range, spec, variables, weakly } from 'ballast';

export default model(
  'prisoners',
  {
    constants: {
      prisoners: constant(range(2, 6), 4, 'how many prisoners there are, with the one who counts'),
      brought: constant(
        enumeration('everybody', 'others', 'counter', 'somebody', 'nobody'),
        'everybody',
        'who is sure to be brought again and again',
      ),
    },
    suites: [
      { expect: 'holds' },
      { set: { brought: 'others' }, expect: 'violates released' },
      { set: { brought: 'counter' }, expect: 'violates released' },
      { set: { brought: 'somebody' }, expect: 'violates released' },
      { set: { brought: 'nobody' }, expect: 'violates released' },
    ],
  },
  ({ prisoners, brought }) => {
    const Other = ids('prisoner', prisoners - 1); // all but the one who counts
    const { switchAUp, switchBUp, raised, counted } = variables({
      switchAUp: bool,
      switchBUp: bool,
      raised: fn(Other, range(0, 2)), // how often each has moved switch A up
      counted: range(0, 2 * prisoners - 1), // how often the one who counts has moved it down
    });
    // Switch A may be up at first, which counts for one: so each raises it twice.
    const isDone = counted.is(2 * (prisoners - 1));
    const raisedInAll = count({ p: Other, time: range(1, 2) }, ({ p, time }) => raised.at(p).atLeast(time));
    const ofCounter = weakly(['counterLowersA', 'counterFlipsB']);
    const ofOthers = weakly(['raisesA', 'flipsB']); // each of them by himself

    return spec({
      variables: { switchAUp, switchBUp, raised, counted },
      init: { switchAUp: anything, switchBUp: anything, raised: 0, counted: 0 },
      actions: {
        counterLowersA: action({
          when: [switchAUp],
          then: [switchAUp.becomes(false), counted.increment()],
        }),
        counterFlipsB: action({
          when: [switchAUp.not()],
          then: [switchBUp.becomes(switchBUp.not())],
        }),
        raisesA: action({ p: Other }, ({ p }) => ({
          when: [switchAUp.not(), raised.at(p).lessThan(2)],
          then: [switchAUp.becomes(true), raised.at(p).increment()],
        })),
        flipsB: action({ p: Other }, ({ p }) => ({
          when: [all(switchAUp.not(), raised.at(p).lessThan(2)).not()],
          then: [switchBUp.becomes(switchBUp.not())],
        })),
      },
      invariants: {
        safety: isDone.implies(forall({ p: Other }, ({ p }) => raised.at(p).moreThan(0))),
        countIsRight: any(
          counted.is(raisedInAll.minus(ifThenElse(switchAUp, 1, 0))),
          counted.is(raisedInAll.minus(ifThenElse(switchAUp, 1, 0)).plus(1)),
        ),
      },
      liveness: { released: eventually(isDone) },
      fairness: {
        everybody: [ofCounter, ofOthers],
        others: [ofOthers],
        counter: [ofCounter],
        somebody: [weakly(['counterLowersA', 'counterFlipsB', 'raisesA', 'flipsB'], { each: [] })],
        nobody: [],
      }[brought],
    });
  },
);
