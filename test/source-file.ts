// What the tests of the house need to know of a source file: its imports, its comments, the names it mentions.
// Parsed by oxc, so that text in strings and comments is never taken for code.

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';

/** Source texts by their path from the top of the repository, with forward slashes. */
export type SourceTree = ReadonlyMap<string, string>;

export interface SourceFile {
  readonly path: string;
  readonly lineCount: number;
  /** Module names as written: static and dynamic imports, re-exports, `import('…')` types. */
  readonly imports: readonly { readonly name: string; readonly line: number }[];
  readonly comments: readonly { readonly text: string; readonly line: number }[];
  /** Lines on which the type `any` is written. */
  readonly anyLines: readonly number[];
  /** Member accesses such as `it.only`, with their lines. */
  readonly members: readonly { readonly text: string; readonly line: number }[];
}

const top = fileURLToPath(new URL('..', import.meta.url));

/** Reads every `.ts` file of the folders that hold the project's own code. */
export function readSources(): SourceTree {
  const sources = new Map<string, string>();
  for (const folder of ['checker', 'spec', 'src', 'examples', 'test']) {
    for (const name of filesBelow(join(top, folder))) {
      const path = posix.join(folder, name.replaceAll('\\', '/'));
      if (path.endsWith('.ts')) sources.set(path, readFileSync(join(top, path), 'utf8'));
    }
  }
  return sources;
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Throws when the text is not TypeScript. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, module, comments, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;

  const imports: { name: string; line: number }[] = [];
  const anyLines: number[] = [];
  const members: { text: string; line: number }[] = [];
  for (const { moduleRequest } of module.staticImports) {
    imports.push({ name: moduleRequest.value, line: lineAt(moduleRequest.start) });
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) {
      if (moduleRequest) imports.push({ name: moduleRequest.value, line: lineAt(moduleRequest.start) });
    }
  }
  new Visitor({
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string') {
        imports.push({ name: node.source.value, line: lineAt(node.start) });
      }
    },
    TSImportType(node) {
      imports.push({ name: node.source.value, line: lineAt(node.start) });
    },
    TSAnyKeyword(node) {
      anyLines.push(lineAt(node.start));
    },
    MemberExpression(node) {
      members.push({ text: text.slice(node.start, node.end), line: lineAt(node.start) });
    },
  }).visit(program);

  return {
    path,
    lineCount: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports,
    comments: comments.map(({ value, start }) => ({ text: value, line: lineAt(start) })),
    anyLines,
    members,
  };
}
