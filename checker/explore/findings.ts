// From flag bytes to findings: after each round, what was flagged for the first time was found with so many steps.
// The rules are those of the reference explorer's judge, and what the round found in which order does not matter.

import { domainErrorName, initialPath } from '../language/property-names.ts';
import { assert } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import { predicatesBit, type Slot, type Program } from '../compile/program.ts';
import { beginAt } from '../interpret/begin.ts';
import { declaredChecks, type Check } from '../interpret/checks.ts';
import type { Failure } from '../interpret/result.ts';
import type { State } from '../interpret/state.ts';
import { isOfCoverage } from './touched.ts';

export interface Findings {
  readonly checks: () => readonly Check[];
  /** Judgements that are still open, as a mask. */
  readonly open: () => bigint;
  /** Notes what is flagged after round `round`, 0 for the initial states. */
  readonly note: (flagged: readonly Slot[], round: number) => void;
  readonly initialFailure: (failure: Failure) => void;
  /** An initial state was made. */
  readonly begin: (state: State) => void;
  readonly isViolated: () => boolean;
  /** The properties of failed firings, selected or not; how often is not counted. */
  readonly failed: ReadonlyMap<string, number>;
  readonly touched: ReadonlySet<Slot>;
}

export function createFindings(
  specification: Specification,
  { slots, judgements }: Program,
  selected: readonly string[] | undefined,
): Findings {
  const checks = new Map(declaredChecks(specification, selected).map((check) => [check.name, check]));
  const failed = new Map<string, number>();
  const touched = new Set<Slot>();

  const find = (check: Check | undefined, steps: number): void => {
    if (check?.isSelected === true) check.finding ??= { steps, states: [], sources: [] };
  };
  const domainCheck = (name: string, text: string): Check => {
    const check = checks.get(name) ?? {
      name,
      kind: 'domain',
      text: `${text} is evaluated within its domain`,
      isSelected: true,
    };
    checks.set(name, check);
    return check;
  };
  // Once it was found on an earlier level, a property is not evaluated any more.
  const isOpen = (check: Check | undefined, steps: number): boolean =>
    check?.isSelected === true && (check.finding === undefined || check.finding.steps === steps);

  return {
    checks: () => [...checks.values()],
    open: () => {
      // Predicates are those of the formulas that are asked for, and each is looked at to the end.
      let mask = 1n << predicatesBit;
      for (const { bit, slot } of judgements) {
        const meaning = slots[slot];
        assert(meaning !== undefined, 'a judgement has a slot');
        const isWanted =
          meaning.kind === 'invariant' || meaning.kind === 'reachable'
            ? checks.get(meaning.property)?.isSelected === true && checks.get(meaning.property)?.finding === undefined
            : !touched.has(meaning);
        if (isWanted) mask |= 1n << BigInt(bit);
      }
      return mask;
    },
    note: (flagged, round) => {
      for (const slot of flagged) {
        if (touched.has(slot)) continue;
        if (isOfCoverage(slot)) {
          touched.add(slot);
          continue;
        }
        const steps = slot.where === 'expanded' ? round - 1 : round;
        if (slot.kind === 'domain') {
          const isFiring = slot.where === 'step' && slot.of === undefined;
          if (isFiring) failed.set(slot.property, 1);
          const of = slot.of === undefined ? undefined : checks.get(slot.of);
          if (slot.of !== undefined && !isOpen(of, steps)) continue;
          if (of !== undefined) of.isUndefined = true;
          find(domainCheck(slot.property, slot.text), steps);
        } else {
          if (slot.kind === 'assertion') failed.set(slot.property, 1);
          find(checks.get(slot.property), steps);
        }
        touched.add(slot);
      }
    },
    initialFailure: (failure) => {
      failed.set(failure.property, 1);
      const check =
        failure.kind === 'domain'
          ? domainCheck(domainErrorName(initialPath, failure.explanation.text), failure.explanation.text)
          : checks.get(failure.property);
      if (check?.isSelected === true) check.finding ??= { steps: 0, states: [], sources: [], initialFailure: failure };
    },
    begin: (state) =>
      beginAt(state, [...checks.values()], ({ path, text }) => domainCheck(domainErrorName(path, text), text)),
    isViolated: () => [...checks.values()].some(({ kind, finding }) => kind !== 'reachable' && finding !== undefined),
    failed,
    touched,
  };
}
