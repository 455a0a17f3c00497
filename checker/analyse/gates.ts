// The gate of an action: the first clause of its guard, where that reads one variable only, as where a process stands. Where the gate is closed the
// action has no firing, whatever the other variables are, so that most actions need not be looked at in most states.

import type { ActionTree } from '../language/tree.ts';
import { enabledBindings } from '../interpret/enabled.ts';
import type { State } from '../interpret/state.ts';
import { footprintOf } from '../reduce/footprint.ts';

export interface Gate {
  readonly variable: string;
  /** Whether the action may have a firing in the state, as far as the variable says. An evaluation outside its domain is a firing that fails. */
  readonly isOpen: (state: State) => boolean;
}

/** Undefined where the first clause reads no variable or several, or a parameter ranges over a set that depends on the state. */
export function gateOf(action: ActionTree): Gate | undefined {
  const alone: ActionTree = { ...action, when: action.when.slice(0, 1), body: [] };
  const [variable, ...others] = footprintOf(alone).touched;
  if (variable === undefined || others.length > 0) return undefined;
  if (action.parameters.some(({ domain }) => domain !== undefined)) return undefined;
  return {
    variable,
    isOpen: (state) => {
      let isOpen = false;
      enabledBindings(alone, state, () => {
        isOpen = true;
      });
      return isOpen;
    },
  };
}
