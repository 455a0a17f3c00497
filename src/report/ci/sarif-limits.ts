// What GitHub takes of a SARIF file. A file beyond a limit is refused as a whole, so what would be too much is left out, and said to be. The
// numbers: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit

import { gzipSync } from 'node:zlib';
import type { Notification, Result, Run } from 'sarif';
import { printCounted } from '../numbers.ts';
import { shortened, visible } from './findings.ts';

export interface SarifLimits {
  readonly results: number;
  readonly rules: number;
  /** Places in the thread flows of one result. */
  readonly flowLocations: number;
  /** Letters of a message or a description, and of a rule's name. */
  readonly text: number;
  readonly name: number;
  readonly tags: number;
  /** Of the whole file, compressed. */
  readonly bytes: number;
}

export const githubLimits: SarifLimits = {
  results: 25_000,
  rules: 25_000,
  flowLocations: 10_000,
  text: 1024,
  name: 255,
  tags: 20,
  bytes: 10 * 1024 * 1024,
};

/** A plain text as SARIF has it: nothing in it is a link or is replaced. Says where it is cut. */
export function messageText(text: string, most: number): string {
  const plain = visible(text)
    .replaceAll(/\[(?=[^[\]]*\]\()/g, String.raw`\[`)
    .replaceAll(/\{(\d+)\}/g, '{{$1}}');
  return shortened(plain, most, ' [cut]');
}

/** A run that says what was left out of it. */
export function noted(run: Run, leftOut: readonly string[]): Run {
  const [invocation] = run.invocations ?? [];
  if (leftOut.length === 0 || invocation === undefined) return run;
  const notifications = leftOut.map((text): Notification => ({
    level: 'warning',
    message: { text: `left out, since GitHub takes no more: ${text}` },
  }));
  const before = invocation.toolExecutionNotifications ?? [];
  return { ...run, invocations: [{ ...invocation, toolExecutionNotifications: [...before, ...notifications] }] };
}

/** Within the limit on the size: without the longest traces, and if that is not enough without the last results. */
export function withinBytes(run: Run, { bytes, text }: Pick<SarifLimits, 'bytes' | 'text'>): Run {
  let results: readonly Result[] = run.results ?? [];
  const whole = results.length;
  const isTooLarge = (): boolean => isBeyond({ ...run, results: [...results] }, bytes);
  while (isTooLarge() && results.some(({ codeFlows }) => codeFlows !== undefined))
    results = withoutLongest(results, text);
  const traces = results.filter(
    (result, index) => result.codeFlows === undefined && run.results?.[index]?.codeFlows !== undefined,
  );
  while (results.length > 0 && isTooLarge()) results = results.slice(0, Math.floor(results.length / 2));
  return noted({ ...run, results: [...results] }, [
    ...(traces.length === 0 ? [] : [printCounted(traces.length, 'trace')]),
    ...(results.length === whole ? [] : [printCounted(whole - results.length, 'result')]),
  ]);
}

/** For what stands around the run. */
const bytesKept = 1024;

function isBeyond(run: Run, most: number): boolean {
  // Whoever writes it may indent it, which is a fifth more when it is compressed.
  const text = JSON.stringify({ runs: [run] }, undefined, 2);
  // What is small enough as it is need not be compressed.
  return Buffer.byteLength(text) > most - bytesKept && gzipSync(text).length > most - bytesKept;
}

const traceless = '\nThe trace is left out, since GitHub takes no more.';

/** Without a quarter of the traces, the longest. */
function withoutLongest(results: readonly Result[], textMost: number): readonly Result[] {
  const traced = results.filter(({ codeFlows }) => codeFlows !== undefined);
  const sizes = new Map(traced.map((result) => [result, JSON.stringify(result.codeFlows).length]));
  const longest = [...traced].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const dropped = new Set(longest.slice(0, Math.ceil(traced.length / 4)));
  return results.map((result) => {
    if (!dropped.has(result)) return result;
    const { codeFlows: _, message, ...rest } = result;
    return {
      ...rest,
      message: { text: shortened(message.text ?? '', textMost - traceless.length, ' [cut]') + traceless },
    };
  });
}
