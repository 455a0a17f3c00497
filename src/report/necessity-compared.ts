// Two versions of a specification beside each other: which rules were load-bearing in the one, and what has become of them in the other. What is
// no longer needed stands first: that is what a patch that removes a lock has to show.

import type { NecessitySide } from '../necessity/result.ts';
import type { Paint } from '../terminal.ts';
import { renderAssumed } from './coverage.ts';
import { fold, foldWords, indented, paragraphs } from './layout.ts';
import { cellsOf, type Change, changes, changesBetween, nameOf, type Pair, titlesOf } from './necessity-pairs.ts';
import { functionOf, groupedBy, largerText, originalsText, shortName, showCommand } from './necessity-words.ts';
import { printCount, printTime } from './numbers.ts';
import { shellLines } from './shell-lines.ts';
import { listed } from './verdicts.ts';
import { printIdentity, printNamed } from './words.ts';

export function comparedReport(first: NecessitySide, second: NecessitySide, paint: Paint): string {
  const pairs = changesBetween(first, second);
  const titles = titlesOf(nameOf(first), nameOf(second));
  const blocks = changes.flatMap((change) => {
    const members = pairs.filter((pair) => pair.change === change);
    return members.length === 0
      ? []
      : [[`${paint('strong', titles[change])} (${printCount(members.length)})`, ...tableLines(members, first, second)]];
  });
  return paragraphs([
    headLines(first, second, pairs, paint),
    lockLines(first, second, pairs, paint),
    ...blocks,
    carriedLines(first, second, paint),
    [printTime(first.elapsedMs + second.elapsedMs)],
    renderAssumed({
      modelled: [...new Set([...first.modelled, ...second.modelled])],
      assumptions: [...new Set([...first.assumptions, ...second.assumptions])],
    }),
    hintLines(first, pairs),
  ]);
}

function headLines(first: NecessitySide, second: NecessitySide, pairs: readonly Pair[], paint: Paint): string[] {
  const { specification, only, larger } = second;
  const [before, after] = [nameOf(first), nameOf(second)];
  const count = (change: Change): number => pairs.filter((pair) => pair.change === change).length;
  const parts = [
    `${printCount(count('gone'))} load-bearing in ${before} and gone in ${after}`,
    `${printCount(count('no longer'))} not any more`,
    `${printCount(count('both'))} still`,
    `${printCount(count('new') + count('only second'))} only in ${after}`,
  ];
  const name = `${printIdentity(specification)}, ${before} and ${after}`;
  const shared = specification.constants.filter(
    (constant) =>
      !constant.isDefault &&
      first.specification.constants.some((each) => each.name === constant.name && each.value === constant.value),
  );
  return [
    `${paint('strong', name)}: ${foldWords(parts.join(', '), { indent: 2, first: name.length + 2 })}`,
    ...[first, second].map((side) => indented(`${nameOf(side)}: ${standing(side)}`, 2)),
    ...(only.length === 0 ? [] : [indented(`only ${only.join(', ')}`, 2)]),
    ...(shared.length === 0 ? [] : [`  ${fold(shared.map(printNamed), { indent: 4, first: 2 })}`]),
    ...(larger === undefined ? [] : [indented(`larger: ${largerText(second)}`, 2)]),
  ];
}

/** The places that take a lock, by whether it was and is needed there: what a reviewer of a patch that removes a lock asks first. */
function lockLines(first: NecessitySide, second: NecessitySide, pairs: readonly Pair[], paint: Paint): string[] {
  const places = pairs.filter(({ variant }) => variant.kind === 'forgo lock');
  if (places.length === 0) return [];
  const [before, after] = [nameOf(first), nameOf(second)];
  const rows = [
    [`needed in ${before}, gone in ${after}`, ({ change }: Pair) => change === 'gone'],
    [`needed in ${before}, there in ${after} and not needed`, ({ change }: Pair) => change === 'no longer'],
    [
      `not needed in ${before}, gone in ${after}`,
      ({ change, of }: Pair) => change === 'neither' && of[1] === undefined,
    ],
    ['needed in both', ({ change }: Pair) => change === 'both'],
    [`needed in ${after} only`, ({ change }: Pair) => change === 'new' || change === 'only second'],
    ['there and needed in neither', ({ change, of }: Pair) => change === 'neither' && of[1] !== undefined],
    ['not decided, or not to be built', ({ change }: Pair) => change === 'open'],
  ] as const;
  const told = rows.flatMap(([label, isOf]) => {
    const members = places.filter(isOf);
    return members.length === 0 ? [] : [{ label, members }];
  });
  return [
    paint('strong', 'where a lock is taken, each place left out alone'),
    ...told.flatMap(({ label, members }) => [
      `  ${label}`,
      ...groupedBy(members, ({ variant }) => variant.lock?.replace(/\[.*$/, '') ?? '').map(
        ([lock, of]) =>
          `    ${fold([`${lock}: ${placeOf(of[0])}`, ...of.slice(1).map(placeOf)], { indent: 6, first: 4 })}`,
      ),
    ]),
  ];
}

function placeOf(pair: Pair | undefined): string {
  if (pair === undefined) return '';
  const { variant } = pair;
  const step = variant.path.split('.').at(-1) ?? '';
  return step === 'lock' || step === 'critical' ? functionOf(variant) : `${functionOf(variant)} (${step})`;
}

/** What is known of the version itself. */
function standing({ leftOut, properties, originals }: NecessitySide): string {
  const holds = properties.filter(({ kind }) => kind !== 'reachable' && kind !== 'domain').length;
  const reached = properties.filter(({ kind }) => kind === 'reachable').length;
  const states = originalsText(originals);
  const broken = leftOut.length === 0 ? '' : `; ${listed(leftOut)} broken without any change, and left out`;
  const all = leftOut.length === 0 ? 'all ' : '';
  const witnesses =
    reached === 0 ? '' : `, ${reached === 1 ? '1 witness' : `${printCount(reached)} witnesses`} reached`;
  return `${all}${holds === 1 ? '1 property holds' : `${printCount(holds)} properties hold`}${witnesses} in ${states}${broken}`;
}

/** Where the columns of the two versions begin. */
const firstAt = 43;
const secondAt = 59;

function tableLines(pairs: readonly Pair[], first: NecessitySide, second: NecessitySide): string[] {
  const row = (left: string, one: string, other: string): string[] => {
    const cells = `${one.padEnd(secondAt - firstAt - 1)} ${other}`.trimEnd();
    return left.length + 2 <= firstAt ? [left.padEnd(firstAt) + cells] : [left, ' '.repeat(firstAt) + cells];
  };
  return [
    ...row('', nameOf(first), nameOf(second)),
    ...groupedBy(pairs, ({ variant }) => functionOf(variant)).flatMap(([name, members]) => [
      `  ${name}`,
      ...members.flatMap((pair) => row(indented(shortName(pair.variant), 4), ...cellsOf(pair))),
    ]),
  ];
}

/** More names than these are counted. */
const carriersMost = 20;

/** By property, the rules without which it breaks. */
function carriedLines(first: NecessitySide, second: NecessitySide, paint: Paint): string[] {
  const names = [...new Set([first, second].flatMap(({ properties }) => properties.map(({ name }) => name)))];
  const line = (start: string, carriers: readonly string[]): string[] => {
    if (carriers.length === 0) return [];
    const told = carriers.length > carriersMost ? [`${printCount(carriers.length)} of these rules`] : carriers;
    return [`${start}${fold(told, { separator: '; ', indent: 4, first: start.length })}`];
  };
  const lines = names.flatMap((property) => {
    const [one = [], other = []] = [first, second].map((side) => carriersOf(property, side));
    if (one.join() === other.join()) return line(`  ${property}: `, one);
    return [
      ...line(`  ${property} in ${nameOf(first)}: `, one),
      ...line(`  ${property} in ${nameOf(second)}: `, other),
    ];
  });
  return lines.length === 0
    ? []
    : [paint('strong', 'what carries each rule: without it the rule breaks, first or later'), ...lines];
}

function carriersOf(property: string, { properties, variants }: NecessitySide): readonly string[] {
  const notices = properties.find(({ name }) => name === property)?.notices ?? [];
  return notices.map((name) => {
    const variant = variants.find((each) => each.name === name);
    const isJoint = variant?.lock !== undefined && variant.edits.length > 1;
    return variant !== undefined && isJoint ? shortName(variant) : name;
  });
}

/** How the first version breaks without what is gone in the second. */
function hintLines(first: NecessitySide, pairs: readonly Pair[]): string[] {
  const bearing =
    pairs.find(({ change }) => change === 'gone') ?? pairs.find(({ of }) => of[0]?.verdict.kind === 'load-bearing');
  return bearing === undefined ? [] : shellLines('hint: see how: ', showCommand(first, bearing.variant.name));
}
