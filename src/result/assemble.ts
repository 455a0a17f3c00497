// From what the search found to the result that is reported: values printed, changes worked out, the verdict and the status drawn.

import {
  evaluate,
  formulasWithin,
  type Exploration,
  layoutOf,
  type NeverExercised,
  printTemporal,
  printValue,
  type PropertyResult as Found,
  processNames,
  type Specification,
  type State,
  type Study,
  studyTrace,
  type Trace,
  type TraceStep,
  type UndecidedReason,
} from '../../checker/index.ts';
import { argumentsOf } from './arguments.ts';
import { changesBetween, changesIn, changesOf, placesAt, placesIn, stateAfter } from './changes.ts';
import { mappedOf } from './mapped.ts';
import { areOne } from './place-names.ts';
import { areOrdersLeftOut, reductionsIn } from './reductions.ts';
import type {
  ChangeResult,
  CheckResult,
  LimitsResult,
  NamedResult,
  NeverExercisedResult,
  PlaceResult,
  PropertyResult,
  SpecificationIdentity,
  StepResult,
  TraceResult,
  WaitingResult,
} from './result.ts';
import { type Expectation, isMet, statusOf, type Verdict } from './status.ts';
import { truthsOf } from './truths.ts';
import { jsonState, variablesOf } from './variables.ts';

export interface Asked {
  readonly identity: SpecificationIdentity;
  /** Undefined where nobody asks for it. */
  readonly treeHash: string | undefined;
  readonly assumptions: readonly string[];
  readonly engine: string;
  /** Why it is not the engine that one would expect. */
  readonly notice?: string | undefined;
  readonly limits: LimitsResult;
  readonly expected: Expectation | undefined;
  readonly isStrict: boolean;
  /** Whether what no text report prints is wanted too: the traces of witnesses, which take their time, and the places of rules that hold. */
  readonly isWhole: boolean;
  /** The witnesses whose traces are wanted all the same. */
  readonly traced?: readonly string[] | undefined;
  /** Repeats the check. */
  readonly command: string;
  /** How the path of a file is said. */
  readonly shown: (file: string) => string;
}

/** The whole result. */
export function assemble(specification: Specification, found: Exploration, asked: Asked): CheckResult {
  const reductions = reductionsIn(found, asked.shown);
  const isSearchShortest = !areOrdersLeftOut({ reductions });
  const properties = found.properties.map((property) => {
    const { verdict } = property;
    const isShortest = isSearchShortest && (verdict.kind !== 'violated' || verdict.isShortest !== false);
    return propertyOf(specification, property, { ...asked, isShortest });
  });
  const judged = properties.filter(({ isSelected, isOn }) => isSelected && isOn);
  // Of a search that ended early nothing is known to be never exercised: it may lie ahead.
  const neverExercised = askedOfExercise(found.ended === 'complete' ? found.neverExercised : [], judged);
  const isVacuous = asked.isStrict && neverExercised.length > 0;
  const { expected } = asked;
  return {
    kind: 'checked',
    specification: asked.identity,
    treeHash: asked.treeHash,
    modelled: specification.modelled,
    assumptions: asked.assumptions,
    ...(asked.isWhole ? { variables: variablesOf(specification) } : {}),
    engine: asked.engine,
    ...(asked.notice === undefined ? {} : { notice: asked.notice }),
    reductions,
    stateBits: layoutOf(specification.variables, processNames(specification).length).bits,
    verdict: together(judged.map(({ verdict }) => verdict)),
    ended: found.ended,
    limits: asked.limits,
    counts: found.counts,
    levels: found.levels,
    digest: found.digest,
    properties,
    actions: found.actions,
    constraints: found.constraints,
    neverExercised,
    ...(found.fairness === undefined ? {} : { fairness: found.fairness }),
    ...(found.behaviours === undefined ? {} : { behaviours: behavioursIn(found.behaviours) }),
    ...(expected === undefined ? {} : { expectation: { expected, isMet: isMet(judged, expected) } }),
    command: asked.command,
    elapsedMs: roundedMs(found.elapsedMs),
    searchMs: roundedMs(found.searchMs),
    status: statusOf({ properties: judged, expected, isVacuous }),
  };
}

function behavioursIn({ pairs, elapsedMs }: NonNullable<Exploration['behaviours']>): CheckResult['behaviours'] {
  return { pairs, elapsedMs: roundedMs(elapsedMs) };
}

export function roundedMs(elapsedMs: number): number {
  return Math.round(elapsedMs * 10) / 10;
}

/** What a property that nobody selected lacks is nobody's concern. An unreachable witness has a verdict of its own. */
export function askedOfExercise(
  all: readonly NeverExercised[],
  judged: readonly PropertyResult[],
): readonly NeverExercisedResult[] {
  return all.flatMap(({ kind, name, text }) => {
    if (kind === 'witness') return [];
    const isAsked = kind !== 'antecedent' || judged.some((property) => property.name === name);
    return isAsked ? [{ kind, name, text }] : [];
  });
}

function together(verdicts: readonly Verdict[]): Verdict {
  return (['violated', 'not decided'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'holds';
}

interface Searched {
  /** Whether what was found is found by no shorter behaviour. */
  readonly isShortest?: boolean;
}

/** Why nobody looks for a property, whatever is asked for. */
const notLookedFor: ReadonlySet<string> = new Set<UndecidedReason>(['switched-off', 'not-looked-at']);

export function propertyOf(
  specification: Specification,
  found: Found,
  { shown, isWhole, traced = [], isShortest = true }: Pick<Asked, 'shown' | 'isWhole' | 'traced'> & Searched,
): PropertyResult {
  const { name, kind, isSelected, text, verdict, source, site } = found;
  const isAsked = isWhole || traced.includes(name);
  const isOff = verdict.kind === 'not-decided' && notLookedFor.has(verdict.reason);
  const failure = verdict.kind === 'violated' ? verdict.trace?.steps.at(-1)?.failure : undefined;
  // A property may be asserted in many places: of a failing step, its own counts.
  const where = isAsked || verdict.kind === 'violated' ? (failure?.site?.place ?? site?.place) : undefined;
  const from = failure?.source ?? source;
  const trace = traceShowing(verdict, isAsked);
  const study = trace && studyOf(specification, { name, kind }, trace);
  const loop = verdict.kind === 'violated' ? verdict.trace?.loop : undefined;
  const steps = loop?.from ?? (verdict.kind === 'not-decided' ? undefined : verdict.steps);
  const assuming = kind === 'liveness' ? assumptionsOf(specification, name) : [];
  return {
    name,
    kind,
    // What is switched off is nobody's choice of this check.
    isSelected: isSelected || isOff,
    rule: text,
    verdict: verdict.kind === 'not-decided' ? 'not decided' : verdict.kind,
    isOn: !isOff,
    ...(verdict.kind === 'not-decided' ? { reason: verdict.text } : {}),
    ...(steps === undefined ? {} : { steps }),
    ...(loop === undefined || trace === undefined ? {} : { loop: trace.steps.length - loop.from }),
    ...(isFairRefinement(specification, found) ? { isOfFair: true } : {}),
    ...(assuming.length === 0 ? {} : { assuming }),
    // There is nothing shorter than the initial state.
    ...(steps === undefined || steps === 0 || isShortest ? {} : { isShortest }),
    ...(trace === undefined ? {} : { trace: traceOf(specification, trace, { isWhole, study, shown }) }),
    ...(verdict.kind === 'violated' && verdict.untraced !== undefined ? { untraced: verdict.untraced.reason } : {}),
    ...(verdict.kind === 'violated' ? violationOf(verdict) : {}),
    ...(study === undefined ? {} : studiedOf(study)),
    ...(from === undefined ? {} : { source: from }),
    ...(where === undefined ? {} : { place: placeOf(where, shown) }),
  };
}

/** What matters for what a state or a step shows; of a behaviour that goes on for ever, or of what is out of reach for ever, all of it may. */
function studyOf(specification: Specification, shown: Pick<Found, 'name' | 'kind'>, trace: Trace): Study | undefined {
  const isShownAtEnd = trace.loop === undefined && shown.kind !== 'recoverable' && shown.kind !== 'refinement';
  return isShownAtEnd ? studyTrace(specification, shown, trace) : undefined;
}

function isFairRefinement({ liveness }: Specification, { name, kind }: Pick<Found, 'name' | 'kind'>): boolean {
  return kind === 'refinement' && liveness.some((each) => each.kind === 'refinement' && each.name === name);
}

/** What a formula assumes, in textual order. */
function assumptionsOf({ liveness }: Specification, name: string): readonly string[] {
  const within = (tree: Formula): readonly string[] => [
    ...(tree.kind === 'assuming' ? [printTemporal(tree.assumption)] : []),
    ...formulasWithin(tree).flatMap(within),
  ];
  return liveness.filter((each) => each.name === name).flatMap(({ formula }) => within(formula));
}

type Formula = Specification['liveness'][number]['formula'];

function traceShowing(verdict: Found['verdict'], isAsked: boolean): Trace | undefined {
  if (verdict.kind === 'violated') return verdict.trace;
  return verdict.kind === 'holds' && isAsked ? verdict.witness : undefined;
}

function violationOf({
  trace,
  explanation,
  waiting,
}: Extract<Found['verdict'], { kind: 'violated' }>): Partial<PropertyResult> {
  const message = trace?.steps.at(-1)?.failure?.message;
  return {
    ...(explanation === undefined ? {} : { why: { ...explanation, ...(message === undefined ? {} : { message }) } }),
    ...(waiting === undefined
      ? {}
      : { waiting: waiting.map(({ actor, action, clause }): WaitingResult => ({ actor, action, clause })) }),
  };
}

function studiedOf({ orderings, because }: Study): Partial<PropertyResult> {
  return { ...(orderings === undefined ? {} : { orderings }), ...(because === undefined ? {} : { because }) };
}

function placeOf({ file, line, column }: PlaceResult, shown: Asked['shown']): PlaceResult {
  return { file: shown(file), line, column };
}

export function traceOf(
  specification: Specification,
  { states, steps, loop, mapped }: Trace,
  { isWhole, study, shown }: Pick<Asked, 'isWhole' | 'shown'> & { readonly study: Study | undefined },
): TraceResult {
  const [initial] = states;
  const declared = specification.variables.filter(({ role }) => role === 'declared');
  return {
    initial: initial === undefined ? [] : [...placesAt(declared, initial), ...shownIn(specification, initial)],
    steps: steps.map((step, index) => {
      const matters = study?.steps[index];
      const before = states[index];
      const after = stateAfter(states, index, loop);
      const result = { ...stepOf(specification, step, before, after), ...placeOfStep(specification, step, shown) };
      if (matters === undefined) return result;
      const { isRelevant } = matters;
      // Of a step that does not matter, none of its changes does.
      if (!isRelevant || before === undefined || after === undefined) return { ...result, isRelevant };
      return { ...result, isRelevant, changes: studiedChanges(specification, matters, before, after) };
    }),
    ...(loop === undefined ? {} : { loop }),
    ...(mapped === undefined ? {} : { mapped: mappedOf(mapped, loop) }),
    states: states.map((state) => jsonState(specification, state)),
    ...(isWhole ? { truths: truthsOf(specification, states) } : {}),
  };
}

function placeOfStep(
  { actions }: Specification,
  { action, failure }: TraceStep,
  shown: Asked['shown'],
): Pick<StepResult, 'place'> {
  const place = (failure?.site ?? actions.find(({ name }) => name === action)?.site)?.place;
  return place === undefined ? {} : { place: placeOf(place, shown) };
}

function studiedChanges(
  { variables }: Specification,
  { places }: Study['steps'][number],
  before: State,
  after: State,
): readonly ChangeResult[] {
  return variables.flatMap((variable) => {
    const read = places.filter((place) => place.variable === variable.name);
    return changesOf(variable, before, after).map((change) =>
      read.some(({ name }) => areOne(name, change.place)) ? change : { ...change, isRelevant: false },
    );
  });
}

function stepOf(
  specification: Specification,
  step: TraceStep,
  before: State | undefined,
  after: State | undefined,
): StepResult {
  const { action, text, binding, actor, calls, source, failure } = step;
  const isWhole = before !== undefined && after !== undefined;
  const statements = specification.actions.find((each) => each.name === action && each.step?.label === step.label)?.step
    ?.paths;
  const given = argumentsOf(specification, step, before);
  const isOne = statements === undefined || statements.every((path) => path === action);
  return {
    action,
    text,
    parameters: [...binding, ...step.choices.flatMap((choice) => choice.binding)].map(
      ({ name, value, sort }): NamedResult => ({ name, value: printValue(value, sort) }),
    ),
    ...(actor === undefined ? {} : { actor }),
    ...(calls === undefined ? {} : { calls }),
    ...(given === undefined ? {} : { given }),
    ...(isOne ? {} : { statements }),
    ...(source === undefined ? {} : { source }),
    changes: isWhole ? changesBetween(specification, before, after) : [],
    shown: isWhole ? changesShown(specification, before, after) : [],
    ...(failure === undefined ? {} : { failure: failure.message }),
  };
}

function shownIn({ show }: Specification, state: State): NamedResult[] {
  return show.flatMap(({ name, node }) => placesIn(name, evaluate(node, { state, bound: new Map() }), node.sort));
}

function changesShown({ show }: Specification, before: State, after: State): ChangeResult[] {
  return show.flatMap(({ name, node }) => {
    const [from, to] = [before, after].map((state) => evaluate(node, { state, bound: new Map() }));
    return from === undefined || to === undefined ? [] : changesIn(name, from, to, node.sort);
  });
}
