// The commands that ask the same question again, as a shell takes them.

/** What is asked about: a specification, its constants, its edits, and what is looked for. */
export interface Asked {
  readonly reference: string;
  readonly set: Readonly<Record<string, boolean | number | string>>;
  readonly mutant?: string | undefined;
  readonly edits: readonly string[];
  readonly properties?: readonly string[] | undefined;
}

export interface Question extends Asked {
  readonly all?: boolean | undefined;
  readonly maxStates?: number | undefined;
  readonly maxDepth?: number | undefined;
  readonly engine?: string | undefined;
  /** The options that say which reductions are off. */
  readonly reductions?: readonly string[] | undefined;
}

export interface Walks extends Asked {
  readonly seed: number;
  readonly steps: number;
  /** Undefined where only the time ended them. */
  readonly walks?: number | undefined;
  readonly timeMs?: number | undefined;
}

/** `ballast check mine.ts --set pages=2`. Limits of time and memory are left out: they would not repeat it. */
export function repeatCommand(question: Question): string {
  const { all, maxStates, maxDepth, engine, reductions = [] } = question;
  return shellLine('check', question, [
    ...(all === true ? ['--all'] : []),
    ...(maxStates === undefined ? [] : ['--max-states', String(maxStates)]),
    ...(maxDepth === undefined ? [] : ['--max-depth', String(maxDepth)]),
    ...(engine === undefined ? [] : ['--engine', engine]),
    ...reductions,
  ]);
}

/** `ballast simulate mine.ts --seed 7 --steps 100 --walks 12`: the same walks, on any machine. A time is said only where no number of walks is. */
export function repeatWalks(question: Walks): string {
  const { seed, steps, walks, timeMs } = question;
  return shellLine('simulate', question, [
    '--seed',
    String(seed),
    '--steps',
    String(steps),
    ...(walks === undefined ? [] : ['--walks', String(walks)]),
    ...(walks === undefined && timeMs !== undefined ? ['--time', `${timeMs}ms`] : []),
  ]);
}

function shellLine(command: string, asked: Asked, options: readonly string[]): string {
  const { reference, set, mutant, edits, properties = [] } = asked;
  const words = [
    'ballast',
    command,
    reference,
    ...Object.entries(set).flatMap(([name, value]) => ['--set', `${name}=${String(value)}`]),
    ...(mutant === undefined ? [] : ['--mutant', mutant]),
    ...edits.flatMap((edit) => ['--edit', edit]),
    ...properties.flatMap((property) => ['--property', property]),
    ...options,
  ];
  return words.map(quoted).join(' ');
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) && !word.startsWith('#') ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The same in ASCII: what is none is printed, as its bytes, inside the word. */
export function plainlyQuoted(word: string): string {
  // The shell takes the last ends of lines off what is printed; behind them one more letter is.
  const parts = word.match(/[^ -~]*\n[ -~]|[^ -~]+|[ -~]+/g) ?? [''];
  return parts.map((part) => (/[^ -~]/.test(part) ? `"$(printf '${octal(part)}')"` : quoted(part))).join('');
}

function octal(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
