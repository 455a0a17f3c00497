// A behaviour as the abstract specification of a refinement sees it, with its values printed and its changes worked out.

import type { MappedResult, MappedStepResult } from './mapped-result.ts';
import { type MappedTrace, type State, valueIn, type VariableTree } from '../../checker/index.ts';
import { changesIn, placesIn } from './changes.ts';
import { jsonState } from './json-values.ts';
import type { ChangeResult, LoopResult } from './result.ts';
import { variablesOf } from './variables.ts';

export function mappedOf(mapped: MappedTrace, loop: LoopResult | undefined): MappedResult {
  const { refinement, abstract, variables, states, steps } = mapped;
  const [initial] = states;
  return {
    refinement,
    abstract,
    variables: variablesOf({ variables }),
    initial:
      initial === undefined ? [] : variables.flatMap(({ name, sort }) => placesIn(name, valueIn(initial, name), sort)),
    steps: steps.map((step, index): MappedStepResult => {
      const isBack = loop !== undefined && index + 1 === states.length;
      const changes = changesSeen(variables, states[index], isBack ? states[loop.from] : states[index + 1]);
      return { ...step, changes };
    }),
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
