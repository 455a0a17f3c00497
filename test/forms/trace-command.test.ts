// ballast trace: which trace it shows, what it refuses with which words, and that long traces are shown whole.

import { describe, expect, it } from 'vitest';
import { forms } from '../../src/forms/forms.ts';
import { readSubject } from '../../src/trace/read.ts';
import { ballast, type Ran } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';
import { saved } from './subjects.ts';

describe('ballast trace', () => {
  it('shows what is violated first, or the property that is asked for', async () => {
    const folder = await saved({
      'all.json': 'check counter.ts --set top=9 --all',
      'sweep.json': 'check counter.ts --set top=9,3',
    });
    const heads = async (...args: readonly string[]): Promise<string> => {
      const { status, out, err } = await ballast(folder, 'trace', ...args);
      return `${status} ${err}${out.split('\n')[0] ?? ''}`;
    };
    expect(await heads('all.json')).toBe('0 counter: low is violated in 9 steps; no shorter behaviour violates it');
    expect(await heads('all.json', '--property', 'full')).toBe('0 counter: full is reached in 9 steps');
    expect(await heads('sweep.json', '--property', 'full', '--result', '2')).toBe(
      '0 counter: full is reached in 3 steps',
    );
  });

  it('shows a witness as a race, as check --show does', async () => {
    const folder = await saved({ 'all.json': 'check counter.ts --set top=2' });
    const { out } = await ballast(folder, 'trace', 'all.json', '--property', 'full');
    const race = out.split('\n').slice(4, -2).join('\n');
    expect(race).toContain('  2  up  n 1 -> 2, double 2 -> 4\n     <full is reached>\n');
    const shown = await ballast(folder, 'check', 'counter.ts', '--set', 'top=2', '--show', 'full');
    // In a mail, nobody could look where the rule stands.
    expect(shown.out.replace(/\n {4}at .*/, '')).toContain(race);
  });

  it('shows the trace of a walk as one', async () => {
    const folder = await saved({ 'walk.json': 'simulate counter.ts --mutant noGuard --seed 1' });
    const { out } = await ballast(folder, 'trace', 'walk.json', '--as', 'steps');
    expect(out.split('\n')[0]).toMatch(
      /^counter \(mutant noGuard\): up: n := n \+ 1 is violated in \d+ steps of a random walk$/,
    );
  });

  it('shows a trace of 1,000 steps in each form', async () => {
    const { path } = await saved({ 'long.json': 'check long.ts' });
    for (const load of Object.values(forms)) {
      const form = await load();
      const subject = readSubject('long.json', path, {});
      expect(form(subject).length).toBeGreaterThan(1000);
      expect(subject.trace.steps).toHaveLength(1000);
    }
  });
});

const good = {
  format: 'ballast result',
  version: 3,
  results: [
    {
      kind: 'checked',
      specification: { name: 'x', reference: 'x.ts', constants: [], edits: [] },
      modelled: [],
      command: 'ballast check x.ts',
      variables: [{ name: 'n', role: 'declared', sort: 'integer' }],
      properties: [
        {
          name: 'low',
          kind: 'invariant',
          rule: 'n < 1',
          verdict: 'violated',
          isSelected: true,
          isOn: true,
          steps: 1,
          trace: {
            initial: [],
            steps: [{ action: 'up', text: 'up', parameters: [], changes: [], shown: [] }],
            states: [{ n: 0 }, { n: 1 }],
          },
        },
        {
          name: 'gone',
          kind: 'invariant',
          rule: 'n < 2',
          verdict: 'not decided',
          isSelected: true,
          isOn: true,
          reason: 'stopped at a violation',
        },
      ],
    },
  ],
};

/** The good result with one piece of its text replaced. */
function bad(piece: string, other: string): string {
  const text = JSON.stringify(good);
  expect(text).toContain(piece);
  return text.replace(piece, () => other);
}

async function said(text: string, ...args: readonly string[]): Promise<Ran> {
  return await ballast(folderOf({ 'r.json': text }), 'trace', 'r.json', ...args);
}

describe('ballast trace refuses', () => {
  const hint = '\n  save a result with: ballast check SPEC --out result.json';

  it.each<readonly [what: string, text: () => string, args: readonly string[], message: string]>([
    ['an empty file', () => '', [], `r.json is no JSON: it is empty${hint}`],
    ['another JSON', () => '[1]', [], `r.json is neither a result of ballast nor an ITF trace${hint}`],
    ['JSON that is nothing', () => 'null', [], `r.json is neither a result of ballast nor an ITF trace${hint}`],
    [
      'another version',
      () => bad('"version":3', '"version":4'),
      [],
      'r.json is a result in version 4 of the format, and this ballast reads version 3\n  check again with this ballast, or show it with the one that wrote it',
    ],
    [
      'a form that there is not',
      () => JSON.stringify(good),
      ['--as', 'htm'],
      "there is no form 'htm'\n  did you mean 'html'?",
    ],
    [
      'a property that there is not',
      () => JSON.stringify(good),
      ['--property', 'lov'],
      "r.json has no property 'lov'\n  there is one of low: --property low",
    ],
    [
      'a property without a trace',
      () => JSON.stringify(good),
      ['--property', 'gone'],
      'r.json has no trace of gone: it is not decided, stopped at a violation\n  there is one of low: --property low',
    ],
    ['a result that there is not', () => JSON.stringify(good), ['--result', '2'], 'r.json has no result 2\n  it has 1'],
    [
      'no number of a result',
      () => JSON.stringify(good),
      ['--result', '0'],
      "'0' is no number of a result\n  they are counted from 1",
    ],
    [
      'a result without a trace',
      () =>
        bad(
          '"verdict":"violated","isSelected":true,"isOn":true,"steps":1,"trace":{',
          '"verdict":"holds","isSelected":true,"isOn":true,"other":{',
        ),
      [],
      'r.json has no trace: nothing is violated in it',
    ],
    [
      'a result in which a witness is never reached',
      () => bad('"kind":"invariant"', '"kind":"reachable"').replace('"trace":{', '"other":{'),
      [],
      'r.json has no trace: low is never reached',
    ],
    [
      'results that are none',
      () => bad('"results":[', '"results":1,"more":['),
      [],
      'r.json is damaged: results is no list',
    ],
    [
      'a step without its text',
      () => bad('"text":"up",', ''),
      [],
      'r.json is damaged: results[0].properties[0].trace.steps[0].text is missing',
    ],
    [
      'a hash that is none',
      () => bad('"command":', '"treeHash":7,"command":'),
      [],
      'r.json is damaged: results[0].treeHash is no string',
    ],
    [
      'a sort that is none',
      () => bad('"sort":"integer"', '"sort":{"list":"integer"}'),
      [],
      'r.json is damaged: variables[0].sort is no sort',
    ],
    [
      'a trace that was cut',
      () => bad(',{"n":1}', ''),
      [],
      'r.json is damaged: results[0].properties[0].trace has 1 step and 1 state',
    ],
    [
      'a form of states where there are none',
      () =>
        bad(
          '"steps":[{"action":"up","text":"up","parameters":[],"changes":[],"shown":[]}],"states":[{"n":0},{"n":1}]',
          '"steps":[],"states":[]',
        ),
      ['--as', 'itf'],
      'r.json has no state to show: no initial state could be made\n  race, steps, markdown and html say why',
    ],
    [
      'an ITF trace whose states lack a variable',
      () => '{"vars":["x"],"states":[{"x":true},{"y":true}]}',
      [],
      'r.json breaks the rules of ITF: states[1] has no value for x',
    ],
    [
      'an ITF trace whose values do not go together',
      () => '{"vars":["x"],"states":[{"x":true},{"x":{"#set":[]}}]}',
      [],
      'r.json breaks the rules of ITF: x has values of different kinds: true and {"#set":[]}',
    ],
    [
      'a damaged ITF trace of its own',
      () => '{"#meta":{"ballast":{}},"vars":["x"],"states":[{"x":true}]}',
      [],
      'r.json is damaged: #meta.ballast.variables is no list',
    ],
    [
      'a command that is none, in an ITF trace of its own',
      () =>
        '{"#meta":{"ballast":{"variables":[],"specification":{"name":"x","reference":"x.ts","constants":[],"edits":[]},"modelled":[],"command":[],"trace":{"initial":[],"steps":[]}}},"vars":[],"states":[{}]}',
      [],
      'r.json is damaged: #meta.ballast.command is no string',
    ],
    [
      'a property of an ITF trace',
      () => '{"vars":["x"],"states":[{"x":true}]}',
      ['--property', 'low'],
      "r.json has no trace of 'low'\n  it does not say of what its trace is",
    ],
  ])('%s', async (_, text, args, message) => {
    expect(await said(text(), ...args)).toEqual({ status: 64, out: '', err: `error: ${message}` });
  });

  it('text that is no JSON, and a file or folder that cannot be read', async () => {
    const { status, err } = await said('balloon (mutant M4): S8 is violated');
    expect(status).toBe(64);
    expect(err).toMatch(/^error: r\.json is no JSON: Unexpected token/);
    const utf16 = `\uFFFD${JSON.stringify(good).split('').join('\0')}`;
    expect((await said(utf16)).err).toBe(`error: r.json is no JSON: it is no text in UTF-8${hint}`);
    const folder = folderOf({ 'f/r.json': '' });
    expect((await ballast(folder, 'trace', 'r.json')).err).toBe(`error: there is no file 'r.json'${hint}`);
    expect((await ballast(folder, 'trace', 'f')).err).toBe('error: f cannot be read: it is a folder');
  });

  it('none of the good result', async () => {
    const { out, status } = await said(JSON.stringify(good));
    expect(status).toBe(0);
    expect((await said(`\uFEFF${JSON.stringify(good)}`)).out).toBe(out);
  });
});

describe('check --report FORM', () => {
  it.each(['diff', 'markdown', 'html', 'itf', 'tlc', 'mermaid', 'dot'])(
    'shows the first violation as trace shows it once it is saved: %s',
    async (form) => {
      const folder = await saved({ 'result.json': 'check counter.ts --mutant noGuard' });
      const shown = await ballast(folder, 'check', 'counter.ts', '--mutant', 'noGuard', '--report', form);
      const later = await ballast(folder, 'trace', 'result.json', '--as', form);
      expect(shown.out).toBe(later.out);
      expect([shown.status, shown.err]).toEqual([12, '']);
    },
  );

  it('says so where there is nothing to show, and reports as ever', async () => {
    const folder = await saved({});
    const { status, out, err } = await ballast(folder, 'check', 'counter.ts', '--report', 'html');
    expect(status).toBe(0);
    expect(err).toBe('--report html: there is no counterexample to show, so this is the usual report');
    expect(out).toContain('holds; all');
  });

  it('names the nearest form of one that there is not', async () => {
    const folder = await saved({});
    const { status, err } = await ballast(folder, 'check', 'counter.ts', '--report', 'htm');
    expect(err).toContain("there is no report 'htm'\n  did you mean 'html'?");
    expect(status).toBe(64);
  });
});
