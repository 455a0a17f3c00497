// What a search has touched: actions, labels, antecedents, assertions, constraints. What it never touched, nothing is known about.

import { antecedentsOf } from '../language/antecedents.ts';
import { printNode } from '../language/print.ts';
import { writtenBy } from '../language/abstract-start.ts';
import { refinementsIn } from '../language/refined-by.ts';
import type { AssertionTree, Node, RefinementTree, Specification } from '../language/tree.ts';
import { Map as FunctionValue } from 'immutable';
import { isTrue } from './evaluate.ts';
import { createRefinedCoverage } from './refined-coverage.ts';
import type { ActionCoverage, ConstraintCoverage, NeverExercised } from './result.ts';
import { valueIn, type State } from './state.ts';
import { DomainError, type Bindings } from './world.ts';

export interface Coverage {
  /** A distinct state was found. */
  readonly visit: (state: State) => void;
  /** An action has this many firings in a state. */
  readonly fired: (actionIndex: number, firings: number) => void;
  readonly asserted: (assertion: AssertionTree) => void;
  /** A step led from one state to another. */
  readonly stepped: (from: State, to: State) => void;
  readonly cut: (constraintIndex: number) => void;
  readonly report: (witnessesReached: ReadonlySet<string>) => CoverageReport;
}

export interface CoverageReport {
  readonly actions: readonly ActionCoverage[];
  readonly constraints: readonly ConstraintCoverage[];
  readonly neverExercised: readonly NeverExercised[];
}

/** What a search counted and touched, by the positions and names of the specification. */
export interface Touched {
  /** By action: states in which it is enabled, and firings. */
  readonly statesEnabled: readonly number[];
  readonly firings: readonly number[];
  /** By constraint: states that it is the first to exclude. */
  readonly statesCut: readonly number[];
  readonly hasLabel: (process: string, label: string) => boolean;
  readonly hasAssertion: (path: string) => boolean;
  /** By position among the antecedents of all invariants: whether it was true in some state. */
  readonly hasAntecedent: (index: number) => boolean;
  /** Of a refinement, by position of the abstract variable, or action: whether some step changed it, or was it. */
  readonly hasMoved: (refinement: string, index: number) => boolean;
  readonly hasTaken: (refinement: string, index: number) => boolean;
  readonly hasWitness: (name: string) => boolean;
}

/** The report of what was touched, the same for every engine. */
export function coverageReport(specification: Specification, touched: Touched): CoverageReport {
  const { actions, invariants, assertions, constraints, reachable } = specification;
  const { statesEnabled, firings, statesCut, hasLabel, hasAssertion, hasAntecedent, hasWitness } = touched;
  const antecedents = invariants.flatMap(({ name, node }) => antecedentsOf(node).map(({ text }) => ({ name, text })));
  return {
    actions: actions.map(({ name }, index) => ({
      action: name,
      statesEnabled: statesEnabled[index] ?? 0,
      firings: firings[index] ?? 0,
    })),
    constraints: constraints.map(({ name }, index) => ({ constraint: name, statesCut: statesCut[index] ?? 0 })),
    neverExercised: [
      ...actions.flatMap(({ name, step }, index): NeverExercised[] => {
        if ((statesEnabled[index] ?? 0) !== 0) return [];
        const isReached = step === undefined || hasLabel(step.process, step.label);
        return [
          isReached ? { kind: 'action', name, text: 'never enabled' } : { kind: 'step', name, text: 'never reached' },
        ];
      }),
      ...antecedents
        .filter((_, index) => !hasAntecedent(index))
        .map(({ name, text }): NeverExercised => ({ kind: 'antecedent', name, text })),
      ...assertions
        .filter(({ path }) => !hasAssertion(path))
        .map(({ path, node }): NeverExercised => ({ kind: 'assertion', name: path, text: printNode(node) })),
      ...constraints
        .filter((_, index) => (statesCut[index] ?? 0) === 0)
        .map(({ name, node }): NeverExercised => ({ kind: 'constraint', name, text: printNode(node) })),
      ...refinementsIn(specification).flatMap((refinement) => unseenOf(refinement, touched)),
      ...reachable
        .filter(({ name }) => !hasWitness(name))
        .map(({ name, node }): NeverExercised => ({ kind: 'witness', name, text: printNode(node) })),
    ],
  };
}

/** What of an abstract specification no step is about: actions, and variables that actions would change. */
function unseenOf(
  { name, abstract, mapping }: RefinementTree,
  { hasMoved, hasTaken }: Pick<Touched, 'hasMoved' | 'hasTaken'>,
): readonly NeverExercised[] {
  const changed = new Set(abstract.actions.flatMap(({ body }) => [...writtenBy(body)]));
  return [
    ...abstract.actions.flatMap((action, index): NeverExercised[] =>
      hasTaken(name, index)
        ? []
        : [
            {
              kind: 'abstract',
              name: `${name}: ${action.name}`,
              text: `${action.name} of ${abstract.name} is never taken`,
            },
          ],
    ),
    ...mapping.flatMap(({ variable, node }, index): NeverExercised[] =>
      hasMoved(name, index) || !changed.has(variable.name)
        ? []
        : [{ kind: 'mapping', name: `${name}: ${variable.name}`, text: `${printNode(node)} never changes` }],
    ),
  ];
}

export function createCoverage(specification: Specification): Coverage {
  const enabled = specification.actions.map(() => 0);
  const firings = specification.actions.map(() => 0);
  const cuts = specification.constraints.map(() => 0);
  const assertions = new Set<string>();
  const labels = new Map(specification.processes.map(({ name }) => [name, new Set<string>()]));
  let antecedents = specification.invariants
    .flatMap(({ node }) => antecedentsOf(node))
    .map((each, index) => ({ ...each, index }));

  const refined = refinementsIn(specification).map(createRefinedCoverage);

  const visitLabels = (state: State): void => {
    for (const { name, position, labels: all } of specification.processes) {
      const reached = labels.get(name);
      if (reached === undefined || reached.size === all.length) continue;
      const at = valueIn(state, position);
      if (FunctionValue.isMap(at)) for (const label of at.values()) reached.add(String(label));
    }
  };

  return {
    visit: (state) => {
      visitLabels(state);
      if (antecedents.length > 0) antecedents = antecedents.filter(({ node }) => !isSurelyTrue(node, state));
    },
    fired: (actionIndex, count) => {
      enabled[actionIndex] = (enabled[actionIndex] ?? 0) + 1;
      firings[actionIndex] = (firings[actionIndex] ?? 0) + count;
    },
    asserted: ({ path }) => void assertions.add(path),
    stepped: (from, to) => {
      for (const seen of refined) seen.stepped(from, to);
    },
    cut: (constraintIndex) => void (cuts[constraintIndex] = (cuts[constraintIndex] ?? 0) + 1),
    report: (witnessesReached) =>
      coverageReport(specification, {
        statesEnabled: enabled,
        firings,
        statesCut: cuts,
        hasLabel: (process, label) => labels.get(process)?.has(label) === true,
        hasAssertion: (path) => assertions.has(path),
        hasAntecedent: (index) => antecedents.every((each) => each.index !== index),
        hasMoved: (name, index) => refined.some((seen) => seen.name === name && seen.moved.has(index)),
        hasTaken: (name, index) => refined.some((seen) => seen.name === name && seen.taken.has(index)),
        hasWitness: (name) => witnessesReached.has(name),
      }),
  };
}

function isSurelyTrue(node: Node, state: State): boolean {
  const bound: Bindings = new Map();
  try {
    return isTrue(node, { state, bound });
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
