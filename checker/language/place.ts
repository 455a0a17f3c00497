// Places: what a step may change. A variable, or a part of one, with the words for its value after the step.

import { SpecError } from './errors.ts';
import { atNode, Bool, Term, type Operand } from './expression.ts';
import { applyNodes, lift, mark, note } from './nodes.ts';
import { printNode } from './print.ts';
import { here, placesOf } from './site.ts';
import type { Fn, Rec, SetOf, Tuple } from './sorts.ts';
import type { Call, Statement } from './statements.ts';
import type { Node, UpdateTree } from './tree.ts';

/** The words that a place holding this type has. */
export type PlaceOf<T> = [T] extends [boolean] ? BoolPlace : Place<T>;

/** What a step may change: a variable, or a part of one. */
export class Place<out T> extends Term<T> {
  /** The prime: the value after the step. TLA+: `x' = e`. Given a call: the call's result is stored here. */
  becomes(value: Call<NoInfer<T>>): Statement;
  becomes(value: Operand<NoInfer<T>>): Update;
  becomes(value: unknown): Update | Statement {
    return isCall(value) ? value.storedIn(this.node) : update(this.node, value);
  }

  override at<K, V>(this: Place<Fn<K, V>>, key: Operand<NoInfer<K>>): PlaceOf<V> {
    return wrapPlace(atNode(this.node, key));
  }

  override field<F, const N extends keyof F & string>(this: Place<Rec<F>>, name: N): PlaceOf<F[N]> {
    return wrapPlace(applyNodes('field', [this.node], name));
  }

  override item<I, const N extends keyof I & number>(this: Place<Tuple<I>>, position: N): PlaceOf<I[N]> {
    return wrapPlace(applyNodes('item', [this.node], String(position)));
  }

  /** One more, or `by` more. TLA+: `x' = x + 1`. */
  increment(this: Place<number>, by: Operand<number> = 1): Update {
    return update(this.node, new Term(applyNodes('plus', [this.node, lift(by)])));
  }

  /** One less, or `by` less. TLA+: `x' = x - 1`. */
  decrement(this: Place<number>, by: Operand<number> = 1): Update {
    return update(this.node, new Term(applyNodes('minus', [this.node, lift(by)])));
  }

  /** TLA+: `S' = S \cup {x}`. */
  insert<E>(this: Place<SetOf<E>>, element: Operand<NoInfer<E>>): Update {
    return update(this.node, new Term(applyNodes('union', [this.node, singleton(this.node, element)])));
  }

  /** TLA+: `S' = S \ {x}`. */
  remove<E>(this: Place<SetOf<E>>, element: Operand<NoInfer<E>>): Update {
    return update(this.node, new Term(applyNodes('without', [this.node, singleton(this.node, element)])));
  }
}

/** A place that holds a truth value. */
export class BoolPlace extends Bool {
  /** TLA+: `x' = P`. Given a call: the call's result is stored here. */
  becomes(value: Call<boolean>): Statement;
  becomes(value: Operand<boolean>): Update;
  becomes(value: unknown): Update | Statement {
    return isCall(value) ? value.storedIn(this.node) : update(this.node, value);
  }
}

/** A place's new value, part of a step. */
export class Update {
  readonly [mark]: string = 'update';
  readonly trees: readonly UpdateTree[];

  constructor(trees: readonly UpdateTree[]) {
    this.trees = trees;
    note(trees, 'an update', trees[0]?.site);
  }

  toString(): string {
    return this.trees.map(({ target, value }) => `${printNode(target)} becomes ${printNode(value)}`).join(', ');
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    throw new SpecError(`an update is used as a JavaScript value: ${this.toString()}`, { places: placesOf(here()) });
  }
}

/** The place of a node, with the words of its sort. */
export function wrapPlace<T>(node: Node): PlaceOf<T> {
  return (node.sort.kind === 'bool' ? new BoolPlace(node) : new Place<T>(node)) as PlaceOf<T>;
}

function isCall(value: unknown): value is Call<unknown> {
  return typeof value === 'object' && value !== null && mark in value && value[mark] === 'call';
}

function update(target: Node, value: unknown): Update {
  return new Update([{ name: '', target, value: lift(value, target.sort), binders: [], site: here() }]);
}

function singleton(node: Node, element: unknown): Node {
  const of = node.sort.kind === 'set' ? node.sort.of : undefined;
  return applyNodes('set', [lift(element, of)]);
}
