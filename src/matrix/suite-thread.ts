// A thread of `ballast matrix`: loads the specification, and checks one suite after the other as it is told. Started by ask-all.ts.

import { loadSpecification } from '../load/load.ts';
import type { CheckResult } from '../result/result.ts';
import { foundByLabel } from '../threads/answer-all.ts';
import { serve } from '../threads/serve.ts';
import { askSuite, type Manner } from './suite-question.ts';
import { suitesOf } from './suites.ts';

/** What a thread is started with. It loads the specification by itself. */
export interface SuiteParts {
  readonly spec: string;
  readonly manner: Manner;
}

serve<SuiteParts, string, CheckResult>(async ({ spec, manner }, { cwd }) => {
  const loaded = await loadSpecification(spec, { cwd });
  return async (label, terminal) =>
    await askSuite(foundByLabel(suitesOf(loaded), label, 'suite'), loaded, spec, manner, terminal);
});
