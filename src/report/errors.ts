// An error as a person meets it: what, where with the line that stands there, how to mend. Errors are known by their names, since a
// user's file may bring a copy of the classes of its own, and since nothing is loaded just to complain.

import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { exitStatus } from '../result/status.ts';

export interface RenderedError {
  readonly text: string;
  readonly status: number;
}

interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text?: string;
}

interface PlainError extends Error {
  readonly what: string;
  readonly places: readonly SourcePlace[];
  readonly mend?: string | undefined;
}

export interface ErrorView {
  /** Paths are shown from this folder. */
  readonly cwd: string;
  /** Shows the stack. */
  readonly debug: boolean;
}

/** The text for standard error, and the exit status that goes with it. */
export function renderError(thrown: unknown, { cwd, debug }: ErrorView): RenderedError {
  if (isShortOfMemory(thrown)) return { text: shortLines(thrown).join('\n'), status: exitStatus.undecided };
  const status = isPlain(thrown) ? statusOf(thrown) : exitStatus.internal;
  const lines = isPlain(thrown) ? plainLines(thrown, cwd, status) : strangeLines(thrown, debug);
  const stack = debug && thrown instanceof Error ? framesOf(thrown) : [];
  return { text: [...lines, ...stack].join('\n'), status };
}

/** What generated code reserves was refused: the machine is too small, and the checker not at fault. */
function isShortOfMemory(thrown: unknown): thrown is RangeError {
  return thrown instanceof RangeError && /^WebAssembly\b.*\bmemory\b/i.test(thrown.message);
}

function shortLines({ message }: RangeError): string[] {
  return [
    'error: nothing is decided: this process may not reserve the memory that generated code asks for',
    `  ${message}`,
    '  raise its limit of addresses (ulimit -v): most of them are reserved and never touched',
    '  NODE_OPTIONS=--disable-wasm-trap-handler asks for half as many, and for few with --engine reference',
  ];
}

function isPlain(thrown: unknown): thrown is PlainError {
  return thrown instanceof Error && 'what' in thrown && 'places' in thrown;
}

function statusOf({ name }: Error): number {
  switch (name) {
    case 'UsageError':
      return exitStatus.usage;
    case 'SpecError':
      return exitStatus.specification;
    case 'AssumptionError':
      return exitStatus.assumption;
    default:
      return exitStatus.internal;
  }
}

function plainLines({ what, places, mend }: PlainError, cwd: string, status: number): string[] {
  const word = status === exitStatus.internal ? 'internal error' : 'error';
  const positions = places.map(({ file, line, column }) => `${shownPath(file, cwd)}:${line}:${column}`);
  const width = Math.max(0, ...positions.map(({ length }) => length));
  const quoted = places.map((place, index) => {
    const text = quotation(place);
    return text === '' ? `  ${positions[index]}` : `  ${(positions[index] ?? '').padEnd(width)}   ${text}`;
  });
  const blame = status === exitStatus.internal ? ['  the checker itself is at fault: please report it'] : [];
  return [`${word}: ${what}`, ...quoted, ...(mend === undefined || mend === '' ? [] : [`  ${mend}`]), ...blame];
}

function strangeLines(thrown: unknown, debug: boolean): string[] {
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const hint = debug ? 'please report it' : 'please report it with what --debug shows';
  return [`internal error: ${what}`, `  the checker itself is at fault: ${hint}`];
}

function framesOf({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}

/** From the folder, unless that is a longer way to say it. */
export function shownPath(file: string, cwd: string): string {
  const from = relative(cwd, file);
  return from === '' || isAbsolute(from) || from.length > file.length || from.startsWith('../../..') ? file : from;
}

/** What stands at the place: what the error quotes, else the line of the file. */
function quotation(place: SourcePlace): string {
  const line = lineOf(place);
  const { text = line.trim(), column } = place;
  if (text.length <= quotedMost) return text;
  if (text !== line.trim()) return `${text.slice(0, quotedMost - 3)}...`;
  // Of a long line, the part around the column.
  const start = Math.max(0, Math.min(column - 1 - quotedMost / 2, line.length - quotedMost));
  const end = Math.min(line.length, start + quotedMost);
  return `${start > 0 ? '...' : ''}${line.slice(start, end).trim()}${end < line.length ? '...' : ''}`;
}

function lineOf({ file, line }: SourcePlace): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1] ?? '';
  } catch {
    // A place in a file that is gone is still a place.
    return '';
  }
}

const quotedMost = 100;
