// From what random walks found to the result that is reported.

import { layoutOf, processNames, type Simulation, type Specification } from '../../checker/index.ts';
import { type Asked, askedOfExercise, propertyOf, roundedMs } from './assemble.ts';
import type { SimulationResult, WalkLimitsResult } from './simulation.ts';
import { exitStatus, isMet, statusOf } from './status.ts';
import { variablesOf } from './variables.ts';

export interface AskedWalks extends Pick<
  Asked,
  'identity' | 'treeHash' | 'assumptions' | 'expected' | 'command' | 'isWhole' | 'shown'
> {
  readonly limits: WalkLimitsResult;
  readonly checkCommand: string;
}

/** The whole result. */
export function assembleSimulation(
  specification: Specification,
  found: Simulation,
  asked: AskedWalks,
): SimulationResult {
  const { identity, treeHash, assumptions, expected, command, checkCommand, limits } = asked;
  const properties = found.properties.map((property) => propertyOf(specification, property, asked));
  const judged = properties.filter(({ isSelected, isOn }) => isSelected && isOn);
  const isViolated = judged.some(({ verdict }) => verdict === 'violated');
  return {
    kind: 'simulated',
    specification: identity,
    treeHash,
    modelled: specification.modelled,
    assumptions,
    ...(asked.isWhole ? { variables: variablesOf(specification) } : {}),
    engine: 'compiled',
    stateBits: layoutOf(specification.variables, processNames(specification).length).bits,
    verdict: isViolated ? 'violated' : 'not decided',
    ended: found.ended,
    seed: found.seed,
    limits,
    counts: { walks: found.walks, steps: found.steps, longest: found.longest, endings: found.endings },
    properties,
    reached: found.reached,
    actions: found.actions.map(({ action, statesEnabled, firings }) => ({
      action,
      visitsEnabled: statesEnabled,
      firings,
    })),
    constraints: found.constraints.map(({ constraint, statesCut }) => ({ constraint, walksCut: statesCut })),
    neverExercised: askedOfExercise(found.neverExercised, judged),
    ...(expected === undefined
      ? {}
      : { expectation: { expected, isMet: isViolated ? isMet(judged, expected) : undefined } }),
    command,
    checkCommand,
    elapsedMs: roundedMs(found.elapsedMs),
    // Where nothing is violated nothing is decided, not even that there is nothing to violate.
    status: isViolated ? statusOf({ properties: judged, expected }) : exitStatus.undecided,
  };
}
