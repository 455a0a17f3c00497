// The suites of a project written out: one job for each check, each with a name of its own. Plain data, so that processes can be told.

import { relative, resolve } from 'node:path';
import { UsageError } from '../../checker/index.ts';
import { type Limits, parseLimits } from '../arguments/limits.ts';
import type { Settings } from '../arguments/settings.ts';
import { isPath, loadSpecification } from '../load/load.ts';
import { type Carried, carry } from '../threads/carried-error.ts';
import { type NamedSuite, namedBy, suitesOf } from '../matrix/suites.ts';
import { splitNames } from '../result/expectation.ts';
import {
  type Budget,
  type CheckEntry,
  type EntryExpectation,
  type Lane,
  lanes,
  type OwnSuitesEntry,
  type SuiteEntry,
} from './project.ts';
import type { ReadProject } from './read-project.ts';

export interface Job {
  /** Once in a project. */
  readonly label: string;
  /** In the words of the config. */
  readonly spec: string;
  /** The same from the current folder, as a command that repeats the check says it. */
  readonly reference: string;
  readonly lane: Lane;
  readonly limits: Limits;
  readonly asks: Asks;
  readonly expected: Expected;
  readonly unexercised: readonly string[] | 'locked';
  readonly mayBeUndecided: boolean;
  /** The number of the entry that it comes from. */
  readonly entry: number;
}

/** What is checked. */
export type Asks =
  | {
      readonly kind: 'check';
      readonly set: Settings;
      readonly mutant: string | undefined;
      readonly edits: readonly string[];
      readonly properties: readonly string[] | undefined;
    }
  /** A suite that the specification's own file declares: it may have edits that no text can say. */
  | { readonly kind: 'own'; readonly suite: string }
  /** Nothing: its file cannot be loaded, so that nobody knows its suites. */
  | { readonly kind: 'nothing'; readonly because: Carried };

export interface Expected {
  readonly kind: 'holds' | 'violates' | 'reaches';
  readonly names: readonly string[];
  readonly steps: number | undefined;
}

/** All jobs of a project; the names of what is listed twice are told apart by what they are. @throws UsageError for two of one name */
export async function jobsOf(project: ReadProject, cwd: string): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (const [number, entry] of project.parts.suites.entries())
    jobs.push(...(await jobsOfEntry(entry, number, project, cwd)));
  const labels = new Set<string>();
  for (const { label } of jobs) {
    if (labels.has(label))
      throw new UsageError(`two suites of ${relative(cwd, project.file)} are called '${label}'`, {
        mend: 'give one of them a name: the lock file knows them by it',
      });
    labels.add(label);
  }
  return jobs;
}

/** The jobs that a lane runs: its own and those of the lanes before it. */
export function inLane(jobs: readonly Job[], lane: Lane): readonly Job[] {
  return jobs.filter((job) => lanes.indexOf(job.lane) <= lanes.indexOf(lane));
}

export function printExpected({ kind, names, steps }: Expected): string {
  if (kind === 'holds') return 'holds';
  return `${kind} ${names.join(', ')}${steps === undefined ? '' : ` in ${steps} ${steps === 1 ? 'step' : 'steps'}`}`;
}

async function jobsOfEntry(
  entry: SuiteEntry,
  number: number,
  { parts, folder }: ReadProject,
  cwd: string,
): Promise<readonly Job[]> {
  const { spec, lane = 'quick', unexercised = [], mayBeUndecided = false } = entry;
  const reference = referenceFrom(spec, folder, cwd);
  const limits = limitsOf(entry.budget ?? parts.budget ?? {});
  const common = { spec, reference, lane, limits, unexercised, mayBeUndecided, entry: number };
  if ('suites' in entry) {
    try {
      const suites = await ownSuites(entry, reference, cwd);
      return suites.map(({ label, expect }) => ({
        ...common,
        label: `${spec}: ${label}`,
        asks: { kind: 'own', suite: label },
        expected: expectedInWords(expect),
      }));
    } catch (thrown) {
      // The other entries are checked all the same.
      return [{ ...common, label: spec, asks: { kind: 'nothing', because: carry(thrown) }, expected: anyHold }];
    }
  }
  return combinations(entry.set ?? {}).map((set) => ({
    ...common,
    label: labelOf(entry, set),
    asks: {
      kind: 'check',
      set,
      mutant: entry.mutant,
      edits: entry.edits ?? [],
      properties: entry.properties ?? witnesses(entry.expect),
    },
    expected: expectedOf(entry.expect),
  }));
}

const anyHold: Expected = { kind: 'holds', names: [], steps: undefined };

async function ownSuites(
  { spec, only }: OwnSuitesEntry,
  reference: string,
  cwd: string,
): Promise<readonly NamedSuite[]> {
  const all = suitesOf(await loadSpecification(reference, { cwd }));
  if (all.length === 0)
    throw new UsageError(`${spec} has no suites of its own`, {
      mend: "give the model suites: [{ expect: 'holds' }], or its mutants what they break",
    });
  const named = only === undefined ? all : only.flatMap((name) => namedBy(name, all));
  return all.filter((suite) => named.includes(suite));
}

/** A path of the config, said from the current folder; names stay. */
function referenceFrom(spec: string, folder: string, cwd: string): string {
  if (!isPath(spec.replace(/#[^#/\\]+$/, ''))) return spec;
  const path = relative(cwd, resolve(folder, spec));
  return path.startsWith('.') ? path : `./${path}`;
}

function limitsOf({ time, memory, states, depth }: Budget): Limits {
  return parseLimits({
    time: time === undefined ? undefined : String(time),
    memory,
    maxStates: states === undefined ? undefined : String(states),
    maxDepth: depth === undefined ? undefined : String(depth),
  });
}

function combinations(set: NonNullable<CheckEntry['set']>): readonly Settings[] {
  return Object.entries(set).reduce<readonly Settings[]>(
    (all, [name, values]) =>
      all.flatMap((settings) => [values].flat().map((value) => ({ ...settings, [name]: value }))),
    [{}],
  );
}

function labelOf(
  { name, spec, mutant, edits = [], properties, set: given = {}, expect }: CheckEntry,
  set: Settings,
): string {
  const constants = Object.entries(set).map(([constant, value]) => `${constant}=${String(value)}`);
  // A name stands for all that does not vary.
  if (name !== undefined) {
    const varied = Object.entries(set).filter(([constant]) => [given[constant]].flat().length > 1);
    return [name, ...varied.map(([constant, value]) => `${constant}=${String(value)}`)].join(' ');
  }
  const selected = properties ?? witnesses(expect) ?? [];
  return [
    spec,
    ...constants,
    ...(mutant === undefined ? [] : [mutant]),
    ...edits,
    ...(selected.length === 0 ? [] : [`(${selected.join(', ')})`]),
  ].join(' ');
}

function expectedOf(expect: EntryExpectation): Expected {
  if (expect === 'holds') return anyHold;
  const names = 'violates' in expect ? expect.violates : expect.reaches;
  return { kind: 'violates' in expect ? 'violates' : 'reaches', names: [names].flat(), steps: expect.steps };
}

/** Where nothing else is selected, what should be reached is. */
function witnesses(expect: EntryExpectation): readonly string[] | undefined {
  return typeof expect === 'object' && 'reaches' in expect ? [expect.reaches].flat() : undefined;
}

/** The words of a suite: 'holds', or 'violates S8, S1'. */
function expectedInWords(words: string): Expected {
  const [, list] = /^violates\s+(.+)$/s.exec(words.trim()) ?? [];
  return list === undefined ? anyHold : { kind: 'violates', names: splitNames(list), steps: undefined };
}
