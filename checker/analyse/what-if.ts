// Specifications for a question about size, "and if this never changed?": the same actions, with some updates taken out. How many states there
// are then is asked, and nothing else, so no property is left to be judged.

import type { ActionTree, Node, Specification, StatementTree } from '../language/tree.ts';

/** The specification with a variable that keeps its initial value: every update of it is taken out. */
export function frozen(specification: Specification, variable: string): Specification {
  return unjudged(specification, (updated) => updated !== variable);
}

/** The specification without the steps of the processes of one kind: all of them stay where they start. */
export function standingStill(specification: Specification, process: string): Specification {
  const bare = unjudged(specification, () => true);
  return { ...bare, actions: bare.actions.filter(({ step }) => step?.process !== process) };
}

/** The variables that some action updates. */
export function updatedVariables({ actions }: Pick<Specification, 'actions'>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { body } of actions) editedBody(body, (name) => found.add(name).has(name));
  return found;
}

// Without properties and assertions: what fails is gone past, not stopped at.
function unjudged(specification: Specification, isKept: (variable: string) => boolean): Specification {
  return {
    ...specification,
    actions: specification.actions.map((action): ActionTree => ({ ...action, body: editedBody(action.body, isKept) })),
    initial: specification.initial.map((start) => ({ ...start, body: editedBody(start.body, () => true) })),
    invariants: [],
    reachable: [],
    actionProperties: [],
    recoverable: [],
    liveness: [],
    unclaimed: [],
    assertions: [],
    fairness: [],
    show: [],
    terminal: 'any',
  };
}

/** Without assertions, and without the updates that are not kept. */
function editedBody(body: readonly StatementTree[], isKept: (variable: string) => boolean): readonly StatementTree[] {
  return body.flatMap((statement): readonly StatementTree[] => {
    switch (statement.kind) {
      case 'assert':
        return [];
      case 'require':
        return [statement];
      case 'assign':
        return [{ ...statement, updates: statement.updates.filter(({ target }) => isKept(variableOf(target))) }];
      case 'if':
        return [
          {
            ...statement,
            then: editedBody(statement.then, isKept),
            otherwise: editedBody(statement.otherwise, isKept),
          },
        ];
      case 'choose':
        return [
          {
            ...statement,
            alternatives: statement.alternatives.map((each) => ({ ...each, body: editedBody(each.body, isKept) })),
          },
        ];
    }
  });
}

/** The variable that a target stands in. */
function variableOf(target: Node): string {
  let node = target;
  while (node.kind === 'apply') {
    const [inner] = node.args;
    if (inner === undefined) break;
    node = inner;
  }
  return node.kind === 'variable' ? node.name : '';
}
