// The simultaneous assignment: every index and value is read in the state before, then all places change at once.
// Order of errors, update by update and binding by binding: index, value, membership, a place that already has a new value.

import { whyNotStored } from '../language/operators.ts';
import { printNode, printUpdate } from '../language/print.ts';
import type { StatementTree, UpdateTree } from '../language/tree.ts';
import { printValue, unset, type Value } from '../language/values.ts';
import { domainsOf, eachBinding, meaningOf } from './evaluate.ts';
import { meet, placeOf, printSpot, spotOf, withSpot, type Place, type Spot } from './places.ts';
import type { NamedText } from './result.ts';
import type { State } from './state.ts';
import { boundIn, DomainError, printBindings, type World } from './world.ts';

interface Change {
  readonly spot: Spot;
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
  let { state } = world;
  for (const { spot, value } of changes) state = withSpot(state, spot, value);
  return state;
}

function addChange(update: UpdateTree, world: World, changes: Change[]): void {
  const place = placeOf(update.target);
  const spot = spotOf(place, world);
  const value = meaningOf(update.value)(world);
  const misfit = whyUnfit(value, place);
  if (misfit !== undefined) throw fault(update, `${printSpot(spot)}: ${misfit}`, readsOf(update, value), world);
  const earlier = changes.find((change) => meet(change.spot, spot));
  if (earlier !== undefined) throw fault(update, whyTwice(spot, update, earlier.update), [], world);
  changes.push({ spot, value, update });
}

function whyUnfit(value: Value, { sort }: Place): string | undefined {
  return whyNotStored(value, sort.kind === 'local' && value !== unset ? sort.of : sort);
}

function whyTwice(spot: Spot, update: UpdateTree, earlier: UpdateTree): string {
  const what = `${printSpot(spot)} is given two values in one step`;
  return earlier === update ? what : `${what}: ${printUpdate(earlier)} and ${printUpdate(update)}`;
}

function readsOf({ value: node }: UpdateTree, value: Value): readonly NamedText[] {
  return node.kind === 'literal' ? [] : [{ name: printNode(node), value: printValue(value, node.sort) }];
}

function fault(update: UpdateTree, reason: string, reads: readonly NamedText[], world: World): DomainError {
  const { binders, target, value } = update;
  const bindings = [...printBindings(binders, world), ...boundIn(target, world), ...boundIn(value, world)];
  const isFirst = ({ name }: NamedText, index: number): boolean =>
    bindings.findIndex((each) => each.name === name) === index;
  return new DomainError(printUpdate(update), reason, reads, bindings.filter(isFirst));
}
