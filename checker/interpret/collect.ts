// How the reference explorer counts what it is asked to collect: by the plain meaning, in each state that it expands, beside the search.

import { antecedentsOf } from '../language/antecedents.ts';
import { guardClauses, innerClauses, innerPositions, standsAt, type CollectKind } from '../language/action-clauses.ts';
import { InternalError } from '../language/errors.ts';
import type { ActionTree, Clause, Node, Specification } from '../language/tree.ts';
import { collectedOf, type ClauseNumbers, type Collected } from './collected.ts';
import { domainsOf, eachBinding, isTrue } from './evaluate.ts';
import type { Hash } from './fingerprint.ts';
import type { Watch } from './fire.ts';
import type { Visit } from './seen.ts';
import type { State } from './state.ts';
import { truthIn } from './why.ts';
import { DomainError, type World } from './world.ts';

export interface Collecting {
  /** A distinct state was found. */
  readonly visit: (state: State) => void;
  /** A state is expanded. */
  readonly expand: (state: State) => void;
  /** What firing an action is watched by, to count the conditions inside it. */
  readonly watchOf: (actionIndex: number) => Watch;
  /** An action has this many firings in a state. */
  readonly fired: (actionIndex: number, from: Visit, firings: number) => void;
  /** One of them reaches a state. */
  readonly reached: (actionIndex: number, from: Visit, to: Visit) => void;
  /** @param states distinct states by depth */
  readonly report: (states: readonly number[]) => {
    readonly transitions: bigint;
    readonly collected: Collected | undefined;
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function createCollecting(specification: Specification, hash: Hash, kind: CollectKind): Collecting {
  const { actions, invariants } = specification;
  const zeros = (): number[] => actions.map(() => 0);
  const [firings, fresh, same] = [zeros(), zeros(), zeros()];
  const levelFirings: number[] = [];
  const guards = actions.map((action) => guardClauses(action).map(noClause));
  const inner = actions.map((action) => innerClauses(action).map(noClause));
  const positions = innerPositions(specification);
  const antecedents = invariants.flatMap(({ node }) => antecedentsOf(node));
  const statesTrue = antecedents.map(() => 0);
  const encoder = new TextEncoder();
  const isEverything = kind === 'everything';
  const names = actions.map(({ name }) => hash(encoder.encode(name)));
  let transitions = 0n;

  const innerOf = (actionIndex: number, clause: Clause): Mutable<ClauseNumbers> => {
    const found = inner[actionIndex]?.[positions[actionIndex]?.get(clause) ?? -1];
    if (found === undefined) throw new InternalError(`a condition inside '${actions[actionIndex]?.name}' is not known`);
    return found;
  };

  return {
    visit: (state) => {
      if (!isEverything) return;
      antecedents.forEach(({ node }, index) => {
        if (truthIn(node, { state, bound: new Map() }) === 'true') statesTrue[index] = (statesTrue[index] ?? 0) + 1;
      });
    },
    expand: (state) => {
      if (isEverything) actions.forEach((action, index) => countGuard(action, state, guards[index] ?? []));
    },
    watchOf: (actionIndex) =>
      isEverything ? { required: (clause, truth) => count(innerOf(actionIndex, clause), truth) } : {},
    fired: (actionIndex, { depth }, count) => {
      firings[actionIndex] = (firings[actionIndex] ?? 0) + count;
      levelFirings[depth] = (levelFirings[depth] ?? 0) + count;
    },
    reached: (actionIndex, from, to) => {
      transitions += hash(bytesOf([from.hash, names[actionIndex] ?? 0n, to.hash]));
      if (to.depth > from.depth) fresh[actionIndex] = (fresh[actionIndex] ?? 0) + 1;
      if (to === from) same[actionIndex] = (same[actionIndex] ?? 0) + 1;
    },
    report: (states) => {
      const levels = states.map((count, depth) => ({ states: count, firings: levelFirings[depth] ?? 0 }));
      const numbers = { firings, fresh, same, guards, inner, antecedents: statesTrue, levels };
      return { transitions, collected: isEverything ? collectedOf(specification, numbers) : undefined };
    },
  };
}

function noClause(): Mutable<ClauseNumbers> {
  return { evaluated: 0, isFalse: 0, isOnlyFalse: 0, outside: 0 };
}

/** Little-endian words. */
function bytesOf(words: readonly bigint[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * words.length));
  words.forEach((word, index) => view.setBigUint64(8 * index, BigInt.asUintN(64, word), true));
  return new Uint8Array(view.buffer);
}

// Bindings as far as the search itself goes through them: to the first that cannot be told, since a parameter's domain has no value.
function countGuard(action: ActionTree, state: State, counts: readonly Mutable<ClauseNumbers>[]): void {
  if (counts.length === 0) return;
  const [label, clauses] = [standsAt(action), guardClauses(action)];
  const world: World = { state, bound: new Map() };
  try {
    eachBinding(domainsOf(action.parameters), world, () => {
      if (label === undefined || isTrue(label.node, world)) countClauses(clauses, world, counts);
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}

function countClauses(clauses: readonly Clause[], world: World, counts: readonly Mutable<ClauseNumbers>[]): void {
  const truths = clauses.map(({ node }) => truthOf(node, world));
  truths.forEach((truth, index) => {
    const counted = counts[index];
    if (counted === undefined) return;
    count(counted, truth);
    const others = truths.find((other, at) => at !== index && other !== 'true');
    if (truth === 'false' && others !== 'false') counted.isOnlyFalse += 1;
  });
}

function truthOf(node: Node, world: World): 'true' | 'false' | 'outside' {
  const truth = truthIn(node, world);
  return truth === 'true' || truth === 'false' ? truth : 'outside';
}

function count(counted: Mutable<ClauseNumbers>, truth: 'true' | 'false' | 'outside'): void {
  counted.evaluated += 1;
  if (truth === 'false') counted.isFalse += 1;
  if (truth === 'outside') counted.outside += 1;
}
