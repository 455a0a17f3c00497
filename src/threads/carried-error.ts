// An error on its way from one thread to another, which would lose what it is called and where it points. What arrives is told as if it had been
// thrown here.

interface CarriedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text?: string;
}

/** Plain data. */
export interface CarriedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Of an error of the language: its three parts. */
  readonly what?: string;
  readonly places?: readonly CarriedPlace[];
  readonly mend?: string | undefined;
}

export type Carried = CarriedError | { readonly text: string };

interface PlainError extends Error {
  readonly what: string;
  readonly places: readonly CarriedPlace[];
  readonly mend?: string | undefined;
}

export function carry(thrown: unknown): Carried {
  if (!(thrown instanceof Error)) return { text: String(thrown) };
  const { name, message, stack } = thrown;
  if (!isPlain(thrown)) return { name, message, stack };
  const places = thrown.places.map(({ file, line, column, text }) => ({
    file,
    line,
    column,
    ...(text === undefined ? {} : { text }),
  }));
  return { name, message, stack, what: thrown.what, places, mend: thrown.mend };
}

/** What to throw. */
export function arrived(carried: Carried): unknown {
  if ('text' in carried) return carried.text;
  const { name, message, stack, what, places, mend } = carried;
  // Where memory is refused, a report asks for the class.
  const error = name === 'RangeError' ? new RangeError(message) : new Error(message);
  return Object.assign(error, { name, stack }, what === undefined ? {} : { what, places, mend });
}

function isPlain(thrown: Error): thrown is PlainError {
  return 'what' in thrown && 'places' in thrown;
}
