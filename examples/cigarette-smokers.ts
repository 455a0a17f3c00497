// Cigarette smokers: a dealer lays out all ingredients but one, and the smoker who owns the missing one makes a cigarette.
// Source: tlaplus/Examples, specifications/CigaretteSmokers/CigaretteSmokers.tla.
// True of it, with 3 ingredients: 6 distinct states (3 of them initial), 15 generated, depth 1.

import { action, anything, bool, constant, count, each, fn, ids, model, range, set, setOf, spec } from 'ballast';
import { variables } from 'ballast';

export default model(
  'cigarette-smokers',
  {
    constants: {
      ingredients: constant(range(2, 6), 3, 'how many ingredients a cigarette has, each with a smoker who owns it'),
    },
    suites: [{ expect: 'holds' }],
  },
  ({ ingredients }) => {
    const Ingredient = ids('ingredient', ingredients);
    const { dealt, isSmoking } = variables({ dealt: set(Ingredient), isSmoking: fn(Ingredient, bool) });

    return spec({
      variables: { dealt, isSmoking },
      // Any set of ingredients, of the right size.
      init: { dealt: anything, isSmoking: false },
      initially: [dealt.size().is(ingredients - 1)],
      actions: {
        startSmoking: action({
          when: [dealt.isEmpty().not()],
          then: [
            each({ i: Ingredient }, ({ i }) => isSmoking.at(i).becomes(dealt.has(i).not())),
            dealt.becomes(setOf(Ingredient)),
          ],
        }),
        stopSmoking: action({ offer: set(Ingredient) }, ({ offer }) => ({
          when: [dealt.isEmpty(), offer.size().is(ingredients - 1)],
          then: [each({ i: Ingredient }, ({ i }) => isSmoking.at(i).becomes(false)), dealt.becomes(offer)],
        })),
      },
      invariants: { atMostOne: count({ i: Ingredient }, ({ i }) => isSmoking.at(i)).atMost(1) },
    });
  },
);
