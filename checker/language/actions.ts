// Actions: guarded, simultaneous updates with named parameters. The form for protocols; `statements.ts` is the form for code.

import { SpecError } from './errors.ts';
import { type Bool } from './expression.ts';
import { Update } from './place.ts';
import { building, isBuilt, mark, sameNode, use } from './nodes.ts';
import { printNode, printUpdate } from './print.ts';
import { here, placesOf, type Site } from './site.ts';
import { isProcess } from './sorts.ts';
import { clause } from './clauses.ts';
import type { ActionTree, Binder, Clause, Node, UpdateTree } from './tree.ts';
import { binders, type Bound, type Domains } from './words.ts';

export interface ActionBody {
  /** All must hold; left to right. */
  readonly when?: readonly Bool[];
  /** All at once; what is not mentioned is unchanged. */
  readonly then?: readonly (Update | readonly Update[])[];
}

/** What `spec({ actions })` takes: built when its name is known. */
export interface ActionDeclaration {
  readonly declares: 'action';
  readonly build: (name: string) => ActionTree;
}

export interface ActionOptions {
  /** The parameter that names who acts. Default: the only parameter over a process sort, or the only parameter over identifiers. */
  readonly by?: string;
}

/** A guarded action. TLA+: `A(c) == /\ guard /\ x' = e /\ UNCHANGED rest`, for some `c \in Cpu`. */
export function action(body: ActionBody): ActionDeclaration;
export function action<const D extends Domains>(
  parameters: D,
  body: (bound: Bound<D>) => ActionBody,
  options?: ActionOptions,
): ActionDeclaration;
export function action(
  first: ActionBody | Domains,
  body?: (bound: never) => ActionBody,
  options: ActionOptions = {},
): ActionDeclaration {
  const site = here();
  return {
    declares: 'action',
    build: (name) => {
      const { list, bound } = binders(body === undefined ? {} : (first as Domains));
      const parts = building(
        `action '${name}'`,
        () => partsOf(name, body === undefined ? (first as ActionBody) : body(bound as never), site),
        (built) => [built],
      );
      refuseDoubleUpdates(`action '${name}'`, parts.updates);
      const by = actor(name, list, options.by, site);
      return { name, parameters: list, when: parts.when, body: [{ kind: 'assign', updates: parts.updates }], by, site };
    },
  };
}

/** The quantified update: for every binding at once. TLA+: `f' = [p \in Page |-> e]` on the part mentioned. */
export function each<const D extends Domains>(
  domains: D,
  body: (bound: Bound<D>) => Update | readonly Update[],
): Update {
  const { list, bound } = binders(domains);
  const updates = [body(bound)].flat().flatMap((update) => {
    use(update.trees);
    return update.trees;
  });
  return new Update(updates.map((tree) => ({ ...tree, binders: [...list, ...tree.binders] })));
}

function partsOf(
  name: string,
  body: ActionBody,
  site: Site,
): { when: readonly Clause[]; updates: readonly UpdateTree[] } {
  if (typeof body !== 'object' || body === null)
    throw new SpecError(`action '${name}' gives ${String(body)}`, {
      places: placesOf(site),
      mend: 'return { when: […], then: […] }',
    });
  const odd = Object.keys(body).find((key) => key !== 'when' && key !== 'then');
  if (odd !== undefined)
    throw new SpecError(`action '${name}' has an unknown part '${odd}'`, {
      places: placesOf(site),
      mend: 'an action has when: […] and then: […]',
    });
  const when = (body.when ?? []).map((condition, index) => clause(condition, `when#${index + 1}`, site));
  const updates = (body.then ?? []).flat().flatMap((update: unknown) => {
    if (typeof update === 'object' && update !== null && mark in update && update[mark] === 'update') {
      use((update as Update).trees);
      return (update as Update).trees;
    }
    const what = isBuilt(update) ? `the expression '${String(update)}'` : String(update);
    throw new SpecError(`${what} stands in 'then' of action '${name}', where an update is due`, {
      places: placesOf(site),
      mend: 'write place.becomes(value)',
    });
  });
  for (const { name: clauseName, node, site: at } of when)
    refuseConstant(`guard ${clauseName} of action '${name}'`, node, at);
  return { when, updates: updates.map((update, index) => ({ ...update, name: `then#${index + 1}` })) };
}

/** A guard that reads nothing is always the same: a slip, such as a comparison made by JavaScript. @throws SpecError */
export function refuseConstant(what: string, node: Node, site: Site | undefined): void {
  const reads = (inner: Node): boolean =>
    ['variable', 'bound', 'local', 'self', 'inside', 'fired'].includes(inner.kind) ||
    (inner.kind === 'apply' && inner.args.some(reads)) ||
    (inner.kind === 'quantified' && (reads(inner.body) || inner.binders.some(({ domain }) => domain !== undefined))) ||
    ((inner.kind === 'named' || inner.kind === 'next') && reads(inner.body)) ||
    (inner.kind === 'let' && (reads(inner.body) || reads(inner.value)));
  if (reads(node)) return;
  throw new SpecError(`${what} is constant: ${printNode(node)}`, {
    places: placesOf(site),
    mend: 'decide it with a TypeScript condition on the constants, or leave it out',
  });
}

/** Two updates of one place by the same index, or of a whole and its part. @throws SpecError with both places */
export function refuseDoubleUpdates(where: string, updates: readonly UpdateTree[]): void {
  updates.forEach((update, index) => {
    const earlier = updates.slice(0, index).find((other) => overlaps(other.target, update.target));
    if (earlier === undefined) return;
    throw new SpecError(
      `${where} gives '${printNode(earlier.target)}' two new values: ${printUpdate(earlier)}, ${printUpdate(update)}`,
      {
        places: placesOf(earlier.site, update.site),
        mend: 'a step gives each variable one value: split it, or choose with either(…)',
      },
    );
  });
}

function overlaps(a: Node, b: Node): boolean {
  const prefixes = (node: Node): Node[] => [
    node,
    ...(node.kind === 'apply' && node.args[0] !== undefined ? prefixes(node.args[0]) : []),
  ];
  return prefixes(a).some((part) => sameNode(part, b)) || prefixes(b).some((part) => sameNode(part, a));
}

function actor(name: string, list: readonly Binder[], by: string | undefined, site: Site): Binder | undefined {
  if (by !== undefined) {
    const found = list.find((binder) => binder.name === by);
    if (found === undefined)
      throw new SpecError(`action '${name}' has no parameter '${by}' to act`, {
        places: placesOf(site),
        mend: `its parameters are ${list.map((binder) => binder.name).join(', ')}`,
      });
    return found;
  }
  const actors = list.filter(({ sort }) => isProcess(sort));
  const candidates = actors.length > 0 ? actors : list.filter(({ sort }) => sort.kind === 'ids');
  return candidates.length === 1 ? candidates[0] : undefined;
}
