// Where a module that collects keeps what it counts, and what its batch has of each firing besides the successor.

import { antecedentsOf } from '../language/antecedents.ts';
import { guardClauses, innerClauses, type CollectKind } from '../language/action-clauses.ts';
import type { Specification } from '../language/tree.ts';

/** i64 counters: byte offsets from the address of a worker's scratch memory. Of what is not collected there are none. */
export interface CollectedMap {
  readonly kind: CollectKind;
  /** How many actions there are. */
  readonly actions: number;
  /** The sum of the hashes of all transitions. */
  readonly transitions: number;
  /** Here the first action's, and then one for each action; of `fresh` another that counts for nobody. */
  readonly fresh: number;
  readonly same: number;
  /** By action: undefined where its guard has no clauses. */
  readonly guards: readonly (GuardCounters | undefined)[];
  /** By action, and by position among its inner conditions. */
  readonly inner: readonly (readonly InnerCounters[])[];
  /** One for each antecedent of all invariants: the distinct states in which it is true. */
  readonly antecedents: number;
  readonly antecedentsCount: number;
  /** Bytes of all counters, and where they begin. */
  readonly from: number;
  readonly bytes: number;
}

export interface GuardCounters {
  /** How often the clauses were evaluated: all of them each time. */
  readonly evaluated: number;
  readonly clauses: readonly { readonly isFalse: number; readonly isOnlyFalse: number; readonly outside: number }[];
}

export interface InnerCounters {
  readonly evaluated: number;
  readonly isFalse: number;
  readonly outside: number;
}

/** The counters of a specification, from an offset on. */
export function collectedMap({ actions, invariants }: Specification, from: number, kind: CollectKind): CollectedMap {
  let next = from;
  const take = (count = 1): number => {
    next += 8 * count;
    return next - 8 * count;
  };
  const about = { kind, actions: actions.length, from, transitions: take() };
  const nothing = { fresh: 0, same: 0, guards: [], inner: [], antecedents: 0, antecedentsCount: 0 };
  if (kind === 'transitions') return { ...about, ...nothing, bytes: next - from };
  const [fresh, same] = [take(actions.length + 1), take(actions.length)];
  const guards = actions.map((action): GuardCounters | undefined => {
    const clauses = guardClauses(action);
    if (clauses.length === 0) return undefined;
    const evaluated = take();
    return {
      evaluated,
      clauses: clauses.map(() => {
        const isFalse = take();
        // One clause by itself is the only one that can be false.
        return { isFalse, isOnlyFalse: clauses.length === 1 ? isFalse : take(), outside: take() };
      }),
    };
  });
  const inner = actions.map((action) =>
    innerClauses(action).map((): InnerCounters => ({ evaluated: take(), isFalse: take(), outside: take() })),
  );
  const antecedentsCount = invariants.flatMap(({ node }) => antecedentsOf(node)).length;
  const antecedents = take(antecedentsCount);
  return { ...about, fresh, same, guards, inner, antecedents, antecedentsCount, bytes: next - from };
}
