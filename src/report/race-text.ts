// The words of a race table: what changed in as few of them as say it, and plain ASCII whatever a specification calls its things.

import { stepWords } from '../../checker/index.ts';
import type { ChangeResult, NamedResult, StepResult } from '../result/result.ts';
import { isPartOf } from '../result/place-names.ts';
import { stepName } from './trace.ts';

/** `takes balloon_pages_lock`, `isolated[page0] = true`, `refcount[page0] 1 -> 2`. `actor`: who does it. */
export function changeText({ place, before, after }: ChangeResult, actor: string | undefined): string {
  if (actor !== undefined && before === 'free' && after === `held by ${actor}`) return `takes ${place}`;
  if (actor !== undefined && before === `held by ${actor}` && after === 'free') return `drops ${place}`;
  const isPlain = before === 'unset' || after === 'true' || after === 'false';
  return isPlain ? `${place} = ${after}` : `${place} ${before} -> ${after}`;
}

/** A step by its own name, less its function: `folio_trylock (busy)`, `critical section (entry: page0)`. */
export function nameText(step: StepResult): string {
  const words = stepWords(step);
  if (words === undefined) return stepName(step);
  const { name, alternative, bindings } = words;
  // A parameter that the step stores in a local is said there.
  const isStored = step.parameters.some(
    (parameter) => bindings === `${parameter.name}: ${parameter.value}` && stores(step.changes, parameter.value),
  );
  const notes = [alternative, isStored ? '' : bindings].filter((note) => note !== '');
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`;
}

function stores(changes: readonly ChangeResult[], value: string): boolean {
  return changes.some(({ before, after }) => before === 'unset' && after === value);
}

/** `lru[p]` as `lru[page0]`, where `p = page0` is among the names; one place may be the index of another. */
export function placeText(name: string, names: readonly NamedResult[]): string {
  const values = new Map(names.map((each) => [each.name, each.value]));
  for (const each of names) values.set(indexed(each.name, values), each.value);
  return indexed(indexed(name, values), values);
}

/** With the values of its indices. */
function indexed(name: string, values: ReadonlyMap<string, string>): string {
  return name.replaceAll(/\[((?:[^[\]]|\[[^[\]]*\])*)\]/g, (_, keys: string) => {
    const known = keys.split(', ').map((key) => values.get(key) ?? indexed(key, values));
    return `[${known.join(', ')}]`;
  });
}

/** Whether the places of an initial state, `pc[every cpu]`, include this one, `pc[cpu0]`; also where one is a part of the other. */
export function isWithin(place: string, initial: string): boolean {
  if (place === initial || isPartOf(place, initial) || isPartOf(initial, place)) return true;
  if (!/\[(?:every |everything\])/.test(initial)) return false;
  const pattern = initial
    .split(/\[(?:every [^\]]*|everything)\]/)
    .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(String.raw`\[[^\]]*\]`);
  const base = initial.replace(/\[(?:every |everything\]).*$/, '');
  return place === base || new RegExp(`^${pattern}(?:$|[.[])`).test(place);
}

const plainer: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
  '\u2190': '<-',
  '\u2192': '->',
  '\u00A0': ' ',
  '\n': ' ',
  '\t': ' ',
};

/** With everything that is no plain ASCII written otherwise, so that two names never become one: `\u{e9}`. */
export function ascii(text: string): string {
  return text.replaceAll(
    /[^ -~]/gu,
    (letter) => plainer[letter] ?? `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
