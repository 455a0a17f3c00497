// Which variables an action touches. What it does in a state depends on the values of these alone, and it leaves all others as they are.

import { childrenOf } from '../language/nodes.ts';
import type { ActionTree, Binder, Node, StatementTree } from '../language/tree.ts';
import { placeOf } from '../interpret/places.ts';

export interface Footprint {
  /** Read, or written in part: all that is named. */
  readonly touched: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
}

export function footprintOf({ parameters, when, body }: ActionTree): Footprint {
  const [touched, written] = [new Set<string>(), new Set<string>()];
  // Parts of a tree may stand in it many times.
  const seen = new Set<Node>();
  const touch = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'variable') touched.add(node.name);
    childrenOf(node).forEach(touch);
  };
  const bind = (binders: readonly Binder[]): void => {
    for (const { domain } of binders) if (domain !== undefined) touch(domain);
  };
  const run = (statement: StatementTree): void => {
    switch (statement.kind) {
      case 'assign':
        for (const { target, value, binders } of statement.updates) {
          bind(binders);
          touch(target);
          touch(value);
          written.add(placeOf(target).variable);
        }
        return;
      case 'require':
        return touch(statement.clause.node);
      case 'assert':
        return touch(statement.assertion.node);
      case 'if':
        touch(statement.condition.node);
        statement.then.forEach(run);
        statement.otherwise.forEach(run);
        return;
      case 'choose':
        for (const { binders, body: alternative } of statement.alternatives) {
          bind(binders);
          alternative.forEach(run);
        }
    }
  };
  bind(parameters);
  for (const { node } of when) touch(node);
  body.forEach(run);
  return { touched, written };
}
