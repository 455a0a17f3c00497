// A trace from a search that explores only some orders of the steps, or passes through states: along what it has stored, so perhaps not a
// shortest one. The way is found among representatives, by the steps that the search takes; then real states go the same way.

import type { Bits } from '../language/bits.ts';
import { assert, InternalError } from '../language/errors.ts';
import { aloneBy } from './ample.ts';
import { fire, type Outcome } from './fire.ts';
import { initialStates } from './initial.ts';
import type { Interleaving } from './interleaving.ts';
import type { Representing } from './real-states.ts';
import type { Reducing } from './reducing.ts';
import { traceThrough, type FoundTrace, type Goal, type Marked, type MarkedStates } from './shortest.ts';
import type { State } from './state.ts';

type Searched = Pick<Reducing, 'original' | 'specification'> & { readonly interleaving: Interleaving };

/** @throws InternalError where the interpreter does not find the way */
export function* someTrace(
  { original, specification, interleaving }: Searched,
  { find }: Pick<MarkedStates, 'find'>,
  goal: Goal,
  { representative, keyOf }: Representing,
): Bits<FoundTrace> {
  const goesOn = goingOn({ specification, interleaving });
  const visits: Marked[] = [initialOf(original, (state) => find(representative(state), 0) !== undefined, goal)];
  const outcomes: Outcome[] = [];
  const here = (): Marked => visits.at(-1) ?? noState();
  // The real state that follows where a representative has a successor: there is one, whatever the naming.
  const follow = (successor: State): void => {
    const key = keyOf(representative(successor));
    const next = firingsIn(original, here().state).find(
      ({ result }) => result.kind === 'successor' && keyOf(representative(result.state)) === key,
    );
    assert(
      next?.result.kind === 'successor',
      `'${goal.property}': no step leads on from a state ${outcomes.length} steps deep`,
    );
    visits.push({ state: next.result.state, number: 0 });
    outcomes.push(next);
  };

  let at = representative(here().state);
  for (let depth = 0; depth < goal.steps; depth += 1) {
    yield;
    const last = depth + 1 === goal.steps ? lastFrom(original, here(), goal) : undefined;
    if (last !== undefined) return traceThrough(visits, [...outcomes, last]);
    const way = firingsIn(specification, at)
      .flatMap(({ result }) => (result.kind === 'successor' ? [goesOn(result.state)] : []))
      .find((passed) => find(representative(endOf(passed)), depth + 1) !== undefined);
    assert(way !== undefined, `'${goal.property}': nothing leads on from level ${depth}`);
    way.forEach(follow);
    at = representative(endOf(way));
  }
  return traceThrough(visits, outcomes);
}

function initialOf(
  specification: Reducing['original'],
  isMarked: (state: State) => boolean,
  { property }: Goal,
): Marked {
  for (const initial of initialStates(specification))
    if (initial?.kind === 'successor' && isMarked(initial.state)) return { state: initial.state, number: 0 };
  throw new InternalError(`'${property}': no initial state leads on`);
}

function lastFrom(specification: Reducing['original'], from: Marked, { isLast }: Goal): Outcome | undefined {
  return firingsIn(specification, from.state).find((outcome) => isLast(from, outcome));
}

/** The states that are passed through from one on, it included; the last is where the search stores one. */
function goingOn({ specification, interleaving }: Omit<Searched, 'original'>): (state: State) => readonly State[] {
  if (!interleaving.isChained) return (state) => [state];
  const alone = aloneBy(specification, interleaving.plan);
  return (start) => {
    const passed = [start];
    for (let state = start; ;) {
      const outcomes = alone(state, () => undefined)?.flatMap((each) => each.outcomes) ?? [];
      const [only] = outcomes;
      if (outcomes.length !== 1 || only?.result.kind !== 'successor') return passed;
      ({ state } = only.result);
      passed.push(state);
    }
  };
}

function endOf(passed: readonly State[]): State {
  const end = passed.at(-1);
  assert(end !== undefined, 'a step leads somewhere');
  return end;
}

function firingsIn({ actions }: Reducing['specification'], state: State): readonly Outcome[] {
  return actions.flatMap((action) => fire(action, state));
}

function noState(): never {
  throw new InternalError('a trace begins somewhere');
}
