// What a search leaves out when several reductions meet each other, and limits, properties and questions with which they do not go together.

import { describe, expect, it } from 'vitest';
import {
  bool,
  explore,
  exploreCompiled,
  fn,
  model,
  process,
  processes,
  range,
  spec,
  step,
  variables,
  type CompiledRequest,
  type Exploration,
  type Reductions,
  type Specification,
} from 'ballast';
import { whyAllOrders } from '../../checker/interpret/all-orders.ts';
import { printed } from '../agreement/compare.ts';
import { firstNotTaken } from './replays.ts';

const everything: Reductions = { symmetry: true, deadLocals: true, partialOrder: true, chains: true };
const orders: Reductions = { partialOrder: true, chains: true };

type Parts = Partial<Parameters<typeof spec>[0]>;

/**
 * Workers count to three by themselves, each from a local that is dead afterwards; who raises the flag needs four steps for that. Left to
 * itself, a search by one order has the workers done first.
 */
function counting(parts: Parts = {}, workers = 3): Specification {
  const [Worker, Raiser] = [processes('worker', workers), processes('raiser', 1)];
  const { done, ready, flag } = variables({ done: fn(Worker, range(0, 3)), ready: bool, flag: bool });
  const worker = process(Worker, ({ self, local }) => {
    const seed = local('seed', range(0, 3));
    return [
      step('draw', seed.becomes(done.at(self).plus(1))),
      step('first', done.at(self).becomes(seed)),
      step('second', done.at(self).becomes(2)),
      step('third', done.at(self).becomes(3)),
    ];
  });
  const raiser = process(Raiser, () => [
    step('prepare', ready.becomes(true)),
    step('pause', ready.becomes(false)),
    step('resume', ready.becomes(true)),
    step('raise', flag.becomes(true)),
  ]);
  return model('counting', {}, () =>
    spec({
      variables: { done, ready, flag },
      init: { done: 0, ready: false, flag: false },
      processes: [worker, raiser],
      invariants: { down: flag.not() },
      ...parts,
    }),
  ).build();
}

const engines = {
  reference: async (specification: Specification, request: CompiledRequest = {}): Promise<Exploration> =>
    await explore(specification, request),
  compiled: async (specification: Specification, request: CompiledRequest = {}): Promise<Exploration> =>
    await exploreCompiled(specification, { workers: 1, ...request }),
  'two workers': async (specification: Specification, request: CompiledRequest = {}): Promise<Exploration> =>
    await exploreCompiled(specification, { workers: 2, joinAt: 1, ...request }),
};

function verdictOf({ properties }: Exploration, name: string): Exploration['properties'][number]['verdict'] {
  const found = properties.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no property ${name}`);
  return found.verdict;
}

/** `symmetry, dead-locals`. */
function inForce({ reductions = [] }: Exploration): string {
  return reductions.flatMap(({ name, isInForce }) => (isInForce ? [name] : [])).join(', ');
}

/** `partial-order: why not`. */
function whyNot({ reductions = [] }: Exploration): readonly string[] {
  return reductions.flatMap(({ name, isInForce, reason }) => (isInForce ? [] : [`${name}: ${reason}`]));
}

describe.each(Object.entries(engines))('with the %s', (_, search) => {
  it('all reductions prove together what holds', async () => {
    const { ready, flag } = variables({ ready: bool, flag: bool });
    const holding = counting({ invariants: { order: flag.implies(ready) } });
    const found = await search(holding, { reductions: everything });
    const whole = await search(holding);
    expect(inForce(found)).toBe('symmetry, dead-locals, partial-order, chains');
    expect(found.reductions?.find(({ name }) => name === 'dead-locals')?.of).toEqual([
      'worker.seed at second, third, terminated',
    ]);
    expect(verdictOf(found, 'order')).toEqual({ kind: 'holds' });
    expect(found.ended).toBe('complete');
    expect(found.counts.statesDistinct).toBeLessThan(whole.counts.statesDistinct / 20);
    expect(found.counts.statesFull).toBeUndefined();
  });

  it('a violation has the trace of the search that leaves nothing out', async () => {
    const specification = counting();
    const whole = await search(specification, { properties: ['down'] });
    for (const all of [false, true]) {
      const found = await search(specification, { properties: ['down'], reductions: everything, all });
      expect(printed(verdictOf(found, 'down'))).toBe(printed(verdictOf(whole, 'down')));
      expect(verdictOf(found, 'down')).toMatchObject({ kind: 'violated', steps: 4 });
      expect(inForce(found)).toBe('symmetry, dead-locals');
      expect(whyNot(found)).toEqual([`partial-order: ${whyAllOrders}`, `chains: ${whyAllOrders}`]);
    }
  });

  it('a longer trace is left where the limit of states ends the search in all orders', async () => {
    const specification = counting();
    const limit = { maxStates: 20 };
    expect(verdictOf(await search(specification, limit), 'down')).toMatchObject({ kind: 'not-decided' });
    for (const reductions of [orders, { partialOrder: true }, { ...orders, deadLocals: true }]) {
      const found = await search(specification, { ...limit, reductions });
      const verdict = verdictOf(found, 'down');
      expect(verdict.kind).toBe('violated');
      if (verdict.kind !== 'violated' || verdict.trace === undefined) throw new Error('there is a trace');
      expect(verdict.trace.steps.length).toBeGreaterThan(4);
      expect(verdict.steps).toBe(verdict.trace.steps.length);
      expect(firstNotTaken(specification, verdict.trace)).toBe(-1);
      expect(inForce(found)).toContain('partial-order');
    }
  });

  it('a witness has a trace, whose length is told where it is known', async () => {
    const { flag } = variables({ flag: bool });
    const specification = counting({ invariants: {}, reachable: { up: flag } });
    const shortest = verdictOf(await search(specification), 'up');
    expect(shortest).toMatchObject({ kind: 'holds', steps: 4 });
    for (const reductions of [everything, orders, { partialOrder: true }, { chains: true }, { symmetry: true }]) {
      const verdict = verdictOf(await search(specification, { reductions }), 'up');
      if (verdict.kind !== 'holds' || verdict.witness === undefined) throw new Error('there is a trace');
      expect(firstNotTaken(specification, verdict.witness)).toBe(-1);
      expect(verdict.steps ?? verdict.witness.steps.length).toBe(verdict.witness.steps.length);
      expect(verdict.steps === undefined).toBe('chains' in reductions);
    }
  });

  it('orders of steps are all explored down to a depth, and within constraints', async () => {
    const { ready } = variables({ ready: bool });
    const reason = {
      depth: 'the depth asked for is that of all orders of the steps',
      constraints: 'in other orders of the steps other states are outside the constraints',
    };
    const limited = await search(counting(), { maxDepth: 1, reductions: everything });
    expect(inForce(limited)).toBe('symmetry, dead-locals');
    expect(whyNot(limited)).toEqual([`partial-order: ${reason.depth}`, `chains: ${reason.depth}`]);
    const constrained = await search(counting({ constraints: { early: ready.not() } }), { reductions: everything });
    expect(inForce(constrained)).toBe('symmetry, dead-locals');
    expect(whyNot(constrained)).toEqual([`partial-order: ${reason.constraints}`, `chains: ${reason.constraints}`]);
  });

  it('nothing is left out of what is collected or surveyed', async () => {
    for (const more of [{ collect: true }, { collect: 'transitions' }, { survey: 'values' }] as const) {
      const specification = counting({}, 2);
      const found = await search(specification, { ...more, all: true, reductions: everything });
      const whole = await search(specification, { ...more, all: true });
      expect(inForce(found)).toBe('');
      expect(found.reductions?.map(({ name }) => name)).toEqual(['symmetry', 'dead-locals', 'partial-order', 'chains']);
      expect(found).toMatchObject({ counts: whole.counts, digest: whole.digest });
    }
  });

  it('what cannot be made initially is violated as ever', async () => {
    const Worker = processes('worker', 2);
    const { n, m } = variables({ n: range(0, 3), m: range(0, 3) });
    const failing = model('failing', {}, () =>
      spec({
        variables: { n, m },
        init: { n: 0, m: n.minus(1) },
        processes: [process(Worker, () => [step('go', n.becomes(1))])],
        invariants: { small: n.atMost(2) },
      }),
    ).build();
    const whole = await search(failing);
    const found = await search(failing, { reductions: everything });
    expect(printed(found.properties)).toBe(printed(whole.properties));
    expect(found.ended).toBe('violation');
  });

  it('only what nobody asks for may be changed unseen', async () => {
    const { ready, flag } = variables({ ready: bool, flag: bool });
    const specification = counting({ invariants: { order: flag.implies(ready), idle: ready.not() } });
    for (const properties of [['order'], ['idle'], ['order', 'idle', 'deadlock']]) {
      const whole = await search(specification, { properties });
      const found = await search(specification, { properties, reductions: everything });
      const kindsOf = ({ properties: all }: Exploration): unknown =>
        all.map(({ name, verdict }) => [name, verdict.kind]);
      expect(kindsOf(found)).toEqual(kindsOf(whole));
    }
  });
});

describe('the order of the reductions', () => {
  it('is that of their reports, and dead locals go first', async () => {
    const found = await explore(counting(), { properties: [], reductions: everything });
    expect(found.reductions?.map(({ name }) => name)).toEqual(['symmetry', 'dead-locals', 'partial-order', 'chains']);
    // The step that leaves the life of a local resets it, which nothing else reads or writes.
    const chained = found.reductions?.find(({ name }) => name === 'chains');
    expect(chained?.of.join(' ')).toContain('worker at first');
  });
});
