// Values compared without evaluating anything: constants, and what is surely some value, or of some case.

import { is, Map as FunctionValue } from 'immutable';
import { sameSort, type Sort } from '../language/sorts.ts';
import type { Node } from '../language/tree.ts';

/** Whether two values are the same, seen without evaluating anything. */
export function sameConstant(a: Node, b: Node): boolean | undefined {
  if (a.kind === 'named') return sameConstant(a.body, b);
  if (b.kind === 'named') return sameConstant(a, b.body);
  // None is no value of anybody's.
  if (isNone(a) || isNone(b)) return isNone(a) && isNone(b) ? true : isGiven(a) || isGiven(b) ? false : undefined;
  const [one, other] = [wrapped(a), wrapped(b)];
  if (one !== undefined || other !== undefined) return sameConstant(one ?? a, other ?? b);
  if (a.kind === 'literal' && b.kind === 'literal')
    return kindOf(a.sort) === kindOf(b.sort) ? is(a.value, b.value) : undefined;
  if (isOutside(a, b.sort) || isOutside(b, a.sort)) return false;
  if (a.kind !== 'apply' || b.kind !== 'apply' || a.operator !== b.operator) return undefined;
  const [inside, within] = [a.args[0], b.args[0]];
  if (inside === undefined || within === undefined) return undefined;
  if (a.operator === 'tag') return a.detail === b.detail ? sameConstant(inside, within) : false;
  return a.operator === 'asProcess' && sameSort(inside.sort, within.sort) ? sameConstant(inside, within) : undefined;
}

/** Whether it is the same in every state. */
export function isConstant(node: Node): boolean {
  if (node.kind === 'named') return isConstant(node.body);
  if (node.kind === 'literal') return true;
  const [inner] = node.kind === 'apply' ? node.args : [];
  const isWrapped = node.kind === 'apply' && ['some', 'heldBy', 'asProcess', 'tag'].includes(node.operator);
  return isWrapped && inner !== undefined && isConstant(inner);
}

/** Whether a variant is of the case; undefined where that depends. */
export function isOfCase(value: Node, name: string): boolean | undefined {
  if (value.kind === 'named') return isOfCase(value.body, name);
  if (value.kind === 'apply' && value.operator === 'tag') return value.detail === name;
  return value.kind === 'literal' && FunctionValue.isMap(value.value) ? value.value.get('tag') === name : undefined;
}

export function isNone(node: Node): boolean {
  if (node.kind === 'named') return isNone(node.body);
  if (node.kind === 'literal') return node.value === null;
  const inner = wrapped(node);
  return inner !== undefined && node.kind === 'apply' && node.operator === 'heldBy' && isNone(inner);
}

/** Whether it is surely some value, and not none. */
function isGiven(node: Node): boolean {
  if (node.kind === 'named') return isGiven(node.body);
  if (node.kind === 'literal') return node.value !== null;
  if (node.kind !== 'apply') return false;
  if (node.operator === 'some' || node.operator === 'asProcess') return true;
  const inner = wrapped(node);
  return inner !== undefined && isGiven(inner);
}

function kindOf(sort: Sort): Sort['kind'] {
  return sort.kind === 'maybe' ? sort.of.kind : sort.kind;
}

/** Of a value where one of `maybe`, or a lock's, is meant: the value. */
function wrapped(node: Node): Node | undefined {
  return node.kind === 'apply' && (node.operator === 'some' || node.operator === 'heldBy') ? node.args[0] : undefined;
}

/** Whether a number is none that an expression of the sort can have. */
function isOutside(node: Node, sort: Sort): boolean {
  if (node.kind !== 'literal' || node.sort.kind !== 'range' || sort.kind !== 'range') return false;
  return Number(node.value) < sort.lo || Number(node.value) > sort.hi;
}
