// The specification whose variants are judged, as one thread knows it: opened and explored in each size and granularity when it is first asked for,
// and its state graph made once for all variants.

import {
  type Exploration,
  type OpenedModel,
  parseEdits,
  printEdit,
  type PropertyResult,
  type Reductions,
  type Specification,
  type StateGraph,
  stateGraphOf,
  UsageError,
} from '../../checker/index.ts';
import type { Settings } from '../arguments/settings.ts';
import type { Limits } from '../arguments/limits.ts';
import { exploreWith } from '../engine/engine.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { progressShower, renderProgress } from '../report/progress.ts';
import type { Terminal } from '../terminal.ts';
import type { Size } from './result.ts';

/** What is asked about. Plain data, so that threads can be told. */
export interface SubjectParts {
  readonly reference: string;
  readonly set: Settings;
  readonly mutant: string | undefined;
  readonly edits: readonly string[];
  /** Of the larger configuration, where there is one. */
  readonly larger: Settings | undefined;
  /** Only these properties; all that are claimed where undefined. */
  readonly properties: readonly string[] | undefined;
  /** Of each search. */
  readonly limits: Limits;
  /** What a search of a variant may leave out. */
  readonly reductions: Reductions | undefined;
  /** What the machine can give each search. */
  readonly roomBytes: number | undefined;
}

/** State graphs of more states are not compared: the interpreter makes them, and holds them. */
export const graphStatesMost = 50_000;

/** Of two specifications whose states are packed alike: equal where all states are, and where all firings are, one by one. */
export interface Digests {
  readonly states: string;
  readonly transitions: string;
}

/** The specification itself, whole. */
export interface Original {
  readonly opened: OpenedModel;
  readonly specification: Specification;
  readonly found: Exploration;
  /** What it keeps: the properties that hold, and the witnesses that are reached. */
  readonly kept: ReadonlySet<string>;
  /** Undefined where it has too many states, or nobody waits any more. */
  readonly graph: () => Promise<StateGraph | undefined>;
  /** Of its states and its transitions; undefined where nobody waits any more. */
  readonly digests: () => Promise<Digests | undefined>;
}

export interface SearchOptions {
  readonly properties?: readonly string[] | undefined;
  readonly all: boolean;
  /** Whether transitions are named, too. */
  readonly collect?: 'transitions';
  /** Whether what says the same again may be left out: then all that counts is what breaks, and in how many steps. */
  readonly mayReduce?: boolean;
}

export class Subject {
  readonly loaded: LoadedSpecification;
  readonly parts: SubjectParts;
  #terminal: Terminal;
  readonly #originals = new Map<string, Promise<Original>>();

  constructor(loaded: LoadedSpecification, parts: SubjectParts, terminal: Terminal) {
    this.loaded = loaded;
    this.parts = parts;
    this.#terminal = terminal;
  }

  /** The same, which tells from now on elsewhere how far its searches are. */
  shownOn(terminal: Terminal): this {
    this.#terminal = terminal;
    return this;
  }

  setOf(size: Size): Settings {
    const { set, larger } = this.parts;
    return size === 'asked' ? set : { ...set, ...larger };
  }

  openAt(set: Settings, isFine: boolean, mutant = this.parts.mutant): OpenedModel {
    const granularity = isFine ? 'fine' : undefined;
    // Which granularity was asked for besides makes no difference then.
    const edits = isFine
      ? this.parts.edits.flatMap((text) => parseEdits(text).filter(({ kind }) => kind !== 'granularity'))
      : this.parts.edits;
    try {
      return this.loaded.model.open({ set, mutant, edits, granularity });
    } catch (thrown) {
      throw this.loaded.explain(thrown);
    }
  }

  /** @throws UsageError where it cannot be compared with: it is not explored whole, or an evaluation in it is outside its domain */
  async original(size: Size, isFine: boolean): Promise<Original> {
    return await this.originalAt(this.setOf(size), isFine);
  }

  /** The same, with these constants. @throws UsageError as `original` */
  async originalAt(set: Settings, isFine: boolean): Promise<Original> {
    const sorted = Object.entries(set).sort(([one], [other]) => (one < other ? -1 : 1));
    const key = JSON.stringify([sorted, isFine]);
    const known = this.#originals.get(key) ?? this.#make(set, isFine);
    this.#originals.set(key, known);
    return await known;
  }

  async #make(set: Settings, isFine: boolean): Promise<Original> {
    const opened = this.openAt(set, isFine);
    const specification = opened.build();
    const found = await this.explore(specification, { properties: this.parts.properties, all: true });
    refuseUnfit(specification, found, isFine);
    let graph: Promise<StateGraph | undefined> | undefined;
    let digests: Promise<Digests | undefined> | undefined;
    return {
      opened,
      specification,
      found,
      kept: new Set(found.properties.filter(({ verdict }) => verdict.kind === 'holds').map(({ name }) => name)),
      graph: async () => {
        graph ??= this.graph(specification);
        return await graph;
      },
      digests: async () => {
        digests ??= this.digests(specification);
        return await digests;
      },
    };
  }

  /** With the limits that were asked for; ends early when it is told to. */
  async explore(
    specification: Specification,
    { properties, all, collect, mayReduce = false }: SearchOptions,
  ): Promise<Exploration> {
    const { limits, roomBytes, reductions } = this.parts;
    const progress = progressShower(this.#terminal, renderProgress);
    return await this.#terminal.interruptible(async (signal) => {
      try {
        const request = {
          properties,
          all,
          collect,
          reductions: mayReduce ? reductions : undefined,
          traced: 'shortest' as const,
          signal,
          maxStates: limits.states,
          timeMs: limits.timeMs,
          memoryMb: roomBytes === undefined ? undefined : roomBytes / 2 ** 20,
          onProgress: progress.show,
        };
        const { found } = await exploreWith({ engine: undefined, workers: 1 }, specification, request, this.loaded);
        return found;
      } finally {
        progress.end();
      }
    });
  }

  async graph(specification: Specification): Promise<StateGraph | undefined> {
    return await this.#terminal.interruptible(
      async (signal) => await stateGraphOf(specification, { statesMost: graphStatesMost, signal }),
    );
  }

  async digests(specification: Specification): Promise<Digests | undefined> {
    const found = await this.explore(specification, { properties: [], all: true, collect: 'transitions' });
    const { ended, digest, transitionsDigest } = found;
    return ended === 'complete' && transitionsDigest !== undefined
      ? { states: digest, transitions: transitionsDigest }
      : undefined;
  }

  get isInterrupted(): boolean {
    return this.#terminal.isInterrupted();
  }
}

function refuseUnfit({ name, edits }: Specification, { ended, properties }: Exploration, isFine: boolean): void {
  const outside = properties.find(({ kind, verdict }) => kind === 'domain' && verdict.kind === 'violated');
  if (outside !== undefined)
    throw new UsageError(`${name} itself evaluates something outside its domain: ${outside.name}`, {
      mend: 'what breaks already tells nothing about its variants: see it with ballast check',
    });
  if (ended === 'complete' || ended === 'interrupted') return;
  if (isFine && edits.includes(printEdit({ kind: 'granularity', level: 'fine' })))
    throw new UsageError(
      `${name} itself is not explored within the limits in fine granularity, in which variants of locks and order are compared with it`,
      { mend: 'raise --max-states or --time, make the constants smaller, or leave locks and order out with --only' },
    );
  throw new UsageError(`${name} itself is not explored within the limits, so its variants cannot be compared with it`, {
    mend: 'raise --max-states or --time, or make the constants smaller',
  });
}

/** The properties that are violated, with steps; witnesses that are lost are none. */
export function violatedIn({ properties }: Exploration): readonly (PropertyResult & { readonly steps: number })[] {
  return properties.flatMap((property) => {
    const { kind, verdict } = property;
    return verdict.kind === 'violated' && kind !== 'reachable' ? [{ ...property, steps: verdict.steps ?? 0 }] : [];
  });
}

export function lostIn({ properties }: Exploration): readonly PropertyResult[] {
  return properties.filter(({ kind, verdict }) => kind === 'reachable' && verdict.kind === 'violated');
}
