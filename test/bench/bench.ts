// What every section of the benchmark has at hand, and how it compares: measure in rounds, print a table, refuse where counts differ.

import { nameOf, type Case } from './cases.ts';
import { printCount, tableLines } from './report.ts';
import { CountsDiffer, measure, type Measured } from './rounds.ts';
import { printSpread, printTime, ratiosOf, spreadOf } from './statistics.ts';
import type { Sample, Subject } from './subjects.ts';

export interface Bench {
  readonly rounds: number;
  /** Whether also what takes minutes. */
  readonly isLarge: boolean;
  /** For what is built; removed at the end. */
  readonly folder: string;
  readonly hasSpin: boolean;
  readonly hasRumur: boolean;
  readonly hasCompiler: boolean;
  readonly say: (line: string) => void;
}

export interface Section {
  readonly name: string;
  readonly about: string;
  readonly run: (bench: Bench) => void;
}

/** Compares the subjects with the first of them; undefined, and no ratio printed, where they do not explore the same. */
export function compare(bench: Bench, about: Case, subjects: readonly Subject[]): readonly Measured[] | undefined {
  bench.say(`\n${nameOf(about)}`);
  const measured = measuredOrRefused(bench, about, subjects);
  const [first] = measured ?? [];
  if (measured === undefined || first === undefined) return undefined;
  const { distinct, generated } = about.counts;
  bench.say(`${printCount(distinct)} distinct states, ${printCount(generated)} generated, by all of them`);
  const rows = measured.map((each) => [
    each.subject.name,
    printTime(spreadOf(of(each, 'searchMs')).median),
    printTime(spreadOf(of(each, 'wallMs')).median),
    each === first ? '1' : printSpread(spreadOf(ratiosOf(of(each, 'searchMs'), of(first, 'searchMs')))),
    each === first ? '1' : printSpread(spreadOf(ratiosOf(of(each, 'wallMs'), of(first, 'wallMs')))),
    each.subject.buildMs === undefined ? '' : printTime(each.subject.buildMs),
  ]);
  const head = ['', 'search', 'process', `search / ${first.subject.name}`, 'process / the same', 'to build'];
  for (const line of tableLines([head, ...rows])) bench.say(`  ${line}`);
  for (const { subject } of measured) bench.say(`  $ ${subject.command}`);
  return measured;
}

/** The samples, or a line that says why there are none. */
export function measuredOrRefused(
  bench: Bench,
  about: Case,
  subjects: readonly Subject[],
): readonly Measured[] | undefined {
  try {
    return measure(subjects, bench.rounds, about.counts);
  } catch (error) {
    if (!(error instanceof CountsDiffer)) throw error;
    bench.say(`  no ratio for ${nameOf(about)}, where not all explore the same; ${error.message}`);
    return undefined;
  }
}

/** One number of each round; NaN where the program does not tell its search. */
export function of({ samples }: Measured, name: 'searchMs' | 'wallMs'): readonly number[] {
  return samples.map((sample: Sample) => sample[name] ?? NaN);
}

/** The rounds' ratios of one number of two subjects. */
export function ratio(over: Measured, under: Measured, name: 'searchMs' | 'wallMs') {
  return spreadOf(ratiosOf(of(over, name), of(under, name)));
}
