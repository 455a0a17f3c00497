// When a search looks up from its work: for limits of time, for Ctrl-C, and to say how far it is.

import type { Ended, Progress } from '../interpret/result.ts';

export interface Pulse {
  readonly isDue: () => boolean;
  /** Reports, returns to the event loop once, and says why to stop, if there is a reason. */
  readonly beat: (progress: Omit<Progress, 'elapsedMs'>) => Promise<Ended | undefined>;
}

interface Request {
  readonly timeMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Milliseconds of work between two returns to the event loop. */
const pulseMs = 50;

export function createPulse({ timeMs, signal, onProgress }: Request, startMs: number): Pulse {
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
