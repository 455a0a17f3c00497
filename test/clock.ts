// A clock for tests of limits of time: with it they mean the same on a slow or busy machine.

import { onTestFinished } from 'vitest';

/** Until the test has ended, time goes on by `stepMs` whenever somebody looks at the clock, and at no other time. */
export function clockOfLooks(stepMs: number): void {
  const now = performance.now.bind(performance);
  let nowMs = 0;
  performance.now = () => (nowMs += stepMs);
  onTestFinished(() => void (performance.now = now));
}
