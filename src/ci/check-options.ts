// What a program asks for: the options of the command in the words of a program. They come from code that nobody may have type-checked, so
// each is looked at before anything is explored.

import { type ConstantValue, type Edit, suggest, UsageError } from '../../checker/index.ts';
import { allReductions } from '../arguments/reductions.ts';
import { type LimitNames, parseLimits } from '../arguments/limits.ts';
import type { Question } from '../check/ask.ts';
import { parseEngine } from '../engine/engine.ts';

/** Everything may be left out: then all that the model claims is checked, at its own constants, until all states are explored. */
export interface CheckOptions {
  /** Constants by name; the others are as the model has them. */
  readonly set?: Readonly<Record<string, ConstantValue>> | undefined;
  readonly mutant?: string | undefined;
  /** In the words of `--edit`, or as the language makes them. */
  readonly edits?: readonly (Edit | string)[] | undefined;
  /** These only. */
  readonly properties?: readonly string[] | undefined;
  /** Whether to go on after a violation, until everything is decided. */
  readonly all?: boolean | undefined;
  /** In the words of `--expect`: `holds`, `violates S8, S1`. Whether it is met is in the result. */
  readonly expect?: string | undefined;
  /** `30s`, `5m`, or seconds. */
  readonly time?: string | number | undefined;
  /** `512MB`, `4GB`. */
  readonly memory?: string | undefined;
  readonly states?: number | undefined;
  /** In steps. */
  readonly depth?: number | undefined;
  readonly workers?: number | undefined;
  /**
   * Whether the search may leave out what says the same again, as the command does unless it is told otherwise: true where undefined. Then
   * the counts and the digest are of representatives.
   */
  readonly reductions?: boolean | undefined;
  /** Ends the search early: what was found until then is the result. */
  readonly signal?: AbortSignal | undefined;
}

/** What each option takes, in words, and whether a value is such. */
const taken: Readonly<Record<keyof CheckOptions, readonly [words: string, isTaken: (value: unknown) => boolean]>> = {
  set: [
    'an object of constants by name',
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  ],
  mutant: ['the name of a mutant', isText],
  edits: ['a list of edits', Array.isArray],
  properties: ['a list of names, of one property at least', isNames],
  all: ['true or false', (value) => typeof value === 'boolean'],
  expect: ["'holds', or 'violates name, name'", isText],
  time: ["seconds, or a text: '30s', '5m', '2h'", (value) => isText(value) || isCount(value)],
  memory: ["a size with its unit: '512MB', '4GB'", isText],
  states: ['a whole number', isCount],
  depth: ['a whole number', isCount],
  workers: ['a whole number', isCount],
  reductions: ['true or false', (value) => typeof value === 'boolean'],
  signal: ['an AbortSignal', (value) => value instanceof AbortSignal],
};

const names: LimitNames = { maxStates: 'states', maxDepth: 'depth', time: 'time', memory: 'memory' };

/** The question, without whom it is asked of. @throws UsageError for an option that does not exist, or a value that it does not take */
export function parseOptions(options: CheckOptions): Omit<Question, 'reference'> {
  refuseOdd(options);
  const {
    set = {},
    mutant,
    edits = [],
    properties,
    all = false,
    expect,
    time,
    memory,
    states,
    depth,
    workers,
    reductions = true,
    signal,
  } = options;
  return {
    set,
    mutant,
    edits,
    properties,
    all,
    expect,
    isStrict: false,
    isWhole: false,
    isHashed: false,
    signal,
    limits: parseLimits({ time: textOf(time), memory, maxStates: textOf(states), maxDepth: textOf(depth) }, names),
    engine: parseEngine({ workers: textOf(workers) }),
    reductions: reductions ? allReductions : undefined,
  };
}

function refuseOdd(options: CheckOptions): void {
  refuseUnknown('a check', options, Object.keys(taken));
  for (const [name, value] of Object.entries(options)) {
    const [words, isTaken] = taken[name as keyof CheckOptions];
    if (value !== undefined && !isTaken(value)) throw new UsageError(`the option '${name}' takes ${words}`);
  }
}

/** @throws UsageError for an option that is none of `known` */
export function refuseUnknown(what: string, options: object, known: readonly string[]): void {
  const odd = Object.keys(options).find((name) => !known.includes(name));
  if (odd === undefined) return;
  throw new UsageError(`${what} has no option '${odd}'`, {
    mend: suggest(odd, known) || `its options are ${known.join(', ')}`,
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number';
}

function textOf(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
