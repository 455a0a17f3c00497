// Which variants of a specification are meant, and which of those are run: each that is a specification of its own, once.

import { type OpenedModel, type StructuralVariant, tellApart, variantGroups, variantsOf } from '../../checker/index.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { chosen } from './choose.ts';
import { type AnyVariant, mutantVariants, refuseMutantOfMutant } from './mutants.ts';
import type { UnchangedResult } from './result.ts';
import type { SubjectParts } from './subject.ts';

/** With what it is called where it is told how far things are. */
export type Labelled = AnyVariant & { readonly label: string };

/** What is asked about a specification. */
export interface Asked {
  readonly opened: OpenedModel;
  /** All that are told of. */
  readonly told: readonly Labelled[];
  /** Those that are run: for assertions, all others, since they are judged by what they notice. Mutants are not among them. */
  readonly run: readonly Labelled[];
  /** The mutants of the model that are told of. */
  readonly mutants: readonly Labelled[];
}

export function isAssertion({ group }: Pick<AnyVariant, 'group'>): boolean {
  return group === 'assertions';
}

/** @throws UsageError for a word that means none, or where there are none; what is wrong with the specification itself */
export async function askedOf(
  { model, explain }: LoadedSpecification,
  { set, mutant, edits, only }: Pick<SubjectParts, 'set' | 'mutant' | 'edits'> & { readonly only: readonly string[] },
): Promise<Asked> {
  const opened = found(() => model.open({ set, mutant, edits }), explain);
  const labelled = (variants: readonly AnyVariant[]): readonly Labelled[] =>
    variants.map((variant) => ({ ...variant, label: variant.name }));
  const whole = labelled(await variantsOf(opened, variantGroups));
  const names = new Set((await variantsOf(opened)).map(({ name }) => name));
  // What cannot break an invariant is told of where it is asked for by its group, its kind or its own name; an assertion of the whole always.
  const usual = whole.filter((variant) => names.has(variant.name));
  const mutants = labelled(found(() => mutantVariants(model, { set, edits }), explain));
  const meant = chosen(only, { whole, usual, mutants }, model.name);
  const isMutant = (variant: Labelled): boolean => variant.mutant !== undefined;
  if (meant.some(isMutant)) refuseMutantOfMutant(mutant);
  const told = only.length === 0 ? whole.filter((variant) => names.has(variant.name) || isAssertion(variant)) : meant;
  const run = told.filter((variant) => !isAssertion(variant) && !isMutant(variant));
  const isWhole = told.some(isAssertion);
  return {
    opened,
    told,
    run: isWhole ? [...new Set([...usual, ...run])].filter((variant) => !isAssertion(variant)) : run,
    mutants: told.filter(isMutant),
  };
}

function found<T>(find: () => T, explain: LoadedSpecification['explain']): T {
  try {
    return find();
  } catch (thrown) {
    throw explain(thrown);
  }
}

function isStructural(variant: Labelled): variant is Labelled & StructuralVariant {
  return variant.mutant === undefined;
}

/** Of the variants to be run: those that mean something of their own, the others, and those of which no specification can be built. */
export interface Apart {
  readonly own: readonly Labelled[];
  readonly unchanged: readonly UnchangedResult[];
  readonly unbuilt: ReadonlyMap<Labelled, string>;
}

/** Of Ctrl-C, those that it has not come to count as of their own. */
export async function toldApart(
  opened: OpenedModel,
  variants: readonly Labelled[],
  isOver: () => boolean,
): Promise<Apart> {
  const own: Labelled[] = [];
  const unchanged: UnchangedResult[] = [];
  const unbuilt = new Map<Labelled, string>();
  const byName = new Map(variants.map((variant) => [variant.name, variant]));
  for (const { variant, standing } of tellApart(opened, variants.filter(isStructural))) {
    // Lets Ctrl-C come through.
    await new Promise((resolve) => void setImmediate(resolve));
    const labelled = byName.get(variant.name);
    if (labelled === undefined) continue;
    switch (isOver() ? 'apart' : standing.kind) {
      case 'apart':
        own.push(labelled);
        break;
      case 'unchanged':
        unchanged.push({ name: variant.name });
        break;
      case 'same':
        if (standing.kind === 'same') unchanged.push({ name: variant.name, sameAs: standing.as.name });
        break;
      case 'unbuildable':
        if (standing.kind === 'unbuildable') unbuilt.set(labelled, standing.reason);
    }
  }
  return { own, unchanged, unbuilt };
}
