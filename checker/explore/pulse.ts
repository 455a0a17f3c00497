// When a search looks up from its work: for limits of time, for Ctrl-C, and to say how far it is.

import type { Ended, Progress } from '../interpret/result.ts';

/** `P`: what is said of how far it is. */
export interface Pulse<P = Omit<Progress, 'elapsedMs'>> {
  readonly isDue: () => boolean;
  /** Reports, returns to the event loop once, and says why to stop, if there is a reason. */
  readonly beat: (progress: P) => Promise<Extract<Ended, 'time' | 'interrupted'> | undefined>;
}

interface Request<P> {
  readonly timeMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: NoInfer<P> & { readonly elapsedMs: number }) => void) | undefined;
}

/** Milliseconds of work between two returns to the event loop. */
const pulseMs = 50;

export function createPulse<P = Omit<Progress, 'elapsedMs'>>(
  { timeMs, signal, onProgress }: Request<P>,
  startMs: number,
): Pulse<P> {
  let dueMs = startMs + Math.min(pulseMs, timeMs ?? pulseMs);
  return {
    isDue: () => performance.now() >= dueMs,
    beat: async (progress) => {
      onProgress?.({ ...progress, elapsedMs: performance.now() - startMs });
      await new Promise((resolve) => void setImmediate(resolve));
      const elapsedMs = performance.now() - startMs;
      dueMs = Math.min(performance.now() + pulseMs, startMs + Math.max(elapsedMs, timeMs ?? Infinity));
      if (signal?.aborted === true) return 'interrupted';
      return timeMs !== undefined && elapsedMs >= timeMs ? 'time' : undefined;
    },
  };
}
