// Liveness on the command line: written down, listed by every report, decided by none, and refused where somebody asks for it.

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
  it('is listed by a check as what is not built yet, and changes no verdict', async () => {
    const { status, out } = await ballast(lively(), 'check', 'lively.ts');
    expect(status).toBe(0);
    expect(out).toContain(`lively: holds; all 3 reachable states explored
  top = 2

  holds         small, deadlock
  not checked   liveness is not built yet: L1, L2
`);
    const selected = await ballast(lively(), 'check', 'lively.ts', '--property', 'small', '--strict');
    expect(selected.status).toBe(0);
    expect(selected.out).toContain(`  holds          small
  not checked    liveness is not built yet: L1, L2
  not selected   deadlock
`);
  });

  it('is in the JSON of a check, by either engine', async () => {
    for (const engine of ['compiled', 'reference']) {
      const { out } = await ballast(lively(), 'check', 'lively.ts', '--json', '--engine', engine);
      const [result] = (JSON.parse(out) as { results: readonly { properties: readonly { kind: string }[] }[] }).results;
      expect(result?.properties.filter(({ kind }) => kind === 'liveness')).toEqual([
        {
          name: 'L1',
          kind: 'liveness',
          isSelected: false,
          isOn: false,
          rule: 'always eventually n = 2',
          verdict: 'not decided',
          reason: 'liveness is not built yet',
          place: { file: 'lively.ts', line: 20, column: 23 },
        },
        expect.objectContaining({ name: 'L2', rule: 'n = 1 leads to n = 0', isSelected: false }),
      ]);
    }
  });

  it('is listed below a table of several checks, and by walks at random', async () => {
    const sweep = await ballast(lively(), 'check', 'lively.ts', '--set', 'top=1..3');
    expect(sweep.out).toContain('3 hold\nnot checked, liveness is not built yet: L1, L2');
    const walks = await ballast(lively(), 'simulate', 'lively.ts', '--walks', '2', '--seed', '1', '--steps', '5');
    expect(walks.out).toMatch(/not checked +liveness is not built yet: L1, L2/);
  });

  it('is described with its rules', async () => {
    const { out } = await ballast(lively(), 'describe', 'lively.ts');
    expect(out).toContain(`
liveness:
  L1: always eventually n = 2
  L2: n = 1 leads to n = 0
`);
  });

  it.each([
    [['check', '--property', 'L1']],
    [['check', '--property', 'small', '--property', 'L1', '--engine', 'reference']],
    [['check', '--expect', 'violates L1']],
    [['simulate', '--property', 'L1']],
    [['matrix', '--only', 'M1']],
  ])('that somebody asks for is refused: %j', async ([command = '', ...options]) => {
    const { status, err } = await ballast(lively(), command, 'lively.ts', ...options);
    expect(status).toBe(64);
    expect(err).toContain(
      "error: 'L1' is a liveness property, and liveness is not built yet\n  every check lists it, none decides it: leave it out",
    );
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
