// A change undone at the end of a trace: some places get back what stood in them earlier, and it is asked whether the property is violated
// still. Of a state that is violated, in that state; of a step, in the state before it, and then the step is taken again.

import type { Studied } from './ending.ts';
import { withPath, valueAt, type Path } from './path.ts';
import { actionOf, take } from './retrace.ts';
import { inState, inStep } from './violation.ts';

/** Whether the violation is gone where these places are as they were before a step, counted from 0. A step that fails otherwise saves nothing. */
export function isSavedBy(
  { specification, shown, trace, ending: { isStep } }: Studied,
  places: readonly Path[],
  index: number,
): boolean {
  const { states, steps } = trace;
  const last = steps.at(-1);
  const [earlier, from] = [states[index], states[steps.length - 1]];
  const state = isStep ? from : states.at(-1);
  if (last === undefined || earlier === undefined || from === undefined || state === undefined) return false;
  const undone = places.reduce((made, path) => withPath(made, path, valueAt(earlier, path)), state);
  if (!isStep) return inState(specification, shown, undone) === undefined;
  const taken = take(actionOf(specification, last), last, undone);
  if (taken.kind !== 'successor') return false;
  return inStep(specification, shown, { from: undone, to: taken.state, action: last.action }) === undefined;
}
