// Steps in the sentences about a trace: who acts, the procedure being run and the step; of an action its name and parameters.

import type { TraceStep } from '../interpret/result.ts';

/** `deflater#0, balloon_page_list_dequeue: list_add`. */
export function stepName(step: TraceStep): string {
  return step.actor === undefined || step.calls === undefined ? step.text : `${step.actor}, ${shortName(step)}`;
}

/** The same without who acts. */
export function shortName({ calls, text }: TraceStep): string {
  if (calls === undefined || calls.length === 0) return text;
  const taken = /\/[^/(]*/.exec(text)?.[0] ?? '';
  return `${calls.slice(-2).join(': ')}${taken}`;
}
