// --walks, --steps, --seed and --time of a simulation: how far it walks, and by which chance. It always ends: where neither walks nor a time
// are asked for, after a number of walks, so that one seed means one result on any machine.

import { type LimitTexts, parseCount, parseTime } from './limits.ts';

export interface WalkLimits {
  /** Undefined where the time alone ends it. */
  readonly walks: number | undefined;
  /** The most steps of a walk. */
  readonly steps: number;
  readonly timeMs: number | undefined;
  readonly seed: number;
}

export interface WalkTexts extends Pick<LimitTexts, 'time'> {
  readonly walks?: string | undefined;
  readonly steps?: string | undefined;
  readonly seed?: string | undefined;
}

const walksByDefault = 10_000;
const stepsByDefault = 100;

/** A walk is kept whole, and printed whole where it violates something: nobody reads more. */
export const stepsMost = 100_000;
const seedMost = 2 ** 32 - 1;

/** What was asked for; `chance` gives the seed where none was. @throws UsageError naming the option and what it takes */
export function parseWalks({ walks, steps, seed, time }: WalkTexts, chance: () => number): WalkLimits {
  const byDefault = time === undefined ? walksByDefault : undefined;
  return {
    walks: walks === undefined ? byDefault : parseCount('--walks', walks, 1),
    steps: steps === undefined ? stepsByDefault : parseCount('--steps', steps, 1, stepsMost),
    timeMs: time === undefined ? undefined : parseTime(time),
    seed: seed === undefined ? chance() : parseCount('--seed', seed, 0, seedMost),
  };
}
