// Texts as Graphviz reads them.

/** What is violated, in every picture. */
export const red = '#b3261e';

/** Lines that begin at the left. */
export function label(lines: readonly string[]): string {
  return `"${lines.map((line) => `${escaped(line)}\\l`).join('')}"`;
}

export function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** A backslash would begin an escape of Graphviz's own; the end of a line would be drawn as one. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/[^\S ]+/g, ' ');
}
