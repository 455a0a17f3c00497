// The console blocks of a document: each is a command and what it prints. They are run, in this process, and compared.

import assert from 'node:assert/strict';
import { run } from '../src/command-line.ts';
import { plainPaint, type Terminal } from '../src/terminal.ts';
import { folderOf } from './load/folder.ts';

/** The texts of all blocks of a kind. */
export function blocks(document: string, kind: string): readonly string[] {
  return [...document.matchAll(new RegExp(`\\n\`\`\`${kind}\\n([^]*?)\\n\`\`\``, 'g'))].map(([, text = '']) => text);
}

/** Each console block with the command in its first line, less the name of the program. Others than `ballast` are left to whoever runs them. */
export function consoleBlocks(
  document: string,
  program = 'ballast',
): readonly (readonly [line: string, block: string])[] {
  return blocks(document, 'console').flatMap((block) => {
    const [, name, line = ''] = /^\$ (npx vitest|\w+) (.*)/.exec(block) ?? [];
    assert(name === 'ballast' || name === 'npx vitest', `nobody runs ${block.split('\n')[0] ?? ''}`);
    return name === program ? [[line, block]] : [];
  });
}

/**
 * Where the command's output, in a folder with these files, differs from the block; undefined where it says the same. "..." stands for any
 * lines between the pieces.
 */
export async function difference(
  line: string,
  block: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Difference | undefined> {
  return differenceFrom(await outputOf(line, files), block);
}

export interface Difference {
  readonly wanted: string;
  readonly printed: string;
}

/** Where what a command printed differs from its block. */
export function differenceFrom(printed: string, block: string): Difference | undefined {
  const output = withoutTimes(printed);
  const text = withoutTimes(block.slice(block.indexOf('\n')));
  let rest = output;
  for (const [index, piece] of text.split('\n...').entries()) {
    const wanted = piece.replace(/^\n/, '');
    const at = rest.indexOf(wanted);
    if (at < 0 || (index === 0 && at > 0)) return { wanted, printed: rest };
    rest = rest.slice(at + wanted.length);
  }
  return undefined;
}

/** Words of a command line; quotes keep several together. */
function words(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}

async function outputOf(line: string, files: Readonly<Record<string, string>>): Promise<string> {
  const printed: string[] = [];
  const terminal: Terminal = {
    cwd: folderOf(files).path,
    print: (text) => void printed.push(text),
    complain: (text) => void printed.push(text),
    progress: undefined,
    paint: plainPaint,
    interruptible: async (work) => await work(new AbortController().signal),
    isInterrupted: () => false,
  };
  await run(words(line), terminal);
  return printed.join('\n');
}

/** Times differ from run to run, and so do the blanks that line them up in a table. */
function withoutTimes(text: string): string {
  return text.replaceAll(/ *\b[\d.]+ (?:ms|s)\b/g, ' some time');
}
