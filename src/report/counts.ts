// With --verbose: in how many states each action was enabled, how often it fired, and how many states each level has.

import type { CheckResult } from '../result/result.ts';
import { columns } from './layout.ts';
import { printCount } from './numbers.ts';

/** Two tables, each a block of its own. */
export function renderCounts({ actions, levels }: CheckResult): string[][] {
  const [enabled, firings] = [
    actions.map(({ statesEnabled }) => printCount(statesEnabled)),
    actions.map((action) => printCount(action.firings)),
  ];
  const right = (cells: readonly string[], heading: string): string[] => {
    const width = Math.max(heading.length, ...cells.map(({ length }) => length));
    return [heading, ...cells].map((cell) => cell.padStart(width));
  };
  const [statesColumn, firingsColumn] = [right(enabled, 'states'), right(firings, 'firings')];
  const names = ['action', ...actions.map(({ action }) => action)];
  const [depths, sizes] = [
    right(
      levels.map((_, depth) => String(depth)),
      'depth',
    ),
    right(levels.map(printCount), 'distinct'),
  ];
  return [
    columns(names.map((name, index) => [`  ${statesColumn[index] ?? ''}`, firingsColumn[index] ?? '', name])),
    columns(depths.map((depth, index) => [`  ${depth}`, sizes[index] ?? ''])),
  ];
}
