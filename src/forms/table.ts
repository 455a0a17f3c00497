// The trace as a check shows it: the table, and below it what broke and why.

import { renderTrace } from '../report/trace.ts';
import { renderWhy } from '../report/why.ts';
import type { TraceSubject } from './subject.ts';
import { identity, round, sentence } from './words.ts';

export function table(subject: TraceSubject): string {
  const { trace, property } = subject;
  return [
    `${identity(subject)}: ${sentence(subject)}`,
    '',
    ...(trace.states.length === 0 ? ['  no initial state could be made'] : renderTrace(trace)),
    ...round(subject).map((line) => `  ${line}`),
    ...(property === undefined || property.kind === 'reachable' ? [] : ['', ...renderWhy(property)]),
  ].join('\n');
}
