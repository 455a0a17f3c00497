// Results of a toy, for the tests of race tables.

import { raceBlocks } from '../../src/report/race.ts';
import type { CheckResult, PropertyResult, StepResult, TraceResult } from '../../src/result/result.ts';

export const change = (place: string, before: string, after: string) => ({ place, before, after });

/** A step of a process: `cpu0`, in these functions, with these changes. */
export function step(actor: string, calls: string, ...changes: StepResult['changes']): StepResult {
  const path = `kind.${calls}`;
  return { action: path, text: path, parameters: [], actor, calls: calls.split('.'), changes, shown: [] };
}

/** A property that this behaviour violates. */
export function violated(steps: readonly StepResult[], more: Partial<PropertyResult> = {}): PropertyResult {
  const trace: TraceResult = {
    initial: [
      { name: 'x', value: '0' },
      { name: 'lock', value: 'free' },
      { name: 'unread', value: '7' },
    ],
    steps,
    states: steps.map(() => ({})),
  };
  return {
    name: 'P',
    kind: 'invariant',
    isSelected: true,
    rule: 'x # 2',
    verdict: 'violated',
    isOn: true,
    steps: steps.length,
    trace,
    ...more,
  };
}

/** A check that found these. */
export function resultOf(properties: readonly PropertyResult[]): CheckResult {
  return {
    kind: 'checked',
    specification: {
      name: 'toy',
      reference: 'toy.ts',
      constants: ['a', 'b', 'c', 'd'].map((name, index) => ({ name: name.repeat(12), value: 1, isDefault: index > 0 })),
      mutant: 'M',
      about: 'a line is missing',
      edits: [],
    },
    modelled: [],
    assumptions: [],
    engine: 'reference',
    reductions: [],
    stateBits: 1,
    verdict: 'violated',
    ended: 'violation',
    limits: {},
    counts: { statesDistinct: 12, statesGenerated: 20, statesInitial: 1, statesCut: 0, depth: 3, areExact: true },
    levels: [],
    digest: '',
    properties,
    actions: [],
    constraints: [],
    neverExercised: [],
    command: 'ballast check toy.ts --mutant M',
    elapsedMs: 1,
    searchMs: 1,
    status: 12,
  };
}

/** The blocks of lines, the table the second. */
export const blocksOf = (property: PropertyResult, form = {}): string[] =>
  raceBlocks({ properties: [property] }, form).map((lines) => lines.join('\n'));
