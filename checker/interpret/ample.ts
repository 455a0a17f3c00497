// Which firings of a state are explored where steps may be taken alone: those of the first process, in the order in which families are
// dispatched, whose step may be taken alone there, that has a firing, and of which none fails; else all.

import { Map as FunctionValue } from 'immutable';
import type { ActionTree, Specification } from '../language/tree.ts';
import type { AmplePlan } from '../reduce/ample.ts';
import { dispatchOf, type Family } from '../reduce/families.ts';
import { elementsOf, type Value } from '../language/values.ts';
import { fire, type Outcome, type Watch } from './fire.ts';
import { valueIn, type State } from './state.ts';

/** The firings of one action. */
export interface Firings {
  readonly action: ActionTree;
  /** Its position among all. */
  readonly index: number;
  readonly outcomes: readonly Outcome[];
}

/** The firings of an ample set; undefined where everything has to be explored. */
export type Alone = (state: State, watchOf: (index: number) => Watch | undefined) => readonly Firings[] | undefined;

export function aloneBy(specification: Specification, plan: AmplePlan): Alone {
  const { families } = dispatchOf(specification);
  return (state, watchOf) => {
    const labels = families.map((family) => labelsIn(family, state));
    for (const [number, family] of families.entries())
      for (const self of (labels[number] ?? []).keys()) {
        if (!isFree(plan, labels, number, self)) continue;
        const label = family.labels[labels[number]?.[self] ?? -1];
        const fired: Firings[] = [];
        for (const { action, index, label: at, self: binder } of family.members) {
          if (at !== label) continue;
          const given = binder === undefined ? undefined : { binder, value: self };
          const outcomes = fire(action, state, watchOf(index), given);
          if (outcomes.length > 0) fired.push({ action, index, outcomes });
        }
        if (fired.length === 0) continue;
        const isFailing = fired.some(({ outcomes }) => outcomes.some(({ result }) => result.kind === 'failure'));
        return isFailing ? undefined : fired;
      }
    return undefined;
  };
}

/** Of each process of a family the position of its label. */
function labelsIn({ position, key, labels }: Family, state: State): readonly number[] {
  const at = valueIn(state, position);
  const codeOf = (label: Value | undefined): number => labels.indexOf(String(label));
  if (key === undefined) return [codeOf(at)];
  return elementsOf(key).map((each) => codeOf(FunctionValue.isMap(at) ? at.get(each) : undefined));
}

/** Whether a process may take its step alone: none of the others stands where it would be in the way. */
function isFree(
  { families }: AmplePlan,
  labels: readonly (readonly number[])[],
  number: number,
  self: number,
): boolean {
  const candidate = families[number]?.candidates[labels[number]?.[self] ?? -1];
  if (candidate === undefined) return false;
  return labels.every((codes, other) =>
    codes.every(
      (code, who) =>
        (other === number && who === self) || ((candidate.obstacles[other] ?? 0n) >> BigInt(code)) % 2n === 0n,
    ),
  );
}
