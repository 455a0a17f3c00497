// Pieces of reports: folding, columns, numbers, progress, and traces whose rows are too long for one line.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderError } from '../../src/report/errors.ts';
import { columns, fold, foldWords, labelled } from '../../src/report/layout.ts';
import { printBytes, printCount, printSteps, printTime } from '../../src/report/numbers.ts';
import { progressShower, renderProgress, renderWalkProgress } from '../../src/report/progress.ts';
import { renderTrace } from '../../src/report/trace.ts';
import type { StepResult } from '../../src/result/result.ts';
import { folderOf } from '../load/folder.ts';

describe('layout', () => {
  it('folds lists and words within 75 columns', () => {
    const words = Array.from({ length: 30 }, (_, index) => `word${index}`);
    for (const text of [fold(words), foldWords(words.join(' '), { indent: 10 })]) {
      expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(75);
    }
    expect(fold(words).replaceAll(/\s+/g, ' ')).toBe(words.join(', '));
  });

  it('puts cells under each other, without blanks at the end', () => {
    expect(
      columns([
        ['a', 'bb', ''],
        ['ccc', 'd', 'e'],
      ]),
    ).toEqual(['a    bb', 'ccc  d   e']);
    expect(
      labelled([
        ['holds', ['a', 'b']],
        ['violated', ['c']],
      ]),
    ).toEqual(['  holds      a, b', '  violated   c']);
  });
});

describe('numbers', () => {
  it.each([
    [printCount(0), '0'],
    [printCount(1234567), '1,234,567'],
    [printSteps(0), 'in the initial state'],
    [printSteps(1), 'in 1 step'],
    [printSteps(1200), 'in 1,200 steps'],
    [printTime(0.4), '0 ms'],
    [printTime(999.6), '1.0 s'],
    [printTime(99_960), '1 min 40 s'],
    [printTime(119_700), '2 min 0 s'],
    [printTime(7_380_000), '2 h 3 min'],
    [printBytes(512), '512 bytes'],
    [printBytes(1.5 * 2 ** 30), '1.5 GB'],
  ])('prints %s', (printed, text) => {
    expect(printed).toBe(text);
  });
});

const step: StepResult = { action: 'up', text: 'up', parameters: [], changes: [], shown: [] };

describe('a trace', () => {
  it('puts what changed under a step where it does not fit beside it, and stays within 75 columns', () => {
    const change = { place: 'balloon_pages_lock', before: 'free', after: 'held by deflater#0' };
    const lines = renderTrace({
      initial: Array.from({ length: 6 }, (_, index) => ({ name: `page${index}.private`, value: 'none' })),
      steps: [
        { ...step, actor: 'deflater#0', calls: ['balloon_page_list_dequeue', 'lock'], changes: [change] },
        { ...step, actor: 'scanner#0', calls: ['wait'], changes: [{ place: 'x', before: 'unset', after: '1' }] },
        {
          ...step,
          actor: 'scanner#0',
          calls: ['balloon_page_isolate', 'list_del'],
          failure: 'list_del of a page that is not on any list, found by the check of the list',
        },
      ],
      states: [],
    });
    expect(lines.join('\n')).toBe(`  0              (initial)
                   page0.private = none, page1.private = none,
                   page2.private = none, page3.private = none,
                   page4.private = none, page5.private = none
  1  deflater#0  balloon_page_list_dequeue: lock
                   balloon_pages_lock free -> held by deflater#0
  2  scanner#0   wait                             x = 1
  3  scanner#0   balloon_page_isolate: list_del
                   <list_del of a page that is not on any list, found by
                   the check of the list>`);
  });
});

describe('progress', () => {
  const progress = { depth: 12, statesDistinct: 24_000, statesGenerated: 90_000, statesQueued: 700 };

  it('is shown after a second, then now and then, and is taken away at the end', () => {
    const shown: string[] = [];
    const { show, end } = progressShower({ progress: (line) => void shown.push(line) }, renderProgress, 'pages=2');
    for (const elapsedMs of [500, 1100, 1150, 2000]) show?.({ ...progress, elapsedMs });
    end();
    expect(shown).toEqual([
      'pages=2: level 12: 24,000 distinct, 90,000 generated, 21,818/s, 700 queued',
      'pages=2: level 12: 24,000 distinct, 90,000 generated, 12,000/s, 700 queued',
      '',
    ]);
  });

  it('of walks counts walks and steps', () => {
    expect(renderWalkProgress({ walks: 1204, steps: 90_000, elapsedMs: 500 })).toBe(
      'walk 1,204: 90,000 steps, 180,000/s',
    );
  });

  it('is silent where nobody looks on', () => {
    expect(progressShower({ progress: undefined }, renderProgress).show).toBeUndefined();
  });
});

describe('an error', () => {
  it('that is no known one is the fault of the checker, and says so', () => {
    expect(renderError(new TypeError('x is not a function'), { cwd: '/', debug: false })).toEqual({
      status: 70,
      text: 'internal error: TypeError: x is not a function\n  the checker itself is at fault: please report it with what --debug shows',
    });
  });

  it('quotes of a long line the part around the place', () => {
    const line = `  ${'before '.repeat(20)}here${' after'.repeat(20)}`;
    const { path } = folderOf({ 'mine.ts': `${line}\n` });
    const column = line.indexOf('here') + 1;
    const places = [{ file: join(path, 'mine.ts'), line: 1, column, text: line.trim() }];
    const error = Object.assign(new Error('no'), { name: 'SpecError', what: 'no', places });
    const { text, status } = renderError(error, { cwd: path, debug: false });
    expect(status).toBe(65);
    expect(text).toMatch(/^error: no\n {2}mine\.ts:1:143 {3}\.\.\.(?:\w+ )+here(?: \w+)+\.\.\.$/);
    expect(text.length).toBeLessThan(140);
  });
});
