// The tower of Hanoi: disks move one at a time between towers, and none may lie on a smaller one.
// Source: tlaplus/Examples, specifications/tower_of_hanoi/Hanoi.tla (there a tower is a number, and a disk one of its bits).
// True of it, with 5 disks and 3 towers: 243 distinct states, 727 generated, depth 31, which is the shortest solution.
// TLC generates 913: it takes a disjunction in a step apart, and of the 726 moves the 186 to an empty tower are lawful twice
// over (the tower is empty, and has no smaller disk).

import { action, all, constant, fn, forall, model, range, spec, variables } from 'ballast';

export default model(
  'tower-of-hanoi',
  {
    constants: {
      disks: constant(range(1, 8), 5, 'how many disks there are'),
      towers: constant(range(2, 5), 3, 'how many towers there are'),
    },
    suites: [
      { expect: 'violates notSolved' },
      // With two towers, more than one disk does not get across.
      { set: { towers: 2 }, expect: 'holds' },
    ],
  },
  ({ disks, towers }) => {
    // Disk 1 is the smallest. Where each disk lies says everything: on a tower they can lie in one order only.
    const Disk = range(1, disks);
    const Tower = range(1, towers);
    const { towerOf } = variables({ towerOf: fn(Disk, Tower) });

    return spec({
      variables: { towerOf },
      init: { towerOf: 1 },
      actions: {
        move: action({ disk: Disk, to: Tower }, ({ disk, to }) => ({
          when: [
            towerOf.at(disk).isNot(to),
            // No smaller disk lies on it, nor where it goes.
            forall({ smaller: Disk }, ({ smaller }) =>
              smaller
                .lessThan(disk)
                .implies(all(towerOf.at(smaller).isNot(towerOf.at(disk)), towerOf.at(smaller).isNot(to))),
            ),
          ],
          then: [towerOf.at(disk).becomes(to)],
        })),
      },
      invariants: { notSolved: forall({ disk: Disk }, ({ disk }) => towerOf.at(disk).is(towers)).not() },
    });
  },
);
