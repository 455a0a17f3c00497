// The properties of a specification as the explorer checks them, and what each was found to be.
// Declared ones, deadlock and assertions are known before; domain errors appear as they are met.

import { suggest, UsageError } from '../language/errors.ts';
import { printNode, printTemporal } from '../language/print.ts';
import { withoutRefinements } from '../language/refined-by.ts';
import { deadlockName } from '../language/property-names.ts';
import type { AssertionTree, LivenessTree, PropertyTree, RefinementTree, Specification } from '../language/tree.ts';
import type { CheckedKind, Failure } from './result.ts';
import type { Visit } from './seen.ts';
import type { State } from './state.ts';

/** Where a property was first violated, or a witness first reached. */
export interface Finding {
  /** Steps of a shortest trace. */
  readonly steps: number;
  /** The states of that depth that show it. */
  readonly states: Visit[];
  /** The states one level before from which a step shows it. */
  readonly sources: Visit[];
  /** Of an initial state that could not be made. */
  readonly initialFailure?: Failure;
  /** Of a refinement: an initial state that is mapped to none, or to nothing. */
  readonly initialState?: State;
}

export interface Check {
  readonly name: string;
  readonly kind: CheckedKind;
  readonly text: string;
  readonly isSelected: boolean;
  readonly tree?: PropertyTree;
  /** The first of the assertions, where there is no invariant. */
  readonly assertion?: AssertionTree;
  /** Of a refinement: the fairness of the abstract specification, which is asked of behaviours once all states and steps are well. */
  readonly liveness?: LivenessTree;
  readonly refinement?: RefinementTree;
  /** Mutable: set once, at the first violation (or witness). */
  finding?: Finding;
  /** Mutable: an evaluation of it was outside its domain, so it may be false where that is. */
  isUndefined?: true;
}

/** Every property known before the search, in the order of results. */
export function propertyNames(
  specification: Specification,
): readonly { readonly name: string; readonly kind: CheckedKind }[] {
  return declaredChecks(specification, undefined).map(({ name, kind }) => ({ name, kind }));
}

/** The properties to check. `selected`: only these; all that are claimed where undefined. @throws UsageError for a name that no property has, and where none is left to check */
export function declaredChecks(
  specification: Specification,
  selected: readonly string[] | undefined,
): readonly Check[] {
  const declared = [
    ...specification.invariants.map((tree) => checkOf('invariant', tree)),
    ...specification.actionProperties.map((tree) =>
      tree.kind === 'refinement' ? refinementCheck(tree, specification) : checkOf('action', tree),
    ),
    deadlockCheck(specification),
  ];
  const known = new Map(declared.map((check) => [check.name, check]));
  // Assertions of one name are one property, and part of the invariant of that name.
  for (const tree of specification.assertions)
    if (!known.has(tree.property)) known.set(tree.property, assertionCheck(tree));
  for (const tree of specification.reachable) known.set(tree.name, checkOf('reachable', tree));
  for (const tree of specification.recoverable) known.set(tree.name, checkOf('recoverable', tree));
  for (const tree of specification.liveness) if (tree.kind !== 'refinement') known.set(tree.name, livenessCheck(tree));
  const names = [...known.keys()];
  const unknown = selected?.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new UsageError(`${specification.name} has no property '${unknown}'`, {
      mend: suggest(unknown, names) || `its properties are ${names.join(', ')}`,
    });
  }
  if (
    selected !== undefined &&
    selected.length > 0 &&
    selected.every((name) => known.get(name)?.isSelected === false)
  ) {
    const others = names.filter((name) => known.get(name)?.isSelected === true);
    throw new UsageError(`'${deadlockName}' is off, since every state may be the last: nothing would be checked`, {
      mend: `select another property, ${others.join(' or ')}; or leave terminal: 'any' out of the specification`,
    });
  }
  const isSelected = ({ name, isSelected: byDefault }: Check): boolean =>
    byDefault && (selected?.includes(name) ?? !specification.unclaimed.includes(name));
  return [...known.values()].map((check) => ({ ...check, isSelected: isSelected(check) }));
}

/** The specification without the refinements that nobody asks for: they would take as long as those that somebody does. @throws UsageError */
export function withoutUnasked(specification: Specification, selected: readonly string[] | undefined): Specification {
  if (specification.refinements.length === 0) return specification;
  const unasked = declaredChecks(specification, selected).filter(
    ({ kind, isSelected }) => kind === 'refinement' && !isSelected,
  );
  return withoutRefinements(
    specification,
    unasked.map(({ name }) => name),
  );
}

/** The checks of a search that left those refinements out, and them where they belong. */
export function withUnasked(checks: readonly Check[], specification: Specification): readonly Check[] {
  const known = new Map(checks.map((check) => [check.name, check]));
  if (specification.refinements.every(({ name }) => known.has(name))) return checks;
  const isRefinement = ({ kind }: Check): boolean => kind === 'refinement';
  const refinements = declaredChecks(specification, undefined)
    .filter(isRefinement)
    .map((check) => known.get(check.name) ?? { ...check, isSelected: false });
  const end = checks.findIndex(({ kind }) => kind === 'deadlock');
  const [before, after] = [checks.slice(0, end), checks.slice(end)];
  return [...before.filter((check) => !isRefinement(check)), ...refinements, ...after];
}

function checkOf(kind: CheckedKind, tree: PropertyTree): Check {
  return { name: tree.name, kind, text: printNode(tree.node), isSelected: true, tree };
}

function refinementCheck(tree: PropertyTree, { refinements, liveness }: Specification): Check {
  const refinement = refinements.find(({ name }) => name === tree.name);
  const fairness = liveness.find(({ name, kind }) => kind === 'refinement' && name === tree.name);
  return {
    ...checkOf('refinement', tree),
    text: `every behaviour is one of ${refinement?.abstract.name ?? tree.name}`,
    ...(refinement === undefined ? {} : { refinement }),
    ...(fairness === undefined ? {} : { liveness: fairness }),
  };
}

function assertionCheck(tree: AssertionTree): Check {
  return {
    name: tree.property,
    kind: 'assertion',
    text: tree.message || printNode(tree.node),
    isSelected: true,
    assertion: tree,
  };
}

function livenessCheck(tree: LivenessTree): Check {
  return { name: tree.name, kind: 'liveness', text: printTemporal(tree.formula), isSelected: true, liveness: tree };
}

/** Why nothing is said of a property that the specification does not stand for. */
export const notClaimed = 'not claimed, and not asked for by name';

function deadlockCheck({ terminal }: Specification): Check {
  return {
    name: deadlockName,
    kind: 'deadlock',
    text: 'some action can go on, or the state is terminal',
    isSelected: terminal !== 'any',
  };
}

/** Notes that a state, or a step from one, violates a property (or reaches a witness). Only the first level found counts. */
export function note(check: Check, steps: number, where: 'states' | 'sources', visit: Visit): void {
  if (!check.isSelected) return;
  check.finding ??= { steps, states: [], sources: [] };
  const found = check.finding[where];
  if (check.finding.steps === steps && found.at(-1) !== visit) found.push(visit);
}
