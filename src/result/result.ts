// The whole result of a check as plain data: what --json prints, and the one thing that every report reads. Strings are in the words of
// the specification. `resultVersion` changes whenever a reader of the old form would misread the new one.

import type { AuditResult } from './audit.ts';
import type { MappedResult } from './mapped-result.ts';
import type { SimulationResult } from './simulation.ts';
import type { Expectation, PropertyKind, Verdict } from './status.ts';
import type { Vacuity } from './vacuity.ts';

export const resultVersion = 3;

/** What `--json` prints: one document, whatever was asked. */
export interface ResultDocument {
  readonly format: 'ballast result';
  readonly version: typeof resultVersion;
  /** The version of the command. */
  readonly ballast: string;
  readonly results: readonly (CheckOutcome | SuiteResult | SimulationResult)[];
  /** Of a whole matrix: what it shows nothing about. */
  readonly vacuities?: readonly Vacuity[];
  /** The exit status of the command. */
  readonly status: number;
}

/** Of a matrix: the check of a suite, with what that is called. */
export interface SuiteResult extends CheckResult {
  readonly label: string;
  readonly group?: string;
  readonly about?: string;
}

/** A sweep may ask for constants that the model says nothing about. */
export type CheckOutcome = CheckResult | OutsideAssumptions;

export interface OutsideAssumptions {
  readonly kind: 'outside assumptions';
  readonly specification: SpecificationIdentity;
  /** The sentence that is false. */
  readonly assumption: string;
  readonly status: number;
}

export interface SpecificationIdentity {
  readonly name: string;
  /** As it was asked for on the command line. */
  readonly reference: string;
  readonly constants: readonly ConstantResult[];
  readonly mutant?: string | undefined;
  /** What the mutant is, in the words of the model. */
  readonly about?: string | undefined;
  /** Edits besides those of the mutant. */
  readonly edits: readonly string[];
}

export interface ConstantResult {
  readonly name: string;
  readonly value: Json;
  readonly isDefault: boolean;
}

export interface VariableResult {
  readonly name: string;
  /** 'position': where the processes of a kind stand; 'local': a local of theirs. */
  readonly role: 'declared' | 'position' | 'local';
  readonly sort: SortResult;
}

/** How values stand in JSON: identifiers and labels as strings, none as null. A local outside its life has no value at all. */
export type SortResult =
  | 'boolean'
  | 'integer'
  | 'string'
  /** The holder, or null. */
  | 'lock'
  | { readonly maybe: SortResult }
  | { readonly set: SortResult }
  | { readonly sequence: SortResult }
  | { readonly tuple: readonly SortResult[] }
  | { readonly record: Readonly<Record<string, SortResult>> }
  /** `{ tag, value }`. */
  | { readonly variant: Readonly<Record<string, SortResult>> }
  /** An object; of what its keys are strings. */
  | { readonly function: SortResult; readonly of: 'boolean' | 'integer' | 'string' };

export interface CheckResult {
  readonly kind: 'checked';
  readonly specification: SpecificationIdentity;
  /** XXH64 of the tree that was checked, 16 hexadecimal digits: the same for the same meaning, however the file is written. Always in a document. */
  readonly treeHash?: string | undefined;
  /** What the specification takes for granted. */
  readonly modelled: readonly string[];
  /** What had to be true of the constants, and is. */
  readonly assumptions: readonly string[];
  /** Without which the values in the states of a trace cannot be told apart: always in a document. */
  readonly variables?: readonly VariableResult[] | undefined;
  /** What explored: `compiled`, or `reference`, the plain meaning. */
  readonly engine: string;
  /** Why it is not the engine that one would expect. */
  readonly notice?: string;
  /** What became of each reduction that was asked for; none where nothing was to be left out. */
  readonly reductions: readonly ReductionResult[];
  /** Size of a packed state. */
  readonly stateBits: number;
  /** Of the selected properties together: violated if one is, holds if all do. */
  readonly verdict: Verdict;
  /** Why the search ended. */
  readonly ended: Ended;
  /** What the limits were, where there were some. */
  readonly limits: LimitsResult;
  readonly counts: CountsResult;
  /** Distinct states by depth; representatives where reductions are in force. */
  readonly levels: readonly number[];
  /** Sum of the hashes of all distinct states, of representatives where reductions are in force: two runs with one digest explored the same states. */
  readonly digest: string;
  readonly properties: readonly PropertyResult[];
  readonly actions: readonly { readonly action: string; readonly statesEnabled: number; readonly firings: number }[];
  readonly constraints: readonly { readonly constraint: string; readonly statesCut: number }[];
  readonly neverExercised: readonly NeverExercisedResult[];
  /** To which steps the behaviours were fair that were looked at for liveness: `weak fairness of lock`; only where some was decided. */
  readonly fairness?: readonly string[] | undefined;
  /** What the search for behaviours that go on for ever took: pairs of a state and what is still to happen, and time after the search of the states. */
  readonly behaviours?: { readonly pairs: number; readonly elapsedMs: number } | undefined;
  /** The schedule of the first counterexample on another variant, where that was asked for. */
  readonly against?: AgainstResult | undefined;
  /** The same question asked again without the reductions, where that was asked for. */
  readonly audit?: AuditResult | undefined;
  readonly expectation?: { readonly expected: Expectation; readonly isMet: boolean | undefined } | undefined;
  /** Repeats this check; empty where no command line can say what was asked. */
  readonly command: string;
  /** From the question to the last state, and of that the part from the first state on: without compiling. */
  readonly elapsedMs: number;
  readonly searchMs: number;
  readonly status: number;
}

export interface AgainstResult {
  /** What the other variant is called. */
  readonly variant: string;
  readonly property: string;
  /**
   * Whether a step cannot be taken there, the property is violated there too, a step fails there otherwise, or the schedule goes through. 'open':
   * it goes through, and only a check of the other variant tells whether what follows violates the property.
   */
  readonly outcome: 'refused' | 'violated' | 'failed' | 'holds' | 'open';
  /** The position among the steps where it ends so, from 1; 0 for the initial state. */
  readonly at?: number;
  /** The clause that is not true, or what fails; of a loop why it goes on for ever there, or does not. */
  readonly reason?: string;
  /** What that clause reads there. */
  readonly reads?: readonly NamedResult[];
  readonly steps: readonly AgainstStep[];
}

export interface AgainstStep {
  /**
   * 'same': a step of the schedule; 'added': one that the process has only there; 'earlier': one of the schedule, out of turn;
   * 'left out': one that the process has not there; 'refused': the last.
   */
  readonly mark: 'same' | 'added' | 'earlier' | 'left out' | 'refused';
  /** Of which steps of the trace it is: several where they are one step there, none of one that was added. */
  readonly numbers: readonly number[];
  readonly text: string;
  readonly actor?: string | undefined;
  readonly calls?: readonly string[] | undefined;
}

export type Ended = 'complete' | 'violation' | 'max-states' | 'max-depth' | 'time' | 'memory' | 'interrupted';

export interface LimitsResult {
  readonly states?: number | undefined;
  readonly depth?: number | undefined;
  readonly timeMs?: number | undefined;
  readonly memoryBytes?: number | undefined;
}

/** Something that is left out of a search because it would only say again what is explored anyway. */
export interface ReductionResult {
  /**
   * 'symmetry': states that differ only in the naming of identifiers or processes are one. 'dead-locals': locals that are never read again have
   * no value. 'partial-order': of orders that make no difference one is explored. 'chains': nothing is stored between steps that nobody else
   * can notice.
   */
  readonly name: 'symmetry' | 'dead-locals' | 'partial-order' | 'chains';
  readonly isInForce: boolean;
  /** What is reduced: `4 pages`. */
  readonly of: readonly string[];
  /** Why it is not in force, where no part of the specification is the reason. */
  readonly reason?: string | undefined;
  /** What keeps it from being in force, or from going further. */
  readonly hindrances: readonly HindranceResult[];
}

export interface HindranceResult {
  /** What is not reduced. */
  readonly what: string;
  /** The expression or statement that stands in the way. */
  readonly because: string;
  /** In which it stands. */
  readonly where: string;
  readonly place?: PlaceResult | undefined;
}

export interface CountsResult {
  /** Of representatives where reductions are in force, as all counts are. */
  readonly statesDistinct: number;
  /** How many states those stand for, up to the other reductions in force; only with symmetry, and where it is known exactly. */
  readonly statesFull?: number | undefined;
  readonly statesGenerated: number;
  readonly statesInitial: number;
  /** Outside the constraints: checked, neither counted as distinct nor expanded. */
  readonly statesCut: number;
  readonly depth: number;
  /** False where the search was broken off, and the counts read "at least". */
  readonly areExact: boolean;
}

export interface NeverExercisedResult {
  readonly kind:
    'action' | 'step' | 'antecedent' | 'assertion' | 'constraint' | 'assumption' | 'fairness' | 'abstract' | 'mapping';
  readonly name: string;
  readonly text: string;
}

export interface PropertyResult {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly isSelected: boolean;
  /** The rule as people read it. */
  readonly rule: string;
  readonly verdict: Verdict;
  /** Why it is not decided. */
  readonly reason?: string | undefined;
  /** False where nobody looks for it: switched off by the specification, or about whole behaviours where states and steps alone are looked at. */
  readonly isOn: boolean;
  /** Of a violation: the steps of a shortest behaviour that ends in it, or of what comes before its loop. Of a witness: the steps to reach it. */
  readonly steps?: number | undefined;
  /** Of a violation by a behaviour that goes on for ever: the steps that it repeats; 0 where it stutters. */
  readonly loop?: number | undefined;
  /** Of a refinement: whether the abstract specification is fair, so that it is asked of fair behaviours alone. Else absent. */
  readonly isOfFair?: boolean | undefined;
  /** What is assumed of behaviours, as the rule says it. */
  readonly assuming?: readonly string[] | undefined;
  /** False where there may be a shorter one: of orders that make no difference only one was searched. Else absent. */
  readonly isShortest?: boolean | undefined;
  readonly trace?: TraceResult | undefined;
  /** Why there is no trace. */
  readonly untraced?: string | undefined;
  readonly why?: WhyResult | undefined;
  /** Of a deadlock: what everybody waits for. */
  readonly waiting?: readonly WaitingResult[] | undefined;
  /** Which neighbouring blocks of the trace cannot change places, or are what breaks the property; absent where not all were looked at. */
  readonly orderings?: readonly OrderingResult[] | undefined;
  /** The step that gave a place which the violated clause reads its value there, in one sentence; the last step only where no earlier one did. */
  readonly because?: { readonly step: number; readonly text: string } | undefined;
  readonly source?: SourceResult | undefined;
  readonly place?: PlaceResult | undefined;
}

export interface WhyResult {
  /** What went wrong, where the rule alone does not say it. */
  readonly message?: string | undefined;
  /** The innermost part that decides, and its value. */
  readonly text: string;
  readonly value: string;
  readonly bindings: readonly NamedResult[];
  readonly given: readonly string[];
  readonly reads: readonly NamedResult[];
}

export interface WaitingResult {
  readonly actor?: string | undefined;
  readonly action: string;
  readonly clause: string;
}

/** Of two neighbouring blocks of steps, of different processes: what happens where they change places. */
export interface OrderingResult {
  /** The step that has to come first, and the step that it comes before; from 1. */
  readonly first: number;
  readonly second: number;
  /** 'refused': some step cannot be taken then. 'saved': the property is not violated then. */
  readonly outcome: 'refused' | 'saved';
  readonly reason: string;
}

export interface TraceResult {
  /** Every place of the initial state, in declaration order. */
  readonly initial: readonly NamedResult[];
  /** The last one leads to no state where it fails, and back to an earlier one where it closes a loop. */
  readonly steps: readonly StepResult[];
  /** Of a behaviour that goes on for ever. */
  readonly loop?: LoopResult | undefined;
  /** Of a violated refinement. */
  readonly mapped?: MappedResult | undefined;
  /** One for each state, the initial one first; values as JSON. */
  readonly states: readonly Readonly<Record<string, Json>>[];
  /** Of the invariants and witnesses. Always in a document. */
  readonly truths?: readonly TruthsResult[] | undefined;
}

/** Where a behaviour repeats itself for ever. */
export interface LoopResult {
  /** The state that the last step leads back to: so many steps come before. Where it stutters, the last state. */
  readonly from: number;
  /** The last state for ever, without any step. */
  readonly isStuttering: boolean;
  /** Each fairness condition, and why it does not exclude the loop: `taken by step 7`. Absent of a trace from elsewhere. */
  readonly fairness?: readonly { readonly text: string; readonly why: string }[] | undefined;
}

/** The states of a trace, from 0, in which a property is false, and in which it is evaluated outside its domain. It is true in the others. */
export interface TruthsResult {
  readonly property: string;
  readonly kind: 'invariant' | 'reachable';
  readonly falseIn: readonly number[];
  readonly outsideIn?: readonly number[] | undefined;
}

export interface StepResult {
  /** The action, or the path of a process's step. */
  readonly action: string;
  /** As people write it: `lock(c: cpu1)`. */
  readonly text: string;
  readonly parameters: readonly NamedResult[];
  readonly actor?: string | undefined;
  /** The procedures being run, outermost first, and the step's own name last. */
  readonly calls?: readonly string[] | undefined;
  /** Of each of these procedures the parameters, with their values; absent where there are none. */
  readonly given?: readonly (readonly NamedResult[])[] | undefined;
  /** The paths of the statements that it runs, where that is not its own alone. */
  readonly statements?: readonly string[] | undefined;
  readonly source?: SourceResult | undefined;
  /** Where the specification says what it does; of a step that fails, what fails in it. */
  readonly place?: PlaceResult | undefined;
  /** What changed; nothing where the step fails. */
  readonly changes: readonly ChangeResult[];
  /** The `show` values that changed. */
  readonly shown: readonly ChangeResult[];
  /** How the step fails, where it does: then it is the last. */
  readonly failure?: string | undefined;
  /** False where nothing that matters for the violation reads what it wrote; absent where the trace was not studied. */
  readonly isRelevant?: boolean | undefined;
}

export interface ChangeResult {
  readonly place: string;
  readonly before: string;
  readonly after: string;
  /** False where nothing that matters for the violation reads it, though other changes of the step are; else absent. */
  readonly isRelevant?: boolean | undefined;
}

export interface NamedResult {
  readonly name: string;
  readonly value: string;
}

export interface SourceResult {
  readonly file: string;
  readonly function?: string | undefined;
}

export interface PlaceResult {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
