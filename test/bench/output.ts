// What the compared programs print, read into one form. Whatever is not a whole search that found nothing wrong is refused.

export interface Counts {
  /** Of representatives where something is left out. */
  readonly distinct: number;
  /** Initial states and firings; SPIN's transitions, stored and matched. */
  readonly generated: number;
  /** How many states the distinct ones stand for; known to those that count what symmetry leaves out. */
  readonly full?: number;
  /** The reductions in force, as `symmetry, chains`; known to those that say it. */
  readonly reductions?: string;
  /** Known to those that go breadth first. */
  readonly depth?: number;
  /** Known to those that pack states as Ballast does. */
  readonly digest?: string;
}

export interface Search {
  readonly counts: Counts;
  /** The search alone, as the program itself says; undefined where it does not. */
  readonly ms: number | undefined;
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

/** Reads what a verifier of Rumur prints, whose clock knows whole seconds only. @throws unless it found no error */
export function readRumur(out: string): Search {
  const status = /^Status:\s*^\s*(.*)$/m.exec(out)?.[1] ?? 'no status';
  if (status !== 'No error found.') throw new Error(`rumur: ${status}`);
  const [, states = NaN, fired = NaN] = /^\s*(\d+) states, (\d+) rules fired in \d+s\.$/m.exec(out) ?? [];
  // One start state, which no rule fires.
  return { counts: { distinct: whole(Number(states)), generated: whole(1 + Number(fired)) }, ms: undefined };
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
  const { verdict, ended, counts, digest, reductions = [], searchMs } = results?.[0] ?? {};
  if (verdict !== 'holds' || ended !== 'complete') throw new Error(`ballast: ${String(verdict)}, ${String(ended)}`);
  const { statesDistinct, statesGenerated, statesFull, depth } = counts as Readonly<Record<string, unknown>>;
  const told = reductions as readonly { readonly name: string; readonly isInForce: boolean }[];
  return {
    counts: {
      distinct: whole(statesDistinct),
      generated: whole(statesGenerated),
      ...(statesFull === undefined ? {} : { full: whole(statesFull) }),
      reductions: told.flatMap(({ name, isInForce }) => (isInForce ? [name] : [])).join(', '),
      depth: whole(depth),
      digest: String(digest),
    },
    ms: finite(searchMs),
  };
}

/** What both know and do not agree on, in words; undefined where they agree. */
export function differenceOf(a: Partial<Counts>, b: Partial<Counts>): string | undefined {
  const names = ['reductions', 'distinct', 'generated', 'full', 'depth', 'digest'] as const;
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
