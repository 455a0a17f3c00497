// Truths that are evaluated in turn, until the answer is known.

import type { Code } from './code.ts';
import type { Context } from './context.ts';
import { and, isFalse, isTrue, local, no, not, or, yes, type Wx } from './wasm.ts';

/** One truth of several that are evaluated in turn. */
export type Turn = (out: Code) => Wx;

/** Whether all are true, or any is; the rest is not evaluated once that is known. */
export function inTurn(turns: readonly Turn[], what: 'all' | 'any', cx: Context, out: Code): Wx {
  const [first, ...rest] = turns;
  if (first === undefined) return what === 'all' ? yes : no;
  const truth = first(out);
  if (rest.length === 0) return truth;
  if (what === 'all' ? isFalse(truth) : isTrue(truth)) return truth;
  if (what === 'all' ? isTrue(truth) : isFalse(truth)) return inTurn(rest, what, cx, out);
  const inner: Code = [];
  const remaining = inTurn(rest, what, cx, inner);
  if (inner.length === 0) return what === 'all' ? and(truth, remaining) : or(truth, remaining);
  const result = cx.to.newLocal('i32');
  const goesOn = what === 'all' ? local('i32', result) : not(local('i32', result));
  out.push(`(local.set ${result} ${truth.text})`);
  out.push(`(if ${goesOn.text} (then`, ...inner, `(local.set ${result} ${remaining.text})))`);
  return local('i32', result);
}
