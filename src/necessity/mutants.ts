// The mutants of a model as variants: each by its edits and at its constants, compared with the specification at these constants.

import { isUnspeakable } from '../check/question.ts';
import { type Model, opensSection, printEdit, type StructuralVariant, UsageError } from '../../checker/index.ts';
import type { Settings } from '../arguments/settings.ts';

/** What a thread is told of a mutant; plain data, which its edits need not be. */
export interface MutantAsked {
  readonly name: string;
  /** The constants of the mutant, beneath what was asked for. */
  readonly set: Settings;
  /** Those of the specification that it is compared with. */
  readonly original: Settings;
  /** Only these properties; undefined for all. */
  readonly properties?: readonly string[] | undefined;
}

/** A structural variant, or a mutant in the same form. */
export type AnyVariant = Omit<StructuralVariant, 'group' | 'kind'> & {
  readonly group: StructuralVariant['group'] | 'mutants';
  readonly kind: StructuralVariant['kind'] | 'mutant';
  readonly mutant?: MutantAsked | undefined;
};

/** All that the model has. */
export function mutantVariants(
  model: Model,
  { set, edits }: { readonly set: Settings; readonly edits: readonly string[] },
): readonly AnyVariant[] {
  return Object.entries(model.mutants).map(([name, mutant]) => {
    const own = { ...(mutant.set as Settings), ...set };
    // Without edits, all that it sets but sizes is what it changes.
    const original = mutant.edits.length > 0 ? own : { ...sizesOf(model, mutant.set as Settings), ...set };
    const changes = [
      ...mutant.edits.map((edit) => (isUnspeakable(edit) ? 'replace' : printEdit(edit))),
      ...Object.entries(own).flatMap(([label, value]) =>
        (original[label] ?? model.constants[label]?.default) === value ? [] : `${label} = ${String(value)}`,
      ),
    ];
    return {
      name,
      group: 'mutants',
      kind: 'mutant',
      edits: mutant.edits,
      isFine: opens(model, name, own, edits),
      path: name,
      before: changes.join('; '),
      after: mutant.about,
      mutant: { name, set: own, original, properties: mutant.properties },
    };
  });
}

/** What cannot be opened says so when it is judged. */
function opens(model: Model, mutant: string, set: Settings, edits: readonly string[]): boolean {
  try {
    return opensSection(model.open({ set, edits }).program, model.open({ set, mutant, edits }).program);
  } catch {
    return false;
  }
}

/** Constants of which there may be more or fewer. */
function sizesOf({ constants }: Model, set: Settings): Settings {
  return Object.fromEntries(Object.entries(set).filter(([label]) => constants[label]?.sort.kind === 'range'));
}

/** The same constants, of none more than is asked for: where a graph is too large, this is where behaviours are looked for. */
export function smallerSet({ constants }: Model, set: Settings, asked: Settings): Settings {
  return Object.fromEntries(
    Object.entries(set).map(([label, value]) => {
      const usual = asked[label] ?? constants[label]?.default;
      return [label, typeof value === 'number' && typeof usual === 'number' ? Math.min(value, usual) : value];
    }),
  );
}

/** @throws UsageError where mutants are asked about, and the specification is one already */
export function refuseMutantOfMutant(mutant: string | undefined): void {
  if (mutant === undefined) return;
  throw new UsageError('--mutant and --only of a mutant do not go together', {
    mend: 'a mutant is compared with the specification itself: leave --mutant out',
  });
}
