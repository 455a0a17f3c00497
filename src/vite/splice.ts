// Pieces put into a text, and the source map of what comes of it: every character that was there is mapped, so that no place is lost.
// The format: https://tc39.es/ecma426/.

export interface Insertion {
  /** Before this character of the text. */
  readonly at: number;
  /** One line at most. */
  readonly text: string;
}

export interface SplicedMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** The text with its insertions; those at one place in the order in which they are given. */
export function spliced(
  text: string,
  insertions: readonly Insertion[],
  file: string,
): { readonly code: string; readonly map: SplicedMap } {
  const inOrder = [...insertions].sort((a, b) => a.at - b.at);
  let next = 0;
  let offset = 0;
  // The column of the last segment in the source; lines go on by one.
  let last = 0;
  const lines = text.split('\n').map((line, index) => {
    const segments: string[] = [];
    let code = '';
    let before = 0;
    const map = (column: number): void => {
      const lineDelta = segments.length === 0 && index > 0 ? 1 : 0;
      segments.push([code.length - before, 0, lineDelta, column - last].map(digits).join(''));
      before = code.length;
      last = column;
    };
    for (let column = 0; column <= line.length; column += 1) {
      map(column);
      for (; next < inOrder.length && inOrder[next]?.at === offset + column; next += 1)
        code += inOrder[next]?.text ?? '';
      if (code.length > before) map(column);
      code += line[column] ?? '';
    }
    offset += line.length + 1;
    return { code, mappings: segments.join(',') };
  });
  return {
    code: lines.map(({ code }) => code).join('\n'),
    map: {
      version: 3,
      sources: [file],
      sourcesContent: [text],
      names: [],
      mappings: lines.map(({ mappings }) => mappings).join(';'),
    },
  };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number as base64 VLQ: the sign in the lowest bit, five bits a digit, the least first. */
function digits(value: number): string {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = '';
  do {
    const digit = rest % 32;
    rest = Math.floor(rest / 32);
    text += alphabet[rest > 0 ? digit + 32 : digit] ?? '';
  } while (rest > 0);
  return text;
}
