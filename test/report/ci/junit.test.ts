// JUnit XML, read by libxml2 and held against the schema of Jenkins.

import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import type { CiOutcome } from '../../../src/ci/outcome.ts';
import { junitXml } from '../../../src/report/ci/index.ts';
import { awkwardText, everyOutcome, outcomeOf, resultOf, suiteOf, violatedSuite } from './outcomes.ts';
import { readJunit } from './schemas.ts';

describe('junitXml', () => {
  it('is valid, and counts what it holds, for every kind of end', async () => {
    const document = readJunit(junitXml(await everyOutcome()));
    for (const element of ['failure', 'error'] as const) {
      expect(number(document, `sum(//testsuite/@${element}s)`)).toBe(number(document, `count(//${element})`));
      expect(number(document, `number(/testsuites/@${element}s)`)).toBe(number(document, `count(//${element})`));
    }
    expect(number(document, 'sum(//testsuite/@tests)')).toBe(number(document, 'count(//testcase)'));
    expect(number(document, 'sum(//testsuite/@skipped)')).toBe(number(document, 'count(//skipped)'));
    expect(number(document, 'count(//testcase[count(*) > 1])')).toBe(0);
  });

  it('has a suite for each suite and one for the project, each with what fails in it', async () => {
    const document = readJunit(junitXml(await everyOutcome()));
    const suites = elements(document, '//testsuite').map((suite) => [
      attribute(suite, 'name').slice(0, 26),
      ...(suite.find('testcase[failure or error]') as XmlElement[]).map((each) => {
        const [child] = each.find('*') as XmlElement[];
        return `${attribute(each, 'name').slice(0, 20)}: ${child?.name} ${attribute(child, 'type')}`;
      }),
    ]);
    expect(suites).toEqual([
      ['spinlock'],
      ['spinlock without its guard', 'mutualExclusion: failure violated'],
      ['locks'],
      ['counts too far', 'other: failure other'],
      ['counter holds', 'small: failure missing'],
      ['full', 'full: failure other'],
      [
        'large',
        'small: failure not decided',
        'vacuous: failure not decided',
        'low: failure not decided',
        'byOne: failure not decided',
        'deadlock: failure not decided',
        'full: failure not decided',
        'not decided: failure not decided',
      ],
      ['large, and it may be'],
      ['unexercised', 'vacuous #2: failure vacuous'],
      ['drifted', 'drift: failure drift'],
      ['throws', 'error: error error'],
      ['gone', 'crash: error crash'],
      [awkwardText.slice(0, 26), `${awkwardText.slice(0, 20)}: failure violated`],
      ['ballast.config.ts', 'vacuous: failure vacuous'],
    ]);
  });

  it('holds the race, the place, the share of the time', async () => {
    const document = readJunit(junitXml(outcomeOf([await violatedSuite()]), { folder: 'models' }));
    const [found] = elements(document, '//testcase');
    expect(found?.attrs.map(({ name, value }) => [name, value])).toEqual([
      ['name', 'mutualExclusion'],
      ['classname', 'spinlock without its guard'],
      ['time', '0.020000'],
      ['file', 'models/spinlock.ts'],
      ['line', '15'],
    ]);
    expect(text(document, '//failure/@message')).toBe('mutualExclusion is violated in 4 steps, and should hold');
    const lines = text(document, '//failure').split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'spinlock without its guard: mutualExclusion is violated in 4 steps, and should hold',
      '',
      'if it should be violated, expect that: violates mutualExclusion',
    ]);
    expect(lines).toContain('  4                                     acquire:');
    expect(lines).toContain('                                        <mutualExclusion is violated>');
    expect(lines.slice(-2)).toEqual([
      "repeat: ballast check spinlock.ts --edit 'drop acquire.when#2' \\",
      '    --no-reduction',
    ]);
  });

  it('says what was explored', async () => {
    const cached = { cached: { exploredAt: '2026-02-28T09:00:00.000Z' } };
    const result = await resultOf('counter.ts|--set|top=5');
    const document = readJunit(junitXml(outcomeOf([suiteOf('counter top=5', result, [], cached)])));
    const named = elements(document, '//property').map((each) => [attribute(each, 'name'), attribute(each, 'value')]);
    expect(Object.fromEntries(named)).toEqual({
      specification: 'counter.ts',
      constants: 'top = 5, from = 0',
      expected: 'holds',
      verdict: 'holds',
      distinct: '6',
      generated: '11',
      depth: '5',
      digest: result.digest,
      'tree hash': result.treeHash,
      cached: 'explored at 2026-02-28T09:00:00.000Z',
      command: 'ballast check counter.ts --set top=5 --no-reduction',
    });
  });

  it('skips what is not decided where that is allowed, and what a violation that is a failure left open, with the reason', async () => {
    const open = suiteOf('open', await resultOf('counter.ts|--max-states|2'));
    const document = readJunit(junitXml(outcomeOf([open, await violatedSuite()])));
    const skipped = elements(document, '//testcase[skipped]').map(
      (each) => `${attribute(each, 'classname')}, ${attribute(each, 'name')}: ${text(each, 'skipped/@message')}`,
    );
    expect(skipped).toContain('open, small: not decided: stopped at the limit of states');
    expect(skipped).toContain('spinlock without its guard, deadlock: not decided: stopped at a violation');
    expect(number(document, 'count(//testsuite[@name="open"]//failure)')).toBe(0);
  });

  it('is never green where the outcome is not', async () => {
    const result = await resultOf('spinlock.ts');
    const failing: readonly CiOutcome[] = [
      outcomeOf([suiteOf('unanswered', undefined)]),
      outcomeOf([suiteOf('no reason', result, [], { status: 12 })]),
      outcomeOf([suiteOf('fine', result)], { status: 70 }),
      outcomeOf([suiteOf('fine', result)], { isInterrupted: true }),
    ];
    const where = failing.map((outcome) => {
      const [found, ...others] = elements(readJunit(junitXml(outcome)), '//testcase[failure or error]');
      expect(others).toEqual([]);
      return attribute(found, 'classname');
    });
    expect(where).toEqual(['unanswered', 'no reason', 'ballast.config.ts', 'ballast.config.ts']);
  });

  it('takes any text, and shows what XML has no letter for', async () => {
    const document = readJunit(junitXml(await everyOutcome()));
    const name = text(document, '//testsuite[last() - 1]/testcase/@name');
    expect(name).toContain(']]> | ``` `code` <b>"quoted" & \'single\'</b> ::error');
    expect(name).toContain(String.raw`\u{1}\u{1b}[31m\u{85}\u{ffff}\u{d800}`);
  });
});

function elements(document: XmlDocument, path: string): readonly XmlElement[] {
  return document.find(path) as XmlElement[];
}

function attribute(element: XmlElement | undefined, name: string): string {
  return element?.attrs.find((each) => each.name === name)?.value ?? '';
}

function number(document: XmlDocument, path: string): number {
  return document.eval(path) as number;
}

function text(node: XmlDocument | XmlElement, path: string): string {
  return node.eval(`string(${path})`) as string;
}
