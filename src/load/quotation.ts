// Quoting what a person wrote: on one line, and short enough to stand beside its place.

import type { types as Babel } from '@babel/core';

const lengthMost = 100;

/** The text of a node on one line, cut off when it is long. */
export function quote(code: string, node: Babel.Node): string {
  const text = textOf(code, node);
  return text.length <= lengthMost ? text : `${text.slice(0, lengthMost - 1)}…`;
}

/** The text of a node on one line. */
export function textOf(code: string, { start, end }: Babel.Node): string {
  return code.slice(start ?? 0, end ?? 0).replaceAll(/\s+/g, ' ');
}

/** The node without the parentheses and type assertions around it. */
export function stripped(node: Babel.Node): Babel.Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return stripped(node.expression);
    default:
      return node;
  }
}
