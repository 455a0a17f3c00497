// Expressions of WebAssembly text, typed and folded where their operands are constants. Lowest in the compiler.
// Every expression here is free of effects: it may be evaluated early, late, twice or not at all.

export type WasmType = 'i32' | 'i64';

/** An expression in folded text form. */
export interface Wx {
  readonly type: WasmType;
  readonly text: string;
  /** Of a constant: its value as a signed integer. */
  readonly value?: bigint;
}

export function constant(type: WasmType, value: bigint | number): Wx {
  const signed = type === 'i32' ? BigInt.asIntN(32, BigInt(value)) : BigInt.asIntN(64, BigInt(value));
  return { type, text: `(${type}.const ${signed})`, value: signed };
}

export const i32 = (value: number): Wx => constant('i32', value);
export const i64 = (value: bigint | number): Wx => constant('i64', value);
export const yes: Wx = i32(1);
export const no: Wx = i32(0);

export function local(type: WasmType, name: string): Wx {
  return { type, text: `(local.get ${name})` };
}

/** Whether it costs nothing to write it twice. */
export function isTrivial({ value, text }: Wx): boolean {
  return value !== undefined || text.startsWith('(local.get ');
}

export function isTrue(x: Wx): boolean {
  return x.value !== undefined && x.value !== 0n;
}

export function isFalse(x: Wx): boolean {
  return x.value === 0n;
}

/** The same number in another width, sign kept. */
export function as(type: WasmType, x: Wx): Wx {
  if (x.type === type) return x;
  if (x.value !== undefined) return constant(type, x.value);
  return { type, text: type === 'i64' ? `(i64.extend_i32_s ${x.text})` : `(i32.wrap_i64 ${x.text})` };
}

/** The same bits in 64, upper ones 0: for codes, which are never negative. */
export function unsigned64(x: Wx): Wx {
  if (x.type === 'i64') return x;
  if (x.value !== undefined) return i64(BigInt.asUintN(32, x.value));
  return { type: 'i64', text: `(i64.extend_i32_u ${x.text})` };
}

type Fold = (a: bigint, b: bigint) => bigint;

function binary(name: string, fold: Fold): (a: Wx, b: Wx) => Wx {
  return (a, b) => {
    const type = a.type === 'i64' || b.type === 'i64' ? 'i64' : 'i32';
    const [x, y] = [as(type, a), as(type, b)];
    if (x.value !== undefined && y.value !== undefined) return constant(type, fold(x.value, y.value));
    return { type, text: `(${type}.${name} ${x.text} ${y.text})` };
  };
}

const plainAdd = binary('add', (a, b) => a + b);
const plainMul = binary('mul', (a, b) => a * b);
const plainAnd = binary('and', (a, b) => a & b);
const plainOr = binary('or', (a, b) => a | b);

export function add(a: Wx, b: Wx): Wx {
  if (a.value === 0n && a.type === b.type) return b;
  if (b.value === 0n && a.type === b.type) return a;
  return plainAdd(a, b);
}

export const sub: (a: Wx, b: Wx) => Wx = (a, b) =>
  b.value === undefined ? binary('sub', (x, y) => x - y)(a, b) : add(a, constant(b.type, -b.value));

export function mul(a: Wx, b: Wx): Wx {
  if (a.value === 1n && a.type === b.type) return b;
  if (b.value === 1n && a.type === b.type) return a;
  return plainMul(a, b);
}

export function bitAnd(a: Wx, b: Wx): Wx {
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    if (x.value === 0n) return constant(y.type, 0);
    if (x.value === -1n && x.type === y.type) return y;
  }
  return plainAnd(a, b);
}

export function bitOr(a: Wx, b: Wx): Wx {
  if (a.value === 0n && a.type === b.type) return b;
  if (b.value === 0n && a.type === b.type) return a;
  return plainOr(a, b);
}

export const bitXor: (a: Wx, b: Wx) => Wx = binary('xor', (a, b) => a ^ b);
export const quotient: (a: Wx, b: Wx) => Wx = binary('div_s', (a, b) => a / b);
export const remainder: (a: Wx, b: Wx) => Wx = binary('rem_s', (a, b) => a % b);

/** Shifts by fewer bits than the width. */
export function shiftLeft(a: Wx, by: Wx): Wx {
  if (by.value === 0n || a.value === 0n) return a;
  return binary('shl', (x, n) => x << n)(a, as(a.type, by));
}

/** Fills with 0. */
export function shiftRight(a: Wx, by: Wx): Wx {
  if (by.value === 0n || a.value === 0n) return a;
  return binary('shr_u', (x, n) => BigInt.asUintN(a.type === 'i32' ? 32 : 64, x) >> n)(a, as(a.type, by));
}

export function onesIn(a: Wx): Wx {
  return { type: a.type, text: `(${a.type}.popcnt ${a.text})` };
}

function comparison(name: string, fold: (a: bigint, b: bigint) => boolean): (a: Wx, b: Wx) => Wx {
  return (a, b) => {
    const type = a.type === 'i64' || b.type === 'i64' ? 'i64' : 'i32';
    const [x, y] = [as(type, a), as(type, b)];
    if (x.value !== undefined && y.value !== undefined) return fold(x.value, y.value) ? yes : no;
    return { type: 'i32', text: `(${type}.${name} ${x.text} ${y.text})` };
  };
}

const plainEqual = comparison('eq', (a, b) => a === b);
const plainNotEqual = comparison('ne', (a, b) => a !== b);

export function equal(a: Wx, b: Wx): Wx {
  if (a.text === b.text) return yes;
  if (a.value === 0n) return isZero(b);
  if (b.value === 0n) return isZero(a);
  return plainEqual(a, b);
}

export function notEqual(a: Wx, b: Wx): Wx {
  return a.text === b.text ? no : plainNotEqual(a, b);
}

export const less: (a: Wx, b: Wx) => Wx = comparison('lt_s', (a, b) => a < b);
export const atMost: (a: Wx, b: Wx) => Wx = comparison('le_s', (a, b) => a <= b);

function isZero(a: Wx): Wx {
  if (a.value !== undefined) return a.value === 0n ? yes : no;
  return { type: 'i32', text: `(${a.type}.eqz ${a.text})` };
}

/** Of truth values: 0 and 1. */
export function not(a: Wx): Wx {
  if (a.value !== undefined) return a.value === 0n ? yes : no;
  for (const [name, opposite] of opposites)
    if (a.text.startsWith(`(${name} `)) return { type: 'i32', text: `(${opposite}${a.text.slice(name.length + 1)}` };
  return { type: 'i32', text: `(i32.eqz ${a.text})` };
}

const opposites: readonly (readonly [string, string])[] = (['i32', 'i64'] as const).flatMap((type) =>
  [
    ['eq', 'ne'],
    ['ne', 'eq'],
    ['lt_s', 'ge_s'],
    ['ge_s', 'lt_s'],
    ['le_s', 'gt_s'],
    ['gt_s', 'le_s'],
  ].map(([name, opposite]) => [`${type}.${name}`, `${type}.${opposite}`] as const),
);

/** Longer operands are not worth evaluating where the answer is known. */
const cheapLength = 90;

/** Joined two by two, so that the code of many lies no deeper in other code than need be: the assembler's stack is small. */
export function balanced<T>(parts: readonly T[], join: (a: T, b: T) => T, none: T): T {
  const [first] = parts;
  if (first === undefined) return none;
  if (parts.length === 1) return first;
  const middle = Math.ceil(parts.length / 2);
  return join(balanced(parts.slice(0, middle), join, none), balanced(parts.slice(middle), join, none));
}

export function and(a: Wx, b: Wx): Wx {
  if (isFalse(a) || isFalse(b)) return no;
  if (isTrue(a)) return b;
  if (isTrue(b)) return a;
  if (a.text === b.text) return a;
  if (b.text.length <= cheapLength) return plainAnd(a, b);
  return { type: 'i32', text: `(if (result i32) ${a.text} (then ${b.text}) (else (i32.const 0)))` };
}

export function or(a: Wx, b: Wx): Wx {
  if (isTrue(a) || isTrue(b)) return yes;
  if (isFalse(a)) return b;
  if (isFalse(b)) return a;
  if (a.text === b.text) return a;
  if (b.text.length <= cheapLength) return plainOr(a, b);
  return { type: 'i32', text: `(if (result i32) ${a.text} (then (i32.const 1)) (else ${b.text}))` };
}

export function choose(condition: Wx, a: Wx, b: Wx): Wx {
  if (condition.value !== undefined) return condition.value === 0n ? b : a;
  const type = a.type === 'i64' || b.type === 'i64' ? 'i64' : 'i32';
  const [x, y] = [as(type, a), as(type, b)];
  if (x.text === y.text) return x;
  if (type === 'i32' && x.value === 1n && y.value === 0n) return { type, text: condition.text };
  if (x.text.length + y.text.length <= 2 * cheapLength)
    return { type, text: `(select ${x.text} ${y.text} ${condition.text})` };
  return { type, text: `(if (result ${type}) ${condition.text} (then ${x.text}) (else ${y.text}))` };
}
