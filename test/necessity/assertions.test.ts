// Assertions in ballast necessity: what each of them notices that nothing else does.

import { describe, expect, it } from 'vitest';
import type { NecessityDocument } from '../../src/necessity/result.ts';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';
import { asserted } from './specifications.ts';

describe('assertions', () => {
  it('are judged by what they alone notice, since without them nothing behaves differently', async () => {
    const { out } = await ballast(folderOf({ 'asserted.ts': asserted }), 'necessity', 'asserted.ts', '--json');
    const { sides } = JSON.parse(out) as NecessityDocument;
    const told = sides[0]?.variants.filter(({ group }) => group === 'assertions');
    expect(told?.map(({ path, verdict }) => ({ path, verdict }))).toMatchObject([
      { path: expect.stringContaining('two') as string, verdict: { kind: 'assertion' } },
      { path: expect.stringContaining('three') as string, verdict: { kind: 'assertion' } },
    ]);
    const [first, second] = told ?? [];
    // Without 'one' nothing but the first is false; without 'two' the second alone is.
    expect(first?.verdict).toEqual({ kind: 'assertion', alone: ['drop thread.one'] });
    expect(second?.verdict).toEqual({ kind: 'assertion', alone: ['drop thread.two'] });
  });

  it('are told of alone where they are asked for, and judged by all variants all the same', async () => {
    const argv = ['necessity', 'asserted.ts', '--only', 'assertions'];
    const { out } = await ballast(folderOf({ 'asserted.ts': asserted }), ...argv);
    expect(out).toContain('\nassertions (2)\n');
    expect(out).toContain('alone notices drop ');
    expect(out).not.toContain('\nload-bearing (');
  });
});
