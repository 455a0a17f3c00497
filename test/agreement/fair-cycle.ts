// Whether a graph has a fair cycle, naively: strongly connected components, each taken apart where strong fairness asks for it. Every state may
// stutter, so that it is a cycle by itself.

export interface Edge {
  readonly to: number;
  readonly label: number;
}

export interface Fair {
  readonly strength: 'weak' | 'strong';
  readonly isMeant: (edge: Edge) => boolean;
}

export interface FairGraph {
  /** By state all edges that there are, by which a condition is enabled. */
  readonly all: readonly (readonly Edge[])[];
  /** And those that a cycle may go along. */
  readonly kept: readonly (readonly Edge[])[];
  readonly fair: readonly Fair[];
  /** Some state of the cycle has to be one of these. */
  readonly isWanted: (state: number) => boolean;
}

export function hasFairCycle(states: readonly number[], graph: FairGraph): boolean {
  return componentsOf(states, graph).some((component) => isFair(component, graph));
}

function isFair(component: readonly number[], graph: FairGraph): boolean {
  const { all, kept, fair, isWanted } = graph;
  if (!component.some(isWanted)) return false;
  const within = component.flatMap((state) => (kept[state] ?? []).filter(({ to }) => component.includes(to)));
  const isEnabled = ({ isMeant }: Fair, state: number): boolean => (all[state] ?? []).some(isMeant);
  const passedOver = fair.filter(
    (condition) =>
      !within.some(condition.isMeant) &&
      (condition.strength === 'weak'
        ? component.every((state) => isEnabled(condition, state))
        : component.some((state) => isEnabled(condition, state))),
  );
  if (passedOver.length === 0) return true;
  if (passedOver.some(({ strength }) => strength === 'weak')) return false;
  const left = component.filter((state) => !passedOver.some((condition) => isEnabled(condition, state)));
  return hasFairCycle(left, graph);
}

function componentsOf(states: readonly number[], { kept }: FairGraph): readonly (readonly number[])[] {
  const inside = new Set(states);
  const back = new Map<number, number[]>();
  for (const state of states)
    for (const { to } of kept[state] ?? []) if (inside.has(to)) back.set(to, [...(back.get(to) ?? []), state]);
  const forth = (state: number): readonly number[] =>
    (kept[state] ?? []).flatMap(({ to }) => (inside.has(to) ? [to] : []));
  const left = new Set(states);
  const components: (readonly number[])[] = [];
  for (const state of states) {
    if (!left.has(state)) continue;
    const [from, to] = [reached(state, forth), reached(state, (each) => back.get(each) ?? [])];
    const component = [...from].filter((each) => to.has(each));
    for (const each of component) left.delete(each);
    components.push(component);
  }
  return components;
}

function reached(start: number, next: (state: number) => readonly number[]): ReadonlySet<number> {
  const found = new Set([start]);
  for (const state of found) for (const each of next(state)) found.add(each);
  return found;
}
