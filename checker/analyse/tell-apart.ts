// Variants told apart: which are specifications of their own, which mean what another means already, and which are none.

import { granularity, type Edit } from '../language/edits.ts';
import { SpecError, UsageError } from '../language/errors.ts';
import { type OpenedModel } from '../language/model.ts';
import { type StructuralVariant } from './variant.ts';

/** Where a variant stands among the others. */
export type Standing =
  /** A tree of its own. */
  | { readonly kind: 'apart' }
  /** The tree of the original. */
  | { readonly kind: 'unchanged' }
  /** The tree of an earlier variant. */
  | { readonly kind: 'same'; readonly as: StructuralVariant }
  /** No specification: what refuses it, in a sentence. */
  | { readonly kind: 'unbuildable'; readonly reason: string };

export interface Told {
  readonly variant: StructuralVariant;
  readonly standing: Standing;
}

/** The edits that make a variant in the granularity in which it is compared. */
export function editsAsRun(opened: OpenedModel, { isFine, edits }: StructuralVariant): readonly Edit[] {
  return isFine ? [...fine(opened), ...edits] : edits;
}

function fine({ program }: OpenedModel): readonly Edit[] {
  return program.granularity === 'fine' ? [] : [granularity('fine')];
}

/**
 * Each variant with where it stands, in their order and as they are asked for: telling one takes some milliseconds, since its processes are
 * lowered but its properties are not. So who runs variants begins with the first while the others are not told yet, and builds only those that
 * stand apart. To build one may still be refused for what a property says of it: that is one more that cannot be built.
 */
export function* tellApart(
  opened: OpenedModel,
  variants: readonly StructuralVariant[],
): Generator<Told, void, undefined> {
  const originals = new Set([opened.meaning(), opened.meaning(fine(opened))]);
  const met = new Map<string, StructuralVariant>();
  for (const variant of variants) {
    const standing = unbuildable((): Standing => {
      const meaning = opened.meaning(editsAsRun(opened, variant));
      if (originals.has(meaning)) return { kind: 'unchanged' };
      const as = met.get(meaning);
      if (as !== undefined) return { kind: 'same', as };
      met.set(meaning, variant);
      return { kind: 'apart' };
    });
    yield { variant, standing };
  }
}

function unbuildable(tell: () => Standing): Standing {
  try {
    return tell();
  } catch (error) {
    if (error instanceof SpecError || error instanceof UsageError) return { kind: 'unbuildable', reason: error.what };
    throw error;
  }
}
