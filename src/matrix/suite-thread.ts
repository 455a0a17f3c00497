// A thread of `ballast matrix`: loads the specification, and checks one suite after the other as it is told. Run by threads.ts.

import { parentPort, workerData } from 'node:worker_threads';
import { InternalError } from '../../checker/index.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import type { CheckResult } from '../result/result.ts';
import { ledTerminal } from '../terminal.ts';
import { carry } from './carried-error.ts';
import { askSuite } from './suite-question.ts';
import { suitesOf } from './suites.ts';
import type { Order, Report, ThreadParts } from './thread-parts.ts';

const { spec, cwd, manner, isWatched } = workerData as ThreadParts;
const interruption = new AbortController();

const report = (message: Report): void => parentPort?.postMessage(message, []);

const searching = (line: string): void => report({ kind: 'searching', line });
const terminal = ledTerminal(cwd, interruption.signal, isWatched ? searching : undefined);

const loading = loadSpecification(spec, { cwd });
// Told with the first suite.
loading.catch(() => undefined);

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'interrupt') interruption.abort();
  else void answer(order.label);
});

async function answer(label: string): Promise<void> {
  try {
    report({ kind: 'checked', result: await check(await loading, label) });
  } catch (thrown) {
    report({ kind: 'failed', error: carry(thrown) });
  }
}

async function check(loaded: LoadedSpecification, label: string): Promise<CheckResult> {
  const suite = suitesOf(loaded).find((each) => each.label === label);
  if (suite === undefined) {
    throw new InternalError(`a thread does not find suite '${label}'`, {
      mend: 'a file that changes while it is checked, or has other suites each time it is loaded, does this',
    });
  }
  return await askSuite(suite, loaded, spec, manner, terminal);
}
