// Why no abstract action allows a step: of each action the way to fire it that comes nearest, which of its guards are false, and what it would
// leave otherwise.

import type { ActionTree, Clause, Specification } from '../language/tree.ts';
import { printNode } from '../language/print.ts';
import { printValue } from '../language/values.ts';
import { placesApart } from './apart.ts';
import { domainsOf, eachBinding, isTrue } from './evaluate.ts';
import { bindingOf, run } from './fire.ts';
import type { Choice, NamedText, Refusal, UnmetGuard } from './result.ts';
import type { State } from './state.ts';
import { firingText } from './steps.ts';
import { explain } from './why.ts';
import { DomainError, type Bindings, type World } from './world.ts';

interface Attempt {
  readonly refusal: Refusal;
  /** How many guards are false, and how many places are left otherwise. */
  readonly distance: number;
}

/** For each action why it does not lead from the one state to the other, the nearest first. */
export function refusalsOf(abstract: Specification, from: State, to: State): readonly Refusal[] {
  const nearest = abstract.actions.flatMap((action) => {
    const [first] = attemptsOf(action, abstract, from, to).sort((a, b) => a.distance - b.distance);
    return first === undefined ? [] : [first];
  });
  return nearest.sort((a, b) => a.distance - b.distance).map(({ refusal }) => refusal);
}

/** Of every binding, every way through the action, whatever its guard says. */
function attemptsOf(action: ActionTree, { variables }: Specification, from: State, to: State): Attempt[] {
  const attempts: Attempt[] = [];
  const world: World = { state: from, bound: new Map() };
  eachBinding(domainsOf(action.parameters), world, () => {
    const bound: Bindings = new Map(world.bound);
    const binding = bindingOf(action.parameters, world);
    const unmet = action.when.flatMap((clause) => unmetGuard(clause, { state: from, bound }));
    const add = (choices: readonly Choice[], leaves: readonly NamedText[], fails?: string): void => {
      const refusal: Refusal = {
        action: firingText({ action, binding, choices }),
        binding: binding.map(({ name, sort, value }) => ({ name, value: printValue(value, sort) })),
        unmet,
        leaves,
        ...(fails === undefined ? {} : { fails }),
      };
      // What comes to nothing is further off than whatever comes to something.
      attempts.push({
        refusal,
        distance: unmet.length + (fails === undefined ? leaves.length : 2 * variables.length + 1),
      });
    };
    run(
      action.body,
      { state: from, bound },
      {
        path: action.name,
        binding,
        watch: {
          blocked: ({ node }, _, choices) => {
            add(choices, [], `${printNode(node)} is false`);
          },
        },
        done: (result, choices) => {
          if (result.kind === 'failure') add(choices, [], result.failure.message);
          else
            add(
              choices,
              placesApart(variables, to, result.state).map(({ place, after }) => ({ name: place, value: after })),
            );
        },
      },
      [],
    );
  });
  return attempts;
}

/** The part of a clause that is not true, and what it reads. */
function unmetGuard({ node }: Clause, world: World): readonly UnmetGuard[] {
  try {
    if (isTrue(node, world)) return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  const { text, value, reads } = explain(node, { ...world, bound: new Map(world.bound) }, true);
  return [{ text, value, reads }];
}
