// The trace as a table of steps with all values, and below it what broke and why: what --report steps of a check shows.

import { mappedBlocks } from '../report/mapped-table.ts';
import { renderTrace } from '../report/trace.ts';
import { renderWhy } from '../report/why.ts';
import { printIdentity } from '../report/words.ts';
import type { TraceSubject } from './subject.ts';
import { sentence } from './words.ts';

export function steps(subject: TraceSubject): string {
  const { trace, property } = subject;
  return [
    `${printIdentity(subject.specification)}: ${sentence(subject)}`,
    '',
    ...(trace.states.length === 0 ? ['  no initial state could be made'] : renderTrace(trace)),
    ...mappedBlocks([{ trace }]).flatMap((lines) => ['', ...lines]),
    ...(property === undefined || property.kind === 'reachable' ? [] : ['', ...renderWhy(property)]),
  ].join('\n');
}
