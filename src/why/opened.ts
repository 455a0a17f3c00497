// What the questions have in common: the variant of the specification that is looked at, searches in it, and what an answer is.

import {
  type Exploration,
  type PropertyResult as Found,
  type Reductions,
  type Specification,
  UsageError,
} from '../../checker/index.ts';
import type { Limits, LimitTexts } from '../arguments/limits.ts';
import type { ReductionFlags } from '../arguments/reductions.ts';
import { parseSettings, type Settings } from '../arguments/settings.ts';
import { built, carriedOut, identityOf, ownEdits } from '../check/question.ts';
import { exploreWith } from '../engine/engine.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { shownPath } from '../report/errors.ts';
import { printCounted } from '../report/numbers.ts';
import { printIdentity } from '../report/words.ts';
import { progressShower, renderProgress } from '../report/progress.ts';
import type { AnswerResult, CountedAnswer } from '../result/answer.ts';
import { propertyOf } from '../result/assemble.ts';
import { statesInAll } from '../result/reductions.ts';
import { repeatCommand } from '../result/repeat.ts';
import type { PropertyResult, SpecificationIdentity } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';

export interface WhyArguments extends LimitTexts, ReductionFlags {
  readonly question: string;
  readonly spec: string;
  readonly name?: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  readonly edit?: readonly string[];
  readonly property?: string;
  readonly at?: string;
  readonly json?: boolean;
}

export interface Answer<Result = AnswerResult> {
  readonly result: Result;
  readonly status: number;
}

export interface SearchRequest {
  readonly properties?: readonly string[] | undefined;
  readonly all?: boolean;
}

export interface Opened {
  readonly specification: Specification;
  readonly identity: SpecificationIdentity;
  /** What is looked at, as reports head it. */
  readonly title: string;
  /** The check that shows the trace to a property. */
  readonly checkOf: (property: Pick<Found, 'name' | 'kind'>) => string;
  /** Explores the specification, or one that was made of it. */
  readonly explored: (specification: Specification, request: SearchRequest) => Promise<Exploration>;
  /** A property as it is reported. */
  readonly reported: (specification: Specification, found: Found) => PropertyResult;
}

/** @throws whatever is wrong with the specification or the variant asked for */
export async function opened(
  given: Pick<WhyArguments, 'spec' | 'set' | 'mutant' | 'edit'>,
  { reductions, ...limits }: Limits & { readonly reductions?: Reductions | undefined },
  terminal: Terminal,
): Promise<Opened> {
  const loaded = await loadSpecification(given.spec, { cwd: terminal.cwd });
  const set = oneSetting(parseSettings(given.set ?? [], loaded.model));
  const { mutant, spec: reference } = given;
  const specification = built(loaded, { set, mutant, edits: given.edit ?? [] });
  const edits = ownEdits(specification, mutant);
  const identity = identityOf(loaded, specification, { reference, mutant });
  // Domain errors are looked for without being asked for, and cannot be.
  const checkOf = ({ name, kind }: Pick<Found, 'name' | 'kind'>): string =>
    repeatCommand({ reference, set, mutant, edits, ...(kind === 'domain' ? {} : { properties: [name] }) });
  return {
    specification,
    identity,
    title: printIdentity(identity),
    checkOf,
    explored: async (searched, request) =>
      await carriedOut(
        { specification: searched, command: repeatCommand({ reference, set, mutant, edits }) },
        terminal,
        // Of what was made of the specification nothing was compiled beforehand.
        async () =>
          await search(
            searched,
            request,
            { ...limits, reductions },
            terminal,
            searched === specification ? loaded : { ...loaded, exports: {} },
          ),
      ),
    reported: (searched, found) =>
      propertyOf(searched, found, { isWhole: true, shown: (file) => shownPath(file, terminal.cwd) }),
  };
}

function oneSetting([set = {}, ...more]: readonly Settings[]): Settings {
  if (more.length === 0) return set;
  throw new UsageError(`one specification is looked at, and --set asks for ${more.length + 1}`, {
    mend: 'give each constant one value',
  });
}

async function search(
  specification: Specification,
  { properties, all }: SearchRequest,
  limits: Limits & { readonly reductions: Reductions | undefined },
  terminal: Terminal,
  origin: LoadedSpecification,
): Promise<Exploration> {
  const progress = progressShower(terminal, renderProgress);
  return await terminal.interruptible(async (signal) => {
    try {
      const asked = {
        properties,
        all,
        signal,
        maxStates: limits.states,
        timeMs: limits.timeMs,
        reductions: limits.reductions,
        onProgress: progress.show,
      };
      return (await exploreWith({ engine: undefined, workers: undefined }, specification, asked, origin)).found;
    } finally {
      progress.end();
    }
  });
}

/** The violation that a check shows first, or that of the property asked for; for a witness how it is reached. Undefined where there is none. */
export function shownIn({ properties }: Exploration, asked: string | undefined): Found | undefined {
  if (asked !== undefined) return properties.find(({ name }) => name === asked);
  const least = Math.min(...properties.map(stepsTo));
  return properties.find((property) => least < Infinity && stepsTo(property) === least);
}

/** How many steps a violation takes; infinitely many where there is none. */
export function stepsTo({ verdict }: Found): number {
  return verdict.kind === 'violated' ? (verdict.steps ?? Infinity) : Infinity;
}

/** How many states a search saw, and whether those stand for others. */
export function countedIn({ counts, reductions = [] }: Exploration): CountedAnswer {
  const all = statesInAll({ counts, reductions });
  return all === undefined ? { statesDistinct: counts.statesDistinct, isReduced: true } : { statesDistinct: all };
}

/** Why the search says nothing more; '' where it saw everything. */
export function cutShort({ ended, counts }: Exploration): string {
  if (ended === 'complete') return '';
  const reached = printCounted(counts.statesDistinct, 'state');
  switch (ended) {
    case 'max-states':
    case 'max-depth':
      return `stopped at the limit, with ${reached}`;
    case 'time':
      return `stopped by --time, with ${reached}`;
    case 'memory':
      return `out of memory, with ${reached}`;
    case 'interrupted':
      return `interrupted, with ${reached}`;
    case 'violation':
      return `stopped at a violation, with ${reached}`;
  }
}
