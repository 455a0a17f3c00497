// What a test is failed with. The runner shows the code where an error comes from: here that is the specification, not this package.

import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourcePlace } from '../../checker/index.ts';
import type { CheckResult } from '../result/result.ts';
import { type Judgement, textOf } from './judgements.ts';

/** The failure of a claim that the judgement does not bear out, at the place of what it is about. */
export function failureOf(result: CheckResult, judgement: Judgement): Error {
  const failure = new Error(textOf(result, judgement));
  failure.name = 'AssertionError';
  return at(failure, judgement.about?.place);
}

/** An error of the language, at the place that it names, or where `caller` was made; anything else as it is. */
export function located(thrown: unknown, caller?: Error): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  // Where the checker itself is at fault, its own stack is what is wanted.
  if (!('places' in thrown) || thrown.name === 'InternalError') return thrown;
  const [place] = thrown.places as readonly SourcePlace[];
  // As the command shows paths: from the current folder.
  thrown.message = thrown.message.replaceAll(`${process.cwd()}${sep}`, '');
  return at(thrown, place, caller?.stack);
}

const own = fileURLToPath(new URL('..', import.meta.url));

function at(error: Error, place: Pick<SourcePlace, 'file' | 'line' | 'column'> | undefined, stack = ''): Error {
  const frames =
    place === undefined
      ? stack.split('\n').filter((line) => /^ +at /.test(line) && !line.includes(own))
      : [`    at ${resolve(place.file)}:${place.line}:${place.column}`];
  error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  return error;
}
