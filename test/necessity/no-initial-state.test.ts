// A change that leaves no initial state is one of which no specification can be built; all others are judged.

import { expect, it } from 'vitest';
import type { NecessityDocument } from '../../src/necessity/result.ts';
import type { ProfileDocument } from '../../src/result/profile.ts';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

/** Which values it begins with is said twice. */
const twice = `import { action, constant, model, range, spec, variables } from 'ballast';

export default model('twice', { constants: { from: constant(range(0, 3), 2, 'where it begins') } }, ({ from }) => {
  const { n } = variables({ n: range(0, 3) });
  return spec({
    variables: { n },
    init: { n: from },
    initially: [n.moreThan(1)],
    actions: {
      up: action({ when: [n.lessThan(3)], then: [n.increment()] }),
      down: action({ when: [n.moreThan(0)], then: [n.decrement()] }),
    },
    invariants: { small: n.atMost(3) },
  });
});
`;

it('is told of the one variant that has no initial state, and the others are judged', async () => {
  const { out, err, status } = await ballast(folderOf({ 'twice.ts': twice }), 'necessity', 'twice.ts', '--json');
  expect({ err, status }).toEqual({ err: '', status: 0 });
  const variants = (JSON.parse(out) as NecessityDocument).sides[0]?.variants ?? [];
  expect(variants.filter(({ verdict }) => verdict.kind === 'cannot be built')).toMatchObject([
    { name: 'initial n 1', verdict: { reason: 'twice has no initial state' }, command: '' },
  ]);
  expect(variants.find(({ name }) => name === 'drop up.when#1')?.verdict.kind).toBe('load-bearing');
});

it('is no what-if of a profile', async () => {
  const { out, err, status } = await ballast(folderOf({ 'twice.ts': twice }), 'profile', 'twice.ts', '--json');
  expect({ err, status }).toEqual({ err: '', status: 0 });
  const { whatIfs } = (JSON.parse(out) as ProfileDocument).profile;
  expect(whatIfs?.map(({ kind, name }) => [kind, name])).toEqual([['frozen', 'n']]);
});
