// What coverage and profile look at: one specification with its constants and edits, and searches in it and in what is made of it.

import { type Exploration, type ExploreRequest, type Specification, UsageError } from '../../checker/index.ts';
import { type Limits, type LimitTexts, parseLimits } from '../arguments/limits.ts';
import { parseSetting, type Settings } from '../arguments/settings.ts';
import { built, carriedOut, identityOf, ownEdits } from '../check/question.ts';
import { type EngineTexts, type Explored, exploreWith, parseEngine } from '../engine/engine.ts';
import { loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { progressShower, renderProgress } from '../report/progress.ts';
import { repeatCommand } from '../result/repeat.ts';
import type { SpecificationIdentity } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';

export interface SubjectArguments extends LimitTexts, EngineTexts {
  readonly spec: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  readonly edit?: readonly string[];
  readonly report?: string;
  readonly json?: boolean;
}

export interface Subject {
  readonly loaded: LoadedSpecification;
  readonly specification: Specification;
  readonly identity: SpecificationIdentity;
  readonly limits: Limits;
  /** The specification with other constants besides. @throws what the model says of them */
  readonly withConstants: (set: Settings) => Specification;
  /** The check of the specification, with other constants besides. */
  readonly checkWith: (set: Settings) => string;
  /** Explores the specification, or one that was made of it, within the limits; past violations. */
  readonly explored: (searched: Specification, request: Looked) => Promise<Explored>;
}

/** `about`: which of several searches it is, for whoever watches. */
export interface Looked extends Pick<ExploreRequest, 'properties' | 'survey' | 'collect' | 'maxStates'> {
  readonly about?: string;
}

/** @throws whatever is wrong with the specification, its variant or the options */
export async function subjectOf(given: SubjectArguments, terminal: Terminal): Promise<Subject> {
  const limits = parseLimits(given);
  const engine = parseEngine(given);
  refuseReport(given);
  const loaded = await loadSpecification(given.spec, { cwd: terminal.cwd });
  const set = parseSetting(given.set ?? [], loaded.model);
  const { mutant, spec: reference, edit: edits = [] } = given;
  const specification = built(loaded, { set, mutant, edits });
  const own = ownEdits(specification, mutant);
  const checkWith = (more: Settings): string =>
    repeatCommand({ reference, set: { ...set, ...more }, mutant, edits: own });
  return {
    loaded,
    specification,
    limits,
    identity: identityOf(loaded, specification, { reference, mutant }),
    withConstants: (more) => built(loaded, { set: { ...set, ...more }, mutant, edits }),
    checkWith,
    explored: async (searched, { about, maxStates = limits.states, ...request }) =>
      await carriedOut({ specification: searched, command: checkWith({}) }, terminal, async () => {
        const progress = progressShower(terminal, renderProgress, about);
        // Of what was made of the specification nothing was compiled beforehand.
        const origin = searched === specification ? loaded : { ...loaded, exports: {} };
        return await terminal.interruptible(async (signal) => {
          try {
            const { depth: maxDepth, timeMs, memoryBytes } = limits;
            const memoryMb = memoryBytes === undefined ? undefined : memoryBytes / 2 ** 20;
            const bounds = { signal, maxStates, maxDepth, timeMs, memoryMb, onProgress: progress.show };
            const asked = { ...request, ...bounds, all: true, traced: 'shortest' } as const;
            return await exploreWith(engine, searched, asked, origin);
          } finally {
            progress.end();
          }
        });
      }),
  };
}

function refuseReport({ report, json }: SubjectArguments): void {
  if (report !== undefined && report !== 'text' && report !== 'markdown')
    throw new UsageError(`there is no report '${report}'`, { mend: 'write --report text or --report markdown' });
  if (report !== undefined && json === true)
    throw new UsageError('--report and --json do not go together', { mend: 'leave one of them out' });
}

/** What is violated or never reached, and was gone past. */
export function violatedIn({ properties }: Exploration): readonly string[] {
  return properties.filter(({ verdict }) => verdict.kind === 'violated').map(({ name }) => name);
}
