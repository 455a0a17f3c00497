// The values met of one variable, by number: equal values have one number.

import { Map } from 'immutable';
import { assert } from '../language/errors.ts';
import type { Value } from '../language/values.ts';

export class ValueTable {
  readonly #numbers = Map<Value, number>().asMutable();
  readonly #values: Value[] = [];

  constructor(values: readonly Value[] = []) {
    for (const value of values) this.add(value);
  }

  get values(): readonly Value[] {
    return this.#values;
  }

  at(number: number): Value {
    const value = this.#values[number];
    assert(value !== undefined, 'a number that is asked for stands for a value');
    return value;
  }

  /** The number of a value; -1 where it was never met. */
  find(value: Value): number {
    return this.#numbers.get(value, -1);
  }

  /** The number of a value, a new one where it was never met. */
  add(value: Value): number {
    const known = this.find(value);
    if (known >= 0) return known;
    this.#numbers.set(value, this.#values.length);
    return this.#values.push(value) - 1;
  }
}
