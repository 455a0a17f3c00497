// check --against: the schedule of a counterexample gone again on another variant of the specification.

import type { Specification } from '../../checker/index.ts';
import type { AgainstResult } from '../result/result.ts';
import { variablesOf } from '../result/variables.ts';
import { goneFrom, type Schedule } from './gone.ts';
import { startOf } from './starts.ts';
import { namesOf } from './ways.ts';

/** A schedule with the specification in which it was found. */
export interface FoundSchedule extends Pick<Schedule, 'property' | 'trace'> {
  readonly specification: Specification;
}

/** Goes the schedule again, from what is most like its start. `variant`: what the other specification is called. */
export function goneAgain(schedule: FoundSchedule, specification: Specification, variant: string): AgainstResult {
  const { property, trace } = schedule;
  const variables = variablesOf(schedule.specification);
  const start = startOf(specification, trace, variables);
  if (start === undefined)
    return { variant, property, steps: [], outcome: 'refused', reason: 'there is no initial state' };
  const known = namesOf(schedule.specification);
  const gone = goneFrom({ property, trace, variables, known }, specification, start.state);
  const { steps, at, outcome, reason, reads } = gone;
  return {
    variant,
    property,
    steps,
    outcome,
    ...(outcome === 'holds' || outcome === 'open' ? {} : { at }),
    ...(reason === undefined ? {} : { reason }),
    ...(reads === undefined ? {} : { reads }),
  };
}
