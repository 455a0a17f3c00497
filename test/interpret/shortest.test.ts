import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  action,
  enumeration,
  explore,
  fn,
  ids,
  model,
  oneOf,
  process,
  processes,
  range,
  spec,
  step,
  variables,
  valueIn,
  forall,
  all,
} from 'ballast';
import type { Exploration, Specification } from 'ballast';
import { fire } from '../../checker/interpret/fire.ts';
import { initialStates } from '../../checker/interpret/initial.ts';
import { sameState, type State } from '../../checker/interpret/state.ts';
import { actorOf } from '../../checker/interpret/steps.ts';
import { built, resultOf, stepsTo } from './build.ts';

const { n, m } = variables({ n: range(0, 9), m: range(0, 9) });

/** The actors of a trace, in order. */
function actorsTo(found: Exploration, name: string): readonly (string | undefined)[] {
  const { verdict } = resultOf(found, name);
  return verdict.kind === 'violated' ? (verdict.trace?.steps ?? []).map(({ actor }) => actor) : [];
}

describe('a trace', () => {
  it('has the fewest context switches among the shortest', async () => {
    const Cpu = ids('cpu', 2);
    const { at } = variables({ at: fn(Cpu, range(0, 2)) });
    const specification = built(
      spec({
        variables: { at },
        init: { at: 0 },
        actions: {
          go: action({ c: Cpu }, ({ c }) => ({ when: [at.at(c).lessThan(2)], then: [at.at(c).increment()] })),
        },
        terminal: 'any',
        invariants: { unfinished: forall({ c: Cpu }, ({ c }) => at.at(c).is(2)).not() },
      }),
    );
    const found = await explore(specification);
    expect(actorsTo(found, 'unfinished')).toEqual(['cpu0', 'cpu0', 'cpu1', 'cpu1']);
  });

  it('is the least by action in declaration order, then by binding', async () => {
    const actions = {
      late: action({ k: range(1, 3) }, ({ k }) => ({ when: [n.is(0)], then: [n.becomes(k)] })),
      early: action({ when: [n.is(0)], then: [n.becomes(1)] }),
      last: action({ k: range(4, 6) }, ({ k }) => ({ when: [n.moreThan(0)], then: [n.becomes(9), m.becomes(k)] })),
    };
    const found = await explore(
      built(spec({ variables: { n, m }, init: { n: 0, m: 0 }, actions, invariants: { notNine: n.isNot(9) } })),
    );
    expect(stepsTo(found, 'notNine')).toEqual(['late(k: 1)', 'last(k: 4)']);
  });

  it('starts at the first initial state that allows equal steps', async () => {
    const specification = built(
      spec({
        variables: { n, m },
        init: { n: oneOf(3, 2, 1), m: 0 },
        actions: { go: action({ when: [n.lessThan(3), m.is(0)], then: [m.becomes(1)] }) },
        terminal: 'any',
        invariants: { still: m.is(0) },
      }),
    );
    const { verdict } = resultOf(await explore(specification), 'still');
    const first = verdict.kind === 'violated' ? verdict.trace?.states[0] : undefined;
    expect(first && valueIn(first, 'n')).toBe(2);
  });

  it('names the process, its label and the alternatives, and leaves out who acts', async () => {
    const Worker = processes('worker', 2);
    const worker = process(Worker, () => [step('begin', n.increment()), step('end', m.increment())]);
    const specification = model('named', {}, () =>
      spec({ variables: { n, m }, init: { n: 0, m: 0 }, processes: [worker], invariants: { none: m.is(0) } }),
    ).build();
    const { verdict } = resultOf(await explore(specification), 'none');
    expect(verdict).toMatchObject({
      trace: {
        steps: [
          { text: 'worker.begin', actor: 'worker#0', process: 'worker', label: 'begin' },
          { text: 'worker.end', actor: 'worker#0', label: 'end', paths: ['worker.end'] },
        ],
      },
    });
  });

  it('of an assertion or an action property ends with the step that shows it', async () => {
    const actionProperties = { slow: all(n.is(9)) };
    const specification = built(
      spec({
        variables: { n },
        init: { n: 0 },
        actions: { up: action({ when: [n.lessThan(3)], then: [n.increment()] }) },
        terminal: 'any',
        actionProperties,
      }),
    );
    const { verdict } = resultOf(await explore(specification), 'slow');
    expect(verdict).toMatchObject({ steps: 1, trace: { states: { length: 2 }, steps: [{ text: 'up' }] } });
  });
});

// A random little machine: `places` places, edges with an actor each; the bad places are those at the end.
interface Machine {
  readonly places: number;
  readonly edges: readonly (readonly [from: number, to: number, actor: number])[];
}

const machines: fc.Arbitrary<Machine> = fc.integer({ min: 3, max: 8 }).chain((places) =>
  fc.record({
    places: fc.constant(places),
    edges: fc.uniqueArray(fc.tuple(fc.nat(places - 1), fc.nat(places - 1), fc.nat(1)), {
      minLength: 3,
      maxLength: 18,
      selector: (edge) => edge.join(),
    }),
  }),
);

function specificationOf({ places, edges }: Machine): Specification {
  const Actor = ids('actor', 2);
  const { place } = variables({ place: range(0, places - 1) });
  const { side } = variables({ side: enumeration('a', 'b') });
  const actions = Object.fromEntries(
    edges.map(([from, to, actor], index) => [
      `e${index}`,
      action({ who: Actor, s: enumeration('a', 'b') }, ({ who, s }) => ({
        when: [place.is(from), who.index().is(actor), s.is(side)],
        then: [place.becomes(to)],
      })),
    ]),
  );
  return built(
    spec({
      variables: { place, side },
      init: { place: oneOf(0, 1), side: 'b' },
      actions,
      terminal: 'any',
      invariants: { good: place.lessThan(places - 1) },
    }),
  );
}

/** Every shortest behaviour to a bad state, by trying all, from each initial state in order. A step is its action and who acts. */
function allShortest(
  specification: Specification,
  isBad: (state: State) => boolean,
  steps: number,
): readonly (readonly string[][])[] {
  let found: string[][] = [];
  const go = (state: State, text: readonly string[]): void => {
    if (isBad(state)) found.push([...text]);
    if (text.length === steps || isBad(state)) return;
    for (const each of specification.actions) {
      for (const outcome of fire(each, state)) {
        if (outcome.result.kind === 'successor')
          go(outcome.result.state, [...text, `${each.name} ${actorOf(outcome) ?? ''}`]);
      }
    }
  };
  const starts: State[] = [];
  for (const initial of initialStates(specification)) {
    if (initial?.kind === 'successor' && !starts.some((start) => sameState(start, initial.state)))
      starts.push(initial.state);
  }
  return starts.map((start) => {
    found = [];
    go(start, []);
    return found.filter(({ length }) => length === steps);
  });
}

function switchesIn(steps: readonly string[]): number {
  return steps.filter((text, index) => index > 0 && text.split(' ')[1] !== steps[index - 1]?.split(' ')[1]).length;
}

describe('the chosen trace', () => {
  it('is the best of all behaviours, as trying all of them shows', async () => {
    await fc.assert(
      fc.asyncProperty(machines, async (machine) => {
        const specification = specificationOf(machine);
        const found = await explore(specification);
        const { verdict } = resultOf(found, 'good');
        const isBad = (state: State): boolean => valueIn(state, 'place') === machine.places - 1;
        const steps = verdict.kind === 'violated' ? (verdict.steps ?? 0) : 4;
        fc.pre(steps <= 5);
        for (let fewer = 0; fewer < steps; fewer += 1)
          expect(allShortest(specification, isBad, fewer).flat()).toEqual([]);
        fc.pre(verdict.kind === 'violated');
        const all_ = allShortest(specification, isBad, steps).flat();
        const fewest = Math.min(...all_.map(switchesIn));
        const ranks = all_.filter((each) => switchesIn(each) === fewest).map(ranksOf);
        const least = ranks.reduce((a, b) => (compare(b, a) < 0 ? b : a));
        expect(ranksOf(stepsTo(found, 'good'))).toEqual(least);
      }),
      { numRuns: 150 },
    );
  });

  it('goes on with the same process where more states lie on shortest behaviours than are compared', async () => {
    await fc.assert(
      fc.asyncProperty(machines, fc.nat(4), async (machine, comparedMost) => {
        const specification = specificationOf(machine);
        const found = await explore(specification, { comparedMost });
        const { verdict } = resultOf(found, 'good');
        fc.pre(verdict.kind === 'violated' && (verdict.steps ?? 0) <= 5);
        const { steps = 0, trace } = verdict.kind === 'violated' ? verdict : {};
        fc.pre(trace?.among !== undefined);
        const isBad = (state: State): boolean => valueIn(state, 'place') === machine.places - 1;
        let ways = allShortest(specification, isBad, steps).find(({ length }) => length > 0) ?? [];
        for (let at = 0; at < steps; at += 1) {
          const staying = at === 0 ? [] : ways.filter((way) => switchesIn(way.slice(at - 1, at + 1)) === 0);
          const some = staying.length > 0 ? staying : ways;
          const least = Math.min(...some.map((way) => ranksOf(way)[at] ?? Infinity));
          ways = some.filter((way) => ranksOf(way)[at] === least);
        }
        expect(ways).toHaveLength(1);
        expect(ranksOf(stepsTo(found, 'good'))).toEqual(ranksOf(ways[0] ?? []));
        expect(trace?.among).toBeGreaterThan(comparedMost);
      }),
      { numRuns: 150 },
    );
  });
});

/** The positions of the actions: `e3(who: …)` and `e3 actor#0` are 3. */
function ranksOf(steps: readonly string[]): readonly number[] {
  return steps.map((text) => Number(/^e(\d+)/.exec(text)?.[1]));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((each, at) => each !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
