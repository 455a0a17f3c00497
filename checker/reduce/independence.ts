// Which steps of one process depend on which of another: what one writes the other reads or writes, and nothing keeps them apart. Two accesses
// are kept apart where each is made under the same lock, and a step that needs a lock cannot be taken while another holds it.

import type { Sort } from '../language/sorts.ts';
import type { Control, FamilyControl, FamilyStep } from './control.ts';
import { mayMeet, sameKey, type Access } from './footprint.ts';
import type { LockPlace } from './holding.ts';

/** Two accesses that do not commute. */
export interface Conflict {
  readonly mine: Access;
  readonly theirs: Access;
}

/** Someone who might act before the process in question does. */
export interface Rival {
  readonly accesses: readonly Access[];
  /** What has to be free before the step, and what its process holds where it is taken. */
  readonly needs: readonly LockPlace[];
  readonly held: readonly LockPlace[];
  /** The sort of the process that takes it. */
  readonly key: Sort | undefined;
  /** Whether it is another process of the same family. */
  readonly isKin: boolean;
}

/** How a step may disturb, or notice, any of the steps of a process that stands where it holds these locks; undefined where it cannot. */
export function conflictOf(
  steps: readonly FamilyStep[],
  held: readonly LockPlace[],
  key: Sort | undefined,
  rival: Rival,
  locks: Control['locks'],
): Conflict | undefined {
  if (isShutOut(rival.needs, held)) return undefined;
  // Who is told apart by name may not be the same.
  const isOther = rival.isKin || nameOf(key) === undefined || nameOf(key) !== nameOf(rival.key);
  const under = [...rival.needs, ...rival.held];
  for (const { accesses } of steps)
    for (const mine of accesses)
      for (const theirs of rival.accesses) {
        if (mine.variable !== theirs.variable || !(mine.isWrite || theirs.isWrite)) continue;
        if (!mayMeet(mine.keys, theirs.keys, rival.isKin)) continue;
        // Nobody takes a lock from another, so nobody changes whether another holds it.
        if (isOther && locks.has(mine.variable) && (mine.isOwnHolding || theirs.isOwnHolding)) continue;
        if (isExclusive(mine, held, theirs, under)) continue;
        return { mine, theirs };
      }
  return undefined;
}

function nameOf(key: Sort | undefined): string | undefined {
  return key?.kind === 'ids' ? key.name : undefined;
}

/** Whether a lock that is needed free is surely one of those held. */
function isShutOut(needs: readonly LockPlace[], held: readonly LockPlace[]): boolean {
  return needs.some((need) =>
    held.some(({ variable, key }) => {
      if (variable !== need.variable) return false;
      if (key === undefined || need.key === undefined) return key === need.key;
      return key.kind === 'literal' && need.key.kind === 'literal' && sameKey(key, need.key);
    }),
  );
}

// Each goes to the entry whose own lock it holds. Two do not hold one lock, so these are two entries.
function isExclusive(mine: Access, held: readonly LockPlace[], theirs: Access, under: readonly LockPlace[]): boolean {
  const [one] = mine.keys;
  const [other] = theirs.keys;
  if (one === undefined || other === undefined) return false;
  return held.some(
    (lock) =>
      lock.key !== undefined &&
      sameKey(lock.key, one) &&
      under.some((each) => each.variable === lock.variable && each.key !== undefined && sameKey(each.key, other)),
  );
}

/** The labels from which a process can, by its own steps, come to one of these before the holder of the locks gives any back. */
export function labelsBefore(
  goals: ReadonlySet<string>,
  { steps }: FamilyControl,
  held: readonly LockPlace[],
): ReadonlySet<string> {
  const found = new Set(goals);
  const into = new Map<string, string[]>();
  for (const { member, ways } of steps)
    for (const { to, needs } of ways)
      if (!isShutOut(needs, held)) into.set(to, [...(into.get(to) ?? []), member.label]);
  const pending = [...found];
  for (let label = pending.pop(); label !== undefined; label = pending.pop())
    for (const from of into.get(label) ?? []) {
      if (found.has(from)) continue;
      found.add(from);
      pending.push(from);
    }
  return found;
}
