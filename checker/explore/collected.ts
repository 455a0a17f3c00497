// What the instances of a search have collected, added up over partitions and workers.

import type { Specification } from '../language/tree.ts';
import { collectedOf, type Collected } from '../interpret/collected.ts';
import type { Engine } from './engine.ts';

/** The sum of the hashes of all transitions; undefined where nothing is collected. */
export function transitionsIn({ program, partitions }: Engine): bigint | undefined {
  const { collected } = program;
  return collected && partitions.reduce((sum, each) => sum + each.sumAt(collected.transitions), 0n);
}

/**
 * @param firings by action
 * @param levels distinct states and firings, by depth
 */
export function collectedBy(
  specification: Specification,
  { program, partitions }: Engine,
  firings: readonly number[],
  levels: { readonly states: readonly number[]; readonly firings: readonly number[] },
): Collected | undefined {
  const { collected } = program;
  if (collected?.kind !== 'everything') return undefined;
  const at = (offset: number): number => Number(partitions.reduce((sum, each) => sum + each.sumAt(offset), 0n));
  const list = (offset: number, { length }: { readonly length: number }): readonly number[] =>
    Array.from({ length }, (_, index) => at(offset + 8 * index));
  return collectedOf(specification, {
    firings,
    fresh: list(collected.fresh, specification.actions),
    same: list(collected.same, specification.actions),
    guards: collected.guards.map((guard) =>
      (guard?.clauses ?? []).map(({ isFalse, isOnlyFalse, outside }) => ({
        evaluated: at(guard?.evaluated ?? 0),
        isFalse: at(isFalse),
        isOnlyFalse: at(isOnlyFalse),
        outside: at(outside),
      })),
    ),
    inner: collected.inner.map((conditions) =>
      conditions.map(({ evaluated, isFalse, outside }) => ({
        evaluated: at(evaluated),
        isFalse: at(isFalse),
        outside: at(outside),
      })),
    ),
    antecedents: list(collected.antecedents, { length: collected.antecedentsCount }),
    levels: levels.states.map((states, depth) => ({ states, firings: levels.firings[depth] ?? 0 })),
  });
}
