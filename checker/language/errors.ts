// The errors a person can meet: each says what is wrong, where, and how to mend it.
// First in the arrow: everything may throw these, nothing here knows a specification.

import { closest, distance } from 'fastest-levenshtein';

/** A place in a user's file. Lines and columns count from 1; `text` quotes what stands there. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text?: string;
}

export interface ErrorParts {
  readonly places?: readonly Place[];
  readonly mend?: string;
}

/** What, where and how to mend, kept apart so that a report can lay them out. */
abstract class PlainError extends Error {
  readonly what: string;
  readonly places: readonly Place[];
  readonly mend: string | undefined;

  constructor(what: string, { places = [], mend }: ErrorParts = {}) {
    super(
      [what, ...places.map((place) => `  ${printPlace(place)}`), ...(mend === undefined ? [] : [`  ${mend}`])].join(
        '\n',
      ),
    );
    this.what = what;
    this.places = places;
    this.mend = mend;
  }
}

/** The specification is wrong; found while it is loaded or built. Exit status 65. */
export class SpecError extends PlainError {
  override readonly name = 'SpecError';

  /** The same error, said of these places. */
  at(places: readonly Place[]): SpecError {
    return new SpecError(this.what, { places, ...(this.mend !== undefined && { mend: this.mend }) });
  }
}

/** An assumption on the constants is false, so the model says nothing about them. Exit status 10. */
export class AssumptionError extends PlainError {
  override readonly name = 'AssumptionError';
}

/** The question is wrong: an unknown name, a value outside its sort. Exit status 64. */
export class UsageError extends PlainError {
  override readonly name = 'UsageError';
}

/** The checker itself is at fault. Exit status 70. */
export class InternalError extends PlainError {
  override readonly name = 'InternalError';
}

/** States what must hold of the checker itself; stays on. @throws InternalError */
export function assert(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new InternalError(sentence);
}

export function printPlace({ file, line, column, text }: Place): string {
  return `${file}:${line}:${column}${text === undefined ? '' : `   ${text}`}`;
}

/** "; did you mean 'x'?" when a known name is near enough to be a slip, else "". */
export function suggest(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `did you mean '${near}'?`;
}

/** The known name nearest to `name`, if a slip of a third of its letters explains it. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(
    name.toLowerCase(),
    known.map((each) => each.toLowerCase()),
  );
  const found = known.find((each) => each.toLowerCase() === near);
  return found !== undefined && distance(name.toLowerCase(), near) <= Math.max(2, name.length / 3) ? found : undefined;
}

/** Runs a part of a build; an error of the specification then says of which part it speaks. */
export function named<R>(build: () => R, where: string): R {
  try {
    return build();
  } catch (error) {
    if (error instanceof SpecError && !error.what.startsWith(where))
      throw new SpecError(`${where}: ${error.what}`, {
        places: error.places,
        ...(error.mend !== undefined && { mend: error.mend }),
      });
    throw error;
  }
}
