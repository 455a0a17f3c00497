// ballast graph: the picture has the states and steps that the search finds, on their levels, and violations red.

import { spawnSync } from 'node:child_process';
import { evaluate, explore, exploreCompiled, type Model } from 'ballast';
import { describe, expect, it, vi } from 'vitest';
import cigaretteSmokers from '../../examples/cigarette-smokers.ts';
import dieHard from '../../examples/die-hard.ts';
import peterson from '../../examples/peterson.ts';
import spinlock from '../../examples/spinlock.ts';
import ticketlock from '../../examples/ticketlock.ts';
import { dotOf } from '../../src/graph/dot.ts';
import { spaceOf } from '../../src/graph/space.ts';
import { folderOf } from '../load/folder.ts';
import { ballast, type Ran } from './command.ts';
import { twoLocks } from './specifications.ts';

/** What a picture has besides states and steps: a constraint, steps that fail, an action property, names with odd characters. */
const odd = `import { action, all, bugOn, bool, model, next, range, spec, variables } from 'ballast';

export default model('odd', {}, () => {
  const { n, up } = variables({ n: range(0, 5), up: bool });
  return spec({
    variables: { n, up },
    init: { n: 0, up: true },
    actions: {
      more: action({ when: [n.lessThan(5)], then: [n.becomes(n.plus(1))] }),
      back: action({ when: [n.is(2)], then: [n.becomes(0)] }),
      over: action({ when: [n.is(3)], then: [n.becomes(n.plus(9))] }),
    },
    invariants: { 'say "2\\\\3"': n.isNot(3) },
    actionProperties: { grows: next(n).moreThan(n) },
    constraints: { few: n.atMost(3) },
    terminal: up,
  });
});
`;

async function graph(...words: readonly string[]): Promise<Ran> {
  return await ballast(folderOf({ 'odd.ts': odd, 'locks.ts': twoLocks }), 'graph', ...words);
}

function linesOf(dot: string, pattern: RegExp): readonly string[] {
  return dot.split('\n').filter((line) => pattern.test(line));
}

const [stateLine, stepLine] = [/^ {2}s\d+ \[/, /^ {2}s\d+ -> /];
const red = 'color="#b3261e"';

describe('a graph', () => {
  it.each([
    { name: 'spinlock', model: spinlock, mutant: undefined },
    { name: 'die-hard', model: dieHard, mutant: undefined },
    { name: 'cigarette-smokers', model: cigaretteSmokers, mutant: undefined },
    { name: 'ticketlock', model: ticketlock, mutant: undefined },
    { name: 'peterson', model: peterson, mutant: undefined },
    { name: 'peterson, noTurn', model: peterson, mutant: 'noTurn' },
  ] satisfies readonly { readonly name: string; readonly model: Model; readonly mutant: string | undefined }[])(
    'has every state on its level, and every firing: $name',
    async ({ model, mutant }) => {
      const specification = model.build({ mutant });
      const { counts, levels } = await explore(specification, { all: true });
      const space = spaceOf(specification, 2000);
      if (space === undefined) throw new Error('it fits');
      const dot = dotOf(space, 'a title');
      expect(linesOf(dot, stateLine)).toHaveLength(counts.statesDistinct);
      expect(linesOf(dot, stepLine)).toHaveLength(counts.statesGenerated - counts.statesInitial);
      expect(linesOf(dot, /rank=same/).map((line) => line.match(/s\d+;/g)?.length)).toEqual(levels);
    },
  );

  it('is red where an invariant is false', async () => {
    const specification = peterson.build({ mutant: 'noTurn' });
    const { properties } = await exploreCompiled(specification, { all: true, workers: 1 });
    const rule = specification.invariants[0]?.node;
    const bad = (spaceOf(specification, 100)?.states ?? []).filter(({ violates }) => violates.length > 0);
    const first = properties.find(({ name }) => name === 'mutualExclusion')?.verdict;
    const state = first?.kind === 'violated' ? first.trace?.states.at(-1) : undefined;
    expect(rule && state && evaluate(rule, { state, bound: new Map() })).toBe(false);
    expect(bad.map(({ depth }) => depth)[0]).toBe(first?.kind === 'violated' ? first.steps : undefined);
    // Both are inside, or past it: two steps are two states each.
    expect(bad).toHaveLength(4);
  });

  it('shows what breaks a rule, a step that fails, one that breaks an action property, and what a constraint cuts off', async () => {
    const { out, status, err } = await graph('odd.ts');
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('odd: 5 states, 6 steps; violations are red\\lin all of them: up = true\\l');
    expect(linesOf(out, stateLine).filter((line) => line.includes(red))).toEqual([
      String.raw`  s3 [id="state-3", label="3\ln = 3\lviolates say \"2\\3\"\l", style="filled,rounded", color="#b3261e", fillcolor="#fdecea"]`,
    ]);
    expect(linesOf(out, /outside the constraints/)).toEqual([
      String.raw`  s4 [id="state-4", label="4\ln = 4\loutside the constraints\l", style="rounded,dashed"]`,
    ]);
    expect(
      linesOf(out, stepLine)
        .filter((line) => line.includes(red))
        .map((line) => /label="([^"]*)"/.exec(line)?.[1]),
    ).toEqual([String.raw`back\lviolates grows\l`, String.raw`over\lviolates over: n := n + 9\l`]);
    expect(linesOf(out, /shape=circle/)).toHaveLength(1);
  });

  it('shows a deadlock', async () => {
    const { out } = await graph('locks.ts');
    expect(linesOf(out, /violates deadlock/)).toHaveLength(1);
  });

  it('is refused past a size, with the number of states', async () => {
    expect(await graph('balloon')).toEqual({
      status: 64,
      out: '',
      err: `error: balloon has 1,746 reachable states, too many to be seen in one picture (500)
  make its constants smaller with --set, or allow more with --max-states`,
    });
    const { err } = await graph('odd.ts', '--max-states', '4');
    expect(err).toContain('odd has 5 reachable states, too many to be seen in one picture (4)');
    expect((await graph('odd.ts', '--max-states', '5')).status).toBe(0);
  });

  it('is refused in a form that it does not have', async () => {
    expect((await graph('spinlock', '--as', 'sgv')).err).toBe(
      "error: there is no form 'sgv' of a graph\n  did you mean 'svg'?",
    );
  });
});

describe('the picture of a graph', () => {
  it('is drawn by Graphviz where that is installed, and else is said to need it', async () => {
    const isInstalled = spawnSync('dot', ['-V']).error === undefined;
    const { out, status } = await graph('spinlock', '--as', 'svg');
    const nodes = out.match(/class="node"/g)?.length ?? 0;
    expect([status, nodes]).toEqual(isInstalled ? [0, 8] : [64, 0]);
  });

  it('needs Graphviz', async () => {
    vi.stubEnv('PATH', '');
    const { err, status } = await graph('spinlock', '--as', 'svg');
    vi.unstubAllEnvs();
    expect(status).toBe(64);
    expect(err).toBe(`error: Graphviz draws the picture, and its 'dot' is not installed
  install it (apt install graphviz, dnf install graphviz, brew install graphviz), or take the text: --as dot`);
  });
});
