// What a step does, as far as it is known whatever the state is: from where to where, what is held before and after, what it stores.

import type { Sort } from '../language/sorts.ts';
import type { ActionTree, Binder, Node, StatementTree } from '../language/tree.ts';
import type { FamilyControl, FamilyStep, Way } from './control.ts';
import { keysOf, listsOf, ofActing, variableOf, type Key } from './footprint.ts';
import type { LockPlace } from './holding.ts';

/** What a step does, as far as it is known, whatever the state; its process is `acting`. */
export interface Doing {
  readonly position: string;
  readonly from: string;
  readonly to: string;
  readonly before: readonly LockPlace[];
  readonly after: readonly LockPlace[];
  readonly writes: readonly Write[];
  /** True before it, since it was taken. */
  readonly asked: readonly Node[];
  /** Of whom the positions are; undefined where there is one. */
  readonly key: Sort | undefined;
}

export interface Write {
  readonly variable: string;
  readonly keys: readonly Key[];
  readonly target: Node;
  readonly value: Node;
  /** Whether it is stored in every firing. */
  readonly isCertain: boolean;
}

/** One for each way that the step may go. */
export function doingsOf({ family, heldAt }: FamilyControl, step: FamilyStep): readonly Doing[] {
  const { member, ways } = step;
  const writes = writesOf(member.action, member.self);
  const asked = member.action.when.flatMap(({ node }) =>
    member.self === undefined ? [node] : [ofActing(node, member.self)],
  );
  return ways.map(({ to, held }: Way) => ({
    position: family.position,
    from: member.label,
    to,
    before: heldAt(member.label),
    after: held,
    writes,
    asked,
    key: family.key,
  }));
}

function writesOf({ body }: ActionTree, self: Binder | undefined): readonly Write[] {
  const writes: Write[] = [];
  const written = new Set<string>();
  const run = (statement: StatementTree, isCertain: boolean): void => {
    if (statement.kind === 'assign') {
      for (const { target, value, binders } of statement.updates)
        writes.push({
          variable: variableOf(target),
          keys: keysOf(target, self, written),
          target: self === undefined ? target : ofActing(target, self),
          value: self === undefined ? value : ofActing(value, self),
          isCertain: isCertain && binders.length === 0,
        });
      for (const { target } of statement.updates) written.add(variableOf(target));
    }
    for (const list of listsOf(statement)) for (const each of list) run(each, false);
  };
  for (const statement of body) run(statement, true);
  // What is stored twice is what was stored last: nothing is known of it.
  return writes.map((write) => ({
    ...write,
    isCertain: write.isCertain && writes.filter(({ variable }) => variable === write.variable).length === 1,
  }));
}
