// The flow of a process: its statements as a tree, before labels are given. Calls are expanded and edits applied on this form.
// `statements.ts` builds it, `inline.ts` and `edit.ts` transform it, `lower.ts` turns it into actions.

import type { Site } from './site.ts';
import type { Discipline, Sort } from './sorts.ts';
import type { AssertionTree, Binder, Clause, LocalDeclaration, Node, Source, UpdateTree } from './tree.ts';

/** An assertion before it has a path. */
export type AssertionPart = Omit<AssertionTree, 'path' | 'property'>;

/** What one atomic step does: guards first, then assertions, then all updates at once; everything reads the state before it. */
export interface Effect {
  readonly when: readonly Clause[];
  readonly assertions: readonly AssertionPart[];
  readonly updates: readonly UpdateTree[];
  readonly sleeps: boolean;
  readonly source?: Source | undefined;
}

interface Common {
  /** Its name within its procedure or process: given by the author, or its kind, numbered. */
  readonly name: string;
  readonly site?: Site | undefined;
  /** Where it stands, `process.call.call.name`, and the statement it is a copy of: known once calls are expanded. */
  readonly path?: string;
  readonly origin?: Flow;
}

export type Flow =
  | (Common & { readonly kind: 'step'; readonly effect: Effect })
  | (Common & {
      readonly kind: 'branch';
      readonly condition: Clause;
      readonly then: readonly Flow[];
      readonly otherwise: readonly Flow[];
    })
  /** Without a condition: for ever, until `leave` or `ret`. */
  | (Common & { readonly kind: 'loop'; readonly condition: Clause | undefined; readonly body: readonly Flow[] })
  | (Common & {
      readonly kind: 'call';
      readonly procedure: ProcedureTree;
      readonly args: ReadonlyMap<Binder, Node>;
      readonly result: Node | undefined;
      readonly body: readonly Flow[];
    })
  | (Common & { readonly kind: 'ret'; readonly value: Node | undefined })
  | (Common & { readonly kind: 'acquire'; readonly lock: Node })
  /** `whereHeld`: an edit took out what takes the lock, somewhere on a way here; where it is not held, nothing is given back. */
  | (Common & { readonly kind: 'release'; readonly lock: Node; readonly whereHeld?: true })
  | (Common & { readonly kind: 'trylock'; readonly lock: Node; readonly busy: readonly Flow[] })
  /** `entry` and `exit` are the lock and unlock, or nothing where an edit dropped them. */
  | (Common & {
      readonly kind: 'critical';
      readonly entry: readonly Flow[];
      readonly body: readonly Flow[];
      readonly exit: readonly Flow[];
      readonly opened: boolean;
    })
  | (Common & { readonly kind: 'together'; readonly body: readonly Flow[]; readonly opened: boolean })
  | (Common & { readonly kind: 'atomically'; readonly body: readonly Flow[] })
  /** `complete`: one alternative is taken where no other can be, so that the choice never waits. */
  | (Common & {
      readonly kind: 'choice';
      readonly alternatives: readonly FlowAlternative[];
      readonly complete: boolean;
    })
  | (Common & { readonly kind: 'leave' | 'again' })
  | (Common & { readonly kind: 'goto'; readonly label: string })
  /** What an edit leaves of a statement that a goto reaches: costs no step, and has no path. */
  | (Common & { readonly kind: 'nothing' });

/** One way to go on: the effect happens in the choosing step, `rest` are steps of their own. */
export interface FlowAlternative {
  readonly name: string;
  readonly binders: readonly Binder[];
  readonly effect: Effect;
  readonly rest: readonly Flow[];
}

export interface ProcedureTree {
  readonly name: string;
  readonly parameters: readonly Binder[];
  readonly result: Sort | undefined;
  readonly locals: readonly LocalDeclaration[];
  readonly body: readonly Flow[];
  readonly source?: Source | undefined;
  readonly site?: Site | undefined;
}

export interface ProcessFlow {
  readonly sort: Extract<Sort, { kind: 'ids' }>;
  readonly self: Binder;
  readonly locals: readonly LocalDeclaration[];
  readonly body: readonly Flow[];
  readonly source?: Source | undefined;
  readonly site?: Site | undefined;
}

/** The lists of statements inside a statement, each with a way to put changed ones back. */
export function innerLists(
  flow: Flow,
): readonly { readonly list: readonly Flow[]; readonly put: (list: readonly Flow[]) => Flow }[] {
  switch (flow.kind) {
    case 'branch':
      return [
        { list: flow.then, put: (then) => ({ ...flow, then }) },
        { list: flow.otherwise, put: (otherwise) => ({ ...flow, otherwise }) },
      ];
    case 'loop':
    case 'call':
    case 'atomically':
    case 'together':
      return [{ list: flow.body, put: (body) => ({ ...flow, body }) }];
    case 'trylock':
      return [{ list: flow.busy, put: (busy) => ({ ...flow, busy }) }];
    case 'critical':
      return [
        { list: flow.entry, put: (entry) => ({ ...flow, entry }) },
        { list: flow.body, put: (body) => ({ ...flow, body }) },
        { list: flow.exit, put: (exit) => ({ ...flow, exit }) },
      ];
    case 'choice':
      return flow.alternatives.map((alternative, index) => ({
        list: alternative.rest,
        put: (rest) => ({
          ...flow,
          alternatives: flow.alternatives.map((each, at) => (at === index ? { ...each, rest } : each)),
        }),
      }));
    case 'step':
    case 'ret':
    case 'acquire':
    case 'release':
    case 'leave':
    case 'again':
    case 'goto':
    case 'nothing':
      return [];
  }
}

/** The same statement with each inner list changed; the same object where nothing changed. */
export function mapLists(flow: Flow, change: (list: readonly Flow[]) => readonly Flow[]): Flow {
  return innerLists(flow).reduce<Flow>((current, _, index) => {
    const inner = innerLists(current)[index];
    if (inner === undefined) return current;
    const list = change(inner.list);
    return list === inner.list ? current : inner.put(list);
  }, flow);
}

/** The discipline of the lock that a place holds, or undefined. */
export function lockDiscipline(node: Node): Discipline | undefined {
  return node.sort.kind === 'lock' ? node.sort.discipline : undefined;
}
