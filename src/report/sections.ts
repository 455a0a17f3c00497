// A report in sections, each a table under a heading: once as text within 75 columns, once as Markdown.

import { foldWords, fold, paragraphs, widthMost } from './layout.ts';
import { code, prose } from './markdown-text.ts';
import { capitalised } from './words.ts';

export interface Section {
  readonly heading: string;
  /** What the numbers mean, or what follows from them, in sentences. */
  readonly about?: readonly string[];
  /** The heading of each column. All but the last hold numbers. */
  readonly head?: readonly string[];
  readonly rows?: readonly (readonly string[])[];
  /** Whether the last column is a name or a formula, not a sentence. */
  readonly isCode?: boolean;
  /** Lists of names, each behind what they have in common. */
  readonly lists?: readonly (readonly [label: string, names: readonly string[]])[];
}

/** Sections that have nothing to say are left out. */
export function sectionsText(sections: readonly Section[]): string {
  return paragraphs(sections.filter(hasContent).map(textOf));
}

function hasContent({ rows = [], lists = [], about = [], head }: Section): boolean {
  return rows.length > 0 || lists.some(([, names]) => names.length > 0) || (head === undefined && about.length > 0);
}

function textOf({ heading, about = [], head = [], rows = [], lists = [] }: Section): readonly string[] {
  return [
    foldWords(`${heading}:`, { indent: 2 }),
    ...tableText(rows.length === 0 ? [] : [head, ...rows]),
    ...lists.filter(([, names]) => names.length > 0).map(([label, names]) => listText(label, names)),
    ...about.map((sentence) => `  ${foldWords(sentence, { indent: 2 })}`),
  ];
}

/** The names behind their label; below it where that is long. */
function listText(label: string, names: readonly string[]): string {
  if (label.length <= labelMost) return `  ${label}: ${fold(names, { indent: 4, first: label.length + 4 })}`;
  return `  ${foldWords(`${label}:`, { indent: 2 })}\n    ${fold(names, { indent: 4 })}`;
}

const labelMost = 45;

/** Numbers at the right of their columns, and what they are about behind them. */
function tableText(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length - 1));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const start = widths.reduce((sum, width) => sum + width + 2, 2);
  return rows.map((row) => {
    const numbers = widths.map((width, column) => `${(row[column] ?? '').padStart(width)}  `).join('');
    const last = foldWords(row.at(-1) ?? '', { indent: Math.min(start + 2, widthMost / 2), first: start });
    return `  ${numbers}${last}`.trimEnd();
  });
}

/** The same as Markdown, under a title. */
export function sectionsMarkdown(title: string, sections: readonly Section[]): string {
  return [`## ${prose(title)}`, ...sections.filter(hasContent).map((section) => markdownOf(section).join('\n'))].join(
    '\n\n',
  );
}

function markdownOf({ heading, about = [], head = [], rows = [], lists = [], isCode = false }: Section): string[] {
  const cell = (text: string): string => prose(text).replaceAll(/\s+/g, ' ');
  const last = (text: string): string => (isCode ? code(text.replaceAll('|', String.raw`\|`)) : cell(text));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const told = lists.filter(([, names]) => names.length > 0);
  return [
    `### ${prose(capitalised(heading))}`,
    '',
    ...(rows.length === 0
      ? []
      : [
          line(head.map(cell)),
          line(head.map((_, index) => (index + 1 < head.length ? '--:' : '---'))),
          ...rows.map((row) => line([...row.slice(0, -1).map(cell), last(row.at(-1) ?? '')])),
        ]),
    ...(told.length > 0 && rows.length > 0 ? [''] : []),
    ...told.map(([label, names]) => `- ${cell(label)}: ${names.map(code).join(', ')}`),
    ...(about.length > 0 && rows.length + told.length > 0 ? [''] : []),
    ...about.map(cell),
  ];
}
