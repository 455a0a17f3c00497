// Abstract values under names, once before and once after a step, so that an expression of a mapping is evaluated once however often the abstract
// specification reads it.

import { someFiring } from './abstract-step.ts';
import { applyNodes } from './nodes.ts';
import { conjunction, ofSort, total, type Scope } from './symbolic.ts';
import type { ActionTree, Binder, NamedValue, Node, RefinementSteps, RefinementTree, Specification } from './tree.ts';

/**
 * Puts a condition on abstract values where these stand under names: those of the mapping here, in a step also after it. It is false where the
 * values are none of the abstract variables; a mapping that has no value is nobody's fault but its own.
 */
export interface MappedTo {
  readonly state: (bound: Scope['bound'], condition: (scope: Scope) => Node) => Node;
  /** The same, but outside its domain where the values are none of the abstract variables. */
  readonly within: (condition: (scope: Scope) => Node) => Node;
  readonly step: (bound: Scope['bound']) => MappedStep;
}

export interface MappedStep extends Pick<RefinementSteps, 'lets' | 'same' | 'fits'> {
  readonly before: Scope;
  readonly after: Scope;
}

export function mappedTo({ variables }: Specification, mapping: RefinementTree['mapping']): MappedTo {
  const named = (suffix: string, bound: Scope['bound'], at: (node: Node) => Node) => {
    const lets: NamedValue[] = [];
    const fits: NamedValue[] = [];
    const store = new Map<string, Node>();
    for (const { variable, node } of mapping) {
      const raw: Binder = { name: `${variable.name}${suffix}`, sort: node.sort };
      lets.push({ binder: raw, value: at(node) });
      const value = ofSort(boundTo(raw), variable.sort);
      const own: Binder = { name: raw.name, sort: variable.sort };
      if (value.kind === 'apply') fits.push({ binder: own, value });
      store.set(variable.name, value.kind === 'apply' ? boundTo(own) : value);
    }
    return { lets, fits, scope: { variables, store, bound } };
  };
  return {
    state: (bound, condition) => {
      const { lets, fits, scope } = named('', bound, (node) => node);
      return inLets(lets, total(inLets(fits, condition(scope))));
    },
    within: (condition) => {
      const { lets, fits, scope } = named('', new Map(), (node) => node);
      return inLets([...lets, ...fits], condition(scope));
    },
    step: (bound) => {
      const [before, after] = [named('', bound, (node) => node), named("'", bound, next)];
      return {
        before: before.scope,
        after: after.scope,
        lets: [...before.lets, ...after.lets],
        same: before.lets.map(({ binder }, index) =>
          applyNodes('equal', [boundTo(after.lets[index]?.binder ?? binder), boundTo(binder)]),
        ),
        fits: [...before.fits, ...after.fits],
      };
    },
  };
}

function boundTo(binder: Binder): Node {
  return { kind: 'bound', sort: binder.sort, binder };
}

export function inLets(lets: readonly NamedValue[], body: Node): Node {
  return lets.reduceRight<Node>(
    (inner, { binder, value }) => ({ kind: 'let', sort: inner.sort, binder, value, body: inner }),
    body,
  );
}

/** That an abstract action leads from the values before to those after. Always has a value. */
export function stepBy(action: ActionTree, { before, after }: MappedStep): Node {
  return total(someFiring(action, before, { isReached: (store) => sameValues(store, after.store), needsSorts: false }));
}

function next(body: Node): Node {
  return { kind: 'next', sort: body.sort, body };
}

function sameValues(store: ReadonlyMap<string, Node>, others: ReadonlyMap<string, Node>): Node {
  return conjunction(
    [...store].flatMap(([variable, value]) => {
      const other = others.get(variable);
      return other === undefined ? [] : [applyNodes('equal', [value, other])];
    }),
  );
}
