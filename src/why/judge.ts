// One property judged along a behaviour, state by state and step by step, by the plain meaning.

import {
  deadlockName,
  DomainError,
  evaluate,
  fire,
  type Node,
  type PropertyTree,
  sameState,
  type Specification,
  type State,
} from '../../checker/index.ts';

/** Each says what is violated, in a few words; undefined where nothing is. */
export interface Judge {
  readonly state: (state: State) => string | undefined;
  readonly step: (before: State, fired: string, after: State) => string | undefined;
  /** Of the last state. */
  readonly end: (state: State) => string | undefined;
}

/** The judge of a property, also of one that is named for an evaluation outside its domain. Failing steps are seen by whoever takes them. */
export function judgeOf(specification: Specification, property: string): Judge {
  const { invariants, actionProperties, actions, terminal } = specification;
  const judged = (trees: readonly PropertyTree[]): ((world: World) => boolean) => {
    const own = trees.find(({ name }) => name === property);
    if (own !== undefined) return (world) => truthIn(own.node, world) === false;
    const outer = trees.find(({ name }) => property.startsWith(`${name}: `));
    return (world) => outer !== undefined && truthIn(outer.node, world) === 'no value';
  };
  const [isBadState, isBadStep] = [judged(invariants), judged(actionProperties)];
  return {
    state: (state) => (isBadState({ state, bound: new Map() }) ? 'it is false there' : undefined),
    step: (state, fired, successor) =>
      !sameState(state, successor) && isBadStep({ state, successor, fired, bound: new Map() })
        ? 'the step breaks it'
        : undefined,
    end: (state) => {
      if (property !== deadlockName || terminal === 'any') return undefined;
      const isStuck = actions.every((action) => fire(action, state).length === 0);
      return isStuck && truthIn(terminal, { state, bound: new Map() }) !== true ? 'nobody can go on' : undefined;
    },
  };
}

type World = Parameters<typeof evaluate>[1];

function truthIn(node: Node, world: World): boolean | 'no value' {
  try {
    return evaluate(node, world) === true;
  } catch (error) {
    if (error instanceof DomainError) return 'no value';
    throw error;
  }
}
