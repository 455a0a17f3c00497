// The variants of two versions, paired: those that change the same in both, and those that only one has.

import type { LoadBearing, NecessitySide, VariantResult } from '../necessity/result.ts';

/** What has become of a rule from the first version to the second. */
export type Change =
  /** Load-bearing, and the second version has no such place. */
  | 'gone'
  /** Load-bearing, and in the second version there and not load-bearing. */
  | 'no longer'
  | 'both'
  /** Load-bearing in the second version; the first has no such place. */
  | 'new'
  | 'only second'
  | 'neither'
  /** Somewhere not decided, or of one no specification can be built. */
  | 'open';

export interface Pair {
  /** The first version's, where it has one. */
  readonly variant: VariantResult;
  readonly of: readonly [first: VariantResult | undefined, second: VariantResult | undefined];
  readonly change: Change;
}

/** In the order of the first version; what only the second has, at the end. */
export function changesBetween(
  { variants: first }: Pick<NecessitySide, 'variants'>,
  { variants: second }: Pick<NecessitySide, 'variants'>,
): readonly Pair[] {
  const all = [...first, ...second];
  const keys = [...new Set(all.map(keyOf))];
  return keys.flatMap((key) => {
    const variant = all.find((each) => keyOf(each) === key);
    if (variant === undefined) return [];
    // All places of one file may be all that there are in the other version.
    const [one, other] = [first, second].map(
      (variants) => variants.find((each) => keyOf(each) === key) ?? variants.find((each) => each.name === variant.name),
    );
    return [{ variant, of: [one, other], change: changeOf(one, other) }];
  });
}

/** Of all places of a lock together, other places may make it up in the other version. */
function keyOf({ name, kind, lock, file, edits }: VariantResult): string {
  return lock !== undefined && edits.length > 1 ? `${kind} ${lock} ${file ?? ''}` : name;
}

function changeOf(first: VariantResult | undefined, second: VariantResult | undefined): Change {
  const verdicts = [first, second].map((variant) => variant?.verdict.kind);
  if (verdicts.some((kind) => kind === 'not decided' || kind === 'cannot be built')) return 'open';
  const [isFirst, isSecond] = verdicts.map((kind) => kind === 'load-bearing');
  if (isFirst === true && isSecond === true) return 'both';
  if (isFirst === true) return second === undefined ? 'gone' : 'no longer';
  if (isSecond === true) return first === undefined ? 'new' : 'only second';
  return 'neither';
}

/** In the order in which they are told. */
export const changes: readonly Change[] = ['gone', 'no longer', 'both', 'new', 'only second', 'neither', 'open'];

/** What stands above the pairs of each. */
export function titlesOf(first: string, second: string): Readonly<Record<Change, string>> {
  return {
    gone: `load-bearing in ${first}, and gone in ${second}`,
    'no longer': `load-bearing in ${first}, and not in ${second}`,
    both: 'load-bearing in both',
    new: `only in ${second}, and load-bearing there`,
    'only second': `load-bearing in ${second} only`,
    neither: 'load-bearing in neither',
    open: 'not decided, or not to be built',
  };
}

/** What a side is called. */
export function nameOf({ name, specification }: Pick<NecessitySide, 'name' | 'specification'>): string {
  return name ?? specification.name;
}

/** What came of it in each version, in a few words. */
export function cellsOf({ of: [first, second] }: Pair): readonly [string, string] {
  return [first === undefined ? 'not there' : cellOf(first), second === undefined ? 'gone' : cellOf(second)];
}

function cellOf({ verdict }: VariantResult): string {
  switch (verdict.kind) {
    case 'load-bearing':
      return `${verdict.size === 'larger' ? 'larger: ' : ''}${noticingText(verdict)}`;
    case 'assertion':
      return verdict.alone.length === 0 ? 'not alone' : `alone for ${verdict.alone.length}`;
    case 'redundant':
    case 'not noticed':
    case 'not decided':
    case 'cannot be built':
      return verdict.kind;
  }
}

/** More of what breaks is counted. */
const noticingMost = 3;

/** What breaks, the first before the others: whether only one rule does, or what it protects breaks later, too. */
function noticingText({ notices, isWitnessOnly }: LoadBearing): string {
  const earliest = new Map<string, number>();
  for (const { name, kind, steps = 0 } of notices) {
    const called = kind === 'domain' ? 'a domain error' : name;
    earliest.set(called, Math.min(steps, earliest.get(called) ?? steps));
  }
  const told = [...earliest]
    .sort(([, one], [, other]) => one - other)
    .map(([name, steps]) => (isWitnessOnly ? name : `${name} in ${steps}`));
  const more = told.length - noticingMost;
  const all = `${told.slice(0, noticingMost).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return isWitnessOnly ? `lost: ${all}` : all;
}
