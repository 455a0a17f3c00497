// The graph in which fair cycles are looked for is the same by generated code and by the plain meaning: of random specifications, with fairness
// and questions made for them, and of everything that comes with the checker. BALLAST_AGREEMENT sets how many, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpecError, type Specification } from '../../checker/index.ts';
import { Uncompilable } from '../../checker/compile/code.ts';
import balloonProtocol from '../../examples/balloon-protocol.ts';
import { models } from '../bundled.ts';
import { behavioursBothWays, questionsAbout } from './behaviours.ts';
import { Chance } from './random.ts';
import { built, fileOf, randomText } from './specifications.ts';

const count = Number(process.env['BALLAST_AGREEMENT'] ?? 60);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const statesMost = 300;

describe('behaviours are the same to both engines', () => {
  it('of random specifications', { timeout: 3_600_000 }, async () => {
    const noted = new Map<string, number>();
    const note = (what: string): void => void noted.set(what, (noted.get(what) ?? 0) + 1);
    const property = fc.asyncProperty(fc.gen(), fc.nat({ max: 39 }), async (next, mode) => {
      const chance = new Chance(next);
      const text = randomText(chance);
      const specification = fair(text, chance);
      if (specification === undefined) return;
      const questions = questionsAbout(specification);
      try {
        const isSpread = mode % 3 === 0;
        const engine = mode === 38 ? { workers: 2, joinAt: 1 } : { isSpread };
        const both = await behavioursBothWays(specification, questions, engine, statesMost);
        if (both === undefined) return note('too large');
        const at = both.plain.findIndex((line, index) => line !== both.compiled[index]);
        const some = (lines: readonly string[]): string => lines.slice(Math.max(0, at - 3), at + 3).join('\n');
        if (at >= 0) throw new Error(`${some(both.plain)}\nbut\n${some(both.compiled)}\n${fileOf(text)}`);
        note(isSpread ? 'spread' : 'compared');
        if (both.edges > 20) note('many edges');
        if (questions.some(({ ofSteps }) => ofSteps.length > 0)) note('steps');
        if (specification.fairness.length > 0) note('fairness');
        if (specification.processes.length > 0) note('processes');
      } catch (error) {
        // Some have no initial state.
        if (!(error instanceof Uncompilable || error instanceof SpecError)) throw error;
        note('refused');
      }
    });
    await fc.assert(property, { seed, numRuns: count, endOnFailure: true });
    for (const what of ['compared', 'spread', 'many edges', 'steps', 'fairness', 'processes'])
      expect(noted.get(what) ?? 0, `${what} of ${count}: ${JSON.stringify([...noted])}`).toBeGreaterThan(count / 20);
  });

  it.each([{ workers: 2, joinAt: 1 }, { workers: 3, joinAt: 1 }, { isSpread: true }])('with %o', async (engine) => {
    const specification = balloonProtocol.build({ set: { pages: 1, compactors: 1 } });
    const both = await behavioursBothWays(specification, questionsAbout(specification), engine, 5000);
    expect(both?.edges).toBeGreaterThan(200);
    expect(both?.compiled).toEqual(both?.plain);
  });

  it.each(models.map((model) => ({ name: model.name, model })))('of $name', async ({ model }) => {
    const specification = model.build();
    const questions = questionsAbout(specification);
    const both = await behavioursBothWays({ ...specification, constraints: [] }, questions, {}, 500);
    // Of those that are too large nothing is compared.
    expect(both?.compiled).toEqual(both?.plain);
  });
});

/** Fairness of some actions, for some of their parameters. Undefined where the checker refuses the text. */
function fair(text: string, chance: Chance): Specification | undefined {
  const specification = built(text);
  if (specification === undefined) return undefined;
  const fairness = specification.actions
    .filter(() => chance.percent(60))
    .map(({ name, parameters }) => ({
      strength: chance.oneOf(['weak', 'strong'] as const),
      of: name,
      each: parameters.filter(() => chance.percent(50)).map((parameter) => parameter.name),
      actions: [name],
    }));
  return { ...specification, constraints: [], fairness };
}
