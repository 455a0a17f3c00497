// Whatever goes wrong while a user's file is run, said as what, where and how to mend.

import { basename } from 'node:path';
import { inspect } from 'node:util';
import {
  AssumptionError,
  InternalError,
  nearest,
  type SourcePlace,
  SpecError,
  UsageError,
} from '../../checker/index.ts';

/** Sources by file, as they were when they were read. */
export type Sources = ReadonlyMap<string, string>;

/** The error to show for what a file threw while it ran: the language's own errors as they are, everything else with its place. */
export function explainThrown(thrown: unknown, file: string, sources: Sources): Error {
  if (isOwn(thrown)) return thrown;
  const where = placeThrown(thrown, sources);
  const places = where === undefined ? [] : [where];
  const missing = missingModule(thrown);
  if (missing !== undefined) {
    const mend = missing.startsWith('.')
      ? 'write the path from the file itself, with its ending'
      : `npm install ${missing}`;
    return new SpecError(`${basename(where?.file ?? file)} imports '${missing}', which is not there`, { places, mend });
  }
  return new SpecError(`${basename(file)} throws ${printThrown(thrown)}`, { places });
}

function isOwn(thrown: unknown): thrown is Error {
  return [SpecError, UsageError, AssumptionError, InternalError].some((kind) => thrown instanceof kind);
}

/** The innermost place of the stack that lies in one of the files, with the line that stands there. */
function placeThrown(thrown: unknown, sources: Sources): SourcePlace | undefined {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  for (const frame of stack.split('\n').filter((line) => line.trimStart().startsWith('at '))) {
    for (const [file, source] of sources) {
      const [, line, column] = /^:(\d+):(\d+)\)?$/.exec(frame.split(file).at(-1) ?? '') ?? [];
      if (line !== undefined) return placeIn(file, source, Number(line), Number(column));
    }
  }
  return undefined;
}

function placeIn(file: string, source: string, line: number, column: number): SourcePlace {
  return { file, line, column, text: source.split('\n')[line - 1]?.trim() ?? '' };
}

function missingModule(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error && 'code' in thrown)) return undefined;
  if (thrown.code !== 'MODULE_NOT_FOUND' && thrown.code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  return /Cannot find (?:module|package) '([^']+)'/.exec(thrown.message)?.[1];
}

function printThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return inspect(thrown);
  // An imported function is called as (0, _module.name)(…) once its file is transformed.
  return `${thrown.name}: ${thrown.message.replaceAll(/\(0 ?, ?_\w+\.(\w+)\)/g, '$1')}`;
}

/** @throws SpecError for a source that cannot be parsed; `found` is the transform's own account. */
export function refuseSyntax(found: unknown, file: string, source: string): never {
  const { message, line, column } = found as { message: string; line: number; column: number };
  const what = message.split('\n')[0]?.trim().replace(/\.$/, '') ?? '';
  const place = placeIn(file, source, line, column + 1);
  throw new SpecError(`${basename(file)} is not TypeScript: ${what}`, { places: [place] });
}

/** @throws SpecError for a name that is imported from 'ballast' and is none of its words. */
export function refuseWord(word: string, words: readonly string[], sources: Sources): never {
  const near = nearest(word, words);
  const where = placeThrown(new Error(word), sources);
  throw new SpecError(`'ballast' has no word '${word}'`, {
    places: where === undefined ? [] : [where],
    ...(near === undefined ? {} : { mend: `did you mean '${near}'?` }),
  });
}
