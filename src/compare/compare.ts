// ballast compare: what changed from one saved result to another. Of several results each is compared with its own.

import { type Comparison, isSame, renderComparison } from '../report/comparison-report.ts';
import { differencesBetween } from '../result/differences.ts';
import { matched, type Outcome } from '../result/matching.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import { readComparable } from './read.ts';

export interface CompareArguments {
  readonly before: string;
  readonly after: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** Prints what differs, and gives 0 where nothing does, 21 where something does, whatever was found in either. */
export async function compare(given: CompareArguments, terminal: Terminal): Promise<number> {
  const [before, after] = [given.before, given.after].map((file) => readComparable(file, terminal.cwd));
  const comparison = comparisonOf(before ?? [], after ?? []);
  const { pairs, onlyBefore, onlyAfter } = comparison;
  const isAlike = onlyBefore.length + onlyAfter.length === 0 && pairs.every(isSame);
  const status = isAlike ? exitStatus.holds : exitStatus.unexpected;
  terminal.print(
    given.json === true
      ? JSON.stringify(documentOf(comparison, given, status), undefined, 2)
      : renderComparison(comparison, { paint: terminal.paint, isVerbose: given.verbose === true }),
  );
  return await Promise.resolve(status);
}

function comparisonOf(before: readonly Outcome[], after: readonly Outcome[]): Comparison {
  const { pairs, onlyBefore, onlyAfter } = matched(before, after);
  return {
    pairs: pairs.map(([there, here]) => ({ before: there, after: here, differences: differencesBetween(there, here) })),
    onlyBefore,
    onlyAfter,
  };
}

/** What --json prints: every pair, also those that are the same. */
function documentOf(
  { pairs, onlyBefore, onlyAfter }: Comparison,
  { before, after }: CompareArguments,
  status: number,
): object {
  const about = (outcome: Outcome): object => ({
    ...('label' in outcome ? { label: outcome.label } : {}),
    specification: outcome.specification,
  });
  return {
    format: 'ballast comparison',
    version: 1,
    ballast: version(),
    before,
    after,
    pairs: pairs.map((pair) => ({
      before: about(pair.before),
      after: about(pair.after),
      isSame: isSame(pair),
      ...pair.differences,
    })),
    onlyBefore: onlyBefore.map(about),
    onlyAfter: onlyAfter.map(about),
    status,
  };
}
