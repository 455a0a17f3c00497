// Everything that comes with the checker, for tests that go through it.

import { isModel, type Model } from '../checker/index.ts';
import { bundledFiles, importBundled } from '../src/load/bundled.ts';

const files = await Promise.all(bundledFiles().map(importBundled));

/** Each once. */
export const models: readonly Model[] = [...new Set(files.flatMap((file) => Object.values(file).filter(isModel)))];

export interface BundledVariant {
  readonly name: string;
  readonly model: Model;
  readonly mutant: string | undefined;
}

/** Each as it is and with its mutants, or with those of them that are taken, by position. */
export function variantsOf(isTaken: (index: number) => boolean = () => true): readonly BundledVariant[] {
  return models.flatMap((model) =>
    [undefined, ...Object.keys(model.mutants).filter((_, index) => isTaken(index))].map((mutant) => ({
      name: `${model.name} ${mutant ?? ''}`.trim(),
      model,
      mutant,
    })),
  );
}
