// Behaviours that go on for ever, made of one that ends: for forms, which show whatever a result says.

import type { TraceSubject } from '../../src/forms/subject.ts';
import type { LoopResult, StepResult } from '../../src/result/result.ts';
import { placesOf, differences } from '../../src/forms/places.ts';

const fairness = [
  { text: 'weak fairness of lock (cpu0)', why: 'taken by step 2' },
  { text: 'strong fairness of unlock', why: 'never enabled in the loop' },
];

/** The behaviour, one more step from its last state back to this one, and so on for ever. */
export function goingRound(subject: TraceSubject, from: number): TraceSubject {
  const { trace, variables } = subject;
  const [last, first] = [trace.states.at(-1), trace.states[from]];
  if (last === undefined || first === undefined) throw new Error('there is no such state');
  const back: StepResult = {
    action: 'undo',
    text: 'undo',
    parameters: [],
    changes: differences(placesOf(variables, last), placesOf(variables, first)),
    shown: [],
  };
  return asLasso(subject, [...trace.steps, back], { from, isStuttering: false, fairness });
}

/** The behaviour, and then nothing for ever. */
export function stuttering(subject: TraceSubject): TraceSubject {
  const { steps } = subject.trace;
  return asLasso(subject, steps, { from: steps.length, isStuttering: true, fairness: [] });
}

function asLasso(subject: TraceSubject, steps: readonly StepResult[], loop: LoopResult): TraceSubject {
  const { trace } = subject;
  return {
    ...subject,
    property: {
      name: 'L1',
      kind: 'liveness',
      rule: 'eventually everybody is done',
      verdict: 'violated',
      isSelected: true,
      isOn: true,
      steps: loop.from,
      loop: steps.length - loop.from,
    },
    trace: { ...trace, steps, loop },
  };
}
