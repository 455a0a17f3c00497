// Two engines, one meaning: random specifications over every sort, operator and statement, explored by both.
// The reference engine's results are the truth; BALLAST_AGREEMENT sets how many specifications, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf, processNames, SpecError, type Specification } from '../../checker/index.ts';
import { Uncompilable } from '../../checker/compile/code.ts';
import { compareEngines, differences, type EngineRequest } from './compare.ts';
import { everyOccurrence, occurrencesIn } from './occurrences.ts';
import { Chance } from './random.ts';
import { built, fileOf, randomText } from './specifications.ts';

const count = Number(process.env['BALLAST_AGREEMENT'] ?? 250);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const isLong = count > 1000;
const isShown = isLong || process.env['BALLAST_SHOW'] !== undefined;

const requests = [
  { all: true, maxStates: 80 },
  { maxStates: 80 },
  { all: true, maxStates: 300 },
  { all: true, maxStates: 80 },
  { all: true, maxDepth: 4, maxStates: 80 },
  { all: true, maxStates: 50 },
];

/** How long a failing specification may be cut down, in milliseconds. */
const shrinkMostMs = 60_000;
/** Of so many specifications one is explored by workers who have joined: it takes some 30 ms until they are ready. */
const crewEvery = 40;

describe('random specifications', () => {
  const seen = new Map<string, number>();
  const sizes: number[] = [];
  const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  const noted = (what: string): number => seen.get(what) ?? 0;

  it('mean the same to both engines', { timeout: 3_600_000 }, async () => {
    let done = 0;
    const started = performance.now();
    let shrinkUntil = Infinity;
    const property = fc.asyncProperty(
      fc.gen(),
      fc.nat({ max: requests.length - 1 }),
      fc.boolean(),
      fc.nat({ max: crewEvery - 1 }),
      fc.boolean(),
      async (next, mode, isSpread, crew, collect) => {
        if (performance.now() > shrinkUntil) return;
        const text = randomText(new Chance(next));
        const specification = built(text, note, isShown);
        if (specification === undefined) return;
        const request = { ...requests[mode], collect, survey: collect ? ('projections' as const) : undefined };
        const joined = { workers: 2 + (mode % 2), joinAt: 1 };
        // Workers take blocks of the arena, more than a small memory has.
        const engine: EngineRequest = crew === crewEvery - 1 ? joined : { isSpread };
        try {
          const { reference, compiled, found, states } = await compareEngines(specification, request, engine);
          if (compiled !== reference)
            throw new Error(
              `${JSON.stringify({ ...request, ...engine })}\n${differences(reference, compiled)}\n${fileOf(text)}`,
            );
          for (const each of new Set([...found, ...occurrencesIn(specification, text)])) note(each);
          for (const words of [1, 4]) if (wordsOf(specification) > words) note(`more than ${words} words`);
          if (engine.joinAt !== undefined) note('joined');
          if (collect) note('collected');
          note('compared');
          sizes.push(states);
        } catch (error) {
          const isFailure = !(error instanceof Uncompilable || error instanceof SpecError);
          if (isFailure) shrinkUntil = Math.min(shrinkUntil, performance.now() + shrinkMostMs);
          if (error instanceof Uncompilable) note('uncompilable');
          else if (error instanceof SpecError) note('refused');
          else if (error instanceof Error && !error.message.includes('ballast'))
            throw new Error(`${error.stack ?? ''}\n${fileOf(text)}`, { cause: error });
          else throw error;
        }
        done += 1;
        if (isLong && done % 1000 === 0)
          process.stdout.write(`${done} of ${count} in ${Math.round((performance.now() - started) / 1000)} s\n`);
      },
    );
    await fc.assert(property, { numRuns: count, seed, verbose: 0, endOnFailure: isLong });
    if (isShown) process.stdout.write(`${JSON.stringify(Object.fromEntries(seen), undefined, 1)}\n`);
    expect(noted('compared')).toBeGreaterThan(count / 2);
  });

  // What is said of frequencies is said of a thousand; of fewer it means little.
  const isEnough = count >= 1000;

  it.skipIf(!isEnough)('are nearly all accepted, and compared', () => {
    expect(noted('compared')).toBeGreaterThan(0.95 * count);
    expect(noted('uncompilable')).toBeLessThan(0.02 * count);
  });

  it.skipIf(!isEnough)('have state spaces of all sizes', () => {
    const sorted = [...sizes].sort((a, b) => a - b);
    const quantile = (part: number): number => sorted[Math.floor(part * sorted.length)] ?? 0;
    if (isShown) process.stdout.write(`states: ${[0.1, 0.25, 0.5, 0.75, 0.9, 0.95].map(quantile).join(' ')}\n`);
    expect(quantile(0.5)).toBeGreaterThanOrEqual(12);
    expect(quantile(0.75)).toBeGreaterThanOrEqual(40);
    expect(quantile(0.9)).toBeGreaterThanOrEqual(80);
    expect(quantile(0.97)).toBeGreaterThanOrEqual(200);
  });

  it.skipIf(!isEnough)('end in every way, in one memory and in several, in one word and in many', () => {
    const least: Readonly<Record<string, number>> = {
      'invariant violated': 0.3,
      'invariant holds': 0.3,
      'deadlock violated': 0.01,
      'deadlock holds': 0.3,
      'reachable holds': 0.2,
      'reachable violated': 0.1,
      'action violated': 0.08,
      'action holds': 0.08,
      'assertion violated': 0.005,
      'assertion holds': 0.02,
      'domain violated': 0.02,
      complete: 0.4,
      violation: 0.05,
      'max-states': 0.1,
      'max-depth': 0.05,
      cut: 0.04,
      spread: 0.15,
      collected: 0.3,
      joined: 0.01,
      'more than 1 words': 0.2,
      'more than 4 words': 0.02,
    };
    const rare = Object.entries(least).filter(([what, part]) => noted(what) < part * count);
    expect(rare.map(([what]) => `${what}: ${noted(what)}`)).toEqual([]);
  });

  it.skipIf(!isEnough)('leave no sort, operator, statement or word of the language out', () => {
    expect(everyOccurrence.filter((what) => noted(what) < 0.003 * count)).toEqual([]);
  });
});

function wordsOf(specification: Specification): number {
  return layoutOf(specification.variables, processNames(specification).length).words;
}
