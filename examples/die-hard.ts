// Die Hard: measure 4 gallons with a jug of 3, a jug of 5 and a tap.
// Source: tlaplus/Examples, specifications/DieHard/DieHard.tla.
// True of it: 16 distinct states, 97 generated, depth 7. The shortest solution takes 6 steps.
// A puzzle is put to a model checker as the claim that it has no solution: the violation of `notSolved` is the solution.
// A claim that is meant to break notices nothing, and the source has no other but its sorts: `ballast necessity` says that `drop smallToBig.then#2`
// is not noticed, where water comes from nowhere. Nor is it with `--set bigSize=6`, where the claim holds. `pouringKeepsWater` notices it.

import { action, any, constant, fired, model, next, range, spec, variables } from 'ballast';

export default model(
  'die-hard',
  {
    constants: {
      smallSize: constant(range(1, 9), 3, 'gallons that the small jug holds'),
      bigSize: constant(range(1, 9), 5, 'gallons that the big jug holds'),
      goal: constant(range(0, 9), 4, 'gallons wanted in the big jug'),
    },
    suites: [
      { expect: 'violates notSolved' },
      // Jugs of 3 and 6 gallons measure multiples of 3 only.
      { set: { bigSize: 6 }, expect: 'holds' },
    ],
  },
  ({ smallSize, bigSize, goal }) => {
    const { small, big } = variables({ small: range(0, smallSize), big: range(0, bigSize) });
    const water = small.plus(big);

    return spec({
      variables: { small, big },
      init: { small: 0, big: 0 },
      // The jugs have no marks: only filling one, emptying one, or pouring until one is full or empty gives a known amount.
      actions: {
        fillSmallJug: action({ then: [small.becomes(smallSize)] }),
        fillBigJug: action({ then: [big.becomes(bigSize)] }),
        emptySmallJug: action({ then: [small.becomes(0)] }),
        emptyBigJug: action({ then: [big.becomes(0)] }),
        // Both right-hand sides read the old state: what does not fit into one jug stays in the other.
        smallToBig: action({ then: [big.becomes(water.min(bigSize)), small.becomes(water.minus(bigSize).max(0))] }),
        bigToSmall: action({ then: [small.becomes(water.min(smallSize)), big.becomes(water.minus(smallSize).max(0))] }),
      },
      invariants: { notSolved: big.isNot(goal) },
      actionProperties: {
        pouringKeepsWater: any(fired('smallToBig'), fired('bigToSmall')).implies(next(water).is(water)),
      },
    });
  },
);
