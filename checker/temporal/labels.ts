// What a firing is to fairness: an action with the values of those parameters that some fairness tells apart. Both engines number firings in
// the same way, so that a label means the same to both.

import { assert } from '../language/errors.ts';
import { fairnessGroups } from '../language/fairness.ts';
import { printValue, elementsOf, cardinality, sameValue, type Value } from '../language/values.ts';
import type { ActionTree, Binder, FairnessTree, Specification } from '../language/tree.ts';

/** Fairness for one binding: what must not be passed over for ever. */
export interface FairnessCondition {
  readonly tree: FairnessTree;
  readonly strength: FairnessTree['strength'];
  /** Those of its actions that it is about: of two kinds of processes, one kind's. */
  readonly actions: readonly string[];
  /** The values of the parameters for which it is meant by itself; the names are those of the first action. */
  readonly binding: readonly { readonly name: string; readonly sort: Binder['sort']; readonly value: Value }[];
  /** For whom it is meant: `cpu1`, `page0, n = 3`; empty where for all together. */
  readonly whom: string;
  /** `weak fairness of lock (cpu1)`. */
  readonly text: string;
}

/** The labels of one action: `base` plus the sum, over its parameters here, of the value's position in its sort times `stride`. */
export interface ActionLabels {
  readonly base: number;
  readonly parameters: readonly { readonly binder: Binder; readonly stride: number }[];
}

export interface Labelling {
  readonly conditions: readonly FairnessCondition[];
  /** 32-bit words in which a set of conditions fits, bit by position; at least one. */
  readonly words: number;
  /** By the action's position. */
  readonly actions: readonly ActionLabels[];
  /** How many labels there are. */
  readonly count: number;
  /** Of each label, `words` words: the conditions by which a firing with that label is meant. */
  readonly meant: Uint32Array;
}

/** The conditions of a fairness that are about the same actions: one for each binding of `each`, the last of its parameters fastest. */
interface Group {
  readonly actions: readonly ActionTree[];
  /** Of each action its parameters for whose values it is meant. */
  readonly eachOf: ReadonlyMap<ActionTree, readonly Binder[]>;
  /** The position of its first condition. */
  readonly first: number;
}

/** The conditions of a specification's fairness, and by which of them each firing is meant. */
export function labellingOf({ actions, fairness }: Pick<Specification, 'actions' | 'fairness'>): Labelling {
  const conditions: FairnessCondition[] = [];
  const groups = fairness.flatMap((tree) =>
    fairnessGroups(tree, actions).map((group): Group => {
      const first = conditions.length;
      conditions.push(...conditionsOf(tree, group));
      return { actions: group.actions, eachOf: group.eachOf, first };
    }),
  );
  const words = Math.max(1, Math.ceil(conditions.length / 32));
  let count = 0;
  const labelled = actions.map((action) => {
    const told = new Set(groups.flatMap(({ eachOf }) => eachOf.get(action) ?? []));
    let size = 1;
    const parameters = action.parameters
      .filter((binder) => told.has(binder))
      .map((binder) => {
        const stride = size;
        size *= cardinality(binder.sort);
        return { binder, stride };
      });
    const base = count;
    count += size;
    return { action, base, parameters, size };
  });
  const meant = new Uint32Array(count * words);
  for (const { action, base, parameters, size } of labelled)
    for (const { eachOf, first } of groups) {
      const each = eachOf.get(action);
      if (each === undefined) continue;
      for (let offset = 0; offset < size; offset += 1) {
        let within = 0;
        for (const binder of each) {
          const stride = parameters.find((parameter) => parameter.binder === binder)?.stride ?? 1;
          const most = cardinality(binder.sort);
          within = within * most + (Math.floor(offset / stride) % most);
        }
        const condition = first + within;
        const word = (base + offset) * words + Math.floor(condition / 32);
        meant[word] = (meant[word] ?? 0) | (1 << (condition % 32));
      }
    }
  return { conditions, words, actions: labelled.map(({ base, parameters }) => ({ base, parameters })), count, meant };
}

/** The label of a firing of the action at this position, whose parameters have the values that are asked for. */
export function labelOf({ actions }: Labelling, action: number, valueOf: (binder: Binder) => Value): number {
  const own = actions[action];
  assert(own !== undefined, 'an action that fires has labels');
  return own.parameters.reduce(
    (label, { binder, stride }) => label + stride * positionOf(valueOf(binder), binder.sort),
    own.base,
  );
}

function positionOf(value: Value, sort: Binder['sort']): number {
  return elementsOf(sort).findIndex((element) => sameValue(element, value));
}

/** Adds the conditions by which a firing with this label is meant: of a state's firings, those that are enabled there. */
export function addMeant({ words, meant }: Labelling, label: number, set: Uint32Array): void {
  for (let word = 0; word < words; word += 1) set[word] = (set[word] ?? 0) | (meant[label * words + word] ?? 0);
}

/** Whether a firing with this label is meant by the condition at this position. */
export function isMeant({ words, meant }: Labelling, label: number, condition: number): boolean {
  const word = meant[label * words + Math.floor(condition / 32)] ?? 0;
  return ((word >>> (condition % 32)) & 1) === 1;
}

function conditionsOf(
  tree: FairnessTree,
  { each, actions }: { readonly each: readonly Binder[]; readonly actions: readonly ActionTree[] },
): readonly FairnessCondition[] {
  let bindings: FairnessCondition['binding'][] = [[]];
  for (const { name, sort } of each)
    bindings = bindings.flatMap((before) => elementsOf(sort).map((value) => [...before, { name, sort, value }]));
  return bindings.map((binding) => {
    const whom = binding.map(boundText).join(', ');
    return {
      tree,
      strength: tree.strength,
      actions: actions.map(({ name }) => name),
      binding,
      whom,
      text: `${tree.strength} fairness of ${tree.of}${whom === '' ? '' : ` (${whom})`}`,
    };
  });
}

// Identifiers are called by the names of their sorts; a number or a label says nothing without its parameter.
function boundText({ name, sort, value }: FairnessCondition['binding'][number]): string {
  const text = printValue(value, sort);
  return sort.kind === 'ids' ? text : `${name} = ${text}`;
}
