// Exit statuses: TLC's numbers where the meaning is the same. One function decides, from what was found and nothing else.

export const exitStatus = {
  holds: 0,
  assumption: 10,
  deadlock: 11,
  safety: 12,
  liveness: 13,
  assertion: 14,
  action: 15,
  witness: 16,
  undecided: 20,
  unexpected: 21,
  vacuous: 22,
  /** Not what the lock file says. */
  drift: 23,
  usage: 64,
  specification: 65,
  internal: 70,
} as const;

/** 'domain': an evaluation outside its domain; 'reachable': a witness. */
export type PropertyKind =
  | 'invariant'
  | 'domain'
  | 'assertion'
  | 'deadlock'
  | 'action'
  | 'liveness'
  | 'recoverable'
  | 'refinement'
  | 'reachable';
export type Verdict = 'holds' | 'violated' | 'not decided';

/** A selected property as the status sees it. */
export interface Judged {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly verdict: Verdict;
  /** Length of the shortest behaviour that violates it, where there is one; of one that goes on for ever, of what comes before its loop. */
  readonly steps?: number | undefined;
  /** Of one that goes on for ever. */
  readonly loop?: number | undefined;
}

/** 'holds', or the names that the first bad level violates. */
export type Expectation = 'holds' | readonly string[];

export interface Judgement {
  /** The selected properties, in declaration order. */
  readonly properties: readonly Judged[];
  readonly expected?: Expectation | undefined;
  /** Whether something was never exercised; undefined where nobody asked for --strict. */
  readonly isVacuous?: boolean | undefined;
}

const statusOfKind: Readonly<Record<PropertyKind, number>> = {
  deadlock: exitStatus.deadlock,
  invariant: exitStatus.safety,
  domain: exitStatus.safety,
  liveness: exitStatus.liveness,
  recoverable: exitStatus.liveness,
  refinement: exitStatus.action,
  assertion: exitStatus.assertion,
  action: exitStatus.action,
  reachable: exitStatus.witness,
};

/** The status of one check: the kind of the shortest violation (ties: declaration order), then 20, 16, 22. */
export function statusOf({ properties, expected, isVacuous = false }: Judgement): number {
  if (expected === undefined) {
    const violated = firstViolated(properties);
    const first = violated.find(({ steps }) => steps === leastSteps(violated));
    if (first !== undefined && first.kind !== 'reachable') return statusOfKind[first.kind];
    if (isAnyOpen(properties)) return exitStatus.undecided;
    if (first !== undefined) return exitStatus.witness;
    return isVacuous ? exitStatus.vacuous : exitStatus.holds;
  }
  const met = isMet(properties, expected);
  if (met === undefined) return exitStatus.undecided;
  if (!met) return exitStatus.unexpected;
  return isVacuous ? exitStatus.vacuous : exitStatus.holds;
}

/** Whether what was found is what was expected; undefined when too little was decided to tell. */
export function isMet(properties: readonly Judged[], expected: Expectation): boolean | undefined {
  const violated = firstViolated(properties).map(({ name }) => name);
  if (violated.length === 0) return isAnyOpen(properties) ? undefined : expected === 'holds';
  if (expected === 'holds' || !violated.every((name) => expected.includes(name))) return false;
  // What is open may be among those that are expected, or one more.
  if (mayViolateMore(properties)) return undefined;
  return violated.length === expected.length;
}

/** Whether something else may be violated as well as what is violated first: of whole behaviours each property is decided by itself. */
export function mayViolateMore(properties: readonly Judged[]): boolean {
  return isAnyOpen(properties) && firstViolated(properties).every(isOfWhole);
}

/** Whether something is not decided. */
export function isAnyOpen(properties: readonly Pick<Judged, 'verdict'>[]): boolean {
  return properties.some(({ verdict }) => verdict === 'not decided');
}

/**
 * What the first bad level violates. Where no level is bad, whatever was found once all was explored: all properties that some behaviour violates
 * by going on for ever, or can never recover. Where no behaviour is bad: the witnesses that cannot be reached.
 */
export function firstViolated<J extends Judged>(properties: readonly J[]): readonly J[] {
  const violated = properties.filter(({ verdict }) => verdict === 'violated');
  const bad = violated.filter(({ kind }) => kind !== 'reachable');
  if (bad.length === 0) return isAnyOpen(properties) ? [] : violated;
  const ending = bad.filter((property) => !isOfWhole(property));
  if (ending.length === 0) return bad;
  const least = leastSteps(ending);
  return ending.filter(({ steps }) => steps === least);
}

function leastSteps(properties: readonly Judged[]): number | undefined {
  const known = properties.flatMap(({ steps }) => (steps === undefined ? [] : [steps]));
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Whether it is decided of all that was explored, rather than level by level. */
function isOfWhole({ kind, loop }: Judged): boolean {
  return kind === 'liveness' || kind === 'recoverable' || loop !== undefined;
}

/** The status of a run of several checks: 70, 65, 64, 21 first; then the first violation as they were run; then 20, 16, 22, 23, 10. */
export function statusOfAll(statuses: readonly number[]): number {
  const { internal, specification, usage, unexpected, undecided, witness, vacuous, drift, assumption, holds } =
    exitStatus;
  const grave = [internal, specification, usage, unexpected].find((status) => statuses.includes(status));
  if (grave !== undefined) return grave;
  const violation = statuses.find((status) => status >= exitStatus.deadlock && status <= exitStatus.action);
  if (violation !== undefined) return violation;
  const rest = [undecided, witness, vacuous, drift].find((status) => statuses.includes(status));
  if (rest !== undefined) return rest;
  // Constants outside the assumptions are no finding of a sweep, unless nothing else is left of it.
  return statuses.includes(holds) || statuses.length === 0 ? holds : assumption;
}
