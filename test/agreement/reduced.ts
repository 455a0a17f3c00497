// A search that leaves out what is symmetric beside one that leaves out nothing: what differs.

import type { Exploration, ReductionReport, Specification } from '../../checker/index.ts';
import { codecOf } from '../../checker/interpret/encode.ts';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import { explore, type ExploreRequest } from '../../checker/interpret/explore.ts';
import { fire } from '../../checker/interpret/fire.ts';
import { createHash, printDigest } from '../../checker/interpret/fingerprint.ts';
import { initialStates } from '../../checker/interpret/initial.ts';
import { createJudge } from '../../checker/interpret/judge.ts';
import { quotientOf } from '../../checker/interpret/quotient.ts';
import type { State } from '../../checker/interpret/state.ts';
import { assert } from '../../checker/language/errors.ts';
import { symmetryOf } from '../../checker/reduce/symmetry.ts';
import { printed } from './compare.ts';

export interface ReducedBeside {
  /** What differs, a line each; empty where nothing does. */
  readonly differences: readonly string[];
  readonly whole: Exploration;
  readonly reduced: Exploration;
  readonly report: ReductionReport | undefined;
}

/** Explores by another engine, or by the reference. */
export type Explore = (specification: Specification, request: Omit<ExploreRequest, 'hash'>) => Promise<Exploration>;

/** The compiled engine, by one worker. */
export const exploreByGenerated: Explore = async (specification, request) =>
  await exploreCompiled(specification, { workers: 1, ...request });

/**
 * Compares searches down to the same depth: verdicts, lengths, traces, deadlocks, domain errors, whatever is never exercised, the states
 * that are stored, and how many they stand for.
 * @param by who explores with symmetry; the first one's result is given back
 */
export async function reducedBeside(
  specification: Specification,
  symmetry: true | 'countable',
  { all, maxStates }: Pick<ExploreRequest, 'all' | 'maxStates'>,
  by: readonly [Explore, ...Explore[]] = [explore],
): Promise<ReducedBeside> {
  const first = await explore(specification, { all, maxStates });
  // A limit of states would end them at different depths.
  const isLimited = first.ended === 'max-states';
  const request: ExploreRequest = { all, ...(isLimited ? { maxDepth: first.counts.depth } : {}) };
  const whole = isLimited ? await explore(specification, request) : first;
  const stored = await representatives(specification, symmetry, whole.levels.length);
  const wanted: Wanted = { whole, stored, isCountable: symmetry === 'countable' };
  const asked = { ...request, reductions: { symmetry } };
  const [reduced, ...others] = await inTurn(by, (exploreBy) => exploreBy(specification, asked));
  assert(reduced !== undefined, 'somebody explores with symmetry');
  // States at the depth asked for may all be represented by some found before, where the initial ones are not symmetric: then that was everything.
  if (whole.ended === 'max-depth' && reduced.ended === 'complete')
    return await reducedBeside(specification, symmetry, { all }, by);
  const differences = [reduced, ...others].flatMap((found) => differencesOf(wanted, found));
  return { differences, whole, reduced, report: reportOf(reduced) };
}

async function inTurn<A, B>(list: readonly A[], work: (item: A) => Promise<B>): Promise<readonly B[]> {
  const done: B[] = [];
  for (const item of list) done.push(await work(item));
  return done;
}

interface Wanted {
  readonly whole: Exploration;
  readonly stored: Stored;
  readonly isCountable: boolean;
}

function reportOf({ reductions }: Exploration): ReductionReport | undefined {
  return reductions?.find(({ name }) => name === 'symmetry');
}

function differencesOf({ whole, stored, isCountable }: Wanted, reduced: Exploration): readonly string[] {
  const { counts, levels, levelsFull, digest } = reduced;
  return [
    ...difference('what is found', foundBy(whole), foundBy(reduced)),
    ...difference('the digest of the representatives', stored.digest, digest),
    ...difference('the representatives by depth', stored.levels, levels),
    ...(counts.statesFull === undefined
      ? []
      : [
          ...difference('the states by depth', whole.levels, levelsFull),
          ...difference('the states', whole.counts.statesDistinct, counts.statesFull),
          // Where the initial states are not symmetric, a state may lie deeper than the one that stands for it.
          ...difference('the depth', whole.counts.depth, counts.depth),
        ]),
    ...(isCountable && reportOf(reduced)?.isInForce === true && counts.statesFull === undefined
      ? ['the states that countable representatives stand for are not counted']
      : []),
  ];
}

function difference(what: string, wanted: unknown, got: unknown): readonly string[] {
  const [a, b] = [printed(wanted), printed(got)];
  if (a === b) return [];
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  const near = (lines: readonly string[]): string => lines.slice(Math.max(0, at - 12), at + 6).join('\n');
  return [`${what}:\n--- without reductions\n${near(left)}\n--- with symmetry\n${near(right)}`];
}

/** What may not depend on a reduction. Domain errors come in the order in which they are met, so here in the order of their names. */
function foundBy({ properties, actions, constraints, neverExercised, ended }: Exploration): unknown {
  const declared = properties.filter(({ kind }) => kind !== 'domain');
  const domain = properties.filter(({ kind }) => kind === 'domain');
  return {
    properties: [...declared, ...[...domain].sort((a, b) => (a.name < b.name ? -1 : 1))].map(
      ({ verdict, ...rest }) => ({
        ...rest,
        verdict: plainVerdict(verdict),
      }),
    ),
    enabled: actions.map(({ action, firings }) => [action, firings > 0]),
    constraints: constraints.map(({ constraint, statesCut }) => [constraint, statesCut > 0]),
    neverExercised,
    ended,
  };
}

// Among how many states on shortest paths a trace was chosen is told only as far as it was worked out.
function plainVerdict(verdict: Exploration['properties'][number]['verdict']): unknown {
  const trace = verdict.kind === 'violated' ? verdict.trace : verdict.kind === 'holds' ? verdict.witness : undefined;
  const { among, ...rest } = trace ?? {};
  return { ...verdict, witness: undefined, trace: { ...rest, isChosenStepByStep: among !== undefined } };
}

interface Stored {
  readonly digest: string;
  readonly levels: readonly number[];
}

/** The representatives of all states that are reached, by the first depth at which one is. */
async function representatives(
  specification: Specification,
  symmetry: true | 'countable',
  depths: number,
): Promise<Stored> {
  const { excluding } = createJudge(specification, {});
  const { encode } = codecOf(specification);
  const hash = await createHash();
  const keyOf = (state: State): string => Buffer.from(encode(state)).toString('latin1');
  const { classes } = symmetryOf(specification, { countable: symmetry === 'countable' });
  const representative = quotientOf(specification, classes);
  const [met, stored] = [new Set<string>(), new Set<string>()];
  let [digest, level]: [bigint, State[]] = [0n, []];
  const levels: number[] = [];
  const arrive = (state: State): void => {
    const key = keyOf(state);
    if (met.has(key)) return;
    met.add(key);
    if (excluding(state).constraint < 0) level.push(state);
  };
  for (const initial of initialStates(specification)) if (initial?.kind === 'successor') arrive(initial.state);
  while (level.length > 0 && levels.length < depths) {
    const frontier = level;
    level = [];
    let found = 0;
    for (const state of frontier) {
      const { state: own } = representative(state);
      if (stored.has(keyOf(own))) continue;
      stored.add(keyOf(own));
      digest += hash(encode(own));
      found += 1;
    }
    if (found > 0) levels.push(found);
    for (const state of frontier)
      for (const action of specification.actions)
        for (const { result } of fire(action, state)) if (result.kind === 'successor') arrive(result.state);
  }
  return { digest: printDigest(digest), levels };
}
