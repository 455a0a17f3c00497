// Dead locals: a local that is written before it is read again has no value in between. From tree to tree: the labels at which a local has
// a value become those at which somebody may still read it, and the step that leaves them resets it. Names and order of all else stay.

import { assert } from '../language/errors.ts';
import { applyNodes, sameNode } from '../language/nodes.ts';
import type { Node, ProcessTree, Specification, StatementTree, UpdateTree } from '../language/tree.ts';
import { unset } from '../language/values.ts';
import { liveLocalsOf } from './live-locals.ts';
import { bodiesOf, localWritten, sentTo } from './own-locals.ts';

/** A local that is dead somewhere. */
export interface DeadLocal {
  readonly process: string;
  /** The variable that holds it. */
  readonly variable: string;
  /** The labels at which it had a value that nobody reads any more. */
  readonly labels: readonly string[];
}

export interface WithoutDeadLocals {
  /** The very same where no local is dead. */
  readonly specification: Specification;
  readonly dead: readonly DeadLocal[];
}

/**
 * The specification in which dead locals are reset. Its states are those of the original with the dead locals unset, depth by depth, and
 * every verdict is the same; only `show` and the arguments of calls, which are for people, may read what is not there any more.
 */
export function withoutDeadLocals(specification: Specification): WithoutDeadLocals {
  let result = results.get(specification);
  if (result === undefined) {
    result = reduced(specification);
    results.set(specification, result);
  }
  return result;
}

const results = new WeakMap<Specification, WithoutDeadLocals>();

function reduced(specification: Specification): WithoutDeadLocals {
  const live = liveLocalsOf(specification);
  const isLive = (process: string, variable: string, label: string): boolean =>
    live.get(process)?.get(label)?.has(variable) === true;
  const dead = specification.processes.flatMap(({ name, locals }) =>
    locals.flatMap(({ variable, labels }): DeadLocal[] => {
      const unread = labels.filter((label) => !isLive(name, variable, label));
      return unread.length === 0 ? [] : [{ process: name, variable, labels: unread }];
    }),
  );
  if (dead.length === 0) return { specification, dead };
  const processes = specification.processes.map((process): ProcessTree => ({
    ...process,
    locals: process.locals.map(({ variable, labels }) => ({
      variable,
      labels: labels.filter((label) => isLive(process.name, variable, label)),
    })),
  }));
  return { dead, specification: { ...specification, processes, ...resetIn(specification, processes) } };
}

/** The locals that may have a value at a point of a step. */
type Held = readonly { readonly variable: string; readonly who: Node }[];

// A process that goes to a label leaves behind what is not live there.
function resetIn(
  { actions, initial, variables }: Specification,
  processes: readonly ProcessTree[],
): Pick<Specification, 'actions' | 'initial'> {
  const unsetOf = (variable: string, who: Node): UpdateTree => {
    const sort = variables.find(({ name }) => name === variable)?.sort;
    assert(sort !== undefined, `the local ${variable} is a variable`);
    const target = applyNodes('at', [{ kind: 'variable', sort, name: variable }, who]);
    return { name: '', target, value: { kind: 'literal', sort: target.sort, value: unset }, binders: [] };
  };

  const run = (
    statements: readonly StatementTree[],
    held: Held,
  ): { readonly statements: readonly StatementTree[]; readonly held: Held } => {
    let now = held;
    const made = statements.map((statement) => {
      if (statement.kind === 'assign') {
        const { updates, left } = assigned(statement.updates, now);
        now = left;
        return updates === statement.updates ? statement : { ...statement, updates };
      }
      const bodies = bodiesOf(statement).map((body) => run(body, now));
      if (bodies.length > 0) now = bodies.flatMap((body) => body.held);
      return withBodies(
        statement,
        bodies.map((body) => body.statements),
      );
    });
    return { statements: made.every((each, index) => each === statements[index]) ? statements : made, held: now };
  };

  const assigned = (
    updates: readonly UpdateTree[],
    held: Held,
  ): { readonly updates: readonly UpdateTree[]; readonly left: Held } => {
    let now = [...held];
    for (const { target, value } of updates) {
      const written = localWritten(target);
      if (written?.isWhole !== true) continue;
      now = now.filter((each) => !isSame(each, written));
      if (value.kind !== 'literal' || value.value !== unset) now.push(written);
    }
    const resets: UpdateTree[] = [];
    for (const update of updates) {
      for (const process of processes) {
        const sent = sentTo(update, process);
        if (sent === undefined) continue;
        for (const { variable, labels } of process.locals) {
          const left = { variable, who: sent.who };
          if (labels.includes(sent.label) || !now.some((each) => isSame(each, left))) continue;
          now = now.filter((each) => !isSame(each, left));
          resets.push(unsetOf(variable, sent.who));
        }
      }
    }
    return { updates: resets.length === 0 ? updates : [...updates, ...resets], left: now };
  };

  return {
    actions: actions.map((action) => {
      const { by, step } = action;
      const process = processes.find(({ name }) => name === step?.process);
      if (process === undefined || step === undefined || by === undefined) return action;
      const who: Node = { kind: 'bound', sort: by.sort, binder: by };
      const held = process.locals.filter(({ labels }) => labels.includes(step.label));
      const { statements } = run(
        action.body,
        held.map(({ variable }) => ({ variable, who })),
      );
      return statements === action.body ? action : { ...action, body: statements };
    }),
    initial: initial.map((tree) => {
      const { statements } = run(tree.body, []);
      return statements === tree.body ? tree : { ...tree, body: statements };
    }),
  };
}

function isSame(a: Held[number], b: Held[number]): boolean {
  return a.variable === b.variable && sameNode(a.who, b.who);
}

function withBodies(statement: StatementTree, bodies: readonly (readonly StatementTree[])[]): StatementTree {
  if (bodiesOf(statement).every((body, index) => body === bodies[index])) return statement;
  if (statement.kind === 'if') {
    const [then = statement.then, otherwise = statement.otherwise] = bodies;
    return { ...statement, then, otherwise };
  }
  if (statement.kind !== 'choose') return statement;
  const alternatives = statement.alternatives.map((each, index) => ({ ...each, body: bodies[index] ?? each.body }));
  return { ...statement, alternatives };
}
