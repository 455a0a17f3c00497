// What to write instead of a test of truth, in the author's own words where they are short enough to be read at a glance.

import type { types as Babel } from '@babel/core';
import { stripped, textOf } from './quotation.ts';

const lengthMost = 80;

export function mendLogical(code: string, node: Babel.LogicalExpression): string {
  const operands = operandsOf(node, node.operator).map((operand) => textOf(code, operand));
  switch (node.operator) {
    case '||':
      return `write ${shortOr(`any(${operands.join(', ')})`, 'any(a, b)')}`;
    case '&&':
      return `write ${shortOr(`all(${operands.join(', ')})`, 'all(a, b)')}, or clauses with a comma between them`;
    case '??': {
      const left = receiver(code, node.left);
      const own = `ifThenElse(${left}.is(none), ${textOf(code, node.right)}, ${left}.value())`;
      return `write ${shortOr(own, 'ifThenElse(a.is(none), b, a.value())')}`;
    }
  }
}

export function mendNot(code: string, { argument }: Babel.UnaryExpression): string {
  return `write ${shortOr(`${receiver(code, argument)}.not()`, 'a.not()')}`;
}

export function mendConditional(code: string, { test, consequent, alternate }: Babel.ConditionalExpression): string {
  const parts = [test, consequent, alternate].map((part) => textOf(code, part));
  return `write ${shortOr(`ifThenElse(${parts.join(', ')})`, 'ifThenElse(a, x, y)')}`;
}

export function mendIf(code: string, { test }: Babel.IfStatement): string {
  const branch = shortOr(`branch(${textOf(code, test)}, [ … ])`, 'branch(a, [ … ])');
  return `an if is decided while building, before there is a state: write ${branch} in a procedure, or a clause of when in an action`;
}

export const mendLoop =
  'a loop is run while building, before there is a state: write loop(…, [ … ]) in a procedure, or each(…) for a quantified update';

function shortOr(own: string, general: string): string {
  return own.length <= lengthMost ? own : general;
}

/** `a || b || c` as three operands, whatever the parentheses. */
function operandsOf(node: Babel.Node, operator: string): Babel.Node[] {
  const inner = stripped(node);
  if (inner.type !== 'LogicalExpression' || inner.operator !== operator) return [inner];
  return [...operandsOf(inner.left, operator), ...operandsOf(inner.right, operator)];
}

/** The text of a node as something that a method can be called on. */
function receiver(code: string, node: Babel.Node): string {
  const inner = stripped(node);
  const isPostfix = inner.type === 'Identifier' || inner.type === 'MemberExpression' || inner.type === 'CallExpression';
  return isPostfix ? textOf(code, inner) : `(${textOf(code, inner)})`;
}
