// Judges states and steps by the properties, and notes for each property where it is first violated (for a witness: reached).
// An evaluation outside its domain is a violation of its own, named by the property (or constraint) and the expression.

import { assert } from '../language/errors.ts';
import { deadlockName, domainErrorName, initialPath, terminalPath } from '../language/property-names.ts';
import type { Specification } from '../language/tree.ts';
import { eachBound } from './behaviour-truth.ts';
import { asksBehaviours, predicatesIn, type Asking } from './behaviours-asked.ts';
import { declaredChecks, note, type Check } from './checks.ts';
import { beginAt } from './begin.ts';
import { isTrue } from './evaluate.ts';
import type { Outcome } from './fire.ts';
import type { Failure } from './result.ts';
import type { Visit } from './seen.ts';
import { sameState, type State } from './state.ts';
import { DomainError, type World } from './world.ts';

export interface Judge {
  /** The index of the first constraint that excludes the state, -1 where none does, and the errors in evaluating them. */
  readonly excluding: (state: State) => { readonly constraint: number; readonly errors: readonly DomainFinding[] };
  /** A state was met for the first time; `errors` are those of `excluding`. */
  readonly meet: (visit: Visit, errors: readonly DomainFinding[]) => void;
  readonly step: (from: Visit, outcome: Outcome) => void;
  /** A state has no firing at all. */
  readonly stuck: (visit: Visit) => void;
  readonly initialFailure: (failure: Failure) => void;
  /** An initial state was made. */
  readonly begin: (state: State) => void;
  readonly isViolated: () => boolean;
  readonly checks: () => readonly Check[];
}

/** An evaluation had no value: where it was, and the expression. */
export interface DomainFinding {
  readonly path: string;
  readonly text: string;
}

/** @throws UsageError for a selected name that no property has */
export function createJudge(specification: Specification, asking: Asking): Judge {
  const checks = new Map(declaredChecks(specification, asking.properties).map((check) => [check.name, check]));
  const ofKind = (kind: Check['kind']): readonly Check[] =>
    [...checks.values()].filter((check) => check.kind === kind && check.isSelected);
  const [invariants, witnesses] = [ofKind('invariant'), ofKind('reachable')];
  const actionProperties = [...ofKind('action'), ...ofKind('refinement')];
  const ofStates = [...invariants, ...witnesses];
  const { constraints, terminal } = specification;
  // Conditions of formulas are never found, but they have to have a value, whatever is bound around them.
  const judged = asksBehaviours(specification, asking) ? [...checks.values()] : [];
  const predicates = predicatesIn(judged).flatMap(({ bound, ...each }) => ({
    ...each,
    bindings: eachBound(bound, new Map()),
  }));
  const [ofState, ofStep] = [false, true].map((isOfStep) => predicates.filter((each) => each.isOfStep === isOfStep));

  const domainCheck = ({ path, text }: DomainFinding): Check => {
    const name = domainErrorName(path, text);
    const check = checks.get(name) ?? {
      name,
      kind: 'domain',
      text: `${text} is evaluated within its domain`,
      isSelected: true,
    };
    checks.set(name, check);
    return check;
  };

  const undefinedIn = (
    asked: typeof predicates | undefined,
    world: Omit<World, 'bound'>,
    found: (domain: Check) => void,
  ): void => {
    for (const { property, node, bindings } of asked ?? [])
      for (const binding of bindings) {
        const truth = truthOf(() => isTrue(node, { ...world, bound: new Map(binding) }));
        if (!(truth instanceof DomainError)) continue;
        const check = checks.get(property);
        if (check !== undefined) check.isUndefined = true;
        found(domainCheck({ path: property, text: truth.text }));
      }
  };

  return {
    excluding: (state) => {
      const errors: DomainFinding[] = [];
      const constraint = constraints.findIndex(({ name, node }) => {
        const truth = truthOf(() => isTrue(node, worldOf(state)));
        if (truth instanceof DomainError) errors.push({ path: name, text: truth.text });
        return truth !== true;
      });
      return { constraint, errors };
    },

    meet: (visit, errors) => {
      const steps = visit.depth;
      for (const error of errors) note(domainCheck(error), steps, 'states', visit);
      for (const check of ofStates) {
        if (!isOpen(check, steps)) continue;
        const truth = truthOf(() => isTrue(nodeOf(check), worldOf(visit.state)));
        if (truth instanceof DomainError) {
          check.isUndefined = true;
          note(domainCheck({ path: check.name, text: truth.text }), steps, 'states', visit);
        } else if (truth === (check.kind === 'reachable')) note(check, steps, 'states', visit);
      }
      undefinedIn(ofState, { state: visit.state }, (check) => note(check, steps, 'states', visit));
    },

    step: (from, { action, result }) => {
      const steps = from.depth + 1;
      if (result.kind === 'failure') {
        const { property, kind, explanation } = result.failure;
        const check =
          kind === 'domain' ? domainCheck({ path: action.name, text: explanation.text }) : checks.get(property);
        assert(check !== undefined, `the assertion '${property}' is one of the specification's`);
        note(check, steps, 'sources', from);
        return;
      }
      if (actionProperties.length + (ofStep?.length ?? 0) === 0 || sameState(from.state, result.state)) return;
      const step = { state: from.state, successor: result.state, fired: action.name };
      undefinedIn(ofStep, step, (check) => note(check, steps, 'sources', from));
      const world: World = { ...step, bound: new Map() };
      for (const check of actionProperties) {
        if (!isOpen(check, steps)) continue;
        const truth = truthOf(() => isTrue(nodeOf(check), world));
        if (truth instanceof DomainError) {
          check.isUndefined = true;
          note(domainCheck({ path: check.name, text: truth.text }), steps, 'sources', from);
        } else if (!truth) note(check, steps, 'sources', from);
      }
    },

    stuck: (visit) => {
      const deadlock = checks.get(deadlockName);
      if (terminal === 'any' || deadlock === undefined || !isOpen(deadlock, visit.depth)) return;
      const truth = truthOf(() => isTrue(terminal, worldOf(visit.state)));
      if (truth instanceof DomainError) {
        deadlock.isUndefined = true;
        note(domainCheck({ path: terminalPath, text: truth.text }), visit.depth, 'states', visit);
      } else if (!truth) note(deadlock, visit.depth, 'states', visit);
    },

    initialFailure: (failure) => {
      const check =
        failure.kind === 'domain'
          ? domainCheck({ path: initialPath, text: failure.explanation.text })
          : checks.get(failure.property);
      if (check?.isSelected === true) check.finding ??= { steps: 0, states: [], sources: [], initialFailure: failure };
    },

    begin: (state) => beginAt(state, [...checks.values()], domainCheck),

    isViolated: () => [...checks.values()].some(({ kind, finding }) => kind !== 'reachable' && finding !== undefined),
    checks: () => [...checks.values()],
  };
}

// Once found on an earlier level, a shortest trace is known.
function isOpen({ isSelected, finding }: Check, steps: number): boolean {
  return isSelected && (finding === undefined || finding.steps === steps);
}

function nodeOf({ tree, name }: Check): Parameters<typeof isTrue>[0] {
  assert(tree !== undefined, `the property '${name}' has a condition`);
  return tree.node;
}

function worldOf(state: State): World {
  return { state, bound: new Map() };
}

function truthOf(work: () => boolean): boolean | DomainError {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
