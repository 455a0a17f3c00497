// The control graph of each family of actions: from which label a step leads to which, what locks it needs, and what is surely held at each
// label. Known where nobody but a process's own steps moves it.

import { Map as FunctionValue } from 'immutable';
import type { ActionTree, Node, Specification, StatementTree } from '../language/tree.ts';
import type { Value } from '../language/values.ts';
import { accessesOf, listsOf, variableOf, type Access } from './footprint.ts';
import type { Dispatch, Family, Member } from './families.ts';
import {
  commonPlaces,
  follow,
  isLockSort,
  isOne,
  knowing,
  type Course,
  type LockPlace,
  type Point,
} from './holding.ts';

/** What one action of a family does. */
export interface FamilyStep {
  readonly member: Member;
  readonly accesses: readonly Access[];
  /** What has to be free where it begins, or it cannot be taken. */
  readonly needs: readonly LockPlace[];
  /** Where it leads, what has to be free for that, and what is held then. */
  readonly ways: readonly Way[];
}

export interface Way {
  readonly to: string;
  readonly needs: readonly LockPlace[];
  readonly held: readonly LockPlace[];
}

export interface FamilyControl {
  readonly family: Family;
  /** Whether each process is moved by its own steps alone, each time to a label that is known. */
  readonly isKnown: boolean;
  readonly steps: readonly FamilyStep[];
  /** The locks that a process surely holds at each label. */
  readonly heldAt: (label: string) => readonly LockPlace[];
  /** The variables of which it may hold a lock there; undefined where that is not known. */
  readonly mayHoldAt: (label: string) => ReadonlySet<string> | undefined;
  /** Whether some process can come to the label, as far as the control graph says. */
  readonly isReached: (label: string) => boolean;
}

export interface Control {
  readonly families: readonly FamilyControl[];
  /** The actions of no family. */
  readonly others: readonly { readonly action: ActionTree; readonly accesses: readonly Access[] }[];
  /** The variables that are used as locks throughout. */
  readonly locks: ReadonlySet<string>;
}

export function controlOf(specification: Specification, { families, others }: Dispatch): Control {
  const drafts = families.map((family) => ({
    family,
    accesses: family.members.map(({ action, self }) => accessesOf(action, self)),
  }));
  const apart = others.map(([action]) => ({ action, accesses: accessesOf(action, undefined) }));
  const accesses = [
    ...drafts.flatMap((draft) =>
      draft.accesses.flatMap((each) => each.map((access) => ({ access, owner: draft.family }))),
    ),
    ...apart.flatMap((each) => each.accesses.map((access) => ({ access, owner: undefined }))),
  ].filter(({ access }) => access.isWrite);
  const isPrivateTo =
    (family: Family) =>
    (variable: string): boolean =>
      accesses.every(
        ({ access, owner }) => access.variable !== variable || (owner === family && access.keys[0]?.kind === 'self'),
      );
  // Who shares a sort of processes with another family cannot say by its name alone who holds a lock.
  const isOnlyOfItsKind = ({ key }: Family): boolean =>
    key?.kind === 'ids' &&
    families.filter((each) => each.key?.kind === 'ids' && each.key.name === key.name).length === 1;
  let locks = new Set(
    accesses.flatMap(({ access, owner }) => (owner !== undefined && isLockSort(access.node) ? [access.variable] : [])),
  );
  for (const { access, owner } of accesses) if (owner === undefined) locks.delete(access.variable);
  const isMovedByOthers = (family: Family): boolean =>
    accesses.some(
      ({ access, owner }) =>
        access.variable === family.position && (owner !== family || !isOwnPosition(access, family)),
    );
  for (;;) {
    const misused = new Set<string>();
    const found = drafts.map((draft) => {
      const { family } = draft;
      const isMoved = isMovedByOthers(family);
      const initial = isMoved ? family.labels : initialLabels(family, specification);
      const control = familyControl(family, draft.accesses, initial, takenAtFirst(locks, specification), {
        isAlone: isOnlyOfItsKind(family),
        position: family.position,
        labels: family.labels,
        locks,
        isPrivate: isPrivateTo(family),
        misused: (variable) => void misused.add(variable),
      });
      return isMoved ? { ...control, isKnown: false } : control;
    });
    if (misused.size === 0) return { families: found, others: apart, locks };
    locks = new Set([...locks].filter((variable) => !misused.has(variable)));
  }
}

function isOwnPosition({ keys }: Access, { key }: Family): boolean {
  return key === undefined ? keys.length === 0 : keys.length === 1 && keys[0]?.kind === 'self';
}

function familyControl(
  family: Family,
  accesses: readonly (readonly Access[])[],
  initial: readonly string[],
  taken: readonly LockPlace[],
  given: Omit<Course, 'self' | 'lost'>,
): FamilyControl {
  let isKnown = true;
  const held = new Map<string, readonly LockPlace[]>(initial.map((label) => [label, []]));
  const maybe = new Map<string, readonly LockPlace[]>(initial.map((label) => [label, taken]));
  const pending = [...initial];
  const endsOf = (member: Member): readonly Point[] => {
    const course: Course = { ...given, self: member.self, lost: () => void (isKnown = false) };
    const start: Point = {
      at: member.label,
      held: held.get(member.label) ?? [],
      maybe: maybe.get(member.label) ?? [],
      free: [],
      needs: [],
      own: [],
      written: new Set(),
    };
    const begun = member.action.when.reduce((point, { node }) => knowing(node, true, point, course), start);
    return follow(member.action.body, begun, course);
  };
  for (let label = pending.pop(); label !== undefined; label = pending.pop()) {
    for (const member of family.members) {
      if (member.label !== label) continue;
      for (const end of endsOf(member)) {
        const before = held.get(end.at);
        const after = before === undefined ? end.held : commonPlaces(before, end.held);
        const [known, more] = [maybe.get(end.at) ?? [], end.maybe];
        const all = [...known, ...more.filter((place) => !known.some((each) => isOne(each, place)))];
        if (before !== undefined && after.length === before.length && all.length === known.length) continue;
        held.set(end.at, after);
        maybe.set(end.at, all);
        pending.push(end.at);
      }
    }
  }
  const steps = family.members.map((member, index): FamilyStep => {
    const ends = endsOf(member);
    const [first, ...rest] = ends;
    return {
      member,
      accesses: accesses[index] ?? [],
      needs: rest.reduce((common, { needs }) => commonPlaces(common, needs), first?.needs ?? []),
      ways: ends.map(({ at, needs, held: after }) => ({ to: at, needs, held: after })),
    };
  });
  return {
    family,
    isKnown,
    steps,
    heldAt: (label) => held.get(label) ?? [],
    mayHoldAt: (label) =>
      given.isAlone ? new Set((maybe.get(label) ?? []).map(({ variable }) => variable)) : undefined,
    isReached: (label) => held.has(label),
  };
}

/** Where its processes may begin: all labels, where that is not written in so many words. */
function initialLabels({ position, labels }: Family, { initial }: Specification): readonly string[] {
  const found = new Set<string>();
  const add = (node: Node): void => {
    const values = constantsIn(node);
    for (const label of values?.map(String) ?? labels) found.add(label);
  };
  const run = (statement: StatementTree): void => {
    if (statement.kind === 'assign')
      for (const { target, value } of statement.updates) if (variableOf(target) === position) add(value);
    for (const list of listsOf(statement)) list.forEach(run);
  };
  for (const { choices, body } of initial) {
    for (const { variable, values } of choices) {
      if (variable !== position) continue;
      if (values === 'anything') for (const label of labels) found.add(label);
      else values.forEach(add);
    }
    body.forEach(run);
  }
  return [...found];
}

/** The locks that may not be free when it begins. */
function takenAtFirst(locks: ReadonlySet<string>, { initial }: Specification): readonly LockPlace[] {
  const isFree = (node: Node): boolean =>
    constantsIn(node)?.every((value) => value === null || value === false) === true;
  const areFree = (variable: string): boolean =>
    initial.every(({ choices }) =>
      choices.every(
        (choice) => choice.variable !== variable || (choice.values !== 'anything' && choice.values.every(isFree)),
      ),
    );
  return [...locks].filter((variable) => !areFree(variable)).map((variable) => ({ variable, key: { kind: 'any' } }));
}

/** All values that the entries of an expression may have; undefined where they are not written in so many words. */
function constantsIn(node: Node): readonly Value[] | undefined {
  switch (node.kind) {
    case 'literal':
      return FunctionValue.isMap(node.value) && node.sort.kind === 'fn' ? [...node.value.values()] : [node.value];
    case 'named':
      return constantsIn(node.body);
    case 'quantified':
      return node.quantifier === 'function' ? constantsIn(node.body) : undefined;
    case 'apply': {
      if (node.operator !== 'ifThenElse') return undefined;
      const [then, otherwise] = node.args.slice(1).map(constantsIn);
      return then === undefined || otherwise === undefined ? undefined : [...then, ...otherwise];
    }
    default:
      return undefined;
  }
}
