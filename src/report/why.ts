// Why a property is violated: its rule, the part that decides, what it reads there. A deadlock: what everybody waits for.

import type { NamedResult, PropertyResult } from '../result/result.ts';
import { columns, foldWords, widthMost } from './layout.ts';

/** The lines below a trace. */
export function renderWhy(property: PropertyResult): string[] {
  const { name, why, waiting, kind, source, place } = property;
  if (kind === 'deadlock') {
    const text = `${name}: nobody can go on, and not everybody is done`;
    return [`  ${foldWords(text, { indent: 4, first: 2 })}`, ...waitingLines(waiting ?? [])];
  }
  const lines = [
    `  ${foldWords([name, told(property)].filter((text) => text !== '').join(': '), { indent: 4, first: 2 })}`,
  ];
  const below = (text: string): void => void lines.push(`    ${foldWords(text, { indent: 6, first: 4 })}`);
  if (place !== undefined) below(`at ${place.file}:${place.line}:${place.column}`);
  if (source !== undefined) below(`of ${source.file}${source.function === undefined ? '' : `, ${source.function}`}`);
  if (why === undefined) return lines;
  below(kind === 'domain' ? why.value : `${why.text} is ${why.value}`);
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

/** What of the property is violated: of a domain error the name says it, of an assertion its own message, else the rule. */
function told({ kind, rule, why }: PropertyResult): string {
  if (kind === 'domain') return '';
  return why?.message ?? rule;
}

function waitingLines(waiting: NonNullable<PropertyResult['waiting']>): string[] {
  const lines = columns(
    waiting.map(({ actor = '', action, clause }) => [`    ${actor}`, action, `waits for ${clause}`]),
  );
  if (lines.every(({ length }) => length <= widthMost)) return lines;
  return waiting.map(({ actor, action, clause }) => {
    const text = `${actor === undefined ? '' : `${actor}: `}${action} waits for ${clause}`;
    return `    ${foldWords(text, { indent: 6, first: 4 })}`;
  });
}

function printNamed({ name, value }: NamedResult): string {
  return `${name} = ${value}`;
}
