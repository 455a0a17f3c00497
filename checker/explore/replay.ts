// A walk of the compiled engine gone again by the interpreter, step by step, before anybody is shown it.

import { assert } from '../language/errors.ts';
import { deadlockName } from '../language/property-names.ts';
import type { Specification } from '../language/tree.ts';
import type { Codec } from '../interpret/encode.ts';
import { fire, type Outcome } from '../interpret/fire.ts';
import type { FoundTrace, Goal, Marked } from '../interpret/shortest.ts';
import { stepOf } from '../interpret/steps.ts';

export interface Walk {
  /** The packed states, from the initial one to the last that was judged. */
  readonly states: readonly Uint8Array[];
  /** Whether what was found is a step from the last state, not that state. */
  readonly endsInStep: boolean;
}

/**
 * The walk as a trace. Where several steps lead from one state to the next, the first by action in declaration order.
 * @throws InternalError for a step that the interpreter does not confirm
 */
export function replay(
  specification: Specification,
  codec: Codec,
  { states: [initial, ...rest], endsInStep }: Walk,
  { property, isLast }: Goal,
): FoundTrace {
  assert(initial !== undefined, `'${property}': a walk has an initial state`);
  const outcomesAt = ({ state }: Marked): readonly Outcome[] =>
    specification.actions.flatMap((action) => fire(action, state));
  let at: Marked = { state: codec.decode(initial), number: 0 };
  const states = [at.state];
  const taken: Outcome[] = [];
  let last: FoundTrace['last'];
  const take = (from: Marked, outcome: Outcome): void => {
    last = { from, outcome };
    taken.push(outcome);
    if (outcome.result.kind === 'failure') return;
    at = { state: outcome.result.state, number: taken.length };
    states.push(at.state);
  };
  for (const packed of rest) {
    const outcome = outcomesAt(at).find(
      ({ result }) => result.kind === 'successor' && isSame(codec.encode(result.state), packed),
    );
    assert(outcome !== undefined, `'${property}': the interpreter does not find step ${taken.length + 1} of a walk`);
    take(at, outcome);
  }
  if (endsInStep) {
    const outcome = outcomesAt(at).find((each) => isLast(at, each));
    assert(outcome !== undefined, `'${property}': no step from the last state of a walk violates it`);
    take(at, outcome);
  } else if (property === deadlockName) {
    assert(outcomesAt(at).length === 0, `'${property}': the last state of a walk can go on`);
  }
  return { trace: { states, steps: taken.map(stepOf) }, ...(last === undefined ? {} : { last }) };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
