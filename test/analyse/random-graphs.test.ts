// State graphs of random specifications, over every sort, operator and statement, and how they differ from those of variants: by a second
// implementation that knows nothing of the first. BALLAST_AGREEMENT sets how many specifications, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareGraphs,
  stateGraphOf,
  type ActionTree,
  type Behaviour,
  type GraphComparison,
  type Specification,
  type StateGraph,
  type StatementTree,
} from '../../checker/index.ts';
import { fire } from '../../checker/interpret/fire.ts';
import { initialStates } from '../../checker/interpret/initial.ts';
import { sameState } from '../../checker/interpret/state.ts';
import { stepOf } from '../../checker/interpret/steps.ts';
import { Chance } from '../agreement/random.ts';
import { built, fileOf, randomText } from '../agreement/specifications.ts';
import { firingOf, itemsOf, naiveComparison, naiveGraph, textOf, type NaiveGraph } from './naive-graphs.ts';

const count = Number(process.env['BALLAST_AGREEMENT'] ?? 150);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const statesMost = 300;

describe('state graphs of random specifications', () => {
  it('have the states and edges that firing finds, and differ as sets of them do', { timeout: 3_600_000 }, async () => {
    const met = new Map<string, number>();
    const note = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1);
    const property = fc.asyncProperty(fc.gen(), async (next) => {
      const chance = new Chance(next);
      const text = randomText(chance);
      try {
        const original = built(text);
        if (original !== undefined) await judge(original, chance, note);
      } catch (error) {
        throw new Error(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n${fileOf(text)}`, {
          cause: error,
        });
      }
    });
    await fc.assert(property, { numRuns: count, seed, verbose: 0 });
    const least = {
      same: 0.1,
      states: 0.1,
      steps: 0.01,
      positions: 0.05,
      firings: 0.01,
      permuted: 0.5,
      'a failing step': 0.02,
    };

    const rare = Object.entries(least).filter(([what, part]) => (met.get(what) ?? 0) < part * count);
    expect(rare.map(([what]) => `${what}: ${met.get(what) ?? 0}`)).toEqual([]);
  });
});

interface Both {
  readonly graph: StateGraph;
  readonly naive: NaiveGraph;
}

async function bothOf(specification: Specification): Promise<Both | undefined> {
  const naive = naiveGraph(specification, statesMost);
  const graph = await stateGraphOf(specification, { statesMost });
  expect(graph === undefined).toBe(naive === undefined);
  if (graph === undefined || naive === undefined) return undefined;
  expect(graph.statesDistinct).toBe(naive.states.size);
  expect(graph.edges.sources.length).toBe(naive.edges.length);
  const labelled = naive.edges.map(({ source, action, target }) => [source.whole, action, target.whole].join('\n'));
  expect(graph.edgesDistinct).toBe(new Set(labelled).size);
  return { graph, naive };
}

async function judge(original: Specification, chance: Chance, note: (what: string) => void): Promise<void> {
  const before = await bothOf(original);
  if (before === undefined) return;
  if (before.graph.failures.length > 0) note('a failing step');
  const again = await stateGraphOf(permuted(original, chance), { statesMost });
  expect(again && (await compareGraphs(before.graph, again))).toEqual({ kind: 'same' });
  note('permuted');
  for (let time = 0; time < 3; time += 1) {
    const after = await bothOf(changed(original, chance));
    if (after === undefined) continue;
    const found = await compareGraphs(before.graph, after.graph);
    expect(summaryOf(found)).toEqual(naiveComparison(before.naive, after.naive));
    note(found.kind === 'same' ? 'same' : found.by);
    if (found.kind === 'same') continue;
    if (found.new !== undefined) judgeBehaviour(found.new, found.by, after, before);
    if (found.gone !== undefined) judgeBehaviour(found.gone, found.by, before, after);
  }
}

function summaryOf(found: GraphComparison): object {
  if (found.kind === 'same') return found;
  const { kind, by } = found;
  return { kind, by, new: found.new?.trace.steps.length, gone: found.gone?.trace.steps.length };
}

/** The interpreter takes every step, and the last state or step is one that the other graph does not have. */
function judgeBehaviour({ trace, what }: Behaviour, by: string, own: Both, other: Both): void {
  const { specification } = own.graph;
  const { states, steps } = trace;
  const [first] = states;
  if (first !== undefined)
    expect(
      [...initialStates(specification)].some(
        (initial) => initial?.kind === 'successor' && sameState(initial.state, first),
      ),
    ).toBe(true);
  for (const [index, step] of steps.entries()) {
    const [state, after] = [states[index], states[index + 1]];
    const isTaken = specification.actions.some(
      (action) =>
        state !== undefined &&
        fire(action, state).some(
          (outcome) =>
            stepOf(outcome).text === step.text &&
            (outcome.result.kind === 'failure'
              ? outcome.result.failure.property === step.failure?.property
              : after !== undefined && sameState(outcome.result.state, after)),
        ),
    );
    expect(isTaken).toBe(true);
  }
  const items = [itemsOf(own.naive)[by], itemsOf(other.naive)[by]];
  const only = endsOf(trace, specification, own.graph).filter((item) => items[0]?.has(item) === true);
  expect(only.some((item) => items[1]?.has(item) === false)).toBe(true);
  expect(what).toMatch(/original|variant/);
}

/** What the trace ends in, as the second implementation calls it; at every level. */
function endsOf(
  { states, steps }: Behaviour['trace'],
  specification: Specification,
  graph: StateGraph,
): readonly string[] {
  const texts = states.map((state) => textOf(specification, state));
  const step = steps.at(-1);
  if (step === undefined) {
    const start = texts[0];
    return start === undefined
      ? graph.failures.map((property) => `start fails ${property}`)
      : [start.declared, start.whole, `start ${start.declared}`, `start ${start.whole}`];
  }
  const source = texts[steps.length - 1];
  const failure = step.failure === undefined ? undefined : `fails ${step.failure.property}`;
  const target = failure === undefined ? texts[steps.length] : { whole: failure, declared: failure };
  if (source === undefined || target === undefined) return [];
  return [
    ...(failure === undefined ? [target.declared, target.whole] : []),
    `${source.declared} -> ${target.declared}`,
    `${source.whole} -- ${step.action} -> ${target.whole}`,
    `${source.whole} -- ${firingOf(step.action, step)} -> ${target.whole}`,
  ];
}

function permuted(specification: Specification, chance: Chance): Specification {
  const { variables, actions } = specification;
  return { ...specification, variables: shuffled(variables, chance), actions: shuffled(actions, chance) };
}

function shuffled<T>(items: readonly T[], chance: Chance): readonly T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(chance.below(left.length), 1));
}

/** The specification with one small thing changed. */
function changed(specification: Specification, chance: Chance): Specification {
  const { actions, initial } = specification;
  const at = chance.below(actions.length);
  const [action, another] = [actions[at], actions[chance.below(actions.length)]];
  if (action === undefined || another === undefined) return specification;
  const withAction = (made: ActionTree): Specification => ({
    ...specification,
    actions: actions.map((each, index) => (index === at ? made : each)),
  });
  switch (chance.below(7)) {
    case 0:
      return withAction({ ...action, when: without(action.when, chance) });
    case 1:
      return withAction({ ...action, when: [...action.when, ...action.when] });
    case 2:
      return withAction({ ...action, body: action.body.map((statement) => lessOf(statement, chance)) });
    case 3:
      return withAction({ ...action, body: without(action.body, chance) });
    case 4:
      return withAction({ ...action, name: `${action.name} again` });
    case 5:
      return { ...specification, actions: without(actions, chance) };
    default:
      return {
        ...specification,
        constraints: [],
        initial: initial.map((tree) => ({ ...tree, body: without(tree.body, chance), where: [] })),
      };
  }
}

function lessOf(statement: StatementTree, chance: Chance): StatementTree {
  switch (statement.kind) {
    case 'assign':
      return { ...statement, updates: without(statement.updates, chance) };
    case 'if':
      return { ...statement, then: without(statement.then, chance) };
    case 'choose':
      return { ...statement, alternatives: without(statement.alternatives, chance) };
    default:
      return statement;
  }
}

function without<T>(items: readonly T[], chance: Chance): readonly T[] {
  const at = chance.below(items.length);
  return items.filter((_, index) => index !== at);
}
