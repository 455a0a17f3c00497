// Prisoners and a lamp: they visit a cell in any order, see and may switch its lamp; one of them has to know when all were there.
// Source: tlaplus/Examples, specifications/Prisoners_Single_Switch/Prisoner.tla.
// True of it, with 3 prisoners: 16 distinct states, 49 generated, depth 4; where the lamp may be on at first, 62, 188 and 9.
// (The source records a depth of 11 for the latter, from a run with several workers, for which TLC does not promise it.)

import { action, all, anything, bool, constant, element, fn, forall, ids, ifThenElse, model, range } from 'ballast';
import { set, spec, variables } from 'ballast';

export default model(
  'prisoners-single-switch',
  {
    constants: {
      prisoners: constant(range(1, 6), 3, 'how many prisoners there are'),
      lampUnknown: constant(bool, false, 'whether the lamp may be on at first'),
    },
    suites: [{ expect: 'holds' }, { set: { lampUnknown: true }, expect: 'holds' }],
  },
  ({ prisoners, lampUnknown }) => {
    const Prisoner = ids('prisoner', prisoners);
    const counter = element(Prisoner, 0);
    // A lamp that was on by itself counts for one: so each signals twice, and one signal fewer is enough.
    const signalsEach = lampUnknown ? 2 : 1;
    const enough = lampUnknown ? 2 * prisoners - 1 : prisoners;
    const { count, announced, signalled, lampOn, visited } = variables({
      count: range(1, enough + 1),
      announced: bool,
      signalled: fn(Prisoner, range(0, signalsEach)),
      lampOn: bool,
      visited: set(Prisoner),
    });
    const counted = ifThenElse(lampOn, count.plus(1), count);

    return spec({
      variables: { count, announced, signalled, lampOn, visited },
      init: { count: 1, announced: false, signalled: 0, lampOn: lampUnknown ? anything : false, visited: [] },
      actions: {
        counterVisits: action({
          then: [
            lampOn.becomes(false),
            count.becomes(counted),
            announced.becomes(counted.atLeast(enough)),
            visited.insert(counter),
          ],
        }),
        signal: action({ p: Prisoner }, ({ p }) => ({
          when: [p.isNot(counter), lampOn.not(), signalled.at(p).lessThan(signalsEach)],
          then: [lampOn.becomes(true), signalled.at(p).increment(), visited.insert(p)],
        })),
        visit: action({ p: Prisoner }, ({ p }) => ({
          when: [p.isNot(counter), all(lampOn.not(), signalled.at(p).lessThan(signalsEach)).not()],
          then: [visited.insert(p)],
        })),
      },
      invariants: {
        victoryOk: announced.implies(forall({ p: Prisoner }, ({ p }) => visited.has(p))),
      },
      reachable: { victory: announced },
    });
  },
);
