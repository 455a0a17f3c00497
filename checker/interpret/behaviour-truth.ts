// What a formula says of one behaviour that repeats itself: its truth at each position, from the inside out, by its plain meaning.

import type { Binder, Node, TemporalTree } from '../language/tree.ts';
import { domainsOf, eachBinding, isTrue } from './evaluate.ts';
import { sameState, type State } from './state.ts';
import type { Bindings } from './world.ts';

/** The positions of a behaviour: the states, and by which action each is left. After the last comes position `from`. */
export interface Positions {
  readonly states: readonly State[];
  /** The action that fires at each position; undefined where it stutters. */
  readonly fired: readonly (string | undefined)[];
  readonly from: number;
}

/** Whether a formula is true of the behaviour from its first state. @throws DomainError */
export function isTrueOf(tree: TemporalTree, bound: Bindings, positions: Positions): boolean {
  return truthsOf(tree, bound, positions)[0] === true;
}

/** Whether it is true from each position on. @throws DomainError */
export function truthsOf(tree: TemporalTree, bound: Bindings, positions: Positions): readonly boolean[] {
  const inner = (each: TemporalTree): readonly boolean[] => truthsOf(each, bound, positions);
  const all = positions.states.map(() => true);
  switch (tree.kind) {
    case 'state':
      return positions.states.map((state) => isTrue(tree.node, { state, bound: new Map(bound) }));
    case 'everyStep':
      return not(until(all, not(stepsOf(tree.node, bound, positions, true)), positions));
    case 'someStep':
      return until(all, stepsOf(tree.node, bound, positions, false), positions);
    case 'not':
      return not(inner(tree.body));
    case 'always':
      return not(until(all, not(inner(tree.body)), positions));
    case 'eventually':
      return until(all, inner(tree.body), positions);
    case 'until':
      return until(inner(tree.from), inner(tree.to), positions);
    case 'leadsTo': {
      const [from, later] = [inner(tree.from), until(all, inner(tree.to), positions)];
      return not(until(all, not(implied(from, later)), positions));
    }
    case 'implies':
      return implied(inner(tree.from), inner(tree.to));
    case 'assuming':
      return implied(inner(tree.assumption), inner(tree.body));
    case 'all':
      return conjunction(tree.parts.map(inner), positions);
    case 'any':
      return not(conjunction(tree.parts.map(inner).map(not), positions));
    case 'forall':
      return conjunction(
        eachBound(tree.binders, bound).map((each) => truthsOf(tree.body, each, positions)),
        positions,
      );
    case 'exists': {
      const truths = eachBound(tree.binders, bound).map((each) => not(truthsOf(tree.body, each, positions)));
      return not(conjunction(truths, positions));
    }
  }
}

/** What is bound, with each binding of some binders over their sorts. */
export function eachBound(binders: readonly Binder[], bound: Bindings): readonly Bindings[] {
  const found: Bindings[] = [];
  const inner: Bindings = new Map(bound);
  // Nothing in a domain of these binders reads a state.
  const world = { state: undefined as unknown as State, bound: inner };
  eachBinding(domainsOf(binders), world, () => void found.push(new Map(inner)));
  return found;
}

/** The position after a position. */
export function after(position: number, { states, from }: Positions): number {
  return position + 1 < states.length ? position + 1 : from;
}

/** Whether a condition is true of the step from each position. A step that changes nothing is stuttering, of which the value is given. */
export function stepsOf(node: Node, bound: Bindings, positions: Positions, ofStuttering: boolean): readonly boolean[] {
  return positions.states.map((state, position) => {
    const fired = positions.fired[position];
    const successor = positions.states[after(position, positions)];
    if (fired === undefined || successor === undefined || sameState(state, successor)) return ofStuttering;
    return isTrue(node, { state, successor, fired, bound: new Map(bound) });
  });
}

/** Where `to` is true, or `from` and it holds one position later; the least such truths. */
function until(from: readonly boolean[], to: readonly boolean[], positions: Positions): readonly boolean[] {
  const truths = [...to];
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (let position = truths.length - 1; position >= 0; position -= 1) {
      if (truths[position] === true || from[position] !== true || truths[after(position, positions)] !== true) continue;
      truths[position] = true;
      hasChanged = true;
    }
  }
  return truths;
}

function not(truths: readonly boolean[]): readonly boolean[] {
  return truths.map((truth) => !truth);
}

function implied(from: readonly boolean[], to: readonly boolean[]): readonly boolean[] {
  return from.map((truth, position) => !truth || to[position] === true);
}

function conjunction(parts: readonly (readonly boolean[])[], { states }: Positions): readonly boolean[] {
  return states.map((_, position) => parts.every((truths) => truths[position] === true));
}
