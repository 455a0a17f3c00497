// The command that asks the same question again, as a shell takes it.

export interface Question {
  readonly reference: string;
  readonly set: Readonly<Record<string, boolean | number | string>>;
  readonly mutant?: string | undefined;
  readonly edits: readonly string[];
  readonly properties?: readonly string[] | undefined;
  readonly all?: boolean | undefined;
  readonly maxStates?: number | undefined;
  readonly maxDepth?: number | undefined;
  readonly engine?: string | undefined;
}

/** `ballast check mine.ts --set pages=2`. Limits of time and memory are left out: they would not repeat it. */
export function repeatCommand(question: Question): string {
  const { reference, set, mutant, edits, properties = [], all, maxStates, maxDepth, engine } = question;
  const words = [
    'ballast',
    'check',
    reference,
    ...Object.entries(set).flatMap(([name, value]) => ['--set', `${name}=${String(value)}`]),
    ...(mutant === undefined ? [] : ['--mutant', mutant]),
    ...edits.flatMap((edit) => ['--edit', edit]),
    ...properties.flatMap((property) => ['--property', property]),
    ...(all === true ? ['--all'] : []),
    ...(maxStates === undefined ? [] : ['--max-states', String(maxStates)]),
    ...(maxDepth === undefined ? [] : ['--max-depth', String(maxDepth)]),
    ...(engine === undefined ? [] : ['--engine', engine]),
  ];
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) && !word.startsWith('#') ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
