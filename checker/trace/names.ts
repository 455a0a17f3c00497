// Steps in the sentences about a trace: who acts, the procedure being run and the step; of an action its name and parameters.

import type { TraceStep } from '../interpret/result.ts';

/** `deflater#0, balloon_page_list_dequeue: list_add`. */
export function stepName(step: TraceStep): string {
  return step.actor === undefined || step.calls === undefined ? step.text : `${step.actor}, ${shortName(step)}`;
}

/** The same without who acts: `balloon_page_list_dequeue: critical section (end)`. */
export function shortName(step: TraceStep): string {
  const words = stepWords(step);
  if (words === undefined) return step.text;
  const procedure = step.calls?.at(-2);
  return [
    ...(procedure === undefined ? [] : [`${procedure}: `]),
    words.name,
    ...(words.alternative === '' ? [] : [` (${words.alternative})`]),
  ].join('');
}

export interface StepWords {
  readonly name: string;
  /** The alternative that it takes, and what it picks; '' where there is no choice, or the one says the other. */
  readonly alternative: string;
  readonly bindings: string;
}

/** A process's step in words, without its procedure: what the language names `critical` is a critical section. Undefined of an action by itself. */
export function stepWords({
  calls,
  text,
}: {
  readonly calls?: readonly string[] | undefined;
  readonly text: string;
}): StepWords | undefined {
  const own = calls?.at(-1);
  if (calls === undefined || own === undefined) return undefined;
  const path = calls.join('.');
  const at = text.indexOf(path);
  const taken = at < 0 ? '' : text.slice(at + path.length);
  const [, alternative = '', bindings = ''] = /^(?:\/([^(]*))?(?:\((.*)\))?$/.exec(taken) ?? [];
  return {
    name: own.replace(/^critical(?:#\d+)?$/, 'critical section').replace(/^together(?:#\d+)?$/, 'in one step'),
    // `pick` calls the step after its parameter.
    alternative: bindings.startsWith(`${alternative}: `) ? '' : alternative,
    bindings,
  };
}
