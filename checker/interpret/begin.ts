// What refinements ask of initial states. Both engines make these by the plain meaning, and judge them here.

import { isTrue } from './evaluate.ts';
import type { Check } from './checks.ts';
import type { State } from './state.ts';
import { DomainError } from './world.ts';

/** Notes the refinements by whose mapping an initial state is none, or nothing. `domainCheck`: of an evaluation outside its domain. */
export function beginAt(
  state: State,
  checks: readonly Check[],
  domainCheck: (finding: { readonly path: string; readonly text: string }) => Check,
): void {
  for (const check of checks) {
    const { refinement } = check;
    if (refinement === undefined || !check.isSelected) continue;
    try {
      if (!isTrue(refinement.initial, { state, bound: new Map() })) beginsWith(check, state);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      check.isUndefined = true;
      beginsWith(domainCheck({ path: check.name, text: error.text }), state);
    }
  }
}

function beginsWith(check: Check, state: State): void {
  if (check.isSelected) check.finding ??= { steps: 0, states: [], sources: [], initialState: state };
}
