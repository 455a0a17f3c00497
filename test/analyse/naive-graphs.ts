// State graphs and their comparison once more, by the plainest means: states as text, every action fired in every state, sets of texts.

import { printValue, type Node, type Specification, type TraceStep } from '../../checker/index.ts';
import { evaluate } from '../../checker/interpret/evaluate.ts';
import { fire } from '../../checker/interpret/fire.ts';
import { initialStates } from '../../checker/interpret/initial.ts';
import { valueIn, type State } from '../../checker/interpret/state.ts';
import { DomainError } from '../../checker/interpret/world.ts';

/** `whole` is of all variables. */
export interface Text {
  readonly whole: string;
  readonly declared: string;
}

export interface NaiveGraph {
  readonly states: ReadonlyMap<string, Text & { readonly depth: number }>;
  /** A target without `whole` is a failure. */
  readonly edges: readonly NaiveEdge[];
  readonly starts: readonly Text[];
}

export interface NaiveEdge {
  readonly source: Text;
  readonly action: string;
  /** The action with all that it was given and chose. */
  readonly firing: string;
  readonly target: Text;
}

/** Undefined where there are more states than `most`. */
export function naiveGraph(specification: Specification, most = Infinity): NaiveGraph | undefined {
  const { variables, constraints, actions } = specification;
  const states = new Map<string, Text & { depth: number }>();
  const waiting: { readonly state: State; readonly text: Text; readonly depth: number }[] = [];
  const arrive = (state: State, depth: number): Text => {
    const text = textOf(specification, state);
    if (!states.has(text.whole)) {
      states.set(text.whole, { ...text, depth });
      waiting.push({ state, text, depth });
    }
    return text;
  };
  const starts = [...initialStates({ ...specification, variables })].flatMap((initial) =>
    initial === undefined
      ? []
      : [initial.kind === 'failure' ? failed(initial.failure.property) : arrive(initial.state, 0)],
  );
  const edges = new Map<string, NaiveEdge>();
  for (const { state, text: source, depth } of waiting) {
    if (states.size > most) return undefined;
    if (!constraints.every(({ node }) => holds(node, state))) continue;
    for (const action of actions)
      for (const outcome of fire(action, state)) {
        const { result } = outcome;
        const target = result.kind === 'failure' ? failed(result.failure.property) : arrive(result.state, depth + 1);
        const firing = firingOf(action.name, outcome);
        edges.set(`${source.whole} -- ${firing} -> ${target.whole}`, { source, action: action.name, firing, target });
      }
  }
  return states.size > most ? undefined : { states, edges: [...edges.values()], starts };
}

export function firingOf(action: string, { binding, choices }: Pick<TraceStep, 'binding' | 'choices'>): string {
  const given = (bound: TraceStep['binding']): string =>
    bound.map(({ name, value, sort }) => `${name} = ${printValue(value, sort)}`).join(', ');
  return [`${action} with ${given(binding)}`, ...choices.map((each) => `${each.name}: ${given(each.binding)}`)].join(
    '; ',
  );
}

function failed(property: string): Text {
  return { whole: `fails ${property}`, declared: `fails ${property}` };
}

/** In the order of the names, so that the order of declaration does not matter; a local that has no value anywhere is not there. */
export function textOf({ variables }: Pick<Specification, 'variables'>, state: State): Text {
  const named = variables
    .map(({ name, sort, role }) => ({ text: `${name} = ${printValue(valueIn(state, name), sort)}`, role }))
    .filter(({ text, role }) => role !== 'local' || /: (?!unset[,\]])/.test(text))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
  const join = (parts: typeof named): string => parts.map(({ text }) => text).join(', ');
  return { whole: join(named), declared: join(named.filter(({ role }) => role === 'declared')) };
}

function holds(node: Node, state: State): boolean {
  try {
    return evaluate(node, { state, bound: new Map() }) === true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Items with the least number of steps to each, by level. */
export function itemsOf({ states, edges, starts }: NaiveGraph): Readonly<Record<string, ReadonlyMap<string, number>>> {
  const depthOf = ({ whole }: Text): number => states.get(whole)?.depth ?? NaN;
  const [ofStates, ofSteps, ofPositions, ofFirings] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ];
  const note = (items: Map<string, number>, item: string, steps: number): void =>
    void items.set(item, Math.min(steps, items.get(item) ?? Infinity));
  for (const state of states.values()) {
    note(ofStates, state.declared, state.depth);
    note(ofPositions, state.whole, state.depth);
  }
  for (const start of starts) {
    note(ofSteps, `start ${start.declared}`, 0);
    note(ofPositions, `start ${start.whole}`, 0);
  }
  for (const { source, action, firing, target } of edges) {
    const steps = depthOf(source) + 1;
    if (source.declared !== target.declared) note(ofSteps, `${source.declared} -> ${target.declared}`, steps);
    note(ofPositions, `${source.whole} -- ${action} -> ${target.whole}`, steps);
    note(ofFirings, `${source.whole} -- ${firing} -> ${target.whole}`, steps);
  }
  return { states: ofStates, steps: ofSteps, positions: ofPositions, firings: ofFirings };
}

/** What `compareGraphs` has to say of them: by what they differ, and how many steps the shortest behaviours take. */
export function naiveComparison(original: NaiveGraph, variant: NaiveGraph): object {
  const [before, after] = [itemsOf(original), itemsOf(variant)];
  for (const by of ['states', 'steps', 'positions', 'firings']) {
    const [a, b] = [before[by] ?? new Map<string, number>(), after[by] ?? new Map<string, number>()];
    const stepsOf = (items: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number | undefined => {
      const only = [...items].filter(([item]) => !others.has(item)).map(([, steps]) => steps);
      return only.length === 0 ? undefined : Math.min(...only);
    };
    const found = { new: stepsOf(b, a), gone: stepsOf(a, b) };
    if (found.new !== undefined || found.gone !== undefined) return { kind: 'different', by, ...found };
  }
  return { kind: 'same' };
}
