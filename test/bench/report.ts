// What is printed: tables with aligned columns, the commands, and a line for each target with what was reached.

import { printNumber, printSpread, type Spread } from './statistics.ts';

/** Rows with their columns aligned: the first to the left, the others to the right. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

export interface Target {
  /** The number that the project's list of targets gives it. */
  readonly number: number;
  readonly text: string;
  readonly reached: Spread;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
}

/** One line: what was asked, what was reached. The median decides. */
export function targetLine({ number, text, reached, bound }: Target): string {
  const [words, limit] = 'atLeast' in bound ? ['at least', bound.atLeast] : ['at most', bound.atMost];
  const isReached = 'atLeast' in bound ? reached.median >= limit : reached.median <= limit;
  const spread = reached.min === reached.max ? printNumber(reached.median) : printSpread(reached);
  return `target ${number}  ${text}: ${words} ${limit}, is ${spread}: ${isReached ? 'reached' : 'not reached'}`;
}

export function printCount(count: number): string {
  return count.toLocaleString('en');
}
