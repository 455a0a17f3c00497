// The names of the properties that nobody declares: deadlock, and evaluations outside their domain.
// Here, so that every engine and report gives them the same names.

import { printNode } from './print.ts';
import type { Node } from './tree.ts';

/** The property that no reachable state is stuck. */
export const deadlockName = 'deadlock';

/** The path of what is evaluated to make the initial states. */
export const initialPath = 'init';

/** The path of an evaluation in the condition for terminal states. */
export const terminalPath = 'terminal';

/** The name of a domain error: `lookup: owner[c]`. The path is the action's or property's name; the text the innermost expression or the update. */
export function domainErrorName(path: string, text: string): string {
  return `${path}: ${text}`;
}

/** How a domain error names the expression that has no value. */
export function outsideText(node: Node): string {
  // Unwrapping is not shown in rule text, but here it is what failed.
  return node.kind === 'apply' && node.operator === 'value' ? `${printNode(node)}.value()` : printNode(node);
}
