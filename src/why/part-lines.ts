// A condition taken apart, as lines: the truth of each part before it, its own parts under it, what it reads beside or below; and the steps of
// a way. Plain text within 75 columns. A part that decides is marked.

import type { ConditionPart, Truth } from '../../checker/index.ts';
import { columns, foldWords, indented, widthMost } from '../report/layout.ts';
import { printCounted } from '../report/numbers.ts';
import { stepName } from '../report/trace.ts';
import { printNamed, printReads } from '../report/words.ts';
import type { AttemptResult } from '../result/answer.ts';
import type { StepResult } from '../result/result.ts';

/** Deeper than this, parts are no further moved to the right. */
const depthMost = 8;

/** The part and all below it. */
export function partLines(part: ConditionPart, depth = 0): string[] {
  const mark = part.isDeciding ? '>' : ' ';
  const word = printTruth(part.truth);
  const short = word.length <= 5 ? word.padEnd(5) : word;
  const start = `  ${'  '.repeat(Math.min(depth, depthMost))}${mark} ${short}  `;
  const below = ' '.repeat(Math.min(start.length, 40));
  const isCompound = part.parts.length > 0;
  const text = isCompound ? shortened(part.text, widthMost - start.length) : part.text;
  const indent = below.length;
  const lines = [`${start}${foldWords(text, { indent, first: start.length })}`];
  const unsaid = part.bindings.map(printNamed).filter((bound) => !part.text.endsWith(bound));
  const notes = [
    ...(unsaid.length === 0 ? [] : [`for ${unsaid.join(', ')}`]),
    ...part.otherInstances.map(({ truth, count }) => `${printTruth(truth)} for ${printCounted(count, 'other')}`),
    ...printReads(part.reads),
    ...(typeof part.truth === 'string' ? [] : [part.truth.outside]),
  ];
  for (const note of notes) lines.push(indented(note, indent));
  return [...lines, ...part.parts.flatMap((each) => partLines(each, depth + 1))];
}

/** The clauses of a guard, and what blocks the step inside. */
export function attemptLines(attempt: AttemptResult): string[] {
  return [
    ...attempt.clauses.flatMap((clause) => partLines(clause, 0)),
    // Where it is enabled, what blocks one of its alternatives is beside the point.
    ...(attempt.isEnabled ? [] : attempt.blocked).map(
      (text) => `  > false  ${foldWords(`${text} (inside the step)`, { indent: 11, first: 11 })}`,
    ),
  ];
}

function printTruth(truth: Truth): string {
  return typeof truth === 'string' ? truth : 'no value';
}

function shortened(text: string, width: number): string {
  if (text.length <= width) return text;
  const cut = text.slice(0, Math.max(20, width - 4));
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 16))} ...`;
}

/** Of a way of some steps: its steps as lines, numbered from the one after `from`. */
export function wayLines(steps: readonly StepResult[], from = 0): string[] {
  const starts = columns(steps.map(({ actor = '' }, index) => [`  ${from + index + 1}`, actor, '|'])).map((line) =>
    line.slice(0, -1),
  );
  return steps.map((step, index) => {
    const start = starts[index] ?? '';
    const name = stepName(step);
    if (start.length <= startMost) return `${start}${foldWords(name, { indent: start.length })}`;
    return `${foldWords(start.trimEnd(), { indent: 6 })}\n      ${foldWords(name, { indent: 6 })}`;
  });
}

/** Behind a longer name of who acts there is no room for what is done. */
const startMost = 40;
