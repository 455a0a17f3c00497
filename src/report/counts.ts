// With --verbose: in how many states each action was enabled, how often it fired, and how many states each level has.

import { columns } from './layout.ts';
import { printCount } from './numbers.ts';

export interface ActionCounts {
  readonly action: string;
  /** States in which it was enabled: different ones of a search, visits of a walk. */
  readonly enabled: number;
  readonly firings: number;
}

/** A line for each action. `heading`: what `enabled` counts. */
export function renderActions(actions: readonly ActionCounts[], heading: 'states' | 'visits'): string[] {
  const enabled = rightwards(
    heading,
    actions.map((each) => each.enabled),
  );
  const firings = rightwards(
    'firings',
    actions.map((each) => each.firings),
  );
  const names = ['action', ...actions.map(({ action }) => action)];
  return columns(names.map((name, index) => [`  ${enabled[index] ?? ''}`, firings[index] ?? '', name]));
}

/** A line for each level. */
export function renderLevels(levels: readonly number[]): string[] {
  const depths = rightwards(
    'depth',
    levels.map((_, depth) => depth),
  );
  const sizes = rightwards('distinct', levels);
  return columns(depths.map((depth, index) => [`  ${depth}`, sizes[index] ?? '']));
}

/** A column of numbers under its heading. */
function rightwards(heading: string, counts: readonly number[]): string[] {
  const cells = [heading, ...counts.map(printCount)];
  const width = Math.max(...cells.map(({ length }) => length));
  return cells.map((cell) => cell.padStart(width));
}
