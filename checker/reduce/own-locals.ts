// What a step does to its own process: which locals are its own, which of them it writes, and the label to which it goes.

import type { ActionTree, Binder, Node, ProcessTree, StatementTree, UpdateTree } from '../language/tree.ts';

/** A local that an update writes. */
export interface LocalWritten {
  readonly variable: string;
  /** Whose. */
  readonly who: Node;
  /** Whether all of it is written, and not a part. */
  readonly isWhole: boolean;
}

/** The local that a target stands on, if it stands on one. */
export function localWritten(target: Node): LocalWritten | undefined {
  if (target.kind !== 'apply') return undefined;
  const [inner, who] = target.args;
  if (inner === undefined) return undefined;
  // What is reset is the place of the local; what is assigned is its value.
  if (target.operator === 'at' && target.sort.kind === 'local')
    return inner.kind === 'variable' && who !== undefined ? { variable: inner.name, who, isWhole: true } : undefined;
  const below = localWritten(inner);
  return below && { ...below, isWhole: below.isWhole && target.operator === 'local' };
}

/** The label to which an update sends a process, and which process that is. */
export function sentTo(
  { target, value }: UpdateTree,
  { position }: Pick<ProcessTree, 'position'>,
): { readonly label: string; readonly who: Node } | undefined {
  if (target.kind !== 'apply' || target.operator !== 'at' || value.kind !== 'literal') return undefined;
  const [variable, who] = target.args;
  if (variable?.kind !== 'variable' || variable.name !== position || who === undefined) return undefined;
  return { label: String(value.value), who };
}

/** Whether a local is one of the process whose step the action is. */
export function ownLocals(
  { by, step }: Pick<ActionTree, 'by' | 'step'>,
  processes: readonly ProcessTree[],
): (variable: string, who: Node | undefined) => boolean {
  const process = processes.find(({ name }) => name === step?.process);
  const own = new Set(process?.locals.map(({ variable }) => variable));
  return (variable, who) => own.has(variable) && who?.kind === 'bound' && who.binder === by;
}

/** What a statement evaluates itself. */
export function nodesOf(statement: StatementTree): readonly Node[] {
  switch (statement.kind) {
    case 'assign':
      return statement.updates.flatMap((update) => [...domainsOf(update.binders), readByTarget(update), update.value]);
    case 'require':
      return [statement.clause.node];
    case 'assert':
      return [statement.assertion.node];
    case 'if':
      return [statement.condition.node];
    case 'choose':
      return statement.alternatives.flatMap(({ binders }) => domainsOf(binders));
  }
}

function domainsOf(binders: readonly Binder[]): readonly Node[] {
  return binders.flatMap(({ domain }) => domain ?? []);
}

// A part of a local is written into the value that it has; a whole one needs none.
function readByTarget({ target }: UpdateTree): Node {
  const written = localWritten(target);
  return written?.isWhole === true ? written.who : target;
}

/** The lists of statements of which one is run; none where the statement has none. */
export function bodiesOf(statement: StatementTree): readonly (readonly StatementTree[])[] {
  if (statement.kind === 'if') return [statement.then, statement.otherwise];
  return statement.kind === 'choose' ? statement.alternatives.map(({ body }) => body) : [];
}
