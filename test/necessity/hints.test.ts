// What ballast necessity advises can be done.

import { expect, it } from 'vitest';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

const plain = `import { action, model, range, spec, variables } from 'ballast';

export default model('plain', {}, () => {
  const { n } = variables({ n: range(0, 3) });
  return spec({
    variables: { n },
    init: { n: 0 },
    actions: { up: action({ when: [n.lessThan(2)], then: [n.increment()] }) },
    invariants: { small: n.atMost(3) },
    terminal: 'any',
  });
});
`;

it('is no larger size where there are no constants', async () => {
  const { out } = await ballast(folderOf({ 'plain.ts': plain }), 'necessity', 'plain.ts');
  expect(out).toContain('not noticed');
  expect(out).not.toContain('--larger');
});
