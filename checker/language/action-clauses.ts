// The conditions of an action one by one, as coverage counts them: the clauses of its guard, and those inside the step that block it.

import { printNode } from './print.ts';
import type { ActionTree, Clause, Specification, StatementTree } from './tree.ts';

/** What a search counts besides: 'transitions', their digest alone; 'everything', also each clause of each guard, antecedents and levels. */
export type CollectKind = 'transitions' | 'everything';

/** The condition that a process stands at the label of its step; undefined of other actions. It opens the guard. */
export function standsAt({ step, when: [first] }: ActionTree): Clause | undefined {
  return step !== undefined && first?.name === 'pc' ? first : undefined;
}

/** The clauses of an action's guard; that its process stands at its label is none of them. */
export function guardClauses(action: ActionTree): readonly Clause[] {
  return standsAt(action) === undefined ? action.when : action.when.slice(1);
}

/** The conditions inside the step, in textual order. Copies of one condition, on different ways through the step, are one. */
export function innerClauses({ body }: ActionTree): readonly (readonly Clause[])[] {
  const found: Clause[][] = [];
  for (const clause of requiredIn(body)) {
    const same = found.find(([first]) => first !== undefined && isSame(first, clause));
    if (same === undefined) found.push([clause]);
    else same.push(clause);
  }
  return found;
}

function isSame(a: Clause, b: Clause): boolean {
  return a.name === b.name && a.site === b.site && printNode(a.node) === printNode(b.node);
}

function requiredIn(statements: readonly StatementTree[]): readonly Clause[] {
  return statements.flatMap((statement) => {
    switch (statement.kind) {
      case 'require':
        return [statement.clause];
      case 'if':
        return [...requiredIn(statement.then), ...requiredIn(statement.otherwise)];
      case 'choose':
        return statement.alternatives.flatMap(({ body }) => requiredIn(body));
      case 'assign':
      case 'assert':
        return [];
    }
  });
}

/** By action, which of its inner conditions a clause object is. */
export function innerPositions({ actions }: Specification): readonly ReadonlyMap<Clause, number>[] {
  return actions.map(
    (action) =>
      new Map(innerClauses(action).flatMap((group, index) => group.map((clause): [Clause, number] => [clause, index]))),
  );
}
