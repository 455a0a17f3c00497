// What a specification's file says of itself in its first comment, and where the file that a person can read stands.

import { existsSync, readFileSync } from 'node:fs';
import { shownPath } from '../report/errors.ts';

/** The first line of the comment that opens the file; '' where it opens otherwise. */
export function openingOf(file: string): string {
  const [first = ''] = readFileSync(sourceOf(file), 'utf8').split('\n');
  const [, text = ''] = /^(?:\/\/|\/\*\*?)\s*(.*?)(?:\s*\*\/)?$/.exec(first) ?? [];
  return text;
}

/** The source of a file that was compiled, where it came along. */
export function sourceOf(file: string): string {
  const source = file.replace(/([/\\])dist[/\\]((?:spec|examples)[/\\][^/\\]+)\.js$/, '$1$2.ts');
  return source !== file && existsSync(source) ? source : file;
}

/** The source's path, as shown to somebody in a folder. */
export function shownSource(file: string, cwd: string): string {
  return shownPath(sourceOf(file), cwd);
}
