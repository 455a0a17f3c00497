// What a property asks, in the form that the search works on: questions, each with numbered conditions and a formula over them that
// is true of the behaviours looked for, the negation of the property. A negation stands only before a condition (negation normal form).

import { SpecError } from '../language/errors.ts';
import { childrenOf, sameNode } from '../language/nodes.ts';
import { printTemporal } from '../language/print.ts';
import { placesOf } from '../language/site.ts';
import type { Binder, LivenessTree, Node, TemporalTree } from '../language/tree.ts';
import { elementsOf, sameValue, type Value } from '../language/values.ts';
import type { Atom, Question } from './graph.ts';

/** Two formulas of one text are the same. */
export type Formula = { readonly text: string } & (
  | { readonly kind: 'true' | 'false' }
  /** Of the state here. */
  | { readonly kind: 'state'; readonly atom: number; readonly isNegated: boolean }
  /** Of the step from here. 'stutters': it changes nothing, or the condition is true of it; 'changes': it changes something, and the condition is. */
  | { readonly kind: 'stutters' | 'changes'; readonly atom: number; readonly isNegated: boolean }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] }
  /** 'until': `to` some time, until then `from`. 'release': `to` until `from` is true with it, or for ever. */
  | { readonly kind: 'until' | 'release'; readonly from: Formula; readonly to: Formula }
);

/** One run of the search: a part of a property, with what is bound around it. */
export interface Asked {
  /** The part, as it was written. */
  readonly formula: TemporalTree;
  readonly bound: ReadonlyMap<Binder, Value>;
  readonly question: Question;
  /** What no fair behaviour may satisfy. */
  readonly negation: Formula;
}

/** As many conditions fit into a letter. */
const atomsMost = 32;

/**
 * The questions of a property: one for each binding of its outermost quantifiers and each part of its outermost conjunctions. It holds if
 * each of them does. @throws SpecError for more conditions in one than are told apart
 */
export function questionsOf({ name, formula, site }: LivenessTree): readonly Asked[] {
  return partsAsked(formula, new Map()).map(({ part, bound }) => {
    const { question, formula: negation } = askedOf(part, bound, { isNegated: true, name, site });
    return { formula: part, bound, question, negation };
  });
}

/** Conditions and formula of the behaviours that satisfy a part of a property, or do not. */
export function askedOf(
  tree: TemporalTree,
  bound: ReadonlyMap<Binder, Value>,
  of: { readonly isNegated: boolean } & Pick<LivenessTree, 'name' | 'site'>,
): { readonly question: Question; readonly formula: Formula } {
  const atoms: Atoms = { ofStates: [], ofSteps: [] };
  const formula = normal(tree, { isNegated: of.isNegated, bound, atoms });
  const count = Math.max(atoms.ofStates.length, atoms.ofSteps.length);
  if (count > atomsMost) {
    throw new SpecError(`property '${of.name}' asks for ${count} conditions at once, more than ${atomsMost}`, {
      places: placesOf(of.site),
      mend: `state it as several properties, or ask fewer values of: ${printTemporal(tree)}`,
    });
  }
  return { question: atoms, formula };
}

function partsAsked(
  tree: TemporalTree,
  bound: ReadonlyMap<Binder, Value>,
): readonly { readonly part: TemporalTree; readonly bound: ReadonlyMap<Binder, Value> }[] {
  switch (tree.kind) {
    case 'all':
      return tree.parts.flatMap((part) => partsAsked(part, bound));
    case 'forall':
      return bindingsOf(tree.binders, bound).flatMap((binding) => partsAsked(tree.body, binding));
    case 'always':
      return partsAsked(tree.body, bound).map(({ part, bound: inner }) => ({
        part: part === tree.body ? tree : { kind: 'always', body: part },
        bound: inner,
      }));
    case 'assuming':
      return partsAsked(tree.body, bound).map(({ part, bound: inner }) => ({
        part: part === tree.body ? tree : { ...tree, body: part },
        bound: inner,
      }));
    default:
      return [{ part: tree, bound }];
  }
}

function bindingsOf(
  binders: readonly Binder[],
  bound: ReadonlyMap<Binder, Value>,
): readonly ReadonlyMap<Binder, Value>[] {
  let bindings = [bound];
  for (const binder of binders)
    bindings = bindings.flatMap((before) => elementsOf(binder.sort).map((value) => new Map(before).set(binder, value)));
  return bindings;
}

interface Atoms {
  readonly ofStates: Atom[];
  readonly ofSteps: Atom[];
}

interface Scope {
  readonly isNegated: boolean;
  readonly bound: ReadonlyMap<Binder, Value>;
  readonly atoms: Atoms;
}

/** The formula, or its negation, with every negation driven inwards. */
function normal(tree: TemporalTree, scope: Scope): Formula {
  const { isNegated, bound, atoms } = scope;
  const inner = (each: TemporalTree): Formula => normal(each, scope);
  const negated = (each: TemporalTree): Formula => normal(each, { ...scope, isNegated: !isNegated });
  const both = isNegated ? or : and;
  const either = isNegated ? and : or;
  switch (tree.kind) {
    case 'state':
      return literal('state', atomOf(tree.node, bound, atoms.ofStates), isNegated);
    case 'everyStep': {
      const atom = atomOf(tree.node, bound, atoms.ofSteps);
      return isNegated ? some(literal('changes', atom, true)) : every(literal('stutters', atom, false));
    }
    case 'someStep': {
      const atom = atomOf(tree.node, bound, atoms.ofSteps);
      return isNegated ? every(literal('stutters', atom, true)) : some(literal('changes', atom, false));
    }
    case 'not':
      return negated(tree.body);
    case 'always':
      return (isNegated ? some : every)(inner(tree.body));
    case 'eventually':
      return (isNegated ? every : some)(inner(tree.body));
    case 'leadsTo':
      return isNegated
        ? some(and([negated(tree.from), every(inner(tree.to))]))
        : every(or([negated(tree.from), some(inner(tree.to))]));
    case 'until':
      return (isNegated ? release : until)(inner(tree.from), inner(tree.to));
    case 'implies':
      return either([negated(tree.from), inner(tree.to)]);
    case 'assuming':
      return either([negated(tree.assumption), inner(tree.body)]);
    case 'all':
      return both(tree.parts.map(inner));
    case 'any':
      return either(tree.parts.map(inner));
    case 'forall':
    case 'exists': {
      const parts = bindingsOf(tree.binders, bound).map((binding) => normal(tree.body, { ...scope, bound: binding }));
      return (tree.kind === 'forall' ? both : either)(parts);
    }
  }
}

/** The position of a condition among those already met, or a new one. What is bound counts only where it occurs. */
function atomOf(node: Node, bound: ReadonlyMap<Binder, Value>, atoms: Atom[]): number {
  const used = new Map([...bound].filter(([binder]) => mentions(node, binder)));
  const known = atoms.findIndex((atom) => sameNode(atom.node, node) && sameBound(atom.bound, used));
  if (known >= 0) return known;
  atoms.push({ node, bound: used });
  return atoms.length - 1;
}

function mentions(node: Node, binder: Binder): boolean {
  if (node.kind === 'bound') return node.binder === binder;
  return childrenOf(node).some((child) => mentions(child, binder));
}

function sameBound(a: ReadonlyMap<Binder, Value>, b: ReadonlyMap<Binder, Value>): boolean {
  return (
    a.size === b.size &&
    [...a].every(([binder, value]) => {
      const other = b.get(binder);
      return other !== undefined && sameValue(other, value);
    })
  );
}

export const truth: Formula = { kind: 'true', text: 'true' };
const falsehood: Formula = { kind: 'false', text: 'false' };

export function literal(kind: 'state' | 'stutters' | 'changes', atom: number, isNegated: boolean): Formula {
  return {
    kind,
    atom,
    isNegated,
    text: `${isNegated ? '!' : ''}${{ state: 's', stutters: 'u', changes: 'c' }[kind]}${atom}`,
  };
}

export function and(parts: readonly Formula[]): Formula {
  return joined('and', parts);
}

export function or(parts: readonly Formula[]): Formula {
  return joined('or', parts);
}

/** Now and for ever. */
export function every(body: Formula): Formula {
  return release(falsehood, body);
}

/** Now or some time. */
export function some(body: Formula): Formula {
  return until(truth, body);
}

export function isEvery(formula: Formula): boolean {
  return formula.kind === 'release' && formula.from.kind === 'false';
}

export function isSome(formula: Formula): boolean {
  return formula.kind === 'until' && formula.from.kind === 'true';
}

export function until(from: Formula, to: Formula): Formula {
  if (to.kind === 'true' || to.kind === 'false' || from.kind === 'false') return to;
  // Some time some time; and what is true again and again, or from some time on, is so now as well as later.
  if (to.kind === 'until' && (from.kind === 'true' ? isSome(to) : from.text === to.from.text)) return to;
  if (from.kind === 'true' && to.kind === 'until') return some(to.to);
  if (from.kind === 'true' && isEvery(to) && to.kind === 'release' && isSome(to.to)) return to;
  return { kind: 'until', from, to, text: `(${from.text} U ${to.text})` };
}

export function release(from: Formula, to: Formula): Formula {
  if (to.kind === 'true' || to.kind === 'false' || from.kind === 'true') return to;
  if (to.kind === 'release' && (from.kind === 'false' ? isEvery(to) : from.text === to.from.text)) return to;
  if (from.kind === 'false' && to.kind === 'release') return every(to.to);
  if (from.kind === 'false' && isSome(to) && to.kind === 'until' && isEvery(to.to)) return to;
  return { kind: 'release', from, to, text: `(${from.text} R ${to.text})` };
}

function joined(kind: 'and' | 'or', given: readonly Formula[]): Formula {
  const [neutral, absorbing] = kind === 'and' ? ['true', 'false'] : ['false', 'true'];
  const parts = new Map<string, Formula>();
  const add = (formula: Formula): void => {
    if (formula.kind === kind) formula.parts.forEach(add);
    else if (formula.kind !== neutral) parts.set(formula.text, formula);
  };
  given.forEach(add);
  const list = [...parts.values()];
  const settled = kind === 'and' ? falsehood : truth;
  const isSettled = list.some(
    (part) =>
      part.kind === absorbing ||
      (part.kind === 'state' && parts.has(literal('state', part.atom, !part.isNegated).text)),
  );
  if (isSettled) return settled;
  const [first] = list;
  if (first === undefined) return kind === 'and' ? truth : falsehood;
  if (list.length === 1) return first;
  return { kind, parts: list, text: `(${list.map(({ text }) => text).join(kind === 'and' ? ' & ' : ' | ')})` };
}
