// Steps taken alone, and chains of them taken at once, hide nothing: on random specifications every ample set keeps its promises on the whole
// graph, every verdict is that of a search that leaves nothing out, and both engines find the same. BALLAST_REDUCTIONS sets how many
// specifications, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exploration, Reductions } from '../../checker/index.ts';
import { Uncompilable } from '../../checker/compile/code.ts';
import { explore } from '../../checker/interpret/explore.ts';
import { amplePlan, candidatesIn } from '../../checker/reduce/ample.ts';
import { brokenPromise } from './ample-oracle.ts';
import { compareEngines, differences } from './compare.ts';
import { Chance } from './random.ts';
import { refinementText, threadsText } from './random-threads.ts';
import { built, fileOf } from './specifications.ts';

const count = Number(process.env['BALLAST_REDUCTIONS'] ?? 16);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const isShown = process.env['BALLAST_SHOW'] !== undefined;

const modes: readonly Reductions[] = [
  { partialOrder: true },
  { chains: true },
  { partialOrder: true, chains: true },
  { partialOrder: true, chains: true, symmetry: true, deadLocals: true },
];
/** Of so many states every promise is looked at, and of so many every verdict. */
const [promisesMost, statesMost] = [300, 1500];

describe('steps taken alone', () => {
  it('keep their promises, hide no verdict, and are chosen alike by both engines', { timeout: 3_600_000 }, async () => {
    const tally = new Map<string, number>();
    const note = (what: string, by = 1): void => void tally.set(what, (tally.get(what) ?? 0) + by);
    const property = fc.asyncProperty(fc.gen(), fc.nat({ max: modes.length - 1 }), async (next, mode) => {
      const chance = new Chance(next);
      const hasAbstract = chance.percent(50);
      const text = threadsText(chance, hasAbstract ? () => [refinementText(chance)] : undefined);
      const specification = built(text);
      if (specification === undefined) return note('refused');
      const plan = amplePlan(specification);
      note('specifications');
      if (candidatesIn(plan, specification).length === 0) return note('without candidates');
      const broken = brokenPromise(specification, plan, promisesMost);
      if (broken !== undefined) throw new Error(`${broken}\n${fileOf(text)}`);
      const whole = await explore(specification, { all: true, maxStates: statesMost });
      if (whole.ended !== 'complete') return note('too large');
      note('compared');
      const reductions = modes[mode] ?? {};
      const reduced = await explore(specification, { all: true, reductions, once: true });
      const [wanted, found] = [judged(whole), judged(reduced)];
      if (found !== wanted) throw new Error(`${JSON.stringify(reductions)}\n${wanted}\n${found}\n${fileOf(text)}`);
      const isSmaller = reduced.counts.statesDistinct < whole.counts.statesDistinct;
      if (isSmaller) note('with fewer states');
      const { verdict } = reduced.properties.find(({ kind }) => kind === 'refinement') ?? {};
      if (isSmaller && verdict !== undefined) note(`a refinement with fewer states ${verdict.kind}`);
      try {
        const engine = next(fc.nat, { max: 19 }) === 19 ? { workers: 2, joinAt: 1 } : {};
        const request = { all: next(fc.boolean), reductions, once: next(fc.boolean) };
        const { reference, compiled } = await compareEngines(specification, request, engine);
        if (compiled !== reference)
          throw new Error(`${JSON.stringify(reductions)}\n${differences(reference, compiled)}\n${fileOf(text)}`);
      } catch (error) {
        if (!(error instanceof Uncompilable)) throw error;
        note('uncompilable');
      }
      return undefined;
    });
    await fc.assert(property, { numRuns: count, seed, verbose: 0, endOnFailure: count > 1000 });
    if (isShown) process.stdout.write(`${JSON.stringify(Object.fromEntries(tally), undefined, 1)}\n`);
    expect(tally.get('compared') ?? 0).toBeGreaterThan(count / 6);
    expect(tally.get('with fewer states') ?? 0).toBeGreaterThan(count / 12);
  });
});

/** What is found of each property, and what was never touched. */
function judged({ properties, neverExercised }: Exploration): string {
  const verdicts = properties.map(({ name, verdict }) =>
    verdict.kind === 'not-decided' ? `${name}: ${verdict.kind} ${verdict.text}` : `${name}: ${verdict.kind}`,
  );
  return [...verdicts.sort(), ...neverExercised.map(({ kind, name, text }) => `${kind} ${name}: ${text}`)].join('\n');
}
