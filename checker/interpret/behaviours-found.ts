// From the graph of all behaviours to verdicts, the same for every engine: each question is decided, and what is found is gone again by the
// interpreter before anybody is told.

import { assert, InternalError } from '../language/errors.ts';
import type { Bits } from '../language/bits.ts';
import { sameNode } from '../language/nodes.ts';
import { printNode } from '../language/print.ts';
import type { LivenessTree, Specification } from '../language/tree.ts';
import { Beyond } from '../temporal/beyond.ts';
import { decide, isPossible } from '../temporal/decide.ts';
import type { Asked } from '../temporal/formula.ts';
import type { BehaviourGraph } from '../temporal/graph.ts';
import { idleFairness } from '../temporal/idle.ts';
import { isShorter, type Lasso } from '../temporal/lasso.ts';
import { decideRecoverable } from '../temporal/recover.ts';
import type { Check } from './checks.ts';
import { isTrue } from './evaluate.ts';
import type { BehavioursAsked, LivenessAsked, RecoverableAsked } from './behaviours-asked.ts';
import { traceOfLasso, traceThroughStates } from './lasso.ts';
import { whyUnfair } from './mapped-fairness.ts';
import { TooLarge } from './naive.ts';
import { withMapped } from './refined.ts';
import type { Ended, NeverExercised, Verdict } from './result.ts';
import type { State } from './state.ts';
import { whyFalse } from './why-false.ts';

export interface Behaving {
  readonly graph: BehaviourGraph;
  readonly stateOf: (number: number) => State;
  /** Another way to decide, which has to come to the same: the steps before a behaviour that violates a property goes round, where one does. */
  readonly alsoLiveness?: ((tree: LivenessTree) => Bits<number | undefined>) | undefined;
  readonly alsoRecoverable?: ((asked: RecoverableAsked) => Bits<number | undefined>) | undefined;
}

/** What was found of behaviours. */
export interface FoundBehaviours {
  /** By property; none of those that were not reached before the end. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The conditions by which behaviours were fair. */
  readonly fairness: readonly string[];
  /** Pairs of a state and a node of an automaton. */
  readonly pairs: number;
  readonly neverExercised: readonly NeverExercised[];
  /** Why some were not reached. */
  readonly ended?: Exclude<Ended, 'complete'> | undefined;
  readonly elapsedMs: number;
}

/** What was found so far, so that whoever leaves off keeps it. */
interface Finding {
  readonly verdicts: Map<string, Verdict>;
  readonly neverExercised: NeverExercised[];
  pairs: number;
}

/** Whether nothing is unknown of the states: all were reached, and no step failed. */
export function isWholeSearch({
  ended,
  failed,
}: {
  readonly ended: Ended;
  readonly failed: ReadonlyMap<string, number>;
}): boolean {
  return ended === 'complete' && failed.size === 0;
}

/**
 * Decides all that was asked.
 * @param behaving makes the graph
 * @param lookUp why it has to end before, where it has to
 * @param pulseMs milliseconds of work between two looks up
 */
export async function foundBehaviours(
  specification: Specification,
  asked: BehavioursAsked,
  behaving: () => Behaving,
  checks: readonly Check[],
  lookUp: () => Promise<Ended | undefined>,
  pulseMs = 50,
): Promise<FoundBehaviours> {
  const startMs = performance.now();
  const finding: Finding = { verdicts: new Map(), neverExercised: [], pairs: 0 };
  // What was violated on the way, or has no value somewhere, is not asked about.
  const settled = new Set(
    checks.flatMap(({ name, isUndefined, finding: before }) =>
      isUndefined === true || before !== undefined ? [name] : [],
    ),
  );
  const work = findBehaviours(specification, asked, behaving, (property) => settled.has(property), finding);
  let ended: Ended | undefined;
  for (let dueMs = startMs + pulseMs; work.next().done !== true;) {
    if (performance.now() < dueMs) continue;
    ended = await lookUp();
    if (ended !== undefined) break;
    dueMs = performance.now() + pulseMs;
  }
  return {
    verdicts: finding.verdicts,
    fairness: asked.liveness.length === 0 ? [] : asked.labelling.conditions.map(({ text }) => text),
    pairs: finding.pairs,
    neverExercised: ended === undefined ? finding.neverExercised : [],
    ...(ended === undefined || ended === 'complete' ? {} : { ended }),
    elapsedMs: performance.now() - startMs,
  };
}

/** Decides what was asked, property by property, but for those of which a condition has no value somewhere. */
function* findBehaviours(
  specification: Specification,
  { liveness, recoverable }: BehavioursAsked,
  behavingOf: () => Behaving,
  isSettled: (property: string) => boolean,
  finding: Finding,
): Bits<void> {
  let known: Behaving | undefined;
  const behaving = (): Behaving => (known ??= behavingOf());
  for (const asked of recoverable) {
    const { name } = asked.tree;
    if (isSettled(name)) continue;
    const verdict = yield* unlessBeyond(() => recoverableVerdict(specification, asked, behaving()));
    finding.verdicts.set(name, verdict);
  }
  for (const asked of liveness) {
    const { name } = asked.tree;
    if (isSettled(name)) continue;
    const verdict = yield* unlessBeyond(() => livenessVerdict(specification, asked, behaving(), finding));
    finding.verdicts.set(name, verdict);
    if (verdict.kind === 'holds') yield* notePremises(asked, behaving(), finding);
  }
  if (known !== undefined && liveness.length > 0)
    for (const { strength, of } of yield* idleFairness(known.graph))
      finding.neverExercised.push({ kind: 'fairness', name: `${strength} fairness of ${of}`, text: 'never enabled' });
}

/** A verdict, or that there is none because of what cannot be held; other properties may well have one. */
function* unlessBeyond(decided: () => Bits<Verdict>): Bits<Verdict> {
  try {
    return yield* decided();
  } catch (error) {
    return { kind: 'not-decided', reason: 'limit', text: whyBeyond(error) };
  }
}

/** @throws what was thrown, where it is anything else */
function whyBeyond(error: unknown): string {
  if (error instanceof Beyond) return error.message;
  // What there is no memory for; a stack that is too deep is a mistake of the checker.
  if (error instanceof RangeError && !/call stack/i.test(error.message))
    return `there is no room for its behaviours: ${error.message}`;
  throw error;
}

interface Found {
  readonly part: Asked;
  readonly lasso: Lasso;
}

function* livenessVerdict(
  specification: Specification,
  { tree, parts }: LivenessAsked,
  { graph, stateOf, alsoLiveness }: Behaving,
  finding: Finding,
): Bits<Verdict> {
  let shortest: Found | undefined;
  let areShortest = true;
  let beyond: Error | undefined;
  for (const part of parts) {
    try {
      const { lasso, isShortest, pairs } = yield* decide(graph, part.number, part.negation);
      finding.pairs += pairs;
      areShortest &&= isShortest;
      if (lasso !== undefined && (shortest === undefined || isShorter(lasso, shortest.lasso)))
        shortest = { part, lasso };
    } catch (error) {
      whyBeyond(error);
      if (error instanceof Error) beyond ??= error;
    }
  }
  // What one part violates is violated, whatever there is no room to know of the others.
  if (beyond !== undefined && shortest === undefined) throw beyond;
  areShortest &&= beyond === undefined;
  if (alsoLiveness !== undefined)
    yield* compare(tree.name, alsoLiveness(tree), shortest && { steps: shortest.lasso.from, isShortest: areShortest });
  if (shortest === undefined) return { kind: 'holds' };
  const { part, lasso } = shortest;
  const trace = traceOfLasso(specification, { property: tree.name, formula: tree.formula, lasso, stateOf });
  const refinement =
    tree.kind === 'refinement' ? specification.refinements.find(({ name }) => name === tree.name) : undefined;
  return {
    kind: 'violated',
    form: tree.kind,
    steps: trace.steps.length,
    ...(areShortest ? {} : { isShortest: false }),
    ...(refinement === undefined
      ? { trace, explanation: whyFalse(part, trace) }
      : { trace: withMapped(refinement, trace), explanation: whyUnfair(refinement, trace) }),
  };
}

/** Compares with another way to decide, where that one is up to it. @throws InternalError where the two disagree */
function* compare(
  property: string,
  deciding: Bits<number | undefined>,
  found: { readonly steps: number; readonly isShortest: boolean } | undefined,
): Bits<void> {
  try {
    const other = yield* deciding;
    if ((other === undefined) !== (found === undefined))
      throw new InternalError(`'${property}': two ways to decide it disagree`);
    if (other === undefined || found === undefined) return;
    assert(other <= found.steps, `'${property}': a behaviour that violates it is shorter than the shortest`);
    assert(!found.isShortest || other === found.steps, `'${property}': a shorter behaviour violates it`);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
  }
}

function* recoverableVerdict(
  specification: Specification,
  asked: RecoverableAsked,
  { graph, stateOf, alsoRecoverable }: Behaving,
): Bits<Verdict> {
  const { name, node } = asked.tree;
  const way = yield* decideRecoverable(graph, asked.number);
  const steps = way && way.length - 1;
  if (alsoRecoverable !== undefined) {
    const other = yield* alsoRecoverable(asked);
    if (other !== steps) throw new InternalError(`'${name}': two ways to decide it disagree`);
  }
  if (way === undefined) return { kind: 'holds' };
  const trace = traceThroughStates(specification, name, way.map(stateOf));
  const last = trace.states.at(-1);
  assert(
    last !== undefined && !isTrue(node, { state: last, bound: new Map() }),
    `'${name}' is true where its trace ends`,
  );
  return {
    kind: 'violated',
    form: 'recoverable',
    steps: trace.steps.length,
    trace,
    explanation: {
      text: printNode(node),
      value: 'false here and in every state that can be reached from here',
      bindings: [],
      given: [],
      reads: [],
    },
  };
}

function* notePremises(
  { tree, parts, premises }: LivenessAsked,
  { graph }: Pick<Behaving, 'graph'>,
  finding: Finding,
): Bits<void> {
  for (const { kind, text, node, formulas } of premises) {
    let isMet = false;
    try {
      if (node !== undefined) {
        isMet = parts.some(({ number, question: { ofStates } }) => {
          const mask = ofStates.reduce(
            (bits, atom, index) => (sameNode(atom.node, node) ? bits | (1 << index) : bits),
            0,
          );
          return mask !== 0 && graph.letters(number).some((letter) => (letter & mask) !== 0);
        });
        yield;
      }
      for (const { number, formula } of formulas) {
        if (isMet) break;
        const { isPossible: isSatisfied, pairs } = yield* isPossible(graph, number, formula);
        finding.pairs += pairs;
        isMet = isSatisfied;
      }
    } catch (error) {
      // Then nothing is said of it.
      whyBeyond(error);
      isMet = true;
    }
    if (!isMet) finding.neverExercised.push({ kind, name: tree.name, text });
  }
}
