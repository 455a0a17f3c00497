// What the compiler hands to the explorer: the text of a module, and the meaning of every byte and counter that the module writes.

import type { Layout } from '../language/layout.ts';
import type { SymmetryClass } from '../reduce/symmetry.ts';
import type { CollectedMap } from './collected-map.ts';

/** A specification compiled. It depends on the specification alone, not on which properties are asked for. */
export interface Program {
  readonly layout: Layout;
  readonly scratch: ScratchMap;
  /** The meaning of each flag byte, by position. */
  readonly slots: readonly Slot[];
  /** The conditions on states, by bit of the mask of open judgements; several may share the last bit. */
  readonly judgements: readonly Judgement[];
  /** Most successors of one state: the batch has room for so many besides those waiting. */
  readonly fanoutMax: number;
  readonly hasConstraints: boolean;
  /** Of a program that collects. */
  readonly collected?: CollectedMap;
  /** Of a program that tells of behaviours: how many questions it answers. */
  readonly behaviours?: { readonly questions: number };
  /** Of a program that makes representatives: of what group, and whether it counts what they stand for. */
  readonly symmetry?: SymmetryRequest;
}

/** The states that are one up to a renaming are to be one. */
export interface SymmetryRequest {
  /** At least one. */
  readonly classes: readonly SymmetryClass[];
  /** Whether the states that the representatives stand for are counted. */
  readonly isCounted: boolean;
}

/** As the compiler gives it. Nothing needs the text once the module is assembled. */
export interface ProgramWithText extends Program {
  /** WebAssembly text of the whole module. */
  readonly text: string;
}

/** The bit of the predicates of formulas: they are never found, and only have to have a value. */
export const predicatesBit = 62n;

/** A condition on states that is evaluated for each new state until it has been found. */
export interface Judgement {
  readonly bit: number;
  /** The slot that is set when it is found: an invariant false, a witness or antecedent true. */
  readonly slot: number;
}

/** What it means that a flag byte is 1. Where: of the state judged, of a step from the state expanded, of the expanded state itself. */
export type Slot =
  /** An invariant is false, a witness true in a state; an action property false of a step; an assertion fails; a deadlock. */
  | {
      readonly kind: 'invariant' | 'reachable' | 'action' | 'assertion' | 'deadlock';
      readonly where: SlotPlace;
      readonly property: string;
    }
  /** An evaluation has no value. `property` is the domain error's name, `of` the property in whose evaluation it is, if it is in one. */
  | {
      readonly kind: 'domain';
      readonly where: SlotPlace;
      readonly property: string;
      readonly text: string;
      readonly of: string | undefined;
    }
  /** The antecedent of this number (in the order of `antecedents` of all invariants) is true in some state. */
  | { readonly kind: 'antecedent'; readonly where: 'state'; readonly index: number }
  /** What the abstract variable, or the abstract action, of this number stands for in a refinement has changed, or happened. */
  | { readonly kind: 'moved' | 'taken'; readonly where: 'step'; readonly refinement: string; readonly index: number }
  /** An assertion was evaluated. */
  | { readonly kind: 'asserted'; readonly where: 'step'; readonly path: string }
  /** A process of this kind stands at this label in an expanded state. */
  | { readonly kind: 'label'; readonly where: 'expanded'; readonly process: string; readonly label: string };

export type SlotPlace = 'state' | 'step' | 'expanded';

/** Byte offsets from the address of a worker's scratch memory, which is a parameter (`$s`) of every generated function. */
export interface ScratchMap {
  /** i64: the judgements still open; a set bit is to be evaluated. */
  readonly open: number;
  /** From here `runtimeBytes` bytes belong to the runtime. */
  readonly runtime: number;
  /** i64 for each action: its firings. */
  readonly firings: number;
  /** i64 for each action: the states in which it is enabled. */
  readonly enabled: number;
  /** i64 for each constraint: the states that it is the first to exclude; counted by the runtime. */
  readonly cuts: number;
  /** i32 for each action: the number of the last state in which it fired. */
  readonly marks: number;
  /** One byte for each slot. */
  readonly flags: number;
  /** Of a program that makes representatives: where it does that. */
  readonly canonical?: number;
  /** From here on the runtime keeps its batch. A multiple of 64. */
  readonly batch: number;
}

/** Where the runtime keeps its own, as offsets like those of `ScratchMap`. */
export const runtimeOffsets = {
  /** i64: the sum of the hashes of the distinct states that this worker found. */
  digest: 8,
  /** i64: how many those are. */
  distinct: 16,
  /** i64: different states outside the constraints. */
  cut: 24,
  /** i32: the next arena index of the worker's block, and the end of the block. */
  next: 32,
  end: 36,
  /** i32: 1 where the arena was full, and a state could not be added. */
  full: 44,
  /** i32: what touching slots adds up to, so that it is not left out as useless. */
  sum: 48,
  /** i32: 1 where a state had too many orders to try, so that some orbits have several representatives. */
  inexact: 52,
  /** i64: how many states the representatives that this worker found stand for. */
  represented: 56,
} as const;

/** Bytes of scratch memory that the runtime may use for itself at `ScratchMap.runtime`. */
const runtimeBytes = 64;

/** Where each part of the scratch memory lies. Deterministic: emitted code and the explorer both rest on it. */
export function scratchMap(
  slots: number,
  actions: number,
  constraints: number,
  collected?: Pick<CollectedMap, 'from' | 'bytes'>,
  canonicalBytes?: number,
): ScratchMap {
  const firings = 8 + runtimeBytes;
  const enabled = firings + 8 * actions;
  const cuts = enabled + 8 * actions;
  const marks = cuts + 8 * constraints;
  const flags = collected === undefined ? marks + 4 * actions : collected.from + collected.bytes;
  const map = { open: 0, runtime: 8, firings, enabled, cuts, marks, flags };
  if (canonicalBytes === undefined) return { ...map, batch: aligned(flags + slots, 64) };
  const canonical = aligned(flags + slots, 8);
  return { ...map, canonical, batch: aligned(canonical + canonicalBytes, 64) };
}

/** From here on a module that collects may count. */
export function collectedFrom(actions: number, constraints: number): number {
  return aligned(scratchMap(0, actions, constraints).flags, 8);
}

function aligned(offset: number, to: number): number {
  return Math.ceil(offset / to) * to;
}
