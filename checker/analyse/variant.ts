// A structural variant as data: what it is about, the edits that make it, and its rule text before and after.

import { type Edit } from '../language/edits.ts';
import { type Site } from '../language/site.ts';
import { type Source } from '../language/tree.ts';

/** What a variant is about, as `--only` names it. */
export type VariantGroup = 'locks' | 'order' | 'guards' | 'updates' | 'initial values' | 'assertions';

export const variantGroups: readonly VariantGroup[] = [
  'locks',
  'order',
  'guards',
  'updates',
  'initial values',
  'assertions',
];

/** What a variant does. */
export type VariantKind =
  /** A statement does not take its lock, and its unlock gives none back: in all its inlined copies, or in one of several. */
  | 'forgo lock'
  | 'forgo lock in one place'
  /** No statement of one file of the modelled code takes this lock, while others do. */
  | 'forgo lock in one file'
  /** No statement takes this lock. */
  | 'forgo lock everywhere'
  /** Goes on without the lock where it would have to wait for it. */
  | 'rush lock'
  /** Waits for a lock that it only tries. */
  | 'block on lock'
  /** The first statement of a critical section stands before it, or another behind it. */
  | 'move out'
  /** Two neighbours change places. */
  | 'swap'
  /** Each update of a step is a step of its own; each statement of an atomic step is. */
  | 'split'
  /** Two neighbours are one step. */
  | 'merge'
  /** A condition of a guard, or a part of one, is not asked. */
  | 'drop clause'
  /** A comparison is weaker by one. */
  | 'weaken'
  /** A decision is not taken: a branch with both its ways, or a choice. */
  | 'drop decision'
  /** One update of a step that does more is left out. */
  | 'drop update'
  /** A step, an action or a call is left out. */
  | 'drop statement'
  /** A variable begins with another value. */
  | 'initial value'
  /** An assertion is not made. */
  | 'drop assertion';

/**
 * Kinds that add no behaviour: at most a witness is lost, or a state in which nothing can happen is won, and no invariant breaks. Left out
 * unless their group is asked for.
 */
export const narrowing: readonly VariantKind[] = ['merge', 'drop assertion'];

/** One change of the specification, small enough that what it breaks says what the changed rule is for. */
export interface StructuralVariant {
  /** What `--edit` takes, joined by '; ' where there are several: `drop balloon_page_isolate.branch`. No two variants have the same. */
  readonly name: string;
  readonly group: VariantGroup;
  readonly kind: VariantKind;
  readonly edits: readonly Edit[];
  /** It is to be compared with the original in fine granularity, where every lock is taken and given by a step of its own. */
  readonly isFine: boolean;
  /** The statement or action that it is about, as short as is unambiguous. */
  readonly path: string;
  /** Where the specification has it. */
  readonly site?: Site | undefined;
  /** Which function of the modelled code it stands in. */
  readonly source?: Source | undefined;
  /** Of a variant about all places of one file of the modelled code: that file. */
  readonly file?: string | undefined;
  /** The rule as it is, in one line. */
  readonly before: string;
  /** The rule as the variant has it, in one line. */
  readonly after: string;
  /** Of a variant about a lock: the lock, as printed: `PG_locked[page]`. */
  readonly lock?: string | undefined;
}

/** A variant before it is named. */
export type Found = Omit<StructuralVariant, 'name' | 'isFine'>;

/** What variants of one statement or action have in common. */
export interface About extends Pick<Found, 'path' | 'site' | 'source'> {
  /** Patterns that together mean all its copies. */
  readonly names: readonly string[];
}

/** The same, of a part that has a place of its own. */
export function about({ path, site, source }: About, own: Site | undefined): Pick<Found, 'path' | 'site' | 'source'> {
  return { path, site: own ?? site, source };
}

/** The same edit of a part of a statement in all its copies. What an edit copied goes with what it is a copy of: its parts are meant too. */
export function partEdits({ names }: About, edit: (path: string) => Edit, part: string): readonly Edit[] {
  const isCopy = (name: string): boolean => /#copy\d*$/.test(name) && names.includes(name.replace(/#copy\d*$/, ''));
  return names.filter((name) => !isCopy(name)).map((name) => edit(`${name}${part}`));
}
