// --only: the variants that are meant, by whatever a person would call them: a group, a kind, an edit, a lock, a function, an action or a path.

import { suggest, UsageError, variantGroups } from '../../checker/index.ts';
import { listed } from '../report/words.ts';
import type { AnyVariant } from './mutants.ts';

/** What words are looked up in. */
export interface Pool<V extends AnyVariant> {
  /** All variants there are. */
  readonly whole: readonly V[];
  /** Without those that are told of only where they are asked for by their group, their kind or their own name. */
  readonly usual: readonly V[];
  /** The mutants of the model: asked for by name, or all together. */
  readonly mutants: readonly V[];
}

/** Those that any of the words means; the usual ones, where there are no words. @throws UsageError for a word that means none */
export function chosen<V extends AnyVariant>(only: readonly string[], pool: Pool<V>, model: string): readonly V[] {
  if (pool.whole.length + (only.length === 0 ? 0 : pool.mutants.length) === 0)
    throw new UsageError(`${model} has nothing that could be left out`, {
      mend: 'variants are made of guards, updates, steps, locks and initial values: it has none',
    });
  if (only.length === 0) return pool.usual;
  const meant = new Set(only.flatMap((word) => meantBy(word, pool, model)));
  return [...pool.whole, ...pool.mutants].filter((variant) => meant.has(variant));
}

/** @throws UsageError where it means none */
function meantBy<V extends AnyVariant>(word: string, { whole, usual, mutants }: Pool<V>, model: string): readonly V[] {
  if (word === 'mutants') {
    if (mutants.length > 0) return mutants;
    throw new UsageError(`${model} has no mutants`, { mend: 'a model names its mutants: mutants: { … }' });
  }
  const mutant = mutants.find(({ name }) => word === `mutant ${name}`);
  if (mutant !== undefined) return [mutant];
  const group = groupCalled(word);
  if (group !== undefined) {
    const found = whole.filter((variant) => variant.group === group);
    if (found.length > 0) return found;
    throw new UsageError(`${model} has no variants of ${group}`, {
      mend: `it has ${listed([...new Set(whole.map((variant) => variant.group))])}`,
    });
  }
  const called = whole.filter((variant) => isCalled(variant, word));
  if (called.length > 0) return called;
  const within = [usual, whole].map((variants) => variants.filter((variant) => isWithin(variant, word)));
  const found = within.find(({ length }) => length > 0);
  if (found !== undefined) return found;
  // What a specification calls something is that before it is a mutant of this name.
  const named = mutants.find(({ name }) => name === word);
  if (named !== undefined) return [named];
  const groups: readonly string[] = mutants.length > 0 ? [...variantGroups, 'mutants'] : variantGroups;
  const known = [...groups, ...new Set(whole.flatMap(namesOf)), ...mutants.map(({ name }) => name)];
  throw new UsageError(`no variant is called '${word}'`, {
    mend: suggest(word, known) || `--only takes ${listed(groups)}, or an action, a step, a path or a lock`,
  });
}

/** `initial` for initial values. */
function groupCalled(word: string): (typeof variantGroups)[number] | undefined {
  const plain = word.replaceAll('-', ' ').toLowerCase();
  return variantGroups.find((each) => each === plain || each.split(' ')[0] === plain);
}

/** By its kind or its own name; an edit may be said with a shorter path. */
function isCalled({ name, kind, edits }: AnyVariant, word: string): boolean {
  if (name === word || kind === word) return true;
  const [verb = '', shorter, ...rest] = word.split(' ');
  const isEdit = shorter !== undefined && rest.length === 0 && edits.length === 1;
  return isEdit && name.startsWith(`${verb} `) && name.endsWith(`.${shorter}`);
}

/** By where it is, or of which lock. */
function isWithin({ lock, source, file, path, edits, kind }: AnyVariant, word: string): boolean {
  if ([kind.split(' ')[0], lock, plainLock(lock), source?.function, source?.file, file].includes(word)) return true;
  const paths = [path, ...edits.flatMap((edit) => ('path' in edit ? [edit.path] : []))];
  return paths.some((each) => `.${each}.`.includes(`.${word}.`));
}

/** Without its index. */
function plainLock(lock: string | undefined): string | undefined {
  return lock?.replace(/\[.*$/, '');
}

/** What a person may have meant. */
function namesOf({ name, lock, source, path }: AnyVariant): readonly string[] {
  const parts = path.split('.');
  const suffixes = parts.map((_, index) => parts.slice(index).join('.'));
  const named = [lock, plainLock(lock), source?.function].filter((each) => each !== undefined);
  return [name, ...named, ...parts, ...suffixes];
}
