// Two engines, one meaning: random specifications over every sort, operator and statement, explored by both.
// The reference engine's results are the truth; BALLAST_AGREEMENT sets how many specifications, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpecError, type Specification } from '../../checker/index.ts';
import { Uncompilable } from '../../checker/compile/code.ts';
import { compareEngines, smallPartitions, statesOfPartition } from './compare.ts';
import { Chance } from './random.ts';
import { fileOf, modelOf, randomText } from './specifications.ts';

const count = Number(process.env['BALLAST_AGREEMENT'] ?? 1000);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const statesMost = 300;

const requests = [{}, { all: true }, { all: true, maxDepth: 2 }, { all: true, maxStates: 20 }];

describe('random specifications', () => {
  const seen = new Map<string, number>();
  const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

  it('mean the same to both engines', { timeout: 3_600_000 }, async () => {
    let done = 0;
    const started = performance.now();
    const property = fc.asyncProperty(
      fc.gen(),
      fc.nat({ max: requests.length - 1 }),
      fc.boolean(),
      fc.constantFrom(undefined, 0, 3),
      async (next, mode, isSplit, comparedMost) => {
        const text = randomText(new Chance(next));
        const specification = built(text, note);
        if (specification === undefined) return;
        const request = { maxStates: statesMost, comparedMost, ...requests[mode] };
        try {
          const engine = { workers: 1 + (mode % 2), ...(isSplit ? smallPartitions(specification) : {}) };
          const { reference, compiled, found, states } = await compareEngines(specification, request, engine);
          for (const each of new Set(found)) note(each);
          note('compared');
          if (isSplit && states > statesOfPartition) note('spread');
          if (reference.includes('"among"')) note('chosen step by step');
          if (compiled !== reference)
            throw new Error(`${JSON.stringify(request)}\n${differences(reference, compiled)}\n${fileOf(text)}`);
        } catch (error) {
          if (error instanceof Uncompilable) note('uncompilable');
          else if (error instanceof SpecError) note('refused');
          else if (error instanceof Error && !error.message.includes('ballast'))
            throw new Error(`${error.stack ?? ''}\n${fileOf(text)}`, { cause: error });
          else throw error;
        }
        done += 1;
        if (count > 1000 && done % 1000 === 0)
          process.stdout.write(`${done} of ${count} in ${Math.round((performance.now() - started) / 1000)} s\n`);
      },
    );
    await fc.assert(property, { numRuns: count, seed, verbose: 0, endOnFailure: count > 1000 });
    expect(done).toBeGreaterThan(count / 3);
    if (count > 1000 || process.env['BALLAST_SHOW'] !== undefined)
      process.stdout.write(`${JSON.stringify(Object.fromEntries(seen), undefined, 1)}\n`);
  });

  it('are of every sort that matters', () => {
    const compared = seen.get('compared') ?? 0;
    expect(compared).toBeGreaterThan(count / 3);
    expect(seen.get('uncompilable') ?? 0).toBeLessThan(compared / 50);
    const wanted = ['invariant violated', 'invariant holds', 'domain violated', 'deadlock violated', 'reachable holds'];
    const rare = [
      ...wanted,
      'action violated',
      'assertion violated',
      'cut',
      'complete',
      'spread',
      'chosen step by step',
    ].filter((what) => (seen.get(what) ?? 0) < compared / 200);
    expect({ rare }).toEqual({ rare: [] });
  });
});

function built(text: string, note: (what: string) => void): Specification | undefined {
  try {
    return modelOf(text).build();
  } catch (error) {
    if (!(error instanceof SpecError)) throw new Error(`${String(error)}\n${text}`, { cause: error });
    note('refused');
    if (process.env['BALLAST_SHOW'] !== undefined)
      note(`refused: ${error.message.replaceAll(/[\d']+/g, '').slice(0, 40)}`);
    return undefined;
  }
}

/** The lines that differ, the first of them. */
function differences(reference: string, compiled: string): string {
  const [wanted, found] = [reference.split('\n'), compiled.split('\n')];
  const at = wanted.findIndex((line, index) => line !== found[index]);
  const some = (lines: readonly string[]): string => lines.slice(Math.max(0, at - 5), at + 10).join('\n');
  return `reference:\n${some(wanted)}\ncompiled:\n${some(found)}`;
}
