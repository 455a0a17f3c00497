// --expect 'holds' | 'violates S8, S1': what a check is expected to find, in the words that suites use.

import { suggest, UsageError } from '../../checker/index.ts';
import type { Expectation } from './status.ts';

/**
 * Reads an expectation. `known` are the names of all properties; a domain error is named by its path and expression, which no list holds.
 * @throws UsageError for another form, or an unknown name
 */
export function parseExpectation(text: string, known: readonly string[]): Expectation {
  const trimmed = text.trim();
  if (trimmed === 'holds') return 'holds';
  const [, list] = /^violates\s+(.+)$/s.exec(trimmed) ?? [];
  const names = splitNames(list ?? '');
  if (names.length === 0) {
    throw new UsageError(`'${text}' is no expectation`, { mend: "write 'holds' or 'violates name, name'" });
  }
  const odd = names.find((name) => !known.includes(name) && !name.includes(': '));
  if (odd === undefined) return names;
  const all = known.length === 0 ? 'it has no properties' : `the properties are ${known.join(', ')}`;
  throw new UsageError(`there is no property '${odd}' to expect a violation of`, { mend: suggest(odd, known) || all });
}

export function printExpectation(expected: Expectation): string {
  return expected === 'holds' ? 'holds' : `violates ${expected.join(', ')}`;
}

/** At the commas outside brackets: the expression in a domain error's name may have its own. */
export function splitNames(list: string): readonly string[] {
  const names: string[] = [''];
  let depth = 0;
  for (const character of list) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth <= 0) names.push('');
    else names[names.length - 1] += character;
  }
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}
