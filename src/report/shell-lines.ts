// A command in lines that a shell takes for one: each but the last ends in a backslash. Broken before an option where it can be, else before
// a word; within a word only where that is longer than a line, and then the next line begins at the left, since blanks would part the word.

import { plainlyQuoted, quoted } from '../result/repeat.ts';
import { brokenWord, widthMost } from './layout.ts';

const indent = 4;
/** Two columns are left for the backslash. */
const lineMost = widthMost - 2;

/** The lines. `label`: what stands before the command, which is words as `quoted` writes them. `isPlain`: in ASCII whatever the words are. */
export function shellLines(label: string, command: string, { isPlain = false } = {}): string[] {
  const lines: string[] = [];
  let line = label;
  for (const [index, unit] of unitsOf(command, isPlain ? plainlyQuoted : quoted).entries()) {
    const [first = '', ...more] = unit;
    if (index === 0) line += first;
    else if (line.length + 1 + first.length <= lineMost) line += ` ${first}`;
    else {
      lines.push(`${line} \\`);
      line = ' '.repeat(indent) + first;
    }
    for (const piece of more) {
      lines.push(`${line}\\`);
      line = piece;
    }
  }
  return [...lines, line];
}

/** What is not parted at blanks: an option with its value, a word; in pieces where it is longer than a line. */
function unitsOf(command: string, quote: (text: string) => string): readonly (readonly string[])[] {
  const room = lineMost - indent;
  const words = (command.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? []).map(unquoted);
  const options = words.reduce<string[][]>((all, word) => {
    const last = all.at(-1);
    // An option has one value; what stands before the first option stands for itself.
    if (last === undefined || word.startsWith('--') || last.length > 1 || !last[0]?.startsWith('--')) all.push([word]);
    else last.push(word);
    return all;
  }, []);
  return options.flatMap((option) => {
    const whole = option.map(quote).join(' ');
    if (whole.length <= room) return [[whole]];
    return option.map((word) => pieces(word, room, quote));
  });
}

function unquoted(word: string): string {
  return word.replaceAll(/'([^']*)'|\\(.)/g, (_, inside?: string, letter?: string) => inside ?? letter ?? '');
}

/** Each quoted for itself: a quoted text is ended before the break, and begun again behind it. */
function pieces(text: string, room: number, quote: (text: string) => string): readonly string[] {
  // What is quoted takes more letters than it has, so that shorter pieces are tried until each fits.
  for (let most = text.length; ; most = Math.min(room, most - 1)) {
    const quotedPieces = brokenWord(text, most).map(quote);
    if (most <= 1 || quotedPieces.every(({ length }) => length <= room)) return quotedPieces;
  }
}
