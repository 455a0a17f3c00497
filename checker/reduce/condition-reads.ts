// What a condition reads: its variables, and of a position no more than the labels that it asks for.

import { childrenOf } from '../language/nodes.ts';
import type { Node } from '../language/tree.ts';
import type { Doing } from './doing.ts';
import { isPlace, variableOf } from './footprint.ts';

/** By variable; the labels where it is only compared with labels, undefined where more is asked. */
export type Reads = ReadonlyMap<string, ReadonlySet<string> | undefined>;

export function readsOf(node: Node): Reads {
  let reads = known.get(node);
  if (reads === undefined) {
    reads = found(node);
    known.set(node, reads);
  }
  return reads;
}

// Parts of conditions stand in many places.
const known = new WeakMap<Node, Reads>();
const nothing: Reads = new Map();

function found(node: Node): Reads {
  if (node.kind === 'variable') return new Map([[node.name, undefined]]);
  if (node.kind === 'apply' && (node.operator === 'equal' || node.operator === 'notEqual')) {
    const [place, label] = node.args;
    if (place !== undefined && label?.kind === 'literal' && label.sort.kind === 'enumeration' && isEntry(place)) {
      const compared: Reads = new Map([[variableOf(place), new Set([String(label.value)])]]);
      return place.kind === 'apply' ? merged([compared, ...place.args.slice(1).map(readsOf)]) : compared;
    }
  }
  return merged(childrenOf(node).map(readsOf));
}

/** A variable, or one entry of it. */
function isEntry(node: Node): boolean {
  return node.kind === 'variable' || (isPlace(node) && node.kind === 'apply' && node.args[0]?.kind === 'variable');
}

function merged(parts: readonly Reads[]): Reads {
  const some = parts.filter(({ size }) => size > 0);
  const [first, ...rest] = some;
  if (first === undefined) return nothing;
  if (rest.length === 0) return first;
  const all = new Map(first);
  for (const part of rest)
    for (const [variable, labels] of part) {
      const before = all.get(variable);
      const isKnown = all.has(variable) && (before === undefined || labels === undefined);
      all.set(variable, isKnown ? undefined : new Set([...(before ?? []), ...(labels ?? [])]));
      if (labels === undefined) all.set(variable, undefined);
    }
  return all;
}

/** Whether a step writes anything that the condition reads. */
export function isTouched(node: Node, { written, position, from, to }: Doing): boolean {
  for (const [variable, labels] of readsOf(node)) {
    if (!written.has(variable)) continue;
    if (variable !== position || labels === undefined || labels.has(from) || labels.has(to)) return true;
  }
  return false;
}
