// What everybody waits for in a deadlock: the first condition that is false of each action that has some of its guard fulfilled.

import { printNode } from '../language/print.ts';
import type { ActionTree, Specification } from '../language/tree.ts';
import { domainsOf, eachBinding } from './evaluate.ts';
import { bindingOf, fire } from './fire.ts';
import type { BoundValue, Waiting } from './result.ts';
import type { State } from './state.ts';
import { actorOf } from './steps.ts';
import { guardTruths } from './why.ts';
import type { World } from './world.ts';

/** For each action and binding that only a later clause, or a condition inside the step, holds back. In a state without firings. */
export function waitingIn({ actions }: Pick<Specification, 'actions'>, state: State): readonly Waiting[] {
  return actions.flatMap((action) => [...waitingOnGuard(action, state), ...waitingInside(action, state)]);
}

function waitingOnGuard(action: ActionTree, state: State): readonly Waiting[] {
  const waiting: Waiting[] = [];
  const world: World = { state, bound: new Map() };
  eachBinding(domainsOf(action.parameters), world, () => {
    const binding = bindingOf(action.parameters, world);
    const truths = guardTruths(action, state, binding);
    const decisive = truths.findIndex(({ truth }) => truth === 'false');
    if (decisive > 0) waiting.push(waitingOf(action, binding, truths[decisive]?.text ?? ''));
  });
  return waiting;
}

function waitingInside(action: ActionTree, state: State): readonly Waiting[] {
  const waiting: Waiting[] = [];
  fire(action, state, {
    blocked: ({ node }, binding) => void waiting.push(waitingOf(action, binding, printNode(node))),
  });
  return waiting;
}

function waitingOf(action: ActionTree, binding: readonly BoundValue[], clause: string): Waiting {
  const actor = actorOf({ action, binding });
  return { action: action.name, binding, clause, ...(actor === undefined ? {} : { actor }) };
}
