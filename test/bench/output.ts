// What the compared programs print, read into one form. Whatever is not a whole search that found nothing wrong is refused.

export interface Counts {
  readonly distinct: number;
  /** Initial states and firings; SPIN's transitions, stored and matched. */
  readonly generated: number;
  /** Known to those that go breadth first. */
  readonly depth?: number;
  /** Known to those that pack states as Ballast does. */
  readonly digest?: string;
}

export interface Search {
  readonly counts: Counts;
  /** The search alone, as the program itself says. */
  readonly ms: number;
}

/** Reads what `pan` prints. Its clock has a resolution of 10 ms. @throws when the search is cut short or finds an error */
export function readPan(out: string): Search {
  const errors = Number(/errors: (\d+)/.exec(out)?.[1] ?? NaN);
  const stored = Number(/^\s*(\S+) states, stored/m.exec(out)?.[1] ?? NaN);
  const transitions = Number(/^\s*(\S+) transitions \(/m.exec(out)?.[1] ?? NaN);
  const seconds = Number(/elapsed time (\S+) seconds/.exec(out)?.[1] ?? NaN);
  const complaint = /^(?:error: .*|Warning: Search not completed|pan: out of memory.*|pan: reached .*)$/m.exec(out);
  if (errors !== 0 || complaint !== null) throw new Error(`pan: ${complaint?.[0] ?? `${errors} errors`}`);
  return { counts: { distinct: whole(stored), generated: whole(transitions) }, ms: 1000 * finite(seconds) };
}

/** Reads the line of JSON that `explorer.c` prints. @throws when it found an error */
export function readExplorer(out: string): Search {
  const found = JSON.parse(out) as Readonly<Record<string, unknown>>;
  if (found['violated'] !== undefined) throw new Error(`explorer: ${String(found['violated'])} is violated`);
  const { distinct, generated, depth, digest, seconds } = found;
  return {
    counts: { distinct: whole(distinct), generated: whole(generated), depth: whole(depth), digest: String(digest) },
    ms: 1000 * finite(seconds),
  };
}

/** Reads the document of `ballast check --json`. @throws unless everything holds after a whole search */
export function readBallast(out: string): Search {
  const { results } = JSON.parse(out) as { readonly results?: readonly Readonly<Record<string, unknown>>[] };
  const { verdict, ended, counts, digest, searchMs } = results?.[0] ?? {};
  if (verdict !== 'holds' || ended !== 'complete') throw new Error(`ballast: ${String(verdict)}, ${String(ended)}`);
  const { statesDistinct, statesGenerated, depth } = counts as Readonly<Record<string, unknown>>;
  return {
    counts: {
      distinct: whole(statesDistinct),
      generated: whole(statesGenerated),
      depth: whole(depth),
      digest: String(digest),
    },
    ms: finite(searchMs),
  };
}

/** What both know and do not agree on, in words; undefined where they agree. */
export function differenceOf(a: Counts, b: Counts): string | undefined {
  const names = ['distinct', 'generated', 'depth', 'digest'] as const;
  const differ = names.filter((name) => a[name] !== undefined && b[name] !== undefined && a[name] !== b[name]);
  if (differ.length === 0) return undefined;
  return differ.map((name) => `${name} ${String(a[name])} against ${String(b[name])}`).join(', ');
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new Error(`a count is missing: ${String(value)}`);
  return value as number;
}

function finite(value: unknown): number {
  if (!Number.isFinite(value)) throw new Error(`a time is missing: ${String(value)}`);
  return value as number;
}
