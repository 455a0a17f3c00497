// Whether a trace is a behaviour of a specification: run again by plain firing.

import type { Specification, Trace } from 'ballast';
import { fire } from '../../checker/interpret/fire.ts';
import { initialStates } from '../../checker/interpret/initial.ts';
import { sameState } from '../../checker/interpret/state.ts';

/** The index of the first step that is none, or -1; the first state has to be an initial one. */
export function firstNotTaken(specification: Specification, { states, steps }: Trace): number {
  const [first] = states;
  const isInitial = [...initialStates(specification)].some(
    (initial) => initial?.kind === 'successor' && first !== undefined && sameState(initial.state, first),
  );
  if (!isInitial) return 0;
  return steps.findIndex(({ action, failure }, index) => {
    const [from, to] = [states[index], states[index + 1]];
    const tree = specification.actions.find(({ name }) => name === action);
    if (from === undefined || tree === undefined) return true;
    return !fire(tree, from).some(({ result }) =>
      failure === undefined
        ? result.kind === 'successor' && to !== undefined && sameState(result.state, to)
        : result.kind === 'failure' && result.failure.property === failure.property,
    );
  });
}
