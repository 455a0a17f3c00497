// ballast check: one question, or a sweep of them, asked of one specification; once, or whenever the file is saved.

import { UsageError } from '../../checker/index.ts';
import { type LimitTexts, parseLimits } from '../arguments/limits.ts';
import { parseSettings, type Settings } from '../arguments/settings.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { renderCheck } from '../report/check-report.ts';
import { documentOf } from '../result/document.ts';
import type { CheckOutcome } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';
import { ask, type Question } from './ask.ts';
import { sweep } from './sweep.ts';

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
  readonly verbose?: boolean;
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
  const { outcomes, status } = await checkAll(loaded, given, terminal, given.json === true ? 'silent' : 'print');
  if (given.json === true) terminal.print(JSON.stringify(documentOf(outcomes, status), undefined, 2));
  return status;
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
    const questions = [set, ...more].map((each) => ({ ...questionOf(given, each), signal }));
    return await sweep(loaded, questions, terminal, print);
  }
  const result = await ask(loaded, { ...questionOf(given, set), signal }, terminal);
  print(renderCheck(result, { paint: terminal.paint, isVerbose: given.verbose }));
  return { outcomes: [result], status: result.status };
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
