// A behaviour as a table, one row for each atomic step, time downwards: its number, who acts, what is done, what changed. Plain text within
// 75 columns, so that it can be pasted; what changed goes under the step where it does not fit beside it.

import type { StepResult, TraceResult } from '../result/result.ts';
import { fairnessLines, loopTexts } from './lasso.ts';
import { cells, fold, foldWords, widthMost } from './layout.ts';
import { printChange, printNamed } from './words.ts';

/** The table's lines. */
export function renderTrace({ initial, steps, loop }: TraceResult): string[] {
  const numberWidth = String(steps.length).length;
  const names = steps.map(stepName);
  const actorWidth = Math.min(actorMost, Math.max(0, ...steps.map(({ actor = '' }) => actor.length)));
  const nameWidth = Math.min(nameMost, Math.max('(initial)'.length, ...names.map(({ length }) => length)));
  const actorColumn = actorWidth === 0 ? '' : ' '.repeat(actorWidth + 2);
  const nameAt = 2 + numberWidth + 2 + actorColumn.length;
  const effectsAt = nameAt + nameWidth + 2;
  const row = (number: number, actor: string, name: string, { changes, failure }: Effects): string[] => {
    const heads = cells([actor, name], [actorWidth, widthMost - nameAt]).map(([who = '', what = ''], line) => {
      const at = line === 0 ? `  ${String(number).padStart(numberWidth)}  ` : ' '.repeat(2 + numberWidth + 2);
      return `${at}${who.padEnd(actorColumn.length)}${what.trimEnd()}`;
    });
    const [start = ''] = heads;
    const parts = [...changes, ...(failure === undefined ? [] : [failure])];
    // Many changes in a narrow column are harder to read than in lines of their own.
    const isBeside =
      heads.length === 1 &&
      start.length + 2 <= effectsAt &&
      parts.every(({ length }) => effectsAt + length <= widthMost) &&
      fold(changes, { indent: effectsAt }).split('\n').length <= 2;
    const indent = isBeside ? effectsAt : nameAt + 2;
    const lines = [
      ...(changes.length === 0 ? [] : [fold(changes, { indent })]),
      ...(failure === undefined ? [] : [foldWords(failure, { indent })]),
    ].map((line) => `${' '.repeat(indent)}${line}`);
    const [first = '', ...more] = lines;
    return isBeside
      ? [`${start}${first.slice(start.length)}`.trimEnd(), ...more]
      : [...heads.map((head) => head.trimEnd()), ...lines];
  };
  const rows = steps.map((step, index) => row(index + 1, step.actor ?? '', names[index] ?? '', effectsOf(step)));
  const first = row(0, '', '(initial)', { changes: initial.map(printNamed) });
  if (loop === undefined) return [...first, ...rows.flat()];
  const [begin, back] = loopTexts(loop, steps.length);
  return [
    ...first,
    ...rows.slice(0, loop.from).flat(),
    ...(begin === '' ? [] : [`+-- ${begin}`]),
    ...rows.slice(loop.from).flatMap((lines) => lines.map((line) => `|${line.replace(/^ /, '')}`)),
    `+-- ${back}`,
    ...(loop.fairness === undefined ? [] : ['', ...fairnessLines(loop)]),
  ];
}

interface Effects {
  readonly changes: readonly string[];
  readonly failure?: string;
}

const actorMost = 24;
const nameMost = 40;

type Worded = Pick<StepResult, 'text' | 'actor' | 'calls'>;

/** Of a process's step, the procedure being run and the step; of an action its name and parameters. */
export function stepName(step: Worded): string {
  const procedure = step.calls?.at(-2);
  return procedure === undefined ? deed(step) : `${procedure}: ${deed(step)}`;
}

/** What a step does, without the procedure that does it. */
export function deed({ calls, text, actor }: Worded): string {
  const own = calls?.at(-1);
  if (own !== undefined) return `${own}${/\/.*$/.exec(text)?.[0] ?? ''}`;
  // Who acts stands in a column of its own already.
  return text.replace(/\([^(),]*: ([^(),]*)\)/, (whole, value: string) => (value === actor ? '' : whole));
}

function effectsOf({ changes, shown, failure }: StepResult): Effects {
  const printed = [...changes, ...shown].map(printChange);
  return failure === undefined ? { changes: printed } : { changes: printed, failure: `<${failure}>` };
}
