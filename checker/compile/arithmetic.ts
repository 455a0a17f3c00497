// Arithmetic in generated code that WebAssembly has no instruction for.

import type { Sort } from '../language/sorts.ts';
import { cardinality } from '../language/values.ts';
import { plusConstant } from './compiled.ts';
import {
  add,
  and,
  as,
  choose,
  constant,
  equal,
  i32,
  less,
  notEqual,
  quotient,
  remainder,
  sub,
  type Wx,
} from './wasm.ts';

/** Whether every number of the sort is positive. */
export function isPositive(sort: Sort | undefined): boolean {
  return sort?.kind === 'range' && sort.lo > 0;
}

/** Rounded down, as in TLA+; the divisor is not 0. */
export function flooredQuotient(x: Wx, y: Wx): Wx {
  if (y.value === 0n) return y;
  if (x.value !== undefined && y.value !== undefined)
    return constant(x.type, x.value / y.value - (x.value % y.value !== 0n && x.value < 0n !== y.value < 0n ? 1n : 0n));
  const zero = constant(x.type, 0);
  const isBelow = and(notEqual(remainder(x, y), zero), notEqual(less(x, zero), less(y, zero)));
  return sub(quotient(x, y), as(x.type, isBelow));
}

/** The remainder of that, by a positive divisor. */
export function flooredRemainder(x: Wx, y: Wx): Wx {
  if (y.value !== undefined && y.value <= 0n) return constant(x.type, 0);
  const rest = remainder(x, y);
  return choose(less(rest, constant(x.type, 0)), add(rest, y), rest);
}

/** The next identifier (or the one before), the first following the last. */
export function around(x: Wx, sort: Sort, by: 1 | -1): Wx {
  const size = cardinality(sort);
  const [edge, wrapped] = by === 1 ? [size - 1, 0] : [0, size - 1];
  return choose(equal(x, i32(edge)), i32(wrapped), plusConstant(x, by));
}
