// What differs between two results: first what was asked, then what was found. Plain data, for compare --json and for whoever tells it.

import { printExpectation } from './expectation.ts';
import type { Outcome } from './matching.ts';
import { reductionTexts } from './reductions.ts';
import type { CheckResult, NamedResult, PropertyResult, StepResult } from './result.ts';
import type { SimulationResult } from './simulation.ts';
import type { PropertyKind, Verdict } from './status.ts';

/** A side that is undefined has no such thing. */
export interface Difference<T> {
  readonly name: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

export interface Differences {
  /** What was not asked alike: nothing found otherwise is a surprise then. */
  readonly asked: readonly (Difference<string> & { readonly kind: Asked })[];
  /** How it was answered, where not both are checks or both walks: then only verdicts and traces are compared. */
  readonly answered?: { readonly before: string; readonly after: string } | undefined;
  readonly verdicts: readonly Difference<FoundVerdict>[];
  readonly counts: readonly Difference<number>[];
  /** Whether the counts are exact; a search that was broken off had at least as many. */
  readonly areExact: { readonly before: boolean; readonly after: boolean };
  /** Of exact counts only. */
  readonly digest?: { readonly before: string; readonly after: string } | undefined;
  readonly actions: readonly Difference<ActionFirings>[];
  readonly traces: readonly TraceDifference[];
}

/**
 * 'tree': the specification itself, where the constants, the mutant and the edits are the same. 'reductions': those in force; of searches that
 * leave out different things neither counts nor digests are compared.
 */
export type Asked = 'specification' | 'constant' | 'mutant' | 'edits' | 'expected' | 'seed' | 'tree' | 'reductions';

export interface FoundVerdict {
  readonly kind: PropertyKind;
  readonly verdict: Verdict | 'not checked';
  readonly steps?: number | undefined;
  /** See PropertyResult. */
  readonly loop?: number | undefined;
}

export interface ActionFirings {
  /** States in which it is enabled, or visits to them. */
  readonly enabled: number;
  readonly firings: number;
}

/** Two behaviours that show one property, and where they part. */
export interface TraceDifference {
  readonly property: string;
  /** How many steps each has. */
  readonly lengths: { readonly before: number; readonly after: number };
  /** The first step that is not the same, from 1; undefined where only the beginning is not. A side that has ended has no step there. */
  readonly at?: number | undefined;
  readonly before?: StepResult | undefined;
  readonly after?: StepResult | undefined;
  /** The places of the initial state that both have, and whose values are not the same. */
  readonly initial: readonly Difference<string>[];
  /** Steps that one has and the other nowhere, by who acts and what is done. */
  readonly stepsNew: readonly StepResult[];
  readonly stepsGone: readonly StepResult[];
}

export function differencesBetween(before: Outcome, after: Outcome): Differences {
  const asked = askedDifferences(before, after);
  const areExact = { before: hasExactCounts(before), after: hasExactCounts(after) };
  if (before.kind === 'outside assumptions' || after.kind === 'outside assumptions') {
    const [from, to] = [answerOf(before), answerOf(after)];
    const answered = from === to ? {} : { answered: { before: from, after: to } };
    return { asked, ...answered, verdicts: [], counts: [], areExact, actions: [], traces: [] };
  }
  const areLike = !asked.some(({ kind }) => kind === 'reductions');
  const found = {
    asked,
    areExact,
    verdicts: pairsOf(verdictsOf(before, areLike), verdictsOf(after, areLike)).filter(isUnlike),
    traces: traceDifferences(before.properties, after.properties),
  };
  if (before.kind !== after.kind) {
    return { ...found, answered: { before: answerOf(before), after: answerOf(after) }, counts: [], actions: [] };
  }
  // What a search reached that was broken off is as chance had it.
  const isComparable = areLike && areExact.before && areExact.after;
  const isDigest =
    isComparable && before.kind === 'checked' && after.kind === 'checked' && before.digest !== after.digest;
  return {
    ...found,
    counts: areLike ? pairsOf(countsOf(before), countsOf(after)).filter(isUnlike) : [],
    ...(isDigest ? { digest: { before: before.digest, after: after.digest } } : {}),
    actions: isComparable ? pairsOf(actionsOf(before), actionsOf(after)).filter(isUnlike) : [],
  };
}

/** Whether nothing was found otherwise. */
export function isFoundAlike({ answered, digest, verdicts, counts, actions, traces }: Differences): boolean {
  const lists = [verdicts, counts, actions, traces];
  return answered === undefined && digest === undefined && lists.every(({ length }) => length === 0);
}

/** Walks have no more than they say. */
function hasExactCounts(outcome: Outcome): boolean {
  return outcome.kind !== 'checked' || outcome.counts.areExact;
}

function isUnlike<T>({ before, after }: Difference<T>): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

function pairsOf<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): Difference<T>[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((name) => ({
    name,
    before: before.get(name),
    after: after.get(name),
  }));
}

function askedDifferences(before: Outcome, after: Outcome): Differences['asked'] {
  const [from, to] = [before.specification, after.specification];
  const one = (kind: Asked, there: string | undefined, here: string | undefined): Differences['asked'] =>
    there === here ? [] : [{ kind, name: kind, before: there, after: here }];
  const constantsOf = ({ constants }: typeof from): ReadonlyMap<string, string> =>
    new Map(constants.map(({ name, value }) => [name, String(value)]));
  const editsOf = ({ edits }: typeof from): string | undefined => (edits.length === 0 ? undefined : edits.join('; '));
  const seedOf = (outcome: Outcome): string | undefined =>
    outcome.kind === 'simulated' ? String(outcome.seed) : undefined;
  const varied = [
    ...one('specification', from.name, to.name),
    ...pairsOf(constantsOf(from), constantsOf(to))
      .filter(isUnlike)
      .map((each) => ({ ...each, kind: 'constant' as const })),
    ...one('mutant', from.mutant, to.mutant),
    ...one('edits', editsOf(from), editsOf(to)),
  ];
  // Of another constant or another edit the tree is another one anyway.
  const [tree, other] = [treeOf(before), treeOf(after)];
  const isTree = varied.length === 0 && tree !== undefined && other !== undefined;
  return [
    ...varied,
    ...(isTree ? one('tree', tree, other) : []),
    ...one('expected', expectedOf(before), expectedOf(after)),
    ...(before.kind === after.kind ? one('reductions', reductionsOf(before), reductionsOf(after)) : []),
    ...(before.kind === after.kind ? one('seed', seedOf(before), seedOf(after)) : []),
  ];
}

function treeOf(outcome: Outcome): string | undefined {
  return outcome.kind === 'outside assumptions' ? undefined : outcome.treeHash;
}

function expectedOf(outcome: Outcome): string | undefined {
  if (outcome.kind === 'outside assumptions' || outcome.expectation === undefined) return undefined;
  return printExpectation(outcome.expectation.expected);
}

/** `symmetry (4 pages), chains`. */
function reductionsOf(outcome: Outcome): string | undefined {
  if (outcome.kind !== 'checked') return undefined;
  const parts = reductionTexts(outcome);
  return parts.length === 0 ? undefined : parts.join(', ');
}

function answerOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'checked':
      return 'a search of all states';
    case 'simulated':
      return 'walks at random';
    case 'outside assumptions':
      return `outside the assumptions: ${outcome.assumption}`;
  }
}

type Answered = CheckResult | SimulationResult;

/** `areLike`: whether how many steps it takes to reach something can be compared, where it need not be the fewest. */
function verdictsOf(result: Answered, areLike: boolean): ReadonlyMap<string, FoundVerdict> {
  const reached = new Map(result.kind === 'simulated' ? result.reached.map(({ name, steps }) => [name, steps]) : []);
  return new Map(
    result.properties.map(
      ({ name, kind, verdict, isSelected, isOn, loop, steps = reached.get(name) }): [string, FoundVerdict] => {
        if (!isSelected || !isOn) return [name, { kind, verdict: 'not checked' }];
        const isTold = steps !== undefined && (areLike || kind !== 'reachable');
        return [name, { kind, verdict, ...(isTold ? { steps } : {}), ...(loop === undefined ? {} : { loop }) }];
      },
    ),
  );
}

function countsOf(result: Answered): ReadonlyMap<string, number> {
  if (result.kind === 'simulated') {
    const { walks, steps, longest } = result.counts;
    return new Map(Object.entries({ walks, steps, longest }));
  }
  const { statesDistinct, statesGenerated, depth } = result.counts;
  return new Map(Object.entries({ statesDistinct, statesGenerated, depth }));
}

function actionsOf(result: Answered): ReadonlyMap<string, ActionFirings> {
  if (result.kind === 'simulated')
    return new Map(
      result.actions.map(({ action, visitsEnabled, firings }) => [action, { enabled: visitsEnabled, firings }]),
    );
  return new Map(
    result.actions.map(({ action, statesEnabled, firings }) => [action, { enabled: statesEnabled, firings }]),
  );
}

function traceDifferences(
  before: readonly PropertyResult[],
  after: readonly PropertyResult[],
): readonly TraceDifference[] {
  return after.flatMap((property) => {
    const earlier = before.find(({ name }) => name === property.name);
    const [from, to] = [earlier?.trace, property.trace];
    if (from === undefined || to === undefined) return [];
    const initial = initialDifferences(from.initial, to.initial);
    const longest = Math.max(from.steps.length, to.steps.length);
    const steps = Array.from({ length: longest }, (_, index) => [from.steps[index], to.steps[index]] as const);
    const index = steps.findIndex(([there, here]) => deedOf(there) !== deedOf(here));
    if (initial.length === 0 && index < 0) return [];
    const [there, here] = steps[index] ?? [];
    return [
      {
        property: property.name,
        lengths: { before: from.steps.length, after: to.steps.length },
        ...(index < 0 ? {} : { at: index + 1 }),
        ...(there === undefined ? {} : { before: there }),
        ...(here === undefined ? {} : { after: here }),
        initial,
        stepsNew: without(to.steps, from.steps),
        stepsGone: without(from.steps, to.steps),
      },
    ];
  });
}

function initialDifferences(
  before: readonly NamedResult[],
  after: readonly NamedResult[],
): readonly Difference<string>[] {
  const places = [...new Set([...before, ...after].map(({ name }) => name))];
  return places.flatMap((name) => {
    const [from, to] = [valueAt(name, before), valueAt(name, after)];
    return from === undefined || to === undefined || from === to ? [] : [{ name, before: from, after: to }];
  });
}

/** The value of a place, which may stand there as one of many: `pc[cpu0]` as `pc[every cpu]`. */
function valueAt(place: string, all: readonly NamedResult[]): string | undefined {
  const own = all.find(({ name }) => name === place);
  return (own ?? all.find(({ name }) => isAmong(place, name)))?.value;
}

function isAmong(place: string, name: string): boolean {
  const [first = '', ...parts] = name.split(/\[every(?:thing| [^\]]*)\]/);
  if (parts.length === 0 || !place.startsWith(first)) return false;
  let rest = place.slice(first.length);
  for (const part of parts) {
    const [, behind] = /^\[[^\]]*\](.*)$/s.exec(rest) ?? [];
    if (behind?.startsWith(part) !== true) return false;
    rest = behind.slice(part.length);
  }
  return rest === '';
}

/** What a step is and does; whether it, or a change of it, matters is what a study says of it. */
function deedOf(step: StepResult | undefined): string | undefined {
  if (step === undefined) return undefined;
  const { action, text, actor, changes, shown, failure } = step;
  const effects = [...changes, ...shown].map(({ place, before, after }) => [place, before, after]);
  return JSON.stringify([action, text, actor, effects, failure]);
}

/** As often as it stands in the one, less as often as in the other. */
function without(steps: readonly StepResult[], others: readonly StepResult[]): readonly StepResult[] {
  const left = others.map(nameOf);
  return steps.filter((step) => {
    const place = left.indexOf(nameOf(step));
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

function nameOf({ actor, text }: StepResult): string {
  return JSON.stringify([actor, text]);
}
