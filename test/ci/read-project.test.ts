// A config that is wrong is refused with the part that is wrong, and what to write instead.

import { describe, expect, it } from 'vitest';
import { readProject } from '../../src/ci/read-project.ts';
import { jobsOf, printExpected } from '../../src/ci/jobs.ts';
import { counter } from '../command/specifications.ts';
import { type Folder, folderOf, refusal } from '../load/folder.ts';

function configured(parts: string): Folder {
  return folderOf({
    'ballast.config.ts': `import { project } from 'ballast/ci';\nexport default project(${parts});\n`,
    'counter.ts': counter,
  });
}

async function labels(parts: string): Promise<readonly string[]> {
  const { path } = configured(parts);
  return (await jobsOf(await readProject(undefined, path), path)).map(
    ({ label, expected }) => `${label}: ${printExpected(expected)}`,
  );
}

describe('a config', () => {
  it('lists a job for each entry, for each value of a constant, and for each suite of its own', async () => {
    expect(
      await labels(`{ suites: [
        { spec: './counter.ts', set: { top: [3, 4] }, expect: 'holds' },
        { spec: './counter.ts', name: 'no guard', mutant: 'noGuard', expect: { violates: 'up: n := n + 1', steps: 4 } },
        { spec: './counter.ts', expect: { reaches: ['full'] } },
        { spec: './counter.ts', suites: 'own', only: ['noDown', 'larger'] },
      ] }`),
    ).toEqual([
      './counter.ts top=3: holds',
      './counter.ts top=4: holds',
      'no guard: violates up: n := n + 1 in 4 steps',
      './counter.ts (full): reaches full',
      './counter.ts: larger: holds',
      './counter.ts: noDown: holds',
    ]);
  });

  it.each([
    ['{ suites: [] }', 'suites is empty: nothing would be checked'],
    ['{}', 'suites is missing'],
    ['{ suite: [] }', "there is nothing called 'suite' to say"],
    ['{ suites: {} }', 'suites is no list'],
    ["{ suites: [{ expect: 'holds' }] }", 'suites[0] has no spec'],
    ["{ suites: [{ spec: './counter.ts' }] }", 'suites[0] says nothing of what is expected'],
    ["{ suites: [{ spec: './counter.ts', expect: 'hold' }] }", "suites[0].expect is 'hold'"],
    ["{ suites: [{ spec: './counter.ts', expect: {} }] }", 'suites[0].expect says neither violates nor reaches'],
    ["{ suites: [{ spec: './counter.ts', expect: { violates: [] } }] }", 'suites[0].expect.violates is empty'],
    ["{ suites: [{ spec: './counter.ts', expect: { violates: 'a', reaches: 'b' } }] }", 'both violates and reaches'],
    [
      "{ suites: [{ spec: './counter.ts', expect: { violates: 'a', step: 3 } }] }",
      "nothing called 'step' to say of suites[0].expect",
    ],
    ["{ suites: [{ spec: './counter.ts', expect: 'holds', properties: [] }] }", 'suites[0].properties is empty'],
    ["{ suites: [{ spec: './counter.ts', expect: 'holds', lane: 'slow' }] }", "suites[0].lane is 'slow'"],
    [
      "{ suites: [{ spec: './counter.ts', expect: 'holds', set: { top: null } }] }",
      'suites[0].set.top is no value of a constant',
    ],
    [
      "{ suites: [{ spec: './counter.ts', expect: 'holds', budget: { tim: '3s' } }] }",
      "nothing called 'tim' to say of suites[0].budget",
    ],
    ["{ suites: [{ spec: './counter.ts', expect: 'holds', budget: { time: 'soon' } }] }", "'soon' is no time"],
    ["{ suites: [{ spec: './counter.ts', suites: 'all' }] }", "suites[0].suites is 'all'"],
    [
      "{ suites: [{ spec: './counter.ts', suites: 'own', expect: 'holds' }] }",
      "nothing called 'expect' to say of suites[0]",
    ],
    [
      "{ suites: [{ spec: './counter.ts', expect: 'holds' }, { spec: './counter.ts', expect: 'holds' }] }",
      "two suites of ballast.config.ts are called './counter.ts'",
    ],
  ])('is refused: %s', async (parts, message) => {
    const folder = configured(parts);
    const said = await refusal(
      folder,
      async () => await jobsOf(await readProject(undefined, folder.path), folder.path),
    );
    expect(said).toContain(message);
  });

  it.each([
    [undefined, 'there is no ballast.config.ts'],
    ['other.config.ts', "there is no file 'other.config.ts'"],
  ])('has to be there: %s', async (name, message) => {
    const folder = folderOf({});
    expect(await refusal(folder, () => readProject(name, folder.path))).toContain(message);
  });

  it('has to export something', async () => {
    const folder = folderOf({ 'ballast.config.ts': 'export const suites = [];' });
    expect(await refusal(folder, () => readProject(undefined, folder.path))).toContain('it exports nothing by default');
  });

  it('is told where it throws', async () => {
    const folder = folderOf({
      'ballast.config.ts': 'const none: string[] = undefined as never;\nexport default none.map(String);',
    });
    expect(await refusal(folder, () => readProject(undefined, folder.path))).toMatch(
      /^SpecError: ballast.config.ts throws TypeError/,
    );
  });
});
