// What a command is to the command line: its name, what it takes, and how it is done. The doing is loaded when the command is chosen,
// so that asking for help loads nothing.

import type { Options } from 'yargs';
import type { Terminal } from '../terminal.ts';

export type OptionTable = Readonly<Record<string, Options>>;

/** What yargs has read, `--max-states` as `maxStates`; each command knows its own. */
export type Given = Readonly<Record<string, unknown>>;

export interface Command {
  readonly name: string;
  readonly about: string;
  readonly positionals: OptionTable;
  /** What is said to be missing where something is, if that may be more than a specification. */
  readonly needs?: string;
  readonly options: OptionTable;
  readonly examples: readonly (readonly [command: string, about: string])[];
  /** Does it, and gives the exit status. */
  readonly run: (given: Given, terminal: Terminal) => Promise<number>;
}

/** A command, and what it was given. */
export interface Request {
  readonly command: Command;
  readonly given: Given;
}

/** A slip on the command line that is found before anything is loaded; shown as the checker's own UsageError is. */
export class CommandLineError extends Error {
  override readonly name = 'UsageError';
  readonly what: string;
  readonly mend: string | undefined;
  readonly places = [];

  constructor(what: string, mend?: string) {
    super(what);
    this.what = what;
    this.mend = mend;
  }
}

export const specification: OptionTable = {
  spec: {
    type: 'string',
    demandOption: true,
    describe: 'a name of `ballast list`, a path to a .ts or .js file, or either with #model',
  },
};

/** Which variant of a specification is meant. */
export const variant: OptionTable = {
  set: repeatable('a constant: pages=2'),
  mutant: single('a named variant of the model'),
  edit: repeatable(
    'a change: drop, weaken, move, copy, swap, merge, split, forgo, rush, block, initial, granularity; as in "drop path"; paths: describe --paths',
  ),
};

/** How far a search goes, and what goes there. */
export const limits: OptionTable = {
  'max-states': single('stop after this many distinct states'),
  'max-depth': single('stop after this many steps'),
  time: single('stop after this time: 30 (seconds), 5m, 2h'),
  memory: single('stop at this size: 512MB, 4GB'),
  engine: single('what explores: compiled (unless said otherwise) or reference, the plain meaning'),
  workers: single('how many threads explore; as many as there are cores'),
};

/** What a search for a shortest behaviour is not to leave out. */
export const quotients: OptionTable = {
  'no-symmetry': flag('take states for different that differ only in the naming of identifiers or processes'),
  'no-dead-locals': flag('keep the values of locals that are never read again'),
  'no-reduction': flag('none of these reductions'),
};

/** What a search is not to leave out. */
export const reductions: OptionTable = {
  ...quotients,
  'no-por': flag('explore steps in every order, also where the order makes no difference'),
  'no-chains': flag('store also the states between steps that nobody else can notice'),
};

/** The same options under a heading. */
export function under(group: string, options: OptionTable): OptionTable {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, group }]));
}

/** An option with a value, which may be given several times. Read as a list. */
export function repeatable(describe: string): Options {
  return { type: 'string', requiresArg: true, describe, coerce: (given: string | readonly string[]) => [given].flat() };
}

/** An option with a value, given once; see refuseRepeated. */
export function single(describe: string): Options {
  return { type: 'string', requiresArg: true, describe };
}

export function flag(describe: string): Options {
  return { type: 'boolean', describe };
}

/** @throws CommandLineError for an option that is given several times and is no list */
export function refuseRepeated(given: Given, { options }: Pick<Command, 'options'>): void {
  for (const [name, { coerce }] of Object.entries(options)) {
    const value = given[camelCase(name)];
    if (!Array.isArray(value) || coerce !== undefined) continue;
    throw new CommandLineError(
      `--${name} is given ${value.length === 2 ? 'twice' : `${value.length} times`}`,
      `give it once: it was ${value.join(', ')}`,
    );
  }
}

/** `max-states` as yargs says it: `maxStates`. */
export function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
