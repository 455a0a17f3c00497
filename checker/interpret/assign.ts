// The simultaneous assignment: every index and value is read in the state before, then all places change at once.
// Order of errors, update by update and binding by binding: index, value, membership, a place that already has a new value.

import { is, List, Map as FunctionValue } from 'immutable';
import { assert, InternalError } from '../language/errors.ts';
import { whyNotStored } from '../language/operators.ts';
import { printNode, printUpdate } from '../language/print.ts';
import type { Node, StatementTree, UpdateTree } from '../language/tree.ts';
import { printValue, type Value } from '../language/values.ts';
import { domainsOf, eachBinding, evaluate, meaningOf } from './evaluate.ts';
import { valueIn, withValue, type State } from './state.ts';
import { boundIn, DomainError, printBindings, type World } from './world.ts';

/** A place in one state: a variable, and the keys, fields and positions below it. */
interface PlaceInState {
  readonly variable: string;
  readonly keys: readonly Value[];
}

interface Change {
  readonly place: PlaceInState;
  readonly value: Value;
  readonly update: UpdateTree;
}

/** The state after the statement. @throws DomainError */
export function assigned({ updates }: Extract<StatementTree, { kind: 'assign' }>, world: World): State {
  const changes: Change[] = [];
  for (const update of updates) {
    if (update.binders.length === 0) addChange(update, world, changes);
    else eachBinding(domainsOf(update.binders), world, () => addChange(update, world, changes));
  }
  return changes.reduce(
    (state, { place: { variable, keys }, value }) =>
      withValue(state, variable, keys.length === 0 ? value : put(valueIn(state, variable), keys, value)),
    world.state,
  );
}

function addChange(update: UpdateTree, world: World, changes: Change[]): void {
  const target = targetOf(update);
  const place = placeOf(target, world);
  const value = evaluate(update.value, world);
  const why = whyNotStored(value, target.sort);
  if (why !== undefined)
    throw fault(update, `${printPlace(target, place)}: ${why}`, [{ node: update.value, value }], world);
  const earlier = changes.find((change) => meet(change.place, place));
  if (earlier !== undefined) {
    const both = `${printUpdate(earlier.update)} and ${printUpdate(update)}`;
    throw fault(
      update,
      earlier.update === update
        ? `${printPlace(target, place)} is given two values in one step`
        : `${printPlace(target, place)} is given two values in one step: ${both}`,
      [],
      world,
    );
  }
  changes.push({ place, value, update });
}

// A local is assigned as the place that it is: no value is needed there before.
function targetOf({ target }: UpdateTree): Node {
  return target.kind === 'apply' && target.operator === 'local' && target.args[0] !== undefined
    ? target.args[0]
    : target;
}

function placeOf(target: Node, world: World): PlaceInState {
  // Reading the place finds indices outside their sort, with the words that a reader would be given.
  if (target.kind === 'apply') meaningOf(target)(world);
  return { variable: variableOf(target), keys: keysOf(target, world) };
}

function variableOf(target: Node): string {
  if (target.kind === 'variable') return target.name;
  const [inner] = target.kind === 'apply' ? target.args : [];
  assert(inner !== undefined, `${printNode(target)} is no place`);
  return variableOf(inner);
}

function keysOf(target: Node, world: World): readonly Value[] {
  if (target.kind !== 'apply') return [];
  const [inner, key] = target.args;
  assert(inner !== undefined, `${printNode(target)} is no place`);
  const keys = keysOf(inner, world);
  switch (target.operator) {
    case 'at':
      assert(key !== undefined, 'an index is missing');
      return [...keys, evaluate(key, world)];
    case 'field':
      return [...keys, target.detail];
    case 'item':
      return [...keys, Number(target.detail)];
    case 'local':
      return keys;
    default:
      throw new InternalError(`${printNode(target)} is no place`);
  }
}

// Equal, or one a part of the other.
function meet(a: PlaceInState, b: PlaceInState): boolean {
  if (a.variable !== b.variable) return false;
  const length = Math.min(a.keys.length, b.keys.length);
  for (let index = 0; index < length; index += 1) if (!is(a.keys[index], b.keys[index])) return false;
  return true;
}

function put(whole: Value, keys: readonly Value[], value: Value, from = 0): Value {
  const key = keys[from];
  if (key === undefined) return value;
  if (FunctionValue.isMap(whole)) return whole.set(key, put(whole.get(key) ?? null, keys, value, from + 1));
  assert(List.isList(whole), 'only functions, records and tuples have parts');
  return whole.set(Number(key), put(whole.get(Number(key)) ?? null, keys, value, from + 1));
}

function printPlace(target: Node, { keys }: PlaceInState): string {
  if (target.kind !== 'apply') return printNode(target);
  const [inner, key] = target.args;
  assert(inner !== undefined, `${printNode(target)} is no place`);
  if (target.operator === 'local') return printPlace(inner, { variable: '', keys });
  const outer = printPlace(inner, { variable: '', keys: keys.slice(0, -1) });
  if (target.operator !== 'at') return `${outer}.${target.detail}`;
  return `${outer}[${key === undefined ? '' : printValue(keys.at(-1) ?? null, inner.sort.kind === 'fn' ? inner.sort.key : key.sort)}]`;
}

function fault(
  update: UpdateTree,
  reason: string,
  reads: readonly { readonly node: Node; readonly value: Value }[],
  world: World,
): DomainError {
  const bindings = [
    ...printBindings(update.binders, world),
    ...boundIn(update.target, world),
    ...boundIn(update.value, world),
  ];
  const unique = bindings.filter(({ name }, index) => bindings.findIndex((each) => each.name === name) === index);
  return new DomainError(
    printUpdate(update),
    reason,
    reads.flatMap(({ node, value }) =>
      node.kind === 'literal' ? [] : [{ name: printNode(node), value: printValue(value, node.sort) }],
    ),
    unique,
  );
}
