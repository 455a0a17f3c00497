// What is new about the last state or step of a behaviour that only one of two graphs has, in a sentence: the fewest facts that nothing in the
// other graph has together.

import { assert } from '../language/errors.ts';
import type { Alignment, SharedVariable, Side } from './aligned-graphs.ts';
import type { Level } from './graph-levels.ts';
import type { RowTable } from './row-table.ts';
import type { End } from './shortest-only.ts';
import { factsOf, type Fact, type Row } from './state-facts.ts';
import { tellingFacts } from './telling-facts.ts';

/** `no state of the original has lru[page0] = isolated and PG_locked[page0] = free`. @param side the graph that has it */
export function differenceText(end: End, level: Level, side: Side, alignment: Alignment): string {
  const other = side === alignment.variant ? alignment.original : alignment.variant;
  const view = viewOf(level, side, alignment);
  switch (end.kind) {
    case 'state': {
      const before = view.numbers(side)[end.state] ?? 0;
      const others = [...new Set(view.numbers(other))].map((row): Pair => ({ before: row }));
      if (others.length === 0) return `the ${other.role} has no state at all`;
      const earlier = end.before === undefined ? undefined : view.numbers(side)[end.before];
      return `no state of the ${other.role} has ${joined(told({ before }, others, view, earlier))}`;
    }
    case 'start': {
      if (end.target < 0) return `no initial state of the ${other.role} fails '${failureOf(side, end.target)}'`;
      const before = view.numbers(side)[end.target] ?? 0;
      const others = other.graph.initial.map((state): Pair => ({ before: view.numbers(other)[state] ?? 0 }));
      if (others.length === 0) return `the ${other.role} has no initial state`;
      return `no behaviour of the ${other.role} starts with ${joined(told({ before }, others, view))}`;
    }
    case 'step':
      return stepText(end, level, side, other, view);
  }
}

/** What a level looks at. */
interface View {
  readonly variables: readonly SharedVariable[];
  readonly rows: RowTable;
  /** Of each state of a graph its row. */
  readonly numbers: (side: Side) => readonly number[];
}

/** Rows of a step, or of a state alone. */
interface Pair {
  readonly before: number;
  readonly after?: number;
}

// Variables are told in the sorts of the graph that has what is told.
function viewOf({ by }: Level, { graph }: Side, { variables, states, declared }: Alignment): View {
  const own = variables.map(({ tree, values }) => ({
    tree: graph.variables.find((each) => each.tree.name === tree.name)?.tree ?? tree,
    values,
  }));
  return by === 'positions' || by === 'firings'
    ? { variables: own, rows: states, numbers: (side) => side.states }
    : {
        variables: own.filter((_, index) => variables[index]?.tree.role === 'declared'),
        rows: declared,
        numbers: (side) => side.declared,
      };
}

function rowOf({ rows }: View, number: number): Row {
  return (column) => rows.at(number, column);
}

/**
 * The fewest facts about a state or step that none of the others has all of.
 * @param earlier the state before: what has changed since comes first, of several equally short sentences the one about that is plainer
 */
function told(subject: Pair, others: readonly Pair[], view: View, earlier?: number): readonly Fact[] {
  const rowsOf = ({ before, after }: Pair): readonly [Row, Row | undefined] => [
    rowOf(view, before),
    after === undefined ? undefined : rowOf(view, after),
  ];
  const pairs = others.map(rowsOf);
  const among = (facts: readonly Fact[]): readonly Fact[] | undefined =>
    tellingFacts({
      facts: facts.length,
      others: pairs.length,
      holds: (fact, other) => pairs[other] !== undefined && facts[fact]?.holds(...pairs[other]) === true,
    })?.flatMap((fact) => facts[fact] ?? []);
  const isStill = ({ holds }: Fact): boolean => earlier === undefined || holds(rowOf(view, earlier), undefined);
  const parts = factsOf(view.variables, ...rowsOf(subject));
  const inTurn = [...parts.filter((fact) => !isStill(fact)), ...parts.filter(isStill)];
  const found = among(inTurn) ?? among(factsOf(view.variables, ...rowsOf(subject), true));
  assert(found !== undefined, 'what only one graph has differs from all that the other has');
  return found;
}

type Step = Extract<End, { kind: 'step' }>;

function stepText(
  { source, action, target, firing }: Step,
  { by }: Level,
  side: Side,
  other: Side,
  view: View,
): string {
  const [isNamed, isFiring] = [by === 'positions' || by === 'firings', by === 'firings'];
  const name = side.graph.specification.actions[action]?.name ?? '';
  const step = isFiring ? String(side.graph.firings.at(firing)) : `'${name}'`;
  if (isNamed && other.graph.specification.actions.every((each) => each.name !== name))
    return `the ${other.role} has no step ${step}`;
  const numbers = view.numbers(side);
  const [before, after] = [numbers[source] ?? 0, target < 0 ? undefined : numbers[target]];
  const subject: Pair = { before, ...(after === undefined ? {} : { after }) };
  const failure = target < 0 ? failureOf(side, target) : undefined;
  const named = isFiring ? side.firings[firing] : side.actions[action];
  const others = stepsOf(other, view, { named: isNamed ? named : undefined, isFiring, failure });
  if (isNamed && failure === undefined && others.length === 0) return `${step} never happens in the ${other.role}`;
  // A step that leaves all as it is is told from others that do, and where there are none that says enough.
  const isIdle = ({ before: from, after: to }: Pair): boolean => from === to;
  const found = told(subject, isIdle(subject) ? others.filter(isIdle) : others, view);
  const changed = found.filter(({ isChange }) => isChange);
  const changes = changed.length > 0 ? changed : changesOf(view, subject).slice(0, 1);
  const what =
    failure !== undefined ? `fails '${failure}'` : changes.length > 0 ? joined(changes) : 'leaves everything as it is';
  const still = found.filter(({ isChange }) => !isChange);
  return `no step ${isNamed ? `${step} ` : ''}of the ${other.role} ${what}${still.length > 0 ? ` while ${joined(still)}` : ''}`;
}

function changesOf(view: View, { before, after }: Pair): readonly Fact[] {
  const facts = factsOf(view.variables, rowOf(view, before), after === undefined ? undefined : rowOf(view, after));
  return facts.filter(({ isChange }) => isChange);
}

interface Wanted {
  /** The number of the name of an action, or of a firing; undefined for steps of any name. */
  readonly named: number | undefined;
  readonly isFiring: boolean;
  readonly failure: string | undefined;
}

/** The different steps of a graph that the sentence is about: those that fail in the same way, or none that fails. */
function stepsOf(side: Side, view: View, { named, isFiring, failure }: Wanted): readonly Pair[] {
  const { edges } = side.graph;
  const numbers = view.numbers(side);
  const pairs = new Map<number, Pair>();
  for (const [edge, source] of edges.sources.entries()) {
    const target = edges.targets[edge] ?? 0;
    const name = isFiring ? side.firings[edges.firings[edge] ?? 0] : side.actions[edges.actions[edge] ?? 0];
    if (named !== undefined && name !== named) continue;
    if (failure === undefined ? target < 0 : target >= 0 || failureOf(side, target) !== failure) continue;
    const [before, after] = [numbers[source] ?? 0, target < 0 ? undefined : (numbers[target] ?? 0)];
    if (named === undefined && before === after) continue;
    pairs.set(before * (view.rows.rows + 1) + (after ?? view.rows.rows), {
      before,
      ...(after === undefined ? {} : { after }),
    });
  }
  return [...pairs.values()];
}

function failureOf({ graph }: Side, target: number): string {
  return graph.failures[-1 - target] ?? '';
}

/** `a, b and c`. */
function joined(facts: readonly Fact[]): string {
  const texts = facts.map(({ text }) => text);
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}
