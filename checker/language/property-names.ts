// The names of the properties that nobody declares: deadlock, and evaluations outside their domain.
// Here, so that every engine and report gives them the same names.

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
