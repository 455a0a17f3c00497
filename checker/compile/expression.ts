// Expressions in generated code. What an operand emits runs only if the operand is evaluated: lazy operators go left to right and stop
// when decided, quantifiers in the sort's order, so that the same evaluation fails first as in the interpreter.

import { InternalError } from '../language/errors.ts';
import type { Node } from '../language/tree.ts';
import { block, type Code } from './code.ts';
import { chosen, constantOf, keep, scalar, xOf, type Compiled } from './compiled.ts';
import { readVariable, type Context } from './context.ts';
import { fit } from './fit.ts';
import { apply, type Apply } from './operators.ts';
import { quantified } from './quantifiers.ts';
import { inTurn, type Turn } from './turns.ts';
import { isFalse, isTrue, local, no, not, yes, type Wx } from './wasm.ts';

/** The value of an expression. What has to run before it is emitted; `cx.fail` is where evaluations without a value lead. */
export function compile(node: Node, cx: Context, out: Code): Compiled {
  switch (node.kind) {
    case 'literal':
      return constantOf(node.value, node.sort, cx.module.names);
    case 'variable':
      return readVariable(node.name, cx.version, cx.module);
    case 'bound': {
      const value = cx.bound.get(node.binder);
      if (value === undefined) throw new InternalError(`'${node.binder.name}' is used where it is not bound`);
      return value;
    }
    case 'apply':
      return applied(node, cx, out);
    case 'quantified':
      return quantified(node, cx, out);
    case 'let': {
      cx.bound.set(node.binder, keep(compile(node.value, cx, out), cx.to, out));
      return compile(node.body, cx, out);
    }
    case 'named':
      return compile(node.body, cx, out);
    case 'next': {
      if (cx.successor === undefined) throw new InternalError('next(…) is compiled where there is no step');
      return compile(node.body, { ...cx, version: cx.successor }, out);
    }
    case 'fired':
      if (cx.isFiringOf !== undefined) return scalar(cx.isFiringOf(node.actions));
      return scalar(cx.fired !== undefined && node.actions.includes(cx.fired) ? yes : no);
    case 'local':
    case 'self':
    case 'inside':
      throw new InternalError(`'${node.kind}' is left in a lowered specification`);
  }
}

/** The truth of a condition. */
export function truthOf(node: Node, cx: Context, out: Code): Wx {
  return xOf(compile(node, cx, out));
}

function applied(node: Apply, cx: Context, out: Code): Compiled {
  const [a, b, c] = node.args;
  switch (node.operator) {
    case 'all':
      return scalar(
        inTurn(
          node.args.map((arg) => (to) => truthOf(arg, cx, to)),
          'all',
          cx,
          out,
        ),
      );
    case 'any':
      return scalar(
        inTurn(
          node.args.map((arg) => (to) => truthOf(arg, cx, to)),
          'any',
          cx,
          out,
        ),
      );
    case 'implies': {
      if (a === undefined || b === undefined) break;
      const turns: Turn[] = [(to) => not(truthOf(a, cx, to)), (to) => truthOf(b, cx, to)];
      return scalar(inTurn(turns, 'any', cx, out));
    }
    case 'ifThenElse': {
      if (a === undefined || b === undefined || c === undefined) break;
      return eitherOf(
        truthOf(a, cx, out),
        (to) => fitted(b, node, cx, to),
        (to) => fitted(c, node, cx, to),
        cx,
        out,
      );
    }
    case 'orFalse':
      if (a === undefined) break;
      return scalar(orFalse(a, cx, out));
    default:
      return apply({
        node,
        args: node.args.map((arg) => compile(arg, cx, out)),
        sorts: node.args.map(({ sort }) => sort),
        cx,
        out,
      });
  }
  throw new InternalError('an operator has too few operands');
}

/** The truth of a condition; false where an evaluation in it has no value. */
function orFalse(node: Node, cx: Context, out: Code): Wx {
  const [result, end] = [cx.to.newLocal('i32'), cx.to.newLabel('novalue')];
  let mayFail = false;
  const inner: Code = [];
  const truth = truthOf(
    node,
    {
      ...cx,
      fail: (_, to) => {
        mayFail = true;
        to.push(`(br ${end})`);
      },
    },
    inner,
  );
  if (!mayFail) {
    out.push(...inner);
    return truth;
  }
  inner.push(`(local.set ${result} ${truth.text})`);
  out.push(`(local.set ${result} (i32.const 0))`, ...block(end, inner));
  return local('i32', result);
}

function fitted(arg: Node, { sort }: Apply, cx: Context, out: Code): Compiled {
  return fit(compile(arg, cx, out), arg.sort, sort, cx.module.names).value;
}

/** One of two values; only that one is evaluated, unless nothing can tell. */
function eitherOf(
  condition: Wx,
  then: (out: Code) => Compiled,
  otherwise: (out: Code) => Compiled,
  cx: Context,
  out: Code,
): Compiled {
  if (condition.value !== undefined) return isTrue(condition) ? then(out) : otherwise(out);
  const [thenCode, otherwiseCode]: [Code, Code] = [[], []];
  const kept = cx.to.kept(condition, out);
  const [a, b] = [then(thenCode), otherwise(otherwiseCode)];
  if (thenCode.length > 0 || otherwiseCode.length > 0) {
    // Each value is read behind the branches, from locals that only its own branch has set.
    const [keptThen, keptOtherwise] = [keep(a, cx.to, thenCode), keep(b, cx.to, otherwiseCode)];
    out.push(`(if ${kept.text} (then`, ...thenCode, ') (else', ...otherwiseCode, '))');
    return chosen(kept, keptThen, keptOtherwise);
  }
  return chosen(kept, a, b);
}

/** Branches to the label unless the condition is true. */
export function unlessTrue(node: Node, label: string, cx: Context, out: Code): void {
  if (node.kind === 'named') return unlessTrue(node.body, label, cx, out);
  if (node.kind === 'apply' && node.operator === 'all') {
    for (const arg of node.args) unlessTrue(arg, label, cx, out);
    return;
  }
  const truth = truthOf(node, cx, out);
  if (isTrue(truth)) return;
  out.push(isFalse(truth) ? `(br ${label})` : `(br_if ${label} ${not(truth).text})`);
}
