// What surrounds a trace: in each of its states the other steps that are enabled there, and the states that they lead to, up to some steps away.
// The specification is looked at as it is now, so the trace has to be one of it still.

import { Map as StateMap } from 'immutable';
import { fire, initialStates, type Specification, type State, UsageError, valueIn } from '../../checker/index.ts';
import type { Surroundings, SurroundingState, SurroundingStep } from '../forms/dot.ts';
import type { TraceSubject } from '../forms/subject.ts';
import { lookAt } from '../graph/firings.ts';
import { printCount } from '../report/numbers.ts';
import { changesBetween } from '../result/changes.ts';
import { jsonOf } from '../result/json-values.ts';
import { isStep } from '../why/ways.ts';

/** Nobody reads a picture of more states. */
const statesMost = 500;
/** So many are counted to say how many there are. */
const countedMost = 20_000;

export interface Reach {
  /** How many steps away from the trace. */
  readonly steps: number;
  /** What the trace is from, as errors name it. */
  readonly file: string;
}

/** @throws UsageError where the trace is none of the specification any more, or there is too much around it */
export function surroundingsOf(subject: TraceSubject, specification: Specification, reach: Reach): Surroundings {
  const { trace } = subject;
  const line = statesAlong(subject, specification, reach.file);
  const look = lookAt(specification);
  const numbers = StateMap<State, number>().asMutable();
  const states: SurroundingState[] = [];
  const steps: SurroundingStep[] = [];
  let waiting: { readonly state: State; readonly number: number; readonly level: number }[] = [];
  let count = line.length;
  /** So far, everything fits into a picture. */
  let fitting = 0;

  line.forEach((state, number) => {
    if (numbers.has(state)) return;
    numbers.set(state, number);
    if (!look.isCut(state)) waiting.push({ state, number, level: number });
  });
  for (let distance = 1; distance <= reach.steps && waiting.length > 0; distance += 1) {
    const next: typeof waiting = [];
    for (const { state, number, level } of waiting) {
      for (const { after, full, actor, text, violates } of look.firingsIn(state)) {
        const own = number < line.length ? trace.steps[number] : undefined;
        // A step of the trace is drawn as such.
        if (own !== undefined && own.text === full && own.actor === actor) continue;
        let to = after === undefined ? undefined : numbers.get(after);
        if (after !== undefined && to === undefined) {
          to = count;
          count += 1;
          if (count > countedMost) throw tooMany(reach, fitting, `at least ${printCount(count)}`);
          numbers.set(after, to);
          const isCut = look.isCut(after);
          // Past the size that is drawn, states are only counted.
          if (count <= statesMost) {
            const changes = changesBetween(specification, state, after);
            states.push({ number: to, level: level + 1, isCut, violates: look.violatedIn(after, !isCut), changes });
          }
          if (!isCut) next.push({ state: after, number: to, level: level + 1 });
        }
        if (count <= statesMost) steps.push({ from: number, to, actor, text, violates });
      }
    }
    if (count <= statesMost) fitting = distance;
    waiting = next;
  }
  if (count > statesMost) throw tooMany(reach, fitting, printCount(count));
  return { steps, states };
}

function tooMany({ steps }: Reach, fitting: number, count: string): UsageError {
  const within = steps === 1 ? 'one step' : `${steps} steps`;
  return new UsageError(
    `the trace and what is within ${within} of it have ${count} states, too many to be seen in one picture (${statesMost})`,
    { mend: fitting === 0 ? 'leave --around out for the trace alone' : `look less far: --around ${fitting}` },
  );
}

/** The states of the trace in the specification as it is now. */
function statesAlong({ trace }: TraceSubject, specification: Specification, file: string): readonly State[] {
  const gone = (place: string): UsageError =>
    new UsageError(`the trace of ${file} is none of its specification any more: ${place}`, {
      mend: `ballast replay ${file} says what became of it; without --around the trace alone is drawn`,
    });
  const isSaved = (state: State, index: number): boolean =>
    specification.variables.every(
      ({ name, sort }) =>
        JSON.stringify(jsonOf(valueIn(state, name), sort) ?? null) === JSON.stringify(trace.states[index]?.[name]),
    );
  const first = [...initialStates(specification)].find((each) => each?.kind === 'successor' && isSaved(each.state, 0));
  if (first?.kind !== 'successor') throw gone('it cannot begin');
  const states = [first.state];
  for (const [index, step] of trace.steps.entries()) {
    const from = states[index];
    const taken =
      from && specification.actions.flatMap((action) => fire(action, from)).find((each) => isStep(each, step));
    if (taken === undefined) throw gone(`step ${index + 1} is refused`);
    const { result } = taken;
    if ((result.kind === 'failure') !== (step.failure !== undefined)) throw gone(`step ${index + 1} ends otherwise`);
    if (result.kind === 'failure') break;
    const isBack = trace.loop?.isStuttering === false && index + 1 === trace.steps.length;
    if (!isSaved(result.state, isBack ? trace.loop.from : index + 1)) throw gone(`step ${index + 1} leads elsewhere`);
    if (!isBack) states.push(result.state);
  }
  return states;
}
