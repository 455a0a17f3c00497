// Cigarette smokers: a dealer lays out all ingredients but one, and the smoker who owns the missing one makes a cigarette.
// Source: tlaplus/Examples, specifications/CigaretteSmokers/CigaretteSmokers.tla.
// True of it, with 3 ingredients: 6 distinct states (3 of them initial), 15 generated, depth 1.
// The source asks that at most one smokes, which holds where nobody ever does: of that `ballast necessity` says that `drop startSmoking.then#1` is not
// noticed, nor any other update left out by itself. `takenToSmoke` notices each. That the dealer may offer something else before anybody
// smokes (`drop stopSmoking.when#1`) nothing notices even so. `weaken stopSmoking.when#1` is redundant: of 3 ingredients never just one is dealt.

import { action, anything, bool, constant, count, each, exists, fn, ids, model, range, set, setOf } from 'ballast';
import { spec, variables } from 'ballast';

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
      invariants: {
        atMostOne: count({ i: Ingredient }, ({ i }) => isSmoking.at(i)).atMost(1),
        takenToSmoke: exists({ i: Ingredient }, ({ i }) => isSmoking.at(i)).iff(dealt.isEmpty()),
      },
    });
  },
);
