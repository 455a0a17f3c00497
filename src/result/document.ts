// The one document that --json prints.

import { version } from '../version.ts';
import { type ResultDocument, resultVersion } from './result.ts';

export function documentOf(
  results: ResultDocument['results'],
  status: number,
  more: Pick<ResultDocument, 'vacuities'> = {},
): ResultDocument {
  return { format: 'ballast result', version: resultVersion, ballast: version(), results, ...more, status };
}
