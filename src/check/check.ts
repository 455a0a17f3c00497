// ballast check: one question, or a sweep of them, asked of one specification; once, or whenever the file is saved.

import { AssumptionError, UsageError } from '../../checker/index.ts';
import { type LimitTexts, parseLimits } from '../arguments/limits.ts';
import { parseSettings, type Settings } from '../arguments/settings.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { renderCheck } from '../report/check-report.ts';
import { sweepReport } from '../report/sweep-report.ts';
import { documentOf } from '../result/document.ts';
import type { CheckOutcome } from '../result/result.ts';
import { exitStatus, statusOfAll } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { ask, type Question } from './ask.ts';

export interface CheckArguments extends LimitTexts {
  readonly spec: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  readonly edit?: readonly string[];
  readonly property?: readonly string[];
  readonly expect?: string;
  readonly all?: boolean;
  readonly strict?: boolean;
  readonly engine?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
}

/** Checks, prints the report, and gives the exit status. */
export async function check(given: CheckArguments, terminal: Terminal): Promise<number> {
  refuseEngine(given.engine);
  parseLimits(given); // Slips in them are told before anything is loaded.
  if (given.watch === true) {
    if (given.json === true)
      throw new UsageError('--watch and --json do not go together', { mend: 'leave one of them out' });
    const { watch } = await import('./watch.ts');
    return await watch(given, terminal);
  }
  const loaded = await loadSpecification(given.spec, { cwd: terminal.cwd });
  const outcomes = await checkAll(loaded, given, terminal, given.json === true ? 'silent' : 'print');
  const status = statusOfAll(outcomes.map((outcome) => outcome.status));
  if (given.json === true) terminal.print(JSON.stringify(documentOf(outcomes, status), undefined, 2));
  return status;
}

/** Asks every question of the sweep, printing each answer when it is there. Ends early when told to stop. */
export async function checkAll(
  loaded: LoadedSpecification,
  given: CheckArguments,
  terminal: Terminal,
  mode: 'print' | 'silent',
  signal?: AbortSignal,
): Promise<readonly CheckOutcome[]> {
  const sweep = parseSettings(given.set ?? [], loaded.model);
  const questions = sweep.map((set) => {
    const about =
      sweep.length === 1
        ? ''
        : Object.entries(set)
            .map(([name, value]) => `${name}=${String(value)}`)
            .join(' ');
    return { ...questionOf(given, set), signal, about };
  });
  const print = (lines: readonly string[]): void => {
    // What a save has made old is not worth reading.
    const isOld = signal?.aborted === true && !terminal.isInterrupted();
    if (mode === 'print' && !isOld) terminal.print(lines.join('\n'));
  };
  const [only] = questions;
  if (questions.length === 1 && only !== undefined) {
    const result = await ask(loaded, only, terminal);
    print([renderCheck(result, terminal.paint)]);
    return [result];
  }
  const report = sweepReport(sweep, terminal.paint);
  const outcomes: CheckOutcome[] = [];
  print(report.head(loaded.model.name));
  for (const question of questions) {
    if (terminal.isInterrupted() || signal?.aborted === true) break;
    const outcome = await askWithin(loaded, question, terminal);
    outcomes.push(outcome);
    print(report.line(outcome));
  }
  print(report.foot(outcomes));
  return outcomes;
}

/** A sweep goes on where the constants are outside the assumptions: the model says nothing about them. */
async function askWithin(loaded: LoadedSpecification, question: Question, terminal: Terminal): Promise<CheckOutcome> {
  try {
    return await ask(loaded, question, terminal);
  } catch (thrown) {
    if (!(thrown instanceof AssumptionError)) throw thrown;
    const { model } = loaded;
    const constants = Object.entries(model.constants).map(([name, { default: standard }]) => {
      const value = question.set[name] ?? standard;
      return { name, value, isDefault: value === standard };
    });
    return {
      kind: 'outside assumptions',
      specification: { name: model.name, reference: question.reference, constants, mutant: question.mutant, edits: [] },
      assumption: thrown.what,
      status: exitStatus.assumption,
    };
  }
}

function questionOf(given: CheckArguments, set: Settings): Question {
  const { spec, mutant, edit = [], property, expect, all = false, strict = false } = given;
  return {
    reference: spec,
    set,
    mutant,
    edits: edit,
    properties: property,
    expect,
    all,
    isStrict: strict,
    limits: parseLimits(given),
  };
}

function refuseEngine(engine: string | undefined): void {
  if (engine === undefined || engine === 'reference') return;
  throw new UsageError(`there is no engine '${engine}'`, { mend: 'the only engine is reference' });
}
