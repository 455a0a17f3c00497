// A counterexample as SARIF has it: a thread flow for each process, and in it a location for each step of that process. The order in which they
// interleave is the order of execution, from 1, over all of them.

import type { CodeFlow, Location, ThreadFlowLocation } from 'sarif';
import type { PlaceResult, PropertyResult, StepResult, TraceResult } from '../../result/result.ts';
import { goesOn } from '../lasso.ts';
import { startLines } from '../race-outcome.ts';
import { changeText } from '../race-text.ts';
import { stepName } from '../trace.ts';
import { oneLine } from './findings.ts';
import { messageText, type SarifLimits } from './sarif-limits.ts';

export interface FlowOptions {
  /** A location with this text. */
  readonly locate: (place: PlaceResult, text: string) => Location;
  /** Where a step is shown of which nobody knows the place. */
  readonly place: PlaceResult;
  readonly limits: Pick<SarifLimits, 'flowLocations' | 'text'>;
}

export interface Flow {
  readonly codeFlow: CodeFlow;
  /** How many steps it does not show. */
  readonly leftOut: number;
}

/** Undefined where there is no trace, or no step in it. */
export function codeFlowOf(property: PropertyResult, { locate, place, limits }: FlowOptions): Flow | undefined {
  const { trace } = property;
  if (trace === undefined || trace.steps.length === 0) return undefined;
  const kept = keptSteps(property, trace, limits.flowLocations);
  const located = kept.map((index) => {
    const step = trace.steps[index] as StepResult;
    const isLast = index + 1 === trace.steps.length;
    const text = messageText(oneLine(isLast ? `${stepText(step)}; ${ending(property)}` : stepText(step)), limits.text);
    const location = locate(step.place ?? place, text);
    return {
      actor: step.actor ?? '',
      location: {
        location: { ...location, logicalLocations: [{ fullyQualifiedName: oneLine(step.action) }] },
        executionOrder: index + 1,
        nestingLevel: Math.max(0, (step.calls?.length ?? 0) - 1),
        importance: importanceOf(property, step, index + 1, isLast),
      } satisfies ThreadFlowLocation,
    };
  });
  const actors = [...new Set(located.map(({ actor }) => actor))];
  const start = oneLine(startLines([property], trace, true).join(' '));
  return {
    codeFlow: {
      ...(start === '' ? {} : { message: { text: messageText(start, limits.text) } }),
      threadFlows: actors.map((actor) => ({
        ...(actor === '' ? {} : { id: oneLine(actor) }),
        message: { text: messageText(actor === '' ? 'no process in particular' : actor, limits.text) },
        locations: located.filter((each) => each.actor === actor).map(({ location }) => location),
      })),
    },
    leftOut: trace.steps.length - kept.length,
  };
}

/** `acquire: pc[cpu0] spinning -> critical, owner none -> cpu0`. */
function stepText(step: StepResult): string {
  const changes = [...step.changes, ...step.shown].map((change) => changeText(change, step.actor));
  const effects = [...changes, ...(step.failure === undefined ? [] : [`fails: ${step.failure}`])];
  return effects.length === 0 ? stepName(step) : `${stepName(step)}: ${effects.join(', ')}`;
}

function ending({ name, kind, trace }: PropertyResult): string {
  if (trace?.loop !== undefined) return goesOn(trace.loop);
  return kind === 'reachable' ? `${name} is reached` : kind === 'deadlock' ? 'nobody can go on' : `${name} is violated`;
}

/** Places in the trace, from 0, of those steps that are shown: the guilty one, the last ones, and rather those that matter. */
function keptSteps({ because }: PropertyResult, { steps }: TraceResult, most: number): readonly number[] {
  const all = steps.map((_, index) => index);
  if (all.length <= most) return all;
  const isFirst = (index: number): boolean => index + 1 === because?.step || index + 1 === steps.length;
  const weight = (index: number): number => (isFirst(index) ? 0 : steps[index]?.isRelevant === false ? 2 : 1);
  const byWeight = [...all].sort((a, b) => weight(a) - weight(b) || b - a);
  return byWeight.slice(0, most).sort((a, b) => a - b);
}

function importanceOf(
  { because }: PropertyResult,
  { isRelevant }: StepResult,
  number: number,
  isLast: boolean,
): ThreadFlowLocation['importance'] {
  if (isLast || because?.step === number) return 'essential';
  return isRelevant === false ? 'unimportant' : 'important';
}
