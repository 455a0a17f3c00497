// Below a race that violates a refinement: its steps again, and beside each what it is to the abstract specification; at last why the last one is
// no step there.

import type { MappedResult, MappedStepResult, PropertyResult, RefusalResult, TraceResult } from '../result/result.ts';
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
  const own = Math.min(ownMost, Math.max('at first'.length, ...names.map(({ length }) => length)));
  const numberWidth = String(steps.length).length;
  const start = 2 + numberWidth + 2;
  const width = widthMost - start - own - 2;
  // What a step changes stands a little further in.
  const row = (number: string, name: string, [first = '', ...more]: readonly string[]): string[] =>
    [
      ...cells([name, ascii(first)], [own, width]),
      ...more.flatMap((text) => cells(['', ascii(text)], [own + 2, width - 2])),
    ].map((line, index) => {
      const head = index === 0 ? `  ${number.padStart(numberWidth)}  ` : ' '.repeat(start);
      return `${head}${line.join('  ')}`.trimEnd();
    });
  const rows = steps.map((_, index) =>
    row(String(index + 1), names[index] ?? '', stepTexts(mapped, mapped.steps[index])),
  );
  const title = row('', '', [mapped.abstract])[0] ?? '';
  const head = [
    title,
    `${' '.repeat(start)}${'-'.repeat(widthMost - start)}`,
    ...row('0', 'at first', [mapped.initial.map(printNamed).join(', ')]),
  ];
  const [begin, back] = loop === undefined || loop.isStuttering ? ['', ''] : loopTexts(loop, steps.length);
  if (loop === undefined || back === '') return [...head, ...rows.flat()];
  return [
    ...head,
    ...rows.slice(0, loop.from).flat(),
    rule(begin),
    ...rows.slice(loop.from).flatMap((lines) => lines.map((line) => `|${line.replace(/^ /, '')}`)),
    rule(back),
  ];
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
    const read = reads.map(({ name, value: held }) => printNamed({ name: placeText(name, binding), value: held }));
    return `${placeText(text, binding)} is ${value}${read.length === 0 ? '' : ` (${read.join(', ')})`}`;
  });
  // Where a guard is false, nobody asks what it would do otherwise.
  const does = leaves.length === 0 || guards.length > 0 ? [] : [`it would leave ${leaves.map(printNamed).join(', ')}`];
  return `${action}: ${[...guards, ...(fails === undefined ? does : [fails])].join('; ')}`;
}
