// The flag bytes of a module: which byte says what. Handed out while code is written; equal meanings share a byte.

import type { Slot } from './program.ts';

export class SlotTable {
  readonly #slots: Slot[] = [];
  readonly #byKey = new Map<string, number>();

  /** The byte of a meaning. */
  of(slot: Slot): number {
    const key = JSON.stringify(slot);
    let index = this.#byKey.get(key);
    if (index === undefined) {
      index = this.#slots.push(slot) - 1;
      this.#byKey.set(key, index);
    }
    return index;
  }

  get all(): readonly Slot[] {
    return this.#slots;
  }
}
