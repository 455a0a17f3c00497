import { describe, expect, it } from 'vitest';
import { run } from '../../src/command-line.ts';
import type { ProfileDocument } from '../../src/result/profile.ts';
import { folderOf } from '../load/folder.ts';
import { ballast, testTerminal } from './command.ts';
import { counter, twoLocks } from './specifications.ts';

/** Two counters beside each other, and whether the first is odd. */
const sums = `import { action, constant, model, range, spec, variables } from 'ballast';

export default model('sums', { constants: { most: constant(range(1, 30), 4, 'how far they count') } }, ({ most }) => {
  const { a, b, odd } = variables({ a: range(0, most), b: range(0, 2), odd: range(0, 1) });
  return spec({
    variables: { a, b, odd },
    init: { a: 0, b: 0, odd: 0 },
    actions: {
      one: action({ when: [a.lessThan(most)], then: [a.increment(), odd.becomes(a.plus(1).modulo(2))] }),
      two: action({ when: [b.lessThan(2)], then: [b.increment()] }),
      stay: action({ when: [b.is(2)] }),
    },
    invariants: { right: odd.is(a.modulo(2)) },
    terminal: 'any',
  });
});
`;

async function documented(...argv: readonly string[]): Promise<ProfileDocument> {
  const { out } = await ballast(folderOf({ 'sums.ts': sums }), 'profile', './sums.ts', '--json', ...argv);
  return JSON.parse(out) as ProfileDocument;
}

describe('ballast profile', () => {
  it('says what if, what each variable adds, what each action makes, and how the levels grow', async () => {
    const folder = folderOf({ 'sums.ts': sums });
    const { out, status } = await ballast(folder, 'profile', './sums.ts', '--engine', 'reference');
    expect(status).toBe(0);
    expect(out).toBe(
      `
sums: all 15 states explored, in 7 levels; 6 bits a state
  most = 4

what if (15 states as it is):
  states  if
       5  b frozen
       6  a frozen
       6  most = 1
       9  most = 2
      12  most = 3
  no smaller when frozen: odd
  Frozen: all updates of the variable are taken out, so that it keeps its
  initial value, and the rest is explored.

variables, those first that tell most states apart:
  without it  values  bits  variable
           5       3     2  b
           6       5     3  a
  as many states without any one of these, each determined by all others
  (values, bits):
    odd (2, 1)
  Without it: how many states still differ where the variable is left out
  of each. Values: how many it has, a function as a whole.

actions, by the successors they make:
  firings  new  again  unchanged  action
       12   12      0          0  one
       10   10      0          0  two
        5    0      0          5  stay
  New: into a state of the next level. Again: into a state of this level or
  an earlier one, or a step that fails. Unchanged: into the state that it
  came from.

growth, level by level:
  depth  states
      0       1  #################
      1       2  #################################
      2       3  ##################################################
      3       3  ##################################################
      4       3  ##################################################
      5       2  #################################
      6       1  #################

0 ms, 6 specifications explored besides
`.trim(),
    );
  });

  it('is printed whole as one document', async () => {
    const { format, version, profile, status } = await documented();
    expect([format, version, status]).toEqual(['ballast profile', 1, 0]);
    expect(
      profile.variables.map(({ variable, bits, valuesDistinct, statesWithout }) => [
        variable,
        bits,
        valuesDistinct,
        statesWithout,
      ]),
    ).toEqual([
      ['a', 3, 5, 6],
      ['b', 2, 3, 5],
      ['odd', 1, 2, 15],
    ]);
    expect(profile.whatIfs?.[0]).toEqual({ kind: 'frozen', name: 'b', outcome: 'explored', states: 5 });
    expect(profile.whatIfs?.find(({ value }) => value === 2)).toEqual({
      kind: 'constant',
      name: 'most',
      value: 2,
      outcome: 'explored',
      states: 9,
      command: 'ballast check ./sums.ts --set most=2',
    });
    expect(profile.actions[2]).toEqual({ action: 'stay', statesEnabled: 5, firings: 5, fresh: 0, same: 5 });
    expect(profile.levels).toEqual([1, 2, 3, 3, 3, 2, 1]);
    expect(profile.forecast).toBeUndefined();
  });

  it('asks no what-if with --quick', async () => {
    expect((await documented('--quick')).profile.whatIfs).toBeUndefined();
  });

  it('forecasts the total of a search that ended early, explores the rest within its limits, and ends with 20', async () => {
    const argv = ['--set', 'most=30', '--max-depth', '20'];
    const { profile, status } = await documented(...argv);
    expect(status).toBe(20);
    expect(profile.ended).toBe('max-depth');
    expect(profile.whatIfs?.find(({ name }) => name === 'a')).toMatchObject({ outcome: 'explored', states: 6 });
    expect(profile.whatIfs?.find(({ name }) => name === 'b')).toMatchObject({ outcome: 'stopped', states: 21 });
    const { out } = await ballast(folderOf({ 'sums.ts': sums }), 'profile', './sums.ts', ...argv);
    expect(out).toContain('\nwhat if (at least 60 states as it is):\n');
    expect(out).toContain('\n  not explored within the limits when frozen: b, odd\n');
    expect(out).toContain('\n  not explored within the limits: most = 29,');
  });

  it('says what it is computed from, and how sure it is', async () => {
    const { out, status } = await ballast(folderOf({}), 'profile', 'balloon', '--max-states', '1000', '--quick');
    expect(status).toBe(20);
    const [, states, least, most] =
      /\nforecast:\n {2}About ([\d,]+) states in all, between ([\d,]+) and ([\d,]+);/.exec(out) ?? [];
    const [from = NaN, about = NaN, to = NaN] = [least, states, most].map((text) => Number(text?.replaceAll(',', '')));
    expect([from <= 1746, about > 1000, 1746 <= to]).toEqual([true, true, true]);
    expect(out).toContain('in nine cases of');
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(75);
  });

  it('has processes stand still, and goes past what fails', async () => {
    const { out } = await ballast(folderOf({ 'locks.ts': twoLocks }), 'profile', './locks.ts', '--report', 'markdown');
    expect(out).toContain('| states | if |\n| --: | --- |\n| 6 | left standing still |\n| 6 | right standing still |');
    expect(out).toContain('- no smaller when frozen: `a`, `b`');
  });

  it('marks what is smaller since steps fail', async () => {
    const failing = `import { action, any, model, range, spec, variables } from 'ballast';

export default model('failing', {}, () => {
  const { x, hurry, n } = variables({ x: range(0, 1), hurry: range(0, 1), n: range(0, 3) });
  return spec({
    variables: { x, hurry, n },
    init: { x: 0, hurry: 0, n: 0 },
    actions: {
      begin: action({ when: [x.is(0)], then: [x.becomes(1), hurry.becomes(1)] }),
      go: action({ when: [any(x.is(1), hurry.is(1)), n.lessThan(3)], then: [n.becomes(n.plus(x.dividedBy(x)))] }),
    },
    invariants: { few: n.atMost(3) },
    terminal: 'any',
  });
});
`;
    const { out } = await ballast(folderOf({ 'failing.ts': failing }), 'profile', './failing.ts');
    expect(out).toContain('failing: all 5 states explored');
    expect(out).toContain('\n       2  x frozen *\n       2  n frozen\n');
    expect(out).toContain('\n  *: some steps fail outside their domain then, and are not gone past.\n');
  });

  it('gives what it has when it is interrupted, and says that this is not all', async () => {
    const folder = folderOf({ 'sums.ts': sums });
    const terminal = testTerminal(folder.path);
    terminal.interrupt();
    expect(await run(['profile', './sums.ts', '--set', 'most=30'], terminal)).toBe(20);
    expect(terminal.written.out).toContain('It was interrupted before all were asked.');
    expect(terminal.written.err).toBe('');
  });

  it('refuses what it cannot do', async () => {
    const { err, status } = await ballast(
      folderOf({ 'counter.ts': counter }),
      'profile',
      './counter.ts',
      '--set',
      'tob=3',
    );
    expect([err, status]).toEqual(["error: counter has no constant 'tob'\n  did you mean 'top'?", 64]);
  });
});
