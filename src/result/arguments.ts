// What the procedures that a step is in were given: each parameter with its value in the state before the step. Arguments read the caller's
// locals, constants and the process only, so nothing changes them while the procedure runs.

import {
  DomainError,
  evaluate,
  printValue,
  type Specification,
  type State,
  type TraceStep,
} from '../../checker/index.ts';
import type { NamedResult } from './result.ts';

/** One list for each procedure, outermost first; undefined where nothing was given. A local that nobody reads any more has no value. */
export function argumentsOf(
  { actions }: Pick<Specification, 'actions'>,
  { action: name, label, binding }: TraceStep,
  state: State | undefined,
): readonly (readonly NamedResult[])[] | undefined {
  const action = actions.find((each) => each.name === name && each.step?.label === label);
  const given = action?.step?.given ?? [];
  if (action === undefined || state === undefined || given.every(({ length }) => length === 0)) return undefined;
  const bound = new Map(
    action.parameters.flatMap((binder, index) => {
      const value = binding[index]?.value;
      return value === undefined ? [] : [[binder, value] as const];
    }),
  );
  return given.map((parameters) =>
    parameters.flatMap(({ name: parameter, node }) => {
      try {
        return { name: parameter, value: printValue(evaluate(node, { state, bound: new Map(bound) }), node.sort) };
      } catch (error) {
        if (error instanceof DomainError) return [];
        throw error;
      }
    }),
  );
}
