// Whatever is left out, the same is found of random specifications, by both engines, and every trace is a behaviour of the specification as it
// is. BALLAST_REDUCTIONS sets how many specifications, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explore, exploreCompiled, reductionNames, SpecError, type Exploration, type Specification } from 'ballast';
import { Uncompilable } from '../../checker/compile/code.ts';
import { choicesOf, everything, leavingOut, promised } from '../reduce/promised.ts';
import { firstNotTaken } from '../reduce/replays.ts';
import { Chance } from './random.ts';
import { threadsText } from './random-threads.ts';
import { built, fileOf, randomText } from './specifications.ts';

const count = Number(process.env['BALLAST_REDUCTIONS'] ?? 6);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const isShown = process.env['BALLAST_SHOW'] !== undefined;

const choices = [everything, everything, ...choicesOf(reductionNames).slice(1)];
const generators = [threadsText, (chance: Chance): string => randomText(chance, true), randomText];

describe('random specifications', () => {
  it('are found to do the same whatever is left out', { timeout: 7_200_000 }, async () => {
    const tally = new Map<string, number>();
    const note = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);
    const noted = (what: string): number => tally.get(what) ?? 0;
    const property = fc.asyncProperty(
      fc.gen(),
      fc.nat({ max: choices.length - 1 }),
      fc.nat({ max: generators.length - 1 }),
      fc.boolean(),
      async (next, choice, generator, all) => {
        const text = (generators[generator] ?? randomText)(new Chance(next));
        const specification = built(text);
        if (specification === undefined) return note('refused');
        const reductions = choices[choice] ?? everything;
        try {
          const first = await explore(specification, { all, maxStates: 400 });
          // A limit of states would end the searches at different depths.
          const isLimited = first.ended === 'max-states';
          const request = isLimited ? { all, maxDepth: first.counts.depth } : { all };
          const whole = isLimited ? await explore(specification, request) : first;
          note(isLimited ? 'to a depth' : 'whole');
          const wanted = promised(whole, reductions);
          const found = await explore(specification, { ...request, reductions });
          // States at the depth asked for may be represented by one that was found before: then there is nothing more.
          if (isLimited && found.ended === 'complete') return note('known to be all');
          if (promised(found, reductions) !== wanted)
            throw new Error(`reference: ${differing(wanted, promised(found, reductions))}`);
          note('compared');
          for (const name of leavingOut(found)) note(name);
          if (leavingOut(found).length > 1) note('several');
          if (found.counts.statesDistinct < whole.counts.statesDistinct) note('fewer states');
          const once = await explore(specification, { ...request, reductions, once: true });
          checkTraces(specification, once, note);
          const asked = { ...request, reductions, workers: 1 };
          const compiled = await exploreCompiled(specification, asked);
          if (promised(compiled, reductions) !== wanted)
            throw new Error(`compiled: ${differing(wanted, promised(compiled, reductions))}`);
          expect(compiled).toMatchObject({ counts: found.counts, digest: found.digest, reductions: found.reductions });
          checkTraces(specification, await exploreCompiled(specification, { ...asked, once: true }), note);
        } catch (error) {
          if (error instanceof Uncompilable) return note('uncompilable');
          if (error instanceof SpecError) return note('refused');
          throw new Error(
            `${JSON.stringify(reductions)} all: ${all}\n${error instanceof Error ? (error.stack ?? '') : String(error)}\n${fileOf(text)}`,
            {
              cause: error,
            },
          );
        }
        return undefined;
      },
    );
    await fc.assert(property, { numRuns: count, seed, verbose: 0, endOnFailure: true });
    if (isShown) process.stdout.write(`${JSON.stringify(Object.fromEntries(tally), undefined, 1)}\n`);
    expect(noted('compared')).toBeGreaterThan(count / 3);
    expect(noted('several')).toBeGreaterThan(count / 12);
  });
});

/** Of a search that leaves out orders of steps: its own traces, which are longer perhaps, but none is made up. */
function checkTraces(specification: Specification, { properties }: Exploration, note: (what: string) => void): void {
  for (const { name, verdict } of properties) {
    const trace = verdict.kind === 'violated' ? verdict.trace : verdict.kind === 'holds' ? verdict.witness : undefined;
    if (trace === undefined || trace.states.length === 0) continue;
    note(verdict.kind === 'holds' ? 'witness' : 'counterexample');
    const at = firstNotTaken(specification, trace);
    if (at >= 0) throw new Error(`the trace of ${name} takes no step of the specification at ${at}`);
    const { steps } = verdict as { readonly steps?: number };
    if (steps !== undefined && steps !== trace.steps.length)
      throw new Error(`${name}: ${steps} steps are told, and the trace has ${trace.steps.length}`);
  }
}

function differing(wanted: string, found: string): string {
  const [a, b] = [wanted.split('\n'), found.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  return [a, b].map((lines) => lines.slice(Math.max(0, at - 8), at + 6).join('\n')).join('\n---\n');
}
