// Why a property is violated: its rule, the part that decides, what it reads there. A deadlock: what everybody waits for.

import type { NamedResult, PropertyResult } from '../result/result.ts';
import { columns, foldWords } from './layout.ts';

/** The lines below a trace. */
export function renderWhy({ name, rule, why, waiting, kind, source }: PropertyResult): string[] {
  const lines: string[] = [`  ${foldWords(rule === '' ? name : `${name}: ${rule}`, { indent: 4, first: 2 })}`];
  if (kind === 'deadlock')
    return [`  ${name}: nobody can go on, and not everybody is done`, ...waitingLines(waiting ?? [])];
  if (source !== undefined)
    lines.push(`    ${source.file}${source.function === undefined ? '' : `, ${source.function}`}`);
  if (why === undefined) return lines;
  if (why.message !== undefined) lines.push(`    ${foldWords(why.message, { indent: 4 })}`);
  lines.push(`    ${foldWords(`${why.text} is ${why.value}`, { indent: 6, first: 4 })}`);
  const details: readonly (readonly [string, readonly string[]])[] = [
    ['for', why.bindings.map(printNamed)],
    ['given', why.given],
    ['reading', why.reads.map(printNamed)],
  ];
  for (const [word, parts] of details) {
    if (parts.length > 0) lines.push(`      ${foldWords(`${word} ${parts.join(', ')}`, { indent: 8, first: 6 })}`);
  }
  return lines;
}

function waitingLines(waiting: NonNullable<PropertyResult['waiting']>): string[] {
  return columns(waiting.map(({ actor = '', action, clause }) => [`    ${actor}`, action, `waits for ${clause}`]));
}

function printNamed({ name, value }: NamedResult): string {
  return `${name} = ${value}`;
}
