// What the instances of a search have counted, added up over partitions and workers.

import { runtimeOffsets, type Program } from '../compile/program.ts';
import type { Specification } from '../language/tree.ts';
import type { Partition } from './partition.ts';

export interface Counters {
  readonly digest: bigint;
  readonly distinct: number;
  readonly cut: number;
  readonly statesEnabled: readonly number[];
  readonly firings: readonly number[];
  readonly statesCut: readonly number[];
}

export function countersOf(
  partitions: readonly Partition[],
  { scratch }: Program,
  { actions, constraints }: Specification,
): Counters {
  const exactAt = (offset: number): bigint => partitions.reduce((sum, each) => sum + each.sumAt(offset), 0n);
  const sumAt = (offset: number): number => Number(exactAt(offset));
  const list = (offset: number, { length }: { readonly length: number }): number[] =>
    Array.from({ length }, (_, index) => sumAt(offset + 8 * index));
  return {
    digest: exactAt(runtimeOffsets.digest),
    distinct: sumAt(runtimeOffsets.distinct),
    cut: sumAt(runtimeOffsets.cut),
    statesEnabled: list(scratch.enabled, actions),
    firings: list(scratch.firings, actions),
    statesCut: list(scratch.cuts, constraints),
  };
}

export function distinctIn(partitions: readonly Partition[]): number {
  return partitions.reduce((sum, each) => sum + Number(each.sumAt(runtimeOffsets.distinct)), 0);
}

/** The states that the representatives stand for; undefined where a state had too many orders to try, so that some orbits count more than once. */
export function representedIn(partitions: readonly Partition[]): bigint | undefined {
  if (partitions.some((each) => each.isInexact)) return undefined;
  const total = partitions.reduce((sum, each) => sum + each.sumAt(runtimeOffsets.represented), 0n);
  return total > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : total;
}
