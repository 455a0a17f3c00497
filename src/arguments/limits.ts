// --max-states, --max-depth, --time and --memory: where a search ends before everything is explored. There is no hidden default.

import { UsageError } from '../../checker/index.ts';

export interface Limits {
  readonly states?: number | undefined;
  /** Steps from an initial state. */
  readonly depth?: number | undefined;
  readonly timeMs?: number | undefined;
  readonly memoryBytes?: number | undefined;
}

export interface LimitTexts {
  readonly maxStates?: string | undefined;
  readonly maxDepth?: string | undefined;
  readonly time?: string | undefined;
  readonly memory?: string | undefined;
}

/** What whoever asks calls the options: on the command line so. */
export type LimitNames = Readonly<Record<keyof LimitTexts, string>>;
const namesOfCommand = { maxStates: '--max-states', maxDepth: '--max-depth', time: '--time', memory: '--memory' };

/** The limits asked for. @throws UsageError naming the option and what it takes */
export function parseLimits(
  { maxStates, maxDepth, time, memory }: LimitTexts,
  names: LimitNames = namesOfCommand,
): Limits {
  return {
    states: maxStates === undefined ? undefined : parseCount(names.maxStates, maxStates, 1),
    depth: maxDepth === undefined ? undefined : parseCount(names.maxDepth, maxDepth, 0),
    timeMs: time === undefined ? undefined : parseTime(time, names.time),
    memoryBytes: memory === undefined ? undefined : parseMemory(memory, names.memory),
  };
}

/** A whole number. Large ones are easier to write, and to read in a script, as 5_000_000, 5,000,000 or 5e6. */
export function parseCount(option: string, text: string, least: number, most?: number): number {
  const plain = text.replaceAll(/(?<=\d)[_,](?=\d)/g, '');
  const count = /^\d+(?:e\d+)?$/.test(plain) ? Number(plain) : NaN;
  if (count >= least && count <= (most ?? Number.MAX_SAFE_INTEGER)) return count;
  const within = most === undefined ? `${least} or more` : `${least} to ${most}`;
  throw new UsageError(`'${text}' is no number for ${option}`, { mend: `${option} takes a whole number, ${within}` });
}

const millisecondsOf: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

export function parseTime(text: string, option = namesOfCommand.time): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(text) ?? [];
  const milliseconds = Number(number) * (millisecondsOf[unit] ?? NaN);
  if (milliseconds > 0) return milliseconds;
  throw new UsageError(`'${text}' is no time for ${option}`, {
    mend: `${option} takes seconds, or a unit: 30s, 5m, 2h`,
  });
}

const bytesOf: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

function parseMemory(text: string, option: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([kmgt])i?b?$/i.exec(text) ?? [];
  const bytes = Number(number) * (bytesOf[unit?.toLowerCase() ?? ''] ?? NaN);
  if (bytes > 0) return bytes;
  throw new UsageError(`'${text}' is no size for ${option}`, {
    mend: `${option} takes a size with its unit: 512MB, 4GB`,
  });
}
