// Locks seen statically: what it takes and what it does to take one, and which are surely held where. A lock is any place that is taken only where
// it is free, and freed only by who has taken it: of the lock sort, or a truth value or an owner that is used as one.

import { walk } from '../language/nodes.ts';
import type { Binder, Node, StatementTree, UpdateTree } from '../language/tree.ts';
import { isPlace, isSomeSelf, keysOf, placeHeldBySelf, sameKey, variableOf, type Key } from './footprint.ts';

/** A lock: a variable, or one entry of it. */
export interface LockPlace {
  readonly variable: string;
  readonly key: Key | undefined;
}

/** What is known at a point of a step, whichever way led there. */
export interface Point {
  /** Where the process stands. */
  readonly at: string;
  readonly held: readonly LockPlace[];
  /** What is held perhaps: nothing else is. */
  readonly maybe: readonly LockPlace[];
  readonly free: readonly LockPlace[];
  /** What was free when the step began, or it would not have come here. */
  readonly needs: readonly LockPlace[];
  /** Known to be held by the process, since the step asked. */
  readonly own: readonly LockPlace[];
  readonly written: ReadonlySet<string>;
}

/** What statements are followed in. */
export interface Course {
  readonly self: Binder | undefined;
  readonly position: string;
  readonly labels: readonly string[];
  /** The variables that are locks, as far as is known. */
  readonly locks: ReadonlySet<string>;
  /** Whether nobody but the process itself writes its entries of the variable. */
  readonly isPrivate: (variable: string) => boolean;
  /** Whether no other family has processes of its kind, so that who holds a lock is known by it. */
  readonly isAlone: boolean;
  /** Told that a write is not that of a lock. */
  readonly misused: (variable: string, update: UpdateTree) => void;
  /** Told that the position goes where it cannot be followed. */
  readonly lost: (update: UpdateTree) => void;
}

/** The ends of some statements: one for each label where the process may stand then. */
export function follow(statements: readonly StatementTree[], start: Point, course: Course): readonly Point[] {
  let points: readonly Point[] = [start];
  for (const statement of statements) points = merged(points.flatMap((point) => followOne(statement, point, course)));
  return points;
}

function followOne(statement: StatementTree, point: Point, course: Course): readonly Point[] {
  switch (statement.kind) {
    case 'assign':
      return assigned(statement.updates, point, course);
    case 'require':
      return [knowing(statement.clause.node, true, point, course)];
    case 'assert':
      return [knowing(statement.assertion.node, true, point, course)];
    case 'if': {
      const { condition, then, otherwise } = statement;
      return [
        ...follow(then, knowing(condition.node, true, point, course), course),
        ...follow(otherwise, knowing(condition.node, false, point, course), course),
      ];
    }
    case 'choose':
      return statement.alternatives.flatMap(({ body }) => follow(body, point, course));
  }
}

function merged(points: readonly Point[]): readonly Point[] {
  const byLabel = new Map<string, Point>();
  for (const point of points) {
    const other = byLabel.get(point.at);
    byLabel.set(point.at, other === undefined ? point : meetOf(other, point));
  }
  return [...byLabel.values()];
}

function meetOf(a: Point, b: Point): Point {
  const maybe = [...a.maybe, ...b.maybe.filter((place) => !a.maybe.some((each) => isOne(each, place)))];
  const both = (of: 'held' | 'free' | 'needs' | 'own'): readonly LockPlace[] => commonPlaces(a[of], b[of]);
  const written = new Set([...a.written, ...b.written]);
  return { at: a.at, held: both('held'), free: both('free'), needs: both('needs'), own: both('own'), maybe, written };
}

export function commonPlaces(a: readonly LockPlace[], b: readonly LockPlace[]): readonly LockPlace[] {
  return a.filter((place) => includes(b, place));
}

export function includes(places: readonly LockPlace[], place: LockPlace): boolean {
  return places.some((each) => samePlace(each, place));
}

function samePlace(a: LockPlace, b: LockPlace): boolean {
  if (a.variable !== b.variable) return false;
  return a.key === undefined || b.key === undefined ? a.key === b.key : sameKey(a.key, b.key);
}

export function isOne(a: LockPlace, b: LockPlace): boolean {
  return a === b || samePlace(a, b) || (a.variable === b.variable && a.key?.kind === 'any' && b.key?.kind === 'any');
}

// Of one process, so the same expression is the same entry; two expressions may be the same entry too.
function mayBeOne(a: LockPlace, b: LockPlace): boolean {
  if (a.variable !== b.variable) return false;
  const [one, other] = [a.key, b.key];
  return !(one?.kind === 'literal' && other?.kind === 'literal') || sameKey(one, other);
}

function assigned(updates: readonly UpdateTree[], point: Point, course: Course): readonly Point[] {
  const { self, locks } = course;
  let { held, free, maybe } = point;
  let labels: readonly string[] = [point.at];
  const written = new Set(updates.map(({ target }) => variableOf(target)));
  for (const update of updates) {
    const { target, value, binders } = update;
    const variable = variableOf(target);
    if (variable === course.position) {
      const goals = binders.length > 0 || !isOwnPosition(target, course) ? undefined : labelsOf(value);
      if (goals === undefined) course.lost(update);
      labels = goals ?? course.labels;
    }
    if (!locks.has(variable)) continue;
    const place = binders.length > 0 ? undefined : lockPlace(target, course);
    const what = self === undefined || place === undefined ? undefined : lockValue(value, self);
    if (place === undefined || what === undefined) {
      course.misused(variable, update);
      held = held.filter((each) => each.variable !== variable);
      free = free.filter((each) => each.variable !== variable);
      maybe = [...maybe, { variable, key: { kind: 'any' } }];
    } else if (what === 'taken') {
      if (!includes(point.free, place)) course.misused(variable, update);
      held = [...held, place];
      maybe = [...maybe, place];
      free = free.filter((each) => !mayBeOne(each, place));
    } else {
      if (!includes(point.held, place) && !includes(point.own, place)) course.misused(variable, update);
      held = held.filter((each) => !mayBeOne(each, place));
      free = [...free, place];
      maybe = maybe.filter((each) => !samePlace(each, place));
    }
  }
  const isKept = ({ key }: LockPlace): boolean => key?.kind !== 'own' || !readsAny(key.node, written);
  // Held under a name that now means another.
  const renamed = (place: LockPlace): LockPlace => (isKept(place) ? place : { ...place, key: { kind: 'any' } });
  const isSame = ({ variable, key }: LockPlace): boolean => !written.has(variable) && isKept({ variable, key });
  const next = {
    held: held.filter((each) => each.key?.kind !== 'any').filter(isKept),
    maybe: maybe.map(renamed).filter((place, index, all) => all.findIndex((each) => isOne(each, place)) === index),
    free: free.filter(isKept),
    needs: point.needs,
    own: point.own.filter(isSame),
    written: new Set([...point.written, ...written]),
  };
  return labels.map((at) => ({ at, ...next }));
}

function isOwnPosition(target: Node, { self }: Course): boolean {
  if (target.kind === 'variable') return self === undefined;
  const keys = keysOf(target, self, new Set());
  return keys.length === 1 && keys[0]?.kind === 'self';
}

/** The labels that the value may be; undefined where it can be any. */
function labelsOf(value: Node): readonly string[] | undefined {
  if (value.kind === 'literal') return [String(value.value)];
  if (value.kind === 'named') return labelsOf(value.body);
  if (value.kind !== 'apply' || value.operator !== 'ifThenElse') return undefined;
  const ways = value.args.slice(1).map(labelsOf);
  return ways.some((way) => way === undefined) ? undefined : ways.flatMap((way) => way ?? []);
}

function readsAny(node: Node, variables: ReadonlySet<string>): boolean {
  return [...walk(node)].some((each) => each.kind === 'variable' && variables.has(each.name));
}

/** The lock that a place is; undefined where it is a part of one, or deeper than one entry. */
function lockPlace(target: Node, { self, isPrivate }: Course): LockPlace | undefined {
  if (!isLockSort(target)) return undefined;
  const variable = variableOf(target);
  const keys = keysOf(target, self, new Set());
  const [key] = keys;
  if (keys.length > 1 || key?.kind === 'part') return undefined;
  const isKnown = key?.kind !== 'own' || variablesIn(key.node).every(isPrivate);
  return { variable, key: isKnown ? key : { kind: 'any' } };
}

function variablesIn(node: Node): readonly string[] {
  return [...walk(node)].flatMap((each) => (each.kind === 'variable' ? [each.name] : []));
}

export function isLockSort({ sort }: Node): boolean {
  return sort.kind === 'bool' || sort.kind === 'lock' || sort.kind === 'maybe';
}

/** What a value that is stored in a lock does to it; undefined where that depends. */
function lockValue(value: Node, self: Binder): 'taken' | 'freed' | undefined {
  if (value.kind === 'literal') {
    if (value.sort.kind === 'bool') return value.value === true ? 'taken' : 'freed';
    return value.value === null ? 'freed' : undefined;
  }
  if (value.kind === 'named') return lockValue(value.body, self);
  if (isSomeSelf(value, self)) return 'taken';
  const [inner] = value.kind === 'apply' && value.operator === 'heldBy' ? value.args : [];
  return inner?.kind === 'literal' && inner.value === null ? 'freed' : undefined;
}

/** What is known where the condition has this truth. */
export function knowing(node: Node, truth: boolean, point: Point, course: Course): Point {
  if (node.kind === 'named') return knowing(node.body, truth, point, course);
  if (isPlace(node) && node.sort.kind === 'bool') return truth ? point : withFree(node, point, course);
  if (node.kind !== 'apply') return point;
  const [a, b] = node.args;
  switch (node.operator) {
    case 'not':
      return a === undefined ? point : knowing(a, !truth, point, course);
    case 'all':
    case 'any':
      if (truth !== (node.operator === 'all')) return point;
      return node.args.reduce((known, arg) => knowing(arg, truth, known, course), point);
    case 'equal':
    case 'notEqual': {
      if (truth !== (node.operator === 'equal') || a === undefined || b === undefined) return point;
      const place = freePlace(a, b) ?? freePlace(b, a);
      if (place !== undefined) return withFree(place, point, course);
      const held = course.self === undefined || !course.isAlone ? undefined : placeHeldBySelf(node, course.self);
      const own = held && course.locks.has(variableOf(held)) ? lockPlace(held, course) : undefined;
      return own === undefined || own.key?.kind === 'any' ? point : { ...point, own: [...point.own, own] };
    }
    default:
      return point;
  }
}

/** The place that is free where these two are equal. */
function freePlace(node: Node, value: Node): Node | undefined {
  if (value.kind !== 'literal') return undefined;
  if (isPlace(node) && node.sort.kind === 'bool') return value.value === false ? node : undefined;
  if (value.value !== null) return undefined;
  if (isPlace(node) && node.sort.kind === 'maybe') return node;
  const [place] = node.kind === 'apply' && node.operator === 'holder' ? node.args : [];
  return place !== undefined && isPlace(place) ? place : undefined;
}

function withFree(node: Node, point: Point, course: Course): Point {
  const variable = variableOf(node);
  const place = course.locks.has(variable) ? lockPlace(node, course) : undefined;
  if (place === undefined || place.key?.kind === 'any') return point;
  // What it was when the step began, where the step has changed nothing that says so.
  const read = [variable, ...(place.key?.kind === 'own' ? variablesIn(place.key.node) : [])];
  const isOfStart = !read.some((each) => point.written.has(each));
  return {
    ...point,
    free: [...point.free, place],
    needs: isOfStart ? [...point.needs, place] : point.needs,
  };
}
