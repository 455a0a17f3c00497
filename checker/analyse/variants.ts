// Structural variants of a specification: each takes one rule out of it, or makes one weaker, by the edits of the language. Whoever runs
// them learns which rules the properties rely on. What kinds there are stands here; how each is found, in the files beside this one.

import { printEdits } from '../language/edits.ts';
import { type OpenedModel } from '../language/model.ts';
import { groundOf } from './variants-ground.ts';
import { initialVariants } from './variants-initial.ts';
import { lockVariants } from './variants-locks.ts';
import { orderVariants } from './variants-order.ts';
import { partVariants } from './variants-parts.ts';
import { narrowing, type StructuralVariant, type VariantGroup } from './variant.ts';

/** The variants in the order of the text: of these groups, or, where none is named, of all without what cannot break an invariant. */
export function variantsOf(opened: OpenedModel, groups: readonly VariantGroup[] = []): readonly StructuralVariant[] {
  const ground = groundOf(opened);
  const found = [
    ...lockVariants(ground),
    ...orderVariants(ground),
    ...partVariants(ground),
    ...initialVariants(opened),
  ].filter(({ group, kind }) => (groups.length === 0 ? !narrowing.includes(kind) : groups.includes(group)));
  return found.map((each) => ({
    ...each,
    name: printEdits(each.edits),
    isFine: each.group === 'locks' || each.group === 'order',
  }));
}
