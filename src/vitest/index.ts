// The door `ballast/vitest`: importing it teaches vitest's `expect` to judge results, models and specifications. `checkAll` makes a test of
// each thing that a model claims.

import { expect } from 'vitest';
import { matchers, type Told } from './matchers.ts';
import type { HoldOptions, StatesExpected, StepsOption } from './judgements.ts';

export { checkAll, type CheckAllOptions } from './check-all.ts';
export type { HoldOptions, StatesExpected, StepsOption } from './judgements.ts';

expect.extend(matchers);

/** Of a result these judge at once; of a model, a specification, or a promise of anything, they are to be awaited. */
export interface BallastMatchers<T> {
  /** All that was checked holds, it says something, and nothing was left unexercised but what `unexercised` names. */
  toHold(options?: HoldOptions): Told<T>;
  /** The property is violated; `steps`: of the shortest behaviour that does. */
  toViolate(property: string, options?: StepsOption): Told<T>;
  /** The witness is reached; `steps`: of the shortest behaviour that does. */
  toReach(witness: string, options?: StepsOption): Told<T>;
  /** All states were explored, and there are so many. */
  toHaveStates(expected: StatesExpected): Told<T>;
}

declare module 'vitest' {
  interface Matchers<T> extends BallastMatchers<T> {}
}
