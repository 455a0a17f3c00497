// A behaviour as the abstract specification of a refinement sees it, with its values printed and its changes worked out.

import type { MappedResult, MappedStepResult } from './mapped-result.ts';
import { type MappedTrace, type State, valueIn, type VariableTree } from '../../checker/index.ts';
import { changesIn, placesAt, stateAfter } from './changes.ts';
import type { ChangeResult, LoopResult } from './result.ts';
import { jsonState, variablesOf } from './variables.ts';

export function mappedOf(mapped: MappedTrace, loop: LoopResult | undefined): MappedResult {
  const { refinement, abstract, variables, states, steps } = mapped;
  const [initial] = states;
  return {
    refinement,
    abstract,
    variables: variablesOf({ variables }),
    initial: initial === undefined ? [] : placesAt(variables, initial),
    steps: steps.map((step, index): MappedStepResult => ({
      ...step,
      changes: changesSeen(variables, states[index], stateAfter(states, index, loop)),
    })),
    states: states.map((state) => (state === undefined ? null : jsonState(mapped, state))),
  };
}

// Where a process stands is a value like any other here: no step says it.
function changesSeen(
  variables: readonly VariableTree[],
  before: State | undefined,
  after: State | undefined,
): readonly ChangeResult[] {
  if (before === undefined || after === undefined) return [];
  return variables.flatMap(({ name, sort }) => changesIn(name, valueIn(before, name), valueIn(after, name), sort));
}
