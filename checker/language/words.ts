// The words that combine expressions: connectives, quantifiers, choices and structures.
// A parameter object `{ p: Page }` names what is bound, so that traces, messages and exports can too.

import { truthOf } from './clauses.ts';
import { SpecError } from './errors.ts';
import { Bool, Term, wrap, type Expr, type ExprOf, type Joined, type Operand } from './expression.ts';
import { applyNodes, building, coerce, isBuilt, isTemporal, lift, liftValue, quantified, use } from './nodes.ts';
import { joinedTemporal, notTemporal, quantifiedTemporal, type Temporal } from './temporal.ts';
import { elementsOf } from './values.ts';
import {
  joinSorts,
  printSort,
  type Fn,
  type Id,
  type Ids,
  type Rec,
  type Seq,
  type SetOf,
  type Sort,
  type SortOf,
  type Tuple,
  type Variant,
} from './sorts.ts';
import type { Binder, Node, Quantifier } from './tree.ts';

/** What a parameter ranges over: a sort, or a set in the state. */
export type Domain<T> = SortOf<T> | Expr<SetOf<T>>;
export type Domains = Readonly<Record<string, Sort | Expr<unknown>>>;
/** The type of each parameter's values. */
export type Bound<D> = {
  readonly [K in keyof D]: D[K] extends Expr<SetOf<infer T>>
    ? ExprOf<T>
    : D[K] extends SortOf<infer T>
      ? ExprOf<T>
      : never;
};

type ElementOf<S> = S extends Expr<SetOf<infer T>> ? T : S extends SortOf<infer T> ? T : never;

/** TLA+: `P /\ Q`. True when empty. A formula where one of them is one. */
export function all<const P extends readonly (Bool | Temporal)[]>(...conditions: P): Joined<P[number]>;
export function all(...conditions: readonly (Bool | Temporal)[]): Bool | Temporal {
  return joined('all', conditions);
}

/** TLA+: `P \/ Q`. False when empty. A formula where one of them is one. */
export function any<const P extends readonly (Bool | Temporal)[]>(...conditions: P): Joined<P[number]>;
export function any(...conditions: readonly (Bool | Temporal)[]): Bool | Temporal {
  return joined('any', conditions);
}

/** TLA+: `~P`. */
export function not<F extends Bool | Temporal>(condition: F): Joined<F>;
export function not(condition: Bool | Temporal): Bool | Temporal {
  return isTemporal(condition) ? notTemporal(condition.formula) : new Bool(applyNodes('not', [truthOf(condition)]));
}

/** TLA+: `IF P THEN a ELSE b`. */
export function ifThenElse<T>(condition: Bool, then: Expr<T>, otherwise: Operand<NoInfer<T>>): ExprOf<T>;
export function ifThenElse<T>(condition: Bool, then: Operand<NoInfer<T>>, otherwise: Expr<T>): ExprOf<T>;
export function ifThenElse(condition: Bool, then: number, otherwise: number): Term<number>;
export function ifThenElse(condition: Bool, then: unknown, otherwise: unknown): Expr<unknown> {
  const [a, b] = liftTogether(then, otherwise);
  return wrap(applyNodes('ifThenElse', [truthOf(condition), a, b]));
}

/** TLA+: `\A p \in Page : P`. True over an empty sort. Of a temporal formula: for each value by itself. */
export function forall<const D extends Domains, R extends Bool | Temporal>(
  domains: D,
  body: (bound: Bound<D>) => R,
): Joined<R>;
export function forall(domains: Domains, body: (bound: never) => Bool | Temporal): Bool | Temporal {
  return quantifiedOf('forall', domains, body);
}

/** TLA+: `\E p \in Page : P`. False over an empty sort. Of a temporal formula: for some value, the same for ever. */
export function exists<const D extends Domains, R extends Bool | Temporal>(
  domains: D,
  body: (bound: Bound<D>) => R,
): Joined<R>;
export function exists(domains: Domains, body: (bound: never) => Bool | Temporal): Bool | Temporal {
  return quantifiedOf('exists', domains, body);
}

/** How many bindings make it true. TLA+: `Cardinality({p \in Page : P})`. */
export function count<const D extends Domains>(domains: D, body: (bound: Bound<D>) => Bool): Term<number> {
  return new Term(bind('count', domains, body));
}

/** The first element, in the sort's order, that makes it true; a domain error where none does. TLA+: `CHOOSE p \in Page : P`. */
export function choose<const D extends Domains>(domains: D, body: (bound: Bound<D>) => Bool): Bound<D>[keyof D] {
  return wrap(bind('choose', single('choose', domains), body)) as Bound<D>[keyof D];
}

/** TLA+: `{p \in Page : P}`. */
export function subset<const D extends Domains>(
  domains: D,
  body: (bound: Bound<D>) => Bool,
): Term<SetOf<ElementOf<D[keyof D]>>>;
export function subset(domains: Domains, body: (bound: never) => Bool): Term<SetOf<never>> {
  return new Term(bind('filter', single('subset', domains), body));
}

/** TLA+: `{e : p \in Page}`. */
export function collect<const D extends Domains, T>(domains: D, body: (bound: Bound<D>) => Expr<T>): Term<SetOf<T>> {
  return new Term(bind('collect', domains, body));
}

/** The function that gives each key its value. TLA+: `[k \in K |-> e]`. */
export function fnOf<K, T>(key: SortOf<K>, body: (key: ExprOf<K>) => Expr<T>): Term<Fn<K, T>> {
  const binder: Binder = { name: 'k', sort: key };
  return new Term(quantified('function', [binder], lift(body(wrap<K>({ kind: 'bound', sort: key, binder })))));
}

/** A set of the elements listed. TLA+: `{a, b}`. */
export function setOf<T>(of: SortOf<T>, ...elements: readonly Operand<NoInfer<T>>[]): Term<SetOf<T>> {
  if (elements.length === 0)
    return new Term({ kind: 'literal', sort: { kind: 'set', of }, value: liftValue([], { kind: 'set', of }) });
  return new Term(
    applyNodes(
      'set',
      elements.map((element) => lift(element, of)),
    ),
  );
}

/** The set of all elements of a sort. */
export function everything<T>(of: SortOf<T>): Term<SetOf<T>> {
  const literals = elementsOf(of).map((value): Node => ({ kind: 'literal', sort: of, value }));
  return literals.length === 0 ? setOf(of) : new Term(applyNodes('set', literals));
}

/** A sequence of the items listed. TLA+: `<<a, b>>`. */
export function seqOf<T>(of: SortOf<T>, ...items: readonly Operand<NoInfer<T>>[]): Term<Seq<T>> {
  if (items.length === 0)
    return new Term({
      kind: 'literal',
      sort: { kind: 'seq', of, max: 0 },
      value: liftValue([], { kind: 'seq', of, max: 0 }),
    });
  return new Term(
    applyNodes(
      'seq',
      items.map((item) => lift(item, of)),
    ),
  );
}

/** A record of the sort. TLA+: `[a |-> x, b |-> y]`. */
export function recordOf<F>(
  sort: SortOf<Rec<F>>,
  fields: { readonly [N in keyof F]: Operand<NoInfer<F[N]>> },
): Term<Rec<F>> {
  if (sort.kind !== 'record') throw new SpecError(`recordOf needs a record sort, not ${printSort(sort)}`);
  const given = fields as Readonly<Record<string, unknown>>;
  const names = Object.keys(sort.fields);
  const odd = Object.keys(given).find((name) => !names.includes(name)) ?? names.find((name) => !(name in given));
  if (odd !== undefined)
    throw new SpecError(`recordOf: field '${odd}' is ${odd in given ? 'unknown' : 'missing'}`, {
      mend: `the fields are ${names.join(', ')}`,
    });
  return new Term(
    applyNodes(
      'record',
      names.map((name) => lift(given[name], sort.fields[name])),
      names.join(','),
    ),
  );
}

/** A tuple. TLA+: `<<a, b>>`. */
export function tupleOf<I extends readonly unknown[]>(
  sort: SortOf<Tuple<I>>,
  ...items: { readonly [N in keyof I]: Operand<NoInfer<I[N]>> }
): Term<Tuple<I>> {
  if (sort.kind !== 'tuple') throw new SpecError(`tupleOf needs a tuple sort, not ${printSort(sort)}`);
  return new Term(
    applyNodes(
      'tuple',
      items.map((item, index) => lift(item, sort.items[index])),
    ),
  );
}

/** A case of a variant with what it carries (`'unit'` for nothing). */
export function variantOf<C, const N extends keyof C & string>(
  sort: SortOf<Variant<C>>,
  tag: N,
  payload: Operand<NoInfer<C[N]>>,
): Term<Variant<C>> {
  const carried = sort.kind === 'variant' ? sort.cases[tag] : undefined;
  if (carried === undefined) throw new SpecError(`'${tag}' is no case of ${printSort(sort)}`);
  const given = lift(payload, carried);
  const node = applyNodes('tag', [given], tag);
  // What is carried may be more than the case holds: that is found where it is stored.
  const wide = joinSorts(carried, given.sort) ?? carried;
  return new Term({ ...node, sort: { kind: 'variant', cases: { ...casesOf(sort), [tag]: wide } } });
}

function casesOf(sort: Sort): Readonly<Record<string, Sort>> {
  return sort.kind === 'variant' ? sort.cases : {};
}

/** A literal of an identifier sort, counted from 0. Makes its elements distinguishable. */
export function element<const N extends string>(sort: Ids<N>, position: number): Term<Id<N>> {
  if (!Number.isInteger(position) || position < 0 || position >= sort.size) {
    throw new SpecError(`${printSort(sort)} has no element ${position}`, {
      mend: sort.size === 0 ? 'it is empty' : `its elements are 0 to ${sort.size - 1}`,
    });
  }
  return new Term({ kind: 'literal', sort, value: position });
}

/** A TypeScript value as an expression of a sort. */
export function literal<T>(sort: SortOf<T>, value: T): ExprOf<T> {
  return wrap(lift(value, sort));
}

/** Names the values of some expressions. TLA+: `LET x == e IN body`. */
export function let_<const D extends Readonly<Record<string, Expr<unknown>>>, R extends Expr<unknown>>(
  values: D,
  body: (bound: { readonly [K in keyof D]: D[K] extends Expr<infer T> ? ExprOf<T> : never }) => R,
): R {
  const binders = Object.entries(values).map(([name, value]): [Binder, Node] => [
    { name, sort: value.node.sort },
    value.node,
  ]);
  const bound = Object.fromEntries(
    binders.map(([binder]) => [binder.name, wrap({ kind: 'bound', sort: binder.sort, binder })]),
  );
  const inner = body(bound as never).node;
  use(inner);
  return wrap(
    binders.reduceRight<Node>(
      (rest, [binder, value]) => ({ kind: 'let', sort: rest.sort, binder, value, body: rest }),
      inner,
    ),
  ) as Expr<unknown> as R;
}

/** Gives an expression a name that survives into traces, messages and exports. TLA+: `name == e`. */
export function define<T>(name: string, expression: Expr<T>): ExprOf<T> {
  return wrap({ kind: 'named', sort: expression.node.sort, name, body: expression.node });
}

/** The value after the step; in action properties. TLA+: `e'`. */
export function next<T>(expression: Expr<T>): ExprOf<T> {
  return wrap({ kind: 'next', sort: expression.node.sort, body: expression.node });
}

/** Whether the step changes it; in action properties. TLA+: `e' # e`. */
export function changed(expression: Expr<unknown>): Bool {
  return new Bool(
    applyNodes('notEqual', [{ kind: 'next', sort: expression.node.sort, body: expression.node }, expression.node]),
  );
}

/** Whether the step fires this action, or a step of this path; in action properties. */
export function fired(path: string): Bool {
  return new Bool({ kind: 'fired', sort: { kind: 'bool' }, pattern: path, actions: [] });
}

/** The parameters of a callback as binders and as expressions. @throws SpecError for a domain that is neither sort nor set */
export function binders<const D extends Domains>(
  domains: D,
): { readonly list: readonly Binder[]; readonly bound: Bound<D> } {
  const list = Object.entries(domains).map(([name, domain]): Binder => {
    if (!isBuilt(domain)) {
      if (typeof domain !== 'object' || domain === null || !('kind' in domain)) {
        throw new SpecError(`parameter '${name}' ranges over ${String(domain)}`, {
          mend: 'a parameter ranges over a sort or over a set in the state',
        });
      }
      return { name, sort: domain };
    }
    const { sort } = domain.node;
    if (sort.kind !== 'set')
      throw new SpecError(`parameter '${name}' ranges over ${printSort(sort)}`, {
        mend: 'a parameter ranges over a sort or over a set in the state',
      });
    return { name, sort: sort.of, domain: domain.node };
  });
  const bound = Object.fromEntries(
    list.map((binder) => [binder.name, wrap({ kind: 'bound', sort: binder.sort, binder })]),
  );
  return { list, bound: bound as unknown as Bound<D> };
}

function joined(kind: 'all' | 'any', conditions: readonly unknown[]): Bool | Temporal {
  if (conditions.some(isTemporal)) return joinedTemporal(kind, conditions);
  return new Bool(
    applyNodes(
      kind,
      conditions.map((condition) => truthOf(condition)),
    ),
  );
}

function quantifiedOf(
  quantifier: 'forall' | 'exists',
  domains: Domains,
  body: (bound: never) => Bool | Temporal,
): Bool | Temporal {
  const { list, inner } = within(quantifier, domains, body, (given) => (isTemporal(given) ? given : truthOf(given)));
  return isTemporal(inner)
    ? quantifiedTemporal(quantifier, list, inner.formula)
    : new Bool(quantified(quantifier, list, inner));
}

function bind(quantifier: Quantifier, domains: Domains, body: (bound: never) => Operand<unknown>): Node {
  const read = quantifier === 'collect' || quantifier === 'function' ? lift : truthOf;
  const { list, inner } = within(quantifier, domains, body, (given) => read(given));
  return quantified(quantifier, list, inner);
}

/** What is built of the parameters. */
function within<R>(
  quantifier: Quantifier,
  domains: Domains,
  body: (bound: never) => unknown,
  read: (given: unknown) => R,
): { readonly list: readonly Binder[]; readonly inner: R } {
  const { list, bound } = binders(domains);
  if (list.length === 0)
    throw new SpecError(`${quantifier} binds no variable`, { mend: `write ${quantifier}({ p: Page }, ({ p }) => …)` });
  const inner = building(
    quantifier,
    () => read(body(bound as never)),
    (built) => [built],
  );
  return { list, inner };
}

function single(word: string, domains: Domains): Domains {
  if (Object.keys(domains).length !== 1)
    throw new SpecError(`${word} binds ${Object.keys(domains).length} variables`, {
      mend: `${word} binds exactly one`,
    });
  return domains;
}

function liftTogether(a: unknown, b: unknown): readonly [Node, Node] {
  const first = isBuilt(a) ? a.node : typeof a === 'string' && isBuilt(b) ? lift(a, b.node.sort) : undefined;
  const second = isBuilt(b)
    ? b.node
    : first !== undefined && !isBuilt(b) && typeof b !== 'number'
      ? lift(b, first.sort)
      : lift(b);
  const left = first ?? (typeof a === 'number' || a === null ? lift(a) : lift(a, second.sort));
  const sort = joinSorts(left.sort, second.sort);
  return sort === undefined ? [left, second] : [coerce(left, sort), coerce(second, sort)];
}
