// Chance that can be had again: xoshiro128** 1.1 of Blackman and Vigna, 32 bits at a time, its 128 bits of state filled from the seed by
// SplitMix32 (the finalizer of MurmurHash3 over a Weyl sequence). Not for secrets.

export interface Random {
  /** A whole number from 0 to 2^32 - 1. */
  readonly next: () => number;
  /** A whole number from 0 to count - 1, each as likely as the others. */
  readonly below: (count: number) => number;
}

/** @param seed a whole number from 0 to 2^32 - 1; the same gives the same numbers */
export function createRandom(seed: number): Random {
  const fill = splitMix(seed);
  return xoshiro([fill(), fill(), fill(), fill()]);
}

/** The generator from a state that is not zero everywhere. */
export function xoshiro(state: readonly [number, number, number, number]): Random {
  let [a, b, c, d] = state;
  const next = (): number => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result;
  };
  return {
    next,
    below: (count) => {
      // What lies beyond the last whole multiple would make the first numbers more likely.
      const end = 2 ** 32 - (2 ** 32 % count);
      let number = next();
      while (number >= end) number = next();
      return number % count;
    },
  };
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function splitMix(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
}
