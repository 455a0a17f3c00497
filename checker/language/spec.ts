// spec({ … }): the parts of one specification as a person writes them, typed so that names and sorts must agree.
// `lower.ts` turns them into the tree.

import type { ActionDeclaration } from './actions.ts';
import type { Granularity } from './edits.ts';
import { SpecError, suggest } from './errors.ts';
import type { Fairness } from './fairness.ts';
import { type Bool, type Expr, type ExprOf, type Operand } from './expression.ts';
import { wrapPlace, type PlaceOf } from './place.ts';
import { here, type Site } from './site.ts';
import type { Fn, Lock, Rec, SetOf, Seq, Sort, SortOf } from './sorts.ts';
import type { Temporal } from './temporal.ts';
import type { ProcessDeclaration } from './procedures.ts';
import type { RefinesDeclaration } from './refines.ts';

/** Declares the state variables; their order is the order of traces and of the layout. TLA+: `VARIABLES`. */
export function variables<const S extends Readonly<Record<string, Sort>>>(
  sorts: S,
): { readonly [K in keyof S]: S[K] extends SortOf<infer T> ? PlaceOf<T> : never } {
  const places = Object.entries(sorts).map(([name, sort]) => [name, wrapPlace({ kind: 'variable', sort, name })]);
  return Object.fromEntries(places) as never;
}

declare const anythingBrand: unique symbol;
/** In `init`: any value of the sort. TLA+: `x \in S`. */
export interface Anything {
  readonly [anythingBrand]: true;
}
export const anything = Object.freeze({ initially: 'anything' }) as unknown as Anything;

/** In `init`: any of these values. TLA+: `x \in {a, b}`. */
export function oneOf<const T>(...values: readonly T[]): {
  readonly initially: 'oneOf';
  readonly values: readonly T[];
} {
  if (values.length === 0) throw new SpecError('oneOf() has no values');
  return { initially: 'oneOf', values };
}

/** What `init` takes for a variable: a value, an expression, a function of the key, the items of a set or sequence. */
export type InitOf<T> =
  Anything | { readonly initially: 'oneOf'; readonly values: readonly InitValue<T>[] } | InitValue<T>;
export type InitValue<T> =
  | Operand<T>
  | (T extends Fn<infer K, infer V> ? InitValue<V> | ((key: ExprOf<K>) => Operand<V>) : never)
  | (T extends SetOf<infer E> ? readonly Operand<E>[] : never)
  | (T extends Seq<infer E> ? readonly Operand<E>[] : never)
  | (T extends Rec<infer F> ? { readonly [N in keyof F]: InitValue<F[N]> } : never)
  | (T extends Lock ? 'free' : never);

type TypeOf<E> = E extends Expr<infer T> ? T : never;
export type InitParts<V> = { readonly [K in keyof V]: InitOf<TypeOf<V[K]>> };

export interface SpecParts<V, A, P extends readonly ProcessDeclaration[]> {
  readonly variables?: V;
  /** The initial value, or values, of each variable. TLA+: `Init`. */
  readonly init?: InitParts<NoInfer<V>>;
  /** Several ways to start, each with a value for every variable; instead of `init`. */
  readonly inits?: readonly InitParts<NoInfer<V>>[];
  /** What holds of every initial state: filters the choices of `init`. */
  readonly initially?: readonly Bool[];
  readonly actions?: A;
  readonly processes?: P;
  /** 'fine': every statement of `together` and `critical` is a step; 'coarse': one step where nothing inside can wait. Default fine. */
  readonly granularity?: Granularity;
  /** The property under which the built-in assertions on locks are reported: release by a non-holder, sleeping under a spin lock. Default 'lockDiscipline'. */
  readonly lockRules?: string;
  /** Hold in every reachable state. */
  readonly invariants?: Readonly<Record<string, Bool>>;
  /** Must be reachable: witnesses that the model is not vacuously right. */
  readonly reachable?: Readonly<Record<string, Bool>>;
  /** Hold of every step that changes something; may use next(…), changed(…) and fired(…). TLA+: `[][A]_vars`. */
  readonly actionProperties?: Readonly<Record<string, Bool>>;
  /** From every reachable state one that it is true of can be reached, whatever is fair. CTL: `AG EF P`. */
  readonly recoverable?: Readonly<Record<string, Bool>>;
  /**
   * What must happen some time, in every behaviour that is fair: `eventually`, `leadsTo`, `always(eventually(…))`. TLA+: a temporal `PROPERTY`.
   */
  readonly liveness?: Readonly<Record<string, Temporal>>;
  /** Abstract specifications that this one refines: `{ Lock: refines(lock, { constants }, { mapping }) }`. TLA+: `Spec => Lock!Spec`. */
  readonly refinements?: Readonly<Record<string, RefinesDeclaration>>;
  /** Names of properties that are not claimed: evaluated only where somebody asks for them by name. */
  readonly unclaimed?: readonly string[];
  /** States in which stopping is no deadlock, besides those in which every process has terminated; 'any' turns the check off. */
  readonly terminal?: Bool | 'any';
  /** A state outside is generated and checked, but neither counted nor expanded. TLC: `CONSTRAINT`. */
  readonly constraints?: Readonly<Record<string, Bool>>;
  readonly fairness?: readonly Fairness<P extends readonly [] ? NoInfer<keyof A & string> : string>[];
  /** Printed in traces; no part of the state. */
  readonly show?: Readonly<Record<string, Expr<unknown>>>;
}

export type AnyParts = SpecParts<
  Readonly<Record<string, Expr<unknown>>>,
  Readonly<Record<string, ActionDeclaration>>,
  readonly ProcessDeclaration[]
>;

/** The parts of a specification for given constants, checked for unknown names. */
export interface SpecDeclaration {
  readonly declares: 'spec';
  readonly parts: AnyParts;
  readonly site: Site;
}

const partNames = [
  'variables',
  'init',
  'inits',
  'initially',
  'actions',
  'processes',
  'granularity',
  'lockRules',
  'invariants',
  'reachable',
  'actionProperties',
  'recoverable',
  'liveness',
  'refinements',
  'unclaimed',
  'terminal',
  'constraints',
  'fairness',
  'show',
];

export function spec<
  const V extends Readonly<Record<string, Expr<unknown>>>,
  const A extends Readonly<Record<string, ActionDeclaration>> = {},
  const P extends readonly ProcessDeclaration[] = [],
>(parts: SpecParts<V, A, P>): SpecDeclaration {
  const site = here();
  const odd = Object.keys(parts).find((name) => !partNames.includes(name));
  if (odd !== undefined)
    throw new SpecError(`spec({ … }) has an unknown part '${odd}'`, {
      mend: suggest(odd, partNames) || `its parts are ${partNames.join(', ')}`,
    });
  return { declares: 'spec', parts, site };
}
