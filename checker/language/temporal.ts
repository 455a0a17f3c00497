// Temporal formulas: what must happen some time, or from some time on, in every fair behaviour. A kind of their own, no truth value over
// a state, so that none can stand where an invariant or a guard is meant.

import { truthOf } from './clauses.ts';
import { SpecError } from './errors.ts';
import type { Bool } from './expression.ts';
import { isTemporal, mark, note } from './nodes.ts';
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
    note(formula, 'a temporal formula', this.site);
  }

  /** TLA+: `~F`. */
  not(): Temporal {
    return notTemporal(this.formula);
  }

  /** TLA+: `F => G`. */
  implies(other: Bool | Temporal): Temporal {
    return impliesTemporal(this.formula, other);
  }

  /** Both or neither. TLA+: `F <=> G`. */
  iff(other: Bool | Temporal): Temporal {
    return iffTemporal(this.formula, other);
  }

  toString(): string {
    return printTemporal(this.formula);
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    throw new SpecError(`a temporal formula is used as a JavaScript value: ${this.toString()}`, {
      places: placesOf(here()),
      mend: 'write all(f, g), any(f, g), f.not() or f.implies(g)',
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

/** The other, now or some time later, and the one until then. TLA+ has no such operator. */
export function until(holds: Bool | Temporal, then: Bool | Temporal): Temporal {
  return new Temporal({ kind: 'until', from: formulaOf(holds), to: formulaOf(then) });
}

/** Of every step from now on that changes something; by itself it is an action property. TLA+: `[][A]_vars`. */
export function everyStep(condition: Bool): Temporal {
  return new Temporal({ kind: 'everyStep', node: truthOf(condition) });
}

/** Of some step, now or later, that changes something. TLA+: `<><<A>>_vars`. */
export function someStep(condition: Bool): Temporal {
  return new Temporal({ kind: 'someStep', node: truthOf(condition) });
}

/**
 * The formula, of those behaviours only for which the assumption is true: what the environment is trusted with, such as that it asks finitely
 * often. The verdict names it, and an assumption that nothing satisfies is reported. TLA+: `F => G`.
 */
export function assuming(assumption: Bool | Temporal, formula: Bool | Temporal): Temporal {
  return new Temporal({ kind: 'assuming', assumption: formulaOf(assumption), body: formulaOf(formula) });
}

/** Of all these, or of some: conditions among formulas are about the state at which the formula is asked. */
export function joinedTemporal(kind: 'all' | 'any', parts: readonly unknown[]): Temporal {
  return new Temporal({ kind, parts: parts.map(formulaOf) });
}

export function notTemporal(body: TemporalTree): Temporal {
  return new Temporal({ kind: 'not', body });
}

export function impliesTemporal(from: TemporalTree, to: unknown): Temporal {
  return new Temporal({ kind: 'implies', from, to: formulaOf(to) });
}

export function iffTemporal(one: TemporalTree, other: unknown): Temporal {
  const both = [
    { kind: 'implies', from: one, to: formulaOf(other) },
    { kind: 'implies', from: formulaOf(other), to: one },
  ] as const;
  return new Temporal({ kind: 'all', parts: both });
}

/** For each of these values by itself, or for some. @throws SpecError for a domain that changes from state to state */
export function quantifiedTemporal(
  kind: 'forall' | 'exists',
  binders: readonly Binder[],
  body: TemporalTree,
): Temporal {
  const changing = binders.find(({ domain }) => domain !== undefined);
  if (changing === undefined) return new Temporal({ kind, binders, body });
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
