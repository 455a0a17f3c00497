// Liveness on the command line: decided by a check, with a behaviour that goes on for ever where it is violated; what walks and coverage say of it.

import { describe, expect, it } from 'vitest';
import { folderOf, type Folder } from '../load/folder.ts';
import { ballast } from './command.ts';

const file = `import { action, always, constant, eventually, leadsTo, model, range, spec, variables, weakly } from 'ballast';

export default model(
  'lively',
  {
    constants: { top: constant(range(1, 3), 2, 'the most') },
    mutants: { M1: { edits: { kind: 'drop', path: 'up' }, breaks: 'L1' } },
    suites: [{ expect: 'holds' }],
  },
  ({ top }) => {
    const { n } = variables({ n: range(0, 3) });
    return spec({
      variables: { n },
      init: { n: 0 },
      actions: {
        up: action({ when: [n.lessThan(top)], then: [n.increment()] }),
        down: action({ when: [n.is(top)], then: [n.becomes(0)] }),
      },
      invariants: { small: n.atMost(top) },
      liveness: { L1: always(eventually(n.is(top))), L2: leadsTo(n.is(1), n.is(0)) },
      fairness: [weakly('up')],
    });
  },
);
`;

const lively = (): Folder => folderOf({ 'lively.ts': file });

describe('liveness', () => {
  it('is violated by a behaviour that goes on for ever, and holds under a fairness that is named', async () => {
    const { status, out } = await ballast(lively(), 'check', 'lively.ts');
    expect(status).toBe(13);
    expect(out).toContain(`lively: L2 is violated: 2 steps, then nothing happens for ever; no shorter stem
  top = 2

  at first n = 0

  1  up  n 0 -> 1
  2  up  n 1 -> 2
+-- nothing happens any more: stuttering for ever -------------------------

  fairness does not exclude it:
    weak fairness of up: never enabled in the loop

  L2: n = 1 leads to n = 0
    at lively.ts:20:58
    n = 1 leads to n = 0 is false: n = 1 is true in state 1; n = 0 is true
      in state 0, false from then on
      n = 2, since step 2

  violated   L2 (2 steps, then stuttering)
  holds      small, deadlock
  holds      L1 under weak fairness of up
`);
  });

  it('is no part of a check that asks for something else', async () => {
    const { status, out } = await ballast(lively(), 'check', 'lively.ts', '--property', 'small', '--strict');
    expect(status).toBe(0);
    expect(out).toContain(`  holds          small
  not selected   deadlock, L1, L2
`);
  });

  it('is in the JSON of a check, the same by either engine', async () => {
    for (const engine of ['compiled', 'reference']) {
      const { out } = await ballast(lively(), 'check', 'lively.ts', '--json', '--engine', engine);
      const { results } = JSON.parse(out) as {
        results: readonly { properties: readonly { name: string; kind: string; trace?: object }[] }[];
      };
      expect(results[0]).toMatchObject({ verdict: 'violated', fairness: ['weak fairness of up'], status: 13 });
      expect(results[0]?.properties.filter(({ kind }) => kind === 'liveness')).toEqual([
        {
          name: 'L1',
          kind: 'liveness',
          isSelected: true,
          isOn: true,
          rule: 'always eventually n = 2',
          verdict: 'holds',
          place: { file: 'lively.ts', line: 20, column: 23 },
        },
        expect.objectContaining({
          name: 'L2',
          verdict: 'violated',
          steps: 2,
          loop: 0,
        }),
      ]);
      expect(results[0]?.properties.find(({ name }) => name === 'L2')?.trace).toMatchObject({
        loop: {
          from: 2,
          isStuttering: true,
          fairness: [{ text: 'weak fairness of up', why: 'never enabled in the loop' }],
        },
        states: [{ n: 0 }, { n: 1 }, { n: 2 }],
      });
    }
  });

  it('is decided at each setting of a table', async () => {
    const { status, out } = await ballast(lively(), 'check', 'lively.ts', '--set', 'top=1..3');
    expect(status).toBe(13);
    expect(out).toMatch(/^ {2}1 +2 .* L2 violated by 1 step, then stuttering$/m);
    expect(out).toContain('3 are violated');
  });

  it('is as expected where its violation is', async () => {
    const expected = await ballast(lively(), 'check', 'lively.ts', '--expect', 'violates L2');
    expect(expected.status).toBe(0);
    const wrong = await ballast(lively(), 'check', 'lively.ts', '--property', 'L1', '--expect', 'violates L1');
    expect(wrong.status).toBe(21);
    expect(wrong.out).toContain('not as expected: violates L1 was expected, and it holds');
  });

  it('leaves open what is expected where its formula is too large, and says that and no more', async () => {
    const large = file
      .replace('leadsTo, model', 'leadsTo, model, until')
      .replace(
        /L2: [^}]*/,
        'L2: Array.from({ length: 12 }, (_, k) => n.is(k % 4)).reduce((f, each) => until(f, each), eventually(n.is(3))).not(), ',
      );
    const folder = folderOf({ 'lively.ts': large });
    const reason = 'its formula waits for too many things in too many orders: state it as several properties';
    const checked = await ballast(folder, 'check', 'lively.ts', '--expect', 'holds');
    expect(checked.status).toBe(20);
    expect(checked.out).toContain(`lively: not decided, L2: ${reason}; nothing is violated in the 3 states reached\n`);
    expect(checked.out).toMatch(/\nexpected: holds; too little is decided to tell$/);
    const table = await ballast(folder, 'matrix', 'lively.ts', '--only', 'lively');
    expect(table.status).toBe(20);
    expect(table.out).toContain(`  cannot be told\n      L2: ${reason}\n`);
  });

  it('is not decided by walks at random, and refused where walks are asked for nothing else', async () => {
    const walks = await ballast(lively(), 'simulate', 'lively.ts', '--walks', '2', '--seed', '1', '--steps', '5');
    expect(walks.out).toMatch(/not decided +walks at random decide nothing: small, deadlock, L1, L2/);
    const { status, err } = await ballast(lively(), 'simulate', 'lively.ts', '--property', 'L1');
    expect(status).toBe(64);
    expect(err).toBe(
      "error: 'L1' is about whole behaviours, and walks at random look at states and steps\n  ask ballast check, which looks at all behaviours",
    );
  });

  it('is not looked at where coverage is counted', async () => {
    const { status, out } = await ballast(lively(), 'coverage', 'lively.ts', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ coverage: { ended: 'complete', violated: [] } });
  });

  it('is described with its rules', async () => {
    const { out } = await ballast(lively(), 'describe', 'lively.ts');
    expect(out).toContain(`
liveness:
  L1: always eventually n = 2
  L2: n = 1 leads to n = 0
`);
  });

  it('that JavaScript would take for a truth value is refused while loading', async () => {
    const wrong = file.replace('L1: always(eventually(n.is(top)))', 'L1: eventually(n.is(top)) && always(n.is(0))');
    const { status, err } = await ballast(folderOf({ 'lively.ts': wrong }), 'check', 'lively.ts');
    expect(status).toBe(65);
    expect(err).toBe(`error: a temporal formula is tested for truth by &&
  lively.ts:20:23   eventually(n.is(top)) && always(n.is(0))
  write all(eventually(n.is(top)), always(n.is(0))), or clauses with a comma between them`);
  });
});
