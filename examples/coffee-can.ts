// The coffee can: take two beans out; if they match put a black one in, otherwise the white one back. Which one is the last?
// Source: tlaplus/Examples, specifications/CoffeeCan/CoffeeCan.tla.
// True of it, with up to 100 beans: 5,150 distinct states, all initial, 20,000 generated, depth 0.
// TLC generates 20,002: the source lets the two cans with one bean stutter, where here they are declared terminal.

import { action, all, anything, constant, model, next, range, spec, variables } from 'ballast';

export default model(
  'coffee-can',
  {
    constants: { beans: constant(range(1, 1000), 100, 'how many beans the can holds at most') },
    suites: [{ expect: 'holds' }],
  },
  ({ beans }) => {
    const { black, white } = variables({ black: range(0, beans), white: range(0, beans) });
    const left = black.plus(white);
    const isEven = white.modulo(2).is(0);

    return spec({
      variables: { black, white },
      init: { black: anything, white: anything },
      initially: [left.atLeast(1), left.atMost(beans)],
      actions: {
        pickTwoBlack: action({ when: [black.atLeast(2)], then: [black.decrement()] }),
        pickTwoWhite: action({ when: [white.atLeast(2)], then: [black.increment(), white.decrement(2)] }),
        pickOneOfEach: action({ when: [black.atLeast(1), white.atLeast(1)], then: [black.decrement()] }),
      },
      invariants: { neverEmpty: left.atLeast(1) },
      // An action property speaks of a step: `next` is the value after it. The number of white beans stays even, or odd, so
      // that the colour of the last bean is known from the start.
      actionProperties: {
        monotonicDecrease: next(left).lessThan(left),
        loopInvariant: next(isEven).iff(isEven),
      },
      reachable: { lastIsBlack: all(black.is(1), white.is(0)), lastIsWhite: all(black.is(0), white.is(1)) },
      terminal: left.is(1),
    });
  },
);
