// Small things that every report says in the same words: a list, what was checked, a value, a change, what was read, the numbers of steps.

import type { ChangeResult, Json, NamedResult, OrderingResult, SpecificationIdentity } from '../result/result.ts';

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** `a loop` as a sentence begins. */
export function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** What was checked: `balloon (mutant M2, drop lookup)`. */
export function printIdentity({ name, mutant, edits }: SpecificationIdentity): string {
  const variant = [...(mutant === undefined ? [] : [`mutant ${mutant}`]), ...edits];
  return variant.length === 0 ? name : `${name} (${variant.join('; ')})`;
}

/** `refcount[page0] = 1`. */
export function printNamed({ name, value }: { readonly name: string; readonly value: Json }): string {
  return `${name} = ${String(value)}`;
}

/** `owner free -> held by cpu0`; what had no value before simply becomes: `b_dev_info = device0`. */
export function printChange({ place, before, after }: ChangeResult): string {
  return before === 'unset' ? printNamed({ name: place, value: after }) : `${place} ${before} -> ${after}`;
}

/** `reading lru[page0] = unlinked, page = page0`; nothing where nothing was read. */
export function printReads(reads: readonly NamedResult[]): readonly string[] {
  return reads.length === 0 ? [] : [`reading ${reads.map(printNamed).join(', ')}`];
}

const orderingsMost = 20;

/** `step 3 before 7: otherwise …`; where nearly every step has its place, the last ones, nearest to what went wrong. */
export function printOrderings(orderings: readonly OrderingResult[]): readonly string[] {
  const all = [...new Set(orderings.map(({ first, second, reason }) => `step ${first} before ${second}: ${reason}`))];
  const more = all.length - orderingsMost;
  return more > 0 ? [`${all.length} orderings matter; the last ${orderingsMost} are`, ...all.slice(more)] : all;
}

export type Run = readonly [first: number, last: number];

/** Numbers in ascending order as runs of neighbours. */
export function runsOf(numbers: readonly number[]): readonly Run[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] + 1 === number) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

/** 2, 5 to 8, 11. */
export function printRuns(runs: readonly Run[]): readonly string[] {
  return runs.flatMap(([first, last]) => {
    if (first === last) return [String(first)];
    return last === first + 1 ? [String(first), String(last)] : [`${first} to ${last}`];
  });
}
