// A list of questions answered: in threads where that is possible and of use, else one after the other in this thread.

import { InternalError } from '../../checker/index.ts';
import type { Terminal } from '../terminal.ts';
import type { Listener } from './answers.ts';
import { answerInThreads, areThreadsPossible, type ThreadPlan } from './threads.ts';

export interface Answerers<Q, P, W, R> {
  /** How many threads there may be. */
  readonly threads: number;
  /** What runs in each of so many threads. */
  readonly planFor: (threads: number) => Omit<ThreadPlan<Q, P, W>, 'start'> & { readonly parts: P };
  /** Answers a question here. */
  readonly here: (question: Q, terminal: Terminal) => Promise<R>;
}

/** Tells the listener of each answer as it comes. Ends with the first that fails, and early when it is told to stop. */
export async function answerAll<Q extends { readonly label: string }, P, W, R>(
  questions: readonly Q[],
  { threads: most, planFor, here }: Answerers<Q, P, W, R>,
  terminal: Terminal,
  listener: Listener<Q, R>,
): Promise<void> {
  const threads = areThreadsPossible ? Math.min(most, questions.length) : 1;
  if (threads > 1) {
    const { parts, ...plan } = planFor(threads);
    const start = { parts, cwd: terminal.cwd, isWatched: terminal.progress !== undefined };
    await terminal.interruptible(
      async (signal) => await answerInThreads(questions, threads, { ...plan, start }, listener, signal),
    );
    return;
  }
  const { begun, searching, answered } = listener;
  for (const question of questions) {
    if (terminal.isInterrupted()) return;
    begun(question);
    const progress = terminal.progress && ((line: string): void => searching(question, line));
    try {
      answered(question, { kind: 'answered', result: await here(question, { ...terminal, progress }) });
    } catch (thrown) {
      answered(question, { kind: 'failed', thrown });
      return;
    }
  }
}

/** What a thread was asked about, which it has to find in what it has loaded by itself. @throws InternalError where it is not there */
export function foundByLabel<Q extends { readonly label: string }>(
  questions: readonly Q[],
  label: string,
  kind: string,
): Q {
  const found = questions.find((each) => each.label === label);
  if (found !== undefined) return found;
  throw new InternalError(`a thread does not find ${kind} '${label}'`, {
    mend: 'a file that changes while it is checked, or is another each time it is loaded, does this',
  });
}
