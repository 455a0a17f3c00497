// Ample sets: at which labels the steps of one process may be explored alone, and where the others must not stand then. By the conditions of
// Clarke, Grumberg and Peled (Model Checking, chapter 10): whoever else acts first, does nothing that the process could notice or disturb (C1);
// no property sees the step (C2); and none is put off for ever (C3, by sticky labels). That the process can act at all (C0), and that no firing
// of it fails, is seen in the state.

import { printNode } from '../language/print.ts';
import type { Node, Specification } from '../language/tree.ts';
import { sizeOf } from '../language/values.ts';
import { controlOf, type Control, type FamilyControl, type FamilyStep } from './control.ts';
import { dispatchOf, type Family } from './families.ts';
import { conflictOf, labelsBefore, type Conflict } from './independence.ts';
import type { Hindrance } from './reductions.ts';
import { conditionsOf, whoSees, type Conditions } from './seen.ts';
import { stickyLabels } from './sticky.ts';

/** Plain data, by which both engines choose. */
export interface AmplePlan {
  /** By family, in the order in which they are dispatched. */
  readonly families: readonly FamilyPlan[];
  readonly hindrances: readonly Hindrance[];
}

export interface FamilyPlan {
  /** How many processes there are. */
  readonly size: number;
  /** By the position of the label: where the others must not stand. Undefined where no step is taken alone. */
  readonly candidates: readonly (Candidate | undefined)[];
}

export interface Candidate {
  readonly label: string;
  /** By family: the labels at which no other process may stand, as bits. */
  readonly obstacles: readonly bigint[];
}

/**
 * Where steps may be taken alone.
 * @param selected the properties that are checked, all where undefined
 * @param isFound of a witness or an antecedent, whether some initial state shows it already: then it matters no more
 */
export function amplePlan(
  specification: Specification,
  selected?: readonly string[],
  isFound: (node: Node) => boolean = () => false,
): AmplePlan {
  const control = controlOf(specification, dispatchOf(specification));
  const conditions = conditionsOf(specification, selected, isFound);
  const hindrances: Hindrance[] = [];
  const families = control.families.map((own): FamilyPlan => {
    const { family } = own;
    const size = sizeIn(family);
    const found = new Map<string, Candidate>();
    for (const label of family.labels) {
      const steps = own.steps.filter(({ member }) => member.label === label);
      if (steps.length === 0) continue;
      const verdict = candidateAt(label, steps, own, control, conditions);
      if ('obstacles' in verdict) found.set(label, verdict);
      else hindrances.push({ ...verdict, what: `${nameOf(family)} at ${label}` });
    }
    const sticky = stickyLabels([...found.keys()], own, (label) => -obstacleCount(found.get(label)));
    for (const label of sticky) {
      found.delete(label);
      hindrances.push({ what: `${nameOf(family)} at ${label}`, because: 'it leads back here', where: label });
    }
    return { size, candidates: family.labels.map((label) => found.get(label)) };
  });
  return { families, hindrances };
}

/** The labels at which steps may be taken alone, as people read them. */
export function candidatesIn({ families }: AmplePlan, specification: Specification): readonly string[] {
  const names = dispatchOf(specification).families.map(nameOf);
  return families.flatMap(({ candidates }, index) =>
    candidates.flatMap((candidate) => (candidate === undefined ? [] : [`${names[index] ?? ''} at ${candidate.label}`])),
  );
}

function obstacleCount(candidate: Candidate | undefined): number {
  return (candidate?.obstacles ?? []).reduce((count, mask) => count + bitsIn(mask), 0);
}

function bitsIn(mask: bigint): number {
  let count = 0;
  for (let left = mask; left !== 0n; left &= left - 1n) count += 1;
  return count;
}

export function nameOf({ process, position }: Family): string {
  return process?.name ?? position;
}

function sizeIn({ key }: Family): number {
  return key === undefined ? 1 : sizeOf(key);
}

type Refusal = Omit<Hindrance, 'what'>;

function candidateAt(
  label: string,
  steps: readonly FamilyStep[],
  own: FamilyControl,
  control: Control,
  conditions: Conditions,
): Candidate | Refusal {
  if (!own.isKnown)
    return { because: `${own.family.position} is not changed by its own steps alone`, where: nameOf(own.family) };
  const seen = whoSees(steps, own, conditions, control);
  if (seen !== undefined) return seen;
  const held = own.heldAt(label);
  const { key } = own.family;
  for (const { action, accesses } of control.others) {
    const rival = { accesses, needs: [], held: [], key: undefined, isKin: false };
    const conflict = conflictOf(steps, held, key, rival, control.locks);
    if (conflict !== undefined) return refusal(conflict, action.name, steps);
  }
  const obstacles: bigint[] = [];
  for (const other of control.families) {
    const isKin = other === own;
    const count = sizeIn(other.family) - (isKin ? 1 : 0);
    const goals = new Set<string>();
    let first: { readonly conflict: Conflict; readonly name: string } | undefined;
    for (const step of other.steps) {
      const { member, accesses, needs } = step;
      if (count <= 0 || goals.has(member.label)) continue;
      const rival = { accesses, needs, held: other.heldAt(member.label), key: other.family.key, isKin };
      const conflict = conflictOf(steps, held, key, rival, control.locks);
      if (conflict === undefined) continue;
      goals.add(member.label);
      first ??= { conflict, name: member.action.name };
    }
    const bad = labelsInTheWay(goals, other, held);
    const reachable = other.family.labels.filter(other.isReached);
    if (first !== undefined && reachable.every((each) => bad.has(each)))
      return refusal(first.conflict, first.name, steps);
    obstacles.push(
      other.family.labels.reduce((mask, each, at) => (bad.has(each) ? mask | (1n << BigInt(at)) : mask), 0n),
    );
  }
  return { label, obstacles };
}

function labelsInTheWay(
  goals: ReadonlySet<string>,
  other: FamilyControl,
  held: Parameters<typeof labelsBefore>[2],
): ReadonlySet<string> {
  if (goals.size === 0) return goals;
  // Who is moved by others can be anywhere.
  return other.isKnown ? labelsBefore(goals, other, held) : new Set(other.family.labels);
}

function refusal({ mine, theirs }: Conflict, who: string, steps: readonly FamilyStep[]): Refusal {
  const step = steps.find(({ accesses }) => accesses.includes(mine));
  const does = (isWrite: boolean): string => (isWrite ? 'writes' : 'reads');
  return {
    because: `it ${does(mine.isWrite)} ${printNode(mine.node)}, and ${who} ${does(theirs.isWrite)} ${printNode(theirs.node)}`,
    where: step?.member.action.name ?? '',
    site: step?.member.action.site,
  };
}
