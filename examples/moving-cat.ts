// The moving cat: it hides in one of several boxes in a row and moves to a neighbouring one every night; one box is looked into every morning.
// Source: tlaplus/Examples, specifications/Moving_Cat_Puzzle/Cat.tla.
// True of it, with 6 boxes: 48 distinct states, all of them initial, 128 generated, depth 0; with 5: 30, 78 and 0.
// To look into all but the outermost boxes, to and fro and into the last ones twice, finds the cat: but only if the nights do not end.

import {
  action,
  all,
  any,
  anything,
  bool,
  constant,
  eventually,
  enumeration,
  ifThenElse,
  literal,
  model,
} from 'ballast';
import { range, spec, variables, weakly } from 'ballast';

export default model(
  'moving-cat',
  {
    constants: {
      boxes: constant(range(3, 12), 6, 'how many boxes stand in a row'),
      restless: constant(bool, true, 'whether the cat moves every night'),
    },
    suites: [
      { expect: 'holds' },
      { set: { boxes: 5 }, expect: 'holds' },
      { set: { restless: false }, expect: 'violates found' },
    ],
  },
  ({ boxes, restless }) => {
    const Direction = enumeration('left', 'right');
    const { cat, looked, direction } = variables({
      cat: range(1, boxes),
      looked: range(2, boxes - 1),
      direction: Direction,
    });
    const turned = ifThenElse(direction.is('right'), literal(Direction, 'left'), 'right');
    const isAtEnd = any(all(direction.is('right'), looked.is(boxes - 1)), all(direction.is('left'), looked.is(2)));

    return spec({
      variables: { cat, looked, direction },
      // Wherever the cat is, and wherever the search begins.
      init: { cat: anything, looked: anything, direction: anything },
      actions: {
        // The night and the morning are one step.
        move: action({ to: range(1, boxes) }, ({ to }) => ({
          when: [any(to.is(cat.plus(1)), to.is(cat.minus(1)))],
          then: [
            cat.becomes(to),
            looked.becomes(
              ifThenElse(isAtEnd, looked, ifThenElse(direction.is('right'), looked.plus(1), looked.minus(1))),
            ),
            direction.becomes(ifThenElse(isAtEnd, turned, direction)),
          ],
        })),
      },
      liveness: { found: eventually(looked.is(cat)) },
      fairness: restless ? [weakly('move', { each: [] })] : [],
    });
  },
);
