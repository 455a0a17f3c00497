// Questions about statements: whether they can wait, choose, or be left other than at their end.

import { type Flow, innerLists } from './flow.ts';
import { type Binder } from './tree.ts';
import { elementsOf } from './values.ts';

/** Whether a statement can wait, or turn: then a `together` around it stays separate steps. */
export function canWait(flows: readonly Flow[]): boolean {
  return flows.some((flow) => {
    if (flow.kind === 'acquire' || flow.kind === 'loop' || flow.kind === 'goto') return true;
    if (flow.kind === 'step' && flow.effect.when.length > 0) return true;
    if (
      flow.kind === 'choice' &&
      !flow.complete &&
      flow.alternatives.every(({ effect, binders }) => effect.when.length > 0 || binders.some(mayBeEmpty))
    )
      return true;
    return innerLists(flow).some(({ list }) => canWait(list));
  });
}

function mayBeEmpty(binder: Binder): boolean {
  return binder.domain !== undefined || elementsOf(binder.sort).length === 0;
}

/** Whether control can leave a statement other than at its end, or choose: then what follows belongs to each way by itself. */
export function escapes(flow: Flow): boolean {
  if (['ret', 'leave', 'again', 'goto', 'choice', 'trylock'].includes(flow.kind)) return true;
  return innerLists(flow).some(({ list }) => list.some(flow.kind === 'call' ? chooses : escapes));
}

function chooses(flow: Flow): boolean {
  return flow.kind === 'choice' || innerLists(flow).some(({ list }) => list.some(chooses));
}
