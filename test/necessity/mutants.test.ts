// The mutants of a model as variants: asked for by name, and compared with the specification at their own constants.

import { describe, expect, it } from 'vitest';
import type { NecessityDocument, VariantResult } from '../../src/necessity/result.ts';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

/** Threads that tell under a lock, in coarse granularity. */
const told = `import { bool, constant, critical, drop, lock, loop, model, move, process, processes, range, replace, spec, step, variables } from 'ballast';

export default model('told', {
  constants: {
    threads: constant(range(1, 4), 1, 'how many threads tell'),
    broken: constant(bool, false, 'whether one tells twice'),
  },
  assume: { 'four never tell twice': ({ threads, broken }) => threads < 4 || !broken },
  mutants: {
    early: { edits: move('thread.tell').before('thread.lock'), about: 'tells before it takes the lock' },
    twice: { edits: [], set: { broken: true, threads: 2 }, about: 'tells twice' },
    idle: { edits: drop('thread.rest'), set: { threads: 2 }, about: 'never rests' },
    one: { edits: drop('thread.nod'), properties: ['known'], about: 'asked about one property' },
    all: { edits: drop('thread.nod'), about: 'asked about all' },
    odd: { edits: drop('thread.rest'), set: { broken: true, threads: 4 }, about: 'is no specification' },
    rest: { edits: drop('thread.rest'), about: 'is called as a step is' },
    made: { edits: replace('thread.tell', [step('say')]), about: 'says instead' },
  },
}, ({ threads, broken }) => {
  const Thread = processes('thread', threads);
  const { guard, n, sum } = variables({ guard: lock('spin'), n: range(0, 2), sum: range(0, 1) });
  const thread = process(Thread, () => [
    loop([
      step('rest'),
      critical(guard, [step('tell', n.becomes(1)), step('nod', sum.becomes(1), n.becomes(broken ? 2 : 0))]),
    ]),
  ]);
  return spec({
    variables: { guard, n, sum },
    init: { guard: 'free', n: 0, sum: 0 },
    granularity: 'coarse',
    processes: [thread],
    invariants: { known: n.atMost(1), calm: guard.isFree().implies(n.isNot(1)) },
    reachable: { nodded: sum.is(1) },
  });
});
`;

const files = { 'told.ts': told };

async function mutantsOf(spec: string, ...only: readonly string[]): Promise<ReadonlyMap<string, VariantResult>> {
  const argv = [spec, ...only.flatMap((word) => ['--only', word]), '--json'];
  const { out, err } = await ballast(folderOf(files), 'necessity', ...argv);
  expect(err).toBe('');
  const { sides } = JSON.parse(out) as NecessityDocument;
  return new Map(sides[0]?.variants.map((variant) => [variant.name, variant]));
}

describe('the mutants of a model', () => {
  it('are variants with the verdicts of others, each at its own constants and asked about its own properties', async () => {
    const found = await mutantsOf('told.ts', 'mutants');
    const verdicts = [...found].map(([name, { verdict }]) => [
      name,
      verdict.kind === 'load-bearing' ? verdict.breaks.map((each) => each.name).join() : verdict.kind,
    ]);
    expect(verdicts).toEqual([
      ['early', 'calm'],
      ['twice', 'known'],
      ['idle', 'not noticed'],
      ['one', 'not noticed'],
      ['all', 'calm'],
      ['odd', 'cannot be built'],
      ['rest', 'not noticed'],
      ['made', 'redundant'],
    ]);
    expect(found.get('idle')?.mutant).toEqual({ set: { threads: 2 } });
    expect(found.get('one')?.mutant).toEqual({ set: {}, properties: ['known'] });
  });

  it('are compared in fine granularity where they open a section', async () => {
    const found = await mutantsOf('told.ts', 'mutants');
    expect([...found.values()].filter(({ isFine }) => isFine).map(({ name }) => name)).toEqual(['early']);
    const words = found.get('early')?.command.split(' ').slice(1) ?? [];
    expect(words.slice(0, 4)).toEqual(['check', 'told.ts', '--mutant', 'early']);
    const { out } = await ballast(
      folderOf(files),
      'check',
      'told.ts',
      '--mutant',
      'early',
      '--edit',
      'granularity fine',
    );
    expect(out).toContain('calm is violated in 2 steps');
  });

  it('are asked for by name, where nothing of the specification is called so, and else as mutants', async () => {
    expect([...(await mutantsOf('told.ts', 'one', 'all')).keys()]).toEqual(['one', 'all']);
    expect([...(await mutantsOf('told.ts', 'rest')).keys()]).not.toContain('rest');
    expect([...(await mutantsOf('told.ts', 'mutant rest')).keys()]).toEqual(['rest']);
  });

  it('are no part of what is run where they are not asked for', async () => {
    const names = [...(await mutantsOf('told.ts')).values()].map(({ group }) => group);
    expect(names).not.toContain('mutants');
    const { err, status } = await ballast(folderOf(files), 'necessity', 'told.ts', '--only', 'earl');
    expect({ err, status }).toEqual({ err: "error: no variant is called 'earl'\n  did you mean 'early'?", status: 64 });
  });

  it('are no mutants of a mutant', async () => {
    const argv = ['necessity', 'told.ts', '--mutant', 'all', '--only', 'mutants'];
    const { err, status } = await ballast(folderOf(files), ...argv);
    expect({ err, status }).toEqual({
      err: 'error: --mutant and --only of a mutant do not go together\n  a mutant is compared with the specification itself: leave --mutant out',
      status: 64,
    });
  });

  it('are told with what they are, and with what is asked', async () => {
    const { out } = await ballast(folderOf(files), 'necessity', 'told.ts', '--only', 'mutants');
    expect(out).toContain(`
    one
      asked about one property
      drop thread.nod
      asked about known only
      new in 2 steps: no state of the original has n = 1
`);
    expect(out).toMatch(/\n {7}2 {2}known {15}twice: tells twice\n/);
    expect(out).not.toContain('what notices');
  });

  it('stand in Markdown with their constants and what they are asked about', async () => {
    const { out } = await ballast(folderOf(files), 'necessity', 'told.ts', '--only', 'mutants', '--report', 'markdown');
    expect(out).toContain(
      '\n| mutants | `idle` | `drop thread.rest` | never rests; with threads = 2 | new initially: ',
    );
    expect(out).toContain('| `one` | `drop thread.nod` | asked about one property; asked about known only | new in 2');
    expect(out).not.toContain('### What notices');
  });

  it('are shown one by one: what breaks, or what is new', async () => {
    const broken = await ballast(folderOf(files), 'necessity', 'told.ts', '--show', 'early');
    expect(broken.out).toMatch(/^early: load-bearing: calm in 2 steps\n {2}tells before it takes the lock\n/);
    expect(broken.out).toContain('told (mutant early; granularity fine)');
    const differs = await ballast(folderOf(files), 'necessity', 'told.ts', '--show', 'idle');
    expect(differs.out).toMatch(/^idle: not noticed: behaviour differs, and no property breaks\n {2}never rests\n/);
    expect(differs.out).toContain('new initially: what the variant does, and the specification does not');
  });
});

describe('of the balloon', () => {
  it('E1, E3 and E6 are not noticed, and what is new is shown', async () => {
    const found = await mutantsOf('balloon', 'E1', 'E3', 'E6');
    const rows = [...found].map(([name, { isFine, verdict, mutant }]) => {
      if (verdict.kind !== 'not noticed') return [name, verdict.kind];
      const { behavioursAt, new: fresh } = verdict;
      return [name, isFine, mutant?.set['scanners'], behavioursAt, fresh?.steps, fresh?.what];
    });
    expect(rows).toEqual([
      [
        'E1',
        true,
        2,
        { scanners: 1 },
        5,
        'no state of the original has page_type[page0] = offline, PG_movable_ops[page0] = false and balloon_pages_lock = free',
      ],
      [
        'E3',
        false,
        2,
        undefined,
        30,
        'no state of the original has refcount[page1] = 2, refcount[page0] = 1, page_type[page1] = none and owner[page1] = nobody',
      ],
      [
        'E6',
        true,
        2,
        { scanners: 1 },
        10,
        'no state of the original has inflate_less_deflate = 2, inflated[page0] = false and managed_pages[node0] = 1',
      ],
    ]);
  }, 120_000);
});
