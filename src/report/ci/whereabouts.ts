// Where files are for whoever reads a report elsewhere: from the root of the repository, with forward slashes.

import { posix } from 'node:path';
import type { CiOutcome } from '../../ci/outcome.ts';
import type { PlaceResult } from '../../result/result.ts';
import { visible } from './findings.ts';

export interface Whereabouts {
  /** The folder from which the paths in the outcome start, from the root of the repository; that is the root itself unless said otherwise. */
  readonly folder?: string | undefined;
}

/** From the root of the repository; undefined where it is outside. */
export function inRepository(file: string, { folder = '' }: Whereabouts): string | undefined {
  const path = file.replaceAll('\\', '/');
  if (posix.isAbsolute(path) || /^[A-Za-z]:/.test(path)) return undefined;
  const whole = posix.join(folder.replaceAll('\\', '/'), path);
  return whole === '..' || whole.startsWith('../') ? undefined : whole;
}

/** The place in the repository; of what is outside, such as a specification that comes with the command, the first line of the config. */
export function placeInRepository(
  place: PlaceResult,
  { config }: Pick<CiOutcome, 'config'>,
  whereabouts: Whereabouts,
): PlaceResult {
  const file = inRepository(place.file, whereabouts);
  if (file !== undefined) return { ...place, file };
  return { file: inRepository(config, whereabouts) ?? config.replaceAll('\\', '/'), line: 1, column: 1 };
}

/** A relative URI. */
export function uriOf(path: string): string {
  return visible(path).split('/').map(encodeURIComponent).join('/');
}
