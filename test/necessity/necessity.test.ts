// ballast necessity: the verdict on each change of small specifications, and how all of it is told.

import { describe, expect, it } from 'vitest';
import { run } from '../../src/command-line.ts';
import type { NecessityDocument, NecessitySide, VariantVerdict } from '../../src/necessity/result.ts';
import { ballast, testTerminal } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';
import { gate } from './specifications.ts';

const files = { 'gate.ts': gate };

async function documentOf(...argv: readonly string[]): Promise<NecessityDocument> {
  const { out, err } = await ballast(folderOf(files), 'necessity', 'gate.ts', ...argv, '--json');
  expect(err).toBe('');
  return JSON.parse(out) as NecessityDocument;
}

async function sideOf(...argv: readonly string[]): Promise<NecessitySide> {
  const { sides } = await documentOf(...argv);
  const [side] = sides;
  if (side === undefined) throw new Error('there is no side');
  return side;
}

async function verdictOf(name: string, ...argv: readonly string[]): Promise<VariantVerdict> {
  const { variants } = await sideOf('--only', name, ...argv);
  const [variant] = variants;
  if (variant === undefined || variants.length > 1) throw new Error(`'${name}' is ${variants.length} variants`);
  return variant.verdict;
}

const refused = async (...argv: readonly string[]): Promise<string> => {
  const { status, err, out } = await ballast(folderOf(files), 'necessity', ...argv);
  expect({ status, out }).toEqual({ status: 64, out: '' });
  return err;
};

describe('the verdict on a change', () => {
  it('is load-bearing where a property breaks, with all that notice', async () => {
    expect(await verdictOf('drop up.when#1')).toMatchObject({
      kind: 'load-bearing',
      size: 'asked',
      breaks: [{ name: 'small', kind: 'invariant' }],
      isWitnessOnly: false,
      steps: 4,
      notices: [
        { name: 'small', kind: 'invariant' },
        { name: 'high', kind: 'invariant' },
      ],
      isWhole: true,
    });
    expect(await verdictOf('drop down.when#1')).toMatchObject({ breaks: [{ kind: 'domain' }], steps: 1 });
  });

  it('says where only a witness is lost', async () => {
    expect(await verdictOf('drop note')).toMatchObject({
      kind: 'load-bearing',
      breaks: [{ name: 'noticed', kind: 'reachable' }],
      isWitnessOnly: true,
    });
  });

  it('is redundant where the state graph is the same, by both engines', async () => {
    for (const name of ['drop up.when#2', 'drop spare.then#2'])
      expect(await verdictOf(name)).toMatchObject({ kind: 'redundant', statesDistinct: 36, areDigestsEqual: true });
  });

  it('is not redundant where a process takes a step that only others took between the same states', async () => {
    const argv = ['dining-philosophers', '--only', 'drop philosopher.look/stillHungry.when#2', '--json'];
    const { out } = await ballast(folderOf(files), 'necessity', ...argv);
    expect((JSON.parse(out) as NecessityDocument).sides[0]?.variants).toMatchObject([
      {
        verdict: {
          kind: 'not noticed',
          by: 'firings',
          new: {
            steps: 4,
            what: "no step 'philosopher.look/stillHungry' by philosopher#1 of the original leaves everything as it is while holder[philosopher#1] = philosopher#1 and holder[philosopher#2] = philosopher#1",
          },
        },
      },
    ]);
  });

  it('is not noticed where it behaves differently and nothing breaks, also at the larger size', async () => {
    const verdict = await verdictOf('drop down.when#2');
    expect(verdict).toMatchObject({
      kind: 'not noticed',
      by: 'states',
      new: { what: 'no state of the original has n = 1 and seen = 2', steps: 5 },
      statesLarger: 96,
    });
    expect(verdict).not.toHaveProperty('gone');
  });

  it('is load-bearing where it breaks something at the larger size only', async () => {
    const verdict = await verdictOf('weaken spare.when#1', '--larger', 'top=6');
    expect(verdict).toMatchObject({ kind: 'not noticed' });
    expect(await verdictOf('drop up.when#1', '--set', 'top=6', '--property', 'small')).toMatchObject({
      kind: 'load-bearing',
    });
    // What is left out at 3 is too far to be seen: 6 is met at the larger size.
    const high = ['--property', 'high', '--set', 'top=2', '--max-states', '1000'];
    expect(await verdictOf('weaken up.when#1', ...high, '--larger', 'top=5')).toMatchObject({
      kind: 'load-bearing',
      size: 'larger',
      breaks: [{ name: 'high' }],
      steps: 6,
    });
    expect(await verdictOf('weaken up.when#1', ...high, '--larger', 'top=3')).toMatchObject({ kind: 'not noticed' });
  });

  it('is not redundant where only the larger size behaves differently', async () => {
    // At 1 nobody comes to 2, where it matters.
    const few = ['--set', 'top=1'];
    expect(await verdictOf('drop down.when#2', ...few, '--larger', 'top=3')).toMatchObject({
      kind: 'not noticed',
      isOnlyLarger: true,
      statesDistinct: 12,
    });
    expect(await verdictOf('drop down.when#2', ...few, '--larger', 'top=1')).toMatchObject({
      kind: 'redundant',
      statesLarger: 12,
    });
    const argv = ['necessity', 'gate.ts', '--only', 'drop down.when#2', ...few, '--larger', 'top=3'];
    const { out } = await ballast(folderOf(files), ...argv);
    expect(out).toContain('      the same state graph at the size asked for, another at the larger one\n');
  });

  it('is not decided where the budget does not do, which is status 20', async () => {
    const argv = ['--only', 'drop spare.when#1', '--max-states', '50', '--larger', 'top=3'];
    const { sides, status } = await documentOf(...argv);
    expect(sides[0]?.variants[0]?.verdict).toEqual({
      kind: 'not decided',
      reason: expect.stringMatching(/^nothing breaks in \d+ states; stopped at the limit of states$/) as string,
    });
    expect(status).toBe(20);
  });

  it('says why no specification can be built, which leaves nothing to decide', async () => {
    const { sides, status } = await documentOf('--only', 'drop reader.look');
    expect(sides[0]?.variants[0]?.verdict).toEqual({
      kind: 'cannot be built',
      reason: "reader.note may read the local 'read' before it has a value",
    });
    expect(status).toBe(0);
  });

  it('comes with the command that checks the variant by itself, edits of the specification and all', async () => {
    const { variants } = await sideOf('--only', 'weaken up.when#1', '--edit', 'drop down.when#2', '--set', 'top=4');
    expect(variants).toMatchObject([
      {
        command: "ballast check gate.ts --set top=4 --edit 'drop down.when#2' --edit 'weaken up.when#1'",
        verdict: { kind: 'load-bearing', steps: 5 },
        before: 'n < 4',
        after: 'n <= 4',
        place: { file: 'gate.ts', line: 18 },
      },
    ]);
    const [, ...words] = [...(variants[0]?.command ?? '').matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, plain = '']) => quoted ?? plain,
    );
    const { out } = await ballast(folderOf(files), ...words);
    expect(out).toContain('small is violated in 5 steps');
  });
});

describe('the specification itself', () => {
  it('is not asked about what it breaks already, and that is said', async () => {
    const side = await sideOf('--set', 'top=6', '--only', 'up');
    expect(side.leftOut).toEqual(['high']);
    expect(side.properties.map(({ name }) => name)).not.toContain('high');
    const { out } = await ballast(folderOf(files), 'necessity', 'gate.ts', '--set', 'top=6', '--only', 'up');
    expect(out).toContain('\n  not asked about high: broken without any change\n');
  });

  it('is refused where it is not explored, or evaluates something outside its domain', async () => {
    expect(await refused('gate.ts', '--max-states', '10')).toBe(
      'error: gate itself is not explored within the limits, so its variants cannot be compared with it\n  raise --max-states or --time, or make the constants smaller',
    );
    expect(await refused('gate.ts', '--edit', 'drop down.when#1')).toBe(
      'error: gate itself evaluates something outside its domain: down: n := n - 1\n  what breaks already tells nothing about its variants: see it with ballast check',
    );
  });

  it('is refused where nothing of it can be left out', async () => {
    const bare = `import { model, range, spec, variables } from 'ballast';
export default model('bare', {}, () => {
  const { n } = variables({ n: range(0, 0) });
  return spec({ variables: { n }, init: { n: 0 }, terminal: 'any' });
});`;
    const { status, err } = await ballast(folderOf({ 'bare.ts': bare }), 'necessity', 'bare.ts');
    expect({ status, err }).toEqual({
      status: 64,
      err: 'error: bare has nothing that could be left out\n  variants are made of guards, updates, steps, locks and initial values: it has none',
    });
  });
});

describe('--only', () => {
  const namesOf = async (...only: readonly string[]): Promise<readonly string[]> => {
    const { variants } = await sideOf(...only.flatMap((word) => ['--only', word]));
    return variants.map(({ name }) => name);
  };

  it('takes a group, an action, a step, a path, a kind or an edit, and several of them', async () => {
    expect(new Set((await sideOf('--only', 'guards')).variants.map(({ group }) => group))).toEqual(new Set(['guards']));
    expect(await namesOf('note')).toEqual(['drop reader.note']);
    expect(await namesOf('drop down')).toEqual(['drop down']);
    expect((await namesOf('up')).every((name) => / up(?:\.|$)/.test(name))).toBe(true);
    const both = await namesOf('drop down', 'weaken');
    expect(both).toContain('drop down');
    expect(both.filter((name) => name !== 'drop down').every((name) => name.startsWith('weaken '))).toBe(true);
  });

  it('suggests the nearest name, and says what it takes', async () => {
    expect(await refused('gate.ts', '--only', 'guard')).toBe(
      "error: no variant is called 'guard'\n  did you mean 'guards'?",
    );
    expect(await refused('gate.ts', '--only', 'nothing like it')).toBe(
      "error: no variant is called 'nothing like it'\n  --only takes locks, order, guards, updates, initial values and assertions, or an action, a step, a path or a lock",
    );
    expect(await refused('gate.ts', '--only', 'locks')).toMatch(
      /^error: gate has no variants of locks\n {2}it has .*guards.*updates/,
    );
  });
});

describe('what it prints', () => {
  it('is what nothing notices first, then what is load-bearing, by group and place, then what is redundant', async () => {
    const { status, out } = await ballast(folderOf(files), 'necessity', 'gate.ts', '--only', 'guards');
    expect(status).toBe(0);
    const places = ['\nnot noticed (2)\n', '\nload-bearing (7)\n', '\nredundant (2)\n', '\nwhat notices\n'].map(
      (text) => out.indexOf(text),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(out).toContain(`gate: 7 of 9 changes of behaviour are noticed (77%), 2 not
  11 variants: 2 not noticed, 7 load-bearing, 2 redundant
  only guards
  2 constants as by default
  larger: top = 5
`);
    expect(out).toContain(`
    drop down.when#2
      was  when n # 2
      is   without this condition
      new in 5 steps: no state of the original has n = 1 and seen = 2
`);
    expect(out).toContain(`
  up
       4  small               drop when#1
       4  small               weaken when#1
`);
    expect(out).toContain('\n    lost  noticed             drop branch\n');
    expect(out).toContain('\n  these notice nothing of any of these variants: few\n');
    expect(out).toContain('\nassumed:\n  nobody else counts\n');
  });

  it('stays within 75 columns', async () => {
    const terminal = testTerminal(folderOf(files).path);
    expect(await run(['necessity', 'gate.ts', '--all'], terminal)).toBe(0);
    const lines = terminal.written.out.split('\n').filter((line) => !line.startsWith('hint:'));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(75);
  });

  it('as Markdown has a table for each verdict, in which nothing differs from run to run', async () => {
    const argv = ['necessity', 'gate.ts', '--only', 'guards', '--report', 'markdown'];
    const { status, out } = await ballast(folderOf(files), ...argv);
    expect(status).toBe(0);
    expect(out).toContain('### Not noticed\n\n| where | edit | rule | without | what comes of it |\n| --- |');
    expect(out).toContain('| up | `drop up.when#1` | `when n < 3` | without this condition | small in 4 steps |');
    expect(out).toContain('| few | 0 | 0 |');
    expect((await ballast(folderOf(files), ...argv)).out).toBe(out);
  });

  it('as JSON is one document with its version, scores and properties', async () => {
    const { format, version, sides, status } = await documentOf('--only', 'guards');
    expect({ format, version, status }).toEqual({ format: 'ballast necessity', version: 1, status: 0 });
    expect(sides).toMatchObject([
      {
        specification: { name: 'gate' },
        larger: { top: 5 },
        only: ['guards'],
        leftOut: [],
        originals: [
          { size: 'asked', isFine: false, statesDistinct: 36 },
          { size: 'larger', isFine: false, statesDistinct: 76 },
        ],
        score: { loadBearing: 7, notNoticed: 2, redundant: 2, undecided: 0, unbuilt: 0 },
      },
    ]);
    const small = sides[0]?.properties.find(({ name }) => name === 'small');
    expect(small).toEqual({
      name: 'small',
      kind: 'invariant',
      notices: ['drop up.when#1', 'weaken up.when#1'],
      alone: ['weaken up.when#1'],
    });
  });

  it.each([
    [['--report', 'html'], "there is no report 'html'\n  write --report text or --report markdown"],
    [['--report', 'markdown', '--json'], '--report and --json do not go together\n  leave one of them out'],
    [['--show', 'up', '--only', 'guards'], '--show and --only do not go together\n  leave one of them out'],
    [['--show', 'up', '--json'], '--show and --json do not go together\n  leave one of them out'],
    [['--set', 'top=1,2'], 'one specification is looked at, and --set asks for 2\n  give each constant one value'],
    [['--set', 'top=1', '--set', 'top=2'], 'top is set twice: to 1 and to 2\n  give it one value'],
    [['--larger', 'top'], '--larger top gives no constant a value\n  write --larger top=value'],
    [
      ['--larger', 'top=2,3'],
      'one specification is looked at, and --larger asks for 2\n  give each constant one value',
    ],
    [['--larger', 'tops=2'], "gate has no constant 'tops'\n  did you mean 'top'?"],
    [
      ['after'],
      "necessity takes one specification, and 'after' is one word more\n  to compare two versions: ballast necessity gate.ts --compare before after",
    ],
    [['--workers', '0'], "'0' is no number of workers\n  --workers takes a whole number, 1 to 64"],
  ])('refuses what cannot be done: %j', async (argv, message) => {
    expect(await refused('gate.ts', ...argv)).toBe(`error: ${message}`);
  });
});

describe('--strict', () => {
  it('ends with 22 where something is not noticed, and with 0 where all is', async () => {
    const folder = folderOf(files);
    const status = async (only: string): Promise<number> =>
      (await ballast(folder, 'necessity', 'gate.ts', '--strict', '--only', only)).status;
    expect(await status('drop down.when#2')).toBe(22);
    expect(await status('drop up.when#1')).toBe(0);
  });
});

describe('--show', () => {
  it('prints what breaks as the check by itself does, and judges nothing else', async () => {
    const { status, out } = await ballast(folderOf(files), 'necessity', 'gate.ts', '--show', 'weaken up.when#1');
    expect(status).toBe(0);
    expect(out).toMatch(
      /^weaken up.when#1: load-bearing: small in 4 steps\n {2}was {2}n < 3\n {2}is {3}n <= 3\n {2}at gate.ts:18:/,
    );
    expect(out).toContain('gate (weaken up.when#1): small is violated in 4 steps');
    expect(out).not.toContain('drop');
  });

  it('prints the behaviour that is new', async () => {
    const { out } = await ballast(folderOf(files), 'necessity', 'gate.ts', '--show', 'drop down.when#2');
    expect(out).toContain('new in 5 steps: what the variant does, and the specification does not\n');
    expect(out).toMatch(/\n {2}5 [^\n]*down/);
    expect(out).toContain('\n  new: no state of the original has n = 1 and seen = 2\n');
    expect(out).toContain("\nrepeat: ballast check gate.ts --edit 'drop down.when#2'");
  });
});

describe('Ctrl-C', () => {
  it('gives what is done; the rest is not decided', async () => {
    const terminal = testTerminal(folderOf(files).path);
    const shown: string[] = [];
    const progress = (line: string): void => {
      if (line !== '') shown.push(line);
      if (line.startsWith('2 of ')) terminal.interrupt();
    };
    const status = await run(['necessity', 'gate.ts', '--only', 'guards'], { ...terminal, progress });
    expect(status).toBe(20);
    expect(terminal.written.out).toMatch(/ variants: .*not decided/);
    expect(terminal.written.out).toContain('\n  interrupted\n    drop');
    expect(terminal.written.out).toContain('\nload-bearing (');
    expect(shown[0]).toMatch(/^0 of 11 judged; judging drop /);
  });
});
