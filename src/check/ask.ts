// One question asked of a loaded specification: built, explored, and answered by a result.

import { InternalError, propertyNames, type Specification, UsageError } from '../../checker/index.ts';
import type { Limits } from '../arguments/limits.ts';
import { type EngineChoice, exploreWith } from '../engine/engine.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { shownPath } from '../report/errors.ts';
import { progressShower } from '../report/progress.ts';
import { assemble } from '../result/assemble.ts';
import { parseExpectation } from '../result/expectation.ts';
import { repeatCommand } from '../result/repeat.ts';
import type { CheckResult, SpecificationIdentity } from '../result/result.ts';
import type { Expectation } from '../result/status.ts';
import { treeHashOf } from '../result/tree-hash.ts';
import type { Terminal } from '../terminal.ts';
import { type Reproduction, reported } from './reproduction.ts';

export interface Question {
  /** The specification as it was asked for. */
  readonly reference: string;
  readonly set: Readonly<Record<string, boolean | number | string>>;
  readonly mutant?: string | undefined;
  readonly edits: readonly Edit[];
  readonly properties?: readonly string[] | undefined;
  /** In the words of --expect. */
  readonly expect?: string | undefined;
  readonly all: boolean;
  readonly isStrict: boolean;
  readonly limits: Limits;
  readonly engine: EngineChoice;
  /** Which of several questions it is, for whoever watches. */
  readonly about?: string | undefined;
  /** Ends the search early, besides Ctrl-C. */
  readonly signal?: AbortSignal | undefined;
}

type Edit = NonNullable<NonNullable<Parameters<LoadedSpecification['model']['build']>[0]>['edits']>[number];

/** @throws whatever is wrong with the specification or the question, said in the three parts of an error */
export async function ask(loaded: LoadedSpecification, question: Question, terminal: Terminal): Promise<CheckResult> {
  const { set, mutant, edits, properties, expect, all, limits } = question;
  const specification = built(loaded, { set, mutant, edits });
  const names = propertyNames(specification).map(({ name }) => name);
  const expected = expect === undefined ? undefined : parseExpectation(expect, names);
  if (expected !== undefined && properties !== undefined) refuseUnselected(expected, properties);
  const progress = progressShower(terminal, question.about);
  const { found, engine, notice } = await terminal.interruptible(async (interruption) => {
    const signal = question.signal === undefined ? interruption : AbortSignal.any([interruption, question.signal]);
    const request = {
      properties,
      all,
      signal,
      maxStates: limits.states,
      maxDepth: limits.depth,
      timeMs: limits.timeMs,
      memoryMb: limits.memoryBytes === undefined ? undefined : limits.memoryBytes / 2 ** 20,
      onProgress: progress.show,
    };
    try {
      return await exploreWith(question.engine, specification, request);
    } catch (error) {
      if (!(error instanceof InternalError)) throw error;
      throw reported(error, await reproductionOf(question, specification), terminal.cwd);
    } finally {
      progress.end();
    }
  });
  return assemble(specification, found, {
    identity: identityOf(loaded, specification, question),
    treeHash: await treeHashOf(specification),
    assumptions: loaded.model.assumptions,
    engine,
    notice,
    limits,
    expected,
    isStrict: question.isStrict,
    command: commandOf(question, specification),
    shown: (file) => shownPath(file, terminal.cwd),
  });
}

/** The specification for these constants and edits. @throws what the model's own code throws, with its place */
export function built(
  { model, explain }: LoadedSpecification,
  variant: NonNullable<Parameters<LoadedSpecification['model']['build']>[0]>,
): Specification {
  try {
    return model.build(variant);
  } catch (thrown) {
    throw explain(thrown);
  }
}

export function identityOf(
  { model }: LoadedSpecification,
  { constants, edits }: Pick<Specification, 'constants' | 'edits'>,
  { reference, mutant }: Pick<Question, 'reference' | 'mutant'>,
): SpecificationIdentity {
  return {
    name: model.name,
    reference,
    constants: constants.map(({ name, value }) => ({
      name,
      value: value as boolean | number | string,
      isDefault: model.constants[name]?.default === value,
    })),
    ...(mutant === undefined ? {} : { mutant }),
    edits: mutant === undefined ? edits : edits.slice(1),
  };
}

async function reproductionOf(question: Question, specification: Specification): Promise<Reproduction> {
  const { name, constants, edits } = specification;
  return {
    command: commandOf(question, specification),
    specification: name,
    treeHash: await treeHashOf(specification),
    constants: Object.fromEntries(constants.map((each) => [each.name, each.value])),
    edits,
  };
}

function commandOf(question: Question, { edits }: Specification): string {
  const { reference, set, mutant, properties, all, limits, engine } = question;
  const said = mutant === undefined ? edits : edits.slice(1);
  return repeatCommand({
    reference,
    set,
    mutant,
    edits: said,
    properties,
    all,
    maxStates: limits.states,
    maxDepth: limits.depth,
    engine: engine.engine,
  });
}

function refuseUnselected(expected: Expectation, properties: readonly string[]): void {
  const odd =
    expected === 'holds' ? undefined : expected.find((name) => !properties.includes(name) && !name.includes(': '));
  if (odd === undefined) return;
  throw new UsageError(`a violation of '${odd}' is expected, and only ${properties.join(', ')} checked`, {
    mend: `select it too: --property ${odd}`,
  });
}
