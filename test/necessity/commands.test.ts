// The command that stands beside each variant checks it by itself: what breaks there first is what broke.

import { describe, expect, it } from 'vitest';
import type { LoadBearing, NecessityDocument } from '../../src/necessity/result.ts';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';
import { counted, gate } from './specifications.ts';

interface Checked {
  readonly results: readonly {
    readonly verdict: string;
    readonly properties: readonly { readonly name: string; readonly verdict: string; readonly steps?: number }[];
  }[];
}

const shellWords = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);

describe('the command of a variant', () => {
  it.each([
    ['gate.ts', []],
    ['counted.ts', ['--set', 'version=before']],
    ['balloon', ['--only', 'forgo lock everywhere', '--only', 'balloon_page_dequeue', '--larger', 'scanners=1']],
  ])('repeats what was found of it: %s', async (spec, argv) => {
    const folder = folderOf({ 'gate.ts': gate, 'counted.ts': counted });
    const { out } = await ballast(folder, 'necessity', spec, ...argv, '--json');
    const { sides } = JSON.parse(out) as NecessityDocument;
    const bearing = (sides[0]?.variants ?? []).flatMap(({ verdict, command, name }) =>
      verdict.kind === 'load-bearing' ? [{ name, command, verdict }] : [],
    );
    expect(bearing.length).toBeGreaterThan(4);
    for (const { name, command, verdict } of bearing) {
      const checked = await ballast(folder, ...shellWords(command).slice(1), '--json');
      const [result] = (JSON.parse(checked.out) as Checked).results;
      const violated = result?.properties.filter((property) => property.verdict === 'violated') ?? [];
      expect({ name, broken: violated.map((property) => property.name) }).toEqual({
        name,
        broken: verdict.breaks.map((each) => each.name),
      });
      expect(violated.map(({ steps }) => steps)).toEqual(verdict.breaks.map(() => stepsOf(verdict)));
    }
  });
});

function stepsOf({ isWitnessOnly, steps }: LoadBearing): number | undefined {
  return isWitnessOnly ? undefined : steps;
}
