// The earlier step that made the violated clause so: the last relevant one that gave a place which the clause reads the value that it has there.
// Where a state is violated the last step has, of course; it is named where no earlier one has too. What is shared says most; then what a local of the clause was computed from; then what the branches before it read; then what a process remembers.

import type { Specification, VariableTree } from '../language/tree.ts';
import type { Trace } from '../interpret/result.ts';
import type { StepEvents } from './events.ts';
import { stepName } from './names.ts';
import { changedIn, dataReads } from './pairs.ts';
import { covers, distinct, meet, printAt, type Path } from './path.ts';

export interface Asked {
  readonly specification: Specification;
  readonly trace: Trace;
  readonly steps: readonly StepEvents[];
  readonly isRelevant: readonly boolean[];
  /** What the clause reads. */
  readonly clause: readonly Path[];
  /** What the branches that lead to it read, in a step that fails. */
  readonly given: readonly Path[];
  /** Whether it is the last step that is violated, not the state after it. */
  readonly isStep: boolean;
}

/** Counted from 1. */
export interface Because {
  readonly step: number;
  readonly text: string;
}

/** The step; undefined where all that the clause reads is as it was at the start. */
export function becauseOf(asked: Asked): Because | undefined {
  const last = asked.steps.length - 1;
  return (
    lastChange(asked, 'declared', 'direct') ??
    lastChange(asked, 'declared', 'through locals') ??
    lastChange({ ...asked, clause: asked.given }, 'declared', 'through locals') ??
    lastChange(asked, 'local', 'direct') ??
    lastChange(asked, 'position', 'direct') ??
    (asked.isStep ? undefined : sayChange(asked, last, asked.clause))
  );
}

function lastChange(asked: Asked, role: VariableTree['role'], way: 'direct' | 'through locals'): Because | undefined {
  const { specification, steps, isRelevant, clause, isStep } = asked;
  const isOf = ({ variable }: Path, wanted: VariableTree['role']): boolean =>
    specification.variables.some(({ name, role: its }) => name === variable && its === wanted);
  let read = clause;
  // What has another value by the end is not what the clause reads.
  let overwritten = isStep ? [] : changedIn(steps.at(-1));
  for (let index = steps.length - 2; index >= 0; index -= 1) {
    const changed = changedIn(steps[index]).filter((path) => !overwritten.some((later) => covers(later, path)));
    overwritten = distinct([...overwritten, ...changed]);
    if (isRelevant[index] !== true) continue;
    const kept = changed.filter((path) => read.some((each) => meet(path, each)));
    const said = sayChange(
      asked,
      index,
      kept.filter((path) => isOf(path, role)),
    );
    if (said !== undefined) return said;
    if (way === 'through locals' && kept.some((path) => isOf(path, 'local'))) {
      const sources = dataReads(steps[index]);
      read = distinct([...read, ...sources]);
      // The local was computed from what stood there then.
      overwritten = overwritten.filter((path) => !sources.some((source) => meet(path, source)));
    }
  }
  return undefined;
}

/** What a step changed of some places, in one sentence; undefined where it changed nothing in words, as where a local loses its value. */
function sayChange(
  { specification, trace, steps }: Asked,
  index: number,
  places: readonly Path[],
): Because | undefined {
  const [step, before, after] = [trace.steps[index], trace.states[index], trace.states[index + 1]];
  if (step === undefined || before === undefined || after === undefined) return undefined;
  const changed = distinct(changedIn(steps[index])).filter((path) => places.some((place) => meet(path, place)));
  const isPosition = ({ variable }: Path): boolean =>
    specification.variables.some(({ name, role }) => name === variable && role === 'position');
  const parts = changed
    .map((path) => ({ path, from: printAt(specification, path, before), to: printAt(specification, path, after) }))
    .filter(({ from, to }) => from.value !== to.value && to.value !== 'unset')
    .slice(0, 2)
    .map(({ path, from, to }) => {
      if (isPosition(path)) return { verb: 'brought', rest: `${step.actor ?? to.name} to ${to.value}` };
      if (from.value === 'unset') return { verb: 'set', rest: `${to.name} to ${to.value}` };
      return { verb: 'changed', rest: `${to.name} from ${from.value} to ${to.value}` };
    });
  const said = parts.map(({ verb, rest }, place) => (verb === parts[place - 1]?.verb ? rest : `${verb} ${rest}`));
  return parts.length === 0
    ? undefined
    : { step: index + 1, text: `step ${index + 1} (${stepName(step)}) ${said.join(' and ')}` };
}
