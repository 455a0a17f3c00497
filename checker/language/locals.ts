// When a local has a value: from its first assignment to the return of its call, on every path. Locals are named by their variable.
// A data-flow analysis over the labels of one process; reading earlier is refused, and what has died is reset at the next label.

import { SpecError } from './errors.ts';
import { childrenOf } from './nodes.ts';
import { placesOf, type Site } from './site.ts';
import { unset } from './values.ts';
import type { Binder, Clause, Node, StatementTree, UpdateTree } from './tree.ts';

/** A statement on its way to the tree: it may end in going to a label, and calls that return forget their locals. */
export type Draft =
  | { readonly kind: 'assign'; readonly updates: readonly UpdateTree[] }
  | { readonly kind: 'require'; readonly clause: Clause }
  | { readonly kind: 'assert'; readonly assertion: Extract<StatementTree, { kind: 'assert' }>['assertion'] }
  | {
      readonly kind: 'if';
      readonly condition: Clause;
      readonly then: readonly Draft[];
      readonly otherwise: readonly Draft[];
    }
  | {
      readonly kind: 'choose';
      readonly alternatives: readonly {
        readonly name: string;
        readonly binders: readonly Binder[];
        readonly body: readonly Draft[];
      }[];
    }
  | { readonly kind: 'goto'; readonly label: string }
  | { readonly kind: 'forget'; readonly locals: readonly string[] };

export interface DraftAction {
  readonly label: string;
  readonly name: string;
  readonly when: readonly Clause[];
  readonly body: readonly Draft[];
}

/** What is known of the locals at a point: those that have a value on every path here, and those that may hold an old one. */
interface Known {
  readonly definite: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
}

/** The locals that have a value at each label, by the greatest fixed point over all actions. */
export function liveLocals(
  start: readonly Draft[],
  actions: readonly DraftAction[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const live = new Map<string, ReadonlySet<string>>();
  const byLabel = new Map<string, DraftAction[]>();
  for (const action of actions) byLabel.set(action.label, [...(byLabel.get(action.label) ?? []), action]);
  const pending: string[] = [];
  const arrive = (label: string, { definite }: Known): void => {
    const before = live.get(label);
    const after = before === undefined ? definite : new Set([...before].filter((local) => definite.has(local)));
    if (before !== undefined && after.size === before.size) return;
    live.set(label, after);
    pending.push(label);
  };
  follow(start, { definite: new Set(), possible: new Set() }, arrive);
  for (let label = pending.pop(); label !== undefined; label = pending.pop()) {
    const known = live.get(label) ?? new Set();
    for (const action of byLabel.get(label) ?? []) follow(action.body, { definite: known, possible: known }, arrive);
  }
  return live;
}

type Arrive = (label: string, known: Known) => void;

function follow(drafts: readonly Draft[], start: Known, arrive: Arrive): Known {
  return drafts.reduce((known, draft) => {
    switch (draft.kind) {
      case 'assign': {
        const assigned = draft.updates.flatMap(({ target }) => wholeLocal(target) ?? []);
        return {
          definite: new Set([...known.definite, ...assigned]),
          possible: new Set([...known.possible, ...assigned]),
        };
      }
      case 'forget':
        return { ...known, definite: new Set([...known.definite].filter((local) => !draft.locals.includes(local))) };
      case 'goto':
        arrive(draft.label, known);
        return known;
      case 'if':
        return meet(follow(draft.then, known, arrive), follow(draft.otherwise, known, arrive));
      case 'choose':
        for (const { body } of draft.alternatives) follow(body, known, arrive);
        return known;
      case 'require':
      case 'assert':
        return known;
    }
  }, start);
}

function meet(a: Known, b: Known): Known {
  return {
    definite: new Set([...a.definite].filter((local) => b.definite.has(local))),
    possible: new Set([...a.possible, ...b.possible]),
  };
}

/** The variable of a local, where the node is the whole of one: the operator `local` over the process's part of the variable. */
function wholeLocal(node: Node): string | undefined {
  const [part] = node.kind === 'apply' && node.operator === 'local' ? node.args : [];
  const variable = part?.kind === 'apply' ? part.args[0] : undefined;
  return variable?.kind === 'variable' ? variable.name : undefined;
}

/** The variables of all locals that an expression reads. */
function localsRead(node: Node): readonly string[] {
  return wholeLocal(node) === undefined ? childrenOf(node).flatMap(localsRead) : [wholeLocal(node) ?? ''];
}

/** Whether an expression reads anything besides locals, parameters, constants and `self`. */
export function readsShared(node: Node): boolean {
  if (node.kind === 'variable' || node.kind === 'inside') return true;
  return wholeLocal(node) === undefined && childrenOf(node).some(readsShared);
}

export interface LocalContext {
  readonly live: ReadonlyMap<string, ReadonlySet<string>>;
  readonly goTo: (label: string) => UpdateTree;
  /** The process's part of a local's variable, whole. */
  readonly partOf: (variable: string) => Node;
  /** Where the statements stand, for messages. */
  readonly path: string;
}

/** The statements for the tree: going to a label is an update, which resets the locals that have died. @throws SpecError for an early read */
export function settleLocals(
  drafts: readonly Draft[],
  label: string | undefined,
  context: LocalContext,
): readonly StatementTree[] {
  const known = (label === undefined ? undefined : context.live.get(label)) ?? new Set();
  return settle(drafts, { definite: known, possible: known }, context);
}

function settle(drafts: readonly Draft[], start: Known, context: LocalContext): readonly StatementTree[] {
  let known = start;
  return drafts.flatMap((draft): readonly StatementTree[] => {
    const before = known;
    known = follow([draft], known, () => undefined);
    const check = (node: Node, site?: Site): void => refuseEarlyRead(node, before.definite, context.path, site);
    switch (draft.kind) {
      case 'assign':
        for (const { target, value, site } of draft.updates) {
          check(value, site);
          if (wholeLocal(target) === undefined) check(target, site);
        }
        return [draft];
      case 'require':
        check(draft.clause.node, draft.clause.site);
        return [draft];
      case 'assert':
        check(draft.assertion.node, draft.assertion.site);
        return [draft];
      case 'if':
        check(draft.condition.node, draft.condition.site);
        return [
          { ...draft, then: settle(draft.then, before, context), otherwise: settle(draft.otherwise, before, context) },
        ];
      case 'choose':
        for (const { domain } of draft.alternatives.flatMap(({ binders }) => binders))
          if (domain !== undefined) check(domain);
        return [
          {
            ...draft,
            alternatives: draft.alternatives.map((each) => ({ ...each, body: settle(each.body, before, context) })),
          },
        ];
      case 'goto':
        return [{ kind: 'assign', updates: [context.goTo(draft.label), ...resets(draft.label, before, context)] }];
      case 'forget':
        return [];
    }
  });
}

function resets(label: string, known: Known, context: LocalContext): readonly UpdateTree[] {
  const live = context.live.get(label) ?? new Set();
  const dead = [...known.possible].filter((variable) => !live.has(variable));
  return dead.map((variable) => {
    const target = context.partOf(variable);
    return { name: '', target, value: { kind: 'literal', sort: target.sort, value: unset }, binders: [] };
  });
}

/** @throws SpecError where the expression reads a local that may have no value yet */
function refuseEarlyRead(node: Node, definite: ReadonlySet<string>, path: string, site: Site | undefined): void {
  const early = localsRead(node).find((variable) => !definite.has(variable));
  if (early === undefined) return;
  throw new SpecError(`${path} may read the local '${early.split('.').at(-1) ?? early}' before it has a value`, {
    places: placesOf(site),
    mend: 'assign it on every path that leads here; a local loses its value when its call returns',
  });
}
