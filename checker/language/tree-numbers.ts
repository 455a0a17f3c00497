// Trees by number: for telling apart many that share most of their parts. Each different part gets one number, kept for as long as the
// numbering is, so a part that was met before costs nothing. `canonicalText` says the same of one tree by itself.

import { isCollection } from 'immutable';
import { isBinderList, isForPeople } from './canonical.ts';

/** Gives each tree a number: two have the same if, and only if, they mean the same. */
export type TreeNumbers = (tree: object) => number;

/**
 * A numbering. What is bound in a quantifier is known by where it is bound; every other binder by its identity, so it must be the same object in
 * both trees, as it is in the variants of one specification: of two that are only alike, trees are taken for different.
 */
export function treeNumbers(): TreeNumbers {
  const byLine = new Map<string, number>();
  const known = new WeakMap<object, number>();
  const free = new WeakMap<object, number>();
  const levels = new Map<object, number>();
  let freeCount = 0;
  // The outermost level of those that the part at hand reads.
  let reach = Infinity;

  const binderName = (binder: object): string => {
    const level = levels.get(binder);
    if (level !== undefined) {
      reach = Math.min(reach, level);
      return `bound ${level}`;
    }
    const number = free.get(binder) ?? freeCount;
    if (number === freeCount) {
      free.set(binder, number);
      freeCount += 1;
    }
    return `free ${number}`;
  };

  const standIn = (holder: object, key: string, value: unknown, depth: number): string | undefined => {
    if (typeof value === 'symbol') return JSON.stringify(value.description);
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const isBinder = key === 'binder' || key === 'by' || isBinderList(holder);
    return isBinder ? `${binderName(value)} #${numberOf(value, depth)}` : `#${numberOf(value, depth)}`;
  };

  const lineOf = (part: object, depth: number): string => {
    let line = Array.isArray(part) ? 'list' : 'record';
    for (const [key, value] of Object.entries(part) as [string, unknown][]) {
      const stands = isForPeople(key, value) ? undefined : standIn(part, key, value, depth);
      if (stands !== undefined) line += ` ${key}: ${stands},`;
    }
    return line;
  };

  const numberOf = (part: object, depth: number): number => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const outside = reach;
    reach = Infinity;
    const bound = boundIn(part);
    bound.forEach((binder, index) => levels.set(binder, depth + index));
    const line = isCollection(part) ? JSON.stringify(part.toJS()) : lineOf(part, depth + bound.length);
    for (const binder of bound) levels.delete(binder);
    const number = byLine.get(line) ?? byLine.size;
    byLine.set(line, number);
    // What reads a binder of a quantifier around it has no number of its own: elsewhere that may be bound on another level.
    if (reach >= depth) known.set(part, number);
    reach = Math.min(outside, reach);
    return number;
  };

  return (tree) => numberOf(tree, 0);
}

// Expressions and formulas that quantify.
function boundIn(part: object): readonly object[] {
  const isQuantifier =
    'kind' in part && (part.kind === 'quantified' || part.kind === 'forall' || part.kind === 'exists');
  return isQuantifier && 'binders' in part && Array.isArray(part.binders) ? (part.binders as readonly object[]) : [];
}
