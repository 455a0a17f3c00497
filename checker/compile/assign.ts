// The simultaneous assignment in generated code: every index and value is read in the state before, then words change at once.
// Order of errors as in the interpreter, update by update and binding by binding: index, value, membership, a place given two values.

import { InternalError } from '../language/errors.ts';
import { printUpdate } from '../language/print.ts';
import { outsideText } from '../language/property-names.ts';
import type { Node, StatementTree, UpdateTree } from '../language/tree.ts';
import { unset } from '../language/values.ts';
import { Uncompilable, type Code } from './code.ts';
import { asKind, keep, partSorts, scalar, sizeOf, type Compiled } from './compiled.ts';
import { readVariable, spotOf, type Context } from './context.ts';
import { compile } from './expression.ts';
import { elementAt, fit, rankOf } from './fit.ts';
import { entriesAt, type Spot, type Version } from './packed.ts';
import { and, choose, equal, i32, isFalse, isTrue, local, not, yes, type Wx } from './wasm.ts';
import { changed, put, type WordChange } from './write.ts';

/** A place that is given a value: what it is reached by, to tell whether two are one. */
interface Change {
  readonly variable: string;
  readonly keys: readonly Wx[];
  readonly spots: readonly Spot[];
  readonly value: Compiled;
}

const updatesWritten = 512;

/** The state after the statement; `cx.version` is the one before. */
export function assigned({ updates }: Extract<StatementTree, { kind: 'assign' }>, cx: Context, out: Code): Version {
  const changes: Change[] = [];
  for (const update of updates) {
    if (update.binders.length === 0) addChange(update, cx, out, changes);
    else addEach(update, 0, cx, out, changes);
  }
  return applyChanges(changes, cx, out);
}

// Written out binding by binding, however many, never as a loop: the changes are applied together, after the last was read, when a loop's
// variable would have its last value in all of them.
function addEach(update: UpdateTree, from: number, cx: Context, out: Code, changes: Change[]): void {
  const binder = update.binders[from];
  if (binder === undefined) return addChange(update, cx, out, changes);
  if (sizeOf(binder.sort) * cx.copies > updatesWritten)
    throw new Uncompilable(`an update of ${sizeOf(binder.sort)} places at once`);
  const { domain } = binder;
  if (domain !== undefined) throw new Uncompilable('a quantified update that goes through a set of the state');
  const inner = { ...cx, copies: cx.copies * sizeOf(binder.sort) };
  for (let rank = 0; rank < sizeOf(binder.sort); rank += 1) {
    cx.bound.set(binder, elementAt(i32(rank), binder.sort, cx.module.names));
    addEach(update, from + 1, inner, out, changes);
  }
}

function addChange(update: UpdateTree, cx: Context, out: Code, changes: Change[]): void {
  const place = placeOf(update.target, cx, out);
  const given = compile(update.value, cx, out);
  const { value, isElement } = stored(update, given, place.sort, cx);
  failUnlessStored(isElement, update, cx, out);
  const kept = keep(value, cx.to, out);
  for (const earlier of changes) failUnlessStored(not(meet(earlier, place)), update, cx, out);
  changes.push({ ...place, value: kept });
}

function stored(update: UpdateTree, given: Compiled, sort: Place['sort'], cx: Context): ReturnType<typeof fit> {
  const { value } = update;
  if (sort.kind === 'local' && value.kind === 'literal' && value.value === unset)
    return { value: { kind: 'local', live: i32(0), of: given.kind === 'local' ? given.of : given }, isElement: yes };
  return fit(given, value.sort, sort, cx.module.names);
}

function failUnlessStored(condition: Wx, update: UpdateTree, cx: Context, out: Code): void {
  if (isTrue(condition)) return;
  const inner: Code = [];
  cx.fail(printUpdate(update), inner);
  out.push(`(if ${not(condition).text} (then`, ...inner, '))');
}

function meet(a: Change, b: Place): Wx {
  if (a.variable !== b.variable) return i32(0);
  const length = Math.min(a.keys.length, b.keys.length);
  let result: Wx = yes;
  for (let level = 0; level < length; level += 1)
    result = and(result, equal(a.keys[level] ?? yes, b.keys[level] ?? yes));
  return result;
}

interface Place {
  readonly variable: string;
  readonly keys: readonly Wx[];
  readonly spots: readonly Spot[];
  readonly sort: Spot['sort'];
}

/** Where a target lies; emits the checks of its indices, outermost place first. */
function placeOf(target: Node, cx: Context, out: Code): Place {
  // A local is assigned as the place that it is: no value is needed there before.
  const [inner] = target.kind === 'apply' && target.operator === 'local' ? target.args : [];
  return innerPlace(inner ?? target, cx, out);
}

function innerPlace(target: Node, cx: Context, out: Code): Place {
  if (target.kind === 'variable') {
    const spot = spotOf(target.name, cx.module);
    return { variable: target.name, keys: [], spots: [spot], sort: spot.sort };
  }
  if (target.kind !== 'apply') throw new InternalError('a target is no place');
  const [outer, key] = target.args;
  if (outer === undefined) throw new InternalError('a target is no place');
  const place = innerPlace(outer, cx, out);
  switch (target.operator) {
    case 'at': {
      if (place.sort.kind !== 'fn' || key === undefined) throw new InternalError('only functions are indexed');
      const { value, isElement } = fit(compile(key, cx, out), key.sort, place.sort.key, cx.module.names);
      const isKey = sizeOf(place.sort.key) === 0 ? i32(0) : isElement;
      failUnlessIndex(isKey, target, cx, out);
      // What never exists is never written either.
      if (isFalse(isKey)) return { ...place, keys: [...place.keys, i32(-1)], spots: [], sort: place.sort.value };
      const rank = cx.to.kept(rankOf(value, place.sort.key), out);
      const spots = place.spots.flatMap((spot) => entriesAt(spot, rank, cx.module.layout));
      return { ...place, keys: [...place.keys, rank], spots, sort: place.sort.value };
    }
    case 'field':
    case 'item': {
      const index =
        place.sort.kind === 'record' ? Object.keys(place.sort.fields).indexOf(target.detail) : Number(target.detail);
      const sort = partSorts(place.sort)[index] ?? place.sort;
      const spots = place.spots.map((spot) => ({ ...spot, shape: partShape(spot, index), sort }));
      return { ...place, keys: [...place.keys, i32(index)], spots, sort };
    }
    case 'local': {
      failUnlessIndex(liveAt(place, cx), target, cx, out);
      const sort = place.sort.kind === 'local' ? place.sort.of : place.sort;
      return { ...place, spots: place.spots.map((spot) => ({ ...spot, shape: insideLocal(spot), sort })), sort };
    }
    default:
      throw new InternalError('a target is no place');
  }
}

function liveAt({ variable, keys: [process] }: Place, cx: Context): Wx {
  const whole = asKind(readVariable(variable, cx.version, cx.module), 'parts');
  return asKind(whole.at?.(process ?? i32(0)) ?? scalar(yes), 'local').live;
}

function failUnlessIndex(condition: Wx, node: Node, cx: Context, out: Code): void {
  if (isTrue(condition)) return;
  const inner: Code = [];
  cx.fail(outsideText(node), inner);
  out.push(`(if ${not(condition).text} (then`, ...inner, '))');
}

function partShape({ shape }: Spot, index: number): Spot['shape'] {
  const part =
    shape.kind === 'record' ? shape.parts[index]?.shape : shape.kind === 'tuple' ? shape.items[index] : undefined;
  if (part === undefined) throw new InternalError('only records and tuples have fields');
  return part;
}

function insideLocal({ shape }: Spot): Spot['shape'] {
  if (shape.kind !== 'local') throw new InternalError('a local has another shape');
  return shape.of;
}

function applyChanges(changes: readonly Change[], cx: Context, out: Code): Version {
  const byWord = new Map<number, WordChange[]>();
  let { live } = cx.version;
  for (const { variable, keys, spots, value } of changes) {
    for (const spot of spots) {
      for (const change of put(value, spot, cx.module.layout))
        byWord.set(change.word, [...(byWord.get(change.word) ?? []), change]);
    }
    const [process] = keys;
    if (value.kind === 'local' && keys.length === 1 && process !== undefined)
      live = liveWith(live, variable, process, value.live);
  }
  const words = cx.version.words.map((word, index) => {
    const own = byWord.get(index);
    if (own === undefined) return word;
    const name = cx.to.newLocal('i64');
    out.push(`(local.set ${name} ${changed(word, own).text})`);
    return local('i64', name);
  });
  return { words, live, known: byWord.size === 0 ? cx.version.known : new Map() };
}

function liveWith(before: Version['live'], variable: string, process: Wx, live: Wx): Version['live'] {
  return (name, who) => {
    if (name !== variable) return before(name, who);
    const isIt = equal(process, who);
    if (isTrue(isIt)) return live;
    return isFalse(isIt) ? before(name, who) : choose(isIt, live, before(name, who));
  };
}

/** Which variables an assignment writes. */
export function writtenBy({ updates }: Extract<StatementTree, { kind: 'assign' }>): readonly string[] {
  return updates.map(({ target }) => variableOf(target));
}

function variableOf(target: Node): string {
  if (target.kind === 'variable') return target.name;
  const [outer] = target.kind === 'apply' ? target.args : [];
  if (outer === undefined) throw new InternalError('a target is no place');
  return variableOf(outer);
}
