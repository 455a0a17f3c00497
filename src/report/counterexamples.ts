// Counterexamples of whatever found them: each behaviour as a table, and below it what it violates and why.

import type { PropertyResult, TraceResult } from '../result/result.ts';
import type { Paint } from '../terminal.ts';
import { foldWords, indented } from './layout.ts';
import { printLength } from './lasso.ts';
import { mappedBlocks } from './mapped-table.ts';
import { renderTrace } from './trace.ts';
import { judgedOf } from './verdicts.ts';
import { listed } from './words.ts';
import { renderWhy } from './why.ts';

/** A block for each behaviour, the shortest first; the properties that one behaviour violates stand under one table. */
export function renderCounterexamples(properties: readonly PropertyResult[], paint: Paint): string[][] {
  const behaviours = behavioursOf(properties);
  return behaviours.map((group) => {
    const reasons = group.flatMap((property) => {
      const [first = '', ...more] = renderWhy(property);
      return [paint('bad', first), ...more];
    });
    // Of a single behaviour the headline has said what it violates.
    const title = behaviours.length === 1 ? [] : [paint('strong', foldWords(titleOf(group), { indent: 2 })), ''];
    const mapped = mappedBlocks(group).flatMap((lines) => ['', ...lines]);
    return [...title, ...tableOf(group[0]), ...mapped, '', ...reasons];
  });
}

/** What is violated, by behaviour: the shortest first, and the properties together that one behaviour violates. */
export function behavioursOf(properties: readonly PropertyResult[]): readonly (readonly PropertyResult[])[] {
  const violated = judgedOf(properties).filter(({ verdict, kind }) => verdict === 'violated' && kind !== 'reachable');
  const shortestFirst = [...violated].sort((a, b) => (a.steps ?? Infinity) - (b.steps ?? Infinity));
  const behaviours = new Map<string, PropertyResult[]>();
  for (const property of shortestFirst) {
    const key = property.trace === undefined ? property.name : behaviourKey(property.trace);
    behaviours.set(key, [...(behaviours.get(key) ?? []), property]);
  }
  return [...behaviours.values()];
}

function tableOf({ trace, untraced }: Pick<PropertyResult, 'trace' | 'untraced'> = {}): string[] {
  if (trace === undefined) return [indented(`there is no trace${untraced === undefined ? '' : `: ${untraced}`}`, 2)];
  return trace.states.length === 0 ? ['  no initial state could be made'] : renderTrace(trace);
}

function titleOf(group: readonly PropertyResult[]): string {
  const are = group.length === 1 ? 'is' : 'are';
  return `${listed(group.map(({ name }) => name))} ${are} violated${printLength(group[0] ?? {})}`;
}

function behaviourKey({ initial, steps, loop }: TraceResult): string {
  return JSON.stringify([initial, steps.map(({ text, action }) => [action, text]), loop?.from]);
}
