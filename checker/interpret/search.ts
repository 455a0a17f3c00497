// The search of the reference explorer: breadth first, in rounds. Round 0 finds the initial states, round d + 1 expands those of depth d.
// A round is always finished, unless time, memory or a person stops it; the search ends with the first round that violates something.
// So a violation that ends it is a shortest one: round d + 1 finds deadlocks of d steps, and failing steps, broken action properties
// and bad successors of d + 1. Nothing depends on the order within a round, so counts, verdicts and traces are those of any engine.

import type { CollectKind } from '../language/action-clauses.ts';
import { finished, type Bits } from '../language/bits.ts';
import { SpecError } from '../language/errors.ts';
import { placesOf } from '../language/site.ts';
import type { Specification } from '../language/tree.ts';
import type { AmplePlan } from '../reduce/ample.ts';
import type { Reductions } from '../reduce/reductions.ts';
import { aloneBy, type Firings } from './ample.ts';
import type { FoundBehaviours } from './behaviours-found.ts';
import type { Check } from './checks.ts';
import { createCollecting } from './collect.ts';
import type { Collected } from './collected.ts';
import { createCoverage, type Coverage } from './coverage.ts';
import type { Hash } from './fingerprint.ts';
import { fire } from './fire.ts';
import { initialStates } from './initial.ts';
import type { Interleaving } from './interleaving.ts';
import { createJudge } from './judge.ts';
import type { Counts, Ended, Progress } from './result.ts';
import type { Represented } from './quotient.ts';
import { realStates } from './real-states.ts';
import { createSeenSet, markedStates, type Visit } from './seen.ts';
import { comparedMost, shortestTrace, type FoundTrace, type Goal } from './shortest.ts';
import { someTrace } from './some-trace.ts';
import type { State } from './state.ts';

export interface SearchRequest {
  /** Only these properties; all where undefined. Domain errors are always looked for. */
  readonly properties?: readonly string[] | undefined;
  /** Goes on after a violation: past bad states, never past a failed firing. */
  readonly all?: boolean | undefined;
  /** Which violations are shown by a trace: all of them, unless the shortest are enough. Each trace takes its time. */
  readonly traced?: 'all' | 'shortest' | undefined;
  /** The search ends after the round in which the distinct states pass this number. */
  readonly maxStates?: number | undefined;
  /** States of this depth, in steps, are found and checked but not expanded. */
  readonly maxDepth?: number | undefined;
  /** What may be left out; nothing where undefined. Not combined with what is collected. */
  readonly reductions?: Reductions | undefined;
  /** What is violated is not searched for again in all orders of the steps; for tests of what is found in some. */
  readonly once?: boolean | undefined;
  /** Asked after each round whether the search is to end as by `maxStates`. */
  readonly leaveOff?: ((statesDistinct: number) => boolean) | undefined;
  /** Instead of what the analysis finds; for tests of what a fault in it does. */
  readonly amplePlan?: AmplePlan | undefined;
  /** Counts every transition and each clause of each guard, which takes longer; 'transitions': names the transitions, and no more. */
  readonly collect?: boolean | 'transitions' | undefined;
  /** Instead of the most states on shortest paths among which all ways are compared; for tests of what is chosen where there are more. */
  readonly comparedMost?: number | undefined;
}

export interface SearchResult {
  /** Declared ones in order, then the domain errors in the order found. */
  readonly checks: readonly Check[];
  readonly counts: Counts;
  readonly levels: readonly number[];
  readonly levelsFull?: readonly number[] | undefined;
  /** Sum of the hashes of the distinct states. */
  readonly digest: bigint;
  readonly coverage: ReturnType<Coverage['report']>;
  /** The sum of the hashes of all transitions, and what was counted; where that is asked for. */
  readonly transitions?: bigint | undefined;
  readonly collected?: Collected | undefined;
  readonly ended: Ended;
  /** The firings that failed, by the property that they violate, selected or not: nothing beyond them was explored. */
  readonly failed: ReadonlyMap<string, number>;
  /** What was found of behaviours, once all states were. */
  readonly behaviours?: FoundBehaviours | undefined;
  /** States were passed through: depths count fewer steps than there are. */
  readonly isChained?: boolean;
  /** A shortest trace to what was found, unless only some orders of the steps were explored. */
  readonly traceTo: (goal: Goal<Visit>) => FoundTrace;
}

/** What the reference search gives besides. */
export interface PlainSearchResult extends SearchResult {
  /** The distinct states. */
  readonly states: () => Iterable<State>;
  /** Of a distinct state its number among them, in the order in which they were met; undefined for another. Only without constraints. */
  readonly numberOf: (state: State) => number | undefined;
}

/** What a request asks to collect. */
export function collectKind({ collect }: Pick<SearchRequest, 'collect'>): CollectKind | undefined {
  if (collect === true) return 'everything';
  return collect === false ? undefined : collect;
}

/** What the search reports when it is asked to; the answer is why it has to stop now, if it has to. */
export type Search = Generator<Omit<Progress, 'elapsedMs'>, PlainSearchResult, Ended | undefined>;

/** The search goes over representatives. */
export interface Quotient {
  /** The state that stands for a state, and for how many. */
  readonly of: (state: State) => Represented;
  /** Whether the states that they stand for are those that can be reached, so that their number is told. */
  readonly isCounted: boolean;
}

/** What a search leaves out. */
export interface SearchReduced {
  readonly quotient?: Quotient | undefined;
  readonly interleaving?: Interleaving | undefined;
  /** As it is, without any reduction, where that is another one. */
  readonly original?: Specification | undefined;
  /** What is searched instead of a state of the original. */
  readonly withoutDead?: ((state: State) => State) | undefined;
}

/** Searches; yields its progress between two expansions whenever `isDue`. @throws UsageError for an unknown property */
export function* search(
  specification: Specification,
  request: SearchRequest,
  encode: (state: State) => Uint8Array,
  hash: Hash,
  isDue: () => boolean,
  { quotient, interleaving, original = specification, withoutDead }: SearchReduced = {},
): Search {
  const judge = createJudge(specification, request);
  const coverage = createCoverage(specification);
  const kind = collectKind(request);
  const collecting = kind && createCollecting(specification, hash, kind);
  const alone = interleaving && aloneBy(specification, interleaving.plan);
  const isCounted = quotient?.isCounted === true && interleaving === undefined;
  const watches = specification.actions.map((_, index) => ({ ...coverage, ...collecting?.watchOf(index) }));
  const seen = createSeenSet(encode, hash);
  const levels: number[] = [];
  const failed = new Map<string, number>();
  const levelsFull: number[] = [];
  let [statesGenerated, statesInitial, statesDistinct, statesCut, digest] = [0, 0, 0, 0, 0n];
  let [statesFull, fullBefore] = [0, 0];
  let [frontier, next]: [readonly Visit[], Visit[]] = [[], []];

  // A state was generated: by a step from `parent`, or initially.
  const arrive = (state: State, depth: number, parent: Visit | undefined): Visit => {
    statesGenerated += 1;
    const represented = quotient?.of(state) ?? { state, size: 1 };
    const found = seen.find(represented.state);
    const visit = typeof found === 'bigint' ? meet(represented, found, depth) : found;
    if (parent !== undefined && visit.depth === depth && visit.parents.at(-1) !== parent) visit.parents.push(parent);
    return visit;
  };

  const fail = (property: string): void => {
    statesGenerated += 1;
    failed.set(property, (failed.get(property) ?? 0) + 1);
  };

  const meet = ({ state, size }: Represented, key: bigint, depth: number): Visit => {
    const { constraint, errors } = judge.excluding(state);
    const isCut = constraint >= 0;
    const visit = seen.add(state, key, depth, isCut);
    if (isCut) {
      statesCut += 1;
      coverage.cut(constraint);
    } else {
      statesDistinct += 1;
      statesFull += size;
      digest += key;
      next.push(visit);
      coverage.visit(state);
      collecting?.visit(state);
    }
    judge.meet(visit, errors);
    return visit;
  };

  const expand = (visit: Visit): void => {
    let isStuck = true;
    collecting?.expand(visit.state);
    for (const { index, outcomes } of firingsIn(visit.state)) {
      isStuck = false;
      coverage.fired(index, outcomes.length);
      collecting?.fired(index, visit, outcomes.length);
      for (const outcome of outcomes) {
        judge.step(visit, outcome);
        if (outcome.result.kind === 'successor') {
          coverage.stepped(visit.state, outcome.result.state);
          const reached = arrive(atEndOfChain(outcome.result.state), visit.depth + 1, visit);
          collecting?.reached(index, visit, reached);
        } else fail(outcome.result.failure.property);
      }
    }
    if (isStuck) judge.stuck(visit);
  };

  const watchOf = (index: number): (typeof watches)[number] | undefined => watches[index];

  const firingsIn = (state: State): readonly Firings[] =>
    (interleaving?.isAlone === true ? alone?.(state, watchOf) : undefined) ??
    specification.actions.flatMap((action, index) => {
      const outcomes = fire(action, state, watches[index]);
      return outcomes.length === 0 ? [] : { action, index, outcomes };
    });

  // Where a state goes on by one step that may be taken alone, the step is taken at once: the state between is no state of the search.
  const atEndOfChain = (reached: State): State => {
    if (interleaving?.isChained !== true) return reached;
    for (let state = reached; ;) {
      const [first, ...others] = alone?.(state, watchOf) ?? [];
      const [outcome, ...more] = first?.outcomes ?? [];
      if (first === undefined || others.length > 0 || more.length > 0) return state;
      if (outcome?.result.kind !== 'successor') return state;
      statesGenerated += 1;
      coverage.fired(first.index, 1);
      coverage.visit(state);
      ({ state } = outcome.result);
    }
  };

  const traceTo = (goal: Goal<Visit>): FoundTrace => finished(traced(goal));
  const traced = function* (goal: Goal<Visit>): Bits<FoundTrace> {
    const most = request.comparedMost ?? comparedMost;
    const marked = markedStates(seen, goal);
    if (interleaving !== undefined)
      return yield* someTrace({ original, specification, interleaving }, marked, goal, { representative, keyOf });
    const isReal = quotient === undefined && withoutDead === undefined;
    const real = isReal ? marked : yield* realStates(original, marked, goal.steps, { representative, keyOf }, most);
    return yield* shortestTrace(original, real, goal, most);
  };
  const representative = (state: State): State => {
    const reduced = withoutDead?.(state) ?? state;
    return quotient?.of(reduced).state ?? reduced;
  };
  const numberOf = (state: State): number | undefined => {
    const found = seen.find(state);
    return typeof found === 'bigint' ? undefined : found.number;
  };
  const keyOf = (state: State): string => Buffer.from(encode(state)).toString('latin1');

  const closeLevel = (): void => {
    if (next.length === 0) return;
    levels.push(next.length);
    levelsFull.push(statesFull - fullBefore);
    fullBefore = statesFull;
  };

  const progress = (statesWaiting: number): Omit<Progress, 'elapsedMs'> => ({
    depth: Math.max(0, levels.length - 1),
    statesDistinct,
    statesGenerated,
    statesQueued: statesWaiting + next.length,
  });

  const result = (ended: Ended): PlainSearchResult => {
    const checks = judge.checks();
    const witnessed = new Set(
      checks.flatMap(({ name, kind, finding }) => (kind === 'reachable' && finding !== undefined ? [name] : [])),
    );
    const areExact = ended !== 'time' && ended !== 'memory' && ended !== 'interrupted';
    const counts = {
      statesGenerated,
      statesInitial,
      statesDistinct,
      ...(isCounted ? { statesFull } : {}),
      statesCut,
      depth: Math.max(0, levels.length - 1),
      areExact,
    };
    return {
      checks,
      counts,
      levels,
      ...(isCounted ? { levelsFull } : {}),
      digest,
      coverage: coverage.report(witnessed),
      ...collecting?.report(levels),
      ended,
      failed,
      isChained: interleaving?.isChained === true,
      traceTo,
      states: seen.states,
      numberOf,
    };
  };

  const interrupted = (ended: Ended): PlainSearchResult => {
    closeLevel();
    return result(ended);
  };

  for (const initial of initialStates(specification)) {
    if (initial !== undefined) statesInitial += 1;
    if (initial?.kind === 'successor') {
      arrive(initial.state, 0, undefined);
      judge.begin(initial.state);
    }
    if (initial?.kind === 'failure') {
      fail(initial.failure.property);
      judge.initialFailure(initial.failure);
    }
    const stop = isDue() ? yield progress(0) : undefined;
    if (stop !== undefined) return interrupted(stop);
  }
  if (statesInitial === 0) {
    throw new SpecError(`${specification.name} has no initial state`, {
      places: placesOf(specification.site),
      mend: 'the conditions in initially: [ … ] leave none of the choices of init',
    });
  }
  for (;;) {
    closeLevel();
    [frontier, next] = [next, []];
    const depth = levels.length - 1;
    if (request.all !== true && judge.isViolated()) return result('violation');
    if (frontier.length === 0) return result('complete');
    if (request.maxStates !== undefined && statesDistinct > request.maxStates) return result('max-states');
    if (request.leaveOff?.(statesDistinct) === true) return result('max-states');
    if (request.maxDepth !== undefined && depth >= request.maxDepth) return result('max-depth');
    for (const [index, visit] of frontier.entries()) {
      const stop = isDue() ? yield progress(frontier.length - index) : undefined;
      if (stop !== undefined) return interrupted(stop);
      expand(visit);
    }
  }
}
