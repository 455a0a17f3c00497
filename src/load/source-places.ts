// Makes call stacks name the places of files as people wrote them. Loaded files run as transformed code, and Node reads source maps only
// where it is told to, and not for them. A map is read when a stack that needs it is read, so a run without errors pays nothing.

import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Lines and columns count from 1. */
interface PlaceInFile {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

type PlaceReader = (line: number, column: number) => PlaceInFile | undefined;

const readersByScript = new Map<string, PlaceReader>();

/**
 * From now on, stacks through a script show the places of its source. `script` is the path or URL under which stacks name it, `readMap` is
 * called once, by the first such stack, and `linesBefore` counts the lines that stand before the mapped code. A script that somebody else runs
 * too, under the same name and from a map of their own, is mapped twice: a test under vitest that imports a file, and has it loaded by its path
 * besides, sees other lines of it.
 */
export function mapPlaces(script: string, readMap: () => SourceMapPayload, linesBefore = 0): void {
  if (readersByScript.size === 0) mapStacks();
  const folder = dirname(script.startsWith('file:') ? fileURLToPath(script) : script);
  let map: SourceMap | undefined;
  readersByScript.set(script, (line, column) => {
    map ??= new SourceMap(readMap());
    const entry = map.findEntry(line - 1 - linesBefore, column - 1);
    if (!('originalSource' in entry)) return undefined;
    const { originalSource, originalLine, originalColumn } = entry;
    return { file: resolve(folder, originalSource), line: originalLine + 1, column: originalColumn + 1 };
  });
}

/** Puts mapped places under whatever prints stacks already, a test runner's hook for one. */
function mapStacks(): void {
  const before = Error.prepareStackTrace?.bind(Error) ?? printStack;
  Error.prepareStackTrace = (error, sites): unknown => before(error, sites.map(mapSite));
}

/** A call site, which prints itself as a line of a stack. */
type Site = NodeJS.CallSite;

/** As V8 prints a stack. */
function printStack(error: Error, sites: readonly Site[]): string {
  return [String(error), ...sites.map((site) => `    at ${site.toString()}`)].join('\n');
}

function mapSite(site: Site): Site {
  const script = site.getFileName() ?? '';
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (line === null || column === null) return site;
  const place = readersByScript.get(script)?.(line, column);
  if (place === undefined) return site;

  const printed = site.toString().replace(`${script}:${line}:${column}`, `${place.file}:${place.line}:${place.column}`);
  const changed = {
    getFileName: () => place.file,
    getScriptNameOrSourceURL: () => place.file,
    getLineNumber: () => place.line,
    getColumnNumber: () => place.column,
    toString: () => printed,
  };
  // The methods of a call site work on nothing but the call site itself.
  return new Proxy(site, {
    get(target, name): unknown {
      if (Object.hasOwn(changed, name)) return changed[name as keyof typeof changed];
      const method: unknown = Reflect.get(target, name);
      return typeof method === 'function' ? (method.bind(target) as unknown) : method;
    },
  });
}
