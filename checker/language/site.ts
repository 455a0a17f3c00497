// Where in the user's file something was created: taken from the call stack when it is made, read only when a message needs it.
// Used for steps, actions, clauses, updates and properties.

import type { Place } from './errors.ts';

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

const framesKept = 14;

/** Remembers where the caller's caller stands in the user's file. */
export function here(): Site {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = framesKept;
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, here);
  Error.stackTraceLimit = limit;
  return new Site(trace);
}

/** The places of some sites, without those that are unknown. */
export function placesOf(...sites: readonly (Site | undefined)[]): Place[] {
  return sites.flatMap((site) => site?.place ?? []);
}

// The folder that holds `language/`: frames inside it are the checker's own.
const own = import.meta.url.replace(/language\/[^/]*$/, '');

function userPlace(stack: string): Place | undefined {
  for (const line of stack.split('\n').slice(1)) {
    const match = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):(\d+)\)?$/.exec(line.trim());
    if (match === null) continue;
    const [, file = '', row = '', column = ''] = match;
    const url = file.startsWith('file://') ? file : `file://${file}`;
    if (url.startsWith(own) || url.includes('/node_modules/') || url.startsWith('file://node:')) continue;
    return { file: decodeURIComponent(url.slice('file://'.length)), line: Number(row), column: Number(column) };
  }
  return undefined;
}
