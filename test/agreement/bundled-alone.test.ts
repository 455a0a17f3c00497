// Steps taken alone, and chains of them, hide nothing of what comes with the checker: every specification, example and mutant that is small
// enough. Run by `npm run reductions`.

import { describe, expect, it } from 'vitest';
import type { Exploration, Reductions } from '../../checker/index.ts';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import { explore } from '../../checker/interpret/explore.ts';
import { amplePlan, candidatesIn } from '../../checker/reduce/ample.ts';
import { variantsOf } from '../bundled.ts';
import { brokenPromise } from './ample-oracle.ts';
import { ofStates } from './of-states.ts';

const isLong = Number(process.env['BALLAST_REDUCTIONS'] ?? 0) >= 1000;
const variants = variantsOf((index) => isLong || index % 4 === 1);

const modes: readonly Reductions[] = [{ partialOrder: true }, { chains: true }, { partialOrder: true, chains: true }];

/** So many states are searched whole, so many by the reference engine too, and of so many every promise is looked at. */
const [statesMost, referenceMost, promisesMost] = [60_000, 2_000, 250];

describe('steps taken alone', () => {
  it.each(variants)('hide nothing of $name', async ({ model, mutant }) => {
    const specification = ofStates(model.build({ mutant }));
    const plan = amplePlan(specification);
    if (candidatesIn(plan, specification).length === 0) return;
    const whole = await exploreCompiled(specification, { all: true, maxStates: statesMost });
    if (whole.ended !== 'complete') return;
    const isSmall = whole.counts.statesDistinct <= referenceMost;
    expect(isSmall ? brokenPromise(specification, plan, promisesMost) : undefined).toBeUndefined();
    for (const reductions of modes) {
      const request = { all: true, reductions, once: true };
      const reduced = await exploreCompiled(specification, request);
      expect(judged(reduced)).toEqual(judged(whole));
      if (!isSmall) continue;
      const reference = await explore(specification, request);
      expect([reference.counts, reference.digest, reference.levels]).toEqual([
        reduced.counts,
        reduced.digest,
        reduced.levels,
      ]);
    }
  });
});

/** What is found of each property, and what was never touched. */
function judged({ properties, neverExercised }: Exploration): readonly string[] {
  const verdicts = properties.map(({ name, verdict }) => `${name}: ${verdict.kind}`);
  return [...verdicts.sort(), ...neverExercised.map(({ kind, name, text }) => `${kind} ${name}: ${text}`)];
}
