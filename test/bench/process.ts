// Runs a command to its end and says what it cost as seen from outside: time from start to exit, and the peak of its resident memory.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Command {
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Exit statuses that are no failure. Default: 0. */
  readonly statuses?: readonly number[];
}

export interface Finished {
  readonly wallMs: number;
  /** Undefined where /usr/bin/time is missing. Of several processes that of the largest. */
  readonly peakBytes: number | undefined;
  readonly out: string;
}

const timer = '/usr/bin/time';

/** Whether peaks can be told. */
export const tellsPeaks = existsSync(timer);

/** @throws with the end of what the command printed, when its status is none of those expected */
export function run({ words, env = {}, cwd, statuses = [0] }: Command, folder: string): Finished {
  const peakFile = join(folder, 'peak');
  const [program = '', ...rest] = tellsPeaks ? [timer, '-q', '-f', '%M', '-o', peakFile, ...words] : words;
  const begunMs = performance.now();
  const { status, signal, stdout, stderr, error } = spawnSync(program, rest, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const wallMs = performance.now() - begunMs;
  if (error !== undefined) throw error;
  if (status === null || !statuses.includes(status)) {
    throw new Error(`${words.join(' ')} ended with ${status ?? signal}\n${`${stdout}${stderr}`.slice(-2000)}`);
  }
  const peakBytes = tellsPeaks ? 1024 * Number(readFileSync(peakFile, 'utf8').trim()) : undefined;
  return { wallMs, peakBytes, out: stdout };
}

/** The first line that a command prints, or undefined where there is no such command. */
export function firstLine(words: readonly string[]): string | undefined {
  const [program = '', ...rest] = words;
  const { error, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8' });
  return error === undefined ? `${stdout}${stderr}`.trim().split('\n')[0] : undefined;
}
