// With symmetry and without it the same is found: of random specifications whose identifiers and processes are interchangeable, nearly all
// of them, by both engines. BALLAST_REDUCTIONS sets how many specifications, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explore, SpecError, type Exploration, type ExploreRequest, type Specification } from '../../checker/index.ts';
import { Uncompilable } from '../../checker/compile/code.ts';
import { Chance } from './random.ts';
import { exploreByGenerated, reducedBeside } from './reduced.ts';
import { built, fileOf, randomText } from './specifications.ts';

const count = Number(process.env['BALLAST_REDUCTIONS'] ?? 12);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const isLong = count > 1000;
const isShown = isLong || process.env['BALLAST_SHOW'] !== undefined;

const requests = [{ all: true, maxStates: 80 }, { maxStates: 80 }, { all: true, maxStates: 300 }];

const engines = [explore, whereCompilable] as const;

/** By generated code where there is such code; else once more by the reference. */
async function whereCompilable(specification: Specification, request: ExploreRequest): Promise<Exploration> {
  try {
    return await exploreByGenerated(specification, request);
  } catch (error) {
    if (error instanceof Uncompilable) return await explore(specification, request);
    throw error;
  }
}

/** How long a failing specification may be cut down, in milliseconds. */
const shrinkMostMs = 60_000;

describe('random specifications with interchangeable elements', () => {
  const seen = new Map<string, number>();
  const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  const noted = (what: string): number => seen.get(what) ?? 0;

  it('are found to do the same with symmetry as without', { timeout: 7_200_000 }, async () => {
    let done = 0;
    const started = performance.now();
    let shrinkUntil = Infinity;
    const property = fc.asyncProperty(
      fc.gen(),
      fc.nat({ max: requests.length - 1 }),
      fc.boolean(),
      async (next, mode, isCountable) => {
        if (performance.now() > shrinkUntil) return;
        const text = randomText(new Chance(next), true);
        const specification = built(text, note, isShown);
        if (specification === undefined) return;
        const symmetry = isCountable ? 'countable' : true;
        try {
          const { differences, reduced, whole, report } = await reducedBeside(
            specification,
            symmetry,
            requests[mode] ?? {},
            engines,
          );
          if (differences.length > 0) throw new Error(differences.join('\n'));
          note('compared');
          note(report?.isInForce === true ? 'reduced' : 'not reduced');
          for (const of of report?.of ?? []) note(of);
          if (reduced.counts.statesFull !== undefined) note('counted');
          if (reduced.counts.statesDistinct < whole.counts.statesDistinct) note('fewer states');
          if ((report?.hindrances.length ?? 0) > 0 && report?.isInForce === true) note('hindered in part');
          for (const { verdict, kind } of whole.properties) note(`${kind} ${verdict.kind}`);
        } catch (error) {
          // Initial states may be none.
          if (error instanceof SpecError) return note('refused');
          shrinkUntil = Math.min(shrinkUntil, performance.now() + shrinkMostMs);
          throw new Error(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n${fileOf(text)}`, {
            cause: error,
          });
        }
        done += 1;
        if (isLong && done % 1000 === 0)
          process.stdout.write(`${done} of ${count} in ${Math.round((performance.now() - started) / 1000)} s\n`);
      },
    );
    await fc.assert(property, { numRuns: count, seed, verbose: 0, endOnFailure: isLong });
    if (isShown) process.stdout.write(`${JSON.stringify(Object.fromEntries(seen), undefined, 1)}\n`);
    expect(noted('reduced')).toBeGreaterThan(count / 3);
  });
});
