// A bundled specification is called by its name and run as it was compiled; whoever edits its text in a checkout has to be told which of the
// two was asked.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SpecError, UsageError } from '../../checker/index.ts';

/** The text that a compiled specification was made of, where that, or a file of the folder of its name, was edited since; else undefined. */
export function editedText(compiled: string): string | undefined {
  const [, top = '', path = ''] = /^(.*[/\\])dist[/\\]((?:spec|examples)[/\\].+)\.js$/.exec(compiled) ?? [];
  const text = `${top}${path}.ts`;
  if (path === '' || !existsSync(text)) return undefined;
  const folder = `${top}${path}`;
  const parts = existsSync(folder) ? readdirSync(folder, { encoding: 'utf8', recursive: true }) : [];
  const texts = [text, ...parts.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name))];
  const built = statSync(compiled).mtimeMs;
  return texts.some((each) => statSync(each).mtimeMs > built) ? text : undefined;
}

/** What was not found in a specification that is called by its name may stand in its text. */
export function pointedToText(thrown: unknown, compiled: string, name: string, cwd: string): unknown {
  const text = thrown instanceof UsageError || thrown instanceof SpecError ? editedText(compiled) : undefined;
  if (text === undefined) return thrown;
  const { what, places, mend } = thrown as UsageError | SpecError;
  const below = relative(cwd, text);
  const shown = below.startsWith('..') ? text : `./${below.replaceAll('\\', '/')}`;
  const said = `${shown} was edited since '${name}' was built: write ${shown} for the text, or npm run build`;
  const parts = { places, mend: mend === undefined || mend === '' ? said : `${mend}\n  ${said}` };
  return thrown instanceof UsageError ? new UsageError(what, parts) : new SpecError(what, parts);
}
