// ballast replay: the specification that a saved result names, built again as it is now, and the schedule of its trace followed on it. Does it
// still exist, and does it still break the property?

import { carriedOut } from '../check/question.ts';
import type { TraceSubject } from '../forms/subject.ts';
import { lengthOf, printLength } from '../report/lasso.ts';
import { foldWords, indented } from '../report/layout.ts';
import { printCounted, printSteps } from '../report/numbers.ts';
import { deed } from '../report/trace.ts';
import { printIdentity, printReads } from '../report/words.ts';
import type { PropertyResult } from '../result/result.ts';
import { exitStatus, statusOf } from '../result/status.ts';
import { treeHashOf } from '../result/tree-hash.ts';
import type { Paint, Terminal } from '../terminal.ts';
import { type Followed, follow } from './follow.ts';
import { readSubject } from './read.ts';
import { reopened } from './reopened.ts';
import { otherwise } from './otherwise.ts';
import { resultNumber } from './trace.ts';

export interface ReplayArguments {
  readonly file: string;
  readonly property?: string;
  readonly result?: string;
}

/** Prints what became of the schedule, and gives the exit status: that of what it violates now. */
export async function replay({ file, property, result }: ReplayArguments, terminal: Terminal): Promise<number> {
  const subject = readSubject(file, terminal.cwd, { property, result: resultNumber(result) });
  const { specification, command } = await reopened(subject, file, terminal);
  const gone = await carriedOut({ specification, command }, terminal, async () =>
    Promise.resolve(follow(subject, specification)),
  );
  const hash = await treeHashOf(specification);
  const isChanged = hash !== subject.treeHash;
  // From the same state of the same specification as little can be reached as before; of a loop that is judged by itself.
  const isSame = gone.outcome === 'open' && subject.trace.loop === undefined && !isChanged && gone.unlike === undefined;
  const followed: Followed = isSame ? { ...gone, outcome: 'same' } : gone;
  terminal.print(report(subject, followed, { isChanged, command, paint: terminal.paint }));
  return statusAfter(subject, followed);
}

function statusAfter({ property }: TraceSubject, followed: Followed): number {
  const { name = '', kind = 'invariant' } = property ?? {};
  const violated = (of: string, as: PropertyResult['kind']): number =>
    statusOf({ properties: [{ name: of, kind: as, verdict: 'violated', steps: followed.at }] });
  if (followed.outcome === 'fails') return violated(followed.property, followed.kind);
  if (followed.outcome === 'open') return exitStatus.undecided;
  // Whoever replays a witness wants it to be one still.
  const isBad = kind === 'reachable' ? followed.outcome !== 'same' : followed.outcome === 'same';
  return isBad ? violated(name, kind) : exitStatus.holds;
}

function report(
  subject: TraceSubject,
  followed: Followed,
  { isChanged, command, paint }: { readonly isChanged: boolean; readonly command: string; readonly paint: Paint },
): string {
  const { trace, treeHash } = subject;
  const { outcome, at, unlike } = followed;
  const step = trace.steps[at - 1];
  const isBroken = statusAfter(subject, followed) !== exitStatus.holds;
  const hint = outcome === 'open' ? [`to decide it: ${command}`] : [];
  const head = `${paint('strong', printIdentity(subject.specification))}: ${paint(isBroken ? 'bad' : 'good', sentence(subject, followed))}`;
  const where = step === undefined ? '(initial)' : [step.actor, deed(step)].filter(Boolean).join('  ');
  const lines =
    outcome === 'refused'
      ? [
          `  ${at}  ${where}`,
          indented(followed.reason, 4),
          ...printReads(followed.reads).map((text) => indented(text, 6)),
        ]
      : outcome === 'fails'
        ? [`  ${at}  ${where}`, indented(followed.message, 4)]
        : [];
  const notes = [
    ...otherwise(trace.steps, [...followed.steps, ...followed.untaken]),
    ...(unlike === undefined
      ? []
      : [
          `from state ${unlike.state} on it leads elsewhere: ${unlike.place} is ${unlike.now}, and was ${unlike.before}`,
        ]),
  ].map((text) => foldWords(text, { indent: 2 }));
  const since =
    treeHash === undefined ? [] : [isChanged ? 'the specification has changed since' : 'the specification is the same'];
  return [head, ...(lines.length === 0 ? [] : ['', ...lines]), '', ...notes, ...since, ...hint].join('\n');
}

function sentence({ property, trace }: TraceSubject, { outcome, at, steps, ...followed }: Followed): string {
  const { name = '', kind } = property ?? {};
  const { loop } = trace;
  const taken = steps.filter(({ mark }) => mark !== 'left out').length;
  const now = at === trace.steps.length ? printSteps(taken) : `${printSteps(taken)} already`;
  const exists = taken < steps.length ? 'the schedule exists in part' : 'the schedule still exists';
  switch (outcome) {
    case 'refused':
      return at === 0
        ? `the schedule no longer exists: it cannot begin`
        : `the schedule no longer exists: of its ${printCounted(trace.steps.length, 'step')} number ${at} is refused`;
    case 'fails':
      return `the schedule ends in something else: ${'property' in followed ? followed.property : ''} is violated ${printSteps(taken)}`;
    case 'same':
      return `${exists}, and still ${kind === 'reachable' ? 'reaches' : 'violates'} ${name}${loop === undefined ? ` ${now}` : printLength(lengthOf(trace))}`;
    case 'open':
      return `${exists}; whether ${name} is still violated by what follows for ever, a replay does not decide`;
    case 'other':
      if ('reason' in followed) return `${exists}, but ${followed.reason}: it does not violate ${name}`;
      return `${exists}, and ${kind === 'reachable' ? `no longer reaches ${name}` : `${name} holds on it`}`;
  }
}
