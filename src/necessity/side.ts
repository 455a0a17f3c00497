// All variants of one specification: found, chosen, judged, and what that says together.

import { availableParallelism } from 'node:os';
import { printEdit, type StructuralVariant, structuralVariants } from '../../checker/index.ts';
import { identityOf } from '../check/question.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { shownPath } from '../report/errors.ts';
import { treeHashOf } from '../result/tree-hash.ts';
import type { Terminal } from '../terminal.ts';
import { chosen } from './choose.ts';
import { assertedOf, withoutAssertions } from './assertions.ts';
import { askEach } from './ask-each.ts';
import type { JudgedVariant, NecessitySide, OriginalResult, Size, UnchangedResult, VariantResult } from './result.ts';
import { propertyScores, scoreOf } from './score.ts';
import { type Original, Subject, type SubjectParts } from './subject.ts';

export interface SideQuestion extends Omit<SubjectParts, 'roomBytes'> {
  /** What tells it from another side. */
  readonly name: string | undefined;
  readonly only: readonly string[];
  /** How many threads may be used; as many as there are cores where undefined. */
  readonly workers: number | undefined;
}

type Labelled = StructuralVariant & { readonly label: string };

/** What is asked about a specification. */
export interface Asked {
  /** All its variants, each of which is told of. */
  readonly told: readonly Labelled[];
  /** Those that are run: for assertions, all others, since they are judged by what they notice. */
  readonly run: readonly Labelled[];
}

/** The variants that are meant. @throws UsageError for what means none; what is wrong with the specification itself */
export function askedOf({ model, explain }: LoadedSpecification, question: SideQuestion): Asked {
  const { set, mutant, edits, only } = question;
  const isAssertion = ({ group }: StructuralVariant): boolean => group === 'assertions';
  const all = found(() => structuralVariants(model, { set, mutant, edits }), explain).map((variant) => ({
    ...variant,
    label: variant.name,
  }));
  const meant = chosen(only, all, model.name);
  // A part of the variants says nothing about an assertion, so it is told of only where it is asked for by its own name.
  const isAsked = only.length === 0 || meant.every(isAssertion);
  const told = isAsked ? meant : meant.filter((variant) => !isAssertion(variant));
  return { told, run: (isAsked && told.some(isAssertion) ? all : told).filter((variant) => !isAssertion(variant)) };
}

function found<T>(find: () => T, explain: LoadedSpecification['explain']): T {
  try {
    return find();
  } catch (thrown) {
    throw explain(thrown);
  }
}

/** Judges them; what was not come to is not decided. */
export async function judgedSide(
  loaded: LoadedSpecification,
  question: SideQuestion,
  { told, run }: Asked,
  terminal: Terminal,
): Promise<NecessitySide> {
  const startMs = performance.now();
  const { name, only, workers = availableParallelism(), ...parts } = question;
  const subject = new Subject(loaded, { ...parts, roomBytes: undefined }, terminal);
  // What is wrong with the specification itself is told before anything else is done.
  const original = await subject.original(
    'asked',
    run.some(({ isFine }) => isFine),
  );
  const judged = await askEach('verdict', run, subject, workers, terminal);
  const assertions = told.filter(({ group }) => group === 'assertions');
  const without = withoutAssertions(assertions, judged);
  const asked = terminal.isInterrupted()
    ? undefined
    : await askEach('breaks', without, subject.shownOn(terminal), workers, terminal);
  const asserted = new Map<Labelled, Told>(
    asked === undefined || terminal.isInterrupted()
      ? []
      : assertions.map((each) => [each, { ...unasked, verdict: assertedOf(each, asked) }]),
  );
  const { variants, unchanged } = toldOf(told, new Map([...judged, ...asserted]), terminal.cwd);
  const everyone = toldOf(run, judged, terminal.cwd).variants;
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
    properties: propertyScores(kept, everyone),
    unchanged,
    elapsedMs: Math.round(performance.now() - startMs),
  };
}

type Told = Pick<JudgedVariant, 'verdict' | 'treeHash' | 'editsOfCheck' | 'command'>;

const unasked = { editsOfCheck: [], command: '' } as const;

const interrupted = { ...unasked, verdict: { kind: 'not decided', reason: 'interrupted' } } as const;

/** In the order of the text, each tree once. */
function toldOf(
  variants: readonly Labelled[],
  judged: ReadonlyMap<Labelled, Told>,
  cwd: string,
): { readonly variants: readonly VariantResult[]; readonly unchanged: readonly UnchangedResult[] } {
  const found: VariantResult[] = [];
  const unchanged: UnchangedResult[] = [];
  const first = new Map<string, string>();
  for (const variant of variants) {
    const { name } = variant;
    const answer = judged.get(variant);
    if (answer === undefined) {
      found.push(resultOf(variant, interrupted, cwd));
      continue;
    }
    const { verdict, treeHash = '' } = answer;
    const sameAs = treeHash === '' ? undefined : first.get(`${treeHash} ${String(variant.isFine)}`);
    if (verdict === undefined) unchanged.push({ name });
    else if (sameAs !== undefined) unchanged.push({ name, sameAs });
    else found.push(resultOf(variant, { ...answer, verdict }, cwd));
    if (sameAs === undefined) first.set(`${treeHash} ${String(variant.isFine)}`, name);
  }
  return { variants: found, unchanged };
}

function resultOf(
  variant: StructuralVariant,
  { verdict, editsOfCheck, command }: Pick<VariantResult, 'verdict' | 'editsOfCheck' | 'command'>,
  cwd: string,
): VariantResult {
  const { name, group, kind, edits, isFine, path, site, source, before, after, lock } = variant;
  const place = site?.place;
  return {
    name,
    group,
    kind,
    edits: edits.map(printEdit),
    editsOfCheck,
    isFine,
    path,
    ...(place === undefined
      ? {}
      : { place: { file: shownPath(place.file, cwd), line: place.line, column: place.column } }),
    ...(source === undefined ? {} : { source }),
    before,
    after,
    ...(lock === undefined ? {} : { lock }),
    verdict,
    command,
  };
}

/** Those that the variants were compared with. */
async function originalsOf(subject: Subject, variants: readonly Labelled[]): Promise<readonly OriginalResult[]> {
  // Who does not want to wait is not told of what nothing was compared with.
  const isLarger = subject.parts.larger !== undefined && !subject.isInterrupted;
  const sizes: readonly Size[] = isLarger ? ['asked', 'larger'] : ['asked'];
  const grains = [...new Set(variants.map(({ isFine }) => isFine))];
  const results: OriginalResult[] = [];
  for (const size of sizes) {
    for (const isFine of grains) {
      const { found }: Original = await subject.original(size, isFine);
      const { statesDistinct, depth } = found.counts;
      results.push({ size, isFine, statesDistinct, depth, digest: found.digest });
    }
  }
  return results;
}
