// A question about what lies ahead of a state, put as a specification that any engine explores: it begins in that state, and has one
// property, which the first firing of certain actions violates.

import type { ActionTree, AssertionTree, Specification, StatementTree } from '../language/tree.ts';
import { valueIn, type State } from './state.ts';

/** Of the specification that `towardsFiring` makes: what a firing violates. */
export const firingProperty = 'not fired';

/** The specification from this state on; the last step of a trace that violates `firingProperty` is a firing of one of the actions. */
export function towardsFiring(
  specification: Specification,
  from: State,
  actions: readonly ActionTree[],
): Specification {
  const told = specification.actions.map((action) =>
    actions.includes(action) ? { ...action, body: failing(action.body) } : action,
  );
  return {
    ...specification,
    initial: [
      {
        choices: specification.variables.map(({ name, sort }) => ({
          variable: name,
          values: [{ kind: 'literal', sort, value: valueIn(from, name) }],
        })),
        where: [],
        body: [],
      },
    ],
    actions: told,
    invariants: [],
    reachable: [],
    actionProperties: [],
    recoverable: [],
    liveness: [],
    fairness: [],
    unclaimed: [],
    assertions: [fired, ...specification.assertions],
    terminal: 'any',
  };
}

const fired: AssertionTree = {
  path: firingProperty,
  property: firingProperty,
  severity: 'bug',
  node: { kind: 'literal', sort: { kind: 'bool' }, value: false },
  message: '',
};

// A firing that fails by itself is a firing too.
function failing(body: readonly StatementTree[]): readonly StatementTree[] {
  return ended(body.map(asFiring));
}

function asFiring(statement: StatementTree): StatementTree {
  switch (statement.kind) {
    case 'assert':
      return { ...statement, assertion: { ...statement.assertion, property: firingProperty } };
    case 'if': {
      const [then, otherwise] = [statement.then, statement.otherwise].map((branch) => branch.map(asFiring));
      return { ...statement, then: then ?? [], otherwise: otherwise ?? [] };
    }
    case 'choose': {
      const alternatives = statement.alternatives.map((each) => ({ ...each, body: each.body.map(asFiring) }));
      return { ...statement, alternatives };
    }
    case 'assign':
    case 'require':
      return statement;
  }
}

// A choice is always the last of its list.
function ended(body: readonly StatementTree[]): readonly StatementTree[] {
  const last = body.at(-1);
  if (last?.kind !== 'choose') return [...body, { kind: 'assert', assertion: fired }];
  const alternatives = last.alternatives.map((each) => ({ ...each, body: ended(each.body) }));
  return [...body.slice(0, -1), { ...last, alternatives }];
}
