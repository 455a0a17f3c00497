// Edits as data: variants of a specification without touching its text. `edit.ts` applies them to the tree.
// A path is `process.call.call.step`, or any suffix that names one step of the source; it then selects all inlined copies of it.

import { SpecError, suggest, UsageError } from './errors.ts';
import type { Statements } from './statements.ts';
import type { Bool } from './expression.ts';

/** Whether the statements of `together` and `critical` are steps of their own, or one where nothing inside can wait. */
export type Granularity = 'fine' | 'coarse';

export type Edit =
  | { readonly kind: 'drop'; readonly path: string }
  | { readonly kind: 'move' | 'copy'; readonly path: string; readonly where: 'before' | 'after'; readonly to: string }
  | { readonly kind: 'swap' | 'merge'; readonly path: string; readonly other: string }
  | { readonly kind: 'split' | 'weaken' | 'block' | 'forgo' | 'rush'; readonly path: string }
  /** `place` and `value` as traces print them: `refcount[page0]`, `none`. */
  | { readonly kind: 'initial'; readonly place: string; readonly value: string }
  | { readonly kind: 'granularity'; readonly level: Granularity }
  | { readonly kind: 'replace'; readonly path: string; readonly by: Statements | Bool };

/** An edit of what stands at a path. */
export type PathEdit = Extract<Edit, { readonly path: string }>;

/** Takes out a statement, a guard clause (`step.when#1`), a part of one (`step.when#1.and#2`) or an update (`step.then#1`). */
export function drop(path: string): Edit {
  return { kind: 'drop', path };
}

/** Moves a statement before or after another; both need a common caller. */
export function move(path: string): { before(to: string): Edit; after(to: string): Edit } {
  return {
    before: (to) => ({ kind: 'move', path, where: 'before', to }),
    after: (to) => ({ kind: 'move', path, where: 'after', to }),
  };
}

/**
 * The same statement stands before or after another a second time. The copy is called `step#copy` (then `step#copy2`); what a property
 * says of the statement, it says of the copy too.
 */
export function copy(path: string): { before(to: string): Edit; after(to: string): Edit } {
  return {
    before: (to) => ({ kind: 'copy', path, where: 'before', to }),
    after: (to) => ({ kind: 'copy', path, where: 'after', to }),
  };
}

/** Exchanges two statements. */
export function swap(path: string, other: string): Edit {
  return { kind: 'swap', path, other };
}

/** Makes two neighbouring statements one atomic step. */
export function merge(path: string, other: string): Edit {
  return { kind: 'merge', path, other };
}

/** Makes each update of a step a step of its own, or the statements of a merged step separate steps. */
export function split(path: string): Edit {
  return { kind: 'split', path };
}

/**
 * Weakens a comparison by one: `<` to `<=`, `<=` by one more; an equality of numbers to `<=`, one with the least number to the least two.
 * It is the only one of its condition, or named as a part of it; under a negation it is made stronger, so that the condition is weaker.
 */
export function weaken(path: string): Edit {
  return { kind: 'weaken', path };
}

/** Makes a trylock wait for its lock, instead of running its busy statements. */
export function block(path: string): Edit {
  return { kind: 'block', path };
}

/**
 * Goes on without a lock. The path is what takes it: an `acquire`, a `trylock`, or a critical section. It goes, a trylock as if it always
 * succeeded; a release that belongs to it gives the lock back only where it is held, and goes too where nothing takes that lock any more.
 */
export function forgo(path: string): Edit {
  return { kind: 'forgo', path };
}

/** Does not wait for a lock: takes it where it is free, and goes on without it where it is not. Releases are as for `forgo`. */
export function rush(path: string): Edit {
  return { kind: 'rush', path };
}

/**
 * Another initial value, for a variable or a part of one: `initial('refcount', 1)` is for all keys, `initial('refcount[page0]', 1)` for one.
 * Values that are no numbers or truth values are said as traces print them; 'anything' is any value of the sort.
 */
export function initial(place: string, value: boolean | number | string): Edit {
  return { kind: 'initial', place, value: String(value) };
}

/** Opens all critical sections and all `together`, or closes those in which nothing can wait; whatever the specification says of it. */
export function granularity(level: Granularity): Edit {
  return { kind: 'granularity', level };
}

/** Puts other statements, or another condition, in its place. */
export function replace(path: string, by: Statements | Bool): Edit {
  return { kind: 'replace', path, by };
}

/** The edit in the words of the command line: `drop balloon_page_isolate.branch`. A path with blanks in it stands in quotation marks. */
export function printEdit(edit: Edit): string {
  switch (edit.kind) {
    case 'move':
    case 'copy':
      return `${edit.kind} ${printPath(edit.path)} ${edit.where} ${printPath(edit.to)}`;
    case 'swap':
    case 'merge':
      return `${edit.kind} ${printPath(edit.path)} ${printPath(edit.other)}`;
    case 'drop':
    case 'split':
    case 'weaken':
    case 'block':
    case 'forgo':
    case 'rush':
    case 'replace':
      return `${edit.kind} ${printPath(edit.path)}`;
    case 'initial':
      return `initial ${edit.place} ${edit.value}`;
    case 'granularity':
      return `granularity ${edit.level}`;
  }
}

/** Several edits in one text, as `parseEdits` reads them: `forgo f.lock; forgo g.lock`. */
export function printEdits(edits: readonly Edit[]): string {
  return edits.map(printEdit).join('; ');
}

function printPath(path: string): string {
  return /[\s;"]/.test(path) ? JSON.stringify(path) : path;
}

const forms = [
  'drop PATH',
  'move PATH before PATH',
  'move PATH after PATH',
  'copy PATH before PATH',
  'copy PATH after PATH',
  'swap PATH PATH',
  'merge PATH PATH',
  'split PATH',
  'weaken PATH',
  'block PATH',
  'forgo PATH',
  'rush PATH',
  'initial VARIABLE VALUE',
  'granularity fine',
];

/** Reads the edits of one text, between which `;` stands. @throws UsageError as `parseEdit` */
export function parseEdits(text: string): readonly Edit[] {
  const parts: string[] = [''];
  for (const token of text.match(/"(?:[^"\\]|\\.)*"|;(?=\s|$)|[\s\S]/g) ?? []) {
    if (token === ';') parts.push('');
    else parts.push(`${parts.pop() ?? ''}${token}`);
  }
  // The last may end with one too.
  if (parts.length > 1 && parts.at(-1)?.trim() === '') parts.pop();
  return parts.map((part) => parseEdit(part.trim()));
}

/** Reads an edit from the command line. @throws UsageError naming the forms */
export function parseEdit(text: string): Edit {
  const [word = '', ...parts] = wordsOf(text);
  const [path = '', second = '', third = ''] = parts;
  switch (`${word} ${parts.length}`) {
    case 'drop 1':
    case 'split 1':
    case 'weaken 1':
    case 'block 1':
    case 'forgo 1':
    case 'rush 1':
      return { kind: word as 'drop' | 'split' | 'weaken' | 'block' | 'forgo' | 'rush', path };
    case 'swap 2':
    case 'merge 2':
      return { kind: word as 'swap' | 'merge', path, other: second };
    case 'move 3':
    case 'copy 3':
      if (second === 'before' || second === 'after')
        return { kind: word as 'move' | 'copy', path, where: second, to: third };
      break;
    case 'initial 2':
      return { kind: 'initial', place: path, value: second };
    case 'granularity 1':
      if (path === 'fine' || path === 'coarse') return { kind: 'granularity', level: path };
      break;
  }
  const known = [...new Set(forms.map((form) => form.replace(/ .*/, '')))];
  const hint = known.includes(word) ? '' : suggest(word, known);
  const mend =
    word === 'replace'
      ? 'replace needs statements: write it as a mutant of the model'
      : `an edit is one of: ${forms.join(', ')}${hint === '' ? '' : `; ${hint}`}`;
  throw new UsageError(`'${text}' is no edit`, { mend });
}

// Of an initial value, what stands in brackets belongs together: `owner[<page0, cpu1>] {page0, page1}` has two words after the first.
function wordsOf(text: string): readonly string[] {
  const words = text.trim().match(/"(?:[^"\\]|\\.)*"(?=\s|$)|\S+/g) ?? [];
  if (words[0] !== 'initial') return words.map(unquoted);
  const rest = text.trim().slice('initial'.length).trim();
  let depth = 0;
  const end = rest.split('').findIndex((letter) => {
    depth += '[{(<'.includes(letter) ? 1 : ']})>'.includes(letter) ? -1 : 0;
    return depth === 0 && /\s/.test(letter);
  });
  return end < 0 ? ['initial', rest] : ['initial', rest.slice(0, end), rest.slice(end).trim()];
}

function unquoted(word: string): string {
  if (!/^".*"$/s.test(word)) return word;
  try {
    return String(JSON.parse(word));
  } catch {
    return word;
  }
}

/** A named variant: what it does to the specification, and what that must break. */
export interface Mutant {
  readonly edits: readonly Edit[];
  readonly about: string;
  /** Mutants of one group stand together under its name. */
  readonly group?: string | undefined;
  /** The properties expected to be violated first; empty where the mutant must break nothing. */
  readonly breaks: readonly string[] | undefined;
  /** What its expectation is about, besides domain errors: another property that breaks earlier does not hide it. Undefined: all. */
  readonly properties?: readonly string[] | undefined;
  /** Constants that the mutant needs, by name. */
  readonly set: Readonly<Record<string, unknown>>;
}

export interface MutantParts {
  readonly edits: Edit | readonly Edit[];
  readonly about?: string;
  readonly group?: string;
  readonly breaks?: string | readonly string[];
  readonly properties?: readonly string[];
  readonly set?: Readonly<Record<string, unknown>>;
}

const partNames = ['edits', 'about', 'group', 'breaks', 'properties', 'set'];

/** One form for the three ways to write a mutant: an edit, a list of edits, or edits with what they mean. */
export function mutantOf(name: string, given: Edit | readonly Edit[] | MutantParts): Mutant {
  const parts: MutantParts = 'edits' in given ? given : { edits: given };
  const odd = Object.keys(parts).find((part) => !partNames.includes(part));
  if (odd !== undefined)
    throw new SpecError(`mutant '${name}' has an unknown part '${odd}'`, {
      mend: suggest(odd, partNames) || `its parts are ${partNames.join(', ')}`,
    });
  const edits = 'kind' in parts.edits ? [parts.edits] : parts.edits;
  if (edits.length === 0 && Object.keys(parts.set ?? {}).length === 0)
    throw new SpecError(`mutant '${name}' has no edits and sets nothing`, {
      mend: 'a mutant that changes nothing proves nothing',
    });
  const { about = '', group, properties, set = {} } = parts;
  const breaks = typeof parts.breaks === 'string' ? [parts.breaks] : parts.breaks;
  refuseUnasked(name, breaks ?? [], properties);
  return { edits, about, group, breaks, properties, set };
}

function refuseUnasked(name: string, breaks: readonly string[], properties: readonly string[] | undefined): void {
  if (properties?.length === 0)
    throw new SpecError(`mutant '${name}' is asked about no property`, {
      mend: 'without the list, all are asked about',
    });
  // Domain errors have no name before they are met, and are always looked for.
  const unasked = breaks.find((property) => properties?.includes(property) === false && !property.includes(': '));
  if (unasked !== undefined)
    throw new SpecError(`mutant '${name}' breaks '${unasked}', which is not among its properties`, {
      mend: `add '${unasked}' to them`,
    });
}
