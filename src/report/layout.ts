// Laying out plain text: lists folded into lines, columns under each other. Lines stay within 75 columns, so that everything printed can be
// pasted into a mail: what has no blanks is folded where a reader would, too.

export const widthMost = 75;

/**
 * The parts in one paragraph, `separator` between them; a part is broken only where it is longer than a line, and then goes on further in.
 * Lines after the first begin with `indent` blanks.
 */
export function fold(
  parts: readonly string[],
  { separator = ', ', indent = 0, first = indent }: FoldOptions = {},
): string {
  const lines: string[] = [];
  let line = '';
  const gap = separator.slice(separator.trimEnd().length);
  const room = (): number => widthMost - (lines.length === 0 ? first : indent);
  parts.forEach((part, index) => {
    const piece = index + 1 < parts.length ? `${part}${separator.trimEnd()}` : part;
    if (line !== '' && line.length + gap.length + piece.length <= room()) {
      line += gap + piece;
      return;
    }
    if (line !== '') lines.push(line);
    const start = room();
    const widthOf = (at: number): number => (at === 0 ? start : widthMost - indent - hang);
    // A change is broken before its arrow, where that is enough.
    const halves = piece.split(/ (?=-> )/);
    const isEnough = halves.length === 2 && halves.every(({ length }, at) => length <= widthOf(at));
    const broken = isEnough && piece.length > start ? halves : wordLines(piece, widthOf);
    const whole = broken.map((each, at) => (at === 0 ? each : ' '.repeat(hang) + each));
    lines.push(...whole.slice(0, -1));
    line = piece.length <= start ? piece : (whole.at(-1) ?? '');
  });
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

/** So much further in goes on what was broken. */
const hang = 2;

interface FoldOptions {
  readonly separator?: string;
  readonly indent?: number;
  /** Columns already taken on the first line. */
  readonly first?: number;
}

/** A text at its blanks; a word that is longer than a line as `brokenWord` has it. */
export function foldWords(text: string, { indent = 0, first = indent }: Omit<FoldOptions, 'separator'> = {}): string {
  return wordLines(text, (at) => widthMost - (at === 0 ? first : indent)).join(`\n${' '.repeat(indent)}`);
}

/** A paragraph so far from the left; what does not fit into its first line goes on a little further in. */
export function indented(text: string, indent: number): string {
  return ' '.repeat(indent) + foldWords(text, { indent: indent + 2, first: indent });
}

/** The words in lines, of each of which the width is asked. */
function wordLines(text: string, widthOf: (line: number) => number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length <= widthOf(lines.length)) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > widthOf(lines.length)) {
      const place = placeToBreak(line, widthOf(lines.length));
      lines.push(line.slice(0, place));
      line = line.slice(place);
    }
  }
  return [...lines, line];
}

/** A word in pieces that are not longer than `most`, broken where a reader would: behind what separates its parts, if need be anywhere. */
export function brokenWord(word: string, most: number): readonly string[] {
  const pieces: string[] = [];
  let rest = word;
  while (rest.length > most) {
    const place = placeToBreak(rest, most);
    pieces.push(rest.slice(0, place));
    rest = rest.slice(place);
  }
  return [...pieces, rest];
}

/** Behind a comma, a dot, an operator, the separator of a path, not behind what opens or marks something; else within a name of several words. */
const separators = [/[^\p{L}\p{N}_\s'"([{<#@$`\\]+/gu, /_+/g];

function placeToBreak(word: string, most: number): number {
  for (const separator of separators) {
    const places = [...word.matchAll(separator)].map(({ index, 0: mark }) => index + mark.length);
    const last = Math.max(0, ...places.filter((place) => place <= most));
    // A line with little in it is not worth the break.
    if (last > most / 3) return last;
  }
  const place = Math.max(1, most);
  // Half of a letter is none.
  const isInside = /[\uD800-\uDBFF]$/.test(word.slice(0, place)) && /^[\uDC00-\uDFFF]/.test(word.slice(place));
  return isInside ? (place === 1 ? 2 : place - 1) : place;
}

/** Rows whose cells stand under each other; the last cell of a row may be as long as it likes. Trailing blanks are left out. */
export function columns(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      if (index + 1 < row.length) widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd((widths[index] ?? 0) + gap))
      .join('')
      .trimEnd(),
  );
}

/** Texts side by side, each folded within its width: the lines of the row, each a list of padded cells. */
export function cells(texts: readonly string[], widths: readonly number[]): string[][] {
  const folded = texts.map((text, column) => wordLines(text, () => widths[column] ?? text.length));
  const height = Math.max(...folded.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) =>
    folded.map((lines, column) => (lines[row] ?? '').padEnd(widths[column] ?? 0)),
  );
}

/** Labelled paragraphs, the labels under each other: `  holds   mutualExclusion, deadlock`. */
export function labelled(entries: readonly (readonly [label: string, parts: readonly string[]])[]): string[] {
  const width = Math.max(0, ...entries.map(([label]) => label.length)) + 5;
  return entries.map(([label, parts]) => `  ${label.padEnd(width - 2)}${fold(parts, { indent: width })}`);
}

/** The blocks with a blank line between them; empty ones are left out. */
export function paragraphs(blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}
