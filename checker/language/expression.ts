// Expressions as people write them: `pc.at(c).is('idle')`. Thin, typed wrappers over nodes; each method shows its TLA+.
// Types alone keep most mistakes out; what they cannot see is refused here at run time with the sentence to write instead.

import { truthOf } from './clauses.ts';
import { SpecError } from './errors.ts';
import { applyNodes, isTemporal, lift, mark, note } from './nodes.ts';
import type { OperatorName } from './operators.ts';
import { here, placesOf } from './site.ts';
import type { AnyProcess, Fn, Id, Lock, None, Rec, Seq, SetOf, Tuple, Variant } from './sorts.ts';
import type { Node } from './tree.ts';
import { printNode } from './print.ts';
import { iffTemporal, impliesTemporal, type Temporal } from './temporal.ts';

declare const carries: unique symbol;

/** A value, or an expression for one. */
export type Operand<T> = T | Expr<T>;

/** The words that an expression of this type has. */
export type ExprOf<T> = [T] extends [boolean] ? Bool : Term<T>;

/** What conditions and formulas combine to: a formula where one of them is one. */
export type Joined<F> = [F] extends [Bool] ? Bool : Temporal;

/** Anything with an order: numbers, identifiers, labels. */
export type Ordered = number | string | Id<string>;

/** An expression over the state. */
export abstract class Expr<out T> {
  declare readonly [carries]: T;
  readonly [mark]: string = 'expression';
  readonly node: Node;

  constructor(node: Node) {
    this.node = node;
    if (node.sort.kind === 'bool' && (node.kind === 'apply' || node.kind === 'quantified')) note(node, 'an expression');
  }

  toString(): string {
    return printNode(this.node);
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    throw new SpecError(`an expression is used as a JavaScript value: ${printNode(this.node)}`, {
      places: placesOf(here()),
      mend: 'write a.plus(b), a.lessThan(b), a.is(b) instead of + < ==',
    });
  }
}

/** A truth value over the state. */
export class Bool extends Expr<boolean> {
  /** Exists for the compiler only: it makes `if (a)`, `a && b` and `a ? x : y` an error. */
  declare readonly then: (thisIsAnExpressionNotATruthValue: (value: never) => void) => void;

  /** TLA+: `~P`. */
  not(): Bool {
    return new Bool(applyNodes('not', [this.node]));
  }

  /** TLA+: `P => Q`. */
  implies<F extends Bool | Temporal>(other: F): Joined<F>;
  implies(other: Bool | Temporal): Bool | Temporal {
    return isTemporal(other)
      ? impliesTemporal({ kind: 'state', node: this.node }, other)
      : new Bool(applyNodes('implies', [this.node, truthOf(other)]));
  }

  /** TLA+: `P <=> Q`. */
  iff<F extends Bool | Temporal>(other: F): Joined<F>;
  iff(other: Bool | Temporal): Bool | Temporal {
    return isTemporal(other)
      ? iffTemporal({ kind: 'state', node: this.node }, other)
      : new Bool(applyNodes('iff', [this.node, truthOf(other)]));
  }
}

/** An expression for anything but a truth value. */
export class Term<out T> extends Expr<T> {
  /** TLA+: `a = b`. */
  is(other: Operand<NoInfer<T>>): Bool {
    return new Bool(applyNodes('equal', [this.node, this.#operand(other)]));
  }

  /** TLA+: `a # b`. */
  isNot(other: Operand<NoInfer<T>>): Bool {
    return new Bool(applyNodes('notEqual', [this.node, this.#operand(other)]));
  }

  /** One of several values. TLA+: `a \in {b, c}`. */
  isOneOf(...others: readonly Operand<NoInfer<T>>[]): Bool {
    return new Bool(
      applyNodes(
        'any',
        others.map((other) => applyNodes('equal', [this.node, this.#operand(other)])),
      ),
    );
  }

  /** TLA+: `a < b`. */
  lessThan<N extends Ordered>(this: Term<N>, other: Operand<NoInfer<N>>): Bool {
    return new Bool(this.#binary('lessThan', other));
  }

  /** TLA+: `a <= b`. */
  atMost<N extends Ordered>(this: Term<N>, other: Operand<NoInfer<N>>): Bool {
    return new Bool(this.#binary('atMost', other));
  }

  /** TLA+: `a > b`. */
  moreThan<N extends Ordered>(this: Term<N>, other: Operand<NoInfer<N>>): Bool {
    return new Bool(this.#binary('moreThan', other));
  }

  /** TLA+: `a >= b`. */
  atLeast<N extends Ordered>(this: Term<N>, other: Operand<NoInfer<N>>): Bool {
    return new Bool(this.#binary('atLeast', other));
  }

  /** TLA+: `a + b`. */
  plus(this: Term<number>, other: Operand<number>): Term<number> {
    return new Term(this.#binary('plus', other));
  }

  /** TLA+: `a - b`. */
  minus(this: Term<number>, other: Operand<number>): Term<number> {
    return new Term(this.#binary('minus', other));
  }

  /** TLA+: `a * b`. */
  times(this: Term<number>, other: Operand<number>): Term<number> {
    return new Term(this.#binary('times', other));
  }

  /** Floored. A domain error by 0. TLA+: `a \div b`. */
  dividedBy(this: Term<number>, other: Operand<number>): Term<number> {
    return new Term(this.#binary('dividedBy', other));
  }

  /** From 0 to b - 1. A domain error unless b is positive. TLA+: `a % b`. */
  modulo(this: Term<number>, other: Operand<number>): Term<number> {
    return new Term(this.#binary('modulo', other));
  }

  /** The smaller. */
  min(this: Term<number>, other: Operand<number>): Term<number> {
    return new Term(this.#binary('min', other));
  }

  /** The larger. */
  max(this: Term<number>, other: Operand<number>): Term<number> {
    return new Term(this.#binary('max', other));
  }

  /** The sum, held within the bounds of this expression's sort. */
  saturatingPlus(this: Term<number>, other: Operand<number>): Term<number> {
    return new Term(this.#binary('saturatingPlus', other));
  }

  /** The following identifier, the first after the last. Makes the sort ordered. */
  next<N extends string>(this: Term<Id<N>>): Term<Id<N>> {
    return new Term(applyNodes('next', [this.node]));
  }

  /** The identifier before, the last before the first. Makes the sort ordered. */
  previous<N extends string>(this: Term<Id<N>>): Term<Id<N>> {
    return new Term(applyNodes('previous', [this.node]));
  }

  /** The position of an identifier, from 0. Makes the sort ordered. */
  index<N extends string>(this: Term<Id<N>>): Term<number> {
    return new Term(applyNodes('index', [this.node]));
  }

  /** What a `maybe` holds. A domain error for `none`. */
  value(): ExprOf<Exclude<T, None>> {
    return wrap(applyNodes('value', [this.node]));
  }

  /** The value at a key. A domain error outside the key's sort. TLA+: `f[k]`. */
  at<K, V>(this: Term<Fn<K, V>>, key: Operand<NoInfer<K>>): ExprOf<V> {
    return wrap(atNode(this.node, key));
  }

  /** The function with one value changed. TLA+: `[f EXCEPT ![k] = v]`. */
  except<K, V>(this: Term<Fn<K, V>>, key: Operand<NoInfer<K>>, value: Operand<NoInfer<V>>): Term<Fn<K, V>> {
    const { sort } = this.node;
    const [keySort, valueSort] = sort.kind === 'fn' ? [sort.key, sort.value] : [undefined, undefined];
    return new Term(applyNodes('except', [this.node, lift(key, keySort), lift(value, valueSort)]));
  }

  /** A field of a record. TLA+: `r.name`. */
  field<F, const N extends keyof F & string>(this: Term<Rec<F>>, name: N): ExprOf<F[N]> {
    return wrap(applyNodes('field', [this.node], name));
  }

  /** The record with some fields changed. TLA+: `[r EXCEPT !.name = v]`. */
  with<F>(this: Term<Rec<F>>, changes: { readonly [N in keyof F]?: Operand<NoInfer<F[N]>> }): Term<Rec<F>> {
    let node = this.node;
    for (const [name, value] of Object.entries(changes)) {
      const field = node.sort.kind === 'record' ? node.sort.fields[name] : undefined;
      node = applyNodes('with', [node, lift(value, field)], name);
    }
    return new Term(node);
  }

  /** A part of a tuple, counted from 0. TLA+: `t[i + 1]`. */
  item<I, const N extends keyof I & number>(this: Term<Tuple<I>>, position: N): ExprOf<I[N]> {
    return wrap(applyNodes('item', [this.node], String(position)));
  }

  /** Whether a variant is this case. */
  isCase<C>(this: Term<Variant<C>>, tag: keyof C & string): Bool {
    return new Bool(applyNodes('isCase', [this.node], tag));
  }

  /** What a variant's case carries. A domain error for another case. */
  payload<C, const N extends keyof C & string>(this: Term<Variant<C>>, tag: N): ExprOf<C[N]> {
    return wrap(applyNodes('payload', [this.node], tag));
  }

  /** TLA+: `x \in S`. */
  has<E>(this: Term<SetOf<E>>, element: Operand<NoInfer<E>>): Bool {
    const { sort } = this.node;
    return new Bool(applyNodes('has', [this.node, lift(element, sort.kind === 'set' ? sort.of : undefined)]));
  }

  /** TLA+: `S \subseteq T`. */
  isSubsetOf<E>(this: Term<SetOf<E>>, other: Operand<SetOf<NoInfer<E>>>): Bool {
    return new Bool(this.#binary('isSubsetOf', other));
  }

  /** TLA+: `S \cup T`. */
  union<E>(this: Term<SetOf<E>>, other: Operand<SetOf<NoInfer<E>>>): Term<SetOf<E>> {
    return new Term(this.#binary('union', other));
  }

  /** TLA+: `S \cap T`. */
  intersect<E>(this: Term<SetOf<E>>, other: Operand<SetOf<NoInfer<E>>>): Term<SetOf<E>> {
    return new Term(this.#binary('intersect', other));
  }

  /** TLA+: `S \ T`. */
  without<E>(this: Term<SetOf<E>>, other: Operand<SetOf<NoInfer<E>>>): Term<SetOf<E>> {
    return new Term(this.#binary('without', other));
  }

  /** TLA+: `Cardinality(S)`. */
  size<E>(this: Term<SetOf<E>>): Term<number> {
    return new Term(applyNodes('size', [this.node]));
  }

  /** TLA+: `S = {}`. */
  isEmpty<E>(this: Term<SetOf<E>> | Term<Seq<E>>): Bool {
    return new Bool(
      applyNodes('equal', [applyNodes(this.node.sort.kind === 'seq' ? 'length' : 'size', [this.node]), lift(0)]),
    );
  }

  /** TLA+: `Len(s)`. */
  length<E>(this: Term<Seq<E>>): Term<number> {
    return new Term(applyNodes('length', [this.node]));
  }

  /** The first item. A domain error when empty. TLA+: `Head(s)`. */
  head<E>(this: Term<Seq<E>>): ExprOf<E> {
    return wrap(applyNodes('head', [this.node]));
  }

  /** The last item. A domain error when empty. TLA+: `s[Len(s)]`. */
  last<E>(this: Term<Seq<E>>): ExprOf<E> {
    return wrap(applyNodes('last', [this.node]));
  }

  /** All but the first. A domain error when empty. TLA+: `Tail(s)`. */
  tail<E>(this: Term<Seq<E>>): Term<Seq<E>> {
    return new Term(applyNodes('tail', [this.node]));
  }

  /** An item, counted from 0. A domain error outside. TLA+: `s[i + 1]`. */
  nth<E>(this: Term<Seq<E>>, position: Operand<number>): ExprOf<E> {
    return wrap(applyNodes('nth', [this.node, lift(position)]));
  }

  /** TLA+: `Append(s, x)`. */
  append<E>(this: Term<Seq<E>>, item: Operand<NoInfer<E>>): Term<Seq<E>> {
    const { sort } = this.node;
    return new Term(applyNodes('append', [this.node, lift(item, sort.kind === 'seq' ? sort.of : undefined)]));
  }

  /** TLA+: `s \o t`. */
  concat<E>(this: Term<Seq<E>>, other: Operand<Seq<NoInfer<E>>>): Term<Seq<E>> {
    return new Term(this.#binary('concat', other));
  }

  /** The set of a sequence's items. */
  items<E>(this: Term<Seq<E>>): Term<SetOf<E>> {
    return new Term(applyNodes('items', [this.node]));
  }

  /** Whether this process holds the lock. */
  isHeldBy(this: Term<Lock>, who: Expr<Id<string>> | Expr<AnyProcess>): Bool {
    return new Bool(
      applyNodes('equal', [applyNodes('holder', [this.node]), lift(who, { kind: 'maybe', of: { kind: 'process' } })]),
    );
  }

  /** Whether nobody holds the lock. */
  isFree(this: Term<Lock>): Bool {
    return new Bool(applyNodes('equal', [applyNodes('holder', [this.node]), lift(null)]));
  }

  /** Who holds the lock, or `none`. */
  holder(this: Term<Lock>): Term<AnyProcess | None> {
    return new Term(applyNodes('holder', [this.node]));
  }

  #operand(other: unknown): Node {
    return liftBeside(other, this.node);
  }

  #binary(name: OperatorName, other: unknown): Node {
    return applyNodes(name, [this.node, liftBeside(other, this.node)]);
  }
}

// Types leave these words out; whoever writes plain JavaScript is told what to write.
forbid(Bool, 'is', 'a truth value has no .is(…)', 'write a.iff(b), a.not(), or the truth value by itself');
forbid(Bool, 'isNot', 'a truth value has no .isNot(…)', 'write a.iff(b).not(), or a.not()');
forbid(
  Term,
  'becomes',
  'a parameter, or a value that was computed, cannot change',
  'only variables, their parts and locals take new values',
);

function forbid(words: typeof Bool | typeof Term, word: string, what: string, mend: string): void {
  const value = (): never => {
    throw new SpecError(what, { places: placesOf(here()), mend });
  };
  Object.defineProperty(words.prototype, word, { value, configurable: true, writable: true });
}

/** The expression of a node, with the words of its sort. */
export function wrap<T>(node: Node): ExprOf<T> {
  return (node.sort.kind === 'bool' ? new Bool(node) : new Term<T>(node)) as ExprOf<T>;
}

export function atNode(f: Node, key: unknown): Node {
  return applyNodes('at', [f, lift(key, f.sort.kind === 'fn' ? f.sort.key : undefined)]);
}

// A number beside a number keeps its own one-element interval; everything else is lifted to the sort it stands beside.
function liftBeside(other: unknown, beside: Node): Node {
  if (typeof other === 'number' && beside.sort.kind === 'range') return lift(other);
  if (typeof other === 'object' && other !== null && mark in other) return lift(other);
  return lift(other, beside.sort);
}
