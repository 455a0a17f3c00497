// All variants of one specification: found, chosen, judged, and what that says together.

import { availableParallelism } from 'node:os';
import { printEdit } from '../../checker/index.ts';
import { identityOf } from '../check/question.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { shownPath } from '../report/errors.ts';
import { treeHashOf } from '../result/tree-hash.ts';
import type { Terminal } from '../terminal.ts';
import { askEach } from './ask-each.ts';
import { type Asked, isAssertion, type Labelled, toldApart } from './asked.ts';
import { assertedOf, withoutAssertions } from './assertions.ts';
import type { AnyVariant } from './mutants.ts';
import type { JudgedVariant, NecessitySide, OriginalResult, Size, VariantResult } from './result.ts';
import { propertyScores, scoreOf } from './score.ts';
import { type Original, Subject, type SubjectParts } from './subject.ts';

export interface SideQuestion extends Omit<SubjectParts, 'roomBytes'> {
  /** What tells it from another side. */
  readonly name: string | undefined;
  readonly only: readonly string[];
  /** How many threads may be used; as many as there are cores where undefined. */
  readonly workers: number | undefined;
}

/** Judges them; what was not come to is not decided. */
export async function judgedSide(
  loaded: LoadedSpecification,
  question: SideQuestion,
  { opened, told, run, mutants }: Asked,
  terminal: Terminal,
): Promise<NecessitySide> {
  const startMs = performance.now();
  const { name, only, workers = availableParallelism(), ...parts } = question;
  const subject = new Subject(loaded, { ...parts, roomBytes: undefined }, terminal);
  // What is wrong with the specification itself is told before anything else is done.
  const original = await subject.original('asked', run.some(isFine));
  const { own, unchanged, unbuilt } = await toldApart(opened, run, terminal.isInterrupted);
  const judged = new Map<Labelled, JudgedVariant>([
    ...[...unbuilt].map(([variant, reason]): [Labelled, JudgedVariant] => [
      variant,
      { ...unasked, verdict: { kind: 'cannot be built', reason } },
    ]),
    ...(await askEach('verdict', [...own, ...mutants], subject, workers, terminal)),
  ]);
  const asserted = await assertedAll(told.filter(isAssertion), judged, subject, workers, terminal);
  const all = new Map([...judged, ...asserted]);
  const isUnchanged = new Set(unchanged.map((each) => each.name));
  const resultsOf = (variants: readonly Labelled[]): readonly VariantResult[] =>
    variants
      .filter((variant) => !isUnchanged.has(variant.name))
      .map((variant) => resultOf(variant, all.get(variant) ?? interrupted, terminal.cwd));
  const variants = resultsOf(told);
  const { specification } = await subject.original('asked', false);
  const kept = original.found.properties.filter((property) => original.kept.has(property.name));
  const broken = original.found.properties.filter(({ verdict }) => verdict.kind === 'violated');
  return {
    ...(name === undefined ? {} : { name }),
    specification: identityOf(loaded, specification, question),
    treeHash: await treeHashOf(specification),
    modelled: specification.modelled,
    assumptions: loaded.model.assumptions,
    only,
    ...(parts.larger === undefined ? {} : { larger: parts.larger }),
    originals: await originalsOf(subject, run),
    leftOut: broken.map((property) => property.name),
    variants,
    score: scoreOf(variants),
    properties: propertyScores(kept, resultsOf(run)),
    unchanged,
    elapsedMs: Math.round(performance.now() - startMs),
  };
}

function isFine(variant: Pick<Labelled, 'isFine'>): boolean {
  return variant.isFine;
}

const unasked = { editsOfCheck: [], command: '' } as const;

const interrupted: JudgedVariant = { ...unasked, verdict: { kind: 'not decided', reason: 'interrupted' } };

/** None where it was told to stop: what was not asked would be taken for what nothing notices. */
async function assertedAll(
  assertions: readonly Labelled[],
  judged: ReadonlyMap<Labelled, JudgedVariant>,
  subject: Subject,
  workers: number,
  terminal: Terminal,
): Promise<ReadonlyMap<Labelled, JudgedVariant>> {
  if (assertions.length === 0 || terminal.isInterrupted()) return new Map();
  const questions = withoutAssertions(assertions, judged);
  const answers = await askEach('breaks', questions, subject.shownOn(terminal), workers, terminal);
  if (terminal.isInterrupted()) return new Map();
  return new Map(assertions.map((each) => [each, { ...unasked, verdict: assertedOf(each, answers) }]));
}

function resultOf(
  variant: AnyVariant,
  { verdict, editsOfCheck, command }: Pick<VariantResult, 'verdict' | 'editsOfCheck' | 'command'>,
  cwd: string,
): VariantResult {
  const { name, group, kind, edits, path, site, source, file, before, after, lock, mutant } = variant;
  const place = site?.place;
  return {
    name,
    group,
    kind,
    edits: edits.map(printEdit),
    editsOfCheck,
    isFine: variant.isFine,
    path,
    ...(place === undefined
      ? {}
      : { place: { file: shownPath(place.file, cwd), line: place.line, column: place.column } }),
    ...(source === undefined ? {} : { source }),
    before,
    after,
    ...(lock === undefined ? {} : { lock }),
    ...(file === undefined ? {} : { file }),
    ...(mutant === undefined ? {} : { mutant: { set: mutant.set, properties: mutant.properties } }),
    verdict,
    command,
  };
}

/** Those that the variants were compared with. */
async function originalsOf(subject: Subject, variants: readonly Labelled[]): Promise<readonly OriginalResult[]> {
  // Who does not want to wait is not told of what nothing was compared with.
  const isLarger = subject.parts.larger !== undefined && !subject.isInterrupted;
  const sizes: readonly Size[] = isLarger ? ['asked', 'larger'] : ['asked'];
  const grains = [...new Set(variants.map(isFine))];
  const results: OriginalResult[] = [];
  for (const size of sizes) {
    for (const grain of grains) {
      const { found }: Original = await subject.original(size, grain);
      const { statesDistinct, depth } = found.counts;
      results.push({ size, isFine: grain, statesDistinct, depth, digest: found.digest });
    }
  }
  return results;
}
