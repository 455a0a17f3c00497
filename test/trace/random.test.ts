// Studies of the traces of random specifications, over every sort, operator and statement, judged by brute force.
// BALLAST_AGREEMENT sets how many specifications, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explore,
  SpecError,
  studyTrace,
  type PropertyResult,
  type Specification,
  type Trace,
  type TraceStep,
} from '../../checker/index.ts';
import { fire } from '../../checker/interpret/fire.ts';
import { stepOf } from '../../checker/interpret/steps.ts';
import { Chance } from '../agreement/random.ts';
import { built, fileOf, randomText } from '../agreement/specifications.ts';
import { judgeOrderings, judgeRelevance, traceOf } from './brute-force.ts';
import { isShownByState, isShownByStep } from './replayed.ts';

const count = Number(process.env['BALLAST_AGREEMENT'] ?? 200);
const stepsMost = 20;
const seed = Number(process.env['BALLAST_SEED'] ?? 1);

interface Seen extends Record<
  'traces' | 'steps' | 'irrelevant' | 'partly' | 'alone' | 'refused' | 'saved' | 'violated',
  number
> {
  readonly ends: Set<string>;
}

function judgeAll(specification: Specification, property: PropertyResult, trace: Trace, seen: Seen): void {
  const study = studyTrace(specification, property, trace);
  if (study === undefined) throw new Error('nothing is studied');
  const { mistakes, irrelevant, partly, alone } = judgeRelevance(specification, property, trace, study);
  expect(mistakes).toEqual([]);
  const orderings = judgeOrderings(specification, property, trace, study);
  expect(orderings.map(({ said }) => said)).toEqual(orderings.map(({ found }) => found));
  seen.ends.add(property.kind);
  seen.traces += 1;
  seen.steps += trace.steps.length;
  seen.irrelevant += irrelevant.length;
  seen.partly += partly.length;
  seen.alone += alone.length;
  for (const { found } of orderings) seen[found] += 1;
}

/** A walk at random from the same initial state that ends where the property is shown; undefined where it does not get there. */
function walkTo(
  specification: Specification,
  property: PropertyResult,
  { states: [initial] }: Trace,
  below: (most: number) => number,
): Trace | undefined {
  if (initial === undefined) return undefined;
  const [states, steps] = [[initial], [] as TraceStep[]];
  let state = initial;
  while (steps.length < stepsMost) {
    const outcomes = specification.actions.flatMap((action) => fire(action, state));
    const outcome = outcomes[below(Math.max(0, outcomes.length - 1))];
    if (outcome === undefined) return undefined;
    steps.push(stepOf(outcome));
    const { result } = outcome;
    if (result.kind === 'failure') return result.failure.property === property.name ? { states, steps } : undefined;
    const isThere = isShownByStep(specification, property, state, result.state, outcome.action.name);
    state = result.state;
    states.push(state);
    if (isThere || isShownByState(specification, property, state)) return { states, steps };
  }
  return undefined;
}

describe('the study of a trace of a random specification', () => {
  it('is what brute force finds', { timeout: 3_600_000 }, async () => {
    const seen: Seen = {
      ends: new Set(),
      traces: 0,
      steps: 0,
      irrelevant: 0,
      partly: 0,
      refused: 0,
      saved: 0,
      violated: 0,
      alone: 0,
    };
    const property = fc.asyncProperty(fc.gen(), async (next) => {
      const text = randomText(new Chance(next));
      const specification = built(text);
      if (specification === undefined) return;
      const found = await explore(specification, { all: true, maxStates: 60 }).catch((error: unknown) => {
        if (error instanceof SpecError) return undefined;
        throw error;
      });
      for (const each of found?.properties ?? []) {
        const shortest = traceOf(each);
        if (shortest === undefined || shortest.steps.length === 0) continue;
        // Walks get there on roundabout ways, with more steps that do not matter.
        const walks = [1, 2].flatMap(
          () => walkTo(specification, each, shortest, (most) => next(fc.nat, { max: most })) ?? [],
        );
        for (const trace of [shortest, ...walks]) {
          const judge = (): void => judgeAll(specification, each, trace, seen);
          try {
            judge();
          } catch (error) {
            const steps = trace.steps.map((step) => step.text).join('; ');
            const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
            throw new Error(`${each.name} (${each.kind}): ${steps}\n${told}\n${fileOf(text)}`, { cause: error });
          }
        }
      }
    });
    await fc.assert(property, { numRuns: count, seed, verbose: 0, endOnFailure: true });
    if (process.env['BALLAST_SHOW'] !== undefined)
      process.stdout.write(`${JSON.stringify({ ...seen, ends: [...seen.ends] })}\n`);
    expect(seen.traces).toBeGreaterThan(count / 2);
    // Steps that matter, and change something that does not.
    expect(seen.partly).toBeGreaterThan(count / 20);
  });
});
