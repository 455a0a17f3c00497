// One job answered, in whichever process: from what was kept, or by exploring.

import { UsageError } from '../../checker/index.ts';
import { ask, type Keeper } from '../check/ask.ts';
import { isPath, loadSpecification, type LoadedSpecification } from '../load/load.ts';
import { arrived, type Carried, carry } from '../threads/carried-error.ts';
import { askSuite, type Manner } from '../matrix/suite-question.ts';
import { suitesOf } from '../matrix/suites.ts';
import { printExpectation } from '../result/expectation.ts';
import type { CheckResult } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';
import type { Expected, Job } from './jobs.ts';
import {
  keepVerdict,
  keyOfBundled,
  keyOfTree,
  readVerdict,
  type KeptResult,
  type Sought,
  type VerdictKey,
} from './verdict-cache.ts';

export type Answer = Checked | Failed | Gone;

export interface Checked {
  readonly kind: 'checked';
  readonly result: CheckResult;
  /** When it was explored, where that was not now. */
  readonly exploredAt: string | undefined;
  readonly notes: readonly string[];
  readonly elapsedMs: number;
}

/** It could not be checked, and this is what is wrong with it. */
export interface Failed {
  readonly kind: 'failed';
  readonly error: Carried;
  readonly elapsedMs: number;
}

/** The process that checked it ended, or never came to an end. */
export interface Gone {
  readonly kind: 'gone';
  readonly reason: string;
  readonly isOutOfMemory: boolean;
  readonly elapsedMs: number;
}

/** How jobs are answered. Plain data. */
export interface Means {
  readonly cwd: string;
  /** Where results are kept; undefined where none are. */
  readonly verdicts: string | undefined;
  /** How many threads may explore. */
  readonly workers: number;
  readonly roomBytes: number | undefined;
}

/** Answers jobs one after the other; a specification is loaded once. */
export class Answerer {
  readonly #means: Means;
  readonly #terminal: Terminal;
  readonly #loaded = new Map<string, Promise<LoadedSpecification>>();

  constructor(means: Means, terminal: Terminal) {
    this.#means = means;
    this.#terminal = terminal;
  }

  /** Never throws. */
  async answer(job: Job): Promise<Answer> {
    const startMs = performance.now();
    const elapsedMs = (): number => Math.round(performance.now() - startMs);
    try {
      const { result, exploredAt, notes } = await this.#checked(job);
      return { kind: 'checked', result, exploredAt, notes, elapsedMs: elapsedMs() };
    } catch (thrown) {
      return { kind: 'failed', error: carry(thrown), elapsedMs: elapsedMs() };
    }
  }

  async #checked(job: Job): Promise<Pick<Checked, 'result' | 'exploredAt' | 'notes'>> {
    const { reference, asks, expected, limits } = job;
    if (asks.kind === 'nothing') throw arrived(asks.because);
    const loaded = await this.#load(reference);
    const { workers, roomBytes, verdicts } = this.#means;
    const manner = {
      limits,
      engine: { engine: undefined, workers },
      // The lock file says of a specification how many states it has, and how often each action fires: not how much of it was searched.
      reductions: undefined,
      isWhole: false,
      isHashed: true,
      roomBytes,
    };
    const memory = verdicts === undefined ? undefined : new Memory(verdicts);
    const result =
      asks.kind === 'own'
        ? await this.#askOwn(job, asks.suite, loaded, manner, memory)
        : await ask(
            loaded,
            { ...manner, reference, ...asks, expect: expectationWords(expected), all: false, isStrict: false },
            this.#terminal,
            memory?.keeper({ properties: asks.properties, engine: undefined, reductions: manner.reductions }),
          );
    const key = verdicts === undefined ? undefined : await bundledKey(job, this.#means);
    const exploredAt = memory?.exploredAt;
    if (verdicts !== undefined && key !== undefined)
      keepVerdict(verdicts, key, { exploredAt: exploredAt ?? now(), result });
    return { result, exploredAt, notes: memory?.notes ?? [] };
  }

  async #askOwn(
    job: Job,
    label: string,
    loaded: LoadedSpecification,
    manner: Manner,
    memory: Memory | undefined,
  ): Promise<CheckResult> {
    const suite = suitesOf(loaded).find((each) => each.label === label);
    if (suite === undefined)
      throw new UsageError(`${job.spec} has no suite '${label}' any more`, {
        mend: 'a file that changes while it is checked, or has other suites each time it is loaded, does this',
      });
    const keeper = memory?.keeper({ properties: suite.properties, engine: undefined, reductions: manner.reductions });
    return await askSuite(suite, loaded, job.reference, manner, this.#terminal, keeper);
  }

  async #load(reference: string): Promise<LoadedSpecification> {
    const known = this.#loaded.get(reference) ?? loadSpecification(reference, { cwd: this.#means.cwd });
    this.#loaded.set(reference, known);
    return await known;
  }
}

/** Of a specification that comes with the command: what was found of these very files. Nothing is loaded for it. */
export async function answerOfBundled(job: Job, means: Means): Promise<Checked | undefined> {
  const startMs = performance.now();
  const key = means.verdicts === undefined ? undefined : await bundledKey(job, means);
  const kept = key === undefined ? undefined : readVerdict(means.verdicts ?? '', key);
  // One that cannot be trusted is looked at, and named, where the specification is built.
  if (kept === undefined || kept === 'untrusted') return undefined;
  const result = { ...kept.result, limits: job.limits };
  return {
    kind: 'checked',
    result,
    exploredAt: kept.exploredAt,
    notes: [],
    elapsedMs: Math.round(performance.now() - startMs),
  };
}

async function bundledKey({ reference, asks, expected }: Job, { cwd }: Means): Promise<VerdictKey | undefined> {
  if (isPath(reference) || asks.kind === 'nothing') return undefined;
  return await keyOfBundled([reference, asks, expectationWords(expected), cwd]);
}

/** In the words of --expect. That a witness is reached is that it holds. */
function expectationWords({ kind, names }: Expected): string {
  return printExpectation(kind === 'violates' ? names : 'holds');
}

/** What is kept of one job, and what happened with it. */
class Memory {
  readonly notes: string[] = [];
  exploredAt: string | undefined;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  keeper(sought: Sought): Keeper {
    let key: VerdictKey | undefined;
    return {
      get: async (specification) => {
        key = await keyOfTree(specification, sought);
        return key === undefined ? undefined : this.read(key);
      },
      set: async (_, result) => {
        if (key !== undefined) keepVerdict(this.#folder, key, { exploredAt: now(), result });
      },
    };
  }

  read(key: VerdictKey): CheckResult | undefined {
    const kept: KeptResult | 'untrusted' | undefined = readVerdict(this.#folder, key);
    if (kept === 'untrusted') {
      this.notes.push(`what was kept of it in ${key.name} is damaged or of something else; it was explored again`);
      return undefined;
    }
    this.exploredAt = kept?.exploredAt;
    return kept?.result;
  }
}

function now(): string {
  return new Date().toISOString();
}
