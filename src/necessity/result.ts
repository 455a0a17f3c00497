// What `ballast necessity` finds, as plain data: what its --json prints, and what its text is a view of. `necessityVersion` changes whenever a
// reader of the old form would misread the new one.

import type { PlaceResult, SourceResult, SpecificationIdentity, TraceResult } from '../result/result.ts';
import type { PropertyKind } from '../result/status.ts';

export const necessityVersion = 1;

export interface NecessityDocument {
  readonly format: 'ballast necessity';
  readonly version: typeof necessityVersion;
  /** The version of the command. */
  readonly ballast: string;
  /** One; two where they were compared. */
  readonly sides: readonly NecessitySide[];
  /** The exit status of the command. */
  readonly status: number;
}

/** All variants of one specification. */
export interface NecessitySide {
  /** What tells it from the other side, where there are two: `before`. */
  readonly name?: string | undefined;
  readonly specification: SpecificationIdentity;
  readonly treeHash: string;
  readonly modelled: readonly string[];
  readonly assumptions: readonly string[];
  /** What was asked for of the variants; empty where all were. */
  readonly only: readonly string[];
  /** The constants of the larger configuration, where there is one. */
  readonly larger?: Settings | undefined;
  /** The specification itself, as it was explored for the comparisons. */
  readonly originals: readonly OriginalResult[];
  /** Properties that the specification itself breaks, so that no variant is asked about them. */
  readonly leftOut: readonly string[];
  readonly variants: readonly VariantResult[];
  readonly score: Score;
  readonly properties: readonly PropertyScore[];
  /** Changes whose tree is that of the specification itself, so that they were not run. */
  readonly unchanged: readonly UnchangedResult[];
  readonly elapsedMs: number;
}

export type Size = 'asked' | 'larger';

export interface OriginalResult {
  readonly size: Size;
  readonly isFine: boolean;
  readonly statesDistinct: number;
  readonly depth: number;
  readonly digest: string;
}

export interface Score {
  readonly loadBearing: number;
  readonly notNoticed: number;
  readonly redundant: number;
  readonly undecided: number;
  /** Edits of which no specification can be built. */
  readonly unbuilt: number;
}

export interface PropertyScore {
  readonly name: string;
  /** 'domain' stands for all evaluations outside their domain together. */
  readonly kind: PropertyKind;
  /** The variants that it notices, by name; of a property behind a failing step, as far as was explored. */
  readonly notices: readonly string[];
  /** Of those, the ones that nothing else notices. */
  readonly alone: readonly string[];
}

export interface UnchangedResult {
  readonly name: string;
  /** A variant whose tree it has, where it is not the specification's own. */
  readonly sameAs?: string | undefined;
}

export interface VariantResult {
  /** What --edit takes; of several edits joined by '; '. */
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  readonly edits: readonly string[];
  /** All that makes the specification that was checked: besides those, the granularity and what was asked for of the specification itself. */
  readonly editsOfCheck: readonly string[];
  /** Whether it was compared with the specification in fine granularity. */
  readonly isFine: boolean;
  readonly path: string;
  readonly place?: PlaceResult | undefined;
  readonly source?: SourceResult | undefined;
  readonly before: string;
  readonly after: string;
  readonly lock?: string | undefined;
  /** Of a variant about all places of one file of the modelled code that take a lock: that file. */
  readonly file?: string | undefined;
  /** Of a mutant of the model: the constants at which it is compared, and the properties that it is asked about, where not all are. */
  readonly mutant?: { readonly set: Settings; readonly properties?: readonly string[] | undefined } | undefined;
  readonly verdict: VariantVerdict;
  /** Checks the variant by itself: of one that breaks something, with the trace. Empty where it cannot be built. */
  readonly command: string;
}

type Settings = Readonly<Record<string, boolean | number | string>>;

export type VariantVerdict = LoadBearing | Redundant | NotNoticed | Asserted | Undecided | Unbuilt;

/** Something breaks that the specification itself keeps. */
export interface LoadBearing {
  readonly kind: 'load-bearing';
  /** The size at which it breaks: the larger one only where nothing breaks at the one that was asked for. */
  readonly size: Size;
  /** What the first bad level violates; where no property breaks, the witnesses that are lost. */
  readonly breaks: readonly BrokenResult[];
  /** Whether no property breaks, and only something is not reached any more. */
  readonly isWitnessOnly: boolean;
  /** Steps of the shortest behaviour that breaks something. */
  readonly steps?: number | undefined;
  /** Every property and witness that notices: those of the first bad level, and at the size that was asked for all the others. */
  readonly notices: readonly NoticingResult[];
  /** Whether everything else was looked for to the end; nothing is explored behind a step that fails. */
  readonly isWhole: boolean;
  /** As searched: representatives, where the search left out what says the same again. */
  readonly statesDistinct: number;
}

export interface NoticingResult {
  readonly name: string;
  readonly kind: PropertyKind;
  /** Steps of the shortest behaviour that breaks it; absent of a witness. */
  readonly steps?: number | undefined;
}

export interface BrokenResult {
  readonly name: string;
  readonly kind: PropertyKind;
  /** What goes wrong, where the name alone does not say it. */
  readonly message?: string | undefined;
  /** The statement that fails, of an assertion. */
  readonly path?: string | undefined;
}

/** The state graph is that of the specification itself. */
export interface Redundant {
  readonly kind: 'redundant';
  readonly statesDistinct: number;
  readonly edgesDistinct: number;
  /** Whether the variant packs its states alike, and its digests of states and of transitions are equal too: also as many firings for each edge. */
  readonly areDigestsEqual: boolean;
  /** At the larger size, where it was found to be the same there too. */
  readonly statesLarger?: number | undefined;
}

/** It behaves differently, and nothing breaks. */
export interface NotNoticed {
  readonly kind: 'not noticed';
  /** What the behaviours end in: states of the variables, steps between such states, states with positions and locals, or who takes a step. */
  readonly by?: 'states' | 'steps' | 'positions' | 'firings' | undefined;
  /**
   * Whether its state graph is the same at the size that was asked for, and only at the larger size another: then the behaviours are of that, and
   * absent where its graph is too large to be looked for them.
   */
  readonly isOnlyLarger: boolean;
  /** Of a mutant whose graph is too large: the constants with which the behaviours were found, as far as they are others than its own. */
  readonly behavioursAt?: Settings | undefined;
  readonly new?: BehaviourResult | undefined;
  readonly gone?: BehaviourResult | undefined;
  readonly statesDistinct: number;
  /** At the larger size, where there is one; as searched. */
  readonly statesLarger?: number | undefined;
}

/** A shortest behaviour that only the variant has, or that it has not any more. */
export interface BehaviourResult {
  readonly what: string;
  readonly steps: number;
  readonly trace: TraceResult;
}

/** An assertion: without it nothing behaves differently, so it is judged by the variants that it notices. */
export interface Asserted {
  readonly kind: 'assertion';
  /** Variants in which nothing breaks any more without it. */
  readonly alone: readonly string[];
}

export interface Undecided {
  readonly kind: 'not decided';
  readonly reason: string;
}

export interface Unbuilt {
  readonly kind: 'cannot be built';
  readonly reason: string;
}

/** An answer of a thread. */
export interface JudgedVariant {
  readonly verdict: VariantVerdict;
  readonly editsOfCheck: readonly string[];
  readonly command: string;
}
