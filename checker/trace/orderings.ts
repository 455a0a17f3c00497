// Which orderings of a trace matter. A block is the consecutive steps of one process; two neighbouring blocks change places, and the schedule is
// run again: a step is refused, or all can be taken and the property is not violated (saved), or it still is, and then the order does not
// matter. Where a step now fails in some other way, it is refused too. Of the two blocks those steps are named between which the trouble passes.

import type { Node } from '../language/tree.ts';
import { printNode } from '../language/print.ts';
import type { Value } from '../language/values.ts';
import type { TraceStep } from '../interpret/result.ts';
import { sameState, type State } from '../interpret/state.ts';
import type { World } from '../interpret/world.ts';
import type { Studied } from './ending.ts';
import { shortName } from './names.ts';
import { pairOf, type Block } from './pairs.ts';
import { distinct, meet, printAt, type Path } from './path.ts';
import { readsOf, valueOf } from './reads.ts';
import { actionOf, take, type Taken } from './retrace.ts';
import { inState, inStep, type Shown } from './violation.ts';

export interface Ordering {
  /** The step that has to come first, and the one that it comes before; from 1. */
  readonly first: number;
  readonly second: number;
  readonly outcome: 'refused' | 'saved';
  readonly reason: string;
}

/** At most so many steps are taken again to find the orderings that matter: a second or two. Enough for any trace of 300 steps. */
const retakenMost = 50_000;

/** The orderings that matter, in the order of the trace; undefined where that would take too long, so that none is taken for one that does not. */
export function orderingsOf(studied: Studied, most = retakenMost): readonly Ordering[] | undefined {
  const blocks = blocksOf(studied.trace.steps);
  const budget = { left: most };
  const orderings = blocks.slice(1).flatMap((second, index) => {
    const first = blocks[index];
    const swapped = first && swap(studied, first, second, budget);
    return first === undefined || swapped === undefined ? [] : [orderingOf(studied, first, second, swapped)];
  });
  return budget.left < 0 ? undefined : orderings;
}

export function blocksOf(steps: readonly TraceStep[]): readonly Block[] {
  const blocks: { from: number; to: number }[] = [];
  for (const [index, { actor }] of steps.entries()) {
    const last = blocks.at(-1);
    if (last !== undefined && steps[last.to]?.actor === actor) last.to = index;
    else blocks.push({ from: index, to: index });
  }
  return blocks;
}

/** What became of the swapped schedule, where its order matters: the step at which it shows, and in which state. */
interface Swapped {
  readonly outcome: 'refused' | 'saved';
  readonly index: number;
  /** The condition that is false. */
  readonly node?: Node;
  readonly world: World;
  readonly message?: string;
  /** The states in which the steps were taken. */
  readonly states: ReadonlyMap<number, State>;
}

function swap(
  { specification, shown, trace, ending }: Studied,
  first: Block,
  second: Block,
  budget: { left: number },
): Swapped | undefined {
  const order = [
    ...indices(second),
    ...indices(first),
    ...indices({ from: second.to + 1, to: trace.steps.length - 1 }),
  ];
  const states = new Map<number, State>();
  let state = trace.states[first.from];
  for (const [place, index] of order.entries()) {
    const step = trace.steps[index];
    budget.left -= 1;
    if (step === undefined || state === undefined || budget.left < 0) return undefined;
    states.set(index, state);
    const taken: Taken = take(actionOf(specification, step), step, state);
    const world: World = { state, bound: new Map() };
    // Where nobody can go on, whoever was to be next, the deadlock is there all the same.
    if (taken.kind === 'refused' && shown.kind === 'deadlock' && inState(specification, shown, state) !== undefined)
      return undefined;
    if (taken.kind === 'refused') return { outcome: 'refused', index, node: taken.node, world: taken.world, states };
    if (taken.kind === 'failed') {
      if (taken.property === shown.name) return undefined;
      return { outcome: 'refused', index, world, message: taken.message, states };
    }
    const isShown = inStep(specification, shown, { from: state, to: taken.state, action: step.action }) !== undefined;
    if (isShown) return undefined;
    if (ending.isStep && index === trace.steps.length - 1) return { outcome: 'saved', index, world, states };
    state = taken.state;
    // From the same state on everything is as it was.
    const same = trace.states[first.from + place + 1];
    if (place + 1 >= second.to + 1 - first.from && same !== undefined && sameState(state, same)) return undefined;
    if (shown.kind !== 'deadlock' && inState(specification, shown, state) !== undefined) return undefined;
  }
  if (state === undefined || inState(specification, shown, state) !== undefined) return undefined;
  return { outcome: 'saved', index: trace.steps.length, world: { state, bound: new Map() }, states };
}

function indices({ from, to }: Block): readonly number[] {
  return Array.from({ length: to + 1 - from }, (_, offset) => from + offset);
}

function orderingOf(studied: Studied, first: Block, second: Block, swapped: Swapped): Ordering {
  const { trace, ending, shown, steps, isRelevant } = studied;
  const { outcome, index } = swapped;
  if (outcome === 'saved') {
    const between = pairOf(steps, isRelevant, { first, second }, { at: index, reads: ending.clause });
    // In the state where the clause is read: before the last step where that is violated, else after it.
    const [places, was] = [placesRead(studied, ending.clause), trace.states[index]];
    const differing = places.filter(
      (path) =>
        was !== undefined &&
        printAt(studied.specification, path, was).value !==
          printAt(studied.specification, path, swapped.world.state).value,
    );
    return {
      ...between,
      outcome,
      reason: `otherwise ${unshown(shown)}${told(studied, differing, swapped.world.state)}`,
    };
  }
  const step = trace.steps[index];
  const diverted = swapped.node && divertedAt(studied, index, swapped);
  const [at, node, world] =
    diverted === undefined ? [index, swapped.node, swapped.world] : [diverted.index, diverted.node, diverted.world];
  const reads = node === undefined ? [] : readsOf(node, world);
  const between = pairOf(steps, isRelevant, { first, second }, { at, reads });
  const named = trace.steps[at] ?? step;
  const name = named === undefined ? '' : shortName(named);
  if (swapped.message !== undefined)
    return { ...between, outcome, reason: `otherwise ${name} fails: ${swapped.message}` };
  const places = placesRead(studied, reads);
  const why =
    places.length > 0 ? told(studied, places, world.state) : node === undefined ? '' : `: ${printNode(node)} is false`;
  return {
    ...between,
    outcome,
    reason: `otherwise ${name} ${diverted === undefined ? 'is refused' : 'goes another way'}${why}`,
  };
}

function unshown({ kind, name }: Shown): string {
  if (kind === 'deadlock') return 'somebody can go on';
  return kind === 'reachable' ? `${name} is not reached` : `${name} is not violated`;
}

/** What is shared of some places; where nothing is, what is remembered; never where processes stand. */
function placesRead({ specification }: Studied, reads: readonly Path[]): readonly Path[] {
  const roles = new Map(specification.variables.map(({ name, role }) => [name, role]));
  const ofRole = (role: string): readonly Path[] =>
    distinct(reads).filter(({ variable }) => roles.get(variable) === role);
  return ofRole('declared').length > 0 ? ofRole('declared') : ofRole('local');
}

function told({ specification }: Studied, paths: readonly Path[], state: State): string {
  const parts = paths.slice(0, 2).map((path) => {
    const { name, value } = printAt(specification, path, state);
    return `${name} is ${value}`;
  });
  return parts.length === 0 ? '' : `: ${parts.join(' and ')}`;
}

/** Where a step is refused since its process stands elsewhere: the step before it in which the process went another way, and by what. */
function divertedAt(
  { specification, trace, steps }: Studied,
  index: number,
  { node: refused, world: at, states }: Swapped,
): { readonly index: number; readonly node: Node; readonly world: World } | undefined {
  const own = steps[index]?.own;
  if (refused === undefined || own === undefined || !readsOf(refused, at).every((path) => meet(path, own)))
    return undefined;
  let previous = index - 1;
  while (previous >= 0 && trace.steps[previous]?.actor !== trace.steps[index]?.actor) previous -= 1;
  const step = trace.steps[previous];
  const [before, now] = [trace.states[previous], states.get(previous)];
  if (step === undefined || before === undefined || now === undefined) return undefined;
  const action = actionOf(specification, step);
  const truths: (Value | undefined)[] = [];
  take(action, step, before, { decided: (node, world) => void truths.push(valueOf(node, world)) });
  let found: { node: Node; world: World } | undefined;
  let count = 0;
  take(action, step, now, {
    decided: (node, world) => {
      if (found === undefined && valueOf(node, world) !== truths[count])
        found = { node, world: { state: world.state, bound: new Map(world.bound) } };
      count += 1;
    },
  });
  return found && { index: previous, ...found };
}
