// The profile of a state space as plain data: what `ballast profile --json` prints, and what its text is a view of. `profileVersion` changes
// whenever a reader of the old form would misread the new one.

import type { VariableSurvey } from '../../checker/index.ts';
import { version } from '../version.ts';
import type { CountsResult, Ended, Json, LimitsResult, SpecificationIdentity } from './result.ts';

const profileVersion = 1;

export interface ProfileDocument {
  readonly format: 'ballast profile';
  readonly version: typeof profileVersion;
  /** The version of the command. */
  readonly ballast: string;
  readonly profile: ProfileResult;
  /** The exit status of the command. */
  readonly status: number;
}

export interface ProfileResult {
  readonly specification: SpecificationIdentity;
  readonly engine: string;
  readonly notice?: string;
  readonly ended: Ended;
  readonly limits: LimitsResult;
  readonly counts: CountsResult;
  /** Of a packed state. */
  readonly stateBits: number;
  /** What is violated, or not reached, and was gone past. */
  readonly violated: readonly string[];
  /** In declaration order; empty where they were not looked at: it was interrupted, or there was no room for it. */
  readonly variables: readonly VariableProfile[];
  readonly actions: readonly ActionProfile[];
  /** Distinct states by depth. */
  readonly levels: readonly number[];
  /** Of a search that ended early. */
  readonly forecast?: ForecastResult;
  /** Those that save most first; undefined where nobody asked. */
  readonly whatIfs?: readonly WhatIfResult[];
  /** Whether all of them were asked. */
  readonly areAllAsked: boolean;
  readonly elapsedMs: number;
}

export interface VariableProfile extends VariableSurvey {
  readonly bits: number;
}

export interface ActionProfile {
  readonly action: string;
  /** Distinct states in which it is enabled. */
  readonly statesEnabled: number;
  readonly firings: number;
  /** Firings into a state that was not known before their level. */
  readonly fresh: number;
  /** Firings into the state that they came from. */
  readonly same: number;
}

export interface ForecastResult {
  /** By how much a level is larger than the one before, on the average of the last ones. */
  readonly growth: number;
  /** Undefined where the levels tell too little. */
  readonly total?: { readonly states: number; readonly least: number; readonly most: number };
}

export interface WhatIfResult {
  /** 'standing still': the processes of a kind take no step; 'frozen': a variable is never updated; 'constant': it has another value. */
  readonly kind: 'standing still' | 'frozen' | 'constant';
  readonly name: string;
  readonly value?: Json;
  /** 'no smaller': it has at least as many states as the original. 'stopped': at a limit, and nothing is known but that there are more. */
  readonly outcome: 'explored' | 'no smaller' | 'stopped';
  readonly states: number;
  /** Where a step fails outside its domain, and is not gone past. */
  readonly fails?: boolean;
  /** The check of another constant. */
  readonly command?: string;
}

export function profileDocumentOf(profile: ProfileResult, status: number): ProfileDocument {
  return { format: 'ballast profile', version: profileVersion, ballast: version(), profile, status };
}
