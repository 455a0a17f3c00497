// The report of an audit: a table of the searches that were compared, and what any of them found otherwise.

import type { AuditedSearch, AuditedSize, AuditResult } from '../result/audit.ts';
import { columns, foldWords, indented } from './layout.ts';
import { printCount, printCounted, printTime } from './numbers.ts';
import { shellLines } from './shell-lines.ts';
import { listed, printNamed } from './words.ts';

/** The lines, the first of which says what came of it. */
export function auditLines(audit: AuditResult): string[] {
  const { outcome, reason = '', sizes } = audit;
  switch (outcome) {
    case 'nothing to compare':
      return ['audit: nothing was left out of the search, so there is nothing to compare'];
    case 'not decided':
      return [foldWords(`audit: not decided: ${reason}`, { indent: 2 }), ...sizes.flatMap(sizeLines)];
    case 'agree':
    case 'disagree': {
      const compared = sizes.filter(({ isCompared }) => isCompared);
      const count = compared.reduce((sum, { searches }) => sum + searches.length, 0);
      const where =
        compared.length === 1 && compared[0]?.lowered.length === 0
          ? ''
          : `, at ${printCounted(compared.length, 'smaller size')}`;
      const text =
        outcome === 'agree'
          ? `audit: ${printCount(count)} searches agree${where}`
          : 'audit: the searches disagree, and the verdict is not to be trusted';
      return [text, ...sizes.flatMap(sizeLines), ...sizes.flatMap(differenceLines)];
    }
  }
}

function sizeLines({ lowered, isCompared, searches }: AuditedSize): string[] {
  const at = lowered.length === 0 ? '' : `  at ${listed(lowered.map(printNamed))}`;
  if (!isCompared) {
    const last = searches.at(-1);
    const reached = last === undefined ? '' : ` (${last.name}: ${printCounted(last.statesDistinct, 'state')} and more)`;
    return [indented(`${at === '' ? 'at this size' : at.trim()}: too large for the budget${reached}`, 2)];
  }
  const numbers = searches.map((search) => [statesOf(search), String(search.depth), printTime(search.elapsedMs)]);
  const head = ['states', 'depth', 'time'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...numbers.map((row) => (row[column] ?? '').length)),
  );
  const rows = [head, ...numbers].map((row, index) => [
    ...row.map((cell, column) => `${column === 0 ? '  ' : ''}${cell.padStart(widths[column] ?? 0)}`),
    index === 0 ? 'search' : (searches[index - 1]?.name ?? ''),
  ]);
  return [...(at === '' ? [] : [`${at}:`]), ...columns(rows)];
}

function statesOf({ statesDistinct, statesInAll, ended, differences }: AuditedSearch): string {
  if (ended === 'interrupted' && differences.length > 0) return '-';
  const all = statesInAll === undefined ? '' : ` (${printCount(statesInAll)} in all)`;
  return `${ended === 'complete' || ended === 'violation' ? '' : '>= '}${printCount(statesDistinct)}${all}`;
}

function differenceLines({ searches }: AuditedSize): string[] {
  const whole = searches.at(-1);
  return searches
    .filter(({ differences }) => differences.length > 0)
    .flatMap(({ name, differences, command }) => [
      '',
      ...differences.map((difference) => indented(`${name}: ${difference}`, 2)),
      ...(command === '' ? [] : shellLines('  repeat: ', command)),
      ...(whole === undefined || whole.command === '' || whole.name === name
        ? []
        : shellLines('  beside: ', whole.command)),
    ]);
}
