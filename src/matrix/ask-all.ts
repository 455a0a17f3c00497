// All suites of a matrix asked, in threads or one after the other, and their results told in written order.

import { availableParallelism } from 'node:os';
import type { LoadedSpecification } from '../load/load.ts';
import { matrixProgress } from '../report/matrix-progress.ts';
import type { CheckResult } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';
import { answerAll } from '../threads/answer-all.ts';
import { type Answer, inWrittenOrder } from '../threads/answers.ts';
import { askSuite, type Manner } from './suite-question.ts';
import type { SuiteParts } from './suite-thread.ts';
import type { NamedSuite } from './suites.ts';

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
  const told = inWrittenOrder<NamedSuite, Answer<CheckResult>>(
    suites,
    (suite, answer) => {
      if (answer.kind === 'answered') results.set(suite, answer.result);
      // What is wrong is told after the table; the line says in which suite.
      else failures.push(answer.thrown);
      tell(suite, results.get(suite));
    },
    ({ kind }) => kind === 'failed',
  );
  // A single suite may use what there is.
  const alone = { ...manner, engine: { ...manner.engine, workers: suites.length === 1 ? workers : 1 } };
  await answerAll<NamedSuite, SuiteParts, string, CheckResult>(
    suites,
    {
      threads: workers,
      planFor: (threads) => ({
        script: new URL('suite-thread.js', import.meta.url),
        parts: {
          spec,
          manner: {
            ...manner,
            engine: { ...manner.engine, workers: 1 },
            roomBytes: process.availableMemory() / threads,
          },
        },
        wordsOf: ({ label }) => label,
      }),
      here: async (suite, shown) => await askSuite(suite, loaded, spec, alone, shown),
    },
    terminal,
    {
      begun: ({ label }) => progress.begun(label),
      searching: ({ label }, line) => progress.searching(label, line),
      answered: (suite, answer) => {
        progress.answered(suite.label);
        told.take(suite, answer);
        progress.show();
      },
    },
  );
  progress.end();
  told.close();
  if (failures.length > 0) throw failures[0];
  return results;
}
