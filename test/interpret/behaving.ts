// A specification that goes round, and short ways to look into what is decided of its behaviours: by both engines, which say the same.

import { expect } from 'vitest';
import { action, explore, spec, type Exploration, type Specification, type Temporal } from 'ballast';
import { exploreCompiled, type CompiledRequest } from '../../checker/explore/explore.ts';
import { printed } from '../agreement/compare.ts';
import { built, counters, resultOf } from './build.ts';

const { n, m } = counters;

/** What the reference engine decides; the compiled one decides the same. */
export async function decided(specification: Specification, request: CompiledRequest = {}): Promise<Exploration> {
  const { workers: _, joinAt: __, cache: ___, partitionBytes: ____, ...plain } = request;
  const reference = await explore(specification, plain);
  expect(printed(await exploreCompiled(specification, { workers: 1, ...request }))).toBe(printed(reference));
  return reference;
}

/** `2 steps, then 3 again and again`, `stuttering after 1`, or the verdict. */
export function shapeOf(found: Exploration, name: string): string {
  const { verdict } = resultOf(found, name);
  if (verdict.kind !== 'violated') return verdict.kind === 'holds' ? 'holds' : verdict.text;
  const { steps = [], loop } = verdict.trace ?? {};
  if (loop === undefined) return `violated in ${steps.length}`;
  if (loop.isStuttering) return `stuttering after ${loop.from}`;
  return `${loop.from} steps, then ${steps.length - loop.from} again and again`;
}

/** Why the loop that violates a property is fair. */
export function fairnessOf(found: Exploration, name: string): readonly string[] {
  const { verdict } = resultOf(found, name);
  const { loop } = (verdict.kind === 'violated' && verdict.trace) || {};
  return loop?.fairness.map(({ text, why }) => `${text}: ${why}`) ?? [];
}

/** Counts n up to 3 and begins anew; m may go up to 1 and back. */
export function turning(liveness: Readonly<Record<string, Temporal>>, parts: object = {}): Specification {
  return built(
    spec({
      variables: { n, m },
      init: { n: 0, m: 0 },
      actions: {
        up: action({ when: [n.lessThan(3)], then: [n.increment()] }),
        anew: action({ when: [n.is(3)], then: [n.becomes(0)] }),
        on: action({ when: [m.is(0)], then: [m.becomes(1)] }),
        off: action({ when: [m.is(1)], then: [m.becomes(0)] }),
        idle: action({ then: [m.becomes(m)] }),
      },
      invariants: { any: n.atLeast(0) },
      liveness,
      ...parts,
    }),
  );
}
