// What one search held is let go of before the next one of the same process begins. V8 collects when its own heap is full, and does not count
// what generated code has filled of the memory that is reserved for it: a row of large searches would keep all of that.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** So much more than after the last time, and it is worth collecting. */
const grownBytes = 256 * 2 ** 20;

let leastBytes: number | undefined;

/** To be called before a search. Costs some 20 ms where the process has grown by much, and nothing where it has not. */
export function releaseEarlierSearches(): void {
  const bytes = process.memoryUsage.rss();
  leastBytes ??= bytes;
  if (bytes < leastBytes + grownBytes) return;
  collect();
  leastBytes = process.memoryUsage.rss();
}

function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  gc();
}
