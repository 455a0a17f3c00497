// The verdict on a mutant of the model, at its own constants. Where a graph is too large there, behaviours are looked for at the sizes that were
// asked for.

import { InternalError, type Specification } from '../../checker/index.ts';
import { ownEdits } from '../check/question.ts';
import type { Settings } from '../arguments/settings.ts';
import { repeatCommand } from '../result/repeat.ts';
import {
  behavioursOf,
  brokenIn,
  comparedWith,
  digestsOf,
  interrupted,
  keptIn,
  redundant,
  type Shown,
  whyEnded,
} from './judge.ts';
import { type MutantAsked, smallerSet } from './mutants.ts';
import type { JudgedVariant, NotNoticed, VariantVerdict } from './result.ts';
import type { Original, Subject } from './subject.ts';

/** What is built of a mutant, and what it is compared with. */
interface Pair {
  readonly original: Original;
  readonly specification: Specification;
}

export async function judgeMutant(
  subject: Subject,
  asked: MutantAsked,
  isFine: boolean,
  shown: Shown,
): Promise<JudgedVariant> {
  const pair = await built(async () => await pairAt(subject, asked, asked, isFine));
  if (typeof pair === 'string')
    return { verdict: { kind: 'cannot be built', reason: pair }, editsOfCheck: [], command: '' };
  const { reference, set, properties } = subject.parts;
  const editsOfCheck = ownEdits(pair.specification, asked.name);
  return {
    verdict: await verdictOn(subject, asked, pair, isFine, shown),
    editsOfCheck,
    command: repeatCommand({
      reference,
      set,
      mutant: asked.name,
      edits: editsOfCheck,
      properties: asked.properties ?? properties,
    }),
  };
}

async function pairAt(
  subject: Subject,
  { name }: MutantAsked,
  { set, original }: Pick<MutantAsked, 'set' | 'original'>,
  isFine: boolean,
): Promise<Pair> {
  const specification = subject.openAt(set, isFine, name).build();
  return { specification, original: await subject.originalAt(original, isFine) };
}

/** Or why there is none. */
async function built<T>(build: () => Promise<T>): Promise<T | string> {
  try {
    return await build();
  } catch (thrown) {
    if (thrown instanceof Error && 'what' in thrown && !(thrown instanceof InternalError)) return String(thrown.what);
    throw thrown;
  }
}

async function verdictOn(
  subject: Subject,
  asked: MutantAsked,
  pair: Pair,
  isFine: boolean,
  shown: Shown,
): Promise<VariantVerdict> {
  const { original, specification } = pair;
  if (original.found.ended === 'interrupted') return interrupted;
  const properties = keptIn(specification, original).filter((name) => asked.properties?.includes(name) !== false);
  const found = await subject.explore(specification, { properties, all: true, mayReduce: true });
  const broken = brokenIn(found, 'asked');
  if (broken !== undefined) return broken;
  if (found.ended !== 'complete') return { kind: 'not decided', reason: whyEnded(found) };
  const { statesDistinct } = found.counts;
  const compared = await comparedWith(subject, original, specification, statesDistinct);
  if (typeof compared !== 'string') {
    const { comparison, graph } = compared;
    if (comparison.kind === 'same') return await redundant(subject, original, specification, graph);
    const behaviours = behavioursOf(comparison, original.specification, specification, shown);
    return { kind: 'not noticed', isOnlyLarger: false, ...behaviours, statesDistinct: graph.statesDistinct };
  }
  if (subject.isInterrupted) return interrupted;
  const smaller = await differenceAtSmaller(subject, asked, isFine, shown);
  if (smaller !== undefined) return { ...smaller, statesDistinct };
  const alike = await digestsOf(subject, original, specification);
  if (alike === 'interrupted' || subject.isInterrupted) return interrupted;
  return alike?.areDigestsEqual === false
    ? { kind: 'not noticed', isOnlyLarger: false, statesDistinct }
    : { kind: 'not decided', reason: compared };
}

/** Undefined where nothing is smaller, or nothing differs there. */
async function differenceAtSmaller(
  subject: Subject,
  asked: MutantAsked,
  isFine: boolean,
  shown: Shown,
): Promise<Omit<NotNoticed, 'statesDistinct'> | undefined> {
  const smaller = (set: Settings): Settings => smallerSet(subject.loaded.model, set, subject.parts.set);
  const at = { set: smaller(asked.set), original: smaller(asked.original) };
  const pair = await built(async () => await pairAt(subject, asked, at, isFine));
  if (typeof pair === 'string' || subject.isInterrupted) return undefined;
  const { original, specification } = pair;
  const compared = await comparedWith(subject, original, specification);
  if (typeof compared === 'string' || compared.comparison.kind === 'same') return undefined;
  const behaviours = behavioursOf(compared.comparison, original.specification, specification, shown);
  const changed = Object.fromEntries(Object.entries(at.set).filter(([label, value]) => asked.set[label] !== value));
  return { kind: 'not noticed', isOnlyLarger: false, ...behaviours, behavioursAt: changed };
}
