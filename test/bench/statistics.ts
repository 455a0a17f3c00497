// What several runs say together. Runs of one round stand side by side in time, so ratios are taken round by round: what disturbs a
// machine for a while disturbs both.

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Median (of an even number the mean of the two in the middle), least and largest. @throws RangeError on no values */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (lower === undefined || upper === undefined || min === undefined || max === undefined) {
    throw new RangeError('no values to take a median of');
  }
  return { median: (lower + upper) / 2, min, max };
}

/** How many times `over` goes into `values`, round by round. @throws RangeError where the rounds do not pair up */
export function ratiosOf(values: readonly number[], over: readonly number[]): readonly number[] {
  if (values.length !== over.length) throw new RangeError(`${values.length} rounds against ${over.length}`);
  return values.map((value, round) => value / (over[round] ?? NaN));
}

/** `1.52 (1.48 to 1.60)` */
export function printSpread({ median, min, max }: Spread): string {
  return `${printNumber(median)} (${printNumber(min)} to ${printNumber(max)})`;
}

/** Three digits that mean something. */
export function printNumber(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

/** `12 ms`, `0.315 s`, `15.8 s` */
export function printTime(ms: number): string {
  if (ms < 99.5) return `${ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
  return `${(ms / 1000).toFixed(ms < 9995 ? 3 : 1)} s`;
}
