// Quantifiers in generated code: small ones written out element by element, so that indices are constants; others as loops.

import { InternalError } from '../language/errors.ts';
import { walk } from '../language/nodes.ts';
import type { Binder, Node } from '../language/tree.ts';
import { elementsOf } from '../language/values.ts';
import { Uncompilable, type Code } from './code.ts';
import { asKind, constantOf, keep, maskWords, parts, scalar, sizeOf, xOf, type Compiled } from './compiled.ts';
import type { Context } from './context.ts';
import { hasBit, withBit } from './sets.ts';
import { inTurn, type Turn } from './turns.ts';
import { elementAt, fit, rankOf } from './fit.ts';
import { failUnless } from './operators.ts';
import { add, i32, isFalse, isTrue, local, no, not, type Wx } from './wasm.ts';

type Quantified = Extract<Node, { kind: 'quantified' }>;

/** At most this many elements are written out, and in all this many copies of what is inside. */
const elementsWritten = 8;
const copiesWritten = 64;

export function quantified(node: Quantified, cx: Context, out: Code): Compiled {
  switch (node.quantifier) {
    case 'forall':
      return scalar(decided(node, cx, out, 'all'));
    case 'exists':
      return scalar(decided(node, cx, out, 'any'));
    case 'count': {
      const count = cx.to.newLocal('i32');
      out.push(`(local.set ${count} (i32.const 0))`);
      eachBinding(node.binders, node.body, cx, out, (inner, to) => {
        const truth = xOf(inner.module.compile(node.body, inner, to));
        if (!isFalse(truth)) to.push(`(local.set ${count} ${add(local('i32', count), truth).text})`);
      });
      return scalar(local('i32', count));
    }
    case 'choose':
      return choice(node, cx, out);
    case 'filter': {
      const binder = onlyBinder(node);
      return collected(node, sizeOf(binder.sort), cx, out, (inner, to) => {
        const truth = xOf(inner.module.compile(node.body, inner, to));
        const value = inner.bound.get(binder);
        if (value === undefined) throw new InternalError('a filter binds its element');
        return { rank: rankOf(value, binder.sort), condition: truth };
      });
    }
    case 'collect': {
      if (node.sort.kind !== 'set') throw new InternalError('collect makes a set');
      const { of } = node.sort;
      return collected(node, sizeOf(of), cx, out, (inner, to) => {
        const { value } = fit(inner.module.compile(node.body, inner, to), node.body.sort, of, cx.module.names);
        return { rank: inner.to.kept(rankOf(value, of), to), condition: i32(1) };
      });
    }
    case 'function':
      return computed(node, cx, out);
  }
}

function onlyBinder({ binders, quantifier }: Quantified): Binder {
  const [binder] = binders;
  if (binder === undefined) throw new InternalError(`${quantifier} binds nothing`);
  return binder;
}

function decided(node: Quantified, cx: Context, out: Code, what: 'all' | 'any'): Wx {
  if (isWritten(node.binders, node.body, cx) && node.binders.every(({ domain }) => domain === undefined)) {
    const turns = bindingsOf(node.binders, cx).map((values): Turn => (to) => {
      const inner = innerContext(node.binders, cx);
      node.binders.forEach((binder, index) => inner.bound.set(binder, values[index] ?? scalar(no)));
      return xOf(inner.module.compile(node.body, inner, to));
    });
    return inTurn(turns, what, cx, out);
  }
  const result = cx.to.newLocal('i32');
  const done = cx.to.newLabel('decided');
  out.push(`(local.set ${result} (i32.const ${what === 'all' ? 0 : 1}))`, `(block ${done}`);
  eachBinding(node.binders, node.body, cx, out, (inner, to) => {
    const truth = xOf(inner.module.compile(node.body, inner, to));
    const decides = what === 'all' ? not(truth) : truth;
    if (!isFalse(decides)) to.push(isTrue(decides) ? `(br ${done})` : `(br_if ${done} ${decides.text})`);
  });
  out.push(`(local.set ${result} (i32.const ${what === 'all' ? 1 : 0}))`, ')');
  return local('i32', result);
}

function choice(node: Quantified, cx: Context, out: Code): Compiled {
  const binder = onlyBinder(node);
  const [rank, found] = [cx.to.newLocal('i32'), cx.to.newLabel('chosen')];
  out.push(`(block ${found}`);
  eachBinding(node.binders, node.body, cx, out, (inner, to) => {
    const truth = xOf(inner.module.compile(node.body, inner, to));
    const value = inner.bound.get(binder);
    if (value === undefined) throw new InternalError('choose binds its element');
    if (isFalse(truth)) return;
    to.push(`(if ${truth.text} (then (local.set ${rank} ${rankOf(value, binder.sort).text}) (br ${found})))`);
  });
  failUnless(no, { node: node as never, cx, out });
  out.push(')');
  return sizeOf(binder.sort) === 0
    ? cx.module.compile({ kind: 'literal', sort: binder.sort, value: null }, cx, out)
    : elementAt(local('i32', rank), binder.sort, cx.module.names);
}

function collected(
  node: Quantified,
  size: number,
  cx: Context,
  out: Code,
  memberOf: (inner: Context, out: Code) => { readonly rank: Wx; readonly condition: Wx },
): Compiled {
  const words = Array.from({ length: maskWords(size) }, () => cx.to.newLocal('i64'));
  for (const word of words) out.push(`(local.set ${word} (i64.const 0))`);
  const set: Compiled = { kind: 'mask', words: words.map((word) => local('i64', word)) };
  eachBinding(node.binders, node.body, cx, out, (inner, to) => {
    const { rank, condition } = memberOf(inner, to);
    const larger = asKind(withBit(asKind(set, 'mask'), rank, condition), 'mask');
    larger.words.forEach((word, index) => {
      if (word.text !== `(local.get ${words[index]})`) to.push(`(local.set ${words[index]} ${word.text})`);
    });
  });
  return set;
}

function computed(node: Quantified, cx: Context, out: Code): Compiled {
  const binder = onlyBinder(node);
  const { sort } = node;
  if (sort.kind !== 'fn') throw new InternalError('a function is computed');
  const size = sizeOf(binder.sort);
  if (size * cx.copies > 4096) throw new Uncompilable(`a function of ${size} entries is computed`);
  const inner = { ...innerContext(node.binders, cx), copies: cx.copies * size };
  return parts(
    elementsOf(binder.sort).map((element) => {
      inner.bound.set(binder, constantOf(element, binder.sort, cx.module.names));
      const value = fit(inner.module.compile(node.body, inner, out), node.body.sort, sort.value, cx.module.names).value;
      return keep(value, cx.to, out);
    }),
  );
}

// The bindings are seen by what is inside only.
function innerContext(binders: readonly Binder[], cx: Context): Context {
  const copies = cx.copies * binders.reduce((product, { sort }) => product * Math.max(1, sizeOf(sort)), 1);
  return { ...cx, copies };
}

function isWritten(binders: readonly Binder[], body: Node, cx: Context): boolean {
  const sizes = binders.map(({ sort }) => sizeOf(sort));
  const copies = cx.copies * sizes.reduce((product, size) => product * size, 1);
  const cost = copies * [...walk(body)].length;
  return sizes.every((size) => size <= elementsWritten) && (copies <= copiesWritten || cost <= 512);
}

function bindingsOf(binders: readonly Binder[], cx: Context): readonly (readonly Compiled[])[] {
  return binders.reduce<readonly (readonly Compiled[])[]>(
    (taken, { sort }) =>
      taken.flatMap((values) =>
        elementsOf(sort).map((element) => [...values, constantOf(element, sort, cx.module.names)]),
      ),
    [[]],
  );
}

/** Emits what is done for each binding, the first binder slowest; written out where that is short, else as loops. */
export function eachBinding(
  binders: readonly Binder[],
  body: Node | undefined,
  cx: Context,
  out: Code,
  visit: (cx: Context, out: Code) => void,
): void {
  const isShort = body === undefined ? isFew(binders, cx) : isWritten(binders, body, cx);
  bindFrom(binders, 0, isShort ? innerContext(binders, cx) : cx, out, visit, isShort);
}

function isFew(binders: readonly Binder[], cx: Context): boolean {
  const product = binders.reduce((all, { sort }) => all * sizeOf(sort), cx.copies);
  return product <= copiesWritten && binders.every(({ sort }) => sizeOf(sort) <= elementsWritten);
}

function bindFrom(
  binders: readonly Binder[],
  from: number,
  cx: Context,
  out: Code,
  visit: (cx: Context, out: Code) => void,
  isShort: boolean,
): void {
  const binder = binders[from];
  if (binder === undefined) return visit(cx, out);
  const { names } = cx.module;
  const size = sizeOf(binder.sort);
  const within = binder.domain === undefined ? undefined : keep(domainOf(binder.domain, binder, cx, out), cx.to, out);
  const turn = (rank: Wx, to: Code): void => {
    cx.bound.set(binder, elementAt(rank, binder.sort, names));
    const isIn = within === undefined ? i32(1) : hasBit(asKind(within, 'mask'), rank);
    if (isFalse(isIn)) return;
    if (isTrue(isIn)) return bindFrom(binders, from + 1, cx, to, visit, isShort);
    const inner: Code = [];
    bindFrom(binders, from + 1, cx, inner, visit, isShort);
    to.push(`(if ${isIn.text} (then`, ...inner, '))');
  };
  if (isShort) {
    for (let index = 0; index < size; index += 1) turn(i32(index), out);
    return;
  }
  if (size === 0) return;
  const [rank, again] = [cx.to.newLocal('i32'), cx.to.newLabel('each')];
  out.push(`(local.set ${rank} (i32.const 0))`, `(loop ${again}`);
  turn(local('i32', rank), out);
  out.push(
    `(local.set ${rank} (i32.add (local.get ${rank}) (i32.const 1)))`,
    `(br_if ${again} (i32.lt_u (local.get ${rank}) (i32.const ${size})))`,
    ')',
  );
}

function domainOf(domain: Node, binder: Binder, cx: Context, out: Code): Compiled {
  const value = cx.module.compile(domain, cx, out);
  if (domain.sort.kind !== 'set') throw new InternalError('a binder goes through a set');
  return fit(value, domain.sort, { kind: 'set', of: binder.sort }, cx.module.names).value;
}
