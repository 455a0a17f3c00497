// Properties that a specification has and does not claim: no check is about them unless they are asked for by name.

import { describe, expect, it } from 'vitest';
import { folderOf, type Folder } from '../load/folder.ts';
import { ballast } from './command.ts';

const modest = (unclaimed: string): Folder =>
  folderOf({
    'modest.ts': `import { action, model, range, spec, variables } from 'ballast';

export default model('modest', { suites: [{ expect: 'violates low', properties: ['low'] }] }, () => {
  const { n } = variables({ n: range(0, 3) });
  return spec({
    variables: { n },
    init: { n: 0 },
    actions: { up: action({ when: [n.lessThan(3)], then: [n.increment()] }) },
    invariants: { small: n.atMost(3), low: n.lessThan(2) },
    reachable: { far: n.is(9) },
    terminal: n.is(3),
    unclaimed: ${unclaimed},
  });
});
`,
  });

describe('a property that is not claimed', () => {
  it('is not checked, and every report says so, by either engine', async () => {
    for (const engine of ['compiled', 'reference']) {
      const { status, out } = await ballast(modest("['low', 'far']"), 'check', 'modest.ts', '--engine', engine);
      expect(status).toBe(0);
      expect(out).toContain('  holds         small, deadlock\n  not claimed   low, far\n');
    }
  });

  it('is checked where it is asked for', async () => {
    const { status, out } = await ballast(modest("['low', 'far']"), 'check', 'modest.ts', '--property', 'low');
    expect(status).toBe(12);
    expect(out).toContain('low is violated in 2 steps');
    expect(out).toContain('  not claimed    far\n  not selected   small, deadlock\n');
  });

  it('is not expected to be violated unless it is asked for', async () => {
    const refused = await ballast(modest("['low']"), 'check', 'modest.ts', '--expect', 'violates low');
    expect(refused.status).toBe(64);
    expect(refused.err).toContain("a violation of 'low' is expected, which is not claimed, and so not checked");
    expect(refused.err).toContain('--property low');
    const asked = await ballast(modest("['low', 'far']"), 'matrix', 'modest.ts');
    expect(asked.status).toBe(0);
  });

  it.each([
    ["['lwo']", "'lwo' is unclaimed, and no property that could be claimed", "did you mean 'low'?"],
    ["['small', 'low', 'far']", 'all properties that are declared are unclaimed', 'leave out of unclaimed'],
  ])('is refused as %s', async (unclaimed, message, mend) => {
    const { status, err } = await ballast(modest(unclaimed), 'check', 'modest.ts');
    expect(status).toBe(65);
    expect(err).toContain(message);
    expect(err).toContain(mend);
  });
});
