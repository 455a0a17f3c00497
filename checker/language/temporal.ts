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

/** The formula with each of its predicates changed. */
export function mapPredicates(tree: TemporalTree, change: (node: Node) => Node): TemporalTree {
  const inner = (each: TemporalTree): TemporalTree => mapPredicates(each, change);
  switch (tree.kind) {
    case 'state':
    case 'everyStep':
    case 'someStep':
      return { ...tree, node: change(tree.node) };
    case 'always':
    case 'eventually':
    case 'not':
    case 'forall':
    case 'exists':
      return { ...tree, body: inner(tree.body) };
    case 'leadsTo':
    case 'until':
    case 'implies':
      return { ...tree, from: inner(tree.from), to: inner(tree.to) };
    case 'all':
    case 'any':
      return { ...tree, parts: tree.parts.map(inner) };
    case 'assuming':
      return { ...tree, assumption: inner(tree.assumption), body: inner(tree.body) };
  }
}

/** A predicate of a formula, with the parameters that are bound around it. */
export interface Predicate {
  readonly node: Node;
  /** Whether it is about a step. */
  readonly isOfStep: boolean;
  readonly bound: readonly Binder[];
}

/** The predicates of a formula, in textual order. */
export function predicatesOf(tree: TemporalTree, bound: readonly Binder[] = []): readonly Predicate[] {
  switch (tree.kind) {
    case 'state':
      return [{ node: tree.node, isOfStep: false, bound }];
    case 'everyStep':
    case 'someStep':
      return [{ node: tree.node, isOfStep: true, bound }];
    case 'forall':
    case 'exists':
      return predicatesOf(tree.body, [...bound, ...tree.binders]);
    default:
      return partsOf(tree).flatMap((part) => predicatesOf(part, bound));
  }
}

/** The formulas that a formula is put together from, in textual order. */
export function partsOf(tree: TemporalTree): readonly TemporalTree[] {
  switch (tree.kind) {
    case 'state':
    case 'everyStep':
    case 'someStep':
      return [];
    case 'always':
    case 'eventually':
    case 'not':
    case 'forall':
    case 'exists':
      return [tree.body];
    case 'leadsTo':
    case 'until':
    case 'implies':
      return [tree.from, tree.to];
    case 'all':
    case 'any':
      return tree.parts;
    case 'assuming':
      return [tree.assumption, tree.body];
  }
}

/** Whether the formula is an invariant: nothing in it waits for anything. */
export function isInvariant(tree: TemporalTree): boolean {
  switch (tree.kind) {
    case 'state':
      return true;
    case 'always':
    case 'forall':
    case 'all':
      return partsOf(tree).every(isInvariant);
    default:
      return false;
  }
}
