// Which refinements a specification still asks for: analyses that ask for less leave out their conditions on steps.

import type { RefinementTree, Specification } from './tree.ts';

/** Whether what the refinement asks of steps is among the properties. */
function isRefinedBy({ actionProperties }: Pick<Specification, 'actionProperties'>, { name }: RefinementTree): boolean {
  return actionProperties.some((property) => property.kind === 'refinement' && property.name === name);
}

/** The refinements that are asked for. */
export function refinementsIn(specification: Specification): readonly RefinementTree[] {
  return specification.refinements.filter((refinement) => isRefinedBy(specification, refinement));
}

/** The specification without the refinements of these names. */
export function withoutRefinements(specification: Specification, names: readonly string[]): Specification {
  if (names.length === 0) return specification;
  const isLeft = ({ name, kind }: { readonly name: string; readonly kind: string }): boolean =>
    kind !== 'refinement' || !names.includes(name);
  return {
    ...specification,
    actionProperties: specification.actionProperties.filter(isLeft),
    liveness: specification.liveness.filter(isLeft),
    refinements: specification.refinements.filter(({ name }) => !names.includes(name)),
  };
}
