// Rounds: each subject once, then each once again, so that they meet the same minutes of the machine. A first round is thrown away:
// it pays for what is done once (an assembled module, memory that the machine has to find), and shows whether the counts are equal.

import { differenceOf, type Counts } from './output.ts';
import type { Sample, Subject } from './subjects.ts';

export interface Measured {
  readonly subject: Subject;
  /** One for each round. */
  readonly samples: readonly Sample[];
}

/** A subject did not explore what the others do: there is nothing to compare. */
export class CountsDiffer extends Error {}

/**
 * Runs the subjects in rounds. `known` are the counts that all must have but those with a truth of their own, which those must have that
 * share it.
 * @throws CountsDiffer when one of them, in any run, counts otherwise, or otherwise than the first where no truth is known
 */
export function measure(subjects: readonly Subject[], rounds: number, known: Partial<Counts>): readonly Measured[] {
  const measured = subjects.map((subject) => ({ subject, samples: [] as Sample[] }));
  const found = new Map<Partial<Counts>, Partial<Counts>>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const { subject, samples } of measured) {
      const sample = subject.run();
      const truth = subject.known ?? known;
      const expected = found.get(truth) ?? truth;
      const difference = differenceOf(sample.counts, expected);
      if (difference !== undefined) throw new CountsDiffer(`${subject.name}: ${difference}`);
      found.set(truth, { ...sample.counts, ...expected });
      if (round > 0) samples.push(sample);
    }
  }
  return measured;
}
