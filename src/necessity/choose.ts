// --only: the variants that are meant, by whatever a person would call them: a group, a kind, an edit, a lock, a function, an action or a path.

import { type StructuralVariant, suggest, UsageError, variantGroups } from '../../checker/index.ts';

/** Those that any of the words means; all, where there are none. @throws UsageError for a word that means none */
export function chosen<V extends StructuralVariant>(
  only: readonly string[],
  variants: readonly V[],
  model: string,
): readonly V[] {
  if (variants.length === 0)
    throw new UsageError(`${model} has nothing that could be left out`, {
      mend: 'variants are made of guards, updates, steps, locks and initial values: it has none',
    });
  if (only.length === 0) return variants;
  const meant = new Set(only.flatMap((word) => meantBy(word, variants, model)));
  return variants.filter((variant) => meant.has(variant));
}

/** @throws UsageError where it means none */
function meantBy<V extends StructuralVariant>(word: string, variants: readonly V[], model: string): readonly V[] {
  const group = groupCalled(word);
  const found = variants.filter((variant) => (group === undefined ? isCalled(variant, word) : variant.group === group));
  if (found.length > 0) return found;
  if (group !== undefined)
    throw new UsageError(`${model} has no variants of ${group}`, {
      mend: `it has ${listed([...new Set(variants.map((variant) => variant.group))])}`,
    });
  const known = [...variantGroups, ...new Set(variants.flatMap(namesOf))];
  throw new UsageError(`no variant is called '${word}'`, {
    mend: suggest(word, known) || `--only takes ${listed(variantGroups)}, or an action, a step, a path or a lock`,
  });
}

/** `initial` for initial values. */
function groupCalled(word: string): StructuralVariant['group'] | undefined {
  const plain = word.replaceAll('-', ' ').toLowerCase();
  return variantGroups.find((each) => each === plain || each.split(' ')[0] === plain);
}

function isCalled(variant: StructuralVariant, word: string): boolean {
  const { name, kind, lock, source, path, edits } = variant;
  if ([name, kind, lock, lock?.replace(/\[.*$/, ''), source?.function, source?.file].includes(word)) return true;
  // An edit may be said with a shorter path.
  const [verb = '', shorter, ...rest] = word.split(' ');
  if (shorter !== undefined && rest.length === 0 && edits.length === 1 && name.startsWith(`${verb} `))
    return name.endsWith(`.${shorter}`);
  const paths = [path, ...edits.flatMap((edit) => ('path' in edit ? [edit.path] : []))];
  return paths.some((each) => `.${each}.`.includes(`.${word}.`));
}

/** What a person may have meant. */
function namesOf({ name, lock, source, path }: StructuralVariant): readonly string[] {
  const parts = path.split('.');
  const suffixes = parts.map((_, index) => parts.slice(index).join('.'));
  const named = [lock, lock?.replace(/\[.*$/, ''), source?.function].filter((each) => each !== undefined);
  return [name, ...named, ...parts, ...suffixes];
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
