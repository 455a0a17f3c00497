// The report of ballast necessity: what nothing notices first, then what each rule carries, then what is redundant, what is not decided, and
// what each property is worth. Within 75 columns, so that it can be pasted into a mail.

import { variantGroups } from '../../checker/index.ts';
import type { LoadBearing, NecessitySide, PropertyScore, VariantResult } from '../necessity/result.ts';
import { plainPaint, type Paint } from '../terminal.ts';
import { renderAssumed } from './coverage.ts';
import { columns, fold, foldWords, indented, paragraphs } from './layout.ts';
import { printCount, printCounted, printTime } from './numbers.ts';
import {
  behavioursAtText,
  behaviourText,
  brokenNames,
  countsText,
  functionOf,
  groupedBy,
  largerText,
  mutantTexts,
  ofKind,
  originalsText,
  sentenceOf,
  shortName,
  showCommand,
} from './necessity-words.ts';
import { shellLines } from './shell-lines.ts';
import { listed, printIdentity, printNamed } from './words.ts';

export interface NecessityReportOptions {
  readonly paint?: Paint;
  /** Also each rule before and after, and what is redundant one by one. */
  readonly isWhole?: boolean;
}

export function necessityReport(
  side: NecessitySide,
  { paint = plainPaint, isWhole = false }: NecessityReportOptions = {},
): string {
  const { variants } = side;
  return paragraphs([
    headLines(side, paint),
    notNoticedLines(side, paint),
    ...loadBearingBlocks(variants, paint, isWhole),
    redundantLines(side, paint, isWhole),
    assertionLines(variants, paint, isWhole),
    openLines(variants, paint),
    ...propertyBlocks(side, paint),
    footLines(side),
    renderAssumed(side),
    hintLines(side, isWhole),
  ]);
}

/** How any report on a side begins. */
export function headLines(side: NecessitySide, paint: Paint): string[] {
  const { specification, variants, larger, only, leftOut } = side;
  const set = specification.constants.filter(({ isDefault }) => !isDefault);
  const constants = set.map(printNamed);
  const others = specification.constants.length - set.length;
  const rest =
    others === 0 ? [] : [`${printCounted(others, set.length === 0 ? 'constant' : 'other constant')} as by default`];
  const tone = side.score.undecided > 0 ? 'unsure' : side.score.notNoticed > 0 ? 'bad' : 'good';
  const name = printIdentity(specification);
  return [
    `${paint('strong', name)}: ${paint(tone, foldWords(sentenceOf(side), { indent: 2, first: name.length + 2 }))}`,
    indented(`${printCounted(variants.length, 'variant')}: ${countsText(side)}`, 2),
    ...(only.length === 0 ? [] : [indented(`only ${only.join(', ')}`, 2)]),
    ...(specification.constants.length === 0 ? [] : [`  ${fold([...constants, ...rest], { indent: 4, first: 2 })}`]),
    ...(larger === undefined || variants.every(({ mutant }) => mutant !== undefined)
      ? []
      : [indented(`larger: ${largerText(side)}`, 2)]),
    ...(leftOut.length === 0 ? [] : [indented(`not asked about ${listed(leftOut)}: broken without any change`, 2)]),
  ];
}

function notNoticedLines({ variants, ...side }: NecessitySide, paint: Paint): string[] {
  const found = ofKind(variants, 'not noticed');
  if (found.length === 0) return [];
  // Mutants have constants of their own.
  const hasLarger = side.larger !== undefined && found.some(({ mutant }) => mutant === undefined);
  const at = hasLarger ? `, nor at ${largerText(side)}` : '';
  const about = `behaviour differs, and no property breaks${at}. Either these properties do not need the rule, or one is missing.`;
  return [
    heading('not noticed', found.length, paint),
    indented(about, 2),
    ...byGroup(found).flatMap(([group, members]) => [
      '',
      `  ${paint('strong', group)}`,
      ...members.flatMap((variant) => {
        const { verdict } = variant;
        return [
          indented(variant.name, 4),
          ...(variant.mutant === undefined
            ? ruleLines(variant)
            : mutantTexts(variant, side).map((text) => indented(text, 6))),
          ...(verdict.behavioursAt === undefined ? [] : [indented(behavioursAtText(verdict.behavioursAt), 6)]),
          ...(verdict.isOnlyLarger ? [indented(onlyLarger, 6)] : []),
          ...(verdict.new === undefined ? [] : [indented(behaviourText('new', verdict.new), 6)]),
          ...(verdict.gone === undefined ? [] : [indented(behaviourText('gone', verdict.gone), 6)]),
        ];
      }),
    ]),
  ];
}

const onlyLarger = 'the same state graph at the size asked for, another at the larger one';

/** The rule, and what becomes of it. */
function ruleLines({ before, after }: VariantResult): string[] {
  return [indented(`was  ${before}`, 6), indented(`is   ${after}`, 6)];
}

/** Where the columns of a row begin: the steps, what breaks, what is changed. */
const rowIndent = 4;
const brokenAt = rowIndent + 6;
const nameAt = brokenAt + 20;

function loadBearingBlocks(variants: readonly VariantResult[], paint: Paint, isWhole: boolean): string[][] {
  const found = ofKind(variants, 'load-bearing');
  if (found.length === 0) return [];
  const blocks = byGroup(found).map(([group, members]) => [
    `  ${paint('strong', group)}`,
    ...groupedBy(members, functionOf).flatMap(([name, rows]) => [
      ...(group === 'mutants' ? [] : [`  ${name}${fileOf(rows)}`]),
      ...rows.flatMap((variant) => rowLines(variant, isWhole)),
    ]),
  ]);
  return [
    [
      heading('load-bearing', found.length, paint),
      '  without the rule a property breaks, the first of them in so many steps',
      '',
      `${' '.repeat(rowIndent - 1)}${'steps'.padEnd(brokenAt - rowIndent + 1)}${'breaks'.padEnd(nameAt - brokenAt)}what is changed`,
    ],
    ...blocks,
  ];
}

/** Groups in the order in which they are asked for. */
function byGroup<V extends VariantResult>(found: readonly V[]): readonly (readonly [string, readonly V[]])[] {
  const order: readonly string[] = [...variantGroups, 'mutants'];
  return [...groupedBy(found, ({ group }) => group)].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}

function fileOf([first]: readonly VariantResult[]): string {
  return first?.source === undefined ? '' : `, ${first.source.file}`;
}

function rowLines(variant: VariantResult & { readonly verdict: LoadBearing }, isWhole: boolean): string[] {
  const { verdict } = variant;
  const steps = verdict.isWitnessOnly ? 'lost' : printCount(verdict.steps ?? 0);
  const names = `${brokenNames(verdict)}${verdict.size === 'larger' ? ' (larger)' : ''}`;
  const left = `${' '.repeat(rowIndent)}${steps.padStart(brokenAt - rowIndent - 2)}  ${names}`;
  const name = foldWords(shortName(variant), { indent: nameAt + 2, first: nameAt });
  const rows = left.length + 2 <= nameAt ? [left.padEnd(nameAt) + name] : [left, ' '.repeat(nameAt) + name];
  return [...rows, ...(isWhole ? rulesOf(variant).map((rule) => indented(rule, nameAt)) : [])];
}

/** Before and after; what a mutant is after is said with its name. */
function rulesOf({ before, after, mutant }: VariantResult): readonly string[] {
  return mutant === undefined ? [before, after] : before === '' ? [] : [before];
}

function redundantLines(side: NecessitySide, paint: Paint, isWhole: boolean): string[] {
  const found = ofKind(side.variants, 'redundant');
  if (found.length === 0) return [];
  const of = (count: number): string => (count === found.length ? 'all' : printCount(count));
  const digests = found.filter(({ verdict }) => verdict.areDigestsEqual).length;
  const larger = found.filter(({ verdict }) => verdict.statesLarger !== undefined).length;
  const parts = [
    'without the rule the state graph is the same, compared edge by edge',
    ...(digests === 0 ? [] : [`of ${of(digests)}, digests of states and transitions too`]),
    ...(larger === 0 ? [] : [`of ${of(larger)}, those at ${largerText(side)} too`]),
  ];
  const about = parts.join('; ');
  return [
    heading('redundant', found.length, paint),
    indented(about, 2),
    ...groupedBy(found, functionOf).flatMap(([name, rows]) => [
      `  ${name}${fileOf(rows)}`,
      ...rows.flatMap((variant) => [
        indented(shortName(variant), 4),
        ...(isWhole ? rulesOf(variant).map((rule) => indented(rule, 6)) : []),
      ]),
    ]),
  ];
}

function assertionLines(variants: readonly VariantResult[], paint: Paint, isWhole: boolean): string[] {
  const found = ofKind(variants, 'assertion');
  if (found.length === 0) return [];
  const alone = found.filter(({ verdict }) => verdict.alone.length > 0);
  const about = `an assertion only looks: without it nothing behaves differently. ${
    alone.length === 0
      ? 'Whatever one of these notices, something else notices too.'
      : `${printCount(alone.length)} of them ${alone.length === 1 ? 'notices' : 'notice'} variants that nothing else notices.`
  }`;
  return [
    heading('assertions', found.length, paint),
    indented(about, 2),
    ...(isWhole ? found : alone).flatMap((variant) => [
      indented(variant.name, 4),
      indented(variant.before, 6),
      ...(variant.verdict.alone.length === 0 ? [] : [indented(`alone notices ${variant.verdict.alone.join(', ')}`, 6)]),
    ]),
  ];
}

interface Reasoned {
  readonly name: string;
  readonly verdict: { readonly reason: string };
}

function openLines(variants: readonly VariantResult[], paint: Paint): string[] {
  const undecided = ofKind(variants, 'not decided');
  const unbuilt = ofKind(variants, 'cannot be built');
  const lines = (found: readonly Reasoned[]): string[] =>
    groupedBy(found, ({ verdict }) => verdict.reason).flatMap(([reason, members]) => [
      indented(reason, 2),
      ...members.map(({ name }) => indented(name, 4)),
    ]);
  return [
    ...(undecided.length === 0 ? [] : [heading('not decided', undecided.length, paint), ...lines(undecided)]),
    ...(unbuilt.length === 0 ? [] : [heading('cannot be built', unbuilt.length, paint), ...lines(unbuilt)]),
  ];
}

function heading(what: string, count: number, paint: Paint): string {
  return `${paint('strong', what)} (${printCount(count)})`;
}

function propertyBlocks({ properties, variants, only }: NecessitySide, paint: Paint): string[][] {
  // A mutant is asked about the rule that it breaks: that tells nothing about the others.
  if (!variants.some(({ verdict, mutant }) => verdict.kind === 'load-bearing' && mutant === undefined)) return [];
  const noticing = [...properties]
    .filter(({ notices }) => notices.length > 0)
    .sort((a, b) => b.alone.length - a.alone.length || b.notices.length - a.notices.length);
  const idle = (isWitness: boolean): readonly string[] =>
    properties
      .filter(({ notices, kind }) => notices.length === 0 && (kind === 'reachable') === isWitness)
      .map(({ name }) => name);
  const rows = noticing.map((property) => [
    `  ${nameOf(property)}`,
    printCount(property.notices.length),
    property.alone.length === 0 ? '' : printCount(property.alone.length),
  ]);
  const table = columns([['  property', 'notices', 'alone'], ...rows], 3);
  const unasked = idle(false);
  const reached = idle(true);
  const of = only.length === 0 ? 'any variant' : 'any of these variants';
  return [
    [paint('strong', 'what notices'), ...table],
    [
      ...(unasked.length === 0
        ? []
        : [
            `  ${fold([`these notice nothing of ${of}: ${unasked[0] ?? ''}`, ...unasked.slice(1)], { indent: 4, first: 2 })}`,
          ]),
      ...(reached.length === 0
        ? []
        : [
            `  ${fold([`reached in ${of === 'any variant' ? 'every variant' : 'all of these'}: ${reached[0] ?? ''}`, ...reached.slice(1)], { indent: 4, first: 2 })}`,
          ]),
    ],
  ];
}

function nameOf({ name, kind }: PropertyScore): string {
  return kind === 'reachable' ? `${name} (never reached)` : name;
}

function footLines({ originals, elapsedMs, unchanged }: NecessitySide): string[] {
  const compared = originalsText(originals);
  const same = unchanged.filter(({ sameAs }) => sameAs === undefined);
  const twice = unchanged.length - same.length;
  return [
    indented(`${compared === '' ? '' : `the specification itself: ${compared}; `}${printTime(elapsedMs)}`, 0),
    ...(same.length === 0
      ? []
      : [indented(`not run, since they change nothing: ${same.map(({ name }) => name).join(', ')}`, 0)]),
    ...(twice === 0 ? [] : [`${printCounted(twice, 'variant')} told under another name, of the same meaning`]),
  ];
}

function hintLines(side: NecessitySide, isWhole: boolean): string[] {
  const { variants, larger, specification } = side;
  const [unnoticed] = ofKind(variants, 'not noticed');
  const [bearing] = ofKind(variants, 'load-bearing');
  const shown = unnoticed ?? bearing;
  return [
    ...(shown === undefined ? [] : shellLines('hint: see how: ', showCommand(side, shown.name))),
    ...(unnoticed !== undefined &&
    unnoticed.mutant === undefined &&
    larger === undefined &&
    specification.constants.length > 0
      ? ['hint: what nothing notices here may break in a larger size: --larger NAME=VALUE']
      : []),
    ...(isWhole ? [] : ['hint: --all prints each rule, before and after']),
  ];
}
