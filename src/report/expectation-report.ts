// What was expected, and whether it came out so.

import { printExpectation } from '../result/expectation.ts';
import type { CheckResult } from '../result/result.ts';
import { firstViolated } from '../result/status.ts';
import type { Paint } from '../terminal.ts';
import { judgedOf } from './verdicts.ts';

/** One line, or none where nothing was expected. `untold`: why nobody can tell, where nobody can. */
export function renderExpectation(
  { expectation, properties }: Pick<CheckResult, 'expectation' | 'properties'>,
  untold: string,
  paint: Paint,
): string[] {
  if (expectation === undefined) return [];
  const text = printExpectation(expectation.expected);
  if (expectation.isMet === undefined) return [paint('unsure', `expected: ${text}; ${untold}`)];
  if (expectation.isMet) return [paint('good', `as expected: ${text}`)];
  const found = firstViolated(judgedOf(properties)).map(({ name }) => name);
  const came = found.length === 0 ? 'holds' : printExpectation(found);
  return [paint('bad', `not as expected: ${text} was expected, and it ${came}`)];
}
