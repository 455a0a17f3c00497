// The graph of all reachable states of a specification, by the interpreter: its states, the steps between them, and the steps that fail.
// States are known by the values of their variables, so that graphs of specifications with different layouts can be compared. What an action
// does is worked out once for all states that agree on the variables that it touches, and these are few: most of a state is nothing to it.

import { assert, InternalError } from '../language/errors.ts';
import type { ActionTree, Specification, VariableTree } from '../language/tree.ts';
import { createPulse } from '../explore/pulse.ts';
import { fire, type Effect } from '../interpret/fire.ts';
import { initialStates } from '../interpret/initial.ts';
import { firingName } from '../interpret/steps.ts';
import { stateMaker, valueIn, type State } from '../interpret/state.ts';
import { truthIn } from '../interpret/why.ts';
import { footprintOf } from '../reduce/footprint.ts';
import { gateOf, type Gate } from './gates.ts';
import { RowTable } from './row-table.ts';
import { ValueTable } from './value-table.ts';

/** Every reachable state and step. Whoever has two of them asks `compareGraphs` how they differ. */
export interface StateGraph {
  readonly specification: Specification;
  /** Different states, those outside the constraints included: these are in the graph, and steps from them are not. */
  readonly statesDistinct: number;
  /** Different labelled edges: two firings of one action between the same states are one. Steps that fail are edges too. */
  readonly edgesDistinct: number;
  readonly variables: readonly Column[];
  /** A row of numbers of values for each state, in the order in which they were met, which is breadth first. */
  readonly states: RowTable;
  /** Of each state the least steps to it from an initial state. */
  readonly depths: readonly number[];
  /** The numbers of the initial states. */
  readonly initial: readonly number[];
  /** The properties that failing steps violate. */
  readonly failures: readonly string[];
  /** Of initial states that cannot be made the property that says so, as a position in `failures`. */
  readonly initialFailures: readonly number[];
  /** The names of firings. */
  readonly firings: ValueTable;
  readonly edges: Edges;
  /** @throws where there is no such state */
  readonly stateAt: (number: number) => State;
  /** The number of a state; -1 where it is not in the graph. */
  readonly find: (state: State) => number;
}

/** A variable, and the values that it takes. */
export interface Column {
  readonly tree: VariableTree;
  readonly values: ValueTable;
}

/** Every firing, in four lists, by their sources in order. A target below 0 is a failure: -1 is the first of the graph's `failures`. */
export interface Edges {
  readonly sources: readonly number[];
  /** Positions in the specification's list. */
  readonly actions: readonly number[];
  readonly targets: readonly number[];
  /** Numbers of the names in `firings`. */
  readonly firings: readonly number[];
}

export interface StateGraphRequest {
  /** Of more states no graph is made. A state of 40 variables takes some 500 bytes, with its steps. */
  readonly statesMost?: number | undefined;
  /** Leaves off when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** The graph of a specification; undefined where it has more than `statesMost` states, or the signal is aborted. */
export async function stateGraphOf(
  specification: Specification,
  { statesMost = Infinity, signal }: StateGraphRequest = {},
): Promise<StateGraph | undefined> {
  if (signal?.aborted === true) return undefined;
  const pulse = createPulse<object>({ signal }, performance.now());
  const drawing = new Drawing(specification);
  const { states } = drawing;
  const isStopped = async (): Promise<boolean> =>
    states.rows > statesMost || (pulse.isDue() && (await pulse.beat({})) !== undefined);
  for (const effect of initialStates(specification)) {
    drawing.start(effect);
    if (await isStopped()) return undefined;
  }
  for (let number = 0; number < states.rows; number += 1) {
    drawing.expand(number);
    if (await isStopped()) return undefined;
  }
  return drawing.graph();
}

/** A graph in the making. */
class Drawing {
  readonly states: RowTable;
  readonly #specification: Specification;
  readonly #columns: readonly Column[];
  readonly #make: ReturnType<typeof stateMaker>;
  /** Actions without a gate, and for each column those with a gate there. */
  readonly #ungated: readonly Known[];
  readonly #gated: readonly GatedColumn[];
  readonly #depths: number[] = [];
  readonly #initial = new Set<number>();
  readonly #failures = new ValueTable();
  readonly #initialFailures = new Set<number>();
  readonly #firings = new ValueTable();
  #edgesDistinct = 0;
  readonly #edges = {
    sources: [] as number[],
    actions: [] as number[],
    targets: [] as number[],
    firings: [] as number[],
  };
  /** The state that is expanded, as numbers and, where it was needed, as values; and one that it leads to. */
  readonly #row: Int32Array;
  #state: State | undefined;
  readonly #next: Int32Array;

  constructor(specification: Specification) {
    const { variables, actions } = specification;
    this.#specification = specification;
    this.#columns = variables.map((tree) => ({ tree, values: new ValueTable() }));
    this.#make = stateMaker(variables);
    const known = actions.map((action, index) => knownOf(action, index, variables));
    this.#ungated = known.filter(({ gate }) => gate === undefined);
    this.#gated = variables.flatMap(({ name }, column) => {
      const here = known.filter(({ gate }) => gate?.variable === name);
      return here.length === 0 ? [] : [{ column, known: here, open: [] }];
    });
    this.states = new RowTable(variables.length);
    [this.#row, this.#next] = [new Int32Array(variables.length), new Int32Array(variables.length)];
  }

  /** Adds an initial state, or the failure to make one. */
  start(effect: Effect | undefined): void {
    if (effect?.kind === 'failure') this.#initialFailures.add(this.#failures.add(effect.failure.property));
    if (effect?.kind !== 'successor') return;
    for (const [column, { tree, values }] of this.#columns.entries())
      this.#next[column] = values.add(valueIn(effect.state, tree.name));
    this.#initial.add(this.#arrive(0));
  }

  /** Adds the steps from a state, and the states that they lead to. */
  expand(number: number): void {
    this.states.read(number, this.#row);
    this.#state = undefined;
    if (this.#isCut(number)) return;
    const depth = (this.#depths[number] ?? 0) + 1;
    for (const known of this.#ungated) this.#take(known, number, depth);
    for (const { column, known, open } of this.#gated) {
      const value = this.#row[column] ?? 0;
      const those = (open[value] ??= known.filter(({ gate }) => gate?.isOpen(this.#current()) === true));
      for (const each of those) this.#take(each, number, depth);
    }
  }

  /** Adds the steps of one action from the state that is expanded. */
  #take(known: Known, number: number, depth: number): void {
    for (const { target, firings } of this.#resultsOf(known)) {
      if (typeof target === 'number') this.#join(number, known.index, target, firings);
      else {
        this.#next.set(this.#row);
        for (let index = 0; index < target.length; index += 1)
          this.#next[known.written[index] ?? 0] = target[index] ?? 0;
        this.#join(number, known.index, this.#arrive(depth), firings);
      }
    }
  }

  graph(): StateGraph {
    const [columns, states] = [this.#columns, this.states];
    return {
      specification: this.#specification,
      statesDistinct: states.rows,
      edgesDistinct: this.#edgesDistinct,
      variables: columns,
      states,
      depths: this.#depths,
      initial: [...this.#initial],
      failures: this.#failures.values.map(String),
      initialFailures: [...this.#initialFailures],
      firings: this.#firings,
      edges: this.#edges,
      stateAt: (number) => this.#stateAt(number),
      find: (state) => {
        const row = columns.map(({ tree, values }) => values.find(valueIn(state, tree.name)));
        return row.includes(-1) ? -1 : states.find(row);
      },
    };
  }

  #arrive(depth: number): number {
    const number = this.states.add(this.#next);
    if (number === this.#depths.length) this.#depths.push(depth);
    return number;
  }

  #join(source: number, action: number, target: number, firings: readonly number[]): void {
    this.#edgesDistinct += 1;
    for (const firing of firings) {
      this.#edges.sources.push(source);
      this.#edges.actions.push(action);
      this.#edges.targets.push(target);
      this.#edges.firings.push(firing);
    }
  }

  #isCut(number: number): boolean {
    const { constraints } = this.#specification;
    if (constraints.length === 0) return false;
    const state = this.#stateAt(number);
    return !constraints.every(({ node }) => truthIn(node, { state, bound: new Map() }) === 'true');
  }

  #resultsOf(known: Known): readonly Result[] {
    const { touched, key, agreed, results } = known;
    for (let index = 0; index < touched.length; index += 1) key[index] = this.#row[touched[index] ?? 0] ?? 0;
    const place = agreed.add(key);
    return (results[place] ??= this.#fired(known));
  }

  #fired({ action, written }: Known): readonly Result[] {
    const distinct = new Map<string, { readonly target: Result['target']; readonly firings: number[] }>();
    for (const outcome of fire(action, this.#current())) {
      const target = this.#targetOf(outcome.result, written);
      const result = distinct.get(String(target)) ?? { target, firings: [] };
      result.firings.push(this.#firings.add(firingName(outcome)));
      distinct.set(String(target), result);
    }
    return [...distinct.values()];
  }

  #targetOf(result: Effect, written: readonly number[]): Result['target'] {
    if (result.kind === 'failure') return -1 - this.#failures.add(result.failure.property);
    return written.map((column) => {
      const { tree, values } = this.#columns[column] ?? noColumn();
      return values.add(valueIn(result.state, tree.name));
    });
  }

  #current(): State {
    return (this.#state ??= this.#stateOf(this.#row));
  }

  #stateAt(number: number): State {
    const row = new Int32Array(this.states.width);
    this.states.read(number, row);
    return this.#stateOf(row);
  }

  #stateOf(row: Int32Array): State {
    return this.#make(
      Object.fromEntries(this.#columns.map(({ tree, values }, column) => [tree.name, values.at(row[column] ?? 0)])),
    );
  }
}

/** What an action was found to do. */
interface Known {
  readonly action: ActionTree;
  /** Its position in the specification. */
  readonly index: number;
  readonly gate: Gate | undefined;
  /** Columns of the variables that it touches. */
  readonly touched: readonly number[];
  readonly written: readonly number[];
  /** Room for the values of those touched; the different ones that there were, and for each what comes of it. */
  readonly key: Int32Array;
  readonly agreed: RowTable;
  readonly results: (readonly Result[])[];
}

/** Actions with a gate at one variable, and for each of its values those whose gate is open. */
interface GatedColumn {
  readonly column: number;
  readonly known: readonly Known[];
  readonly open: (readonly Known[])[];
}

/** Firings with one outcome. */
interface Result {
  /** Numbers of the values written; or of a failure, below 0. */
  readonly target: readonly number[] | number;
  readonly firings: readonly number[];
}

function knownOf(action: ActionTree, index: number, variables: readonly VariableTree[]): Known {
  const { touched, written } = footprintOf(action);
  const columnsOf = (names: ReadonlySet<string>): readonly number[] =>
    [...variables.keys()].filter((column) => names.has(variables[column]?.name ?? ''));
  const columns = columnsOf(touched);
  assert(columns.length === touched.size, `'${action.name}' touches only variables that there are`);
  return {
    action,
    index,
    gate: gateOf(action),
    touched: columns,
    written: columnsOf(written),
    key: new Int32Array(columns.length),
    agreed: new RowTable(columns.length),
    results: [],
  };
}

function noColumn(): never {
  throw new InternalError('an action writes a variable that is not there');
}
