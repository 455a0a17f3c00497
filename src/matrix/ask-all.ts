// All suites of a matrix asked, in threads or one after the other, and their results told in written order.

import { availableParallelism } from 'node:os';
import type { LoadedSpecification } from '../load/load.ts';
import { matrixProgress } from '../report/matrix-progress.ts';
import type { CheckResult } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';
import { type Answer, inWrittenOrder, type Listener } from './answers.ts';
import { askSuite, type Manner } from './suite-question.ts';
import type { NamedSuite } from './suites.ts';
import { answerInThreads, areThreadsPossible } from './threads.ts';

export interface Means {
  readonly manner: Manner;
  /** How many threads may be used; as many as there are cores where undefined. */
  readonly workers: number | undefined;
}

/**
 * Has all suites checked, and tells the result of each in written order; undefined of one that could not be checked. Gives the results there
 * are: all of them, unless it was told to stop. @throws what is wrong with the first suite that could not be checked
 */
export async function askAll(
  suites: readonly NamedSuite[],
  loaded: LoadedSpecification,
  spec: string,
  { manner, workers = availableParallelism() }: Means,
  terminal: Terminal,
  tell: (suite: NamedSuite, result: CheckResult | undefined) => void,
): Promise<ReadonlyMap<NamedSuite, CheckResult>> {
  const results = new Map<NamedSuite, CheckResult>();
  const failures: unknown[] = [];
  const progress = matrixProgress(terminal, suites.length);
  const told = inWrittenOrder<NamedSuite, Answer>(
    suites,
    (suite, answer) => {
      if (answer.kind === 'checked') results.set(suite, answer.result);
      // What is wrong is told after the table; the line says in which suite.
      else failures.push(answer.thrown);
      tell(suite, results.get(suite));
    },
    ({ kind }) => kind === 'failed',
  );
  const listener: Listener = {
    begun: ({ label }) => progress.begun(label),
    searching: ({ label }, line) => progress.searching(label, line),
    answered: (suite, answer) => {
      progress.answered(suite.label);
      told.take(suite, answer);
      progress.show();
    },
  };
  const threads = areThreadsPossible ? Math.min(workers, suites.length) : 1;
  if (threads > 1) {
    const parts = {
      spec,
      cwd: terminal.cwd,
      manner: {
        ...manner,
        engine: { ...manner.engine, workers: 1 },
        roomBytes: process.availableMemory() / threads,
      },
      isWatched: terminal.progress !== undefined,
    };
    await terminal.interruptible(async (signal) => await answerInThreads(suites, threads, parts, listener, signal));
  } else {
    // A single suite may use what there is.
    const engine = { ...manner.engine, workers: suites.length === 1 ? workers : 1 };
    await answerHere(suites, loaded, spec, { ...manner, engine }, terminal, listener);
  }
  progress.end();
  told.close();
  if (failures.length > 0) throw failures[0];
  return results;
}

/** One after the other, in this thread. */
async function answerHere(
  suites: readonly NamedSuite[],
  loaded: LoadedSpecification,
  spec: string,
  manner: Manner,
  terminal: Terminal,
  { begun, searching, answered }: Listener,
): Promise<void> {
  for (const suite of suites) {
    if (terminal.isInterrupted()) return;
    begun(suite);
    const progress = terminal.progress && ((line: string): void => searching(suite, line));
    try {
      const result = await askSuite(suite, loaded, spec, manner, { ...terminal, progress });
      answered(suite, { kind: 'checked', result });
    } catch (thrown) {
      answered(suite, { kind: 'failed', thrown });
      return;
    }
  }
}
