// Traces where very many states lie on shortest paths: the same for both engines and any number of workers, and no reason to run out of
// memory or to be deaf.

import { action, fn, forall, ids, range, spec, variables } from 'ballast';
import type { Exploration, Specification, Verdict } from 'ballast';
import { describe, expect, it } from 'vitest';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import { declaredChecks } from '../../checker/interpret/checks.ts';
import { explore } from '../../checker/interpret/explore.ts';
import { comparedMost } from '../../checker/interpret/shortest.ts';
import { violated } from '../../checker/interpret/verdicts.ts';
import { compareEngines } from '../agreement/compare.ts';
import { clockOfLooks } from '../clock.ts';
import { built, resultOf, stepsTo, textOf } from '../interpret/build.ts';

/** Three that count up to `top`, and all states lie on shortest paths to the last. */
function cube(top: number): Specification {
  const Cpu = ids('cpu', 3);
  const { n } = variables({ n: fn(Cpu, range(0, top)) });
  const isLast = forall({ c: Cpu }, ({ c }) => n.at(c).is(top));
  return built(
    spec({
      variables: { n },
      init: { n: 0 },
      actions: { up: action({ c: Cpu }, ({ c }) => ({ when: [n.at(c).lessThan(top)], then: [n.at(c).increment()] })) },
      terminal: 'any',
      invariants: { soon: forall({ c: Cpu }, ({ c }) => n.at(c).isNot(1)), last: isLast.not() },
    }),
  );
}

function violation(found: Exploration, name: string): Extract<Verdict, { kind: 'violated' }> {
  const { verdict } = resultOf(found, name);
  if (verdict.kind !== 'violated') throw new Error(`'${name}' is not violated`);
  return verdict;
}

describe('a trace among many', () => {
  const request = { properties: ['last'] };

  it('is the same for both engines, any number of workers, and states in several memories', async () => {
    const specification = cube(20);
    const reference = await explore(specification, request);
    const { trace } = violation(reference, 'last');
    expect(trace?.among).toBe(21 ** 3);
    const twenty = (cpu: number): readonly string[] => Array.from({ length: 20 }, () => `up(c: cpu${cpu})`);
    expect(stepsTo(reference, 'last')).toEqual([0, 1, 2].flatMap(twenty));
    for (const workers of [1, 2, 3]) {
      for (const memory of [{}, { partitionBytes: 75_000, memoryMb: 4 }]) {
        const compared = await compareEngines(specification, request, { workers, ...memory });
        expect(compared.compiled).toBe(compared.reference);
      }
    }
  });

  it('is made of the shortest violations only, where that is enough; a witness keeps its own', async () => {
    const specification = cube(4);
    const compared = await compareEngines(specification, { all: true, traced: 'shortest' });
    expect(compared.compiled).toBe(compared.reference);
    const found = await explore(specification, { all: true, traced: 'shortest' });
    expect(violation(found, 'soon')).toMatchObject({ steps: 1, trace: { steps: [{}] } });
    expect(violation(found, 'last')).toMatchObject({
      steps: 12,
      untraced: { reason: 'only the shortest violations are traced' },
    });
    expect(violation(found, 'last').trace).toBe(undefined);
    const { n } = variables({ n: range(0, 3) });
    const counting = built(
      spec({
        variables: { n },
        init: { n: 0 },
        actions: { up: action({ when: [n.lessThan(3)], then: [n.increment()] }) },
        terminal: 'any',
        invariants: { notOne: n.isNot(1) },
        reachable: { three: n.is(3) },
      }),
    );
    for (const explored of [explore, exploreCompiled]) {
      const { verdict } = resultOf(await explored(counting, { all: true, traced: 'shortest' }), 'three');
      expect(verdict).toMatchObject({ kind: 'holds', steps: 3, witness: { steps: [{}, {}, {}] } });
    }
  });

  it('is one of few where they can be compared', async () => {
    const specification = cube(16);
    expect(17 ** 3).toBeLessThan(comparedMost);
    const { trace } = violation(await exploreCompiled(specification, request), 'last');
    expect(trace?.steps).toHaveLength(48);
    expect(trace?.among).toBeUndefined();
  });

  it('takes no time or memory of which a search would have to speak', async () => {
    const found = await exploreCompiled(cube(120), request);
    const { trace, untraced } = violation(found, 'last');
    expect(untraced).toBeUndefined();
    expect(trace?.steps).toHaveLength(360);
    expect(trace?.among).toBe(121 ** 3);
  });
});

describe('Ctrl-C', () => {
  it('while a trace is looked for ends that; the violation stays, with a state that shows it', async () => {
    const stop = new AbortController();
    const specification = cube(160);
    const found = await exploreCompiled(specification, {
      properties: ['last'],
      signal: stop.signal,
      onProgress: ({ statesQueued }) => {
        if (statesQueued === 0) stop.abort();
      },
    });
    expect(found).toMatchObject({ ended: 'violation', counts: { statesDistinct: 161 ** 3, areExact: true } });
    expect(violation(found, 'last')).toMatchObject({
      form: 'invariant',
      steps: 480,
      untraced: { reason: 'interrupted while a trace was looked for' },
    });
    const { trace, untraced, explanation } = violation(found, 'last');
    expect(trace).toBeUndefined();
    expect(untraced?.state && textOf(specification, untraced.state)).toBe('n: Map { 0: 160, 1: 160, 2: 160 }');
    expect(explanation).toMatchObject({ value: 'true' });
  });

  it('leaves a state that shows the violation, as soon as it comes', async () => {
    // Every look at the clock finds that it is time to look up from the work.
    clockOfLooks(60);
    const stop = new AbortController();
    const specification = cube(2);
    const found = await exploreCompiled(specification, {
      properties: ['last'],
      workers: 1,
      signal: stop.signal,
      onProgress: ({ statesQueued }) => {
        if (statesQueued === 0) stop.abort();
      },
    });
    const { untraced } = violation(found, 'last');
    expect(untraced?.reason).toBe('interrupted while a trace was looked for');
    expect(untraced?.state && textOf(specification, untraced.state)).toBe('n: Map { 0: 2, 1: 2, 2: 2 }');
  });

  it('while the search goes on past a violation leaves it its trace', async () => {
    const stop = new AbortController();
    const found = await exploreCompiled(cube(160), {
      all: true,
      signal: stop.signal,
      onProgress: ({ statesDistinct }) => {
        if (statesDistinct > 10_000) stop.abort();
      },
    });
    expect(found.ended).toBe('interrupted');
    expect(stepsTo(found, 'soon')).toEqual(['up(c: cpu0)']);
  });
});

describe('a trace that cannot be made', () => {
  it('is said to be missing, and why; the verdict stays', () => {
    const specification = cube(2);
    const check = declaredChecks(specification, ['last'])[1];
    if (check === undefined) throw new Error('the second property is last');
    const traceTo = (): never => {
      throw new RangeError('Set maximum size exceeded');
    };
    expect(violated(specification, check, { steps: 6, states: [], sources: [] }, { traceTo })).toEqual({
      kind: 'violated',
      form: 'invariant',
      steps: 6,
      untraced: { reason: 'a trace could not be made: Set maximum size exceeded' },
    });
  });
});
