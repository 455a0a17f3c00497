// The matchers: what `expect(…)` was given becomes a result, and a judgement of it a test that passes or fails. What cannot be judged never
// passes, negated or not.

import { isModel, type Model, type Specification, UsageError } from '../../checker/index.ts';
import { checkBuilt, checkShowing } from '../ci/check.ts';
import { type CheckOptions, refuseUnknown } from '../ci/check-options.ts';
import type { CheckResult } from '../result/result.ts';
import { located } from './failures.ts';
import {
  having,
  holding,
  type HoldOptions,
  type Judgement,
  reaching,
  type StatesExpected,
  type StepsOption,
  textOf,
  violating,
} from './judgements.ts';

/** What a matcher can be asked of; a promise of any of them, too. */
export type Subject = CheckResult | Model | Specification;

/** A result is judged at once; whatever has to be checked before, in its time. */
export type Told<T> = [T] extends [CheckResult] ? void : Promise<void>;

/** What vitest makes of a matcher. */
export interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What vitest says to a matcher. */
export interface Asking {
  readonly isNot?: boolean;
  readonly task?: { promises?: Promise<unknown>[]; readonly context?: { readonly signal?: AbortSignal } };
}

interface Claim {
  /** As it is written. */
  readonly matcher: string;
  readonly options: object;
  /** The names that its options can have. */
  readonly known: readonly string[];
  readonly judge: (result: CheckResult) => Judgement;
  /** How a model is asked, where there is no result yet. */
  readonly ask: Omit<CheckOptions, 'set' | 'mutant' | 'edits'>;
  /** The witness whose trace is worth looking at. */
  readonly shown?: string;
  /** What makes no sense of it where it is negated. */
  readonly isOnlyPositive?: boolean;
}

export const matchers = {
  /** All that was checked holds, and nothing was left unexercised but what is known. */
  toHold(this: Asking, received: unknown, options: HoldOptions = {}) {
    return answer(this, received, {
      matcher: 'toHold',
      options,
      known: ['unexercised'],
      judge: (result) => holding(result, options),
      ask: {},
    });
  },

  /** The property is violated. */
  toViolate(this: Asking, received: unknown, name: string, options: StepsOption = {}) {
    return answer(this, received, {
      matcher: 'toViolate',
      options,
      known: ['steps'],
      judge: (result) => violating(result, name, options),
      // What is outside its domain has a name only once it is met.
      ask: name.includes(': ') ? { all: true } : { properties: [name] },
      isOnlyPositive: options.steps !== undefined,
    });
  },

  /** The witness is reached. */
  toReach(this: Asking, received: unknown, name: string, options: StepsOption = {}) {
    return answer(this, received, {
      matcher: 'toReach',
      options,
      known: ['steps'],
      judge: (result) => reaching(result, name, options),
      ask: { properties: [name] },
      shown: name,
      isOnlyPositive: options.steps !== undefined,
    });
  },

  /** The state space is of this size. */
  toHaveStates(this: Asking, received: unknown, expected: StatesExpected) {
    return answer(this, received, {
      matcher: 'toHaveStates',
      options: expected,
      known: ['distinct', 'generated', 'depth', 'digest'],
      judge: (result) => having(result, expected),
      // What is left out of a search is not counted.
      ask: { all: true, reductions: false },
    });
  },
};

function answer(asking: Asking, received: unknown, claim: Claim): Outcome | Promise<Outcome> {
  // Where the test claims it, and not where in this package it is found out that it cannot be asked.
  const caller = new Error('here');
  const refuse = (thrown: unknown): never => {
    throw located(thrown, caller);
  };
  try {
    refuseUnknown(claim.matcher, claim.options, claim.known);
  } catch (thrown) {
    refuse(thrown);
  }
  if (isResult(received)) return outcomeOf(asking, received, claim);
  const pending = asked(asking, received, claim).catch(refuse);
  // A test whose author forgot to await is not over before the answer is there: a failure then is one that nobody handles, and so of the run.
  const { task } = asking;
  if (task !== undefined) (task.promises ??= []).push(pending.catch(() => undefined));
  return pending;
}

async function asked(asking: Asking, received: unknown, claim: Claim): Promise<Outcome> {
  const subject: unknown = await received;
  if (isResult(subject)) return outcomeOf(asking, subject, claim);
  const signal = asking.task?.context?.signal;
  const ask = async (show?: readonly string[]): Promise<CheckResult> => {
    const options = { ...claim.ask, ...(signal instanceof AbortSignal ? { signal } : {}) };
    if (isModel(subject)) return await checkShowing(subject, options, show);
    if (isSpecification(subject)) return await checkBuilt(subject, options, show);
    throw new UsageError(`${claim.matcher} cannot be asked of ${whatIs(subject)}`, {
      mend: 'give it a model, what model.build(…) gives, or a result of check(…)',
    });
  };
  const outcome = outcomeOf(asking, await ask(), claim);
  const isPassed = outcome.pass !== (asking.isNot ?? false);
  // The trace of a witness takes its time: nobody looks at it before the test fails.
  return isPassed || claim.shown === undefined ? outcome : outcomeOf(asking, await ask([claim.shown]), claim);
}

function outcomeOf({ isNot = false }: Asking, result: CheckResult, claim: Claim): Outcome {
  const judgement = judged(result, claim, isNot);
  const { isSo = isNot } = judgement;
  return { pass: isSo, message: () => textOf(result, judgement) };
}

function judged(result: CheckResult, { matcher, judge, isOnlyPositive = false }: Claim, isNot: boolean): Judgement {
  const judgement = judge(result);
  if (!isNot || !isOnlyPositive || judgement.isSo === undefined) return judgement;
  const mend = `leave steps out: not.${matcher} claims it of any number of steps`;
  return { ...judgement, isSo: undefined, mend };
}

function isResult(value: unknown): value is CheckResult {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'checked';
}

function isSpecification(value: unknown): value is Specification {
  return typeof value === 'object' && value !== null && 'invariants' in value && 'actions' in value && 'edits' in value;
}

function whatIs(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('kind' in value && value.kind === 'simulated') return 'a walk, which decides nothing';
  return 'such an object';
}
