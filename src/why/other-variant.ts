// The variant that check --against names: a mutant, other constants, or the specification as it is written.

import { suggest, type Specification, UsageError } from '../../checker/index.ts';
import { parseSettings, type Settings } from '../arguments/settings.ts';
import { behavioursOf } from '../report/counterexamples.ts';
import { built } from '../check/question.ts';
import type { LoadedSpecification } from '../load/load.ts';
import type { CheckResult } from '../result/result.ts';
import { goneAgain } from './against.ts';

/** What names the specification without mutant and edits. */
export const unchanged = 'unchanged';

export interface Question {
  readonly set: Settings;
  readonly mutant?: string | undefined;
  readonly edits: NonNullable<NonNullable<Parameters<LoadedSpecification['model']['build']>[0]>['edits']>;
}

interface Variant {
  readonly name: string;
  readonly specification: Specification;
}

/** @param words of --against: `name=value`, a mutant's name, or 'unchanged'. @throws UsageError for what is none of them */
export function otherVariant(
  loaded: LoadedSpecification,
  question: Question,
  here: Specification,
  words: readonly string[],
): Variant {
  const { model } = loaded;
  const values = words.filter((word) => word.includes('='));
  const [named, ...more] = words.filter((word) => !word.includes('='));
  if (more.length > 0)
    throw new UsageError(`--against names two variants: ${named ?? ''} and ${more.join(', ')}`, {
      mend: 'one at a time',
    });
  const [set = {}, ...others] = parseSettings(values, model);
  if (others.length > 0)
    throw new UsageError('--against takes one value for each constant', { mend: 'leave the others out' });
  const mutants = Object.keys(model.mutants);
  if (named !== undefined && named !== unchanged && !mutants.includes(named))
    throw new UsageError(`${model.name} has no mutant '${named}' to go against`, {
      mend: suggest(named, [...mutants, unchanged]) || `--against takes a mutant, name=value, or '${unchanged}'`,
    });
  const variant = {
    // A mutant may set constants: what is told apart is the rest.
    set: { ...valuesOf(here), ...set },
    mutant: named === undefined ? question.mutant : named === unchanged ? undefined : named,
    // A schedule of single steps can be gone again on single steps only.
    edits: named === undefined ? question.edits : question.edits.filter(isOfGranularity),
  };
  const isSame =
    variant.mutant === question.mutant &&
    variant.edits.length === question.edits.length &&
    Object.entries(set).every(([name, value]) => valuesOf(here)[name] === value);
  if (isSame) throw new UsageError(`--against ${words.join(' ')} is what is checked`, { mend: 'name another variant' });
  return {
    name: [...(named === undefined ? [] : [named === unchanged ? unchanged : `mutant ${named}`]), ...values].join(', '),
    specification: built(loaded, variant),
  };
}

function isOfGranularity(edit: Question['edits'][number]): boolean {
  return typeof edit === 'string' ? edit.trimStart().startsWith('granularity ') : edit.kind === 'granularity';
}

/** The result with its first counterexample gone again on the other variant; as it is where there is none. */
export function withAgainst(result: CheckResult, here: Specification, { name, specification }: Variant): CheckResult {
  const [[first] = []] = behavioursOf(result.properties);
  if (first?.trace === undefined || first.trace.states.length === 0) return result;
  const schedule = { property: first.name, trace: first.trace, specification: here };
  return { ...result, against: goneAgain(schedule, specification, name) };
}

function valuesOf({ constants }: Specification): Settings {
  return Object.fromEntries(constants.map(({ name, value }) => [name, value as Settings[string]]));
}
