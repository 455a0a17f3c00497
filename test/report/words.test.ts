import { describe, expect, it } from 'vitest';
import { deed, stepName } from '../../src/report/trace.ts';
import { printOrderings, printRuns, runsOf } from '../../src/report/words.ts';

describe('the name of a step', () => {
  it('leaves out who acts, wherever the step is known from, and keeps everything else', () => {
    expect(deed({ text: 'lock(c: cpu0)', actor: 'cpu0' })).toBe('lock');
    expect(deed({ text: 'lock(c: cpu0)/free(x: 1)', actor: 'cpu0' })).toBe('lock/free(x: 1)');
    expect(deed({ text: 'lock(c: cpu0)', actor: 'cpu1' })).toBe('lock(c: cpu0)');
    expect(deed({ text: 'send(from: cpu0, to: cpu1)', actor: 'cpu0' })).toBe('send(from: cpu0, to: cpu1)');
  });

  it('is that of the procedure and the step, where a process acts', () => {
    const step = {
      text: 'scanner.compact.isolate.lookup/found(p: page0)',
      actor: 'scanner#0',
      calls: ['compact', 'isolate', 'lookup'],
    };
    expect(stepName(step)).toBe('isolate: lookup/found(p: page0)');
    expect(deed(step)).toBe('lookup/found(p: page0)');
  });
});

describe('numbers of steps', () => {
  it('are told as runs of neighbours, two of which stand side by side', () => {
    expect(printRuns(runsOf([1, 2, 3, 5, 6, 9]))).toEqual(['1 to 3', '5', '6', '9']);
    expect(printRuns(runsOf([]))).toEqual([]);
  });
});

describe('orderings', () => {
  const orderings = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      first: index + 1,
      second: index + 2,
      outcome: 'refused' as const,
      reason: 'otherwise it waits',
    }));

  it('are named where they are few, each once', () => {
    expect(printOrderings([...orderings(2), ...orderings(1)])).toEqual([
      'step 1 before 2: otherwise it waits',
      'step 2 before 3: otherwise it waits',
    ]);
  });

  it('are counted where they are many, and the last are named', () => {
    const lines = printOrderings(orderings(999));
    expect(lines[0]).toBe('999 orderings matter; the last 20 are');
    expect(lines.slice(1)).toHaveLength(20);
    expect(lines.at(-1)).toBe('step 999 before 1000: otherwise it waits');
  });
});
