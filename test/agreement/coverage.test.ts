// Coverage and profile of everything that comes with the checker: the same numbers by either engine, in lines that can be pasted into a mail.
// Run by `npm run agreement`.

import { describe, expect, it } from 'vitest';
import { isModel } from 'ballast';
import { bundledFiles, importBundled } from '../../src/load/bundled.ts';
import { renderCoverage } from '../../src/report/coverage-report.ts';
import { renderProfile } from '../../src/report/profile-report.ts';
import type { CoverageDocument } from '../../src/result/coverage.ts';
import type { ProfileDocument } from '../../src/result/profile.ts';
import { folderOf } from '../load/folder.ts';
import { ballast } from '../command/command.ts';

/** Of those with many initial states, which no limit leaves out. */
const smaller: Readonly<Record<string, readonly string[]>> = {
  'token-ring': ['--set', 'nodes=3', '--set', 'values=3'],
};

const files = await Promise.all(
  bundledFiles().map(async (file) => ({ name: file.name, all: await importBundled(file) })),
);
const names = files.filter(({ all }) => isModel(all['default'])).map(({ name }) => name);

async function printed(command: string, name: string, ...argv: readonly string[]): Promise<string> {
  const limits = ['--max-states', '300', ...(smaller[name] ?? [])];
  const { out, err, status } = await ballast(folderOf({}), command, name, ...limits, ...argv);
  expect([err, [0, 20].includes(status)]).toEqual(['', true]);
  return out;
}

const widthOf = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));

describe('coverage and profile of every bundled specification', () => {
  it.each(names)('have the same numbers by either engine, printed within 75 columns: %s', async (name) => {
    const found: unknown[] = [];
    for (const argv of [
      ['--engine', 'reference'],
      ['--workers', '2'],
    ]) {
      const { coverage } = JSON.parse(await printed('coverage', name, '--json', ...argv)) as CoverageDocument;
      const { profile } = JSON.parse(await printed('profile', name, '--json', '--quick', ...argv)) as ProfileDocument;
      expect(profile.variables.length).toBeGreaterThan(0);
      for (const { statesWithout, valuesDistinct } of profile.variables)
        for (const count of [Number(statesWithout), valuesDistinct])
          expect(count).toBeLessThanOrEqual(profile.counts.statesDistinct);
      for (const text of [renderCoverage(coverage, { isWhole: true }), renderProfile(profile, { isWhole: true })])
        expect(widthOf(text)).toBeLessThanOrEqual(75);
      const same = { engine: '', elapsedMs: 0, notice: '' };
      found.push([
        { ...coverage, ...same },
        { ...profile, ...same },
      ]);
    }
    expect(found[1]).toEqual(found[0]);
  });
});
