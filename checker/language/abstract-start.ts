// The initial states of an abstract specification as a condition on values of its variables that are given as expressions.

import { reached, variableOf } from './abstract-step.ts';
import { applyNodes, quantified } from './nodes.ts';
import { conjunction, ofSort, read, total, type Scope } from './symbolic.ts';
import type { Binder, InitialTree, Node, Specification, StatementTree } from './tree.ts';

/** That the values of the scope are those of an initial state. */
export function startsIn({ initial }: Specification, scope: Scope): Node {
  return applyNodes(
    'any',
    initial.map((tree) => total(startsBy(tree, 0, scope, scope))),
  );
}

// `own` has the values chosen so far. What the body does not write is chosen as it is in the end, and needs no trying.
function startsBy(tree: InitialTree, from: number, own: Scope, end: Scope): Node {
  const choice = tree.choices[from];
  if (choice === undefined) {
    const isReached = (store: Scope['store']): Node =>
      conjunction(
        [...store].flatMap(([variable, value]) => {
          const wanted = end.store.get(variable);
          return wanted === undefined || wanted === value ? [] : [applyNodes('equal', [value, wanted])];
        }),
      );
    return conjunction([
      ...tree.where.map(({ node }) => read(node, own)),
      reached(tree.body, own, { isReached, needsSorts: false }),
    ]);
  }
  const { variable, values } = choice;
  const with_ = (value: Node): Node => {
    const store = new Map(own.store).set(variable, value);
    return startsBy(tree, from + 1, { ...own, store }, end);
  };
  const wanted = end.store.get(variable);
  if (wanted === undefined) return with_({ kind: 'literal', sort: { kind: 'bool' }, value: true });
  if (!writtenBy(tree.body).has(variable)) {
    const given =
      values === 'anything'
        ? []
        : [
            applyNodes(
              'any',
              values.map((value) => applyNodes('equal', [wanted, read(value, own)])),
            ),
          ];
    return conjunction([...given, with_(wanted)]);
  }
  if (values !== 'anything')
    return applyNodes(
      'any',
      values.map((value) => bound(variable, wanted.sort, read(value, own), with_)),
    );
  const binder: Binder = { name: variable, sort: wanted.sort };
  return quantified('exists', [binder], with_({ kind: 'bound', sort: binder.sort, binder }));
}

function bound(name: string, sort: Node['sort'], value: Node, body: (value: Node) => Node): Node {
  const binder: Binder = { name, sort };
  const inner = body({ kind: 'bound', sort, binder });
  return {
    kind: 'let',
    sort: inner.sort,
    binder,
    value: ofSort(value, sort),
    body: inner,
  };
}

/** The variables that some of the statements write. */
export function writtenBy(statements: readonly StatementTree[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of statements) {
    if (statement.kind === 'assign') for (const { target } of statement.updates) names.add(variableOf(target));
    if (statement.kind === 'if')
      for (const name of writtenBy([...statement.then, ...statement.otherwise])) names.add(name);
    if (statement.kind === 'choose')
      for (const { body } of statement.alternatives) for (const name of writtenBy(body)) names.add(name);
  }
  return names;
}
