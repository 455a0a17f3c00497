// Texts of people's own in Markdown: shown as they are written, whatever they hold.

/** A fence longer than any in it. */
export function fenced(lines: readonly string[], language = 'text'): string {
  const longest = Math.max(2, ...lines.flatMap((line) => /^\s*(`+)/.exec(line)?.[1]?.length ?? []));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** As it is written, in a line. */
export function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const ticks = '`'.repeat(longest + 1);
  const gap = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${gap}${text}${gap}${ticks}`;
}

/** What Markdown and HTML would take for marks; `_` inside a word is none. */
export function prose(text: string): string {
  return text
    .replaceAll(/[\\`*[\]|~]/g, (mark) => `\\${mark}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/(?<!\w)_|_(?!\w)/g, (mark) => `\\${mark}`)
    .replaceAll(/(?<![\w#])#(?=\d)/g, '\\#');
}
