// The layout of a race table: a column for each process, one row for each step, time downwards. Within the width whatever the names are: what
// is too long for its column is folded, a single long word runs on to the right, where nobody else acts in that row, and what is longer than
// the line is broken. Where there are more processes than columns fit, who acts stands in a column of names.

import type { Paint } from '../terminal.ts';
import { brokenWord } from './layout.ts';
import type { Race, RaceRow } from './race-rows.ts';
import { ascii } from './race-text.ts';

export interface TableOptions {
  readonly width: number;
  /** Whether columns begin at tab stops and are reached by tabs. */
  readonly areTabs: boolean;
  readonly paint: Paint;
}

interface Frame {
  /** How wide the numbers are, with the blanks about them. */
  readonly gutter: number;
  /** Of each column, with the gap behind it. */
  readonly widths: readonly number[];
}

const tab = 8;
const gap = 2;
const inward = 2;
/** Below it nothing can be read. */
const columnLeast = 12;
const nameMost = 18;

/** Whether a column for each process fits. */
export function fits(race: Race, options: Pick<TableOptions, 'width' | 'areTabs'>): boolean {
  const { actors } = race;
  const space = options.width - gutterOf(race, options.areTabs);
  return actors.length < 2 || lastLeast(race) + leastOf(options.areTabs) * (actors.length - 1) <= space;
}

function leastOf(areTabs: boolean): number {
  return areTabs ? 2 * tab : columnLeast;
}

/** The lines of the table. */
export function tableLines(race: Race, options: TableOptions): readonly string[] {
  // What is violated in the initial state takes no steps.
  if (race.rows.length === 0) return [];
  const plain = plainRace(race);
  if (isOneColumn(plain)) return oneColumn(plain, options);
  return fits(plain, options) ? processColumns(plain, options) : nameColumn(plain, options);
}

function plainRace({ actors, rows, chains }: Race): Race {
  return {
    // Two processes never share a column, even where plain letters would make their names one.
    actors: actors.map((actor) => (actor === '' ? '(no process)' : ascii(actor))),
    rows: rows.map((row) => ({ ...row, pieces: row.pieces.map(ascii) })),
    chains,
  };
}

function gutterOf({ rows }: Race, areTabs: boolean): number {
  const digits = String(Math.max(0, ...rows.map(({ step = 0 }) => step))).length;
  return areTabs ? tab * Math.ceil((2 + digits + 1) / tab) : 2 + digits + 2;
}

/** Whether nothing is gained by columns: one process, or none, and no functions. */
function isOneColumn({ actors, rows }: Race): boolean {
  return (
    actors.length === 1 &&
    rows.every(
      ({ depth, kind, pieces }) =>
        kind === 'rest' || kind === 'loop' || (depth === 0 && (kind !== 'step' || isNamed(pieces))),
    )
  );
}

/** `lock: owner none -> cpu0` in pieces, not `takes mutex`. */
function isNamed([first = '', ...more]: readonly string[]): boolean {
  return more.length === 0 || first.endsWith(':');
}

/** A longer name has what changed below it. */
const besideMost = 40;

/** What is done in a column, and what it changed in a second one; below it where that would be narrow or long. */
function oneColumn(race: Race, options: TableOptions): readonly string[] {
  const gutter = gutterOf(race, options.areTabs);
  const space = options.width - gutter;
  const steps = race.rows.map(({ kind, pieces: all }) => {
    const pieces = kind === 'loop' ? [] : all;
    const [first = '', ...changes] = kind === 'rest' ? ['', ...pieces] : pieces;
    return { name: changes.length === 0 ? first : first.replace(/:$/, ''), changes };
  });
  const lengths = steps.map(({ name, changes }) => (changes.length === 0 ? 0 : name.length));
  const width = Math.max(...lengths.filter((length) => length <= besideMost)) + gap;
  const frame = { gutter, widths: [space] };
  const lines = race.rows.flatMap((row, index) => {
    if (row.kind === 'loop') return [acrossLine(row, frame, options.paint)];
    const { name = '', changes = [] } = steps[index] ?? {};
    const texts = (besideLines(name, changes, width, space) ?? belowLines(name, changes, space)).map((text, line) => {
      return `${startOf(0, line === 0 ? row.step : undefined, frame, options.areTabs)}${text}`;
    });
    return texts.map((text) => painted(row, text, options.paint));
  });
  return headed(race, frame, options, lines);
}

function besideLines(name: string, changes: readonly string[], width: number, space: number): string[] | undefined {
  const room = space - width;
  if (changes.length === 0 || name.length + gap > width || changes.some(({ length }) => length > room))
    return undefined;
  const beside = filled(changes, room, room);
  return beside.length > 2 ? undefined : beside.map((text, line) => (line === 0 ? name : '').padEnd(width) + text);
}

/** Of a step of which there is nothing to say one line all the same: its number stands there. */
function belowLines(name: string, changes: readonly string[], space: number): string[] {
  if (name === '' && changes.length === 0) return [''];
  const below = changes.length === 0 ? [] : filled(changes, space - inward, space - inward);
  const names = name === '' ? [] : foldRow({ depth: 0, pieces: [name] }, space, space);
  return [...names, ...below.map((text) => ' '.repeat(inward) + text)];
}

function processColumns(race: Race, options: TableOptions): readonly string[] {
  const { actors, rows } = race;
  const frame = { gutter: gutterOf(race, options.areTabs), widths: widthsOf(race, options) };
  const lines = rows.flatMap((row) => {
    if (row.kind === 'loop') return [acrossLine(row, frame, options.paint)];
    const width = frame.widths[row.column] ?? 0;
    const isLast = row.column + 1 === actors.length;
    const before = frame.widths.slice(0, row.column).reduce((sum, each) => sum + each, frame.gutter);
    const texts = foldRow(row, isLast ? width : width - gap, options.width - before);
    return texts.map((text, index) => {
      const start = startOf(row.column, index === 0 ? row.step : undefined, frame, options.areTabs);
      return painted(row, `${start}${text}`, options.paint);
    });
  });
  return headed(race, frame, options, lines);
}

function headed({ actors }: Race, frame: Frame, options: TableOptions, lines: readonly string[]): readonly string[] {
  const isAlone = actors.length === 1 && actors[0] === '(no process)';
  return isAlone ? lines : [...headLines(actors, frame, options), ...lines];
}

/** What stands before the text of a row. */
function startOf(column: number, step: number | undefined, { gutter, widths }: Frame, areTabs: boolean): string {
  const digits = areTabs ? 3 : gutter - 4;
  const number = step === undefined ? '' : `  ${String(step).padStart(digits)}`;
  return [padded(number, gutter, areTabs), ...widths.slice(0, column).map((width) => padded('', width, areTabs))].join(
    '',
  );
}

/** The text, and blanks or tabs up to a width that is a tab stop. */
function padded(text: string, width: number, areTabs: boolean): string {
  return areTabs ? text + '\t'.repeat(Math.ceil((width - text.length) / tab)) : text.padEnd(width);
}

function headLines(actors: readonly string[], { gutter, widths }: Frame, { areTabs, paint }: TableOptions): string[] {
  const names = actors.map((actor, index) => brokenWord(actor, Math.max(1, (widths[index] ?? gap + 1) - 1)));
  const height = Math.max(...names.map(({ length }) => length));
  const rows = Array.from({ length: height }, (_, row) => {
    const cells = names.map((lines, index) => padded(lines[row] ?? '', widths[index] ?? 0, areTabs));
    return paint('strong', `${padded('', gutter, areTabs)}${cells.join('').trimEnd()}`);
  });
  const rule = '-'.repeat(widths.reduce((sum, each) => sum + each, 0));
  return [...rows, `${padded('', gutter, areTabs)}${rule}`];
}

function painted({ kind, isRelevant, isRepeated = false }: RaceRow, line: string, paint: Paint): string {
  const marked = isRepeated ? `|${line.replace(/^ /, '')}` : line;
  if (!isRelevant) return paint('quiet', marked);
  return kind === 'outcome' ? paint('bad', marked) : marked;
}

/** Where a loop begins, or goes back: from the mark at its side over all columns. */
function acrossLine({ pieces }: RaceRow, { gutter, widths }: Frame, paint: Paint): string {
  const width = widths.reduce((sum, each) => sum + each, gutter);
  const text = `+-- ${pieces.join(' ')} --`;
  return paint('bad', text.padEnd(width, '-'));
}

/** As much as each column needs to keep its words whole, then its pieces, then its rows; where that is too much, as alike as possible. */
function widthsOf(race: Race, { width, areTabs }: TableOptions): readonly number[] {
  const { actors, rows } = race;
  const space = width - gutterOf(race, areTabs);
  const most = (measure: (row: RaceRow) => number): number[] =>
    actors.map((actor, column) => {
      const own = rows
        .filter((row) => row.column === column && row.kind !== 'loop')
        .map((row) => inward * row.depth + measure(row));
      return Math.max(actor.length, ...own) + (column + 1 === actors.length ? 0 : gap);
    });
  const longest = (texts: readonly string[]): number =>
    Math.max(...texts.map(({ length }, index) => length + (index === 0 ? 0 : inward)));
  // The last column has nothing to run on into.
  const last = Math.min(lastLeast(race, 'pieces'), space - leastOf(areTabs) * (actors.length - 1));
  const least = actors.map((_, column) => (column + 1 === actors.length ? last : 0));
  const wants = [
    most(({ pieces }) => longest(pieces.flatMap((piece) => piece.split(/ (?=-> )/)))),
    most(({ pieces }) => longest(pieces)),
    most(({ pieces }) => pieces.join(' ').length),
  ];
  const widths = wants.reduce<readonly number[]>((had, wanted) => levelled(had, wanted, space), least);
  return areTabs ? atTabStops(widths, space, last) : widths;
}

/** Each as much as it wants, and not less than it had; where there is not so much, all that want more as wide as each other. */
function levelled(had: readonly number[], wanted: readonly number[], space: number): readonly number[] {
  const at = (level: number): readonly number[] =>
    had.map((least, index) => Math.max(least, Math.min(level, wanted[index] ?? 0)));
  const fitsAt = (level: number): boolean => at(level).reduce((sum, each) => sum + each, 0) <= space;
  let level = 0;
  while (level < space && fitsAt(level + 1)) level += 1;
  return at(level);
}

/** All but the last column as wide as so many tabs. */
function atTabStops(widths: readonly number[], space: number, last: number): readonly number[] {
  const stops = widths.slice(0, -1).map((width) => tab * Math.max(2, Math.ceil(width / tab)));
  const sum = (): number => stops.reduce((total, each) => total + each, 0);
  while (sum() + last > space && Math.max(...stops) > 2 * tab) stops[stops.indexOf(Math.max(...stops))]! -= tab;
  return [...stops, space - sum()];
}

/** What the last column needs to keep its words, or its shorter pieces, whole; within reason. */
function lastLeast({ actors, rows }: Race, of: 'words' | 'pieces' = 'words'): number {
  const own = rows.filter(({ column, kind }) => column + 1 === actors.length && kind !== 'loop');
  const needs = (piece: string, depth: number): number =>
    of === 'pieces' && piece.length <= 34
      ? inward * (depth + 1) + piece.length
      : inward * (depth + 2) + Math.max(...piece.split(' ').map(({ length }) => length));
  const lengths = own.flatMap(({ depth, pieces }) => pieces.map((piece) => needs(piece, depth)));
  return Math.min(of === 'pieces' ? 42 : 32, Math.max(columnLeast, ...lengths));
}

/** Who acts, in a column of names, and beside it what is done. */
function nameColumn(race: Race, { width, areTabs, paint }: TableOptions): readonly string[] {
  const gutter = gutterOf(race, areTabs);
  const longest = Math.min(nameMost, Math.max(...race.actors.map(({ length }) => length)));
  const name = areTabs ? tab * Math.ceil((longest + 1) / tab) : longest + gap;
  const frame = { gutter, widths: [name] };
  const whole = { gutter, widths: [width - gutter] };
  return race.rows.flatMap((row) => {
    if (row.kind === 'loop') return [acrossLine(row, whole, paint)];
    const names = brokenWord(race.actors[row.column] ?? '', name - 1);
    const texts = foldRow(row, width - gutter - name, width - gutter - name);
    return Array.from({ length: Math.max(names.length, texts.length) }, (_, index) => {
      const start = startOf(0, index === 0 ? row.step : undefined, frame, areTabs);
      const who = padded(names[index] ?? '', name, areTabs);
      return painted(row, `${start}${who}${texts[index] ?? ''}`.trimEnd(), paint);
    });
  });
}

/**
 * The lines of a row, indented. In one line where it fits into `width`; else its pieces in lines of their own, or filled into wide ones. A
 * piece may overrun by a little where there is room up to `most`.
 */
export function foldRow(
  { depth, pieces, kind }: Pick<RaceRow, 'depth' | 'pieces'> & Partial<Pick<RaceRow, 'kind'>>,
  width: number,
  most: number,
): string[] {
  // The parameters of a function are not to be taken for what is called in it.
  const further = kind === 'function' ? 2 * inward : inward;
  // A column that is narrower than its indentation still shows something.
  const indent = Math.min(inward * depth, Math.max(0, most - 2 * inward - columnLeast));
  const whole = pieces.join(' ');
  if (indent + whole.length <= width) return [' '.repeat(indent) + whole];
  const room = { width: Math.min(most, Math.max(width + overrun, readable)) - indent, most: most - indent };
  if (width - indent < fillLeast)
    return pieces.flatMap((piece, index) => foldPiece(piece, indent, index === 0 ? 0 : further, room, further));
  const [first = '', ...more] = filled(pieces, width - indent - further, room.most - further);
  return [' '.repeat(indent) + first, ...more.map((line) => ' '.repeat(indent + further) + line)];
}

interface Room {
  readonly width: number;
  readonly most: number;
}

/** Below it, what changed is easier to find in lines of its own. */
const fillLeast = 50;
/** A column is overrun by so much, and a narrow one up to so much in all, before a piece is torn apart. */
const overrun = 8;
const readable = 36;

/** One piece in lines of its own, those after the first further in. */
function foldPiece(piece: string, indent: number, hang: number, { width, most }: Room, further: number): string[] {
  if (hang + piece.length <= width) return [' '.repeat(indent + hang) + piece];
  const [first = '', ...more] = filled([piece], width - hang - further, most - hang - further);
  const begin = ' '.repeat(indent + hang);
  return [begin + first, ...more.map((line) => `${begin}${' '.repeat(further)}${line}`)];
}

/** Pieces in lines of `width`, whole where they fit; words of up to `most`. */
function filled(pieces: readonly string[], width: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const atom of pieces.flatMap((piece) => atomsOf(piece, width, most))) {
    if (line === '') line = atom;
    else if (line.length + 1 + atom.length <= width && !/^(?:->|=) /.test(atom)) line += ` ${atom}`;
    else {
      lines.push(line);
      line = atom;
    }
  }
  return [...lines, line];
}

/** The piece as it is; or in two, at its arrow, before its values, or before the value that it gets; or word by word. */
function atomsOf(piece: string, width: number, most: number): readonly string[] {
  const isWithin = (parts: readonly string[] | undefined): parts is readonly string[] =>
    parts?.every(({ length }) => length <= width) ?? false;
  if (isWithin([piece])) return [piece];
  const [, place = '', before = '', after = ''] = /^(\S+) (.+) (-> .+)$/.exec(piece) ?? [];
  const values = `${before} ${after}`;
  // A call goes on below with its first parameter.
  const [, called = '', given = ''] = /^([^\s(]+\()(\S+ = .+)$/.exec(piece) ?? [];
  const ways = [
    ...(called === '' ? [] : [[called, given]]),
    ...(place === '' || values.length > valuesShort ? [] : [[place, values]]),
    ...(place === ''
      ? []
      : [
          [`${place} ${before}`, after],
          [place, values],
          [place, before, after],
        ]),
    [...(/^(\S+) (= .+)$/.exec(piece)?.slice(1) ?? [piece])],
  ];
  return ways.find(isWithin) ?? piece.split(' ').flatMap((word) => brokenWord(word, Math.max(1, most)));
}

/** `1 -> 2` is not torn apart. */
const valuesShort = 12;
