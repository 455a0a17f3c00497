// What keeps an action from happening: for every binding of its parameters the truth of each clause of its guard, and whether a condition
// inside the step blocks it. Those nearest to being enabled first.

import { is } from 'immutable';
import { printNode } from '../language/print.ts';
import type { ActionTree } from '../language/tree.ts';
import { dissect, inTurn, type Part } from './dissect.ts';
import { domainsOf, eachBinding } from './evaluate.ts';
import { bindingOf, fire } from './fire.ts';
import type { BoundValue } from './result.ts';
import type { State } from './state.ts';
import { actorOf } from './steps.ts';

/** An action with values for its parameters, in a state. */
export interface Attempt {
  readonly action: string;
  readonly binding: readonly BoundValue[];
  readonly actor?: string;
  /** Whether it can happen; a firing that fails is one too. */
  readonly isEnabled: boolean;
  /** The clauses of the guard: the first that is not true, then the others in their order. */
  readonly clauses: readonly Part[];
  /** How many of them are not true. */
  readonly unmet: number;
  /** The conditions inside the step that block it where its guard is true. */
  readonly blocked: readonly string[];
}

/** Every binding of the actions' parameters; fewest clauses that are not true first, and of those the one that gets furthest. */
export function attemptsAt(actions: readonly ActionTree[], state: State): readonly Attempt[] {
  const ranked = actions.flatMap((action) => attemptsOf(action, state));
  return ranked.sort((a, b) => a.attempt.unmet - b.attempt.unmet || b.reach - a.reach).map(({ attempt }) => attempt);
}

interface Ranked {
  readonly attempt: Attempt;
  /** The position of the first clause that is not true. */
  readonly reach: number;
}

function attemptsOf(action: ActionTree, state: State): readonly Ranked[] {
  const blocked: { readonly binding: readonly BoundValue[]; readonly text: string }[] = [];
  const outcomes = fire(action, state, {
    blocked: ({ node }, binding) => void blocked.push({ binding, text: printNode(node) }),
  });
  const world = { state, bound: new Map() };
  const ranked: Ranked[] = [];
  eachBinding(domainsOf(action.parameters), world, () => {
    const binding = bindingOf(action.parameters, world);
    const clauses = action.when.map(({ node }) => dissect(node, { state, bound: new Map(world.bound) }));
    const first = clauses.findIndex(({ truth }) => truth !== 'true');
    const actor = actorOf({ action, binding });
    const attempt: Attempt = {
      action: action.name,
      binding,
      ...(actor === undefined ? {} : { actor }),
      isEnabled: outcomes.some((outcome) => isSame(outcome.binding, binding)),
      clauses: inTurn(clauses, (truth) => truth === 'false'),
      unmet: clauses.filter(({ truth }) => truth !== 'true').length,
      blocked: blocked.filter((each) => isSame(each.binding, binding)).map(({ text }) => text),
    };
    ranked.push({ attempt, reach: first < 0 ? clauses.length : first });
  });
  return ranked;
}

function isSame(a: readonly BoundValue[], b: readonly BoundValue[]): boolean {
  return a.length === b.length && a.every(({ value }, index) => is(value, b[index]?.value));
}
