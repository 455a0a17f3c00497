// How the state graphs of two specifications differ: not at all, or by a shortest behaviour that only one of them has.

import type { Trace } from '../interpret/result.ts';

export type GraphComparison =
  /** The same states, initial states and labelled edges. */
  | { readonly kind: 'same' }
  | {
      readonly kind: 'different';
      /**
       * What the behaviours below end in, the plainest difference that there is: states of the declared variables that only one has; steps between
       * such states; states and labelled steps of all variables, positions and locals included.
       */
      readonly by: 'states' | 'steps' | 'positions';
      /** A shortest behaviour of the variant that ends in a state, or step, that the original does not have. At least one of the two is given. */
      readonly new?: Behaviour;
      /** A shortest behaviour of the original that ends in a state, or step, that the variant does not have. */
      readonly gone?: Behaviour;
    };

export interface Behaviour {
  /** Of the specification that has it. */
  readonly trace: Trace;
  /** What is new (or gone) about its last state or step, in a sentence. */
  readonly what: string;
}
