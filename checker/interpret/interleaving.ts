// Whether steps are taken alone, and chains of them at once, in a search that is asked to: what is in force, and what is told of it. The same for
// every engine.

import type { Node, Specification } from '../language/tree.ts';
import { amplePlan, candidatesIn, type AmplePlan } from '../reduce/ample.ts';
import type { Hindrance, ReductionName, ReductionReport } from '../reduce/reductions.ts';
import { isTrue } from './evaluate.ts';
import type { ExploreRequest } from './explore.ts';
import { initialStates } from './initial.ts';
import type { State } from './state.ts';
import { DomainError } from './world.ts';

export interface Interleaving {
  readonly plan: AmplePlan;
  /** Of a state only the steps of an ample set are explored. */
  readonly isAlone: boolean;
  /** A state whose ample set is one step is passed through. */
  readonly isChained: boolean;
}

/** What was asked for. */
export interface AskedInterleaving {
  /** What the search is to do; undefined where it explores everything. */
  readonly interleaving: Interleaving | undefined;
  readonly reports: readonly ReductionReport[];
}

export type InterleavingRequest = Pick<
  ExploreRequest,
  'reductions' | 'properties' | 'collect' | 'survey' | 'maxDepth' | 'amplePlan'
>;

export function interleavingFor(specification: Specification, request: InterleavingRequest): AskedInterleaving {
  const { partialOrder = false, chains = false } = request.reductions ?? {};
  const names: readonly ReductionName[] = [
    ...(partialOrder ? (['partial-order'] as const) : []),
    ...(chains ? (['chains'] as const) : []),
  ];
  const told = (
    of: readonly string[],
    hindrances: readonly Hindrance[],
    reason?: string,
  ): AskedInterleaving['reports'] =>
    names.map((name) => ({
      name,
      isInForce: reason === undefined,
      of,
      hindrances,
      ...(reason === undefined ? {} : { reason }),
    }));
  if (names.length === 0) return { interleaving: undefined, reports: [] };
  const reason = whyNot(specification, request);
  if (reason !== undefined) return { interleaving: undefined, reports: told([], [], reason) };
  const plan = request.amplePlan ?? amplePlan(specification, request.properties, foundAtFirst(specification));
  const of = candidatesIn(plan, specification);
  if (of.length === 0)
    return { interleaving: undefined, reports: told([], plan.hindrances, 'no step may be taken alone') };
  return { interleaving: { plan, isAlone: partialOrder, isChained: chains }, reports: told(of, plan.hindrances) };
}

/** Of fewer than one label in so many nothing is saved that would be worth the exact number of states. */
const labelsForOneAlone = 10;

/** Whether what is in force saves so much that a search is worth beginning again. */
export function isWorthwhile({ name, of, hindrances }: ReductionReport): boolean {
  if (name !== 'partial-order' && name !== 'chains') return true;
  const others = new Set(hindrances.map(({ what }) => what)).size;
  return labelsForOneAlone * of.length >= of.length + others;
}

function whyNot(
  { constraints }: Specification,
  { collect, survey, maxDepth }: InterleavingRequest,
): string | undefined {
  if (collect !== undefined && collect !== false) return 'what is counted of each transition is counted of all of them';
  if (survey !== undefined) return 'a survey is of all states';
  if (maxDepth !== undefined) return 'the depth asked for is that of all orders of the steps';
  return constraints.length > 0 ? 'in other orders of the steps other states are outside the constraints' : undefined;
}

/** Whether the first initial states show a condition: nothing keeps the search from exploring those. */
function foundAtFirst(specification: Specification): (node: Node) => boolean {
  const states: State[] = [];
  for (const initial of initialStates(specification)) {
    if (initial?.kind === 'successor') states.push(initial.state);
    if (states.length >= statesLookedAt) break;
  }
  return (node) =>
    states.some((state) => {
      try {
        return isTrue(node, { state, bound: new Map() });
      } catch (error) {
        if (error instanceof DomainError) return false;
        throw error;
      }
    });
}

const statesLookedAt = 4;
