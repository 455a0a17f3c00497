// The one document that --json prints.

import { version } from '../version.ts';
import { type CheckOutcome, type ResultDocument, resultVersion } from './result.ts';

export function documentOf(results: readonly CheckOutcome[], status: number): ResultDocument {
  return { format: 'ballast result', version: resultVersion, ballast: version(), results, status };
}
