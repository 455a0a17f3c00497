// ballast necessity: what of a specification its properties rely on. Every rule is taken out in turn, and whether anything notices is the verdict.

import { UsageError } from '../../checker/index.ts';
import { type LimitTexts, parseLimits } from '../arguments/limits.ts';
import { parseReductions, type ReductionFlags } from '../arguments/reductions.ts';
import { parseSetting } from '../arguments/settings.ts';
import { type EngineTexts, parseEngine } from '../engine/engine.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import { parseComparison } from './compared.ts';
import { type NecessityDocument, type NecessitySide, necessityVersion } from './result.ts';
import { askedOf } from './asked.ts';
import { judgedSide, type SideQuestion } from './side.ts';

export interface NecessityArguments extends LimitTexts, ReductionFlags, Pick<EngineTexts, 'workers'> {
  readonly spec: string;
  /** The second side of a comparison. */
  readonly other?: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  readonly edit?: readonly string[];
  readonly property?: readonly string[];
  readonly only?: readonly string[];
  readonly larger?: readonly string[];
  readonly compare?: string;
  readonly show?: readonly string[];
  readonly all?: boolean;
  readonly strict?: boolean;
  readonly report?: string;
  readonly json?: boolean;
}

/** Of a search of more states, nobody waits for the end: some variants have many more than the specification itself. */
const statesByDefault = 1_000_000;

/** Judges the variants, prints the report, and gives 0, or 20 where something is not decided; with --strict 22 where something is not noticed. */
export async function necessity(given: NecessityArguments, terminal: Terminal): Promise<number> {
  refusePairs(given);
  const { workers } = parseEngine({ workers: given.workers });
  const limits = parseLimits(given);
  const reductions = parseReductions(given);
  const loaded = await loadSpecification(given.spec, { cwd: terminal.cwd });
  const set = parseSetting(given.set ?? [], loaded.model);
  const larger =
    given.larger === undefined ? loaded.model.necessity.larger : parseSetting(given.larger, loaded.model, '--larger');
  const question: SideQuestion = {
    name: undefined,
    reference: given.spec,
    set,
    mutant: given.mutant,
    edits: given.edit ?? [],
    larger,
    properties: given.property,
    limits: { ...limits, states: limits.states ?? statesByDefault },
    reductions,
    only: given.only ?? given.show ?? [],
    workers,
  };
  const questions =
    given.compare === undefined ? [question] : comparedQuestions(given.compare, given.other, question, loaded);
  // Slips are told before anything is explored.
  const asked = await Promise.all(
    questions.map(async (each) => ({ question: each, variants: await askedOf(loaded, each) })),
  );
  const sides: NecessitySide[] = [];
  for (const each of asked) sides.push(await judgedSide(loaded, each.question, each.variants, terminal));
  const status = statusOf(sides, given.strict === true);
  const document: NecessityDocument = {
    format: 'ballast necessity',
    version: necessityVersion,
    ballast: version(),
    sides,
    status,
  };
  if (given.json === true) terminal.print(JSON.stringify(document, undefined, 2));
  else await print(document, given, question, loaded, terminal);
  return status;
}

async function print(
  document: NecessityDocument,
  given: NecessityArguments,
  question: SideQuestion,
  loaded: LoadedSpecification,
  terminal: Terminal,
): Promise<void> {
  const { sides } = document;
  const [first, second] = sides;
  if (first === undefined) return;
  if (given.report === 'markdown') {
    const { necessityMarkdown } = await import('../report/necessity-markdown.ts');
    terminal.print(necessityMarkdown(sides));
    return;
  }
  if (given.show !== undefined) {
    const { shownVariants } = await import('./show.ts');
    terminal.print(await shownVariants(first, question, loaded, terminal));
    return;
  }
  if (second !== undefined) {
    const { comparedReport } = await import('../report/necessity-compared.ts');
    terminal.print(comparedReport(first, second, terminal.paint));
    return;
  }
  const { necessityReport } = await import('../report/necessity-report.ts');
  terminal.print(necessityReport(first, { paint: terminal.paint, isWhole: given.all === true }));
}

function comparedQuestions(
  first: string,
  second: string | undefined,
  question: SideQuestion,
  { model }: LoadedSpecification,
): readonly SideQuestion[] {
  const { constant, values } = parseComparison(model, first, second, question.set);
  return values.map((value) => ({ ...question, name: String(value), set: { ...question.set, [constant]: value } }));
}

/** Of which nothing can be built, there is nothing to decide. */
function statusOf(sides: readonly NecessitySide[], isStrict: boolean): number {
  if (sides.some(({ score }) => score.undecided > 0)) return exitStatus.undecided;
  const isVacuous = sides.some(({ score }) => score.notNoticed > 0);
  return isStrict && isVacuous ? exitStatus.vacuous : exitStatus.holds;
}

function refusePairs({ compare, other, report, json, only, show, spec }: NecessityArguments): void {
  if (other !== undefined && compare === undefined)
    throw new UsageError(`necessity takes one specification, and '${other}' is one word more`, {
      mend: `to compare two versions: ballast necessity ${spec} --compare before ${other}`,
    });
  if (report !== undefined && report !== 'text' && report !== 'markdown')
    throw new UsageError(`there is no report '${report}'`, { mend: 'write --report text or --report markdown' });
  const pairs = [
    ['report', 'json', report !== undefined && json === true],
    // Both say which variants are meant.
    ['show', 'only', show !== undefined && only !== undefined],
    ['show', 'json', show !== undefined && json === true],
    ['show', 'report', show !== undefined && report === 'markdown'],
    ['show', 'compare', show !== undefined && compare !== undefined],
  ] as const;
  for (const [one, two, isGiven] of pairs) {
    if (isGiven) throw new UsageError(`--${one} and --${two} do not go together`, { mend: 'leave one of them out' });
  }
}
