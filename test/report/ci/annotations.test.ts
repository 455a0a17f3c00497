// What GitHub Actions makes of the log.

import { describe, expect, it } from 'vitest';
import { tokenFor } from '../../../src/report/ci/annotations.ts';
import { githubAnnotations, withoutCommands } from '../../../src/report/ci/index.ts';
import { awkwardText, everyOutcome, noGuard, outcomeOf, resultOf, suiteOf, violatedSuite } from './outcomes.ts';
import { readLog } from './runner.ts';

describe('githubAnnotations', () => {
  it('says what is wrong where it is written, and shows the race in a group', async () => {
    const { commands, shown } = readLog(githubAnnotations(outcomeOf([await violatedSuite()]), { folder: 'models' }));
    expect(commands.map(({ name }) => name)).toEqual(['error', 'group', 'endgroup']);
    const [error, group] = commands;
    expect(error?.properties).toEqual({
      file: 'models/spinlock.ts',
      line: '15',
      col: '27',
      title: 'spinlock without its guard',
    });
    expect(error?.message.split('\n')).toEqual([
      'mutualExclusion is violated in 4 steps, and should hold',
      'if it should be violated, expect that: violates mutualExclusion',
      '  mutualExclusion: forall a in cpu, b in cpu: pc[a] = critical and pc[b] =',
      '    critical => a = b',
      '    a = b is false',
      '      for a = cpu0, b = cpu1',
      '      given pc[a] = critical and pc[b] = critical',
      '    because step 2 (acquire(c: cpu0)) changed pc[cpu0] from spinning to',
      '      critical',
      "repeat: ballast check spinlock.ts --edit 'drop acquire.when#2' --no-reduction",
    ]);
    expect(group?.message).toBe('trace: spinlock without its guard');
    expect(shown).toContain('     cpu0                               cpu1');
  });

  it('has ten errors at most, of which the last says how many more there are, and which', async () => {
    const result = await resultOf(noGuard);
    const suites = Array.from({ length: 30 }, (_, index) =>
      suiteOf(`suite ${index}`, result, [{ kind: 'drift', message: 'it is not as locked', status: 21 }]),
    );
    const errors = (count: number) =>
      readLog(githubAnnotations(outcomeOf(suites.slice(0, count)))).commands.filter(({ name }) => name === 'error');
    expect(errors(10).map(({ properties }) => properties['title'])).toEqual(
      suites.slice(0, 10).map(({ label }) => label),
    );
    expect(errors(30)).toHaveLength(10);
    const last = errors(30).at(-1);
    expect(last?.properties).toEqual({ file: 'ballast.config.ts', line: '1', col: '1', title: '21 more problems' });
    expect(last?.message.split('\n').slice(0, 2)).toEqual([
      '21 more problems, for which GitHub shows no annotation; the log and the summary have them all',
      'suite 9: it is not as locked',
    ]);
    expect(last?.message.split('\n').at(-1)).toBe('and 13 others');
  });

  it('has one error for a behaviour of any length', async () => {
    const result = await resultOf('long.ts|--set|steps=60');
    const suite = suiteOf('long', result, [
      { kind: 'violated', message: 'low is violated', property: 'low', status: 21 },
    ]);
    const { commands } = readLog(githubAnnotations(outcomeOf([suite])));
    expect(commands.map(({ name }) => name)).toEqual(['error', 'group', 'endgroup']);
  });

  it('lets no text of a specification be a command, nor end an escape', async () => {
    const log = readLog(githubAnnotations(await everyOutcome()));
    expect(new Set(log.commands.map(({ name }) => name))).toEqual(new Set(['error', 'group', 'endgroup']));
    const awkward = outcomeOf([suiteOf(awkwardText, undefined, [{ kind: 'error', message: awkwardText, status: 65 }])]);
    const [error, ...others] = readLog(githubAnnotations(awkward)).commands;
    expect(others).toEqual([]);
    expect(error?.properties['title']).toContain(
      `::error file=x::injected ##[error]old ${String.raw`\u{1}\u{1b}[31m`}`,
    );
    expect(error?.properties['title']).toContain('% %0A a:b,c');
    expect(error?.message).toContain('% %0A a:b,c \\| é 日本 💡\n</details>\n```\n::endgroup::');
  });

  it('is nothing where nothing is wrong', async () => {
    expect(githubAnnotations(outcomeOf([suiteOf('fine', await resultOf('spinlock.ts'))]))).toEqual([]);
  });
});

describe('a text in a log', () => {
  it('is shown as it is, and no command', () => {
    const lines = ['::error::x', '  ::set-output name=a::b', '##[error]x', 'plain'];
    expect(readLog(withoutCommands(lines))).toEqual({ commands: [], shown: lines });
  });

  it('is left as it is where nothing in it could be a command', () => {
    const lines = ['  1  lock: a::b -> c', '', 'spec.ts:1:1: error: x'];
    expect(withoutCommands(lines)).toEqual(lines);
  });

  it('stands between tokens that it does not hold, even where it was made to', () => {
    const inner = tokenFor('text');
    expect(tokenFor('text')).toBe(inner);
    const lines = [`::${inner}::`, '::error::x'];
    expect(readLog(withoutCommands(lines))).toEqual({ commands: [], shown: lines });
  });
});
