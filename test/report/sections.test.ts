import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sectionsMarkdown, sectionsText, type Section } from '../../src/report/sections.ts';

const sections: readonly Section[] = [
  {
    heading: 'clauses',
    head: ['false', 'clause'],
    rows: [
      ['1,204', 'up when#1: n < 3 | m'],
      ['7', 'a clause that is so long that it goes on in another line, further in than it began'],
    ],
    isCode: true,
    about: ['What it means.', 'And what follows.'],
  },
  { heading: 'empty', head: ['false', 'clause'], rows: [], about: ['Nobody reads this.'] },
  { heading: 'nothing listed', lists: [['label', []]] },
  {
    heading: 'lists',
    lists: [
      ['n', ['4', '5']],
      ['what has a label that is long enough for a line of its own', ['pc', 'owner']],
    ],
  },
];

describe('sections', () => {
  it('are tables and lists as text, without those that have nothing to say', () => {
    expect(sectionsText(sections)).toBe(
      `
clauses:
  false  clause
  1,204  up when#1: n < 3 | m
      7  a clause that is so long that it goes on in another line, further
           in than it began
  What it means.
  And what follows.

lists:
  n: 4, 5
  what has a label that is long enough for a line of its own:
    pc, owner
`.trim(),
    );
  });

  it('are the same as Markdown', () => {
    expect(sectionsMarkdown('title', sections)).toBe(
      [
        '## title',
        '',
        '### Clauses',
        '',
        '| false | clause |',
        '| --: | --- |',
        '| 1,204 | `up when#1: n < 3 \\| m` |',
        '| 7 | `a clause that is so long that it goes on in another line, further in than it began` |',
        '',
        'What it means.',
        'And what follows.',
        '',
        '### Lists',
        '',
        '- n: `4`, `5`',
        '- what has a label that is long enough for a line of its own: `pc`, `owner`',
      ].join('\n'),
    );
  });

  it('stay within 75 columns, whatever is called how', () => {
    const name = fc.string({ minLength: 1, maxLength: 120 }).filter((text) => !text.includes('\n'));
    fc.assert(
      fc.property(name, fc.array(name, { minLength: 1 }), fc.nat(), (label, names, count) => {
        const text = sectionsText([
          { heading: label, lists: [[label, names]], about: [label] },
          { heading: label, head: ['count', 'of', 'name'], rows: names.map((each) => [String(count), '', each]) },
        ]);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(75);
      }),
    );
  });
});
