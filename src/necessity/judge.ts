// The verdict on one variant. Searched to the end at the size that was asked for, so that it is known which properties notice it; where none does,
// its state graph is compared with that of the specification, and only where that differs is it searched at the larger size.

import {
  compareGraphs,
  type Edit,
  type Exploration,
  type GraphComparison,
  InternalError,
  layoutOf,
  processNames,
  propertyNames,
  SpecError,
  type Specification,
  type StateGraph,
} from '../../checker/index.ts';
import { ownEdits } from '../check/question.ts';
import { shownPath } from '../report/errors.ts';
import { printCount, printCounted } from '../report/numbers.ts';
import { traceOf } from '../result/assemble.ts';
import { repeatCommand } from '../result/repeat.ts';
import type { MutantAsked } from './mutants.ts';
import type {
  BehaviourResult,
  JudgedVariant,
  LoadBearing,
  NotNoticed,
  Redundant,
  Size,
  Undecided,
  VariantVerdict,
} from './result.ts';
import {
  graphStatesMost,
  lostIn,
  type Original,
  type SearchOptions,
  type Subject,
  type SubjectParts,
  violatedIn,
} from './subject.ts';

/** A variant as a thread is told of it. */
export interface AskedVariant {
  readonly edits: readonly Edit[];
  readonly isFine: boolean;
  /** Of a mutant of the model, whose edits stand there. */
  readonly mutant?: MutantAsked | undefined;
}

/** How a file is said. */
export type Shown = (file: string) => string;

export const interrupted: Undecided = { kind: 'not decided', reason: 'interrupted' };

/** @throws what is wrong with the specification itself */
export async function judge(subject: Subject, variant: AskedVariant, cwd: string): Promise<JudgedVariant> {
  const original = await subject.original('asked', variant.isFine);
  const built = specificationOf(original, variant);
  if (typeof built === 'string')
    return { verdict: { kind: 'cannot be built', reason: built }, editsOfCheck: [], command: '' };
  const verdict = await verdictOn(subject, variant, original, built, (file) => shownPath(file, cwd));
  if (verdict.kind === 'cannot be built') return { verdict, editsOfCheck: [], command: '' };
  const size = verdict.kind === 'load-bearing' ? verdict.size : 'asked';
  const editsOfCheck = ownEdits(built, subject.parts.mutant);
  return { verdict, editsOfCheck, command: commandOf(subject.parts, editsOfCheck, size) };
}

/** Whether something breaks; undefined where nobody can tell, or nothing can be built. @throws what is wrong with the specification itself */
export async function breaks(subject: Subject, variant: AskedVariant): Promise<boolean | undefined> {
  const original = await subject.original('asked', variant.isFine);
  const built = specificationOf(original, variant);
  if (typeof built === 'string' || subject.isInterrupted) return undefined;
  const found = await searched(subject, built, { properties: keptIn(built, original), all: false });
  if (typeof found === 'string') return undefined;
  if (brokenIn(found, 'asked') !== undefined) return true;
  return found.ended === 'complete' ? false : undefined;
}

/** The specification, or why there is none. */
function specificationOf({ opened }: Original, { edits }: AskedVariant): Specification | string {
  try {
    return opened.build(edits);
  } catch (thrown) {
    if (thrown instanceof Error && 'what' in thrown && !(thrown instanceof InternalError)) return String(thrown.what);
    throw thrown;
  }
}

/** The search, or why there is none: only then is it known that no initial state is left. */
async function searched(
  subject: Subject,
  specification: Specification,
  options: SearchOptions,
): Promise<Exploration | string> {
  try {
    return await subject.explore(specification, { ...options, mayReduce: true });
  } catch (thrown) {
    if (thrown instanceof SpecError) return thrown.what;
    throw thrown;
  }
}

async function verdictOn(
  subject: Subject,
  variant: AskedVariant,
  original: Original,
  specification: Specification,
  shown: Shown,
): Promise<VariantVerdict> {
  if (original.found.ended === 'interrupted') return interrupted;
  const found = await searched(subject, specification, { properties: keptIn(specification, original), all: true });
  if (typeof found === 'string') return { kind: 'cannot be built', reason: found };
  const broken = brokenIn(found, 'asked');
  if (broken !== undefined) return broken;
  if (found.ended !== 'complete') return { kind: 'not decided', reason: whyEnded(found) };
  const compared = await comparedWith(subject, original, specification);
  if (typeof compared === 'string') return { kind: 'not decided', reason: compared };
  const { comparison, graph } = compared;
  if (comparison.kind === 'same') {
    const verdict = await redundant(subject, original, specification, graph);
    return verdict.kind === 'redundant' ? await alsoAtLargerSize(subject, variant, verdict, shown) : verdict;
  }
  const larger = await atLargerSize(subject, variant);
  if (larger !== undefined && 'kind' in larger) return larger;
  return {
    kind: 'not noticed',
    isOnlyLarger: false,
    ...behavioursOf(comparison, original.specification, specification, shown),
    statesDistinct: graph.statesDistinct,
    ...(larger === undefined ? {} : { statesLarger: larger.found.counts.statesDistinct }),
  };
}

/** What the specification itself keeps, as far as the variant still has it: an assertion may be gone. */
export function keptIn(specification: Specification, { kept }: Original): readonly string[] {
  return propertyNames(specification).flatMap(({ name }) => (kept.has(name) ? [name] : []));
}

/** What the variant breaks, or which witnesses it loses; undefined where there is nothing of the kind. */
export function brokenIn(found: Exploration, size: Size): LoadBearing | undefined {
  const violated = violatedIn(found);
  const steps = Math.min(...violated.map((each) => each.steps));
  const first = violated.filter((each) => each.steps === steps);
  // Behind a step that fails anything might be reached.
  const lost = violated.length === 0 && found.ended === 'complete' ? lostIn(found) : [];
  if (first.length === 0 && lost.length === 0) return undefined;
  const isWitnessOnly = first.length === 0;
  return {
    kind: 'load-bearing',
    size,
    breaks: (isWitnessOnly ? lost : first).map(({ name, kind, verdict }) => {
      const failure = verdict.kind === 'violated' ? verdict.trace?.steps.at(-1)?.failure : undefined;
      return { name, kind, ...(failure === undefined ? {} : { message: failure.message, path: failure.path }) };
    }),
    isWitnessOnly,
    ...(isWitnessOnly ? {} : { steps }),
    notices: [
      ...violated.map(({ name, kind, steps: its }) => ({ name, kind, steps: its })),
      ...lost.map(({ name, kind }) => ({ name, kind })),
    ],
    isWhole: found.ended === 'complete',
    statesDistinct: found.counts.statesDistinct,
  };
}

/** How it compares with the specification itself, or why nobody can tell; of so many states, where that is known. */
export async function comparedWith(
  subject: Subject,
  original: Original,
  specification: Specification,
  statesDistinct = 0,
): Promise<{ readonly comparison: GraphComparison; readonly graph: StateGraph } | string> {
  if (subject.isInterrupted) return 'interrupted';
  const tooLarge = `nothing breaks, and graphs of more than ${printCount(graphStatesMost)} states are not compared`;
  if (Math.max(statesDistinct, original.found.counts.statesDistinct) > graphStatesMost) return tooLarge;
  const own = await original.graph();
  const graph = own && !subject.isInterrupted ? await subject.graph(specification) : undefined;
  if (subject.isInterrupted) return 'interrupted';
  if (own === undefined || graph === undefined) return tooLarge;
  return { comparison: await compareGraphs(own, graph), graph };
}

/** Both engines have to say so: where states are packed alike, digests of all states and of all transitions tell the same. */
export async function redundant(
  subject: Subject,
  original: Original,
  specification: Specification,
  { statesDistinct, edgesDistinct }: StateGraph,
): Promise<Redundant | Undecided> {
  const alike = await digestsOf(subject, original, specification);
  if (alike === 'interrupted') return interrupted;
  if (alike !== undefined && !alike.areDigestsEqual)
    throw new InternalError(
      `the state graph of '${specification.edits.at(-1) ?? ''}' is that of ${specification.name} edge by edge, and their digests differ`,
    );
  return { kind: 'redundant', statesDistinct, edgesDistinct, areDigestsEqual: alike !== undefined };
}

interface Alike {
  /** Both of states and of transitions. */
  readonly areDigestsEqual: boolean;
}

/** Undefined where the states of the two are packed otherwise, so that digests tell nothing. */
export async function digestsOf(
  subject: Subject,
  original: Original,
  specification: Specification,
): Promise<Alike | 'interrupted' | undefined> {
  if (!isLaidOutAlike(original.specification, specification)) return undefined;
  const own = await original.digests();
  const other = subject.isInterrupted ? undefined : await subject.digests(specification);
  if (own === undefined || other === undefined) return 'interrupted';
  return { areDigestsEqual: own.states === other.states && own.transitions === other.transitions };
}

function isLaidOutAlike(one: Specification, other: Specification): boolean {
  const text = (specification: Specification): string =>
    JSON.stringify([
      layoutOf(specification.variables, processNames(specification).length),
      specification.processes.map(({ name, labels }) => [name, labels]),
    ]);
  return text(one) === text(other);
}

/** A variant at the larger size, where nothing breaks in it. */
interface Unbroken {
  readonly original: Original;
  readonly specification: Specification;
  readonly found: Exploration;
}

/** What breaks at the larger size, or why nobody can tell; undefined where there is no larger size. */
async function atLargerSize(subject: Subject, variant: AskedVariant): Promise<VariantVerdict | Unbroken | undefined> {
  if (subject.parts.larger === undefined) return undefined;
  if (subject.isInterrupted) return interrupted;
  const original = await subject.original('larger', variant.isFine);
  if (original.found.ended === 'interrupted') return interrupted;
  const specification = specificationOf(original, variant);
  if (typeof specification === 'string')
    return { kind: 'cannot be built', reason: `at the larger size: ${specification}` };
  const found = await searched(subject, specification, { properties: keptIn(specification, original), all: false });
  if (typeof found === 'string') return { kind: 'cannot be built', reason: `at the larger size: ${found}` };
  const broken = brokenIn(found, 'larger');
  if (broken !== undefined) return broken;
  if (found.ended !== 'complete') return { kind: 'not decided', reason: `at the larger size: ${whyEnded(found)}` };
  return { original, specification, found };
}

/**
 * What is the same at the size that was asked for may be another at the larger one. Told by digests where they tell it, else by the graphs, where
 * they are not too large; where nobody can tell, it is redundant at the size that was asked for.
 */
async function alsoAtLargerSize(
  subject: Subject,
  variant: AskedVariant,
  verdict: Redundant,
  shown: Shown,
): Promise<VariantVerdict> {
  const larger = await atLargerSize(subject, variant);
  if (larger === undefined || 'kind' in larger) return larger ?? verdict;
  const { original, specification, found } = larger;
  const statesLarger = found.counts.statesDistinct;
  const { statesDistinct } = verdict;
  const alike = await digestsOf(subject, original, specification);
  if (alike === 'interrupted') return interrupted;
  if (alike?.areDigestsEqual === true) return { ...verdict, statesLarger };
  const compared =
    Math.max(statesLarger, original.found.counts.statesDistinct) > graphStatesMost
      ? undefined
      : await comparedWith(subject, original, specification);
  if (subject.isInterrupted) return interrupted;
  if (compared === undefined || typeof compared === 'string')
    return alike?.areDigestsEqual === false
      ? { kind: 'not noticed', isOnlyLarger: true, statesDistinct, statesLarger }
      : verdict;
  const { comparison } = compared;
  if (comparison.kind === 'same') return { ...verdict, statesLarger };
  const behaviours = behavioursOf(comparison, original.specification, specification, shown);
  return { kind: 'not noticed', isOnlyLarger: true, ...behaviours, statesDistinct, statesLarger };
}

type Different = Extract<GraphComparison, { kind: 'different' }>;

export function behavioursOf(
  { by, new: gained, gone }: Different,
  original: Specification,
  specification: Specification,
  shown: Shown,
): Pick<NotNoticed, 'by' | 'new' | 'gone'> {
  const resultOf = (of: Specification, behaviour: typeof gained): BehaviourResult | undefined =>
    behaviour && {
      what: behaviour.what,
      steps: behaviour.trace.steps.length,
      trace: traceOf(of, behaviour.trace, { isWhole: false, study: undefined, shown }),
    };
  return { by, new: resultOf(specification, gained), gone: resultOf(original, gone) };
}

export function whyEnded({ ended, counts }: Exploration): string {
  if (ended === 'interrupted') return 'interrupted';
  const limit = { 'max-states': 'states', 'max-depth': 'depth', time: 'time', memory: 'memory' }[ended as string] ?? '';
  return `nothing breaks in ${printCounted(counts.statesDistinct, 'state')}; stopped at the limit of ${limit}`;
}

/** Checks the variant by itself. */
function commandOf(parts: SubjectParts, edits: readonly string[], size: Size): string {
  const { reference, set, larger, mutant, properties } = parts;
  return repeatCommand({
    reference,
    set: size === 'asked' ? set : { ...set, ...larger },
    mutant,
    edits,
    properties,
  });
}
