// Rounds: each subject once, then each once again, so that they meet the same minutes of the machine. A first round is thrown away:
// it pays for what is done once (an assembled module, memory that the machine has to find), and shows whether the counts are equal.

import { differenceOf } from './output.ts';
import type { Sample, Subject } from './subjects.ts';

export interface Measured {
  readonly subject: Subject;
  /** One for each round. */
  readonly samples: readonly Sample[];
}

/** Subjects that did not explore the same: there is nothing to compare. */
export class CountsDiffer extends Error {}

/** Runs the subjects in rounds. @throws CountsDiffer when one of them, in any run, counts otherwise than the first */
export function measure(subjects: readonly Subject[], rounds: number): readonly Measured[] {
  const measured = subjects.map((subject) => ({ subject, samples: [] as Sample[] }));
  let first: Sample | undefined;
  for (let round = 0; round <= rounds; round += 1) {
    for (const { subject, samples } of measured) {
      const sample = subject.run();
      first ??= sample;
      const difference = differenceOf(sample.counts, first.counts);
      if (difference !== undefined) {
        throw new CountsDiffer(`${subject.name} against ${subjects[0]?.name ?? ''}: ${difference}`);
      }
      if (round > 0) samples.push(sample);
    }
  }
  return measured;
}
