// The lock file: what is written is read back, and what changed is said in sentences.

import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftOf } from '../../src/ci/drift.ts';
import {
  actionNames,
  type LockedSuite,
  printFirings,
  printLock,
  readFirings,
  readLock,
} from '../../src/ci/lock-file.ts';
import { folderOf, refusal } from '../load/folder.ts';

const suite: LockedSuite = {
  specification: 'lock',
  verdict: 'holds',
  distinct: 1204,
  generated: 3000,
  depth: 12,
  digest: '00000000000000aa',
  holds: 'mutex; deadlock',
  reached: { idle: 3 },
  firings: '0: 4 0 7',
};
const names = ['acquire', 'wait', 'release'];

function drift(now: Partial<LockedSuite>, before: LockedSuite = suite, today = names): readonly string[] {
  return driftOf(before, { ...suite, ...now }, { before: names, now: today });
}

describe('what drifted', () => {
  it('is nothing where nothing changed', () => {
    expect(drift({})).toEqual([]);
  });

  it.each<readonly [what: string, now: Partial<LockedSuite>, sentences: readonly string[]]>([
    ['more states', { distinct: 1210 }, ['1,210 distinct states, 1,204 before: 6 more']],
    [
      'fewer states',
      { distinct: 1203, generated: 2999 },
      ['1,203 distinct states, 1,204 before: 1 fewer', '2,999 generated states, 3,000 before: 1 fewer'],
    ],
    ['another depth', { depth: 13 }, ['depth 13, 12 before']],
    [
      'other states, as many',
      { digest: '00000000000000bb' },
      ['as many states, and not the same: digest 00000000000000bb, 00000000000000aa before'],
    ],
    [
      'a longer way to a witness',
      { reached: { idle: 5 } },
      ['idle is reached in 5 steps, in 3 steps before: the trace became longer'],
    ],
    ['a witness that is gone', { reached: {} }, ['idle is not reached any more; it was, in 3 steps']],
    ['a new violation', { violated: { mutex: 4 } }, ['mutex is violated in 4 steps, and was not before']],
    ['a property that is gone', { holds: 'deadlock' }, ['not checked any more: mutex']],
    ['a new property', { holds: 'mutex; fair; deadlock' }, ['checked now, and not before: fair']],
    ['another model', { specification: 'locks' }, ['it is of the model locks, and was of lock']],
    ['another verdict', { verdict: 'not decided' }, ["the verdict is 'not decided', and was 'holds'"]],
    ['an action that fires more often', { firings: '0: 5 0 7' }, ['acquire fires 5 times, 4 times before']],
    ['an action that fires no more', { firings: '0: 4 0 0' }, ['release fires never, 7 times before']],
    [
      'a premise that is never true any more',
      { unexercised: ['antecedent mutex'] },
      ['never exercised any more: antecedent mutex'],
    ],
  ])('is told of %s', (_, now, sentences) => {
    expect(drift(now)).toEqual(sentences);
  });

  it('is told of a trace that became shorter', () => {
    const before = { ...suite, violated: { mutex: 9 } };
    expect(drift({ violated: { mutex: 4 } }, before)).toEqual([
      'mutex is violated in 4 steps, in 9 steps before: the trace became shorter',
    ]);
  });

  it('is told of actions that are new or gone, by their names', () => {
    expect(drift({ firings: '0: 4 7 2' }, suite, ['acquire', 'release', 'steal'])).toEqual([
      'new actions: steal',
      'actions that are gone: wait',
    ]);
  });

  it('names the actions whose counts changed most, and counts the others', () => {
    const many = Array.from({ length: 9 }, (_, index) => `action${index}`);
    const sentences = driftOf(
      { ...suite, firings: `0: ${many.map(() => 100).join(' ')}` },
      { ...suite, firings: `0: ${many.map((_, index) => 100 + index).join(' ')}` },
      { before: many, now: many },
    );
    expect(sentences[0]).toBe('action8 fires 108 times, 100 times before');
    expect(sentences.at(-1)).toBe('and 3 other actions more or less often');
  });
});

describe('counts of actions', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat())), (counts) => {
        const all = counts.map((_, index) => `action${index}`);
        const given = new Map(
          counts.flatMap((count, index) => (count === null ? [] : [[`action${index}`, count] as const])),
        );
        expect(readFirings(printFirings(given, all), all)).toEqual(given);
      }),
    );
  });

  it('keep their order when an action is added, so that no other line of the file changes', () => {
    expect(actionNames(['a', 'gone', 'b'], ['b', 'new', 'a'])).toEqual(['a', 'b', 'new']);
  });
});

describe('a lock file', () => {
  it('says what was written', () => {
    const { path } = folderOf({});
    const file = join(path, 'ballast.lock.json');
    const lock = { actions: { lock: names }, suites: { 'lock cpus=2': suite } };
    writeFileSync(file, printLock(lock));
    expect(readLock(file, 'ballast.lock.json')).toEqual({ format: 'ballast lock', version: 1, ...lock });
  });

  it('may not be there', () => {
    expect(readLock(join(folderOf({}).path, 'ballast.lock.json'), 'ballast.lock.json')).toBeUndefined();
  });

  it.each(['distinct', 'generated', 'depth', 'digest', 'holds', 'firings'] as const)(
    'that does not say everything of a suite that holds is damaged: without %s',
    async (part) => {
      const { path, ...folder } = folderOf({});
      const { [part]: _, ...rest } = suite;
      writeFileSync(join(path, 'ballast.lock.json'), printLock({ actions: {}, suites: { a: rest } }));
      expect(
        await refusal({ path, ...folder }, () => readLock(join(path, 'ballast.lock.json'), 'ballast.lock.json')),
      ).toContain('UsageError: ballast.lock.json is damaged');
    },
  );

  it.each([
    ['{ "format": ', 'UsageError: ballast.lock.json cannot be read: '],
    ['{}', 'UsageError: ballast.lock.json is no lock file of ballast'],
    [
      '{ "format": "ballast lock", "version": 2 }',
      'UsageError: ballast.lock.json is a lock file in version 2 of the format',
    ],
    [
      '{ "format": "ballast lock", "version": 1, "actions": {}, "suites": { "a": {} } }',
      'UsageError: ballast.lock.json is damaged',
    ],
  ])('that is wrong is refused, and never taken for none: %s', async (text, message) => {
    const folder = folderOf({ 'ballast.lock.json': text });
    expect(
      await refusal(folder, () => readLock(join(folder.path, 'ballast.lock.json'), 'ballast.lock.json')),
    ).toContain(message);
  });
});
