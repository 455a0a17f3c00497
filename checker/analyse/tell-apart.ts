// Variants told apart: which are specifications of their own, which mean what another means already, and which are none.

import createHasher from 'xxhash-wasm';
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
export function editsAsRun({ program }: OpenedModel, { isFine, edits }: StructuralVariant): readonly Edit[] {
  return isFine && program.granularity !== 'fine' ? [granularity('fine'), ...edits] : edits;
}

/**
 * Each variant with where it stands, in their order and as they are asked for: telling one takes some milliseconds, since its processes are
 * lowered but its properties are not. So who runs variants begins with the first while the others are not told yet, and builds only those that
 * stand apart. To build one may still be refused for what a property says of it: that is one more that cannot be built.
 *
 * Trees are known by their hash, and where two agree, compared.
 */
export async function* tellApart(
  opened: OpenedModel,
  variants: readonly StructuralVariant[],
): AsyncGenerator<Told, void, undefined> {
  const hasher = await createHasher();
  const text = (edits: readonly Edit[]): string => opened.meaning(edits).join('\n\n');
  const met = new Map<string, { readonly edits: readonly Edit[]; readonly variant?: StructuralVariant }[]>();
  const standingOf = (edits: readonly Edit[], variant?: StructuralVariant): Standing => {
    const own = text(edits);
    const hash = hasher.h64ToString(own);
    const others = met.get(hash) ?? [];
    const same = others.find((other) => text(other.edits) === own);
    if (same !== undefined)
      return same.variant === undefined ? { kind: 'unchanged' } : { kind: 'same', as: same.variant };
    met.set(hash, [...others, { edits, ...(variant && { variant }) }]);
    return { kind: 'apart' };
  };
  standingOf([]);
  if (opened.program.granularity !== 'fine' && variants.some(({ isFine }) => isFine)) standingOf([granularity('fine')]);
  for (const variant of variants) {
    const edits = editsAsRun(opened, variant);
    yield { variant, standing: unbuildable(() => standingOf(edits, variant)) };
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
