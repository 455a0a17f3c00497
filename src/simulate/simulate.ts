// ballast simulate: random walks through one specification, for what is too large to explore. What a check says of constants, edits and
// properties is said here too.

import { randomInt } from 'node:crypto';
import { type Simulation, UsageError } from '../../checker/index.ts';
import { parseReportForm, type ReportForm } from '../arguments/report-form.ts';
import { parseSettings } from '../arguments/settings.ts';
import { parseWalks, type WalkLimits, type WalkTexts } from '../arguments/walks.ts';
import { built, carriedOut, expectationOf, identityOf, ownEdits, type VariantQuestion } from '../check/question.ts';
import { walkWith } from '../engine/engine.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { shownPath } from '../report/errors.ts';
import { progressShower, renderWalkProgress } from '../report/progress.ts';
import { raceFor } from '../report/check-report.ts';
import { renderSimulation, renderWalk } from '../report/simulation-report.ts';
import { assembleSimulation } from '../result/assemble-simulation.ts';
import { documentOf } from '../result/document.ts';
import { deliver, isDocumentWanted, type Outputs, refuseOut, refuseSource } from '../result/out-file.ts';
import { repeatCommand, repeatWalks } from '../result/repeat.ts';
import type { SimulationResult } from '../result/simulation.ts';
import { treeHashOf } from '../result/tree-hash.ts';
import type { Terminal } from '../terminal.ts';

export interface SimulateArguments extends WalkTexts, Outputs {
  readonly spec: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  readonly edit?: readonly string[];
  readonly property?: readonly string[];
  readonly expect?: string;
  readonly report?: string;
  readonly verbose?: boolean;
}

/** Walks, prints the report, and gives the exit status. */
export async function simulate(given: SimulateArguments, terminal: Terminal): Promise<number> {
  const form = parseReportForm(given.report);
  if (form !== undefined && given.json === true)
    throw new UsageError('--report and --json do not go together', { mend: 'leave one of them out' });
  const limits = parseWalks(given, () => randomInt(2 ** 32)); // Slips in them are told before anything is loaded.
  refuseOut(given, terminal.cwd);
  const loaded = await loadSpecification(given.spec, { cwd: terminal.cwd });
  refuseSource(given, terminal.cwd, loaded.files);
  const [set = {}, ...more] = parseSettings(given.set ?? [], loaded.model);
  if (more.length > 0) {
    throw new UsageError(`simulate takes one value for each constant, and --set asks for ${more.length + 1} choices`, {
      mend: 'give each constant one value, or sweep with ballast check',
    });
  }
  const { spec: reference, mutant, edit: edits = [], property: properties, expect } = given;
  const question = { reference, set, mutant, edits, properties, expect, isWhole: isDocumentWanted(given) };
  const result = await walk(loaded, question, limits, terminal);
  if (given.json !== true) terminal.print(await reportOf(result, form, given.verbose, terminal));
  return deliver(documentOf([result], result.status), given, terminal);
}

/** In the form that was asked for, which only says how a violation is shown. */
async function reportOf(
  result: SimulationResult,
  form: ReportForm | undefined,
  isVerbose: boolean | undefined,
  { paint, columns }: Terminal,
): Promise<string> {
  const race = form === 'steps' ? undefined : await raceFor(result);
  return race === undefined || form === undefined
    ? renderSimulation(result, { paint, columns, race, isVerbose })
    : renderWalk(result, race, { areTabs: form === 'race-tabs' });
}

async function walk(
  loaded: LoadedSpecification,
  question: VariantQuestion,
  limits: WalkLimits,
  terminal: Terminal,
): Promise<SimulationResult> {
  const specification = built(loaded, question);
  const expected = expectationOf(specification, question);
  const { seed, ...ends } = limits;
  const asked = { ...question, edits: ownEdits(specification, question.mutant) };
  const progress = progressShower(terminal, renderWalkProgress);
  const subject = { specification, command: repeatWalks({ ...asked, ...limits }) };
  const walked = async (signal: AbortSignal): Promise<Simulation> => {
    try {
      const request = { ...limits, properties: question.properties, signal, onProgress: progress.show };
      return await walkWith(specification, request, loaded);
    } finally {
      progress.end();
    }
  };
  const found = await carriedOut(subject, terminal, async () => await terminal.interruptible(walked));
  return assembleSimulation(specification, found, {
    identity: identityOf(loaded, specification, question),
    treeHash: question.isWhole ? await treeHashOf(specification) : undefined,
    assumptions: loaded.model.assumptions,
    expected,
    isWhole: question.isWhole,
    limits: ends,
    // A time would not repeat the walks: their number does.
    command: repeatWalks({ ...asked, seed, steps: limits.steps, walks: Math.max(1, found.walks) }),
    checkCommand: repeatCommand(asked),
    shown: (file) => shownPath(file, terminal.cwd),
  });
}
