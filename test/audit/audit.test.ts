// The machinery of an audit, with made answers: what is searched, what is compared, where it goes when there is too much, what is said of it.

import { describe, expect, it } from 'vitest';
import {
  constant,
  fn,
  ids,
  InternalError,
  maybe,
  model,
  none,
  range,
  type Reductions,
  spec,
  variables,
} from '../../checker/index.ts';
import { audit, type Audited } from '../../src/audit/audit.ts';
import { disagreements } from '../../src/audit/compare-searches.ts';
import { judgedBy } from '../../src/audit/with-audit.ts';
import { namesIn, reductionOptions, reductionsOf } from '../../src/arguments/reductions.ts';
import { auditLines } from '../../src/report/audit-report.ts';
import { renderCheck } from '../../src/report/check-report.ts';
import type { AuditResult } from '../../src/result/audit.ts';
import type { CheckResult, PropertyResult, ReductionResult } from '../../src/result/result.ts';
import { resultOf } from '../report/race-results.ts';

/** Pages and scanners, and a constant that changes no identifiers. */
const toy = model(
  'toy',
  {
    constants: {
      pages: constant(range(1, 4), 3, 'pages'),
      scanners: constant(range(1, 2), 2, 'scanners'),
      rounds: constant(range(1, 9), 5, 'rounds'),
    },
    assume: { 'no more scanners than pages': ({ pages, scanners }) => scanners <= pages },
  },
  ({ pages, scanners, rounds }) => {
    const { at, round } = variables({
      at: fn(ids('scanner', scanners), maybe(ids('page', pages))),
      round: range(0, rounds),
    });
    return spec({ variables: { at, round }, init: { at: none, round: 0 }, reachable: { W: round.is(0) } });
  },
);

type Sizes = Readonly<Record<string, boolean | number | string>>;

interface Made {
  readonly states?: number;
  readonly full?: number | undefined;
  readonly steps?: number;
  readonly verdict?: PropertyResult['verdict'];
  readonly firings?: number;
  readonly isTooLarge?: boolean;
  readonly depth?: number;
}

/** What a search is made to find. */
function made(set: Sizes, reductions: Reductions | undefined, more: Made = {}): CheckResult {
  const { states = 100, full, steps = 4, verdict = 'holds', firings = 7, isTooLarge = false, depth = 9 } = more;
  const names = namesIn(reductions);
  const result = resultOf([]);
  const sizes: Sizes = { pages: 3, scanners: 2, rounds: 5, ...set };
  return {
    ...result,
    specification: {
      name: 'toy',
      reference: 'toy.ts',
      constants: Object.entries(sizes).map(([name, value]) => ({ name, value, isDefault: false })),
      edits: [],
    },
    verdict,
    ended: isTooLarge ? 'time' : 'complete',
    status: 0,
    counts: {
      ...result.counts,
      statesDistinct: states,
      ...(full === undefined ? {} : { statesFull: full }),
      depth,
      areExact: !isTooLarge,
    },
    properties: [
      { name: 'S', kind: 'invariant', isSelected: true, isOn: true, rule: 'x', verdict },
      { name: 'W', kind: 'reachable', isSelected: true, isOn: true, rule: 'y', verdict: 'holds', steps },
    ],
    actions: [{ action: 'put', statesEnabled: firings, firings }],
    reductions: names.map((name): ReductionResult => ({ name, isInForce: true, of: [], hindrances: [] })),
    command: ['ballast check toy.ts', ...reductionOptions(reductions)].join(' '),
  };
}

const all = reductionsOf(['symmetry', 'dead-locals', 'partial-order']) as Reductions;

/** An audit whose searches find what `find` makes of them, and which searches there were. */
async function audited(
  find: (names: string, set: Sizes) => Made | Error,
  { reductions = all, budgetMs = 60_000 }: { readonly reductions?: Reductions; readonly budgetMs?: number } = {},
): Promise<{ readonly found: AuditResult; readonly asked: readonly string[]; readonly result: CheckResult }> {
  const asked: string[] = [];
  const answer = (set: Sizes, request: Reductions | undefined): CheckResult => {
    const names = namesIn(request).join(' ') + (request?.symmetry === 'countable' ? ' countable' : '');
    const answered = find(names, set);
    if (answered instanceof Error) throw answered;
    return made(set, request, answered);
  };
  const result = answer({}, reductions);
  const audited: Audited = {
    model: toy,
    set: {},
    reductions,
    result,
    build: (set) => toy.build({ set }),
    search: (set, request) => {
      asked.push([JSON.stringify(set), namesIn(request).join(' ')].join(' '));
      return new Promise((resolve) => resolve(answer(set, request)));
    },
    isInterrupted: () => false,
  };
  return { found: await audit(audited, budgetMs), asked, result };
}

describe('an audit', () => {
  it('searches without each reduction in force, by symmetry alone, and without any', async () => {
    const { found } = await audited((names) => ({ states: names === '' ? 480 : 100, full: 480 }));
    expect(found.outcome).toBe('agree');
    expect(found.sizes).toHaveLength(1);
    expect(auditLines(found).map((line) => line.trim())).toEqual([
      'audit: 6 searches agree',
      'states  depth  time  search',
      '100      9  1 ms  as asked',
      '100      9  1 ms  without symmetry',
      '100      9  1 ms  without dead locals',
      '100      9  1 ms  without partial order',
      '100 (480 in all)      9  1 ms  symmetry alone',
      '480      9  1 ms  nothing left out',
    ]);
  });

  it('needs no other search where symmetry alone is in force, and its total is known', async () => {
    const { found, asked } = await audited((names) => ({ states: names === '' ? 480 : 100, full: 480 }), {
      reductions: { symmetry: true },
    });
    expect(found.outcome).toBe('agree');
    expect(asked).toEqual(['{} symmetry', '{} ']);
  });

  it('says so where nothing was left out', async () => {
    const { found, result } = await audited(() => ({}), { reductions: {} });
    expect(found).toEqual({ outcome: 'nothing to compare', budgetMs: 60_000, sizes: [] });
    expect(judgedBy(result, found).status).toBe(0);
  });

  it.each<readonly [string, (names: string) => Made | Error, string]>([
    [
      'a violation that is missed',
      (names) => (names === '' ? { verdict: 'violated' } : {}),
      'as asked: S holds, and is violated without reductions',
    ],
    [
      'a violation where there is none',
      (names) => (names.includes('partial') ? { verdict: 'violated' } : {}),
      'as asked: S is violated, and holds without reductions',
    ],
    [
      'a fault of one reduction that another hides',
      (names) => (names === 'dead-locals partial-order' ? { firings: 0 } : {}),
      'without symmetry: put is never enabled, and is without reductions',
    ],
    [
      'a length that is not the least, though it was promised',
      (names) => (names === 'symmetry dead-locals' ? { steps: 5 } : {}),
      'without partial order: W is reached in 5 steps, and is reached in 4 steps without reductions',
    ],
    [
      'a length that is less than the least',
      (names) => (names.includes('partial') ? { steps: 3 } : {}),
      'as asked: W is reached in 3 steps, and is reached in 4 steps without reductions',
    ],
    [
      'a total that is not the number of states',
      (names) => (names === 'symmetry countable' ? { full: 481, states: 90 } : {}),
      'symmetry alone: it stands for 481 states, and there are 100 without reductions',
    ],
    [
      'more states than there are',
      (names) => (names.includes('symmetry') ? { states: 101 } : {}),
      'as asked: it has 101 states, more than the 100 without reductions',
    ],
    [
      'another depth',
      (names) => (names === 'symmetry countable' ? { depth: 8, full: 100 } : {}),
      'symmetry alone: its depth is 8, and 9 without reductions',
    ],
    [
      'a search that finds itself at fault',
      (names) => (names === 'symmetry partial-order' ? new InternalError('no trace leads there') : {}),
      'without dead locals: it fails: no trace leads there',
    ],
  ])('finds %s', async (_, find, difference) => {
    const { found, result } = await audited(find);
    expect(found.outcome).toBe('disagree');
    expect(auditLines(found)[0]).toBe('audit: the searches disagree, and the verdict is not to be trusted');
    expect(auditLines(found).join(' ').replaceAll(/\s+/g, ' ')).toContain(difference);
    const judged = judgedBy(result, found);
    expect(judged).toMatchObject({ status: 70, verdict: 'not decided' });
    expect(renderCheck(judged).split('\n')[0]).toBe('toy: not to be trusted; its audit found otherwise');
  });

  it('lets a witness take more steps where orders were left out', async () => {
    const { found } = await audited((names) => ({ steps: names.includes('partial') ? 6 : 4 }));
    expect(found.outcome).toBe('agree');
  });

  it('goes to the largest smaller sizes that fit, by the constants that say how many there are', async () => {
    const { found, asked } = await audited((names, { pages = 3, scanners = 2 }) => ({
      isTooLarge: names === '' && Number(pages) * Number(scanners) > 3,
    }));
    expect(found.outcome).toBe('agree');
    expect(found.sizes.map(({ lowered, isCompared }) => [lowered.map(({ value }) => value), isCompared])).toEqual([
      [[], false],
      [[2], false],
      [[1], true],
    ]);
    expect(asked.some((each) => each.includes('rounds'))).toBe(false);
    expect(auditLines(found).slice(0, 3)).toEqual([
      'audit: 6 searches agree, at 1 smaller size',
      '  at this size: too large for the budget (nothing left out: 100 states and\n    more)',
      '  at pages = 2: too large for the budget (nothing left out: 100 states and\n    more)',
    ]);
  });

  it('is not decided where nothing fits', async () => {
    const { found, result } = await audited((names) => ({ isTooLarge: names === '' }));
    expect(found.outcome).toBe('not decided');
    expect(judgedBy(result, found)).toMatchObject({ status: 20, verdict: 'holds' });
    expect(judgedBy({ ...result, status: 12 }, found).status).toBe(12);
  });
});

describe('two searches that ended at a violation', () => {
  const violated = (reductions: Reductions | undefined, steps: number): CheckResult => {
    const { properties, ...rest } = made({}, reductions);
    const [first, second] = properties as [PropertyResult, PropertyResult];
    const { steps: _, ...open } = second;
    return {
      ...rest,
      ended: 'violation',
      properties: [
        { ...first, verdict: 'violated', steps },
        { ...open, verdict: 'not decided', reason: 'stopped at a violation' },
      ],
    };
  };

  it('found the same where lengths are the same', () => {
    expect(disagreements(violated({ symmetry: true }, 4), violated(undefined, 4))).toEqual([]);
    expect(disagreements(violated({ symmetry: true }, 5), violated(undefined, 4))).toEqual([
      'S is violated in 5 steps, and is violated in 4 steps without reductions',
    ]);
  });

  it('need not have come as far where orders were left out', () => {
    expect(disagreements(violated({ partialOrder: true }, 5), violated(undefined, 4))).toEqual([]);
  });
});
