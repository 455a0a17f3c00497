// One question asked of a loaded specification: built, explored, and answered by a result.

import type { Reductions, Specification } from '../../checker/index.ts';
import type { Limits } from '../arguments/limits.ts';
import { reductionOptions } from '../arguments/reductions.ts';
import { type EngineChoice, type Explored, exploreWith } from '../engine/engine.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { shownPath } from '../report/errors.ts';
import { progressShower, renderProgress } from '../report/progress.ts';
import { assemble } from '../result/assemble.ts';
import { asAsked } from '../result/kept.ts';
import { repeatCommand } from '../result/repeat.ts';
import type { CheckResult } from '../result/result.ts';
import { treeHashOf } from '../result/tree-hash.ts';
import type { Terminal } from '../terminal.ts';
import { built, carriedOut, expectationOf, identityOf, ownEdits, type VariantQuestion } from './question.ts';
import { refuseShow } from './show.ts';

export interface Question extends VariantQuestion {
  readonly all: boolean;
  readonly isStrict: boolean;
  /** Whether the hash of the tree is wanted. */
  readonly isHashed: boolean;
  /** The properties whose traces are wanted, also of witnesses. */
  readonly show?: readonly string[] | undefined;
  readonly limits: Limits;
  readonly engine: EngineChoice;
  /** What the search may leave out; nothing where undefined. */
  readonly reductions: Reductions | undefined;
  /** Whether all of that is left out, however few states there are. */
  readonly isInsisting?: boolean | undefined;
  /** What the machine can give this search, where others run beside it; no limit that anybody asked for. */
  readonly roomBytes?: number | undefined;
  /** Which of several questions it is, for whoever watches. */
  readonly about?: string | undefined;
  /** Ends the search early, besides Ctrl-C. */
  readonly signal?: AbortSignal | undefined;
}

/** Results that were found before. */
export interface Keeper {
  readonly get: (specification: Specification) => Promise<CheckResult | undefined>;
  readonly set: (specification: Specification, result: CheckResult) => Promise<void>;
}

/** @throws whatever is wrong with the specification or the question, said in the three parts of an error */
export async function ask(
  loaded: LoadedSpecification,
  question: Question,
  terminal: Terminal,
  keeper?: Keeper,
): Promise<CheckResult> {
  return await askOf(built(loaded, question), loaded, question, terminal, keeper);
}

/** The same of a specification that was built before. */
export async function askOf(
  specification: Specification,
  loaded: LoadedSpecification,
  question: Question,
  terminal: Terminal,
  keeper?: Keeper,
): Promise<CheckResult> {
  const expected = expectationOf(specification, question);
  refuseShow(specification, question);
  const command = commandOf(question, specification);
  return await carriedOut({ specification, command }, terminal, async () => {
    const asked = {
      identity: identityOf(loaded, specification, question),
      treeHash: question.isHashed ? await treeHashOf(specification) : undefined,
      assumptions: loaded.model.assumptions,
      limits: question.limits,
      expected,
      isStrict: question.isStrict,
      isWhole: question.isWhole,
      traced: question.show,
      command,
      shown: (file: string) => shownPath(file, terminal.cwd),
    };
    const kept = await keeper?.get(specification);
    if (kept !== undefined) return asAsked(kept, specification, asked);
    const { found, engine, notice } = await explored(loaded, specification, question, terminal);
    const result = assemble(specification, found, { ...asked, engine, notice });
    await keeper?.set(specification, result);
    return result;
  });
}

/** Explores until everything is, or until the first Ctrl-C. */
async function explored(
  loaded: LoadedSpecification,
  specification: Specification,
  { properties, all, limits, engine, reductions, isInsisting, roomBytes, signal, about }: Question,
  terminal: Terminal,
): Promise<Explored> {
  const progress = progressShower(terminal, renderProgress, about);
  return await terminal.interruptible(async (interruption) => {
    try {
      const request = {
        properties,
        all,
        reductions,
        isInsisting,
        signal: signal === undefined ? interruption : AbortSignal.any([interruption, signal]),
        maxStates: limits.states,
        maxDepth: limits.depth,
        timeMs: limits.timeMs,
        memoryMb: memoryMbOf(limits.memoryBytes, roomBytes),
        onProgress: progress.show,
      };
      return await exploreWith(engine, specification, request, loaded);
    } finally {
      progress.end();
    }
  });
}

function memoryMbOf(...bytes: readonly (number | undefined)[]): number | undefined {
  const known = bytes.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : Math.min(...known) / 2 ** 20;
}

function commandOf(question: Question, specification: Specification): string {
  const { reference, set, mutant, properties, all, limits, engine, reductions } = question;
  return repeatCommand({
    reference,
    set,
    mutant,
    edits: ownEdits(specification, mutant),
    properties,
    all,
    maxStates: limits.states,
    maxDepth: limits.depth,
    engine: engine.engine,
    reductions: reductionOptions(reductions),
  });
}
