// An action run on expressions instead of values: the condition that some firing of it leads from values of the variables that are given as
// expressions to others. What the interpreter does in `fire.ts` and `assign.ts`, said in the language itself. A firing that fails, by an
// assertion or by an evaluation outside its domain, leads nowhere.

import { applyNodes, quantified } from './nodes.ts';
import { newValue } from './symbolic-assign.ts';
import { conjunction, fresh, ofSort, read, total, type Scope, type Store } from './symbolic.ts';
import type { ActionTree, Binder, Node, StatementTree } from './tree.ts';

/** What is asked of the variables after the firing, and whether that can be answered without their being of their sorts. */
export interface End {
  readonly isReached: (store: Store) => Node;
  readonly needsSorts: boolean;
}

/** That some firing of the action, for some values of its parameters but those that are given, reaches the end. */
export function someFiring(action: ActionTree, scope: Scope, end: End): Node {
  const open = action.parameters.filter((binder) => !scope.bound.has(binder));
  // Of a parameter that is given and ranges over a set, that it lies in it.
  const given = action.parameters.filter((binder) => scope.bound.has(binder));
  return someBinding(open, scope, (inner) =>
    conjunction([
      ...given.flatMap((binder) => within(binder, inner)),
      ...action.when.map(({ node }) => read(node, inner)),
      reached(action.body, inner, end),
    ]),
  );
}

function within(binder: Binder, scope: Scope): readonly Node[] {
  const element: Node = { kind: 'bound', sort: binder.sort, binder };
  return binder.domain === undefined ? [] : [applyNodes('has', [read(binder.domain, scope), read(element, scope)])];
}

/** For some value of each binder; a failure for one leaves the others. */
function someBinding(binders: readonly Binder[], scope: Scope, body: (scope: Scope) => Node): Node {
  const [binder, ...rest] = binders;
  if (binder === undefined) return body(scope);
  const { own, inner } = fresh(binder, scope);
  return total(quantified('exists', [own], total(someBinding(rest, inner, body))));
}

/** That the statements, run in order, reach the end. */
export function reached(statements: readonly StatementTree[], scope: Scope, end: End): Node {
  const [statement, ...rest] = statements;
  if (statement === undefined) return end.isReached(scope.store);
  switch (statement.kind) {
    case 'assign':
      return afterAssignment(statement, rest, scope, end);
    case 'require':
      return conjunction([read(statement.clause.node, scope), reached(rest, scope, end)]);
    case 'assert':
      return conjunction([read(statement.assertion.node, scope), reached(rest, scope, end)]);
    case 'if':
      return applyNodes('ifThenElse', [
        read(statement.condition.node, scope),
        reached([...statement.then, ...rest], scope, end),
        reached([...statement.otherwise, ...rest], scope, end),
      ]);
    case 'choose':
      return applyNodes(
        'any',
        statement.alternatives.map(({ binders, body }) =>
          total(someBinding(binders, scope, (inner) => reached([...body, ...rest], inner, end))),
        ),
      );
  }
}

// What comes after sees the new values, each of its variable's sort. At the end they are only compared with what is of that sort.
function afterAssignment(
  { updates }: Extract<StatementTree, { kind: 'assign' }>,
  rest: readonly StatementTree[],
  scope: Scope,
  end: End,
): Node {
  const written = scope.variables.filter(({ name }) => updates.some(({ target }) => variableOf(target) === name));
  const isLast = rest.length === 0 && !end.needsSorts;
  const changes = written.map(({ name, sort }) => {
    const own = updates.filter(({ target }) => variableOf(target) === name);
    const { value, guards } = newValue(name, own, scope);
    const binder: Binder = { name: `${name}'`, sort };
    return { name, guards, binder, value: isLast ? value : ofSort(value, sort) };
  });
  const store = new Map(scope.store);
  for (const { name, binder, value } of changes)
    store.set(name, isLast ? value : { kind: 'bound', sort: binder.sort, binder });
  const after = reached(rest, { ...scope, store }, end);
  const body = isLast
    ? after
    : changes.reduceRight<Node>(
        (inner, { binder, value }) => ({ kind: 'let', sort: inner.sort, binder, value, body: inner }),
        after,
      );
  return conjunction([...changes.flatMap(({ guards }) => guards), body]);
}

export function variableOf(target: Node): string {
  if (target.kind === 'variable') return target.name;
  const [outer] = target.kind === 'apply' ? target.args : [];
  return outer === undefined ? '' : variableOf(outer);
}
