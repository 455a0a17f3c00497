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
  /** Their variables. */
  readonly written: ReadonlySet<string>;
  /** Whether a variable is used as a lock throughout, and whether the process may hold one of it. */
  readonly isLock: (variable: string) => boolean;
  readonly mayHold: (variable: string, when: 'before' | 'after') => boolean;
  /** True before it, since it was taken. */
  readonly asked: readonly Fact[];
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
export function doingsOf(
  { family, heldAt, mayHoldAt }: FamilyControl,
  step: FamilyStep,
  locks: ReadonlySet<string>,
): readonly Doing[] {
  const { member, ways } = step;
  const writes = writesOf(member.action, member.self);
  const written = new Set(writes.map(({ variable }) => variable));
  const asked = [...member.action.when.map(({ node }) => node), ...askedFirst(member.action.body)].flatMap((node) =>
    factsIn(member.self === undefined ? node : ofActing(node, member.self), true),
  );
  return ways.map(({ to, held }: Way) => ({
    isLock: (variable) => locks.has(variable),
    mayHold: (variable, when) => mayHoldAt(when === 'before' ? member.label : to)?.has(variable) ?? true,
    position: family.position,
    from: member.label,
    to,
    before: heldAt(member.label),
    after: held,
    writes,
    written,
    asked,
    key: family.key,
  }));
}

/** A condition that has this truth; of an equation also what is equal, or is not. */
export interface Fact {
  readonly node: Node;
  readonly truth: boolean;
  readonly operands: readonly [Node, Node] | undefined;
}

function factsIn(node: Node, truth: boolean): readonly Fact[] {
  if (node.kind === 'named') return factsIn(node.body, truth);
  if (node.kind !== 'apply') return [{ node, truth, operands: undefined }];
  const [a, b] = node.args;
  if (node.operator === 'not' && a !== undefined) return factsIn(a, !truth);
  if (node.operator === (truth ? 'all' : 'any')) return node.args.flatMap((arg) => factsIn(arg, truth));
  if ((node.operator === 'equal' || node.operator === 'notEqual') && a !== undefined && b !== undefined)
    return [{ node, truth: truth === (node.operator === 'equal'), operands: [a, b] }];
  return [{ node, truth, operands: undefined }];
}

/** What has to be true of the state before anything is stored, or there is no step to a state. */
function askedFirst(statements: readonly StatementTree[]): readonly Node[] {
  const asked: Node[] = [];
  for (const statement of statements) {
    if (statement.kind === 'require') asked.push(statement.clause.node);
    else if (statement.kind === 'assert') asked.push(statement.assertion.node);
    else return asked;
  }
  return asked;
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
