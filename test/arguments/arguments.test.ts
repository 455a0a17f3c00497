// What is read from the words of the command line: constants and sweeps, limits, expectations; and how each slip is refused.

import { describe, expect, it } from 'vitest';
import { constant, enumeration, bool, model, range, spec } from '../../checker/index.ts';
import { parseLimits, type LimitTexts } from '../../src/arguments/limits.ts';
import {
  allReductions,
  namesIn,
  parseReductions,
  reductionOptions,
  reductionsByDefault,
  reductionsOf,
  without,
} from '../../src/arguments/reductions.ts';
import { parseSettings } from '../../src/arguments/settings.ts';
import { parseExpectation } from '../../src/result/expectation.ts';
import { repeatCommand } from '../../src/result/repeat.ts';

const balloon = model(
  'balloon',
  {
    constants: {
      pages: constant(range(-2, 4), 2, 'pages'),
      version: constant(enumeration('after', 'before'), 'after', 'which'),
      coarse: constant(bool, false, 'steps'),
    },
  },
  () => spec({ variables: {}, init: {} }),
);

function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'no error';
  }
  return 'nothing was refused';
}

describe('--set', () => {
  it.each([
    [[], [{}]],
    [['pages=3'], [{ pages: 3 }]],
    [['pages=-1', 'coarse=true', 'version=before'], [{ pages: -1, coarse: true, version: 'before' }]],
    [['pages=1..3'], [{ pages: 1 }, { pages: 2 }, { pages: 3 }]],
    [['pages=-2..-1,4,4'], [{ pages: -2 }, { pages: -1 }, { pages: 4 }]],
    [
      ['pages=1,2', 'version=after,before'],
      [
        { pages: 1, version: 'after' },
        { pages: 1, version: 'before' },
        { pages: 2, version: 'after' },
        { pages: 2, version: 'before' },
      ],
    ],
    [['pages=3', 'pages=3'], [{ pages: 3 }]],
  ])('%j gives the checks %j', (texts, settings) => {
    expect(parseSettings(texts, balloon)).toEqual(settings);
  });

  it.each([
    ['pages', 'UsageError: --set pages gives no constant a value\n  write --set pages=value'],
    ['=3', 'UsageError: --set =3 gives no constant a value\n  write --set name=value'],
    ['page=3', "UsageError: balloon has no constant 'page'\n  did you mean 'pages'?"],
    ['cpus=3', "UsageError: balloon has no constant 'cpus'\n  its constants are pages, version, coarse"],
    ['pages=5', "UsageError: '5' is no value for pages\n  pages takes a whole number from -2 to 4"],
    ['pages=two', "UsageError: 'two' is no value for pages\n  pages takes a whole number from -2 to 4"],
    ['pages=3..1', "UsageError: '3..1' is an empty stretch of pages\n  write pages=1..3"],
    ['pages=1..5', "UsageError: '5' is no value for pages\n  pages takes a whole number from -2 to 4"],
    ['pages=0..99999999', "UsageError: '0..99999999' asks for too many values of pages"],
    ['coarse=yes', "UsageError: 'yes' is no value for coarse\n  coarse takes true or false"],
    [
      'version=befor',
      "UsageError: 'befor' is no value for version\n  version takes after or before; did you mean 'before'?",
    ],
  ])('refuses %s', (text, message) => {
    expect(refusalOf(() => parseSettings([text], balloon))).toBe(message);
  });

  it('refuses two values for one constant that are given apart', () => {
    expect(refusalOf(() => parseSettings(['pages=1', 'coarse=true', 'pages=2'], balloon))).toBe(
      'UsageError: pages is set twice: to 1 and to 2\n  write --set pages=1,2 to check both',
    );
  });
});

describe('limits', () => {
  it.each<[LimitTexts, object]>([
    [{}, {}],
    [
      { maxStates: '5_000', maxDepth: '0' },
      { states: 5000, depth: 0 },
    ],
    [{ maxStates: '5e6' }, { states: 5_000_000 }],
    [{ time: '30' }, { timeMs: 30_000 }],
    [{ time: '1.5m' }, { timeMs: 90_000 }],
    [{ time: '250ms' }, { timeMs: 250 }],
    [{ memory: '512MB' }, { memoryBytes: 512 * 2 ** 20 }],
    [{ memory: '1.5 GiB' }, { memoryBytes: 1.5 * 2 ** 30 }],
  ])('%j mean %j', (texts, limits) => {
    expect(JSON.parse(JSON.stringify(parseLimits(texts)))).toEqual(limits);
  });

  it.each<[LimitTexts, string]>([
    [{ maxStates: '0' }, "'0' is no number for --max-states\n  --max-states takes a whole number, 1 or more"],
    [{ maxDepth: '-1' }, "'-1' is no number for --max-depth\n  --max-depth takes a whole number, 0 or more"],
    [{ maxStates: 'many' }, "'many' is no number for --max-states\n  --max-states takes a whole number, 1 or more"],
    [{ time: '0' }, "'0' is no time for --time\n  --time takes seconds, or a unit: 30s, 5m, 2h"],
    [{ time: 'soon' }, "'soon' is no time for --time\n  --time takes seconds, or a unit: 30s, 5m, 2h"],
    [{ memory: '512' }, "'512' is no size for --memory\n  --memory takes a size with its unit: 512MB, 4GB"],
  ])('%j are refused', (texts, message) => {
    expect(refusalOf(() => parseLimits(texts))).toBe(`UsageError: ${message}`);
  });
});

describe('--expect', () => {
  const known = ['S1', 'S8', 'deadlock'];

  it.each([
    ['holds', 'holds'],
    [' holds ', 'holds'],
    ['violates S8, S1', ['S8', 'S1']],
    ['violates S8,S8', ['S8']],
    ['violates S1, up: f(a, b)[1], deadlock', ['S1', 'up: f(a, b)[1]', 'deadlock']],
  ])('reads %j', (text, expected) => {
    expect(parseExpectation(text, known)).toEqual(expected);
  });

  it.each([
    ['hold', "'hold' is no expectation\n  write 'holds' or 'violates name, name'"],
    ['violates', "'violates' is no expectation\n  write 'holds' or 'violates name, name'"],
    ['violates ,', "'violates ,' is no expectation\n  write 'holds' or 'violates name, name'"],
    ['violates S1, dedlock', "there is no property 'dedlock' to expect a violation of\n  did you mean 'deadlock'?"],
    [
      'violates liveness',
      "there is no property 'liveness' to expect a violation of\n  the properties are S1, S8, deadlock",
    ],
  ])('refuses %j', (text, message) => {
    expect(refusalOf(() => parseExpectation(text, known))).toBe(`UsageError: ${message}`);
  });
});

describe('the command that repeats a check', () => {
  it('says everything that was asked, quoted for a shell', () => {
    const question = { reference: 'mine.ts', set: { pages: 2 }, edits: ["drop it's.then#1"], all: true, maxDepth: 3 };
    expect(repeatCommand(question)).toBe(
      String.raw`ballast check mine.ts --set pages=2 --edit 'drop it'\''s.then#1' --all --max-depth 3`,
    );
    expect(repeatCommand({ reference: 'a b.ts#x', set: {}, edits: [], mutant: 'M2', properties: ['S1'] })).toBe(
      "ballast check 'a b.ts#x' --mutant M2 --property S1",
    );
  });
});

describe('the options of reductions', () => {
  it('refuse to be said twice over', () => {
    expect(refusalOf(() => parseReductions({ noReduction: true, noPor: true }))).toBe(
      'UsageError: --no-reduction and --no-por do not go together\n  --no-reduction turns all of them off: leave the other out',
    );
  });

  it('ask for nothing where everything is off', () => {
    expect(parseReductions({ noReduction: true })).toBeUndefined();
    expect(parseReductions({ noSymmetry: true, noDeadLocals: true, noPor: true, noChains: true })).toBeUndefined();
  });

  it('leave what they do not name as it is by default', () => {
    expect(namesIn(parseReductions({}))).toEqual(reductionsByDefault);
    for (const [flag, name] of [
      ['noSymmetry', 'symmetry'],
      ['noDeadLocals', 'dead-locals'],
      ['noPor', 'partial-order'],
      ['noChains', 'chains'],
    ] as const) {
      const asked = parseReductions({ [flag]: true });
      expect(namesIn(asked)).toEqual(reductionsByDefault.filter((each) => each !== name));
      expect(reductionOptions(asked)).toHaveLength(reductionsByDefault.includes(name) ? 1 : 0);
    }
  });

  it('are those that repeat the check', () => {
    const asked = reductionsOf(['symmetry']);
    expect(namesIn(asked)).toEqual(['symmetry']);
    expect(namesIn(asked && without(asked, 'symmetry'))).toEqual([]);
    expect(reductionOptions(allReductions)).toEqual([]);
    expect(reductionOptions(undefined)).toHaveLength(Math.min(1, reductionsByDefault.length));
  });
});
