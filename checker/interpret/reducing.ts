// What a search is to leave out, the same for every engine, and in which order: dead locals first, which changes the tree; then, of what is
// left, symmetry and the orders of steps. Each by itself says whether it is in force, and why not.

import type { Specification } from '../language/tree.ts';
import { withoutDeadLocals, type DeadLocal } from '../reduce/dead-locals.ts';
import { reductionNames, type ReductionName, type ReductionReport, type Reductions } from '../reduce/reductions.ts';
import { asksBehaviours } from './behaviours-asked.ts';
import type { ExploreRequest } from './explore.ts';
import { interleavingFor, type Interleaving } from './interleaving.ts';
import { symmetryFor, type AskedSymmetry } from './reduced.ts';
import type { State } from './state.ts';
import { unsetDead } from './unset.ts';

/** What is searched instead of a specification as it is. */
export interface Reducing {
  /** As it is: of its states traces are made. */
  readonly original: Specification;
  /** What is searched: the original, or that without dead locals. */
  readonly specification: Specification;
  /** Unsets what is dead in a state of the original; undefined where nothing is left out so. */
  readonly withoutDead: ((state: State) => State) | undefined;
  readonly symmetry: AskedSymmetry['request'];
  readonly interleaving: Interleaving | undefined;
  /** One for each reduction that was asked for. */
  readonly reports: readonly ReductionReport[];
}

export type ReducingRequest = Pick<
  ExploreRequest,
  'reductions' | 'properties' | 'collect' | 'survey' | 'maxDepth' | 'amplePlan'
>;

/** What there is to know of a specification for that, found by looking at the tree alone; plain data but for the sites of hindrances. */
export type Analysis = Pick<Reducing, 'symmetry' | 'interleaving' | 'reports'> & {
  /** Whether some local is dead somewhere. */
  readonly hasDead: boolean;
};

/** @param permutationsMost of more permutations there is no use */
export function reducingFor(original: Specification, request: ReducingRequest, permutationsMost?: number): Reducing {
  return reducingBy(original, analysisFor(original, request, permutationsMost));
}

export function analysisFor(original: Specification, request: ReducingRequest, permutationsMost?: number): Analysis {
  if (asksBehaviours(original, request)) {
    const reports = reportsOff(reductionNames.filter((name) => isAsked(request.reductions, name)));
    return { hasDead: false, symmetry: undefined, interleaving: undefined, reports };
  }
  const { dead, report } = deadLocalsFor(original, request);
  const specification = dead.length === 0 ? original : withoutDeadLocals(original).specification;
  const symmetry = symmetryFor(specification, request, permutationsMost);
  const { interleaving, reports } = interleavingFor(specification, request);
  // Orbits are counted of what is searched, and say nothing of what else was left out.
  const isWhole = dead.length === 0 && interleaving === undefined;
  return {
    hasDead: dead.length > 0,
    symmetry: symmetry?.request && { ...symmetry.request, isCounted: symmetry.request.isCounted && isWhole },
    interleaving,
    reports: [symmetry?.report, report, ...reports].flatMap((each) => each ?? []),
  };
}

function isAsked(reductions: Reductions | undefined, name: ReductionName): boolean {
  switch (name) {
    case 'symmetry':
      return reductions?.symmetry !== undefined && reductions.symmetry !== false;
    case 'dead-locals':
      return reductions?.deadLocals === true;
    case 'partial-order':
      return reductions?.partialOrder === true;
    case 'chains':
      return reductions?.chains === true;
  }
}

/** What is told of reductions where properties over behaviours are decided. */
function reportsOff(names: readonly ReductionName[]): readonly ReductionReport[] {
  return names.map((name) => ({ name, isInForce: false, of: [], reason: whyWhole, hindrances: [] }));
}

/** Why nothing is left out where liveness is asked for. */
const whyWhole = 'liveness, fairness of what is refined and what can be recovered are decided in all states and steps';

export function reducingBy(original: Specification, { hasDead, ...analysis }: Analysis): Reducing {
  const specification = hasDead ? withoutDeadLocals(original).specification : original;
  const withoutDead = hasDead ? unsetDead(specification.processes) : undefined;
  return { original, specification, withoutDead, ...analysis };
}

function deadLocalsFor(
  specification: Specification,
  { reductions, collect, survey }: ReducingRequest,
): { readonly dead: readonly DeadLocal[]; readonly report: ReductionReport | undefined } {
  if (reductions?.deadLocals !== true) return { dead: [], report: undefined };
  const off = (reason: string): ReturnType<typeof deadLocalsFor> => ({
    dead: [],
    report: { name: 'dead-locals', isInForce: false, of: [], reason, hindrances: [] },
  });
  if (collect !== undefined && collect !== false)
    return off('what is counted of each transition is counted of all of them');
  if (survey !== undefined) return off('a survey is of all states');
  const { dead } = withoutDeadLocals(specification);
  if (dead.length === 0)
    return off(specification.processes.length === 0 ? 'there are no processes with locals' : 'no local is ever dead');
  const of = dead.map(({ variable, labels }) => `${variable} at ${labels.join(', ')}`);
  return { dead, report: { name: 'dead-locals', isInForce: true, of, hindrances: [] } };
}
