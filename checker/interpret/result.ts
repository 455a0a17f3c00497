// What a search found, as plain data: counts, a verdict for each property, coverage, traces. Everything a report shows is here.
// States and values are Immutable.js values; `text` and `value` strings are already in the words of the specification.

import type { Site } from '../language/site.ts';
import type { Sort } from '../language/sorts.ts';
import type { AssertionTree, Source, VariableTree } from '../language/tree.ts';
import type { Value } from '../language/values.ts';
import type { ReductionReport } from '../reduce/reductions.ts';
import type { Collected } from './collected.ts';
import type { State } from './state.ts';
import type { VariableSurvey } from './survey.ts';

/** Something named, and its value as people read it: `page0.private`, `none`. */
export interface NamedText {
  readonly name: string;
  readonly value: string;
}

/** The value of one parameter. */
export interface BoundValue {
  readonly name: string;
  readonly sort: Sort;
  readonly value: Value;
}

/** The alternative that a step took, and the parameters it picked. `name` is '' for the one alternative of a pick. */
export interface Choice {
  readonly name: string;
  /** Its position among the alternatives, from 0. */
  readonly position: number;
  readonly binding: readonly BoundValue[];
}

/** Why an expression has the value it has: the innermost part that decides it. */
export interface Explanation {
  /** The part: `onlist[p]`. */
  readonly text: string;
  /** Its value: true, false, or why it has none. */
  readonly value: string;
  /** What the quantifiers and definitions around it bind, outermost first. */
  readonly bindings: readonly NamedText[];
  /** The conditions around it that hold, and so make it matter. */
  readonly given: readonly string[];
  /** The places it reads and what stands there. */
  readonly reads: readonly NamedText[];
}

/** A step that failed instead of reaching a state. */
export interface Failure {
  readonly kind: 'assertion' | 'domain';
  /** The property that it violates: the assertion's, or `<path>: <expression>`. */
  readonly property: string;
  /** The statement, action or property in which it happens. */
  readonly path: string;
  /** What went wrong, in a sentence without its name. */
  readonly message: string;
  readonly explanation: Explanation;
  /** Of an assertion. */
  readonly severity?: AssertionTree['severity'];
  readonly source?: Source;
  readonly site?: Site;
}

export interface TraceStep {
  /** The action's name; for a process's step its path. */
  readonly action: string;
  /** As people write it: `lock(c: cpu1)`, with the alternatives taken: `release(c: cpu1)/granted(p: page0)`. */
  readonly text: string;
  readonly binding: readonly BoundValue[];
  readonly choices: readonly Choice[];
  /** Who acts: `cpu1`, `scanner#0`; undefined where the action names nobody. */
  readonly actor?: string;
  /** Of a process's step: its kind, the label at which it stood, the procedures being run, and the paths of the statements. */
  readonly process?: string;
  readonly label?: string;
  readonly calls?: readonly string[];
  readonly paths?: readonly string[];
  readonly source?: Source;
  /** Where the step fails: then it is the last and has no state after it. */
  readonly failure?: Failure;
}

/** Where a behaviour that goes on for ever repeats itself. */
export interface Loop {
  /** The index of the state that the last step leads back to; where it stutters, of the last state. */
  readonly from: number;
  /** The last state for ever, without any step. */
  readonly isStuttering: boolean;
  /** For each fairness condition why the loop is fair to it: `disabled in state 6`, `taken by step 7`. In the order of the conditions. */
  readonly fairness: readonly { readonly text: string; readonly why: string }[];
}

/** A behaviour as an abstract specification sees it. */
export interface MappedTrace {
  /** The refinement's name, and that of the abstract specification. */
  readonly refinement: string;
  readonly abstract: string;
  /** The abstract variables, in order. */
  readonly variables: readonly VariableTree[];
  /** Of each state the one that it is mapped to; undefined where it is mapped to none. */
  readonly states: readonly (State | undefined)[];
  /** Of each step what it is there. */
  readonly steps: readonly MappedStep[];
}

/** A firing, as people read it; nothing that changes anything; or neither of both, and why. */
export type MappedStep =
  | { readonly kind: 'fires'; readonly text: string }
  | { readonly kind: 'stutters' }
  | { readonly kind: 'none'; readonly refusals: readonly Refusal[] };

/** Why an action does not allow a step, by the firing of it that comes nearest. */
export interface Refusal {
  /** The firing: `lock by proc#0`, `take(c: cpu1)`. */
  readonly action: string;
  /** The values of its parameters. */
  readonly binding: readonly NamedText[];
  readonly unmet: readonly UnmetGuard[];
  /** What it would leave otherwise than the step does. */
  readonly leaves: readonly NamedText[];
  /** Why it would come to nothing. */
  readonly fails?: string;
}

/** Of a guard that is not true the part that decides, its value, and what it reads. */
export interface UnmetGuard {
  readonly text: string;
  readonly value: string;
  readonly reads: readonly NamedText[];
}

/** A behaviour from an initial state. No shorter one ends the same way; of the shortest it has the fewest context switches, unless `among` is given. */
export interface Trace {
  /**
   * One more than the steps; as many as the steps where the last one fails, or leads back into a loop; none where the initial state itself could
   * not be made.
   */
  readonly states: readonly State[];
  readonly steps: readonly TraceStep[];
  /** Of a behaviour that goes on for ever. Then what comes before the loop is shortest. */
  readonly loop?: Loop;
  /** Of a violated refinement. */
  readonly mapped?: MappedTrace;
  /**
   * So many states lie on shortest behaviours, too many to compare all of those: each step was chosen by itself, one of the same process as the
   * step before where one leads on. Then there may be a behaviour with fewer context switches.
   */
  readonly among?: number;
}

/** A process or action that cannot go on, and the first condition that stops it. */
export interface Waiting {
  readonly action: string;
  readonly actor?: string;
  readonly binding: readonly BoundValue[];
  readonly clause: string;
}

export type UndecidedReason =
  'stopped' | 'limit' | 'not-selected' | 'not-looked-at' | 'switched-off' | 'outside-domain' | 'failed-firing';

export type Verdict =
  | {
      readonly kind: 'holds';
      /**
       * Of a state that must be reachable, a shortest trace to one. Made when it is first read, which can take as long as the search; until
       * then the result keeps all that the search has stored. @throws InternalError where the interpreter does not confirm it
       */
      readonly witness?: Trace | undefined;
      /** Steps of that trace. */
      readonly steps?: number;
    }
  | {
      readonly kind: 'violated';
      /** What the trace ends in: a property may be an invariant and assertions at once. */
      readonly form: CheckedKind;
      /** A shortest trace; none for a witness that cannot be reached, nor where `untraced` says why. */
      readonly trace?: Trace;
      /** Why there is no trace, and a state that shows the violation, or from which a step does. */
      readonly untraced?: { readonly reason: string; readonly state?: State };
      readonly explanation?: Explanation;
      /** Of a deadlock: what everybody waits for. */
      readonly waiting?: readonly Waiting[];
      /** Steps of the trace; undefined for a witness that cannot be reached. */
      readonly steps?: number;
      /** A behaviour with a shorter stem was not ruled out. */
      readonly isShortest?: false;
    }
  | { readonly kind: 'not-decided'; readonly reason: UndecidedReason; readonly text: string };

export type CheckedKind =
  | 'invariant'
  | 'reachable'
  | 'action'
  | 'liveness'
  | 'recoverable'
  | 'refinement'
  | 'deadlock'
  | 'assertion'
  | 'domain';

export interface PropertyResult {
  readonly name: string;
  readonly kind: CheckedKind;
  /** What was asked for. Domain errors always are. */
  readonly isSelected: boolean;
  /** The rule as people read it. */
  readonly text: string;
  readonly verdict: Verdict;
  readonly severity?: AssertionTree['severity'];
  readonly source?: Source;
  readonly site?: Site;
}

export interface Counts {
  /** Initial states found, and firings: one for each action, binding and alternative enabled; self-loops and failing firings included. */
  readonly statesGenerated: number;
  /** Initial states found, before equal ones are counted once. */
  readonly statesInitial: number;
  /** Different states, without those outside the constraints; of symmetric ones only the representatives, where symmetry is in force. */
  readonly statesDistinct: number;
  /** The distinct states that the representatives stand for: the sum of the sizes of their orbits. Only where symmetry is in force and it is known exactly. */
  readonly statesFull?: number | undefined;
  /** Different states outside the constraints: checked, neither counted as distinct nor expanded. */
  readonly statesCut: number;
  /** Largest depth of a distinct state, in steps. */
  readonly depth: number;
  /** False after a limit of time or memory, or an interruption: then all counts read "at least". */
  readonly areExact: boolean;
}

export interface ActionCoverage {
  readonly action: string;
  /** Distinct states in which it has at least one firing. */
  readonly statesEnabled: number;
  /** Firings: one for each state, binding and alternative. */
  readonly firings: number;
}

export interface ConstraintCoverage {
  readonly constraint: string;
  /** Different states that it is the first to exclude. */
  readonly statesCut: number;
}

/** A part of the specification that the search never touched, so that nothing is known about it. */
export interface NeverExercised {
  /**
   * 'assumption': true of no fair behaviour. 'fairness': nothing that it is meant of is ever enabled. 'abstract': an action of an abstract
   * specification that no step is. 'mapping': what stands for an abstract variable, and never changes.
   */
  readonly kind:
    | 'action'
    | 'step'
    | 'antecedent'
    | 'assertion'
    | 'constraint'
    | 'witness'
    | 'assumption'
    | 'fairness'
    | 'abstract'
    | 'mapping';
  /** The action, label (`process.label`), property, assertion, constraint, witness or fairness. */
  readonly name: string;
  readonly text: string;
}

/** Why the search ended. 'complete': every reachable state was explored. */
export type Ended = 'complete' | 'violation' | 'max-states' | 'max-depth' | 'time' | 'memory' | 'interrupted';

export interface Exploration {
  readonly specification: string;
  readonly counts: Counts;
  /** Distinct states by depth. */
  readonly levels: readonly number[];
  /** By depth, the distinct states that those stand for, where `counts.statesFull` is told. */
  readonly levelsFull?: readonly number[] | undefined;
  /** Sum modulo 2^64 of the hashes of all distinct states, 16 hexadecimal digits. */
  readonly digest: string;
  /** Invariants, action properties, deadlock, assertions, witnesses, recoverable, liveness, then the domain errors found; each group in textual order. */
  readonly properties: readonly PropertyResult[];
  /** In declaration order. */
  readonly actions: readonly ActionCoverage[];
  readonly constraints: readonly ConstraintCoverage[];
  readonly neverExercised: readonly NeverExercised[];
  /** By variable, in declaration order, where it was asked for; undefined where that was interrupted, or there was no room for it. */
  readonly survey?: readonly VariableSurvey[] | undefined;
  /**
   * Names the transitions, as `digest` names the states, where that was asked for: the sum modulo 2^64, over all firings that reach a state (self-loops and states
   * outside the constraints included), of the hash of three words: the hash of the state before, the hash of the action's name in UTF-8,
   * the hash of the state after. 16 hexadecimal digits. Two firings of one action from one state to another count twice.
   */
  readonly transitionsDigest?: string;
  /** What was counted beside the search, where that was asked for. */
  readonly collected?: Collected;
  /** Of what steps liveness was decided to be fair: `weak fairness of lock (cpu1)`; only where some was decided. */
  readonly fairness?: readonly string[] | undefined;
  /** What the search for fair cycles took: pairs of a state and a node of an automaton, and time after the search of the states. */
  readonly behaviours?: { readonly pairs: number; readonly elapsedMs: number } | undefined;
  /** What became of each reduction that was asked for. */
  readonly reductions?: readonly ReductionReport[] | undefined;
  readonly ended: Ended;
  /** From the question to the last state, and of that the part from the first state on: without compiling. */
  readonly elapsedMs: number;
  readonly searchMs: number;
}

/** How far the search is, while it runs. */
export interface Progress {
  /** The level whose states are being expanded. */
  readonly depth: number;
  readonly statesDistinct: number;
  readonly statesGenerated: number;
  /** States found and not yet expanded. */
  readonly statesQueued: number;
  readonly elapsedMs: number;
}
