// What changed in each step as a unified diff of a file that lists the state, a place on each line: every value is there, processes' positions and
// locals too, and `patch` that is fed the first n parts makes state n; a step that closes a loop makes the state where the loop begins.

import { deed } from '../report/trace.ts';
import { printIdentity } from '../report/words.ts';
import { allPlaces, placesOf } from './places.ts';
import type { TraceSubject } from './subject.ts';
import { loopLines, reasons, sentence } from './words.ts';

export function diff(subject: TraceSubject): string {
  const { trace, variables } = subject;
  const { loop } = trace;
  const along = trace.states.map((state) => placesOf(variables, state));
  const first = loop?.isStuttering === false ? along[loop.from] : undefined;
  const lists = first === undefined ? along : [...along, first];
  const places = allPlaces(along);
  const parts = lists.map((list, index) => {
    const step = trace.steps[index - 1];
    const before = lists[index - 1];
    const back = index === along.length ? `, back to state ${loop?.from}` : '';
    const title = step === undefined ? '(initial)' : `${[step.actor, deed(step)].filter(Boolean).join(' ')}${back}`;
    const hunks = hunksOf(places, before ?? new Map<string, string>(), list);
    const head = before === undefined ? ['--- /dev/null', '+++ state'] : ['--- state', '+++ state'];
    return [`step ${index}: ${title}`, ...(hunks.length === 0 ? [] : [...head, ...hunks])];
  });
  const failing = trace.steps.slice(lists.length - 1).flatMap((step, index) => {
    const title = [step.actor, deed(step)].filter(Boolean).join(' ');
    return [`step ${lists.length + index}: ${title}`, `fails: ${step.failure ?? 'it leads nowhere'}`];
  });
  return [
    `${printIdentity(subject.specification)}: ${sentence(subject)}`,
    ...parts.flatMap((part) => ['', ...part]),
    ...(failing.length === 0 || lists.length === 0 ? [] : ['', ...failing]),
    '',
    ...loopLines(subject),
    ...reasons(subject),
  ].join('\n');
}

/** One hunk for each stretch of lines that differ, without context: the state before is the whole file. */
function hunksOf(
  places: readonly string[],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const hunks: string[] = [];
  let [lineBefore, lineAfter] = [0, 0];
  let removed: string[] = [];
  let added: string[] = [];
  const close = (): void => {
    if (removed.length + added.length === 0) return;
    // Where a side is empty, its number is that of the line before it.
    const from = removed.length === 0 ? lineBefore : lineBefore - removed.length + 1;
    const to = added.length === 0 ? lineAfter : lineAfter - added.length + 1;
    hunks.push(`@@ -${from},${removed.length} +${to},${added.length} @@`, ...removed, ...added);
    [removed, added] = [[], []];
  };
  for (const place of places) {
    const [from, to] = [before.get(place), after.get(place)];
    if (from === to) {
      close();
    }
    if (from !== undefined) lineBefore += 1;
    if (to !== undefined) lineAfter += 1;
    if (from === to) continue;
    if (from !== undefined) removed.push(`-${place} = ${from}`);
    if (to !== undefined) added.push(`+${place} = ${to}`);
  }
  close();
  return hunks;
}
