// All behaviours of a specification as the reference search found its states: the graph in which fair cycles are looked for, by firing every
// action in every state once more. Steps that change nothing are stuttering, and left out.

import { assert } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import type { Atom, BehaviourGraph, Edges, Letters, Question } from '../temporal/graph.ts';
import { labelOf, labellingOf, type Labelling } from '../temporal/labels.ts';
import { fire, type Outcome } from './fire.ts';
import { initialStates } from './initial.ts';
import { isTrue } from './evaluate.ts';
import { sameState, type State } from './state.ts';

/** A step that changes something. */
export interface PlainEdge {
  /** The number of the state that it leads to. */
  readonly target: number;
  readonly label: number;
  /** The name of the action that fires. */
  readonly fired: string;
}

export interface PlainGraph extends BehaviourGraph {
  readonly stateOf: (number: number) => State;
  /** In the order in which they are fired. */
  readonly edgesOf: (number: number) => readonly PlainEdge[];
}

/** The states that a search found, numbered from 0. */
export interface FoundStates {
  readonly states: readonly State[];
  readonly numberOf: (state: State) => number | undefined;
}

export function behavioursOf(
  specification: Specification,
  { states, numberOf }: FoundStates,
  questions: readonly Question[],
): PlainGraph {
  const labelling = labellingOf(specification);
  const edges: (readonly PlainEdge[] | undefined)[] = [];
  const known = (state: State): number => {
    const number = numberOf(state);
    assert(number !== undefined, 'a step leads to a state that the search has found');
    return number;
  };
  const stateOf = (number: number): State => {
    const state = states[number];
    assert(state !== undefined, `there is no state ${number}`);
    return state;
  };
  const edgesOf = (number: number): readonly PlainEdge[] =>
    (edges[number] ??= changesFrom(specification, stateOf(number), labelling).map(({ outcome, label, state }) => ({
      target: known(state),
      label,
      fired: outcome.action.name,
    })));
  const questionAt = (question: number): Question => {
    const found = questions[question];
    assert(found !== undefined, `there is no question ${question}`);
    return found;
  };
  return {
    size: states.length,
    states: states.length,
    ranges: [{ first: 0, last: states.length }],
    initial: initialNumbers(specification, known),
    labelling,
    questions,
    stateOf,
    edgesOf,
    letters: (question) => lettersOf(states, questionAt(question).ofStates),
    expand: (list, count, question, into) => {
      const { ofSteps } = questionAt(question);
      const targets: number[] = [];
      const labels: number[] = [];
      const steps: number[] = [];
      const ends: number[] = [];
      for (const number of list.subarray(0, count)) {
        const state = stateOf(number);
        for (const { target, label, fired } of edgesOf(number)) {
          const world = { state, successor: stateOf(target), fired };
          targets.push(target);
          labels.push(label);
          steps.push(bitsOf(ofSteps, ({ node, bound }) => isTrue(node, { ...world, bound: new Map(bound) })));
        }
        ends.push(targets.length);
      }
      fill(into, { ends, targets, labels, steps });
    },
  };
}

/** A firing that changes something, its label, and the state after it. */
export interface Change {
  readonly outcome: Outcome;
  readonly label: number;
  readonly state: State;
}

/** The firings from a state that change something, in their order. */
export function changesFrom({ actions }: Specification, state: State, labelling: Labelling): readonly Change[] {
  return actions.flatMap((action, index) =>
    fire(action, state).flatMap((outcome): Change[] => {
      const { result, binding } = outcome;
      if (result.kind !== 'successor' || sameState(state, result.state)) return [];
      const label = labelOf(labelling, index, (binder) => binding[action.parameters.indexOf(binder)]?.value ?? null);
      return [{ outcome, label, state: result.state }];
    }),
  );
}

function initialNumbers(specification: Specification, known: (state: State) => number): readonly number[] {
  const numbers = new Set<number>();
  for (const initial of initialStates(specification))
    if (initial?.kind === 'successor') numbers.add(known(initial.state));
  return [...numbers];
}

function lettersOf(states: readonly State[], atoms: readonly Atom[]): Letters {
  return Uint32Array.from(states, (state) =>
    bitsOf(atoms, ({ node, bound }) => isTrue(node, { state, bound: new Map(bound) })),
  );
}

function bitsOf(atoms: readonly Atom[], isTrueOf: (atom: Atom) => boolean): number {
  return atoms.reduce((bits, atom, index) => (isTrueOf(atom) ? bits | (1 << index) : bits), 0) >>> 0;
}

function fill(into: Edges, from: Readonly<Record<keyof Edges, readonly number[]>>): void {
  into.ends = Uint32Array.from(from.ends);
  into.targets = Uint32Array.from(from.targets);
  into.labels = Uint32Array.from(from.labels);
  into.steps = Uint32Array.from(from.steps);
}
