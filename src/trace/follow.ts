// The schedule of a saved trace followed on a specification as it is now, from the same initial state: how far it goes, which of its steps are
// others now, and whether it still ends in what it was saved for.

import type { Specification } from '../../checker/index.ts';
import type { TraceSubject } from '../forms/subject.ts';
import type { AgainstStep, NamedResult, PropertyResult } from '../result/result.ts';
import { type Gone, goneFrom } from '../why/gone.ts';
import { startOf } from '../why/starts.ts';
import type { Names } from '../why/ways.ts';

export type Followed = {
  /** Of how many steps it was, up to where it ends. */
  readonly at: number;
  /** What was taken; and of a step that is several now, what is behind the one at which it ends. */
  readonly steps: readonly AgainstStep[];
  readonly untaken: readonly AgainstStep[];
  /** The first state that is not the one of the result, where there is one. */
  readonly unlike?: Gone['unlike'];
} & (
  | { readonly outcome: 'refused'; readonly reason: string; readonly reads: readonly NamedResult[] }
  /** It ends as it was saved for; perhaps before its end. */
  | { readonly outcome: 'same' }
  /** It goes through, and does not. */
  | { readonly outcome: 'other'; readonly reason?: string }
  /** It goes through; whether what comes of it for ever is what it was, only a search tells. */
  | { readonly outcome: 'open' }
  /** A step fails, or violates, something else. */
  | {
      readonly outcome: 'fails';
      readonly property: string;
      readonly kind: PropertyResult['kind'];
      readonly message: string;
    }
);

/** Of an initial state that there is no longer, `at` is 0. */
export function follow(subject: TraceSubject, specification: Specification): Followed {
  const { property: { name = '' } = {}, trace, variables } = subject;
  const start = startOf(specification, trace, variables);
  const [unlike] = start?.unlike ?? [];
  if (start === undefined || unlike !== undefined)
    return {
      outcome: 'refused',
      at: 0,
      steps: [],
      untaken: [],
      reason:
        unlike === undefined
          ? 'there is no initial state'
          : `no initial state is that of the trace: ${unlike.place} was ${unlike.before}`,
      reads: unlike === undefined ? [] : [{ name: unlike.place, value: unlike.now }],
    };
  const gone = goneFrom({ property: name, trace, variables, known: knownOf(subject) }, specification, start.state);
  const about = { at: gone.number, steps: gone.steps, untaken: gone.untaken, unlike: gone.unlike };
  const { reason = '', reads = [], failed } = gone;
  switch (gone.outcome) {
    case 'refused':
      return { ...about, outcome: 'refused', reason, reads };
    case 'violated':
      return { ...about, outcome: 'same' };
    case 'failed':
      return { ...about, outcome: 'fails', property: name, kind: 'domain', message: reason, ...failed };
    case 'holds':
      return { ...about, outcome: 'other', ...(gone.reason === undefined ? {} : { reason }) };
    case 'open':
      return { ...about, outcome: 'open' };
  }
}

/** What there was in the specification, as far as the file tells. */
function knownOf({ known = [], trace: { steps } }: TraceSubject): Names {
  const actions = new Set([...known, ...steps.map(({ action }) => action)]);
  return { actions, paths: new Set([...actions, ...steps.flatMap(({ statements = [] }) => statements)]) };
}
