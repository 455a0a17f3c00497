// Missionaries and cannibals: all must cross a river in a boat for two, and on no bank may cannibals outnumber missionaries.
// Source: tlaplus/Examples, specifications/MissionariesAndCannibals/MissionariesAndCannibals.tla.
// True of it, with 3 of each: 64 distinct states, 253 generated, depth 12. The shortest solution takes 11 steps.
// TLC generates 283: it takes a disjunction in a step apart, and counts a crossing once more for each bank that is safe on
// both grounds (no missionary there, and no more cannibals than missionaries).
// The invariant is called as in the source, `solution`, although it says that somebody is still on the east bank:
// its violation is the solution.

import { action, any, choose, constant, enumeration, everything, fn, ids, ifThenElse, model, range } from 'ballast';
import { set, setOf, spec, variables, type Bool, type SetOf, type Term } from 'ballast';

export default model(
  'missionaries-and-cannibals',
  {
    constants: {
      missionaryCount: constant(range(1, 6), 3, 'how many missionaries have to cross'),
      cannibalCount: constant(range(1, 6), 3, 'how many cannibals have to cross'),
    },
    suites: [
      { expect: 'violates solution' },
      // Four of each do not get across in a boat for two.
      { set: { missionaryCount: 4, cannibalCount: 4 }, expect: 'holds' },
    ],
  },
  ({ missionaryCount, cannibalCount }) => {
    const Bank = enumeration('east', 'west');
    const Missionary = ids('missionary', missionaryCount);
    const Cannibal = ids('cannibal', cannibalCount);
    const { boat, missionaries, cannibals } = variables({
      boat: Bank,
      missionaries: fn(Bank, set(Missionary)),
      cannibals: fn(Bank, set(Cannibal)),
    });
    const otherBank = choose({ bank: Bank }, ({ bank }) => bank.isNot(boat));
    const isSafe = <M, C>(m: Term<SetOf<M>>, c: Term<SetOf<C>>): Bool => any(m.isEmpty(), c.size().atMost(m.size()));

    return spec({
      variables: { boat, missionaries, cannibals },
      init: {
        boat: 'east',
        missionaries: (bank) => ifThenElse(bank.is('east'), everything(Missionary), setOf(Missionary)),
        cannibals: (bank) => ifThenElse(bank.is('east'), everything(Cannibal), setOf(Cannibal)),
      },
      actions: {
        // A crossing is one step: who is in the boat is a parameter, and any choice that leaves both banks safe will do.
        cross: action({ m: set(Missionary), c: set(Cannibal) }, ({ m, c }) => {
          const [missionariesLeft, cannibalsLeft] = [missionaries.at(boat).without(m), cannibals.at(boat).without(c)];
          const [missionariesThere, cannibalsThere] = [
            missionaries.at(otherBank).union(m),
            cannibals.at(otherBank).union(c),
          ];
          return {
            when: [
              m.size().plus(c.size()).isOneOf(1, 2),
              m.isSubsetOf(missionaries.at(boat)),
              c.isSubsetOf(cannibals.at(boat)),
              isSafe(missionariesLeft, cannibalsLeft),
              isSafe(missionariesThere, cannibalsThere),
            ],
            then: [
              boat.becomes(otherBank),
              missionaries.at(boat).becomes(missionariesLeft),
              cannibals.at(boat).becomes(cannibalsLeft),
              missionaries.at(otherBank).becomes(missionariesThere),
              cannibals.at(otherBank).becomes(cannibalsThere),
            ],
          };
        }),
      },
      invariants: {
        solution: any(missionaries.at('east').isEmpty().not(), cannibals.at('east').isEmpty().not()),
      },
    });
  },
);
