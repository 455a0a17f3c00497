// The model in Murphi is the example's: where nothing is left out, Rumur counts what Ballast does, and with symmetry the
// orbits that trying all permutations of every state gives.

import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sizeS, type Case } from './cases.ts';
import { rumur } from './subjects.ts';

const isThere = [
  ['rumur', '--version'],
  ['gcc', '--version'],
].every(([program = '', word = '']) => spawnSync(program, [word]).status === 0);

// Where there is no Rumur, there is nothing that could be compared.
describe.runIf(isThere)('the model in Murphi', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ballast-murphi-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const plain = ({ murphi, ...about }: Case): Case => {
    if (murphi === undefined) throw new Error('no twin in Murphi');
    const marks: Readonly<Record<string, string>> = Object.fromEntries(
      Object.entries(murphi.marks).map(([mark, text]): [string, string] => [
        mark,
        text.replace(/scalarset\((\d+)\)/, (_, size: string) => `0..${Number(size) - 1}`),
      ]),
    );
    return { ...about, murphi: { ...murphi, marks } };
  };

  it('has the states of the example', () => {
    expect(rumur(plain(sizeS), 'exhaustive', 2, folder).run().counts).toEqual(sizeS.counts);
  });

  it('has fewer with symmetry: one for each orbit', () => {
    expect(rumur(sizeS, 'exhaustive', 1, folder).run().counts).toEqual({ distinct: 4374, generated: 13_571 });
  });
});
