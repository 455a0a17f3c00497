// What the benchmark reads of the programs it compares, in their own words.

import { describe, expect, it } from 'vitest';
import { differenceOf, readBallast, readExplorer, readPan, readRumur } from './output.ts';

const pan = `
(Spin Version 6.5.2 -- 6 December 2019)

State-vector 68 byte, depth reached 380345, errors: 0
  1369393 states, stored
  3354246 states, matched
  4723639 transitions (= stored+matched)
        0 atomic steps

pan: elapsed time 1.54 seconds
`;

describe("SPIN's verifier", () => {
  it('tells states, transitions and time', () => {
    expect(readPan(pan)).toEqual({ counts: { distinct: 1_369_393, generated: 4_723_639 }, ms: 1540 });
    expect(readPan(pan.replace('pan: elapsed time 1.54 seconds', 'cpu0: elapsed time 3.02 seconds (1e+06 …)')).ms).toBe(
      3020,
    );
  });

  it.each([
    ['an error', pan.replace('errors: 0', 'errors: 1'), 'pan: 1 errors'],
    ['too small a stack', `error: max search depth too small\n${pan}`, 'pan: error: max search depth too small'],
    ['a search cut short', `Warning: Search not completed\n${pan}`, 'pan: Warning: Search not completed'],
    ['no counts', pan.replace('states, stored', ''), 'a count is missing: NaN'],
    ['no time', pan.replace('elapsed', ''), 'a time is missing: NaN'],
  ])('is refused with %s', (_, out, message) => {
    expect(() => readPan(out)).toThrow(message);
  });
});

const verified = `
Progress Report:

\t 10000 states explored in 1s, with 33659 rules fired and 1163 states in the queue.

==========================================================================

Status:

\tNo error found.

State Space Explored:

\t33783 states, 118991 rules fired in 1s.
`;

describe("Rumur's verifier", () => {
  it('tells states and rules fired, and no time of a search that is worth reading', () => {
    expect(readRumur(verified)).toEqual({ counts: { distinct: 33_783, generated: 118_992 }, ms: undefined });
  });

  it.each([
    ['an error', verified.replace('No error found.', '1 error(s) found.'), 'rumur: 1 error(s) found.'],
    ['no status', verified.replace('Status:', ''), 'rumur: no status'],
    ['progress alone', verified.replace(/State Space[^]*/, ''), 'a count is missing: NaN'],
  ])('is refused with %s', (_, out, message) => {
    expect(() => readRumur(out)).toThrow(message);
  });
});

describe('the explorer in C', () => {
  it('tells counts, digest and time', () => {
    const line =
      '{"distinct":7097,"generated":17318,"depth":43,"digest":"1ef02fa6ed8d7cf1","words":1,"seconds":0.0005}\n';
    const counts = { distinct: 7097, generated: 17_318, depth: 43, digest: '1ef02fa6ed8d7cf1' };
    expect(readExplorer(line)).toEqual({ counts, ms: 0.5 });
  });

  it('is refused when something is violated', () => {
    expect(() => readExplorer('{"violated":"counter"}\n')).toThrow('explorer: counter is violated');
  });
});

describe("Ballast's result", () => {
  const result = {
    verdict: 'holds',
    ended: 'complete',
    counts: { statesDistinct: 3, statesGenerated: 5, depth: 2 },
    digest: '00000000000000ff',
    searchMs: 1.5,
  };
  const print = (changed: object): string => JSON.stringify({ results: [{ ...result, ...changed }] });

  it('tells counts, digest and time', () => {
    const counts = { distinct: 3, generated: 5, reductions: '', depth: 2, digest: '00000000000000ff' };
    expect(readBallast(print({}))).toEqual({ counts, ms: 1.5 });
  });

  it('tells the reductions in force, and how many states the representatives stand for', () => {
    const told = { symmetry: true, 'dead-locals': true, 'partial-order': false };
    const reductions = Object.entries(told).map(([name, isInForce]) => ({ name, isInForce, of: [], hindrances: [] }));
    const counts = { ...result.counts, statesFull: 12 };
    expect(readBallast(print({ counts, reductions })).counts).toMatchObject({
      distinct: 3,
      full: 12,
      reductions: 'symmetry, dead-locals',
    });
  });

  it('is refused unless everything holds after a whole search', () => {
    expect(() => readBallast(print({ verdict: 'violated', ended: 'violation' }))).toThrow(
      'ballast: violated, violation',
    );
    expect(() => readBallast(print({ ended: 'memory', verdict: 'not decided' }))).toThrow(
      'ballast: not decided, memory',
    );
  });
});

describe('counts', () => {
  it('agree where both know them', () => {
    expect(differenceOf({ distinct: 1, generated: 2 }, { distinct: 1, generated: 2, depth: 3 })).toBeUndefined();
    expect(differenceOf({ distinct: 1, generated: 2, depth: 4 }, { distinct: 1, generated: 3, depth: 3 })).toBe(
      'generated 2 against 3, depth 4 against 3',
    );
  });

  it('differ where another number of states is left out, or by other reductions', () => {
    expect(differenceOf({ reductions: 'symmetry', full: 12 }, { reductions: '', full: 11 })).toBe(
      'reductions symmetry against , full 12 against 11',
    );
  });
});
