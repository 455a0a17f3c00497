// SARIF logs, held against the schema of OASIS and the limits of GitHub.

import { gzipSync } from 'node:zlib';
import type { Log, Result, Run, ThreadFlowLocation } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { CiOutcome, SuiteOutcome } from '../../../src/ci/outcome.ts';
import { sarif } from '../../../src/report/ci/index.ts';
import { githubLimits } from '../../../src/report/ci/sarif-limits.ts';
import { everyOutcome, noGuard, outcomeOf, resultOf, suiteOf, violatedSuite } from './outcomes.ts';
import { sarifErrors } from './schemas.ts';

describe('sarif', () => {
  it('is valid for every kind of end, and for none', async () => {
    const log = sarif(await everyOutcome());
    expect(sarifErrors(log)).toEqual([]);
    expect(sarifErrors(sarif(outcomeOf([])))).toEqual([]);
    // The tests of validity test something.
    expect(sarifErrors({ ...log, version: '2.0.0' })).not.toEqual([]);
  });

  it('has a rule for each property that was checked, and a result for each thing that is wrong', async () => {
    const { tool, results = [] } = runOf(sarif(await everyOutcome()));
    const rules = tool.driver.rules?.map(({ id }) => id) ?? [];
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules).toEqual(expect.arrayContaining(['spinlock/mutualExclusion', 'counter/byOne', 'two-locks/deadlock']));
    expect(results.map(({ ruleId }) => ruleId).slice(0, -2)).toEqual([
      'spinlock/mutualExclusion',
      'ballast/other',
      'counter/small',
      'counter/full',
      'ballast/not-decided',
      'ballast/vacuous',
      'ballast/drift',
      'ballast/error',
      'ballast/crash',
    ]);
    expect(results.at(-1)?.ruleId).toBe('ballast/vacuous');
    for (const { ruleId, ruleIndex = -1 } of results) expect(rules[ruleIndex]).toBe(ruleId);
  });

  it('places a result where the property is written, and what has no place in the config', async () => {
    const { results = [] } = runOf(sarif(await everyOutcome()));
    const places = results.map(({ locations }) => placeOf(locations?.[0]?.physicalLocation));
    expect(places).toEqual([
      'spinlock.ts:15:27',
      // Nobody wrote the property that a step stays within its domain: here is the step.
      'counter.ts:21:13',
      'counter.ts:25:30',
      'counter.ts:27:28',
      'ballast.config.ts:1:1',
      'ballast.config.ts:1:1',
      'ballast.config.ts:1:1',
      'broken.ts:3:5',
      'ballast.config.ts:1:1',
      'awkward.ts:12:49',
      'ballast.config.ts:1:1',
    ]);
  });

  it('has a thread flow for each process, in one order of execution', async () => {
    const [result] = await resultsOf([await violatedSuite()]);
    const flows = result?.codeFlows?.[0]?.threadFlows ?? [];
    expect(flows.map(({ id, locations }) => [id, ...locations.map(said)])).toEqual([
      [
        'cpu0',
        '1 spinlock.ts:6:16 lock: pc[cpu0] idle -> spinning',
        '2 spinlock.ts:7:19 acquire: pc[cpu0] spinning -> critical, owner none -> cpu0',
      ],
      [
        'cpu1',
        '3 spinlock.ts:6:16 lock: pc[cpu1] idle -> spinning',
        '4 spinlock.ts:7:19 acquire: pc[cpu1] spinning -> critical, owner cpu0 -> cpu1; mutualExclusion is violated',
      ],
    ]);
    expect(flows.flatMap(({ locations }) => locations.map(({ importance }) => importance))).toEqual([
      'important',
      'essential',
      'important',
      'essential',
    ]);
    expect(result?.codeFlows?.[0]?.message?.text).toBe('at first pc[every cpu] = idle, owner = none');
  });

  it('links to the guilty step', async () => {
    const [result] = await resultsOf([await violatedSuite()]);
    const [related] = result?.relatedLocations ?? [];
    expect([related?.id, placeOf(related?.physicalLocation)]).toEqual([1, 'spinlock.ts:7:19']);
    expect(result?.message.text?.split('\n').at(-1)).toBe(
      'Because [step 2](1) (acquire(c: cpu0)) changed pc[cpu0] from spinning to critical.',
    );
  });

  it('makes no link and no placeholder of anything else', async () => {
    const { results = [], tool } = runOf(sarif(await everyOutcome()));
    const texts = JSON.stringify([
      results.map(({ message, codeFlows }) => [
        message,
        codeFlows?.map(({ threadFlows }) =>
          threadFlows.map(({ locations }) => locations.map((each) => each.location?.message)),
        ),
      ]),
      tool.driver.rules?.map(({ shortDescription, fullDescription, help }) => [
        shortDescription,
        fullDescription,
        help?.text,
      ]),
    ]);
    expect(texts).toContain(String.raw`\\[x](1)`);
    expect(texts).not.toMatch(/(?<!\\)\[x\]\(1\)/);
    expect(texts).toContain('{{0}}');
    expect(texts).not.toMatch(/(?<!\{)\{0\}/);
  });

  it('writes a path as a relative URI, from the root of the repository', async () => {
    const locks = await resultOf('two locks.ts');
    const place = { file: 'my specs\\100% é#1.ts', line: 2, column: 3 };
    const suite = suiteOf('locks', locks, [{ kind: 'error', message: 'it is wrong', place, status: 65 }]);
    const uris = (folder?: string): (string | undefined)[] =>
      (runOf(sarif(outcomeOf([suite]), { folder })).results ?? []).map(
        ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri,
      );
    expect(uris()).toEqual(['my%20specs/100%25%20%C3%A9%231.ts']);
    expect(uris('models/deep')).toEqual(['models/deep/my%20specs/100%25%20%C3%A9%231.ts']);
  });

  it('places in the config what is outside of the repository, and says where it is', async () => {
    const suite = await violatedSuite();
    const outside = { file: '../other/spinlock.ts', line: 15, column: 27 };
    const properties = suite.result?.properties.map((property) => ({ ...property, place: outside })) ?? [];
    const result = suite.result && { ...suite.result, properties };
    const [found] = await resultsOf([{ ...suite, result }]);
    expect(placeOf(found?.locations?.[0]?.physicalLocation)).toBe('ballast.config.ts:1:1');
    expect(found?.message.text).toContain('at ../other/spinlock.ts:15:27');
    const inside = runOf(sarif(outcomeOf([{ ...suite, result }]), { folder: 'models' })).results?.[0];
    expect(placeOf(inside?.locations?.[0]?.physicalLocation)).toBe('other/spinlock.ts:15:27');
  });

  it('keeps the fingerprint of a result whatever else there is, and has no two alike', async () => {
    const prints = (outcome: CiOutcome): (string | undefined)[] =>
      (runOf(sarif(outcome)).results ?? []).map(
        ({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash'],
      );
    const every = await everyOutcome();
    const all = prints(every);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain(prints(outcomeOf([await violatedSuite()]))[0]);
    const later = every.suites.map((suite) => ({
      ...suite,
      problems: suite.problems.map((problem) => ({ ...problem, message: `${problem.message} now` })),
    }));
    expect(prints({ ...every, suites: later })).toEqual(all);
  });

  it('separates the alerts of a config and a lane from those of others', () => {
    const id = (more: Partial<CiOutcome>): string | undefined =>
      runOf(sarif(outcomeOf([], more))).automationDetails?.id;
    expect(id({})).toBe('ballast ci/ballast.config.ts/quick/');
    expect(id({ lane: 'nightly', config: 'a/ballast.config.ts' })).toBe('ballast ci/a/ballast.config.ts/nightly/');
  });

  it('keeps to the limits of GitHub in letters and tags', async () => {
    const { tool, results = [] } = runOf(sarif(await everyOutcome()));
    for (const { name = '', fullDescription, shortDescription, help, properties } of tool.driver.rules ?? []) {
      expect(name.length).toBeLessThanOrEqual(255);
      for (const said of [fullDescription?.text, shortDescription?.text, help?.text, help?.markdown]) {
        expect(said?.length).toBeLessThanOrEqual(1024);
      }
      expect(properties?.tags?.length).toBeLessThanOrEqual(20);
    }
    for (const { message } of results) expect(message.text?.length).toBeLessThanOrEqual(1024);
  });

  it('shows of a trace that is too long what matters and its end, and says how much is left out', async () => {
    const result = await resultOf('long.ts|--set|steps=60');
    const suite = suiteOf('long', result, [
      { kind: 'violated', message: 'low is violated', property: 'low', status: 21 },
    ]);
    const limits = { ...githubLimits, flowLocations: 10 };
    const [found] = runOf(sarif(outcomeOf([suite]), { limits })).results ?? [];
    const orders = found?.codeFlows?.[0]?.threadFlows.flatMap(({ locations }) =>
      locations.map((each) => each.executionOrder),
    );
    expect(orders).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
    expect(found?.message.text).toContain('Of the trace 50 steps are left out, since GitHub takes no more.');
  });

  it('leaves out results and rules beyond the limits, and says how many', async () => {
    const log = sarif(await everyOutcome(), { limits: { ...githubLimits, results: 3, rules: 4 } });
    const { results, tool } = runOf(log);
    expect(results?.length).toBe(3);
    expect(tool.driver.rules?.length).toBe(4);
    expect(sarifErrors(log)).toEqual([]);
    expect(notifications(log)).toEqual(
      expect.arrayContaining([
        'left out, since GitHub takes no more: 8 results',
        expect.stringMatching(/^left out, since GitHub takes no more: \d+ rules of properties without a problem$/),
      ]),
    );
  });

  it('leaves out traces, then results, where the file would be too large', async () => {
    const result = await resultOf(noGuard);
    const suites = Array.from({ length: 40 }, (_, index) => named(`suite ${index}`, result));
    const size = (log: Log): number => gzipSync(JSON.stringify(log, undefined, 2)).length;
    const whole = size(sarif(outcomeOf(suites)));
    for (const bytes of [whole * 2, whole + 900, Math.floor(whole * 0.75), 2500]) {
      const log = sarif(outcomeOf(suites), { limits: { ...githubLimits, bytes } });
      expect(size(log)).toBeLessThanOrEqual(bytes);
      expect(sarifErrors(log)).toEqual([]);
      const { results = [] } = runOf(log);
      const traces = results.filter(({ codeFlows }) => codeFlows !== undefined).length;
      const traceless = results.filter(({ message }) =>
        message.text?.endsWith('The trace is left out, since GitHub takes no more.'),
      );
      expect(traceless).toHaveLength(results.length - traces);
      const said = notifications(log).join('\n');
      expect(said.includes('trace')).toBe(traces < results.length);
      expect(said.includes('result')).toBe(results.length < 40);
    }
  });
});

function named(label: string, result: SuiteOutcome['result']): SuiteOutcome {
  return suiteOf(label, result, [
    { kind: 'violated', message: 'mutualExclusion is violated', property: 'mutualExclusion', status: 21 },
  ]);
}

function runOf({ runs: [run] }: Log): Run {
  if (run === undefined) throw new Error('a log has a run');
  return run;
}

async function resultsOf(suites: readonly SuiteOutcome[]): Promise<readonly Result[]> {
  return runOf(sarif(outcomeOf(suites))).results ?? [];
}

function placeOf(location: NonNullable<Result['locations']>[number]['physicalLocation']): string {
  const { startLine, startColumn } = location?.region ?? {};
  return `${location?.artifactLocation?.uri}:${startLine}:${startColumn}`;
}

function said({ executionOrder, location }: ThreadFlowLocation): string {
  return `${executionOrder} ${placeOf(location?.physicalLocation)} ${location?.message?.text}`;
}

function notifications(log: Log): readonly (string | undefined)[] {
  return runOf(log).invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text) ?? [];
}
