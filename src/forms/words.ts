// What several forms say in the same words: what is wrong with it, who does what in a step, how the trace ends.

import {
  fairnessReasons,
  goesOn,
  lengthOf,
  printLeast,
  printLength,
  printShortLength,
  unrecoverable,
} from '../report/lasso.ts';
import { printSteps } from '../report/numbers.ts';
import { printChange, printNamed, printOrderings, printReads } from '../report/words.ts';
import type { StepResult } from '../result/result.ts';
import type { TraceSubject } from './subject.ts';

/** What the trace shows: `S8 is violated in 16 steps`. */
export function sentence({ property, trace, isWalk = false }: TraceSubject): string {
  const length = lengthOf(trace);
  const count = printSteps(trace.steps.length);
  if (property === undefined)
    return `a behaviour, ${length.loop === undefined ? count.replace(/^in /, '') : printShortLength(length)}`;
  const isShortest = property.isShortest ?? true;
  if (property.kind === 'reachable')
    return `${property.name} is reached ${count}${isShortest ? '' : '; there may be a shorter behaviour'}`;
  const other = isShortest ? printLeast(length) : 'there may be a shorter behaviour';
  return `${property.name} is violated${printLength(length)}${isWalk ? ' of a random walk' : `; ${other}`}`;
}

/** `pages = 2`: those that are not at their default first. */
export function constants({ specification }: TraceSubject): { readonly set: string[]; readonly standard: string[] } {
  const say = (isDefault: boolean): string[] =>
    specification.constants.flatMap((each) => (each.isDefault === isDefault ? [printNamed(each)] : []));
  return { set: say(false), standard: say(true) };
}

/** The procedures that a step is in, outermost first. */
export function callers({ calls = [] }: StepResult): readonly string[] {
  return calls.slice(0, -1);
}

/** For each step the procedures that it is in, where whoever acts was in others before, or in none: said once, not with every step. */
export function entered(steps: readonly StepResult[]): readonly (readonly string[])[] {
  const inside = new Map<string, string>();
  return steps.map((step) => {
    const { actor = '' } = step;
    const calls = callers(step);
    const isSame = (inside.get(actor) ?? '') === calls.join(' ');
    inside.set(actor, calls.join(' '));
    return isSame ? [] : calls;
  });
}

/** What a step changed, and how it fails where it does. */
export function effects({ changes, shown, failure }: StepResult): readonly string[] {
  return [...[...changes, ...shown].map(printChange), ...(failure === undefined ? [] : [`fails: ${failure}`])];
}

/** Who acts in a trace, in the order of first appearance; '' for steps of nobody in particular. */
export function actorsOf({ trace }: TraceSubject): readonly string[] {
  return [...new Set(trace.steps.map(({ actor = '' }) => actor))];
}

/** Where a behaviour goes on that goes round. */
export function loopLines({ trace: { loop } }: TraceSubject): readonly string[] {
  return loop === undefined ? [] : [goesOn(loop), ...fairnessReasons(loop)];
}

/**
 * What broke and why, a line each: the rule first, the part that decides, what it reads; of a deadlock what everybody waits for; the step that
 * made it so, and which orderings matter.
 */
export function reasons({ property }: TraceSubject): readonly string[] {
  if (property === undefined) return [];
  const { why, waiting = [], rule, because, orderings = [], kind, verdict } = property;
  const list = (word: string, parts: readonly string[]): string[] =>
    parts.length === 0 ? [] : [`${word} ${parts.join(', ')}`];
  return [
    kind === 'deadlock'
      ? 'nobody can go on, and not everybody is done'
      : kind === 'recoverable' && verdict === 'violated'
        ? unrecoverable(property)
        : (why?.message ?? rule),
    ...(why === undefined || kind === 'domain' ? [] : [`${why.text} is ${why.value}`]),
    ...list('for', why?.bindings.map(printNamed) ?? []),
    ...list('given', why?.given ?? []),
    ...printReads(why?.reads ?? []),
    ...waiting.map(({ actor, action, clause }) =>
      [actor ?? '', action, `waits for ${clause}`].filter(Boolean).join(' '),
    ),
    ...(because === undefined ? [] : [because.text]),
    ...printOrderings(orderings),
  ];
}
