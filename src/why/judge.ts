// One property judged along a behaviour, state by state and step by step, by the plain meaning.

import {
  deadlockName,
  DomainError,
  fire,
  judgedRound,
  type GoneRound,
  type PropertyTree,
  sameState,
  type Specification,
  type State,
  terminalPath,
} from '../../checker/index.ts';
import { truthIn } from '../result/truths.ts';

/** Each says what is violated, or reached, in a few words; undefined where nothing is. */
export interface Judge {
  readonly state: (state: State) => string | undefined;
  /** Besides, of the first state. */
  readonly start: (state: State) => string | undefined;
  readonly step: (before: State, fired: string, after: State) => string | undefined;
  /** Of the last state. */
  readonly end: (state: State) => string | undefined;
  /** Of a behaviour that goes on for ever. */
  readonly round: (gone: GoneRound) => RoundEnd;
}

export interface RoundEnd {
  readonly outcome: 'violated' | 'holds' | 'open';
  readonly reason?: string;
}

/** The judge of a property, also of one that is named for an evaluation outside its domain. Failing steps are seen by whoever takes them. */
export function judgeOf(specification: Specification, property: string): Judge {
  const { invariants, reachable, constraints, actionProperties, actions, terminal } = specification;
  const isNamedFor = (name: string): boolean => property.startsWith(`${name}: `);
  /** `evaluated`: what is no rule, but can be outside its domain, too. */
  const judged = (trees: readonly PropertyTree[], evaluated: typeof constraints = []): ((world: World) => boolean) => {
    const own = trees.find(({ name }) => name === property);
    if (own !== undefined) return (world) => truthIn(own.node, world) === false;
    const outer = [...trees, ...evaluated].find(({ name }) => isNamedFor(name));
    return (world) => outer !== undefined && truthIn(outer.node, world) === undefined;
  };
  const [isBadState, isBadStep] = [judged(invariants, [...reachable, ...constraints]), judged(actionProperties)];
  const refinement = specification.refinements.find(({ name }) => name === property);
  const witness = reachable.find(({ name }) => name === property);
  return {
    state: (state) => {
      const world = { state, bound: new Map() };
      if (witness !== undefined) return truthIn(witness.node, world) === true ? 'it is true there' : undefined;
      return isBadState(world) ? 'it is false there' : undefined;
    },
    start: (state) =>
      refinement !== undefined && truthIn(refinement.initial, { state, bound: new Map() }) === false
        ? `it is no initial state of ${refinement.abstract.name}`
        : undefined,
    step: (state, fired, successor) =>
      !sameState(state, successor) && isBadStep({ state, successor, fired, bound: new Map() })
        ? 'the step breaks it'
        : undefined,
    end: (state) => {
      const isOfEnd = property === deadlockName || isNamedFor(terminalPath);
      if (!isOfEnd || terminal === 'any' || actions.some((action) => fire(action, state).length > 0)) return undefined;
      const isEnd = truthIn(terminal, { state, bound: new Map() });
      if (property === deadlockName) return isEnd === false ? 'nobody can go on' : undefined;
      return isEnd === undefined ? 'it has no value there' : undefined;
    },
    round: (gone) => roundEnd(specification, property, gone),
  };
}

function roundEnd(specification: Specification, property: string, gone: GoneRound): RoundEnd {
  const tree = specification.liveness.find(({ name }) => name === property);
  if (tree === undefined) return { outcome: 'open' };
  try {
    const judged = judgedRound(specification, tree.formula, gone);
    switch (judged.kind) {
      case 'violates':
        return { outcome: 'violated', reason: 'fairness does not exclude that it goes on so for ever' };
      case 'satisfies':
        return { outcome: 'holds' };
      case 'open-ended':
        return { outcome: 'holds', reason: 'its loop does not close there' };
      case 'unfair':
        return { outcome: 'holds', reason: `its loop is excluded by ${judged.condition}` };
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { outcome: 'open' };
  }
}

type World = Parameters<typeof truthIn>[1];
