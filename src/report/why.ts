// Why a property is violated: its rule, the part that decides, what it reads there. A deadlock: what everybody waits for.

import type { PropertyResult } from '../result/result.ts';
import { columns, indented, widthMost } from './layout.ts';
import { unrecoverable } from './lasso.ts';
import { printNamed, printReads } from './words.ts';

/** The lines below a trace. */
export function renderWhy(property: PropertyResult): string[] {
  const { name, why, waiting, kind, source, place } = property;
  if (kind === 'deadlock') {
    const text = `${name}: nobody can go on, and not everybody is done`;
    return [indented(text, 2), ...waitingLines(waiting ?? [])];
  }
  const lines = [indented([name, told(property)].filter((text) => text !== '').join(': '), 2)];
  const below = (text: string): void => void lines.push(indented(text, 4));
  if (place !== undefined) below(`at ${place.file}:${place.line}:${place.column}`);
  if (source !== undefined) below(`of ${source.file}${source.function === undefined ? '' : `, ${source.function}`}`);
  if (why === undefined) return lines;
  below(kind === 'domain' ? why.value : `${why.text} is ${why.value}`);
  const details = [
    ...(why.bindings.length === 0 ? [] : [`for ${why.bindings.map(printNamed).join(', ')}`]),
    ...(why.given.length === 0 ? [] : [`given ${why.given.join(', ')}`]),
    ...printReads(why.reads),
  ];
  return [...lines, ...details.map((detail) => indented(detail, 6))];
}

/** What of the property is violated: of a domain error the name says it, of an assertion its own message, else the rule. */
function told({ kind, rule, verdict, why }: PropertyResult): string {
  if (kind === 'domain') return '';
  if (kind === 'recoverable' && verdict === 'violated') return unrecoverable({ rule });
  return why?.message ?? rule;
}

function waitingLines(waiting: NonNullable<PropertyResult['waiting']>): string[] {
  const lines = columns(
    waiting.map(({ actor = '', action, clause }) => [`    ${actor}`, action, `waits for ${clause}`]),
  );
  if (lines.every(({ length }) => length <= widthMost)) return lines;
  return waiting.map(({ actor, action, clause }) =>
    indented(`${actor === undefined ? '' : `${actor}: `}${action} waits for ${clause}`, 4),
  );
}
