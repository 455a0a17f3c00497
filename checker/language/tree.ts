// The tree: a specification as plain, typed data. The words of the language build it; the interpreter, the compiler, the analyses
// and the exports consume it and nothing else. Well-sorted by construction: `operators.ts` computes every node's sort.

import type { OperatorName } from './operators.ts';
import type { Site } from './site.ts';
import type { Sort } from './sorts.ts';
import type { Value } from './values.ts';

/** An expression. */
export type Node =
  | { readonly kind: 'literal'; readonly sort: Sort; readonly value: Value }
  /** A state variable. */
  | { readonly kind: 'variable'; readonly sort: Sort; readonly name: string }
  /** A parameter or a quantified variable. */
  | { readonly kind: 'bound'; readonly sort: Sort; readonly binder: Binder }
  /** An operator of the table; `detail` is the field, tag or index that belongs to the operator. */
  | {
      readonly kind: 'apply';
      readonly sort: Sort;
      readonly operator: OperatorName;
      readonly args: readonly Node[];
      readonly detail: string;
    }
  | {
      readonly kind: 'quantified';
      readonly sort: Sort;
      readonly quantifier: Quantifier;
      readonly binders: readonly Binder[];
      readonly body: Node;
    }
  | { readonly kind: 'let'; readonly sort: Sort; readonly binder: Binder; readonly value: Node; readonly body: Node }
  /** A named definition: means its body, keeps its name for people. */
  | { readonly kind: 'named'; readonly sort: Sort; readonly name: string; readonly body: Node }
  /** The value of an expression after the step. In action properties only. */
  | { readonly kind: 'next'; readonly sort: Sort; readonly body: Node }
  /** Whether the step was a firing of one of these actions. In action properties only. `pattern` as written; `actions` once known. */
  | { readonly kind: 'fired'; readonly sort: Sort; readonly pattern: string; readonly actions: readonly string[] }
  /** A local of a procedure or process, before calls are inlined; then an index into a variable. */
  | { readonly kind: 'local'; readonly sort: Sort; readonly local: LocalDeclaration }
  /** Whoever runs the procedure, before calls are inlined. */
  | { readonly kind: 'self'; readonly sort: Sort }
  /** A local or position of a process seen from a property, before processes are lowered. */
  | {
      readonly kind: 'inside';
      readonly sort: Sort;
      readonly process: string;
      readonly who: Node;
      readonly pattern: string;
      readonly asks: 'local' | 'at' | 'within';
    };

export type Quantifier = 'forall' | 'exists' | 'count' | 'choose' | 'filter' | 'collect' | 'function';

/** Where a bound variable ranges: the elements of `sort`, or of the set `domain`. Identity matters, names are for people. */
export interface Binder {
  readonly name: string;
  readonly sort: Sort;
  readonly domain?: Node;
}

export interface LocalDeclaration {
  readonly name: string;
  readonly sort: Sort;
}

/** A condition that a person wrote, with the name by which edits and messages call it. */
export interface Clause {
  readonly name: string;
  readonly node: Node;
  readonly site?: Site | undefined;
}

/**
 * `target` becomes `value`; `target` is a variable under `at`, `field`, `item` and `local` (which passes through to the place it
 * stands on). With binders: for each of their bindings.
 */
export interface UpdateTree {
  readonly name: string;
  readonly target: Node;
  readonly value: Node;
  readonly binders: readonly Binder[];
  readonly site?: Site | undefined;
}

/** What an action does: run in order on a scratch state, so that later statements see earlier ones. */
export type StatementTree =
  /** Simultaneous: every right-hand side and index reads the state before the statement. */
  | { readonly kind: 'assign'; readonly updates: readonly UpdateTree[] }
  /** When false, the whole step is disabled. */
  | { readonly kind: 'require'; readonly clause: Clause }
  /** When false, the firing fails: an assertion is violated. */
  | { readonly kind: 'assert'; readonly assertion: AssertionTree }
  | {
      readonly kind: 'if';
      readonly condition: Clause;
      readonly then: readonly StatementTree[];
      readonly otherwise: readonly StatementTree[];
    }
  /** One firing for each alternative and binding that is not blocked. Always last in its list. */
  | { readonly kind: 'choose'; readonly alternatives: readonly Alternative[] };

export interface Alternative {
  readonly name: string;
  readonly binders: readonly Binder[];
  readonly body: readonly StatementTree[];
}

export interface AssertionTree {
  /** The path of the statement that asserts. */
  readonly path: string;
  /**
   * The property that it is part of: the name before the colon of its message ('S8: …'), else its path. All assertions of one name
   * are one property; an invariant of the same name joins them: the property holds if all of its forms do.
   */
  readonly property: string;
  readonly severity: 'bug' | 'warn' | 'lock';
  /** What must hold. */
  readonly node: Node;
  readonly message: string;
  readonly source?: Source | undefined;
  readonly site?: Site | undefined;
}

/** Where the modelled code stands: a file, and the function in it. */
export interface Source {
  readonly file: string;
  readonly function?: string;
}

export interface ActionTree {
  readonly name: string;
  readonly parameters: readonly Binder[];
  readonly when: readonly Clause[];
  readonly body: readonly StatementTree[];
  /** The parameter that says who acts, where there is one. */
  readonly by?: Binder | undefined;
  /** Of an action that comes from a process. */
  readonly step?: StepOrigin | undefined;
  readonly site?: Site | undefined;
}

export interface StepOrigin {
  readonly process: string;
  /** The label at which the process stands before the step. */
  readonly label: string;
  /** The procedures being run, outermost first, and the step's own name last. */
  readonly calls: readonly string[];
  /** Of each of these procedures the parameters, as expressions over the caller's locals, constants and the process. For people only. */
  readonly given: readonly (readonly { readonly name: string; readonly node: Node }[])[];
  /** The paths of all statements that the action may run, in order: one in fine granularity, several in a merged step. */
  readonly paths: readonly string[];
  readonly source?: Source | undefined;
}

export interface VariableTree {
  readonly name: string;
  readonly sort: Sort;
  /** Declared by the user, or made for a process: its position, its locals. */
  readonly role: 'declared' | 'position' | 'local';
}

export interface ProcessTree {
  readonly name: string;
  readonly sort: Extract<Sort, { kind: 'ids' }>;
  /** The variable that holds each process's position. */
  readonly position: string;
  readonly labels: readonly string[];
  /** The locals in use, with the labels at which each has a value. */
  readonly locals: readonly { readonly variable: string; readonly labels: readonly string[] }[];
  readonly site?: Site | undefined;
}

/** One way to start: each variable takes its choices, `where` filters, `body` puts processes at their first steps. */
export interface InitialTree {
  readonly choices: readonly { readonly variable: string; readonly values: 'anything' | readonly Node[] }[];
  readonly where: readonly Clause[];
  readonly body: readonly StatementTree[];
}

/** 'recoverable': from every reachable state one that it is true of can be reached. */
export type PropertyKind = 'invariant' | 'reachable' | 'action' | 'recoverable' | 'refinement';

export interface PropertyTree {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly node: Node;
  readonly site?: Site | undefined;
}

/** A formula over behaviours. No `Node`, so that none is taken for a truth value over a state. None can tell where a behaviour stutters. */
export type TemporalTree =
  /** A condition on one state. */
  | { readonly kind: 'state'; readonly node: Node }
  /** Of every step from now on that changes something (TLA+: `[][A]_vars`), of some (TLA+: `<><<A>>_vars`). `node` as in an action property. */
  | { readonly kind: 'everyStep' | 'someStep'; readonly node: Node }
  | { readonly kind: 'always' | 'eventually' | 'not'; readonly body: TemporalTree }
  | { readonly kind: 'leadsTo' | 'until' | 'implies'; readonly from: TemporalTree; readonly to: TemporalTree }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly TemporalTree[] }
  /** The body, of behaviours for which the assumption is true. As `implies`, but said with the verdict, and the assumption must be possible. */
  | { readonly kind: 'assuming'; readonly assumption: TemporalTree; readonly body: TemporalTree }
  /** For each value of the binders, or some, which range over sorts. */
  | { readonly kind: 'forall' | 'exists'; readonly binders: readonly Binder[]; readonly body: TemporalTree };

export interface LivenessTree {
  readonly name: string;
  readonly formula: TemporalTree;
  /** 'refinement': the fairness of the abstract specification of a refinement of the same name, which is one property with it. */
  readonly kind: 'liveness' | 'refinement';
  readonly site?: Site | undefined;
}

/**
 * Fairness of some actions together: of their disjunction, over all their parameters but those of `each`, for each of whose values it is
 * meant by itself. Weak: not for ever enabled without being taken; strong: not again and again. Enabled and taken by steps that change something.
 */
export interface FairnessTree {
  readonly strength: 'weak' | 'strong';
  /** Actions, paths or processes, as written. */
  readonly of: string;
  /** Names of parameters, which all the actions have; where undefined, the one that says who acts, where all have one of one sort. */
  readonly each?: readonly string[] | undefined;
  readonly actions: readonly string[];
  readonly site?: Site | undefined;
}

/** An abstract specification of which every behaviour is one, seen through a mapping. */
export interface RefinementTree {
  readonly name: string;
  readonly abstract: Specification;
  /** What each abstract variable stands for here, in the abstract order. Its values are of the sort of the expression. */
  readonly mapping: readonly { readonly variable: VariableTree; readonly node: Node }[];
  /** Of an initial state: whether it is mapped to an initial one. */
  readonly initial: Node;
  /** Of a step that changes something: whether it is mapped to an abstract step, or to none. Among the action properties, too. */
  readonly step: Node;
  /** The same in its parts. */
  readonly steps: RefinementSteps;
  /** The abstract fairness, as formulas here. All of them are among liveness, as one formula, too. */
  readonly fairness: readonly { readonly of: FairnessTree; readonly formula: TemporalTree }[];
  readonly site?: Site | undefined;
}

/** What is asked of a step: that each abstract variable has the same value, or that some abstract action leads from the one to the other. */
export interface RefinementSteps {
  /** The mapping before the step, and after it. */
  readonly lets: readonly NamedValue[];
  /** Of each abstract variable, that it stays as it is; in the order of the mapping. */
  readonly same: readonly Node[];
  /** The values of the abstract variables' sorts, where those of the mapping are of wider ones; they may be none of them. */
  readonly fits: readonly NamedValue[];
  /** Of each abstract action, that it is what happens. Always has a value. */
  readonly actions: readonly { readonly action: string; readonly node: Node }[];
}

export interface NamedValue {
  readonly binder: Binder;
  readonly value: Node;
}

export interface ConstantTree {
  readonly name: string;
  readonly sort: Sort;
  readonly value: Value;
  readonly meaning: string;
}

/** A whole specification for given constants and edits: what every consumer reads. */
export interface Specification {
  readonly name: string;
  readonly constants: readonly ConstantTree[];
  readonly edits: readonly string[];
  readonly modelled: readonly string[];
  readonly variables: readonly VariableTree[];
  readonly processes: readonly ProcessTree[];
  readonly initial: readonly InitialTree[];
  readonly actions: readonly ActionTree[];
  readonly invariants: readonly PropertyTree[];
  readonly reachable: readonly PropertyTree[];
  /** What refinements ask of steps is among them, after the others. */
  readonly actionProperties: readonly PropertyTree[];
  /** What is true of every fair behaviour. */
  readonly liveness: readonly LivenessTree[];
  readonly recoverable: readonly PropertyTree[];
  readonly refinements: readonly RefinementTree[];
  /** Properties by name that are evaluated only where they are asked for. */
  readonly unclaimed: readonly string[];
  /** Every assertion a step makes, in textual order: properties of their own, named by path. */
  readonly assertions: readonly AssertionTree[];
  readonly constraints: readonly Clause[];
  /** Terminal states are no deadlocks. 'any': the check is off. */
  readonly terminal: Node | 'any';
  readonly fairness: readonly FairnessTree[];
  readonly show: readonly { readonly name: string; readonly node: Node }[];
  readonly paths: readonly string[];
  readonly site?: Site | undefined;
}
