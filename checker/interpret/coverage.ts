// What a search has touched: actions, labels, antecedents, assertions, constraints. What it never touched, nothing is known about.

import { quantified } from '../language/nodes.ts';
import { printNode } from '../language/print.ts';
import type { AssertionTree, Node, Specification } from '../language/tree.ts';
import { Map as FunctionValue } from 'immutable';
import { isTrue } from './evaluate.ts';
import type { ActionCoverage, ConstraintCoverage, NeverExercised } from './result.ts';
import { valueIn, type State } from './state.ts';
import { DomainError, type Bindings } from './world.ts';

export interface Coverage {
  /** A distinct state was found. */
  readonly visit: (state: State) => void;
  /** An action has this many firings in a state. */
  readonly fired: (actionIndex: number, firings: number) => void;
  readonly asserted: (assertion: AssertionTree) => void;
  readonly cut: (constraintIndex: number) => void;
  readonly report: (witnessesReached: ReadonlySet<string>) => {
    readonly actions: readonly ActionCoverage[];
    readonly constraints: readonly ConstraintCoverage[];
    readonly neverExercised: readonly NeverExercised[];
  };
}

export function createCoverage(specification: Specification): Coverage {
  const enabled = specification.actions.map(() => 0);
  const firings = specification.actions.map(() => 0);
  const cuts = specification.constraints.map(() => 0);
  const assertions = new Set<string>();
  const labels = new Map(specification.processes.map(({ name }) => [name, new Set<string>()]));
  let antecedents = specification.invariants.flatMap(({ name, node }) =>
    antecedentsOf(node).map((antecedent) => ({ name, ...antecedent })),
  );

  const visitLabels = (state: State): void => {
    for (const { name, position, labels: all } of specification.processes) {
      const reached = labels.get(name);
      if (reached === undefined || reached.size === all.length) continue;
      const at = valueIn(state, position);
      if (FunctionValue.isMap(at)) for (const label of at.values()) reached.add(String(label));
    }
  };

  const neverExercised = (witnessesReached: ReadonlySet<string>): NeverExercised[] => [
    ...specification.actions.flatMap(({ name, step }, index): NeverExercised[] => {
      if (enabled[index] !== 0) return [];
      const isReached = step === undefined || labels.get(step.process)?.has(step.label) === true;
      return [
        isReached ? { kind: 'action', name, text: 'never enabled' } : { kind: 'step', name, text: 'never reached' },
      ];
    }),
    ...antecedents.map(({ name, text }): NeverExercised => ({ kind: 'antecedent', name, text })),
    ...specification.assertions
      .filter(({ path }) => !assertions.has(path))
      .map(({ path, node }): NeverExercised => ({ kind: 'assertion', name: path, text: printNode(node) })),
    ...specification.constraints
      .filter((_, index) => cuts[index] === 0)
      .map(({ name, node }): NeverExercised => ({ kind: 'constraint', name, text: printNode(node) })),
    ...specification.reachable
      .filter(({ name }) => !witnessesReached.has(name))
      .map(({ name, node }): NeverExercised => ({ kind: 'witness', name, text: printNode(node) })),
  ];

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
    cut: (constraintIndex) => void (cuts[constraintIndex] = (cuts[constraintIndex] ?? 0) + 1),
    report: (witnessesReached) => ({
      actions: specification.actions.map(({ name }, index) => ({
        action: name,
        statesEnabled: enabled[index] ?? 0,
        firings: firings[index] ?? 0,
      })),
      constraints: specification.constraints.map(({ name }, index) => ({
        constraint: name,
        statesCut: cuts[index] ?? 0,
      })),
      neverExercised: neverExercised(witnessesReached),
    }),
  };
}

/** The antecedents of an invariant's implications, each as a condition on the state: that it is true for some binding. */
export function antecedentsOf(node: Node): readonly { readonly text: string; readonly node: Node }[] {
  switch (node.kind) {
    case 'named':
      return antecedentsOf(node.body);
    case 'let':
      return antecedentsOf(node.body).map(({ text, node: inner }) => ({ text, node: { ...node, body: inner } }));
    case 'quantified':
      if (node.quantifier !== 'forall') return [];
      return antecedentsOf(node.body).map(({ text, node: inner }) => ({
        text,
        node: quantified('exists', node.binders, inner),
      }));
    case 'apply': {
      const [antecedent] = node.args;
      if (node.operator === 'all') return node.args.flatMap(antecedentsOf);
      return node.operator === 'implies' && antecedent !== undefined
        ? [{ text: printNode(antecedent), node: antecedent }]
        : [];
    }
    default:
      return [];
  }
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
