// What a firing is to fairness: an action with the values of those parameters that some fairness tells apart. Both engines number firings in
// the same way, so that a label means the same to both.

import { assert } from '../language/errors.ts';
import { printValue, elementsOf, cardinality, type Value } from '../language/values.ts';
import type { ActionTree, Binder, FairnessTree, Specification } from '../language/tree.ts';

/** Fairness for one binding: what must not be passed over for ever. */
export interface FairnessCondition {
  readonly tree: FairnessTree;
  readonly strength: FairnessTree['strength'];
  /** The values of the parameters for which it is meant by itself. */
  readonly binding: readonly { readonly name: string; readonly sort: Binder['sort']; readonly value: Value }[];
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

/** The parameters of an action for each of whose values a fairness is meant by itself. */
export function eachOf(tree: FairnessTree, action: ActionTree): readonly Binder[] {
  if (tree.each === undefined) return action.by === undefined ? [] : [action.by];
  return tree.each.map((name) => {
    const binder = action.parameters.find((parameter) => parameter.name === name);
    assert(binder !== undefined, `${action.name} has no parameter ${name} for its fairness`);
    return binder;
  });
}

/** The conditions of a specification's fairness, and by which of them each firing is meant. */
export function labellingOf({ actions, fairness }: Pick<Specification, 'actions' | 'fairness'>): Labelling {
  const own = fairness.map((tree) => conditionsOf(tree, actions));
  const conditions = own.flat();
  const firsts = own.map((_, index) => own.slice(0, index).reduce((sum, { length }) => sum + length, 0));
  const words = Math.max(1, Math.ceil(conditions.length / 32));
  let count = 0;
  const labelled = actions.map((action): ActionLabels & { readonly size: number } => {
    const told = new Set(
      fairness.filter((tree) => tree.actions.includes(action.name)).flatMap((tree) => eachOf(tree, action)),
    );
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
    return { base, parameters, size };
  });
  const meant = new Uint32Array(count * words);
  for (const [at, { base, parameters, size }] of labelled.entries()) {
    const action = actions[at];
    if (action === undefined) continue;
    for (const [which, tree] of fairness.entries()) {
      if (!tree.actions.includes(action.name)) continue;
      const each = eachOf(tree, action);
      for (let offset = 0; offset < size; offset += 1) {
        // As `conditionsOf` counts them: the last parameter of `each` fastest.
        let condition = 0;
        for (const binder of each) {
          const stride = parameters.find((parameter) => parameter.binder === binder)?.stride ?? 1;
          const most = cardinality(binder.sort);
          condition = condition * most + (Math.floor(offset / stride) % most);
        }
        const bit = (firsts[which] ?? 0) + condition;
        const word = (base + offset) * words + Math.floor(bit / 32);
        meant[word] = (meant[word] ?? 0) | (1 << (bit % 32));
      }
    }
  }
  return { conditions, words, actions: labelled.map(({ base, parameters }) => ({ base, parameters })), count, meant };
}

function conditionsOf(tree: FairnessTree, actions: readonly ActionTree[]): readonly FairnessCondition[] {
  const first = actions.find(({ name }) => tree.actions.includes(name));
  if (first === undefined) return [];
  let bindings: FairnessCondition['binding'][] = [[]];
  for (const { name, sort } of eachOf(tree, first))
    bindings = bindings.flatMap((before) => elementsOf(sort).map((value) => [...before, { name, sort, value }]));
  return bindings.map((binding) => {
    const values = binding.map(({ sort, value }) => printValue(value, sort)).join(', ');
    return {
      tree,
      strength: tree.strength,
      binding,
      text: `${tree.strength} fairness of ${tree.of}${values === '' ? '' : ` (${values})`}`,
    };
  });
}
