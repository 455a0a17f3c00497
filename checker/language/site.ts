// Where in the user's file something was created: taken from the call stack when it is made, read only when a message needs it.
// Used for steps, actions, clauses, updates and properties.

import { SpecError, type Place } from './errors.ts';

/** A creation site. Capturing costs a few microseconds; the place is worked out when asked for. */
export class Site {
  readonly #trace: { readonly stack?: string };
  #place: Place | null | undefined;

  constructor(trace: { readonly stack?: string }) {
    this.#trace = trace;
  }

  /** The first place outside the checker, or undefined where the stack shows none. */
  get place(): Place | undefined {
    this.#place ??= userPlace(this.#trace.stack ?? '') ?? null;
    return this.#place ?? undefined;
  }
}

/** The first place outside the checker is never more than 7 frames away in what comes with it. */
const framesKept = 12;

/** Remembers where the caller's caller stands in the user's file. */
export function here(): Site {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = framesKept;
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, here);
  Error.stackTraceLimit = limit;
  return new Site(trace);
}

/**
 * Runs the user's part of a build. An error of the specification that is thrown there without a place gets the user's line in its
 * own stack; errors thrown outside have none, since the first foreign frame would be whoever asked for the build.
 */
export function inUserCode<R>(run: () => R): R {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 40;
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SpecError) || error.places.length > 0) throw error;
    throw error.at(placesOf(new Site(error)));
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The places of some sites, without those that are unknown. */
export function placesOf(...sites: readonly (Site | undefined)[]): Place[] {
  return sites.flatMap((site) => site?.place ?? []);
}

// The folder that holds `language/`, and that of the command: frames inside them are the program's own. So are those of the sources that they
// are built from, which stacks name where source maps are read.
const checker = import.meta.url.replace(/language\/[^/]*$/, '');
const own = [checker, checker.replace(/checker\/$/, 'src/')].flatMap((folder) => [
  folder,
  folder.replace(/dist\/(?=\w+\/$)/, ''),
]);

function userPlace(stack: string): Place | undefined {
  for (const line of stack.split('\n').slice(1)) {
    const place = placeOfFrame(line.trim());
    if (place === undefined) continue;
    const url = place.file.startsWith('file://') ? place.file : `file://${place.file}`;
    if (own.some((folder) => url.startsWith(folder)) || /\/node_modules\/(?:immutable|jiti)\//.test(url)) continue;
    return { ...place, file: decodeURIComponent(url.slice('file://'.length)) };
  }
  return undefined;
}

// "at name (file:line:column)" or "at file:line:column"; folders may have spaces and parentheses in their names.
function placeOfFrame(frame: string): Place | undefined {
  const match =
    /^at (?:async )?((?:file:\/\/)?\/.*):(\d+):(\d+)$/.exec(frame) ??
    /^at .*? \(((?:file:\/\/)?\/.*):(\d+):(\d+)\)$/.exec(frame);
  if (match === null) return undefined;
  const [, file = '', line = '', column = ''] = match;
  return { file, line: Number(line), column: Number(column) };
}
