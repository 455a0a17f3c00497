// What the reports on variants say in the same words: what is changed, where, and what came of it.

import type {
  BehaviourResult,
  LoadBearing,
  NecessitySide,
  OriginalResult,
  VariantResult,
} from '../necessity/result.ts';
import { quoted } from '../result/repeat.ts';
import { printCount, printCounted, printSteps } from './numbers.ts';
import { listed } from './words.ts';

/** What a heading calls the place: the function of the modelled code, or else the action or process. */
export function functionOf({ source, path, mutant }: Pick<VariantResult, 'source' | 'path' | 'mutant'>): string {
  if (mutant !== undefined) return 'mutants';
  return source?.function ?? path.split('.')[0] ?? path;
}

/** Under a heading that names the function, what it is called there: `drop list_del.then#1`. */
export function shortName(
  variant: Pick<VariantResult, 'name' | 'edits' | 'source' | 'path' | 'kind' | 'lock' | 'file' | 'mutant' | 'after'>,
): string {
  const { name, edits, kind, lock, file, mutant, after } = variant;
  if (mutant !== undefined) return after === '' ? name : `${name}: ${after}`;
  if (edits.length > 1 && lock !== undefined) {
    const where = file === undefined ? '' : ` of ${file}`;
    return `${kind.split(' ')[0] ?? kind} ${lock} in all ${edits.length} places${where}`;
  }
  const within = `${functionOf(variant)}.`;
  return edits.map((edit) => edit.replaceAll(` ${within}`, ' ')).join('; ');
}

/** Names that are violated at once: the first few. */
const namesMost = 3;

export function brokenNames({ breaks }: LoadBearing): string {
  const names = breaks.map(({ name, kind }) => (kind === 'domain' ? 'a domain error' : name));
  const all = [...new Set(names)];
  return all.length <= namesMost
    ? listed(all)
    : `${all.slice(0, namesMost - 1).join(', ')} and ${all.length - namesMost + 1} more`;
}

/** `S8 in 7 steps`; of witnesses: `page-deflated is never reached`. */
export function brokenText(verdict: LoadBearing): string {
  if (verdict.isWitnessOnly) return `only a witness is lost: ${brokenNames(verdict)}`;
  return `${brokenNames(verdict)} ${printSteps(verdict.steps ?? 0)}`;
}

/** `scanners = 2`; where there is none, nothing. */
export function largerText({ larger }: Pick<NecessitySide, 'larger'>): string {
  return constantsText(larger ?? {});
}

function constantsText(constants: Readonly<Record<string, boolean | number | string>>): string {
  return Object.entries(constants)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join(', ');
}

/** The specification in each size and granularity: `5,765 states (fine), 1,746 states`; once, where all granularities are one. */
export function originalsText(originals: readonly OriginalResult[]): string {
  const isTwice = ({ size, digest }: OriginalResult): boolean =>
    originals.filter((each) => each.size === size && each.digest === digest).length > 1;
  const told = originals.map((original) => {
    const which = [
      ...(original.size === 'larger' ? ['larger'] : []),
      ...(original.isFine && !isTwice(original) ? ['fine'] : []),
    ];
    return `${printCounted(original.statesDistinct, 'state')}${which.length === 0 ? '' : ` (${which.join(', ')})`}`;
  });
  return [...new Set(told)].join(', ');
}

/** What a behaviour is about, in a sentence. */
export function behaviourText(which: 'new' | 'gone', { what, steps }: BehaviourResult): string {
  return `${which} ${steps === 0 ? 'initially' : printSteps(steps)}: ${what}`;
}

/** The share of changes of behaviour that something notices, in whole percent, downwards; undefined where there are none. */
function shareOf({ score: { loadBearing, notNoticed } }: Pick<NecessitySide, 'score'>): number | undefined {
  const all = loadBearing + notNoticed;
  return all === 0 ? undefined : Math.floor((100 * loadBearing) / all);
}

/** How many there are of each verdict, in the order in which they are read. */
export function countsText({ score, variants }: Pick<NecessitySide, 'score' | 'variants'>): string {
  const { loadBearing, notNoticed, redundant, undecided, unbuilt } = score;
  const asserted = variants.filter(({ verdict }) => verdict.kind === 'assertion').length;
  const parts = [
    [notNoticed, 'not noticed'],
    [loadBearing, 'load-bearing'],
    [redundant, 'redundant'],
    [undecided, 'not decided'],
    [unbuilt, 'cannot be built'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${printCount(count)} ${what}`);
  return [...told, ...(asserted > 0 ? [printCounted(asserted, 'assertion')] : [])].join(', ');
}

/** The verdict in a sentence. */
export function sentenceOf(side: NecessitySide): string {
  const { loadBearing, notNoticed, undecided } = side.score;
  const all = loadBearing + notNoticed;
  const open = undecided === 0 ? '' : `; ${printCount(undecided)} are not decided`;
  if (all === 0) return `no variant is known to behave differently${open}`;
  const share = `${printCount(loadBearing)} of ${printCounted(all, 'change')} of behaviour`;
  return notNoticed === 0
    ? `${all === 1 ? 'the one change' : `each of ${printCount(all)} changes`} of behaviour is noticed${open}`
    : `${share} are noticed (${shareOf(side) ?? 0}%), ${printCount(notNoticed)} not${open}`;
}

/** The command that shows a variant of the side. */
export function showCommand({ specification }: Pick<NecessitySide, 'specification'>, variant: string): string {
  const { reference, constants, mutant, edits } = specification;
  const words = [
    'ballast',
    'necessity',
    reference,
    ...constants.flatMap(({ name, value, isDefault }) => (isDefault ? [] : ['--set', `${name}=${String(value)}`])),
    ...(mutant === undefined ? [] : ['--mutant', mutant]),
    ...edits.flatMap((edit) => ['--edit', edit]),
    '--show',
    variant,
  ];
  return words.map(quoted).join(' ');
}

/** Those of one verdict. */
export function ofKind<K extends VariantResult['verdict']['kind']>(
  variants: readonly VariantResult[],
  kind: K,
): readonly (VariantResult & { readonly verdict: Extract<VariantResult['verdict'], { kind: K }> })[] {
  return variants.filter(
    (variant): variant is VariantResult & { readonly verdict: Extract<VariantResult['verdict'], { kind: K }> } =>
      variant.verdict.kind === kind,
  );
}

/** In lists by what they have in common, in the order of the first of each. */
export function groupedBy<V>(
  items: readonly V[],
  keyOf: (item: V) => string,
): readonly (readonly [string, readonly V[]])[] {
  const groups = new Map<string, V[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

/** What a mutant is: what its author says of it, what it changes, and at which constants it is asked about what. */
export function mutantTexts(
  { before, after, mutant }: Pick<VariantResult, 'before' | 'after' | 'mutant'>,
  { specification, properties: kept }: Pick<NecessitySide, 'specification' | 'properties'>,
): readonly string[] {
  if (mutant === undefined) return [];
  const changed = before.split('; ');
  const others = Object.entries(mutant.set).filter(
    ([name, value]) =>
      specification.constants.find((constant) => constant.name === name)?.value !== value &&
      !changed.includes(`${name} = ${String(value)}`),
  );
  const { properties } = mutant;
  const unasked = kept.filter(({ name, kind }) => kind !== 'reachable' && properties?.includes(name) === false);
  return [
    ...(after === '' ? [] : [after]),
    ...(before === '' ? [] : [before]),
    ...(others.length === 0 ? [] : [`with ${constantsText(Object.fromEntries(others))}`]),
    ...(properties === undefined
      ? []
      : [
          askedAbout(
            properties,
            unasked.map(({ name }) => name),
          ),
        ]),
  ];
}

/** Whichever list is the shorter. */
function askedAbout(properties: readonly string[], others: readonly string[]): string {
  return others.length > 0 && others.length < properties.length
    ? `not asked about ${listed(others)}`
    : `asked about ${listed(properties)} only`;
}

/** `its graph is too large: the behaviours are those with scanners = 1`. */
export function behavioursAtText(constants: Readonly<Record<string, boolean | number | string>>): string {
  return `its graph is too large to be compared: the behaviours are those with ${constantsText(constants)}`;
}
