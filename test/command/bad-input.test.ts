// Bad input: each kind once, with its whole message. What is wrong, where, how to mend; no stack; the status that a script sees.

import { describe, expect, it } from 'vitest';
import { folderOf } from '../load/folder.ts';
import { ballast } from './command.ts';

const mine = `import { action, bool, constant, enumeration, ids, fn, model, range, seq, spec, variables } from 'ballast';

export default model(
  'mine',
  {
    constants: { top: constant(range(1, 9), 3, 'the most') },
    assume: { 'top is not 7': ({ top }) => top !== 7 },
    mutants: { flat: { edits: [], set: { top: 2 } } },
  },
  ({ top }) => {
    const Cpu = ids('cpu', 2);
    const { n, busy } = variables({ n: range(0, top), busy: fn(Cpu, bool) });
    return spec({
      variables: { n, busy },
      init: { n: 0, busy: false },
      actions: {
        up: action({
          when: [n.lessThan(top)],
          then: [n.becomes(n.plus(1))],
        }),
        down: action({ when: [n.moreThan(0)], then: [n.becomes(n.minus(1))] }),
        start: action({ c: Cpu, d: Cpu }, ({ c, d }) => ({ then: [busy.at(c).becomes(true)] })),
        stop: action({ c: Cpu }, ({ c }) => ({ when: [busy.at(c)], then: [busy.at(c).becomes(false)] })),
      },
      invariants: { small: n.atMost(top) },
    });
  },
);
`;

/** What is said of the arguments, and with which status; `files` besides, or instead of, mine.ts. */
async function said(args: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, out, err } = await ballast(folderOf({ 'mine.ts': mine, ...files }), ...args);
  return [...(out === '' ? [] : [out]), err, `status ${status}`].join('\n');
}

/** The specification with something else in the place of a piece of it. */
function instead(piece: string, other: string): Readonly<Record<string, string>> {
  expect(mine).toContain(piece);
  return { 'mine.ts': mine.replace(piece, () => other) };
}

describe('a slip on the command line', () => {
  it.each<readonly [string, readonly string[], string]>([
    [
      'an unknown specification',
      ['check', 'di-hard'],
      "there is no specification 'di-hard'\n  did you mean 'die-hard'?",
    ],
    ['a file without its ending', ['check', 'mine'], "there is no specification 'mine'\n  write mine.ts for the file"],
    ['a file that is not there', ['check', './mina.ts'], "there is no file './mina.ts'\n  did you mean 'mine.ts'?"],
    ['a folder that is not there', ['check', 'specs/mine.ts'], "there is no folder 'specs'"],
    ['an unknown model', ['check', 'mine.ts#main'], "mine.ts exports no model 'main'\n  did you mean 'mine'?"],
    [
      'an unknown constant',
      ['check', 'mine.ts', '--set', 'tip=3'],
      "mine has no constant 'tip'\n  did you mean 'top'?",
    ],
    [
      'a value outside its sort',
      ['check', 'mine.ts', '--set', 'top=10'],
      "'10' is no value for top\n  top takes a whole number from 1 to 9",
    ],
    [
      'a value of another kind',
      ['check', 'mine.ts', '--set', 'top=many'],
      "'many' is no value for top\n  top takes a whole number from 1 to 9",
    ],
    [
      'contradictory settings',
      ['check', 'mine.ts', '--set', 'top=1', '--set', 'top=2'],
      'top is set twice: to 1 and to 2\n  write --set top=1,2 to check both',
    ],
    [
      'an unknown property',
      ['check', 'mine.ts', '--property', 'smal'],
      "mine has no property 'smal'\n  did you mean 'small'?",
    ],
    ['an unknown mutant', ['check', 'mine.ts', '--mutant', 'flt'], "mine has no mutant 'flt'\n  did you mean 'flat'?"],
    ['an unknown path', ['check', 'mine.ts', '--edit', 'drop u'], "no step is named 'u'\n  did you mean 'up'?"],
    [
      'an unknown part of a step',
      ['check', 'mine.ts', '--edit', 'drop up.when#2'],
      "no step is named 'up.when#2'\n  did you mean 'up.when#1'?",
    ],
    [
      'a path that names several steps',
      ['check', 'mine.ts', '--edit', 'drop when#1'],
      "'when#1' names 3 different steps: up.when#1, down.when#1, stop.when#1\n  write more of the path",
    ],
    [
      'an unknown edit',
      ['check', 'mine.ts', '--edit', 'mov up'],
      "'mov up' is no edit\n  an edit is one of: drop PATH, move PATH before PATH, move PATH after PATH, copy PATH before PATH, " +
        "copy PATH after PATH, swap PATH PATH, merge PATH PATH, split PATH, weaken PATH, block PATH, forgo PATH, rush PATH, initial VARIABLE VALUE, granularity fine; did you mean 'move'?",
    ],
    [
      'an unknown option',
      ['check', 'mine.ts', '--propery', 'small'],
      "there is no option '--propery'\n  did you mean '--property'?",
    ],
    [
      'an option that only turns something off',
      ['check', 'mine.ts', '--symmetry'],
      "there is no option '--symmetry'\n  it is on unless --no-symmetry turns it off: leave --symmetry out",
    ],
    [
      'an option turned off that is off',
      ['check', 'mine.ts', '--no-strict'],
      "there is no option '--no-strict'\n  it is off unless --strict is given: leave --no-strict out",
    ],
    [
      'a misspelt reduction',
      ['check', 'mine.ts', '--no-symetry'],
      "there is no option '--no-symetry'\n  did you mean '--no-symmetry'?",
    ],
    [
      'a reduction turned off twice',
      ['check', 'mine.ts', '--no-reduction', '--no-por'],
      '--no-reduction and --no-por do not go together\n  --no-reduction turns all of them off: leave the other out',
    ],
    ['an unknown command', ['chck', 'mine.ts'], "there is no command 'chck'\n  did you mean 'check'?"],
    ['no command', [], 'there is nothing to do\n  name a command: ballast --help'],
    [
      'no specification',
      ['check'],
      "check needs a specification\n  a name of 'ballast list', or a path; see ballast check --help",
    ],
    [
      'two specifications',
      ['check', 'mine.ts', 'yours.ts'],
      "check does not take 'yours.ts'\n  one at a time; see ballast check --help",
    ],
    [
      'an option given twice',
      ['check', 'mine.ts', '--mutant', 'M1', '--mutant', 'M2'],
      '--mutant is given twice\n  give it once: it was M1, M2',
    ],
    ['an option without its value', ['check', 'mine.ts', '--set'], '--set needs a value\n  see ballast check --help'],
    [
      'an unknown engine',
      ['check', 'mine.ts', '--engine', 'fast'],
      "there is no engine 'fast'\n  the engines are compiled and reference",
    ],
    [
      'a limit that is none',
      ['check', 'mine.ts', '--time', 'soon'],
      "'soon' is no time for --time\n  --time takes seconds, or a unit: 30s, 5m, 2h",
    ],
    [
      'an unknown property that is expected to be violated',
      ['check', 'mine.ts', '--expect', 'violates smal'],
      "there is no property 'smal' to expect a violation of\n  did you mean 'small'?",
    ],
    [
      'an expected violation of what is not selected',
      ['check', 'mine.ts', '--expect', 'violates small', '--property', 'deadlock'],
      "a violation of 'small' is expected, and only deadlock checked\n  select it too: --property small",
    ],
    [
      'a watch that is to print one document',
      ['check', 'mine.ts', '--watch', '--json'],
      '--watch and --json do not go together\n  leave one of them out',
    ],
    [
      'a watch on what nobody edits',
      ['check', 'die-hard', '--watch'],
      '--watch looks at files of yours, and this specification comes with ballast\n  give a path to a file',
    ],
    [
      'a matrix of a model without suites',
      ['matrix', 'mine.ts'],
      "mine has no suites\n  give the model suites: [{ expect: 'holds' }], or its mutants what they break",
    ],
    [
      'an unknown suite',
      ['matrix', 'die-hard', '--show', 'M1'],
      "there is no suite or mutant 'M1'\n  there are die-hard, bigSize=6",
    ],
    [
      'a description for several values at once',
      ['describe', 'mine.ts', '--set', 'top=1,2'],
      'describe takes one value for each constant\n  leave the others out',
    ],
  ])('%s is told', async (_, args, message) => {
    expect(await said(args)).toBe(`error: ${message}\nstatus 64`);
  });
});

describe('a specification that is wrong', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    [
      'throws',
      instead("const Cpu = ids('cpu', 2);", "throw new Error('no luck');"),
      "mine.ts throws Error: no luck\n  mine.ts:11:11   throw new Error('no luck');",
    ],
    [
      'exports nothing',
      { 'mine.ts': '' },
      "mine.ts exports no model\n  it exports nothing: write export default model('name', { … }, …)",
    ],
    [
      'exports no model',
      { 'mine.ts': 'export const top = 3;\n' },
      "mine.ts exports no model\n  it exports top: write export default model('name', { … }, …)",
    ],
    [
      'is not TypeScript',
      { 'mine.ts': 'export default model(\n' },
      'mine.ts is not TypeScript: Unexpected token\n  mine.ts:2:1',
    ],
    [
      'imports what is not there',
      { 'mine.ts': "import { page } from './page.ts';\nexport default page;\n" },
      "mine.ts imports './page.ts', which is not there\n  mine.ts:1:1   import { page } from './page.ts';\n" +
        '  write the path from the file itself, with its ending',
    ],
    [
      'uses a word that does not exist',
      { 'mine.ts': "import { modl } from 'ballast';\nexport default modl('x');\n" },
      "'ballast' has no word 'modl'\n  mine.ts:2:16   export default modl('x');\n  did you mean 'model'?",
    ],
    [
      'is ill-sorted',
      instead('n.plus(1)', 'busy'),
      "a value of fn(ids('cpu', 2), bool) stands where range(0, 3) is meant\n  mine.ts:19:20   then: [n.becomes(busy)],",
    ],
    [
      'compares with what is no value of the sort',
      instead('n.lessThan(top)', "n.is('three')"),
      '"three" is not an element of range(0, 3)\n  mine.ts:18:20   when: [n.is(\'three\')],',
    ],
    [
      'gives a variable two values in one step',
      instead('[n.becomes(n.plus(1))]', '[n.becomes(n.plus(1)), n.becomes(0)]'),
      "action 'up' gives 'n' two new values: n := n + 1, n := 0\n" +
        '  mine.ts:19:20   then: [n.becomes(n.plus(1)), n.becomes(0)],\n' +
        '  mine.ts:19:42   then: [n.becomes(n.plus(1)), n.becomes(0)],\n' +
        '  a step gives each variable one value: split it, or choose with either(…)',
    ],
    [
      'gives a variable no value',
      instead('init: { n: 0, ', 'init: { '),
      "variable 'n' has no initial value\n  mine.ts:13:12   return spec({\n  add n: … to init, or n: anything",
    ],
    [
      'gives a value to what is no variable',
      instead('init: { n: 0, ', 'init: { n: 0, m: 0, '),
      "init gives a value to 'm', which is no variable\n  mine.ts:13:12   return spec({\n  did you mean 'n'?",
    ],
    [
      'a name of two lines',
      instead('small: n.atMost(top)', "'sm\\nall': n.atMost(top)"),
      `the name "sm\\nall" is not one line
  mine.ts:13:12   return spec({
  it is shown in one, and has no tabs either`,
    ],
    [
      'a label of two lines',
      instead("const Cpu = ids('cpu', 2);", "const Cpu = ids('cpu', 2); enumeration('a\\nb');"),
      `the label "a\\nb" is not one line
  mine.ts:11:32   const Cpu = ids('cpu', 2); enumeration('a\\nb');
  it is shown in one, and has no tabs either`,
    ],
    [
      'has no properties',
      instead('invariants: { small: n.atMost(top) },', ''),
      'mine has no properties: nothing would be checked\n  mine.ts:13:12   return spec({\n' +
        '  add invariants, reachable, actionProperties, recoverable, liveness or refinements',
    ],
    [
      'needs too many bits',
      {
        'mine.ts': mine
          .replace('busy: fn(Cpu, bool)', 'busy: fn(Cpu, bool), q: seq(range(0, 1023), 10_000)')
          .replace('variables: { n,', 'variables: { q, n,')
          .replace('init: {', 'init: { q: [],')
          .replace('{ n, busy } =', '{ n, busy, q } ='),
      },
      "a state takes 100,018 bits, more than 65,536: 'q' alone takes 100,014\n" +
        "  give 'q' a smaller sort: fewer identifiers, narrower ranges, shorter sequences",
    ],
  ])('%s: it is told where', async (_, files, message) => {
    expect(await said(['check', 'mine.ts'], files)).toBe(`error: ${message}\nstatus 65`);
  });
});

const wrong = `import { model } from 'ballast';
export default model('wrong', { constants: {} }, () => {
  throw new Error('no luck');
});
`;

describe('a false assumption', () => {
  it('is told with the constants, and has a status of its own', async () => {
    expect(await said(['check', 'mine.ts', '--set', 'top=7'])).toBe(
      "error: the assumption 'top is not 7' of mine is false\n  the constants are top = 7\nstatus 10",
    );
  });
});

describe('a step that gives a place no value of its sort', () => {
  it('is a violation, with the behaviour that leads to it', async () => {
    const { status, out, err } = await ballast(
      folderOf(instead('when: [n.lessThan(top)],', '')),
      'check',
      'mine.ts',
      '--set',
      'top=2',
    );
    expect({ status, err }).toEqual({ status: 12, err: '' });
    expect(out).toContain(`mine: up: n := n + 1 is outside its domain in 3 steps; no shorter behaviour violates anything
  top = 2

  at first n = 0

  1  up  n 0 -> 1
  2  up  n 1 -> 2
  3  up
     <n: 3 is outside range(0, 2)>

  up: n := n + 1
    n: 3 is outside range(0, 2)
      n + 1 = 3
`);
  });

  it('is one too where two updates of one place meet only for some parameters', async () => {
    const meeting = instead('[busy.at(c).becomes(true)]', '[busy.at(c).becomes(true), busy.at(d).becomes(false)]');
    const { status, out } = await ballast(folderOf(meeting), 'check', 'mine.ts');
    expect(status).toBe(12);
    expect(out)
      .toContain(`mine: start: busy[d] := false is outside its domain in 1 step; no shorter behaviour violates anything
  top = 3

  1  start(c: cpu0, d: cpu0)
     <busy[cpu0] is given two values in one step: busy[c] := true and
       busy[d] := false>
`);
  });
});

describe('--debug', () => {
  it('shows the stack, which nothing else does', async () => {
    const without = await said(['check', 'wrong.ts'], { 'wrong.ts': wrong });
    expect(without).toBe(
      "error: wrong.ts throws Error: no luck\n  wrong.ts:3:9   throw new Error('no luck');\nstatus 65",
    );
    const { status, err } = await ballast(folderOf({ 'wrong.ts': wrong }), 'check', 'wrong.ts', '--debug');
    expect(status).toBe(65);
    expect(err).toMatch(/\n {4}at /);
  });
});
