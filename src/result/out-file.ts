// Where a result goes besides the report: --json prints the document, --out saves it in a file. Saved is all of it or nothing: it is written under
// another name in the same folder, and takes the file's name when it is complete.

import { accessSync, constants, realpathSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CommandLineError } from '../commands/command.ts';
import type { Terminal } from '../terminal.ts';
import type { ResultDocument } from './result.ts';
import { exitStatus } from './status.ts';

export interface Outputs {
  readonly json?: boolean;
  readonly out?: string;
}

/** Whether the result is wanted with what no text report prints, too. */
export function isDocumentWanted({ json, out }: Outputs): boolean {
  return json === true || out !== undefined;
}

/** Nobody should wait for a result that has no place. @throws CommandLineError where the file cannot be written */
export function refuseOut({ out }: Outputs, cwd: string): void {
  if (out === undefined) return;
  const refused = (reason: string, mend: string): CommandLineError =>
    new CommandLineError(`nothing can be saved in '${out}': ${reason}`, mend);
  const path = resolve(cwd, out);
  const file = found(path);
  if (file?.isDirectory() === true || out.endsWith('/'))
    throw refused('it is a folder', `name a file in it: ${join(out, 'result.json')}`);
  // A device or a pipe would be replaced by the file.
  if (file?.isFile() === false) throw refused('it is no regular file', '--json prints the same document');
  const folder = dirname(file === undefined ? path : realpathSync(path));
  const isFolder = found(folder)?.isDirectory();
  const named = dirname(out);
  if (isFolder === undefined) throw refused(`there is no folder '${named}'`, 'make it first, or name another file');
  if (!isFolder) throw refused(`'${named}' is no folder`, 'name another file');
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw refused('its folder cannot be written', 'name a file somewhere else');
  }
}

/** @throws CommandLineError where the file is one that the specification is read from */
export function refuseSource({ out }: Outputs, cwd: string, sources: readonly string[]): void {
  if (out === undefined || found(resolve(cwd, out)) === undefined) return;
  const path = realpathSync(resolve(cwd, out));
  if (sources.some((source) => found(source) !== undefined && realpathSync(source) === path)) {
    throw new CommandLineError(
      `the specification is in '${out}', and a result would take its place`,
      'name another file',
    );
  }
}

/** Prints the document, or saves it, or both, as was asked. Gives its status, or that of a result which has got lost. */
export function deliver(document: ResultDocument, wanted: Outputs, terminal: Terminal): number {
  if (!isDocumentWanted(wanted)) return document.status;
  const { json, out } = wanted;
  const text = JSON.stringify(document, undefined, 2);
  if (json === true) terminal.print(text);
  return out === undefined || save(text, out, terminal) ? document.status : exitStatus.internal;
}

/** All of the text or nothing. Whether it was; if not, that is complained of. */
export function save(text: string, out: string, terminal: Pick<Terminal, 'cwd' | 'complain'>): boolean {
  const path = resolve(terminal.cwd, out);
  // The file that a link leads to is replaced, not the link.
  const file = found(path) === undefined ? path : realpathSync(path);
  const begun = `${file}.${process.pid}.part`;
  try {
    writeFileSync(begun, `${text}\n`, { flush: true });
    renameSync(begun, file);
    return true;
  } catch (error) {
    rmSync(begun, { force: true });
    terminal.complain(`error: nothing is saved in '${out}': ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function found(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // What stands on the way is no folder, or may not be looked into.
    return undefined;
  }
}
