// Long walks through the balloon specification, many threads at once: the study is right there too.

import { describe, expect, it } from 'vitest';
import { studyTrace, valueIn, type Specification, type State, type Trace } from '../../checker/index.ts';
import { fire } from '../../checker/interpret/fire.ts';
import { initialStates } from '../../checker/interpret/initial.ts';
import { stepOf } from '../../checker/interpret/steps.ts';
import { applyNodes } from '../../checker/language/nodes.ts';
import type { Node } from '../../checker/language/tree.ts';
import { eventsOf } from '../../checker/trace/events.ts';
import { orderingsOf } from '../../checker/trace/orderings.ts';
import { studiedMost } from '../../checker/trace/study.ts';
import balloon from '../../spec/balloon.ts';
import { judgeOrderings, judgeRelevance } from './brute-force.ts';

const specification = balloon.build({ set: { version: 'after', granularity: 'fine', scanners: 2, pages: 3 } });
const shown = { name: 'somewhere else', kind: 'invariant' } as const;

const none = { after: [], before: [], clause: [], given: [], isStep: false };

/** So many steps taken at random, the same for one seed. */
function walk(length: number, seed: number): Trace {
  let [chance, state] = [seed, initialState()];
  const [states, steps]: [State[], Trace['steps'][number][]] = [[state], []];
  while (steps.length < length) {
    const outcomes = specification.actions.flatMap((action) => fire(action, state));
    chance = (chance * 1_103_515_245 + 12_345) % 2 ** 31;
    const outcome = outcomes[Math.floor(chance / 2 ** 16) % outcomes.length];
    if (outcome?.result.kind !== 'successor') throw new Error('the walk ends');
    steps.push(stepOf(outcome));
    states.push((state = outcome.result.state));
  }
  return { states, steps };
}

function initialState(): State {
  for (const effect of initialStates(specification)) if (effect?.kind === 'successor') return effect.state;
  throw new Error('there is no initial state');
}

/** The specification with an invariant that only the last state violates: some pages are not all as they are there. */
function endingIn({ states }: Trace): Specification {
  const last = states.at(-1) ?? initialState();
  const isThere = ['lru', 'refcount', 'PG_locked'].map((name): Node => {
    const sort = specification.variables.find((variable) => variable.name === name)?.sort ?? { kind: 'bool' };
    return applyNodes('equal', [
      { kind: 'variable', sort, name },
      { kind: 'literal', sort, value: valueIn(last, name) },
    ]);
  });
  const node = applyNodes('not', [applyNodes('all', isThere)]);
  return { ...specification, invariants: [{ ...shown, node }] };
}

describe('the study of a long trace', () => {
  it('says nothing of orderings where not all are looked at', () => {
    const trace = walk(100, 1);
    const ending = endingIn(trace);
    const steps = eventsOf(ending, trace);
    const isRelevant = steps.map(() => true);
    const studied = { specification: ending, shown, trace, steps, isRelevant, ending: none };
    expect(orderingsOf(studied, 20)).toBeUndefined();
    expect(orderingsOf(studied)).not.toEqual([]);
    expect(studyTrace(ending, shown, walk(studiedMost + 1, 1))).toBeUndefined();
  });

  it.each([1, 2, 3])('is what brute force finds: walk %i', (seed) => {
    const trace = walk(100, seed);
    const ending = endingIn(trace);
    const study = studyTrace(ending, shown, trace);
    if (study === undefined) throw new Error('nothing is studied');
    const { mistakes, irrelevant } = judgeRelevance(ending, shown, trace, study);
    expect(mistakes).toEqual([]);
    expect(irrelevant.length).toBeGreaterThan(10);
    const orderings = judgeOrderings(ending, shown, trace, study);
    expect(orderings.map(({ said }) => said)).toEqual(orderings.map(({ found }) => found));
    expect(orderings.length).toBeGreaterThan(20);
  });

  it('is made of a thousand steps', () => {
    const trace = walk(1000, 1);
    const ending = endingIn(trace);
    expect(studyTrace(ending, shown, trace)?.steps).toHaveLength(1000);
  });
});
