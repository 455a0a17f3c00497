// Below a race that violates a refinement: its steps again, and beside each what it is to the abstract specification; at last why the last one is
// no step there.

import type { MappedResult, MappedStepResult, RefusalResult } from '../result/mapped-result.ts';
import type { PropertyResult, TraceResult } from '../result/result.ts';
import { loopTexts } from './lasso.ts';
import { cells, indented, widthMost } from './layout.ts';
import { printCounted } from './numbers.ts';
import { ascii, placeText } from './race-text.ts';
import { stepName } from './trace.ts';
import { printChange, printNamed } from './words.ts';

/** So much of the width the own steps take at most. */
const ownMost = 32;
/** Of more actions than these it is not said why they do not do it. */
const refusalsMost = 4;

/** Of each property whose trace is mapped the two columns, and what keeps the last step from being one. */
export function mappedBlocks(properties: readonly Pick<PropertyResult, 'trace'>[]): string[][] {
  return properties
    .flatMap(({ trace }) => (trace === undefined ? [] : [mappedLines(trace), refusalLines(trace)]))
    .filter(({ length }) => length > 0);
}

/** The steps beside each other; nothing where the trace is not mapped. */
function mappedLines({ steps, mapped, loop }: TraceResult): string[] {
  if (mapped === undefined) return [];
  const names = steps.map((step) => ascii([step.actor ?? '', stepName(step)].filter((part) => part !== '').join(': ')));
  const runs = stepRuns(mapped, loop?.from ?? 0);
  const labelOf = ({ first, last }: StepRun): string => (first === last ? String(first) : `${first}-${last}`);
  const nameOf = ({ first, last }: StepRun): string => (first === last ? (names[first - 1] ?? '') : '');
  const own = Math.min(ownMost, Math.max('at first'.length, ...runs.map((run) => nameOf(run).length)));
  const numberWidth = Math.max(...runs.map((run) => labelOf(run).length), 1);
  const start = 2 + numberWidth + 2;
  const width = widthMost - start - own - 2;
  // What a step changes stands a little further in, and both columns are folded by themselves.
  const row = (number: string, name: string, [first = '', ...more]: readonly string[]): string[] => {
    const left = cells([name], [own]).map(([line = '']) => line);
    const right = [
      ...cells([ascii(first)], [width]),
      ...more.flatMap((text) => cells([ascii(text)], [width - 2]).map(([line = '']) => [`  ${line}`])),
    ].map(([line = '']) => line);
    return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
      const head = index === 0 ? `  ${number.padStart(numberWidth)}  ` : ' '.repeat(start);
      return `${head}${(left[index] ?? '').padEnd(own)}  ${right[index] ?? ''}`.trimEnd();
    });
  };
  const rowsOf = (some: readonly StepRun[]): string[] =>
    some.flatMap((run) => {
      const texts = run.first === run.last ? stepTexts(mapped, mapped.steps[run.first - 1]) : ['stutter'];
      return row(labelOf(run), nameOf(run), texts);
    });
  const title = row('', '', [mapped.abstract])[0] ?? '';
  const head = [
    title,
    `${' '.repeat(start)}${'-'.repeat(widthMost - start)}`,
    ...row('0', 'at first', [mapped.initial.map(printNamed).join(', ')]),
  ];
  const [begin, back] = loop === undefined || loop.isStuttering ? ['', ''] : loopTexts(loop, steps.length);
  if (loop === undefined || back === '') return [...head, ...rowsOf(runs)];
  return [
    ...head,
    ...rowsOf(runs.filter(({ last }) => last <= loop.from)),
    rule(begin),
    ...rowsOf(runs.filter(({ first }) => first > loop.from)).map((line) => `|${line.replace(/^ /, '')}`),
    rule(back),
  ];
}

/** Steps by number that have one row: a step, or several that stutter one after the other. */
interface StepRun {
  readonly first: number;
  readonly last: number;
}

/** Fewer steps that stutter than these have a row each. */
const runLeast = 3;

function stepRuns({ steps }: MappedResult, loopFrom: number): readonly StepRun[] {
  const runs: StepRun[] = [];
  for (let first = 1; first <= steps.length;) {
    let last = first;
    const goesOn = (number: number): boolean =>
      number <= steps.length && steps[number - 1]?.kind === 'stutters' && number !== loopFrom + 1;
    if (steps[first - 1]?.kind === 'stutters') while (goesOn(last + 1)) last += 1;
    if (last - first + 1 < runLeast) last = first;
    runs.push({ first, last });
    first = last + 1;
  }
  return runs;
}

function rule(text: string): string {
  return `+-- ${text} `.padEnd(widthMost, '-');
}

/** What a step is there: its firing and what that changes. */
export function stepTexts({ abstract }: Pick<MappedResult, 'abstract'>, step: MappedStepResult | undefined): string[] {
  const changes = (step?.changes ?? []).map(printChange);
  switch (step?.kind) {
    case 'fires':
      return [step.text ?? '', ...changes];
    case 'stutters':
      return ['stutters'];
    default:
      return [`no step of ${abstract}`, ...changes];
  }
}

/** Why no action does what the last step does; nothing where one does. */
function refusalLines({ steps, mapped }: TraceResult): string[] {
  const texts = refusalTexts(mapped?.steps.at(-1)?.refusals ?? []);
  if (texts.length === 0) return [];
  const title = `no action of ${mapped?.abstract ?? ''} does what step ${steps.length} does:`;
  return [indented(ascii(title), 2), ...texts.map((text) => indented(ascii(text), 4))];
}

/** A line for each action that comes nearest, and how many others there are. */
export function refusalTexts(refusals: readonly RefusalResult[]): readonly string[] {
  const others = refusals.length - refusalsMost;
  return [
    ...refusals.slice(0, refusalsMost).map(refusalText),
    ...(others > 0 ? [`${printCounted(others, 'other action')} ${others === 1 ? 'is' : 'are'} further off`] : []),
  ];
}

function refusalText({ action, binding, unmet, leaves, fails }: RefusalResult): string {
  const guards = unmet.map(({ text, value, reads }) => {
    // A truth value that is read by itself is said already.
    const others = reads.filter(({ name }) => name !== text);
    const read = others.map(({ name, value: held }) => printNamed({ name: placeText(name, binding), value: held }));
    return `${placeText(text, binding)} is ${value}${read.length === 0 ? '' : ` (${read.join(', ')})`}`;
  });
  // Where a guard is false, nobody asks what it would do otherwise.
  const does = leaves.length === 0 || guards.length > 0 ? [] : [`it would leave ${leaves.map(printNamed).join(', ')}`];
  return `${action}: ${[...guards, ...(fails === undefined ? does : [fails])].join('; ')}`;
}
