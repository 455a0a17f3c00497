// A line for each thing that is wrong, as compilers write them: editors jump to the place, and other CI systems find it by a pattern.

import type { CiOutcome } from '../../ci/outcome.ts';
import { type Finding, findingsOf, headline, oneLine } from './findings.ts';

/** `spec/lock.ts:18:27: error: lock cpus=2: mutualExclusion is violated in 4 steps`. */
export function plainLines(outcome: CiOutcome): readonly string[] {
  return findingsOf(outcome).map(plainLine);
}

export function plainLine(finding: Finding): string {
  const { file, line, column } = finding.place;
  return `${oneLine(file)}:${line}:${column}: error: ${headline(finding)}`;
}

/** What GitHub finds these lines by, in whatever is printed around them: `::add-matcher::FILE` with this in the file. */
export const problemMatcher = {
  problemMatcher: [
    {
      owner: 'ballast',
      pattern: [
        {
          regexp: String.raw`^\s*(.+?):(\d+):(\d+): (error|warning): (.+)$`,
          file: 1,
          line: 2,
          column: 3,
          severity: 4,
          message: 5,
        },
      ],
    },
  ],
} as const;
