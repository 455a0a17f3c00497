// From findings to verdicts: each property with its shortest trace, what explains it, or why it is not decided.
// After the search; states are expanded again where a trace needs its steps.

import { assert } from '../language/errors.ts';
import { deadlockName, domainErrorName, terminalPath } from '../language/property-names.ts';
import type { Node, Specification } from '../language/tree.ts';
import { isOverBehaviours } from './behaviours-asked.ts';
import { notClaimed, withUnasked, type Check, type Finding } from './checks.ts';
import { domainFailure, type Outcome } from './fire.ts';
import { isTrue } from './evaluate.ts';
import type { Ended, Explanation, PropertyResult, Trace, Verdict } from './result.ts';
import { whyNoStep, whyNotInitial, withMapped } from './refined.ts';
import type { SearchResult } from './search.ts';
import type { Visit } from './seen.ts';
import { Untraced, type FoundTrace, type Goal, type Marked } from './shortest.ts';
import { sameState, type State } from './state.ts';
import { waitingIn } from './waiting.ts';
import { explain } from './why.ts';
import { withoutValueIn } from './without-value.ts';
import { DomainError, type World } from './world.ts';

/** Every property with its verdict: declared ones in order, then domain errors by steps and name, so that no order of search shows. */
export function verdictsOf(specification: Specification, result: SearchResult): readonly PropertyResult[] {
  return resultsOf(withUnasked(result.checks, specification), (check) => verdictOf(specification, check, result));
}

/** The properties in order, with the verdicts that somebody draws. */
export function resultsOf(checks: readonly Check[], verdictOn: (check: Check) => Verdict): readonly PropertyResult[] {
  return inOrder(checks).map((check) => {
    const { name, kind, isSelected, text, tree, assertion, liveness } = check;
    const site = (tree ?? assertion ?? liveness)?.site;
    return {
      name,
      kind,
      isSelected,
      text,
      verdict: verdictOn(check),
      ...(assertion === undefined ? {} : { severity: assertion.severity }),
      ...(assertion?.source === undefined ? {} : { source: assertion.source }),
      ...(site === undefined ? {} : { site }),
    };
  });
}

/** Of what is violated, how many steps the shortest behaviour takes; Infinity where nothing is. */
export function stepsOfShortest(checks: readonly Check[]): number {
  const steps = checks.map(({ kind, finding }) => (kind === 'reachable' ? undefined : finding?.steps) ?? Infinity);
  return Math.min(Infinity, ...steps);
}

/** The same result, in which longer violations than the shortest have no trace. */
export function shortestTraced(result: SearchResult): SearchResult {
  const stepsMost = stepsOfShortest(result.checks);
  const longer = result.checks.filter(({ kind, finding }) => kind !== 'reachable' && (finding?.steps ?? 0) > stepsMost);
  const names = new Set(longer.map(({ name }) => name));
  return {
    ...result,
    traceTo: (goal) => {
      if (names.has(goal.property)) throw new Untraced('only the shortest violations are traced', undefined);
      return result.traceTo(goal);
    },
  };
}

/** Whether a check is violated; a witness that was found is not. */
export function isViolated({ kind, finding }: Check): boolean {
  return kind !== 'reachable' && finding !== undefined;
}

/** The same result without any trace: what it found is searched for again, and only where that comes to nothing is this seen. */
export function untracedInAllOrders(result: SearchResult): SearchResult {
  return {
    ...result,
    traceTo: () => {
      throw new Untraced('a trace was looked for in all orders of the steps, and that search ended before', undefined);
    },
  };
}

function inOrder(checks: readonly Check[]): readonly Check[] {
  const stepsOf = ({ finding }: Check): number => finding?.steps ?? Infinity;
  const found = checks.filter(({ kind }) => kind === 'domain');
  return [
    ...checks.filter(({ kind }) => kind !== 'domain'),
    ...found.sort((a, b) => stepsOf(a) - stepsOf(b) || (a.name < b.name ? -1 : 1)),
  ];
}

function verdictOf(specification: Specification, check: Check, result: SearchResult): Verdict {
  const { kind, finding, isSelected, isUndefined } = check;
  const { ended, failed } = result;
  if (!isSelected) return unselected(check, specification);
  if (finding !== undefined && kind === 'reachable')
    return reached(result.isChained === true ? undefined : finding.steps, () => {
      const found = foundTrace(specification, check, finding, result);
      return found instanceof Untraced ? undefined : found.trace;
    });
  if (finding !== undefined) return violated(specification, check, finding, result);
  if (ended !== 'complete')
    return { kind: 'not-decided', reason: ended === 'violation' ? 'stopped' : 'limit', text: whyEnded[ended] };
  if (failed.size > 0) return { kind: 'not-decided', reason: 'failed-firing', text: whyFailed(failed) };
  if (isUndefined === true)
    return {
      kind: 'not-decided',
      reason: 'outside-domain',
      text: 'its evaluation is outside its domain in some state',
    };
  if (isOverBehaviours(check)) return overBehaviours(check, result);
  return kind === 'reachable' ? { kind: 'violated', form: kind } : { kind: 'holds' };
}

/** All states are known. */
function overBehaviours({ name }: Check, { behaviours }: Pick<SearchResult, 'behaviours'>): Verdict {
  if (behaviours === undefined) return { kind: 'not-decided', reason: 'not-looked-at', text: notLookedAt };
  const found = behaviours.verdicts.get(name);
  if (found !== undefined) return found;
  const { ended } = behaviours;
  assert(ended !== undefined, `'${name}' is decided where all states are known`);
  return { kind: 'not-decided', reason: 'limit', text: `${whyEnded[ended]} among the behaviours` };
}

/** The verdict on a state that was reached. Few look at the trace to it, so it is made for the first who does. */
function reached(steps: number | undefined, make: () => Trace | undefined): Verdict {
  let pending: (() => Trace | undefined) | undefined = make;
  let trace: Trace | undefined;
  return {
    kind: 'holds',
    ...(steps === undefined ? {} : { steps }),
    get witness() {
      trace ??= pending?.();
      // What it was made of, all that the search has stored, is let go of.
      pending = undefined;
      return trace;
    },
  };
}

// The states behind a firing that failed are nobody's: whatever was not violated before might be there.
function whyFailed(failed: SearchResult['failed']): string {
  return `nothing was explored behind the steps that fail: ${[...failed.keys()].sort().join(', ')}`;
}

/** Why whoever looks at states and steps alone says nothing of behaviours. */
const notLookedAt = 'whole behaviours are looked at by a check alone';

/** Why nothing is said of a property that is not selected. */
export function unselected({ name }: Check, { terminal, unclaimed }: Specification): Verdict {
  if (name === deadlockName && terminal === 'any')
    return {
      kind: 'not-decided',
      reason: 'switched-off',
      text: 'the deadlock check is off: every state may be the last',
    };
  const text = unclaimed.includes(name) ? notClaimed : 'not selected';
  return { kind: 'not-decided', reason: 'not-selected', text };
}

const whyEnded: Readonly<Record<Exclude<Ended, 'complete'>, string>> = {
  violation: 'stopped at a violation',
  'max-states': 'stopped at the limit of states',
  'max-depth': 'stopped at the limit of depth',
  time: 'stopped at the limit of time',
  memory: 'stopped at the limit of memory',
  interrupted: 'interrupted',
};

/** The verdict on a property that was found violated; the trace has to show it. */
export function violated(
  specification: Specification,
  check: Check,
  finding: Finding,
  result: Pick<SearchResult, 'traceTo' | 'isChained'>,
): Verdict {
  const { steps, initialFailure, initialState } = finding;
  if (initialState !== undefined) return begunWrong(specification, check, initialState);
  if (initialFailure !== undefined) {
    return {
      kind: 'violated',
      form: initialFailure.kind,
      steps,
      trace: { states: [], steps: [] },
      explanation: initialFailure.explanation,
    };
  }
  const found = foundTrace(specification, check, finding, result);
  if (found instanceof Untraced)
    return untraced(specification, check, result.isChained === true ? undefined : steps, found);
  const { last } = found;
  const trace = check.refinement === undefined ? found.trace : withMapped(check.refinement, found.trace);
  const inStep = last && showsIn(specification, check, last.from, last.outcome);
  const state = trace.states.at(-1);
  const explanation = inStep ?? (state && showsState(specification, check, state));
  // Whichever engine found it, the interpreter has to see it too.
  assert(
    explanation !== undefined || check.kind === 'deadlock',
    `'${check.name}' is not violated where its trace ends`,
  );
  return {
    kind: 'violated',
    form: trace.steps.at(-1)?.failure?.kind ?? check.kind,
    steps: trace.steps.length,
    trace,
    ...(explanation === undefined ? {} : { explanation }),
    ...(check.kind === 'deadlock' && state !== undefined ? { waiting: waitingIn(specification, state) } : {}),
  };
}

// The first state shows it, before any step.
function begunWrong({ refinements }: Specification, check: Check, state: State): Verdict {
  const trees = refinements.map(({ name, initial }) => ({ name, node: initial }));
  const explanation = violationIn(check, trees, { state, bound: new Map() });
  assert(explanation !== undefined, `'${check.name}' is not violated in its initial state`);
  const { refinement } = check;
  const trace: Trace = { states: [state], steps: [] };
  return {
    kind: 'violated',
    form: check.kind,
    steps: 0,
    trace: refinement === undefined ? trace : withMapped(refinement, trace),
    explanation: refinement === undefined ? explanation : whyNotInitial(refinement, state),
  };
}

// Without a trace it is violated all the same.
function untraced(
  specification: Specification,
  check: Check,
  steps: number | undefined,
  { message, state }: Untraced,
): Verdict {
  const explanation = state && showsState(specification, check, state);
  return {
    kind: 'violated',
    form: check.kind,
    ...(steps === undefined ? {} : { steps }),
    untraced: { reason: message, ...(state === undefined ? {} : { state }) },
    ...(explanation === undefined ? {} : { explanation }),
    ...(check.kind === 'deadlock' && state !== undefined ? { waiting: waitingIn(specification, state) } : {}),
  };
}

function foundTrace(
  specification: Specification,
  check: Check,
  finding: Finding,
  { traceTo }: Pick<SearchResult, 'traceTo'>,
): FoundTrace | Untraced {
  try {
    return traceTo(goalOf(specification, check, finding));
  } catch (error) {
    if (error instanceof Untraced) return error;
    if (!(error instanceof RangeError)) throw error;
    return new Untraced(`a trace could not be made: ${error.message}`, finding.states[0]?.state);
  }
}

/** What a trace to a finding has to lead to. */
export function goalOf(specification: Specification, check: Check, finding: Finding): Goal<Visit> {
  return {
    ...finding,
    property: check.name,
    isLast: (from, outcome) => showsIn(specification, check, from, outcome) !== undefined,
  };
}

/** How a step violates the property; undefined where it does not. */
function showsIn(
  specification: Specification,
  check: Check,
  from: Marked,
  { action, result }: Outcome,
): Explanation | undefined {
  if (result.kind === 'failure') return result.failure.property === check.name ? result.failure.explanation : undefined;
  const world: World = { state: from.state, successor: result.state, fired: action.name, bound: new Map() };
  if (sameState(from.state, result.state)) return undefined;
  const explanation =
    violationIn(check, specification.actionProperties, world) ?? withoutValue(specification, check, world);
  const { refinement } = check;
  return explanation === undefined || refinement === undefined
    ? explanation
    : whyNoStep(refinement, from.state, result.state);
}

/** The explanation where the property, or an evaluation of one that it is named for, is violated in a world. */
function violationIn(
  check: Check,
  trees: readonly { readonly name: string; readonly node: Node }[],
  world: World,
): Explanation | undefined {
  for (const { name, node } of trees) {
    if (name !== check.name && !check.name.startsWith(`${name}: `)) continue;
    try {
      // An evaluation that the property is named for may err before the property has a value.
      const isHeld = isTrue(node, world);
      if (name === check.name && !isHeld) return explain(node, world, true);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (domainErrorName(name, error.text) === check.name) return domainFailure(name, error).explanation;
    }
  }
  return undefined;
}

function showsState(specification: Specification, check: Check, state: State): Explanation | undefined {
  const { invariants, reachable, constraints, terminal } = specification;
  const ends = terminal === 'any' ? [] : [{ name: terminalPath, node: terminal }];
  const world: World = { state, bound: new Map() };
  return (
    violationIn(check, [...invariants, ...reachable, ...constraints, ...ends], world) ??
    withoutValue(specification, check, world)
  );
}

function withoutValue(specification: Specification, check: Check, world: World): Explanation | undefined {
  const found = withoutValueIn(specification, check.name, world);
  return found && domainFailure(found.name, found.error).explanation;
}
