// Two versions of a specification beside each other: which rules were load-bearing in the one, and what has become of them in the other. What is
// no longer needed stands first: that is what a patch that removes a lock has to show.

import type { NecessitySide, VariantResult } from '../necessity/result.ts';
import type { Paint } from '../terminal.ts';
import { renderAssumed } from './coverage.ts';
import { fold, foldWords, indented, paragraphs, widthMost } from './layout.ts';
import { cellsOf, type Change, changes, changesBetween, nameOf, type Pair, titlesOf } from './necessity-pairs.ts';
import { functionOf, groupedBy, largerText, originalsText, shortName, showCommand } from './necessity-words.ts';
import { printCount, printTime } from './numbers.ts';
import { shellLines } from './shell-lines.ts';
import { listed, printIdentity, printNamed } from './words.ts';

export function comparedReport(first: NecessitySide, second: NecessitySide, paint: Paint): string {
  const pairs = changesBetween(first, second);
  const titles = titlesOf(nameOf(first), nameOf(second));
  const blocks = changes.flatMap((change) => {
    const members = pairs.filter((pair) => pair.change === change);
    return members.length === 0
      ? []
      : [[`${paint('strong', titles[change])} (${printCount(members.length)})`, ...tableLines(members, first, second)]];
  });
  const isBearing = pairs.some(({ of }) => of.some((variant) => variant?.verdict.kind === 'load-bearing'));
  return paragraphs([
    headLines(first, second, pairs, paint),
    lockLines(first, second, pairs, paint),
    isBearing ? ['of each change: what breaks without the rule, in its fewest steps'] : [],
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
  const bearing = count('gone') + count('no longer') + count('both');
  const parts = [
    [count('gone'), `gone in ${after}`],
    [count('no longer'), `not load-bearing any more`],
    [count('both'), `still`],
  ] as const;
  const told = parts.flatMap(([number, what]) => (number === 0 ? [] : [`${printCount(number)} ${what}`]));
  const added = count('new') + count('only second');
  const sentence = [
    `${printCount(bearing)} load-bearing in ${before}${bearing === 0 ? '' : `, of those ${listed(told)}`}`,
    ...(added === 0 ? [] : [`${printCount(added)} in ${after} only`]),
  ].join('; ');
  const name = `${printIdentity(specification)}, ${before} and ${after}`;
  const shared = specification.constants.filter(
    (constant) =>
      !constant.isDefault &&
      first.specification.constants.some((each) => each.name === constant.name && each.value === constant.value),
  );
  return [
    `${paint('strong', name)}: ${foldWords(sentence, { indent: 2, first: name.length + 2 })}`,
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

/** How wide the cell of a version is: what breaks in it stands in several lines. */
const cellWidth = 21;

function tableLines(pairs: readonly Pair[], first: NecessitySide, second: NecessitySide): string[] {
  const rows = new Map(pairs.map((pair) => [pair, cellsOf(pair).map(cellLines)]));
  const widths = [0, 1].map((side) =>
    Math.max(...[...rows.values()].flatMap((cells) => (cells[side] ?? []).map(({ length }) => length)), cellWidth - 3),
  );
  const [one = 0, other = 0] = widths;
  const secondAt = widthMost - other;
  const firstAt = secondAt - one - 2;
  const row = (left: string, cells: readonly (readonly string[])[]): string[] => {
    const [ones = [], others = []] = cells;
    const lines = Array.from({ length: Math.max(ones.length, others.length) }, (_, index) =>
      `${(ones[index] ?? '').padEnd(secondAt - firstAt)}${others[index] ?? ''}`.trimEnd(),
    );
    const isBeside = left.length + 2 <= firstAt && !left.includes('\n');
    return [
      ...(isBeside ? [] : [left]),
      ...lines.map((line, index) => (isBeside && index === 0 ? left : '').padEnd(firstAt) + line),
    ];
  };
  return [
    ...row('', [[nameOf(first)], [nameOf(second)]]),
    ...groupedBy(pairs, ({ variant }) => functionOf(variant)).flatMap(([name, members]) => [
      `  ${name}`,
      ...members.flatMap((pair) => row(indented(shortName(pair.variant), 4), rows.get(pair) ?? [])),
    ]),
  ];
}

/** A cell broken only where one part of it ends. */
function cellLines(cell: string): readonly string[] {
  const parts = cell.split(/(?<=,) | (?=and \d)/);
  return parts.reduce<readonly string[]>((lines, part) => {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last} ${part}`;
    return last !== undefined && joined.length <= cellWidth ? [...lines.slice(0, -1), joined] : [...lines, part];
  }, []);
}

/** More places than these are counted. */
const placesMost = 20;

/** The properties that the same rules carry, and those rules: in both versions, or in one of them alone. */
interface Carried {
  readonly both: readonly VariantResult[];
  readonly alone: readonly [first: readonly VariantResult[], second: readonly VariantResult[]];
}

/** By property, the rules without which it breaks: first what is carried otherwise in the second version. */
function carriedLines(first: NecessitySide, second: NecessitySide, paint: Paint): string[] {
  const names = [...new Set([first, second].flatMap(({ properties }) => properties.map(({ name }) => name)))];
  const told = names.flatMap((name) => {
    const carried = carriedBetween(name, first, second);
    const lines = linesOf(carried, first, second);
    return lines.length === 0 ? [] : [{ name, lines, isSame: carried.alone.every(({ length }) => length === 0) }];
  });
  const blocks = ([false, true] as const).flatMap((isSame) => {
    const members = told.filter((each) => each.isSame === isSame);
    if (members.length === 0) return [];
    const title = isSame ? 'by the same in both' : `otherwise in ${nameOf(second)}`;
    return [
      `  ${title}`,
      ...groupedBy(members, ({ lines }) => lines.join('\n')).flatMap(([, same]) => [
        indented(same.map(({ name }) => name).join(', '), 4),
        ...(same[0]?.lines ?? []),
      ]),
    ];
  });
  return blocks.length === 0
    ? []
    : [paint('strong', 'what carries each rule: without it the rule breaks, first or later'), ...blocks];
}

function carriedBetween(property: string, first: NecessitySide, second: NecessitySide): Carried {
  const [ones, others] = [carriersOf(property, first), carriersOf(property, second)];
  const without = (all: readonly VariantResult[], known: readonly VariantResult[]): readonly VariantResult[] => {
    const keyOf = (variant: VariantResult): string => `${functionOf(variant)} ${carrierText(variant)}`;
    const keys = new Set(known.map(keyOf));
    return all.filter((variant) => !keys.has(keyOf(variant)));
  };
  const alone = [without(ones, others), without(others, ones)] as const;
  return { both: without(ones, alone[0]), alone };
}

function linesOf({ both, alone }: Carried, first: NecessitySide, second: NecessitySide): readonly string[] {
  const isSame = alone.every(({ length }) => length === 0);
  return [
    ...placesLines(isSame ? '' : 'in both: ', both),
    ...placesLines(`in ${nameOf(first)} only: `, alone[0]),
    ...placesLines(`in ${nameOf(second)} only: `, alone[1]),
  ];
}

/** `balloon_page_isolate (forgo lock, rush lock)`. */
function placesLines(start: string, carriers: readonly VariantResult[]): string[] {
  if (carriers.length === 0) return [];
  const places = groupedBy(carriers, functionOf).map(
    ([name, rules]) => `${name} (${rules.map(carrierText).join(', ')})`,
  );
  const told = places.length > placesMost ? [`${printCount(carriers.length)} of these rules`] : places;
  const [head = '', ...rest] = told;
  return [`      ${fold([`${start}${head}`, ...rest], { separator: '; ', indent: 8, first: 6 })}`];
}

/** Under its function; of a lock in many places, whatever their number is in a version. */
function carrierText(variant: VariantResult): string {
  const { lock, edits, kind, file } = variant;
  if (lock === undefined || edits.length < 2) return shortName(variant);
  return `${kind.split(' ')[0] ?? kind} everywhere${file === undefined ? '' : ` in ${file}`}`;
}

function carriersOf(property: string, { properties, variants }: NecessitySide): readonly VariantResult[] {
  const notices = properties.find(({ name }) => name === property)?.notices ?? [];
  return notices.flatMap((name) => variants.find((each) => each.name === name) ?? []);
}

/** How the first version breaks without what is gone in the second. */
function hintLines(first: NecessitySide, pairs: readonly Pair[]): string[] {
  const bearing =
    pairs.find(({ change }) => change === 'gone') ?? pairs.find(({ of }) => of[0]?.verdict.kind === 'load-bearing');
  return bearing === undefined ? [] : shellLines('hint: see how: ', showCommand(first, bearing.variant.name));
}
