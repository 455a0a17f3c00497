// ballast.lock.json: what each suite found, to be committed, so that a change of what a specification means shows in a review. Written to be
// read as a difference: a suite's numbers stand on lines of their own, the counts of its actions on one.

import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from '../../checker/index.ts';
import { untold } from '../report/coverage.ts';
import { printShortLength } from '../report/lasso.ts';
import type { CheckResult, NeverExercisedResult } from '../result/result.ts';
import type { Verdict } from '../result/status.ts';

const lockVersion = 1;

export interface LockFile {
  readonly format: 'ballast lock';
  readonly version: typeof lockVersion;
  /** The actions of each specification by name: the counts of a suite stand in their order. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
  readonly suites: Readonly<Record<string, LockedSuite>>;
}

export interface LockedSuite {
  /** The name of its model. */
  readonly specification: string;
  readonly verdict: Verdict;
  /** What follows stands only where the search decided. */
  readonly distinct?: number;
  readonly generated?: number;
  readonly depth?: number;
  readonly digest?: string;
  /**
   * The properties that are violated, with the steps of a shortest behaviour; of one that goes on for ever also of its loop: `5 steps, then a loop
   * of 4`; null for a witness that cannot be reached.
   */
  readonly violated?: Readonly<Record<string, number | string | null>>;
  /** The properties that hold, witnesses aside: one that is taken out of the file is not checked any more, and nothing else would show it. One line. */
  readonly holds?: string;
  /** The witnesses that are reached, with the steps of a shortest behaviour. */
  readonly reached?: Readonly<Record<string, number>>;
  /** Where everything was explored: how often each action fired. `3: 66 110; 9: 4`: of the names from number 3 on, and from 9 on. */
  readonly firings?: string;
  /** Where everything was explored, besides actions and steps: what was never exercised. */
  readonly unexercised?: readonly string[];
}

/** What a suite found, as the lock file says it; `actions`: those of its specification, in the order of the file. */
export function lockedSuite(result: CheckResult, actions: readonly string[]): LockedSuite {
  const { specification, verdict, counts, digest, ended, properties, neverExercised } = result;
  const common = { specification: specification.name, verdict };
  if ((ended !== 'complete' && ended !== 'violation') || !counts.areExact) return common;
  const judged = properties.filter(({ isSelected, isOn }) => isSelected && isOn);
  const violated = judged.filter((property) => property.verdict === 'violated');
  const holding = judged.filter(({ kind, verdict: each }) => kind !== 'reachable' && each === 'holds');
  const reached = judged.filter((property) => property.kind === 'reachable' && property.verdict === 'holds');
  const firings = new Map(result.actions.map((each) => [each.action, each.firings]));
  const idle = [...new Set(untold(neverExercised).filter(isBesidesActions).map(nameOf))];
  return {
    ...common,
    distinct: counts.statesDistinct,
    generated: counts.statesGenerated,
    depth: counts.depth,
    digest,
    ...(violated.length === 0
      ? {}
      : { violated: Object.fromEntries(violated.map((property) => [property.name, lengthOf(property)])) }),
    ...(ended === 'complete' ? { holds: holding.map(({ name }) => name).join('; ') } : {}),
    ...(reached.length === 0
      ? {}
      : { reached: Object.fromEntries(reached.map(({ name, steps = 0 }) => [name, steps])) }),
    ...(ended === 'complete' ? { firings: printFirings(firings, actions) } : {}),
    ...(ended === 'complete' && idle.length > 0 ? { unexercised: idle } : {}),
  };
}

function lengthOf({ steps, loop }: CheckResult['properties'][number]): number | string | null {
  return loop === undefined ? (steps ?? null) : printShortLength({ steps, loop });
}

/** `action lock`, `antecedent mutualExclusion`: how what was never exercised is called. */
export function nameOf({ kind, name }: NeverExercisedResult): string {
  return `${kind} ${name}`;
}

/** That an action never fires is said by its count. */
function isBesidesActions({ kind }: NeverExercisedResult): boolean {
  return kind !== 'action' && kind !== 'step';
}

/** Counts by name, as a lock file has them. */
export function printFirings(counts: ReadonlyMap<string, number>, names: readonly string[]): string {
  const runs: { readonly from: number; readonly counts: number[] }[] = [];
  for (const [index, name] of names.entries()) {
    const count = counts.get(name);
    const last = runs.at(-1);
    if (count === undefined) continue;
    if (last !== undefined && last.from + last.counts.length === index) last.counts.push(count);
    else runs.push({ from: index, counts: [count] });
  }
  return runs.map((run) => `${run.from}: ${run.counts.join(' ')}`).join('; ');
}

/** The same read. */
export function readFirings(text: string, names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    text.split('; ').flatMap((run) => {
      const [from = '', counts = ''] = run.split(': ');
      return counts.split(' ').flatMap((count, index): [string, number][] => {
        const name = names[Number(from) + index];
        return name === undefined || count === '' ? [] : [[name, Number(count)]];
      });
    }),
  );
}

/** The names of a specification's actions, those that are known first, in their order: so that a new one changes no other line. */
export function actionNames(known: readonly string[], used: readonly string[]): readonly string[] {
  const named = new Set(used);
  return [...known.filter((name) => named.has(name)), ...[...named].filter((name) => !known.includes(name))];
}

/** The lock file; undefined where there is none. @throws UsageError for one that cannot be read */
export function readLock(file: string, shown: string): LockFile | undefined {
  if (!existsSync(file)) return undefined;
  const mend = 'write it anew: ballast ci --update';
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${shown} cannot be read: ${reason}`, { mend });
  }
  const { format, version, suites, actions } = isRecord(document) ? document : {};
  if (format !== 'ballast lock') throw new UsageError(`${shown} is no lock file of ballast`, { mend });
  if (version !== lockVersion)
    throw new UsageError(
      `${shown} is a lock file in version ${String(version)} of the format, and this ballast reads version ${lockVersion}`,
      { mend },
    );
  if (
    !isRecord(suites) ||
    !Object.values(suites).every(isSuite) ||
    !isRecord(actions) ||
    !Object.values(actions).every(isNames)
  )
    throw new UsageError(`${shown} is damaged: it does not say of each suite what it found`, { mend });
  return document as LockFile;
}

/** What the file holds. */
export function printLock(lock: Pick<LockFile, 'actions' | 'suites'>): string {
  const document: LockFile = { format: 'ballast lock', version: lockVersion, ...lock };
  return JSON.stringify(document, undefined, 2);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether nothing is missing that a suite of this verdict has: what is not there is compared with nothing. */
function isSuite(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const isThere = (type: string, ...parts: readonly string[]): boolean =>
    parts.every((part) => typeof value[part] === type);
  const areNumbersThere = isThere('number', 'distinct', 'generated', 'depth') && isThere('string', 'digest');
  const isWhole = isThere('string', 'firings', 'holds');
  const isWithout = !['distinct', 'generated', 'depth', 'digest', 'firings', 'holds'].some((part) => part in value);
  const isKnown = value['verdict'] === 'holds' ? areNumbersThere && isWhole : areNumbersThere || isWithout;
  return isThere('string', 'specification', 'verdict') && isKnown;
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
