// The one document that --json prints: the results of checks and walks, or the answer of ballast why.

import { version } from '../version.ts';
import { type AnswerDocument, answerVersion } from './answer.ts';
import { type ResultDocument, resultVersion } from './result.ts';

export function documentOf(
  results: ResultDocument['results'],
  status: number,
  more: Pick<ResultDocument, 'vacuities'> = {},
): ResultDocument {
  return { format: 'ballast result', version: resultVersion, ballast: version(), results, ...more, status };
}

export function answerDocumentOf(
  specification: AnswerDocument['specification'],
  answer: AnswerDocument['answer'],
  status: number,
): AnswerDocument {
  return { format: 'ballast answer', version: answerVersion, ballast: version(), specification, answer, status };
}
