// Places: what an update names. A target is translated once into the variable and the keys, fields and positions below it.

import { is, List, Map as FunctionValue } from 'immutable';
import { assert, InternalError } from '../language/errors.ts';
import { printNode } from '../language/print.ts';
import type { Sort } from '../language/sorts.ts';
import type { Node } from '../language/tree.ts';
import { printValue, type Value } from '../language/values.ts';
import { meaningOf } from './evaluate.ts';
import { valueIn, withValue, type State } from './state.ts';
import type { Meaning, World } from './world.ts';

/** A target of updates. */
export interface Place {
  readonly target: Node;
  readonly variable: string;
  /** What may be stored there. */
  readonly sort: Sort;
  /** What each level is reached by: the value of an index, the name of a field, the position of an item. */
  readonly keys: readonly Meaning[];
  /** Reads the place, which finds an index outside its sort in the same words as any reading does. */
  readonly read: Meaning;
}

/** A place in a state. */
export interface Spot {
  readonly place: Place;
  readonly keys: readonly Value[];
}

/** The place that a target names; translated once. */
export function placeOf(target: Node): Place {
  let place = places.get(target);
  if (place === undefined) {
    // A local is assigned as the place that it is: no value is needed there before.
    const [inner] = target.kind === 'apply' && target.operator === 'local' ? target.args : [];
    const whole = inner ?? target;
    place = {
      target: whole,
      variable: variableOf(whole),
      sort: whole.sort,
      keys: keysOf(whole),
      read: meaningOf(whole),
    };
    places.set(target, place);
  }
  return place;
}

const places = new WeakMap<Node, Place>();

function variableOf(target: Node): string {
  return target.kind === 'variable' ? target.name : variableOf(outerOf(target));
}

function keysOf(target: Node): readonly Meaning[] {
  if (target.kind !== 'apply') return [];
  const { operator, detail, args } = target;
  const keys = keysOf(outerOf(target));
  switch (operator) {
    case 'at':
      return [...keys, ...args.slice(1).map(meaningOf)];
    case 'field':
      return [...keys, () => detail];
    case 'item':
      return [...keys, () => Number(detail)];
    case 'local':
      return keys;
    default:
      return noPlace(target);
  }
}

function outerOf(target: Node): Node {
  const [outer] = target.kind === 'apply' ? target.args : [];
  return outer ?? noPlace(target);
}

function noPlace(target: Node): never {
  throw new InternalError(`${printNode(target)} is no place`);
}

/** Where the place is in a state. @throws DomainError for an index outside its sort */
export function spotOf(place: Place, world: World): Spot {
  if (place.keys.length > 0) place.read(world);
  return { place, keys: place.keys.map((key) => key(world)) };
}

/** Whether they are equal, or one is a part of the other. */
export function meet(a: Spot, b: Spot): boolean {
  if (a.place.variable !== b.place.variable) return false;
  const length = Math.min(a.keys.length, b.keys.length);
  for (let level = 0; level < length; level += 1) if (!is(a.keys[level], b.keys[level])) return false;
  return true;
}

/** The state with another value there. */
export function withSpot(state: State, { place: { variable }, keys }: Spot, value: Value): State {
  return withValue(state, variable, keys.length === 0 ? value : put(valueIn(state, variable), keys, 0, value));
}

function put(whole: Value, keys: readonly Value[], level: number, value: Value): Value {
  const key = keys[level];
  if (key === undefined) return value;
  if (FunctionValue.isMap(whole)) return whole.set(key, put(whole.get(key) ?? null, keys, level + 1, value));
  assert(List.isList(whole), 'only functions, records and tuples have parts');
  return whole.set(Number(key), put(whole.get(Number(key)) ?? null, keys, level + 1, value));
}

/** As people read it: `owner[page0]`. */
export function printSpot({ place: { target }, keys }: Spot): string {
  return printTarget(target, keys);
}

function printTarget(target: Node, keys: readonly Value[]): string {
  if (target.kind !== 'apply') return printNode(target);
  const outer = outerOf(target);
  if (target.operator === 'local') return printTarget(outer, keys);
  const before = printTarget(outer, keys.slice(0, -1));
  if (target.operator !== 'at' || outer.sort.kind !== 'fn') return `${before}.${target.detail}`;
  return `${before}[${printValue(keys.at(-1) ?? null, outer.sort.key)}]`;
}
