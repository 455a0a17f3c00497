// ballast check: one question, or a sweep of them, asked of one specification; once, or whenever the file is saved.

import { Uncompilable, UsageError, webAssemblyText } from '../../checker/index.ts';
import { type LimitTexts, parseLimits, parseTime } from '../arguments/limits.ts';
import { parseReductions, type ReductionFlags } from '../arguments/reductions.ts';
import { isTraceForm, refuseCheckReport, type TraceForm } from '../arguments/report-form.ts';
import { parseSettings, type Settings } from '../arguments/settings.ts';
import { type EngineTexts, parseEngine } from '../engine/engine.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { raceFor, renderCheck } from '../report/check-report.ts';
import { documentOf } from '../result/document.ts';
import { deliver, isDocumentWanted, type Outputs, refuseOut, refuseSource } from '../result/out-file.ts';
import type { CheckOutcome, CheckResult } from '../result/result.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { ask, type Question } from './ask.ts';
import { built } from './question.ts';
import { shownIn } from './show.ts';

export interface CheckArguments extends LimitTexts, EngineTexts, Outputs, ReductionFlags {
  readonly spec: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  readonly edit?: readonly string[];
  readonly property?: readonly string[];
  readonly expect?: string;
  readonly against?: readonly string[];
  readonly all?: boolean;
  readonly strict?: boolean;
  readonly emit?: string;
  readonly report?: string;
  readonly show?: readonly string[];
  readonly watch?: boolean;
  readonly verbose?: boolean;
  readonly audit?: boolean;
  readonly auditTime?: string;
}

/** Checks, prints the report, and gives the exit status. */
export async function check(given: CheckArguments, terminal: Terminal): Promise<number> {
  parseEngine(given);
  refuseAudit(given);
  refuseEmit(given);
  refuseReport(given);
  if (given.show !== undefined) refusePair(given, 'show', 'watch', 'emit', 'json');
  parseLimits(given); // Slips in them are told before anything is loaded.
  refuseOut(given, terminal.cwd);
  if (given.watch === true) {
    refusePair(given, 'watch', 'json', 'out');
    const { watch } = await import('./watch.ts');
    return await watch(given, terminal);
  }
  const loaded = await loadSpecification(given.spec, { cwd: terminal.cwd });
  refuseSource(given, terminal.cwd, loaded.files);
  if (given.emit !== undefined) return await emit(loaded, given, terminal);
  const { outcomes, status } = await checkAll(loaded, given, terminal, given.json === true ? 'silent' : 'print');
  return deliver(documentOf(outcomes, status), given, terminal);
}

export interface Answers {
  readonly outcomes: readonly CheckOutcome[];
  readonly status: number;
}

/** Asks the question, or every question of a sweep, and prints the answers unless it is to be silent. */
export async function checkAll(
  loaded: LoadedSpecification,
  given: CheckArguments,
  terminal: Terminal,
  mode: 'print' | 'silent',
  signal?: AbortSignal,
): Promise<Answers> {
  const print = (text: string): void => {
    // What a save has made old is not worth reading.
    const isOld = signal?.aborted === true && !terminal.isInterrupted();
    if (mode === 'print' && !isOld) terminal.print(text);
  };
  const [set = {}, ...more] = parseSettings(given.set ?? [], loaded.model);
  if (more.length > 0) {
    const odd = (['against', 'audit', 'report', 'show'] as const).find((option) => given[option] !== undefined);
    if (odd !== undefined)
      throw new UsageError(`--${odd} goes with one check, not with a sweep`, { mend: 'give each constant one value' });
    const questions = [set, ...more].map((each) => ({ ...questionOf(given, each), signal }));
    const { sweep } = await import('./sweep.ts');
    return await sweep(loaded, questions, terminal, print);
  }
  const question = questionOf(given, set);
  const counterfactual =
    given.against === undefined ? undefined : await counterfactualOf(loaded, question, given.against);
  const asked = await ask(loaded, { ...question, signal }, terminal);
  const audited = given.audit === true ? await auditOf(asked, loaded, { ...question, signal }, given, terminal) : asked;
  const result = counterfactual?.(audited) ?? audited;
  if (counterfactual !== undefined && result.against === undefined)
    terminal.complain('--against: there is no counterexample whose schedule could be gone again');
  print(await reportOf(result, given, terminal));
  return { outcomes: [result], status: result.status };
}

/** The result with what its audit found. */
async function auditOf(
  result: CheckResult,
  loaded: LoadedSpecification,
  question: Question,
  { auditTime }: CheckArguments,
  terminal: Terminal,
): Promise<CheckResult> {
  const { reductions } = question;
  // A search that was interrupted is not asked again.
  if (reductions === undefined || result.ended === 'interrupted') return result;
  const { withAudit } = await import('../audit/with-audit.ts');
  const budgetMs = auditTime === undefined ? undefined : parseTime(auditTime, '--audit-time');
  return await withAudit(result, loaded, { ...question, reductions }, terminal, budgetMs);
}

/** @throws UsageError where there is nothing to audit, or nobody asks for it */
function refuseAudit(given: CheckArguments): void {
  const reductions = parseReductions(given);
  if (given.auditTime !== undefined) {
    parseTime(given.auditTime, '--audit-time');
    if (given.audit !== true)
      throw new UsageError('--audit-time says how long an audit may take, and none is asked for', {
        mend: 'give --audit, too, or leave it out',
      });
  }
  if (given.audit !== true) return;
  refusePair(given, 'audit', 'watch', 'emit');
  if (reductions === undefined)
    throw new UsageError('--audit compares a search that leaves something out with one that does not', {
      mend: 'leave --audit out: nothing is left out here',
    });
}

/** In the form that was asked for, which only says how a violation is shown. */
async function reportOf(result: CheckResult, given: CheckArguments, terminal: Terminal): Promise<string> {
  const { report, verbose, show = [] } = given;
  const { paint, columns } = terminal;
  if (isTraceForm(report)) {
    const text = await tracedAs(report, result, terminal);
    if (text !== undefined) return text;
    terminal.complain(`--report ${report}: there is no counterexample to show, so this is the usual report`);
  }
  const race = report === 'steps' ? undefined : await raceFor(result);
  const { traced, complaints } = shownIn(result, show, race !== undefined);
  for (const complaint of complaints) terminal.complain(complaint);
  const areTabs = report === 'race-tabs';
  if (race !== undefined && report !== undefined) return race.renderRace(result, { areTabs, shown: traced });
  const form = { paint, columns, areTabs, isPlaced: true, isTitled: true };
  const shown = traced.length === 0 ? [] : (await import('../report/race.ts')).tracedBlocks(traced, form);
  return renderCheck(result, { paint, columns, race, shown, isVerbose: verbose });
}

/** The first violation, as `ballast trace` shows a saved one; undefined where there is none that has a trace. */
async function tracedAs(form: TraceForm, result: CheckResult, terminal: Terminal): Promise<string | undefined> {
  const isTraced = result.properties.some(
    ({ verdict, kind, trace }) => verdict === 'violated' && kind !== 'reachable' && trace !== undefined,
  );
  if (!isTraced) return undefined;
  const [{ subjectIn }, { shownAs }] = await Promise.all([import('../trace/read.ts'), import('../trace/trace.ts')]);
  return await shownAs(subjectIn([result], 'the result', {}), form, terminal);
}

function refuseReport(given: CheckArguments): void {
  const { report } = given;
  if (report === undefined) return;
  refuseCheckReport(report);
  refusePair(given, 'report', 'json');
}

/** What adds the counterfactual to a result. Slips in it are told before anything is explored. */
async function counterfactualOf(
  loaded: LoadedSpecification,
  question: Question,
  words: readonly string[],
): Promise<(result: CheckResult) => CheckResult> {
  const { otherVariant, withAgainst } = await import('../why/other-variant.ts');
  const here = built(loaded, question);
  const variant = otherVariant(loaded, question, here, words);
  return (result) => withAgainst(result, here, variant);
}

function questionOf(given: CheckArguments, set: Settings): Question {
  const { spec, mutant, edit = [], property, expect, show, all = false, strict = false, watch = false } = given;
  const isWhole = isDocumentWanted(given) || isTraceForm(given.report);
  return {
    reference: spec,
    set,
    mutant,
    edits: edit,
    properties: property,
    expect,
    show,
    all,
    isStrict: strict,
    isWhole,
    isHashed: isWhole || watch,
    limits: parseLimits(given),
    engine: parseEngine(given),
    reductions: parseReductions(given),
  };
}

function refuseEmit(given: CheckArguments): void {
  const { emit } = given;
  if (emit === undefined) return;
  if (emit !== 'wat')
    throw new UsageError(`there is nothing called '${emit}' to print`, {
      mend: 'write --emit wat: the generated WebAssembly',
    });
  refusePair(given, 'emit', 'watch', 'json', 'out');
}

type Option = keyof CheckArguments & ('audit' | 'emit' | 'json' | 'out' | 'report' | 'show' | 'watch');

/** Of an option that is given: those that would ask for something else. */
function refusePair(given: CheckArguments, option: Option, ...others: readonly Option[]): void {
  const other = others.find((each) => given[each] !== undefined && given[each] !== false);
  if (other === undefined) return;
  throw new UsageError(`--${option} and --${other} do not go together`, { mend: 'leave one of them out' });
}

/** Prints what the specification is compiled to, and explores nothing. */
async function emit(loaded: LoadedSpecification, given: CheckArguments, terminal: Terminal): Promise<number> {
  const [set = {}, ...more] = parseSettings(given.set ?? [], loaded.model);
  if (more.length > 0)
    throw new UsageError('--emit prints one specification', { mend: 'give each constant one value' });
  const specification = built(loaded, { set, mutant: given.mutant, edits: given.edit ?? [] });
  try {
    terminal.print((await webAssemblyText(specification)).trimEnd());
  } catch (error) {
    if (!(error instanceof Uncompilable)) throw error;
    throw new UsageError(`${specification.name} cannot be compiled: ${error.message}`, {
      mend: 'the reference engine explores it: --engine reference',
    });
  }
  return exitStatus.holds;
}
