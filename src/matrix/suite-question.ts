// A suite as the question that `ballast check` would be asked. The same in whichever thread it is asked.

import { ask, type Keeper, type Question } from '../check/ask.ts';
import { isUnspeakable } from '../check/question.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { quoted } from '../result/repeat.ts';
import type { CheckResult } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';
import type { NamedSuite } from './suites.ts';

/** How every suite of a matrix is checked. Plain data, so that threads can be told. */
export type Manner = Pick<Question, 'limits' | 'engine' | 'reductions' | 'isWhole' | 'isHashed' | 'roomBytes'>;

/** @throws whatever is wrong with the suite, as a check by itself would say it */
export async function askSuite(
  suite: NamedSuite,
  loaded: LoadedSpecification,
  spec: string,
  manner: Manner,
  terminal: Terminal,
  keeper?: Keeper,
): Promise<CheckResult> {
  const { label, model, set = {}, mutant, edits = [], properties, expect } = suite;
  const reference = model === loaded.model ? spec : `${spec.replace(/#[^#/\\]+$/, '')}#${model.name}`;
  const question = { reference, set, mutant, edits, properties, expect, all: false, isStrict: false, ...manner };
  const result = await ask({ ...loaded, model }, question, terminal, keeper);
  if (!edits.some(isUnspeakable)) return result;
  return { ...result, command: `ballast matrix ${quoted(spec)} --only ${quoted(label)} --show ${quoted(label)}` };
}
