// The states met so far: found by the hash of their packed form, told apart by comparing them exactly, so that a collision hides nothing.
// Each visit knows its parents on the level before, from which traces are rebuilt.

import type { Hash } from './fingerprint.ts';
import type { Goal, MarkedStates } from './shortest.ts';
import { sameState, type State } from './state.ts';

/** A state met by the search. */
export interface Visit {
  readonly state: State;
  /** Steps from an initial state, at least. */
  readonly depth: number;
  /** The order in which it was met, from 0. */
  readonly number: number;
  /** Whether a constraint excludes it. */
  readonly isCut: boolean;
  /** The hash of its packed form. */
  readonly hash: bigint;
  /** The states one level before that lead here. */
  readonly parents: Visit[];
}

export interface SeenSet {
  /** The visit of a state, or its hash where it was never met. */
  readonly find: (state: State) => Visit | bigint;
  /** Remembers a state that was not found. */
  readonly add: (state: State, hash: bigint, depth: number, isCut: boolean) => Visit;
  /** The states within the constraints. */
  readonly states: () => Iterable<State>;
}

export function createSeenSet(encode: (state: State) => Uint8Array, hash: Hash): SeenSet {
  const visits = new Map<bigint, Visit | Visit[]>();
  let number = 0;
  return {
    find: (state) => {
      const key = hash(encode(state));
      const found = visits.get(key);
      if (found === undefined) return key;
      if (!Array.isArray(found)) return sameState(found.state, state) ? found : key;
      return found.find((visit) => sameState(visit.state, state)) ?? key;
    },
    add: (state, key, depth, isCut) => {
      const visit: Visit = { state, depth, number, isCut, hash: key, parents: [] };
      number += 1;
      const there = visits.get(key);
      if (there === undefined) visits.set(key, visit);
      else if (Array.isArray(there)) there.push(visit);
      else visits.set(key, [there, visit]);
      return visit;
    },
    states: function* () {
      for (const each of visits.values())
        for (const { state, isCut } of Array.isArray(each) ? each : [each]) if (!isCut) yield state;
    },
  };
}

/** The states on shortest paths to a goal: a sweep backwards over the levels. */
export function markedStates({ find }: SeenSet, { steps, states, sources }: Goal<Visit>): MarkedStates {
  const levels: Set<Visit>[] = [];
  levels[steps] = new Set(states);
  for (let depth = steps - 1; depth >= 0; depth -= 1) {
    const level = new Set(depth === steps - 1 ? sources : []);
    for (const { parents } of levels[depth + 1] ?? []) for (const parent of parents) level.add(parent);
    levels[depth] = level;
  }
  return {
    count: levels.reduce((count, { size }) => count + size, 0),
    levels: () => levels,
    find: (state, depth) => {
      const visit = find(state);
      return typeof visit !== 'bigint' && levels[depth]?.has(visit) === true ? visit : undefined;
    },
  };
}
