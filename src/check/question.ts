// What every question about a loaded specification has in common, however it is answered: the variant, what is selected and expected, and that
// a mistake of the checker leaves a reproduction.

import { editablePaths, InternalError, propertyNames, type Specification, UsageError } from '../../checker/index.ts';
import type { Settings } from '../arguments/settings.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { parseExpectation } from '../result/expectation.ts';
import type { SpecificationIdentity } from '../result/result.ts';
import type { Expectation } from '../result/status.ts';
import { treeHashOf } from '../result/tree-hash.ts';
import type { Terminal } from '../terminal.ts';
import { reported } from './reproduction.ts';

export interface VariantQuestion {
  /** The specification as it was asked for. */
  readonly reference: string;
  readonly set: Settings;
  readonly mutant?: string | undefined;
  readonly edits: readonly Edit[];
  readonly properties?: readonly string[] | undefined;
  /** In the words of --expect. */
  readonly expect?: string | undefined;
  /** Whether the result is wanted with what no text report prints, too. */
  readonly isWhole: boolean;
}

type Variant = NonNullable<Parameters<LoadedSpecification['model']['build']>[0]>;
type Edit = NonNullable<Variant['edits']>[number];

/** The specification for these constants and edits. @throws what the model's own code throws, with its place */
export function built({ model, explain }: LoadedSpecification, variant: Variant): Specification {
  try {
    return model.build(variant);
  } catch (thrown) {
    throw explain(thrown);
  }
}

/** All that an edit may name in this variant. @throws as `built` */
export function editable({ model, explain }: LoadedSpecification, variant: Variant): readonly string[] {
  try {
    return editablePaths(model.open(variant).program);
  } catch (thrown) {
    throw explain(thrown);
  }
}

export function identityOf(
  { model }: LoadedSpecification,
  specification: Pick<Specification, 'constants' | 'edits'>,
  { reference, mutant }: Pick<VariantQuestion, 'reference' | 'mutant'>,
): SpecificationIdentity {
  const about = mutant === undefined ? undefined : model.mutants[mutant]?.about;
  return {
    name: model.name,
    reference,
    constants: specification.constants.map(({ name, value }) => ({
      name,
      value: value as boolean | number | string,
      isDefault: model.constants[name]?.default === value,
    })),
    ...(mutant === undefined ? {} : { mutant }),
    ...(about === undefined ? {} : { about }),
    edits: ownEdits(specification, mutant),
  };
}

/** The edits besides the mutant's own, which stands first. */
export function ownEdits({ edits }: Pick<Specification, 'edits'>, mutant: string | undefined): readonly string[] {
  return mutant === undefined ? edits : edits.slice(1);
}

/** Whether no command line can say the edit, so that only whoever made it repeats it; also by its words in a specification. */
export function isUnspeakable(edit: Edit): boolean {
  return typeof edit === 'string' ? edit.startsWith('replace ') : edit.kind === 'replace';
}

/** What is expected. @throws UsageError for what cannot be found, or is not looked for */
export function expectationOf(
  specification: Specification,
  { expect, properties }: Pick<VariantQuestion, 'expect' | 'properties'>,
): Expectation | undefined {
  if (expect === undefined) return undefined;
  const known = propertyNames(specification);
  const expected = parseExpectation(
    expect,
    known.map(({ name }) => name),
  );
  if (expected !== 'holds') {
    refuseUnchecked(specification, properties, expected, (name) => `a violation of '${name}' is expected`);
  }
  return expected;
}

/**
 * Refuses to speak of a property that nobody looks for; an evaluation outside its domain is looked for always.
 * @throws UsageError that says with which words
 */
export function refuseUnchecked(
  specification: Specification,
  properties: readonly string[] | undefined,
  names: readonly string[],
  spokenOf: (name: string) => string,
): void {
  if (properties === undefined) {
    const unclaimed = names.find((name) => specification.unclaimed.includes(name));
    if (unclaimed === undefined) return;
    throw new UsageError(`${spokenOf(unclaimed)}, which is not claimed, and so not checked`, {
      mend: `ask for it: --property ${unclaimed}`,
    });
  }
  const odd = names.find((name) => !properties.includes(name) && !name.includes(': '));
  if (odd === undefined) return;
  throw new UsageError(`${spokenOf(odd)}, and only ${properties.join(', ')} checked`, {
    mend: `select it too: --property ${odd}`,
  });
}

/** Does the work; `command` asks for it again. @throws InternalError that names a reproduction file */
export async function carriedOut<T>(
  { specification, command }: { readonly specification: Specification; readonly command: string },
  { cwd }: Terminal,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    const { name, constants, edits } = specification;
    const reproduction = {
      command,
      specification: name,
      treeHash: await treeHashOf(specification),
      constants: Object.fromEntries(constants.map((each) => [each.name, each.value])),
      edits,
    };
    throw reported(error, reproduction, cwd);
  }
}
