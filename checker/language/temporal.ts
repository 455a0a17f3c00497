// Temporal formulas: what must happen some time, or from some time on, in every fair behaviour. A kind of their own, no truth value over
// a state, so that none can stand where an invariant or a guard is meant.

import { truthOf } from './clauses.ts';
import { SpecError } from './errors.ts';
import type { Bool } from './expression.ts';
import { isTemporal, mark } from './nodes.ts';
import { printTemporal } from './print.ts';
import { here, placesOf, type Site } from './site.ts';
import type { Binder, Node, TemporalTree } from './tree.ts';

/** A formula over behaviours; under `liveness`, and inside other formulas. */
export class Temporal {
  /** Exists for the compiler only: it makes `if (f)`, `f && g` and `f ? x : y` an error. */
  declare readonly then: (thisIsAFormulaNotATruthValue: (value: never) => void) => void;
  readonly [mark]: string = 'temporal formula';
  readonly formula: TemporalTree;
  readonly site: Site;

  constructor(formula: TemporalTree) {
    this.formula = formula;
    this.site = here();
  }

  toString(): string {
    return printTemporal(this.formula);
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    throw new SpecError(`a temporal formula is used as a JavaScript value: ${this.toString()}`, {
      places: placesOf(here()),
      mend: 'list two formulas under two names in liveness',
    });
  }
}

/** Now or some time later. TLA+: `<>P`. */
export function eventually(formula: Bool | Temporal): Temporal {
  return new Temporal({ kind: 'eventually', body: formulaOf(formula) });
}

/** Now and for ever. TLA+: `[]P`. */
export function always(formula: Bool | Temporal): Temporal {
  return new Temporal({ kind: 'always', body: formulaOf(formula) });
}

/** Whenever the one, then at the same time or later the other. TLA+: `P ~> Q`. */
export function leadsTo(from: Bool | Temporal, to: Bool | Temporal): Temporal {
  return new Temporal({ kind: 'leadsTo', from: formulaOf(from), to: formulaOf(to) });
}

/** For each of these values by itself. @throws SpecError for a domain that changes from state to state */
export function forallTemporal(binders: readonly Binder[], body: TemporalTree): Temporal {
  const changing = binders.find(({ domain }) => domain !== undefined);
  if (changing === undefined) return new Temporal({ kind: 'forall', binders, body });
  throw new SpecError(`parameter '${changing.name}' of a temporal formula ranges over a set that changes`, {
    places: placesOf(here()),
    mend: 'let it range over the sort, and say in the formula when it is in the set',
  });
}

function formulaOf(given: unknown): TemporalTree {
  return isTemporal(given) ? given.formula : { kind: 'state', node: truthOf(given) };
}

/** The formula with each of its state predicates changed. */
export function mapPredicates(tree: TemporalTree, change: (node: Node) => Node): TemporalTree {
  const inner = (each: TemporalTree): TemporalTree => mapPredicates(each, change);
  switch (tree.kind) {
    case 'state':
      return { ...tree, node: change(tree.node) };
    case 'always':
    case 'eventually':
    case 'forall':
      return { ...tree, body: inner(tree.body) };
    case 'leadsTo':
      return { ...tree, from: inner(tree.from), to: inner(tree.to) };
  }
}

/** The state predicates of a formula, each with the parameters that are bound around it. */
export function predicatesOf(
  tree: TemporalTree,
  bound: readonly Binder[] = [],
): readonly { readonly node: Node; readonly bound: readonly Binder[] }[] {
  switch (tree.kind) {
    case 'state':
      return [{ node: tree.node, bound }];
    case 'always':
    case 'eventually':
      return predicatesOf(tree.body, bound);
    case 'forall':
      return predicatesOf(tree.body, [...bound, ...tree.binders]);
    case 'leadsTo':
      return [...predicatesOf(tree.from, bound), ...predicatesOf(tree.to, bound)];
  }
}

/** Whether the formula is an invariant: nothing in it waits for anything. */
export function isInvariant(tree: TemporalTree): boolean {
  switch (tree.kind) {
    case 'state':
      return true;
    case 'always':
    case 'forall':
      return isInvariant(tree.body);
    case 'eventually':
    case 'leadsTo':
      return false;
  }
}
