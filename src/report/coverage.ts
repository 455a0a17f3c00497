// What a check did not cover, and what its verdict rests on. Said every time: a verdict is worth what was explored.

import type { CheckResult, NeverExercisedResult } from '../result/result.ts';
import { indented, labelled } from './layout.ts';
import { printCounted } from './numbers.ts';
import { type Row, stopped } from './verdicts.ts';

const labels: Readonly<Record<NeverExercisedResult['kind'], string>> = {
  action: 'never enabled',
  step: 'never reached',
  antecedent: 'vacuous',
  assertion: 'never asserted',
  constraint: 'never cuts',
  assumption: 'never true',
  fairness: 'fair to nothing',
  abstract: 'never taken',
  mapping: 'never changes',
};

/** The lines on what was left out. */
export function renderUncovered(result: CheckResult): string[] {
  const { neverExercised, constraints, ended, verdict } = result;
  const rows: Row[] = [];
  if (ended !== 'complete' && verdict !== 'not decided')
    rows.push(['not explored', [`${beyond(result)} (${stopped(result)})`]]);
  for (const { constraint, statesCut } of constraints) {
    if (statesCut > 0) rows.push(['cut', [`${constraint} cuts ${printCounted(statesCut, 'state')}`]]);
  }
  // Of a search that ended early little is known: what it never met may lie ahead.
  if (ended === 'complete') rows.push(...unexercisedRows(neverExercised));
  return rows.length === 0 ? [] : ['not covered:', ...labelled(rows)];
}

/** A row for each way in which something was never exercised. */
export function unexercisedRows(all: readonly NeverExercisedResult[]): Row[] {
  return Object.entries(labels).flatMap(([kind, label]): Row[] => {
    const alike = untold(all).filter((each) => each.kind === kind);
    const names = [...new Set(alike.map(describe))];
    const more = names.length - namesMost;
    if (names.length === 0) return [];
    return [[label, more > 0 ? [...names.slice(0, namesMost), `and ${more} more`] : names]];
  });
}

function beyond({ counts }: CheckResult): string {
  return counts.areExact ? `what lies beyond ${printCounted(counts.depth, 'step')}` : 'the rest';
}

const namesMost = 12;

/** What is never asserted in a step that is never reached goes without saying. */
export function untold(all: readonly NeverExercisedResult[]): readonly NeverExercisedResult[] {
  const steps = new Set(all.filter(({ kind }) => kind === 'step').map(({ name }) => name.replace(/\/.*$/, '')));
  return all.filter(({ kind, name }) => kind !== 'assertion' || !steps.has(name));
}

function describe({ kind, name, text }: NeverExercisedResult): string {
  if (kind === 'antecedent' && text !== '') return `${name}, since ${text} is never true`;
  return kind === 'abstract' || kind === 'mapping' ? name : shortPath(name);
}

/** Whether what was never exercised is known by this name: its own, or the end of its path, as a report shows it. */
export function isCalled({ name }: Pick<NeverExercisedResult, 'name'>, known: string): boolean {
  return name === known || name.endsWith(`.${known}`);
}

/** The end of a path, by which edits can name it too. */
export function shortPath(path: string): string {
  return path.split('.').slice(-2).join('.');
}

/** What the lines of a table cannot say: how many checks have more to say. */
export function idleLines(results: readonly CheckResult[]): string[] {
  const idle = results.filter(({ verdict, neverExercised }) => verdict === 'holds' && neverExercised.length > 0).length;
  if (idle === 0) return [];
  return [`${printCounted(idle, 'check')} left parts never exercised: each check by itself names them`];
}

/** What the specification takes for granted. */
export function renderAssumed({ modelled, assumptions }: Pick<CheckResult, 'modelled' | 'assumptions'>): string[] {
  const sentences = [...modelled, ...assumptions.map((assumption) => `of the constants: ${assumption}`)];
  if (sentences.length === 0) return [];
  return ['assumed:', ...sentences.map((sentence) => indented(sentence, 2))];
}
