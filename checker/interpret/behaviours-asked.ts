// What a check asks of behaviours, the same for every engine: of each property over them its questions, and what tells whether it says anything.

import { UsageError } from '../language/errors.ts';
import { printNode, printTemporal } from '../language/print.ts';
import { placesOf } from '../language/site.ts';
import { partsOf, predicatesOf, type Predicate } from '../language/temporal.ts';
import type { Binder, LivenessTree, Node, PropertyTree, Specification, TemporalTree } from '../language/tree.ts';
import { askedOf, questionsOf, type Asked, type Formula } from '../temporal/formula.ts';
import type { Question } from '../temporal/graph.ts';
import { labellingOf, type Labelling } from '../temporal/labels.ts';
import { eachBound } from './behaviour-truth.ts';
import { declaredChecks, type Check } from './checks.ts';
import type { ExploreRequest } from './explore.ts';

export interface BehavioursAsked {
  readonly labelling: Labelling;
  /** Of all properties, one after the other. */
  readonly questions: readonly Question[];
  /** What has to have a value in every state, or of every step. */
  readonly predicates: readonly PredicateOf[];
  readonly liveness: readonly LivenessAsked[];
  readonly recoverable: readonly RecoverableAsked[];
}

export interface PredicateOf extends Predicate {
  readonly property: string;
}

export interface LivenessAsked {
  readonly tree: LivenessTree;
  readonly parts: readonly (Asked & { readonly number: number })[];
  readonly premises: readonly Premise[];
}

export interface RecoverableAsked {
  readonly tree: PropertyTree;
  readonly number: number;
}

/** What a formula says something of only where it is true: if it never is, the formula says nothing. */
export interface Premise {
  readonly kind: 'antecedent' | 'assumption';
  readonly text: string;
  /** Of a condition on some state, whichever. */
  readonly node?: Node;
  /** Of a formula: for each binding whether some fair behaviour satisfies it. */
  readonly formulas: readonly { readonly number: number; readonly formula: Formula }[];
}

/** What of a request tells whether behaviours are looked at: whoever collects counts states and steps, and looks at nothing else. */
export type Asking = Pick<ExploreRequest, 'properties' | 'collect'>;

/** Whether properties over behaviours are decided. @throws UsageError for a name that no property has */
export function asksBehaviours(specification: Specification, { properties, collect }: Asking): boolean {
  const { liveness, recoverable } = specification;
  if (liveness.length + recoverable.length === 0 || (collect !== undefined && collect !== false)) return false;
  return askedFor(specification, properties).length > 0;
}

function askedFor(specification: Specification, selected: readonly string[] | undefined): readonly Check[] {
  return declaredChecks(specification, selected).filter((check) => check.isSelected && isOverBehaviours(check));
}

/** Whether it is decided once all states are known. */
export function isOverBehaviours({ kind, liveness }: Check): boolean {
  return kind === 'recoverable' || liveness !== undefined;
}

/**
 * What is asked of behaviours; undefined where nothing is.
 * @throws UsageError within constraints, and for a name that no property has; SpecError for a formula with too many conditions
 */
export function behavioursAsked(specification: Specification, asking: Asking): BehavioursAsked | undefined {
  if (!asksBehaviours(specification, asking)) return undefined;
  const checks = askedFor(specification, asking.properties);
  refuseConstraints(specification, checks);
  const questions: Question[] = [];
  const numbered = (question: Question): number => questions.push(question) - 1;
  const liveness = checks.flatMap(({ liveness: tree }): LivenessAsked[] => {
    if (tree === undefined) return [];
    const parts = questionsOf(tree).map((part) => ({ ...part, number: numbered(part.question) }));
    const premises = premisesOf(tree.formula, [], true).map(({ kind, text, given, isHere, bound }): Premise => {
      if (given.kind === 'state' && !isHere) return { kind, text, node: given.node, formulas: [] };
      const formulas = eachBound(bound, new Map()).map((binding) => {
        const { question, formula } = askedOf(given, binding, { ...tree, isNegated: false });
        return { number: numbered(question), formula };
      });
      return { kind, text, formulas };
    });
    return [{ tree, parts, premises }];
  });
  const recoverable = checks.flatMap(({ kind, tree }): RecoverableAsked[] =>
    kind !== 'recoverable' || tree === undefined
      ? []
      : [{ tree, number: numbered({ ofStates: [{ node: tree.node, bound: new Map() }], ofSteps: [] }) }],
  );
  return { labelling: labellingOf(specification), questions, predicates: predicatesIn(checks), liveness, recoverable };
}

/** The conditions of the properties over behaviours that are checked. */
export function predicatesIn(checks: readonly Check[]): readonly PredicateOf[] {
  return checks.flatMap(({ name, kind, isSelected, liveness, tree }): PredicateOf[] => {
    // The mapping of a refinement is evaluated before and after each step, and what else its formulas say always has a value.
    if (!isSelected || kind === 'refinement') return [];
    if (liveness !== undefined) return predicatesOf(liveness.formula).map((each) => ({ ...each, property: name }));
    if (kind !== 'recoverable' || tree === undefined) return [];
    return [{ property: name, node: tree.node, isOfStep: false, bound: [] }];
  });
}

// Beyond a constraint behaviours go on, and nobody knows how.
function refuseConstraints({ constraints }: Specification, checks: readonly Check[]): void {
  const [constraint] = constraints;
  const [check] = checks;
  if (constraint === undefined || check === undefined) return;
  const places = [check.liveness?.site ?? check.tree?.site, constraint.site].flatMap((site) => placesOf(site));
  throw new UsageError(
    `'${check.name}' is about whole behaviours, and the constraint '${constraint.name}' cuts them off`,
    {
      places,
      mend: `bound the model by a guard instead, or leave ${check.name} out: name the other properties with --property, or list it in unclaimed`,
    },
  );
}

interface GivenPremise {
  readonly kind: Premise['kind'];
  readonly text: string;
  readonly given: TemporalTree;
  /** Asked of the first state, as it stands. */
  readonly isHere: boolean;
  readonly bound: readonly Binder[];
}

/** `isFirst`: what stands here is asked of the first state only. */
function premisesOf(tree: TemporalTree, bound: readonly Binder[], isFirst: boolean): readonly GivenPremise[] {
  const premise = (kind: Premise['kind'], formula: TemporalTree, isHere: boolean): GivenPremise => ({
    kind,
    text: `${textOf(formula)}${isHere && formula.kind === 'state' ? ' at first' : ''}`,
    given: isHere || formula.kind === 'state' ? formula : { kind: 'eventually', body: formula },
    isHere,
    bound,
  });
  const inner = partsOf(tree);
  switch (tree.kind) {
    case 'leadsTo':
      return [premise('antecedent', tree.from, false), ...inner.flatMap((each) => premisesOf(each, bound, false))];
    case 'implies':
      return [premise('antecedent', tree.from, isFirst), ...inner.flatMap((each) => premisesOf(each, bound, isFirst))];
    case 'assuming':
      return [premise('assumption', tree.assumption, isFirst), ...premisesOf(tree.body, bound, isFirst)];
    case 'forall':
    case 'exists':
      return premisesOf(tree.body, [...bound, ...tree.binders], isFirst);
    case 'all':
    case 'any':
      return inner.flatMap((each) => premisesOf(each, bound, isFirst));
    default:
      return inner.flatMap((each) => premisesOf(each, bound, false));
  }
}

function textOf(formula: TemporalTree): string {
  return formula.kind === 'state' ? printNode(formula.node) : printTemporal(formula);
}
