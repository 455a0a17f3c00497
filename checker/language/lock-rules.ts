// Locks as places: taking and giving them, and the rule that nothing sleeps under a spin lock.

import { type Flow } from './flow.ts';
import { applyNodes, quantified } from './nodes.ts';
import { type Binder, type Node, type UpdateTree, type VariableTree } from './tree.ts';

export function lockUpdate(lock: Node, holder: Node, flow: Flow): UpdateTree {
  const discipline = lock.sort.kind === 'lock' ? lock.sort.discipline : '';
  return {
    name: 'then#1',
    target: lock,
    value: applyNodes('heldBy', [holder], discipline),
    binders: [],
    site: flow.site,
  };
}

export function isFree(lock: Node): Node {
  return applyNodes('equal', [
    applyNodes('holder', [lock]),
    { kind: 'literal', sort: { kind: 'maybe', of: { kind: 'process' } }, value: null },
  ]);
}

/** Whether the process holds some spin lock, or undefined where there is none to hold. */
export function spinHeld(variables: readonly VariableTree[], who: Node): Node | undefined {
  const held = variables.flatMap(({ name, sort }) => heldIn({ kind: 'variable', sort, name }, who));
  return held.length === 0 ? undefined : applyNodes('any', held);
}

function heldIn(place: Node, who: Node): readonly Node[] {
  const { sort } = place;
  if (sort.kind === 'lock')
    return sort.discipline === 'spin'
      ? [applyNodes('equal', [applyNodes('holder', [place]), applyNodes('some', [who])])]
      : [];
  if (sort.kind === 'record')
    return Object.keys(sort.fields).flatMap((field) => heldIn(applyNodes('field', [place], field), who));
  if (sort.kind === 'tuple')
    return sort.items.flatMap((_, position) => heldIn(applyNodes('item', [place], String(position)), who));
  if (sort.kind !== 'fn') return [];
  const binder: Binder = { name: 'k', sort: sort.key };
  return heldIn(applyNodes('at', [place, { kind: 'bound', sort: sort.key, binder }]), who).map((node) =>
    quantified('exists', [binder], node),
  );
}
