// Long work, done bit by bit.

/** Whoever does it may look up in between, or leave off. */
export type Bits<T> = Generator<undefined, T>;

/** Does all of it. */
export function finished<T>(work: Bits<T>): T {
  for (;;) {
    const bit = work.next();
    if (bit.done === true) return bit.value;
  }
}
