// Lowering: from the parts that a person wrote to the tree that everything else reads.

import type { Edit } from './edits.ts';
import type { SpecDeclaration } from './spec.ts';
import type { ConstantTree, Specification } from './tree.ts';

export interface LowerRequest {
  readonly name: string;
  readonly declaration: SpecDeclaration;
  readonly edits: readonly Edit[];
  readonly editNames: readonly string[];
  readonly modelled: readonly string[];
  readonly constants: readonly ConstantTree[];
}

/** The whole specification. @throws SpecError naming the place of what is wrong */
export function lower(_request: LowerRequest): Specification {
  throw new Error('not reached');
}
