// Steps of traces, made from firings: who acts, and how people read it.

import { printValue } from '../language/values.ts';
import type { Outcome } from './fire.ts';
import type { BoundValue, Choice, TraceStep } from './result.ts';

/** A step of a trace from a firing. */
export function stepOf(outcome: Outcome): TraceStep {
  const { action, binding, choices, result } = outcome;
  const actor = actorOf(outcome);
  const { step } = action;
  return {
    action: action.name,
    text: textOf(action, binding, choices),
    binding,
    choices,
    ...(actor === undefined ? {} : { actor }),
    ...(step === undefined ? {} : { process: step.process, label: step.label, calls: step.calls, paths: step.paths }),
    ...(step?.source === undefined ? {} : { source: step.source }),
    ...(result.kind === 'failure' ? { failure: result.failure } : {}),
  };
}

/** What tells a firing from all others of a state, as people read it: `'look/spin' by proc#0`. */
export function firingName(firing: Firing): string {
  return namedFiring(firing, "'");
}

/** The same without quotes: `look/spin by proc#0`. */
export function firingText(firing: Firing): string {
  return namedFiring(firing, '');
}

type Firing = Pick<Outcome, 'action' | 'binding' | 'choices'>;

function namedFiring({ action, binding, choices }: Firing, quote: string): string {
  const actor = action.step === undefined ? undefined : actorOf({ action, binding });
  const text = `${quote}${textOf(action, binding, choices)}${quote}`;
  return actor === undefined ? text : `${text} by ${actor}`;
}

/** Who acts in a step, as people read it. */
export function actorOf({
  action: { by, parameters },
  binding,
}: Pick<Outcome, 'action' | 'binding'>): string | undefined {
  const bound = by === undefined ? undefined : binding[parameters.indexOf(by)];
  return bound && printValue(bound.value, bound.sort);
}

function textOf(action: Outcome['action'], binding: readonly BoundValue[], choices: readonly Choice[]): string {
  const { name, step, by, parameters } = action;
  // Of a process's step the process is the actor, and need not be said again.
  const shown = binding.filter((_, index) => step === undefined || parameters[index] !== by);
  return `${name}${printBinding(shown)}${choices.map((choice) => `${choice.name === '' ? '' : `/${choice.name}`}${printBinding(choice.binding)}`).join('')}`;
}

function printBinding(binding: readonly BoundValue[]): string {
  return binding.length === 0
    ? ''
    : `(${binding.map(({ name, sort, value }) => `${name}: ${printValue(value, sort)}`).join(', ')})`;
}
