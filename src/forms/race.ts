// The trace as kernel people draw a race, as a check shows it: plain ASCII within 75 columns, steps that do not matter left out and counted.
// A trace from elsewhere that does not say what it shows is told step by step.

import { indented, paragraphs } from '../report/layout.ts';
import { tracedBlocks } from '../report/race.ts';
import { ascii } from '../report/race-text.ts';
import { shellLines } from '../report/shell-lines.ts';
import { renderTrace } from '../report/trace.ts';
import { printIdentity } from '../report/words.ts';
import type { TraceSubject } from './subject.ts';
import { constants, sentence } from './words.ts';

export function race(subject: TraceSubject): string {
  const { specification, command } = subject;
  const { set, standard } = constants(subject);
  const values = [...set, ...(standard.length < 3 ? standard : [`${standard.length} others by default`])].join(', ');
  const head = [`${printIdentity(subject.specification)}: ${sentence(subject)}`, specification.about ?? '', values];
  return paragraphs([
    head.flatMap((text, index) => {
      const at = index === 0 ? 0 : 2;
      return text === '' ? [] : [indented(ascii(text), at)];
    }),
    ...traceBlocks(subject),
    command === undefined ? [] : shellLines('repeat: ', command, { isPlain: true }),
  ]);
}

/** The blocks of lines below the head. */
export function traceBlocks(subject: TraceSubject): readonly (readonly string[])[] {
  const { property, trace } = subject;
  if (property !== undefined) return tracedBlocks([{ ...property, trace }]);
  return [trace.states.length === 0 ? ['  no initial state could be made'] : renderTrace(trace)];
}
