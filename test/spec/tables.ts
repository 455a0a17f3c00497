// The tables of a document: what its tests compare with what is so.

import assert from 'node:assert/strict';

export type Row = readonly string[];

/** The rows of the table whose first heading this is, cell by cell. */
export function rowsOf(document: string, heading: string): readonly Row[] {
  const table = document.split('\n\n').find((paragraph) => paragraph.startsWith(`| ${heading} |`)) ?? '';
  const cells = (line: string): Row =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const rows = table.trim().split('\n').slice(2).map(cells);
  assert(rows.length > 0, `no table begins with '${heading}'`);
  return rows;
}

/** What stands between code marks. */
export function names(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}
