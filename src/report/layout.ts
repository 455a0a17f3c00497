// Laying out plain text: lists folded into lines, columns under each other. Lines stay within 75 columns where their parts allow it, so that
// everything printed can be pasted into a mail.

export const widthMost = 75;

/** The parts in one paragraph, `separator` between them; a part is never broken. Lines after the first begin with `indent` blanks. */
export function fold(
  parts: readonly string[],
  { separator = ', ', indent = 0, first = indent }: FoldOptions = {},
): string {
  const lines: string[] = [];
  let line = '';
  parts.forEach((part, index) => {
    const piece = index + 1 < parts.length ? `${part}${separator.trimEnd()}` : part;
    const gap = separator.endsWith(' ') ? ' '.repeat(separator.length - separator.trimEnd().length) : '';
    const used = (lines.length === 0 ? first : indent) + line.length + gap.length + piece.length;
    if (line === '') line = piece;
    else if (used <= widthMost) line += gap + piece;
    else {
      lines.push(line);
      line = piece;
    }
  });
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

interface FoldOptions {
  readonly separator?: string;
  readonly indent?: number;
  /** Columns already taken on the first line. */
  readonly first?: number;
}

/** A text at its blanks. */
export function foldWords(text: string, options: Omit<FoldOptions, 'separator'> = {}): string {
  return fold(text.split(' '), { ...options, separator: ' ' });
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

/** Texts side by side, each folded within its width: the lines of the row, each a list of padded cells. A word that is too long is broken. */
export function cells(texts: readonly string[], widths: readonly number[]): string[][] {
  const folded = texts.map((text, column) => foldWithin(text, widths[column] ?? text.length));
  const height = Math.max(...folded.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) =>
    folded.map((lines, column) => (lines[row] ?? '').padEnd(widths[column] ?? 0)),
  );
}

function foldWithin(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => each.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
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
