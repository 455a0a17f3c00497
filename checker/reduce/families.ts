// Which actions are looked at only where some position says so: actions whose guard begins with `pc[self] = label`, whether they come from
// a process or were written so. Each such family becomes one function that goes straight to the actions at the label.

import type { ActionTree, Binder, Node, ProcessTree, Specification } from '../language/tree.ts';
import type { Sort } from '../language/sorts.ts';
import { sizeOf } from '../language/values.ts';

/** Actions that share a position. */
export interface Family {
  /** The variable that holds the position: a label, or a function of `key` to labels. */
  readonly position: string;
  /** Whose positions; undefined where there is one for all. */
  readonly key: Sort | undefined;
  readonly labels: readonly string[];
  readonly members: readonly Member[];
  /** The kind of process whose steps they are. */
  readonly process: ProcessTree | undefined;
}

export interface Member {
  readonly action: ActionTree;
  /** Its position among all actions. */
  readonly index: number;
  readonly label: string;
  /** The parameter whose position it is. */
  readonly self: Binder | undefined;
}

export interface Dispatch {
  readonly families: readonly Family[];
  /** Actions of no family, with their positions among all. */
  readonly others: readonly (readonly [ActionTree, number])[];
}

export function dispatchOf({ actions, processes }: Specification): Dispatch {
  const found = new Map<string, Omit<Family, 'members' | 'process'> & { readonly members: Member[] }>();
  for (const { name, sort, position, labels } of processes)
    if (sort.size > 0) found.set(`${position} ${name}`, { position, key: sort, labels, members: [] });
  const others: (readonly [ActionTree, number])[] = [];
  actions.forEach((action, index) => {
    const at = positionOf(action);
    if (at === undefined) {
      others.push([action, index]);
      return;
    }
    const { position, key, labels, label, self } = at;
    const name = `${position} ${key?.kind === 'ids' ? key.name : ''}`;
    const family = found.get(name) ?? { position, key, labels, members: [] };
    family.members.push({ action, index, label, self });
    found.set(name, family);
  });
  return {
    families: [...found.values()].map((family) => ({
      ...family,
      process: processes.find(({ position }) => position === family.position),
    })),
    others: others.filter(([{ parameters }]) => parameters.every(({ sort }) => sizeOf(sort) > 0)),
  };
}

type Position = Omit<Member, 'action' | 'index'> & Pick<Family, 'position' | 'key' | 'labels'>;

function positionOf({ parameters, when: [first] }: ActionTree): Position | undefined {
  // A domain in the state is gone through before any guard, and may fail.
  if (first === undefined || parameters.some(({ domain }) => domain !== undefined)) return undefined;
  if (parameters.some(({ sort }) => sizeOf(sort) === 0)) return undefined;
  const [place, label] = operandsOf(first.node, 'equal');
  if (place?.sort.kind !== 'enumeration' || label?.kind !== 'literal' || label.sort.kind !== 'enumeration')
    return undefined;
  const labels = place.sort.labels;
  if (place.kind === 'variable')
    return { position: place.name, key: undefined, labels, label: String(label.value), self: undefined };
  const [variable, who] = operandsOf(place, 'at');
  if (variable?.kind !== 'variable' || variable.sort.kind !== 'fn' || who?.kind !== 'bound') return undefined;
  const self = parameters.find((binder) => binder === who.binder);
  const { key } = variable.sort;
  if (self === undefined || key.kind !== 'ids' || self.sort.kind !== 'ids' || self.sort.size !== key.size)
    return undefined;
  return { position: variable.name, key, labels, label: String(label.value), self };
}

function operandsOf(node: Node, operator: 'equal' | 'at'): readonly Node[] {
  return node.kind === 'apply' && node.operator === operator ? node.args : [];
}
