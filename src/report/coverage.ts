// What a check did not cover, and what its verdict rests on. Said every time: a verdict is worth what was explored.

import type { CheckResult, NeverExercisedResult } from '../result/result.ts';
import { foldWords, labelled } from './layout.ts';
import { printCounted } from './numbers.ts';
import { stopped } from './verdicts.ts';

const labels: Readonly<Record<NeverExercisedResult['kind'], string>> = {
  action: 'never enabled',
  step: 'never reached',
  antecedent: 'vacuous',
  assertion: 'never asserted',
  constraint: 'never cuts',
  witness: 'no witness',
};

/** The lines on what was left out. */
export function renderUncovered(result: CheckResult): string[] {
  const { neverExercised, constraints, ended, verdict } = result;
  const rows: (readonly [string, readonly string[]])[] = [];
  if (ended !== 'complete' && verdict !== 'not decided')
    rows.push(['not explored', [`${beyond(result)} (${stopped(result)})`]]);
  for (const { constraint, statesCut } of constraints) {
    if (statesCut > 0) rows.push(['cut', [`${constraint} cuts ${printCounted(statesCut, 'state')}`]]);
  }
  // Of a search that ended early little is known: what it never met may lie ahead.
  if (ended === 'complete') {
    for (const kind of Object.keys(labels) as NeverExercisedResult['kind'][]) {
      const names = neverExercised
        .filter((each) => each.kind === kind)
        .map(({ name, text }) => describe(kind, name, text));
      if (names.length > 0)
        rows.push([
          labels[kind],
          names.length > namesMost ? [...names.slice(0, namesMost), `and ${names.length - namesMost} more`] : names,
        ]);
    }
  }
  return rows.length === 0 ? [] : ['not covered:', ...labelled(rows)];
}

function beyond({ counts }: CheckResult): string {
  return counts.areExact ? `what lies beyond ${printCounted(counts.depth, 'step')}` : 'the rest';
}

const namesMost = 12;

function describe(kind: NeverExercisedResult['kind'], name: string, text: string): string {
  return kind === 'antecedent' && text !== '' ? `${name}, since ${text} is never true` : name;
}

/** What the specification takes for granted. */
export function renderAssumed({ modelled, assumptions }: CheckResult): string[] {
  const sentences = [...modelled, ...assumptions.map((assumption) => `of the constants: ${assumption}`)];
  if (sentences.length === 0) return [];
  return ['assumed:', ...sentences.map((sentence) => `  ${foldWords(sentence, { indent: 4, first: 2 })}`)];
}
