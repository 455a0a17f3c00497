// ballast necessity --compare: two versions of a specification beside each other.

import { describe, expect, it } from 'vitest';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';
import { counted } from './specifications.ts';

describe('--compare', () => {
  const files = { 'counted.ts': counted };

  it('sets two versions beside each other, and says first which locks are no longer needed', async () => {
    const argv = ['necessity', 'counted.ts', '--compare', 'before', 'after'];
    const { status, out, err } = await ballast(folderOf(files), ...argv);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('before: all 3 properties hold');
    expect(out).toContain(`
where a lock is taken, each place left out alone
  needed in before, gone in after
    guard: thread (take)
`);
    expect(out).toMatch(/\nload-bearing in before, and gone in after \(\d+\)\n +before +after\n {2}thread\n/);
    expect(out).toMatch(/\n {4}forgo take +counted in \d+ +gone\n/);
    expect(out).toMatch(
      /\nhint: see how: ballast necessity counted.ts --set version=before [^]*--show 'forgo thread.take'$/,
    );
    const named = await ballast(folderOf(files), 'necessity', 'counted.ts', '--compare', 'version=before,after');
    expect(named.out).toBe(out);
  });

  it('says of each variant what breaks first, and what else breaks', async () => {
    const more = counted.replace(
      'invariants: {',
      'invariants: { some: forall({ t: Thread }, ({ t }) => done.at(t).is(1).implies(n.isNot(0))),',
    );
    const argv = ['necessity', 'counted.ts', '--compare', 'before', 'after'];
    const { out } = await ballast(folderOf({ 'counted.ts': more }), ...argv);
    expect(out).toMatch(/\n {4}drop write +some in \d+, +gone\n +counted in \d+\n/);
  });

  it('says by property which rules carry it: first where others do in the second version', async () => {
    const argv = ['necessity', 'counted.ts', '--compare', 'before', 'after', '--only', 'thread'];
    const { out } = await ballast(folderOf(files), ...argv);
    const [, carried = ''] = out.split('what carries each rule: without it the rule breaks, first or later\n');
    expect(carried).toMatch(/^ {2}otherwise in after\n/);
    expect(carried).toMatch(
      /\n {4}counted\n {6}in before only: thread \([^]*forgo take[^]*\)\n {6}in after only: thread \(/,
    );
  });

  it('is one document with two sides', async () => {
    const argv = ['necessity', 'counted.ts', '--compare', 'before', 'after', '--json'];
    const { out } = await ballast(folderOf(files), ...argv);
    expect(JSON.parse(out)).toMatchObject({ sides: [{ name: 'before' }, { name: 'after' }], status: 0 });
  });

  it('has a chapter of its own in Markdown', async () => {
    const argv = ['necessity', 'counted.ts', '--compare', 'before', 'after', '--report', 'markdown'];
    const { out } = await ballast(folderOf(files), ...argv);
    expect(out).toMatch(/^## before and after\n\n### Load-bearing in before, and gone in after\n\n\| where \| edit \|/);
    expect(out).toMatch(/\n\| thread \| `forgo take` \| counted in \d+ \| gone \|\n/);
    expect(out).toContain('\n## What counted, before relies on\n');
  });

  it.each([
    [['before', 'aftr'], "no constant of counted has the values 'before' and 'aftr'\n  did you mean 'after'?"],
    [['before', 'before'], "--compare names 'before' twice\n  name two values of a constant"],
    [['before'], '--compare before names one side\n  write --compare before after, or --compare constant=before,after'],
    [['vrsion=before,after'], "counted has no constant 'vrsion'\n  did you mean 'version'?"],
    [['version=before,aftr'], "'aftr' is no value for version\n  version takes before or after; did you mean 'after'?"],
    [
      ['plain', 'other'],
      "'plain' and 'other' are values of several constants\n  write --compare mode=plain,other or --compare of=plain,other",
    ],
    [
      ['before', 'after', '--set', 'version=after'],
      '--compare and --set both say what version is\n  leave --set of it out',
    ],
    [['before', 'after', '--show', 'take'], '--show and --compare do not go together\n  leave one of them out'],
  ])('refuses what is no comparison: %j', async (words, message) => {
    const { status, err } = await ballast(folderOf(files), 'necessity', 'counted.ts', '--compare', ...words);
    expect({ status, err }).toEqual({ status: 64, err: `error: ${message}` });
  });
});
