// Different rows of small numbers, numbered in the order in which they come: states as codes, steps as pairs of states.
// A hash table with open addressing over one typed array.

import { assert } from '../language/errors.ts';

export class RowTable {
  /** Numbers in a row. */
  readonly width: number;
  #rows = 0;
  #numbers: Int32Array<ArrayBuffer>;
  /** Of each slot one more than the row that it holds; 0 where it is empty. */
  #slots = new Int32Array(256);

  constructor(width: number) {
    this.width = width;
    this.#numbers = new Int32Array(64 * width);
  }

  /** How many different rows there are. */
  get rows(): number {
    return this.#rows;
  }

  /** A number of a row that is there. */
  at(row: number, column: number): number {
    const number = this.#numbers[row * this.width + column];
    assert(number !== undefined, 'a row that is asked for is in the table');
    return number;
  }

  /** Writes a row that is there to the front of a list. */
  read(row: number, into: Int32Array): void {
    const from = row * this.width;
    for (let column = 0; column < this.width; column += 1) into[column] = this.#numbers[from + column] ?? 0;
  }

  /** Where the row is; -1 where it is not. */
  find(numbers: ArrayLike<number>): number {
    return (this.#slots[this.#slotOf(numbers)] ?? 0) - 1;
  }

  /** Where the row is; it is added where it was not. */
  add(numbers: ArrayLike<number>): number {
    let slot = this.#slotOf(numbers);
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    if (2 * (this.#rows + 1) > this.#slots.length) {
      this.#grow();
      slot = this.#slotOf(numbers);
    }
    const row = this.#rows;
    this.#rows += 1;
    if (this.#rows * this.width > this.#numbers.length) this.#numbers = extended(this.#numbers);
    const from = row * this.width;
    for (let column = 0; column < this.width; column += 1) this.#numbers[from + column] = numbers[column] ?? 0;
    this.#slots[slot] = row + 1;
    return row;
  }

  /** The slot that holds the row, or is to hold it. */
  #slotOf(numbers: ArrayLike<number>): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(numbers, 0, this.width) & mask; ; slot = (slot + 1) & mask) {
      const held = this.#slots[slot] ?? 0;
      if (held === 0 || this.#holds(held - 1, numbers)) return slot;
    }
  }

  #holds(row: number, numbers: ArrayLike<number>): boolean {
    const from = row * this.width;
    for (let column = 0; column < this.width; column += 1)
      if (this.#numbers[from + column] !== numbers[column]) return false;
    return true;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let row = 0; row < this.#rows; row += 1) {
      let slot = hashOf(this.#numbers, row * this.width, this.width) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.#slots = slots;
  }
}

function extended(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * numbers.length);
  longer.set(numbers);
  return longer;
}

function hashOf(numbers: ArrayLike<number>, from: number, width: number): number {
  let hash = width;
  for (let index = from; index < from + width; index += 1) {
    hash = Math.imul(hash ^ (numbers[index] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
