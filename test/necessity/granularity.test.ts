// Locks and order are looked at in fine granularity, whatever granularity is asked for; and what cannot be explored so says it.

import { expect, it } from 'vitest';
import type { NecessityDocument } from '../../src/necessity/result.ts';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

const sections = (
  granularity: string,
): string => `import { critical, lock, model, process, processes, range, spec, step, variables } from 'ballast';

export default model('sections', {}, () => {
  const Thread = processes('thread', 2);
  const { mutex, n, m } = variables({ mutex: lock('spin'), n: range(0, 2), m: range(0, 2) });
  const adds = process(Thread, () => [
    critical(mutex, [step('one', n.becomes(n.plus(1))), step('two', m.becomes(n))]),
  ]);
  return spec({
    variables: { mutex, n, m },
    init: { mutex: 'free', n: 0, m: 0 },
    processes: [adds],
    granularity: '${granularity}',
    terminal: 'any',
    invariants: { near: n.minus(m).atMost(1) },
  });
});
`;

async function verdictsIn(granularity: string, ...argv: readonly string[]): Promise<unknown> {
  const folder = folderOf({ 'sections.ts': sections(granularity) });
  const { out, err } = await ballast(folder, 'necessity', 'sections.ts', '--only', 'locks', '--json', ...argv);
  expect(err).toBe('');
  const { variants, originals } = (JSON.parse(out) as NecessityDocument).sides[0] ?? {};
  return { originals, verdicts: variants?.map(({ name, verdict }) => [name, verdict.kind]) };
}

it('is the same for locks, whether it is fine of itself or by an edit, and also where it is made coarse', async () => {
  const fine = await verdictsIn('fine');
  expect(fine).toMatchObject({
    verdicts: [
      ['forgo thread.lock', 'load-bearing'],
      ['rush thread.lock', 'load-bearing'],
    ],
  });
  expect(await verdictsIn('coarse')).toEqual(fine);
  expect(await verdictsIn('coarse', '--edit', 'granularity fine')).toEqual(fine);
  expect(await verdictsIn('fine', '--edit', 'granularity coarse')).toEqual(fine);
});

it('is said where the specification is explored within the limits, and not so in fine granularity', async () => {
  const argv = ['sections.ts', '--max-states', '5'];
  const { err, status } = await ballast(folderOf({ 'sections.ts': sections('coarse') }), 'necessity', ...argv);
  expect({ err, status }).toEqual({
    err: 'error: sections itself is not explored within the limits in fine granularity, in which variants of locks and order are compared with it\n  raise --max-states or --time, make the constants smaller, or leave locks and order out with --only',
    status: 64,
  });
});
