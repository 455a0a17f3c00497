// ballast matrix: the table of what is expected of a specification and what came of it, as text, Markdown and JSON.

import { describe, expect, it } from 'vitest';
import { run } from '../../src/command-line.ts';
import { loadSpecification } from '../../src/load/load.ts';
import { suitesOf } from '../../src/matrix/suites.ts';
import { folderOf } from '../load/folder.ts';
import { ballast, testTerminal } from './command.ts';
import { counters } from './matrix-suites.ts';
import { counter } from './specifications.ts';

const files = { 'counter.ts': counter, 'counters.ts': counters };

interface Entry {
  readonly label: string;
  readonly group?: string;
  readonly about?: string;
  readonly treeHash: string;
  readonly command: string;
  readonly ended: string;
  readonly verdict: string;
  readonly counts: object;
  readonly properties: readonly object[];
  readonly expectation?: { readonly isMet?: boolean };
}

async function entriesOf(...argv: readonly string[]): Promise<readonly Entry[]> {
  const { out } = await ballast(folderOf(files), ...argv, '--json');
  return (JSON.parse(out) as { readonly results: readonly Entry[] }).results;
}

describe('the table', () => {
  it('has the suites of a model, those exported beside it, and the mutants that say what they break', async () => {
    expect(await ballast(folderOf(files), 'matrix', 'counter.ts')).toEqual({
      status: 21,
      err: '',
      out: `counter: 5 expectations

  suite    property           verdict                    states       time
  counter  all 6 properties   hold                            4 0 ms  as expected
  wrong    all 6 properties   hold                            4 0 ms  NOT as expected: violates small
  larger   all 6 properties   hold                            6 0 ms  as expected
  noGuard  up: n := n + 1     violated in 4 steps             4 0 ms  as expected
  noDown   deadlock           violated in 3 steps             4 0 ms  NOT as expected: holds

3 of 5 as expected, in 0 ms
3 checks left parts never exercised: each check by itself names them
nothing here shows that these can fail: small, vacuous, low, byOne
hint: see why with
  ballast check counter.ts
  ballast check counter.ts --mutant noDown

assumed:
  nobody else counts
  of the constants: from is at most top`,
    });
  });

  it('has headings where groups change, and one command that shows a trace', async () => {
    const { status, out } = await ballast(folderOf(files), 'matrix', 'counters.ts');
    expect(status).toBe(0);
    expect(out).toBe(`counters: 6 expectations

  suite    property              verdict                    states       time
  one      all 2 properties      hold                            4 0 ms  as expected

larger
  two      all 2 properties      hold                           10 0 ms  as expected
  three    all 2 properties      hold                           20 0 ms  as expected

mutants
  noGuard  up: n[c] := n[c] + 1  violated in 4 steps            10 0 ms  as expected
  noUp     full                  never reached                   1 0 ms  as expected
  uneven   even                  violated in 1 step              2 0 ms  as expected

all 6 as expected, in 0 ms
states are counted after reduction by symmetry; --no-reduction counts all
nothing here shows that these can fail: small
evaluated in no suite: never
hint: each violation has its trace, the first: ballast check counters.ts --mutant noGuard --property small --property full

assumed:
  nobody else counts`);
  });

  it('puts suites of a group together, also those whose mutant alone says that they belong there', async () => {
    const scattered = counters
      .replace("name: 'one', set: { top: 1 }", "name: 'one', set: { top: 1 }, group: 'mutants'")
      .replace("mutant: 'noUp', expect: 'violates full', group: 'mutants'", "mutant: 'noUp', expect: 'violates full'")
      .replace("about: 'nothing happens'", "about: 'nothing happens', group: 'larger'");
    const { out } = await ballast(folderOf({ 'counters.ts': scattered }), 'matrix', 'counters.ts');
    const [, table = ''] = out.split('time\n');
    expect(table.match(/^ {0,2}\S+/gm)?.slice(0, 8)).toEqual([
      'mutants',
      '  one',
      '  noGuard',
      '  uneven',
      'larger',
      '  two',
      '  three',
      '  noUp',
    ]);
  });

  it('stays within 120 columns, whatever things are called', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `a property with a rather long name ${index}`);
    const invariants = names.map((name) => `${JSON.stringify(name)}: n.isNot(2)`).join(', ');
    const suites = JSON.stringify([
      { name: `${'a suite that says a lot '.repeat(5)}x`, expect: `violates ${names.join(', ')}` },
      { name: 'w'.repeat(150), expect: 'holds' },
    ]);
    const long = `import { action, model, range, spec, variables } from 'ballast';
export default model('long', { suites: ${suites} }, () => {
  const { n } = variables({ n: range(0, 2) });
  return spec({ variables: { n }, init: { n: 0 }, terminal: 'any',
    actions: { up: action({ when: [n.lessThan(2)], then: [n.increment()] }) }, invariants: { ${invariants} } });
});`;
    // As it is printed: where times are made equal, blanks are lost.
    const terminal = testTerminal(folderOf({ 'long.ts': long }).path);
    expect(await run(['matrix', 'long.ts'], terminal)).toBe(21);
    const [table = ''] = terminal.written.out.split('\nhint:');
    expect(Math.max(...table.split('\n').map(({ length }) => length))).toBe(120);
    expect(table).toMatch(/\n {2}[a-z][a-z ]+ {2}rather long name\n/);
    // Of many names the first are given, here of the found and of the expected.
    expect(table.replaceAll(/\s+/g, ' ')).toMatch(/and 7 more[^]*and 7 more/);
    expect(table).toMatch(/ NOT as expected\n[^]*\n {6}expected: holds\n/);
  });

  it('says why something cannot be told, and judges no property then', async () => {
    const argv = ['matrix', 'counters.ts', '--max-states', '30', '--no-reduction'];
    const { status, out } = await ballast(folderOf(files), ...argv);
    expect(out).toContain(
      '  three    all 2 properties      not decided                    32 0 ms  cannot be told\n      stopped at the limit of 30 states\n',
    );
    expect(out).toMatch(/\n5 of 6 as expected, 1 not decided, in 0 ms\nhint: /);
    expect(status).toBe(20);
  });

  it('shows the shortest counterexample of one, and checks only what is asked for', async () => {
    const argv = ['matrix', 'counter.ts', '--only', 'counter', '--show', 'noGuard'];
    const { status, out } = await ballast(folderOf(files), ...argv);
    expect(status).toBe(0);
    expect(out).toContain(`
all 2 as expected, in 0 ms
1 check left parts never exercised: each check by itself names them
hint: each violation has its trace, the first: ballast check counter.ts --mutant noGuard

counter (mutant noGuard): up: n := n + 1 is outside its domain in 4 steps; no shorter behaviour violates anything
`);
    expect(out).toContain('\n  4  up\n     <n: 4 is outside range(0, 3)>\n');
  });

  it('checks all suites about a property, where it is called so', async () => {
    const { status, out } = await ballast(folderOf({}), 'matrix', 'ewd840', '--only', 'restsWithoutMessages');
    expect(status).toBe(0);
    expect(out).toContain('restsWithoutMessages  violated: stuttering');
    expect(out).toContain('\nall 1 as expected');
  });

  it('says before it ends which suite is wrong, and what is wrong with it', async () => {
    const wrong = counter.replace("expect: 'violates small'", "expect: 'violates smal'");
    const { status, out, err } = await ballast(folderOf({ 'counter.ts': wrong }), 'matrix', 'counter.ts');
    expect(out).toMatch(/\n {2}counter {2}all 6 properties [^\n]*as expected\n {2}wrong {4}refused$/);
    expect(err).toBe("error: there is no property 'smal' to expect a violation of\n  did you mean 'small'?");
    expect(status).toBe(64);
  });
});

describe('--strict', () => {
  it('is not satisfied where no suite shows that a property can fail', async () => {
    const { status } = await ballast(folderOf(files), 'matrix', 'counters.ts', '--strict');
    expect(status).toBe(22);
  });

  it('is satisfied where each property is violated, and each witness reached, by one suite at least', async () => {
    const all = counters
      .replace('{ group: never }', '')
      .replace(/, never: forall[^\n]*/, ' },')
      .replace('suites: [', "suites: [{ name: 'small', mutant: 'noUp', expect: 'holds', properties: ['even'] },")
      .replace('n.at(c).atMost(top)', 'n.at(c).atMost(4)')
      .replace(
        "name: 'one'",
        "name: 'five', set: { top: 5 }, expect: 'violates small', properties: ['small'] }, { name: 'one'",
      );
    const { status, out, err } = await ballast(folderOf({ 'all.ts': all }), 'matrix', 'all.ts', '--strict');
    expect({ err, status }).toEqual({ err: '', status: 0 });
    expect(out).not.toMatch(/nothing here shows|in no suite/);
  });

  it('does not go with --only, since a part of the table shows nothing about a property', async () => {
    const { status, err } = await ballast(folderOf(files), 'matrix', 'counters.ts', '--strict', '--only', 'one');
    expect(err).toBe(
      'error: --strict and --only do not go together\n  only all suites together show whether each property can fail: leave one of them out',
    );
    expect(status).toBe(64);
    const { out } = await ballast(folderOf(files), 'matrix', 'counters.ts', '--only', 'one');
    expect(out).not.toMatch(/nothing here shows|in no suite/);
  });
});

describe('--as markdown', () => {
  it('prints a table that GitHub shows, in which nothing differs from run to run', async () => {
    const { status, out } = await ballast(
      folderOf(files),
      'matrix',
      'counters.ts',
      '--as',
      'markdown',
      '--no-reduction',
    );
    expect(status).toBe(0);
    expect(out)
      .toBe(String.raw`| group | suite | what it is about | property | verdict | steps | states | as expected? |
| --- | --- | --- | --- | --- | --: | --: | --- |
|  | one |  | all 2 properties | hold |  | 8 | yes |
| larger | two | twice as far | all 2 properties | hold |  | 27 | yes |
|  | three |  | all 2 properties | hold |  | 64 | yes |
| mutants | noGuard | they count \| for ever | up: n\[c\] := n\[c\] + 1 | violated | 4 | 32 | yes |
|  | noUp | nothing happens | full | never reached |  | 1 | yes |
|  | uneven |  | even | violated | 1 | 4 | yes |

All 6 as expected.

Nothing here shows that these can fail: small.

Evaluated in no suite: never.

Assumed:

- nobody else counts`);
  });

  it('leaves out columns that would be empty, and says what is not as expected', async () => {
    const { status, out } = await ballast(
      folderOf(files),
      'matrix',
      'counter.ts',
      '--as',
      'markdown',
      '--only',
      'wrong',
    );
    expect(status).toBe(21);
    expect(out).toContain(`| suite | property | verdict | steps | states | as expected? |
| --- | --- | --- | --: | --: | --- |
| wrong | all 6 properties | hold |  | 4 | **no**: violates small |

0 of 1 as expected.
`);
  });

  it.each([
    [['--as', 'html'], "there is no form 'html' of the table\n  write --as text or --as markdown"],
    [['--as', 'markdown', '--json'], '--as and --json do not go together\n  leave one of them out'],
    [['--as', 'markdown', '--show', 'one'], '--as markdown has no traces\n  leave --show out, or --as'],
  ])('is refused where it cannot be done: %j', async (argv, message) => {
    const { status, err } = await ballast(folderOf(files), 'matrix', 'counters.ts', ...argv);
    expect({ status, err }).toEqual({ status: 64, err: `error: ${message}` });
  });
});

describe('--json', () => {
  it('gives all results as one document, each with what its suite is called', async () => {
    const entries = await entriesOf('matrix', 'counters.ts');
    expect(entries.map(({ label, group, about }) => ({ label, group, about }))).toEqual([
      { label: 'one' },
      { label: 'two', group: 'larger', about: 'twice as far' },
      { label: 'three', group: 'larger' },
      { label: 'noGuard', group: 'mutants', about: 'they count | for ever' },
      { label: 'noUp', group: 'mutants', about: 'nothing happens' },
      { label: 'uneven', group: 'mutants' },
    ]);
    const { out } = await ballast(folderOf(files), 'matrix', 'counters.ts', '--json', '--strict');
    const vacuity = { model: 'counters', neverViolated: ['small'], neverReached: [], neverEvaluated: ['never'] };
    expect(JSON.parse(out)).toMatchObject({ status: 22, vacuities: [vacuity] });
    const others = await entriesOf('matrix', 'counter.ts');
    expect(others.map(({ expectation }) => expectation)).toEqual([
      { expected: 'holds', isMet: true },
      { expected: ['small'], isMet: false },
      { expected: 'holds', isMet: true },
      { expected: ['up: n := n + 1'], isMet: true },
      { expected: 'holds', isMet: false },
    ]);
  });
});

describe('the command of a line', () => {
  const shellWords = (line: string): readonly string[] =>
    [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);

  /** Of a table that takes too long for a test, lines evenly spread over it; all of them with BALLAST_LINES=1000. */
  const linesMost = Number(process.env['BALLAST_LINES'] ?? 8);
  const patience = { timeout: 300_000 + 5000 * linesMost };

  it('repeats it: the same specification, the same properties, the same verdict', patience, async () => {
    const suites = suitesOf(await loadSpecification('balloon', { cwd: '.' }), false);
    const pace = Math.ceil(suites.length / linesMost);
    const only = suites.filter((_, index) => index % pace === 0).flatMap(({ label }) => ['--only', label]);
    // One folder, so that modules are assembled once.
    const folder = folderOf({});
    const { out } = await ballast(folder, 'matrix', 'balloon', '--json', '--max-states', '200', ...only);
    const { results } = JSON.parse(out) as { readonly results: readonly Entry[] };
    expect(results.length).toBeGreaterThan(5);
    for (const entry of results) {
      const [first, ...argv] = shellWords(entry.command);
      expect(first).toBe('ballast');
      const repeated = await ballast(folder, ...argv, '--json');
      const [result] = (JSON.parse(repeated.out) as { readonly results: readonly Entry[] }).results;
      const told = ({ treeHash, properties, counts, verdict, ended }: Entry): object => ({
        treeHash,
        properties,
        counts,
        verdict,
        ended,
      });
      expect({ label: entry.label, ...told(result as Entry) }).toEqual({ label: entry.label, ...told(entry) });
    }
  });

  it('asks for the suite itself where no other command line can say what it changes', async () => {
    const replaced = `${counter.replace('import {', 'import { replace,')}
const { n } = variables({ n: range(0, 3) });
export const less = suite({ model: counter, edits: [replace('up.when#1', n.lessThan(2))], expect: 'violates full' });
`;
    const folder = folderOf({ 'counter.ts': replaced });
    const { out } = await ballast(folder, 'matrix', 'counter.ts', '--json', '--only', 'less');
    const { results } = JSON.parse(out) as { readonly results: readonly Entry[] };
    const command = 'ballast matrix counter.ts --only less --show less';
    expect(results).toMatchObject([{ command, verdict: 'violated' }]);
    const again = await ballast(folder, ...shellWords(command).slice(1));
    expect(again.out).toContain('counter (replace up.when#1): full is never reached in all 3 reachable states');
    expect(again.status).toBe(0);
  });
});
