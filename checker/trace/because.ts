// The earlier step that made the violated clause so: the last relevant one before the end that changed a place which the clause reads. What is
// shared says most; then what a local of the clause was computed from; then what the branches before it read; then what a process remembers.

import type { Specification, VariableTree } from '../language/tree.ts';
import type { Trace } from '../interpret/result.ts';
import type { StepEvents } from './events.ts';
import { stepName } from './names.ts';
import { changedIn, dataReads } from './pairs.ts';
import { distinct, meet, printAt, type Path } from './path.ts';

export interface Asked {
  readonly specification: Specification;
  readonly trace: Trace;
  readonly steps: readonly StepEvents[];
  readonly isRelevant: readonly boolean[];
  /** What the clause reads. */
  readonly clause: readonly Path[];
  /** What the branches that lead to it read, in a step that fails. */
  readonly given: readonly Path[];
}

/** Counted from 1. */
export interface Because {
  readonly step: number;
  readonly text: string;
}

/** The step; undefined where all that the clause reads is as it was at the start, or is made so by the last step alone. */
export function becauseOf(asked: Asked): Because | undefined {
  return (
    lastChange(asked, 'declared', 'direct') ??
    lastChange(asked, 'declared', 'through locals') ??
    lastChange({ ...asked, clause: asked.given }, 'declared', 'through locals') ??
    lastChange(asked, 'local', 'direct') ??
    lastChange(asked, 'position', 'direct')
  );
}

function lastChange(
  { specification, trace, steps, isRelevant, clause }: Asked,
  role: VariableTree['role'],
  way: 'direct' | 'through locals',
): Because | undefined {
  const { variables } = specification;
  const isOf = ({ variable }: Path, wanted: VariableTree['role']): boolean =>
    variables.some(({ name, role: its }) => name === variable && its === wanted);
  let read = clause;
  for (let index = steps.length - 2; index >= 0; index -= 1) {
    if (isRelevant[index] !== true) continue;
    const changed = changedIn(steps[index]).filter((path) => read.some((each) => meet(path, each)));
    const text = sentence(
      specification,
      trace,
      index,
      changed.filter((path) => isOf(path, role)),
    );
    if (text !== undefined) return { step: index + 1, text };
    if (way === 'through locals' && changed.some((path) => isOf(path, 'local')))
      read = distinct([...read, ...dataReads(steps[index])]);
  }
  return undefined;
}

/** Of a step that changes nothing in words, as where a local loses its value, none. */
function sentence(
  specification: Specification,
  { steps, states }: Trace,
  index: number,
  changed: readonly Path[],
): string | undefined {
  const [step, before, after] = [steps[index], states[index], states[index + 1]];
  if (step === undefined || before === undefined || after === undefined) return undefined;
  const parts = distinct(changed)
    .map((path) => ({
      from: printAt(specification, path, before),
      to: printAt(specification, path, after),
      isPosition: specification.variables.some(({ name, role }) => name === path.variable && role === 'position'),
    }))
    .filter(({ from, to }) => from.value !== to.value && to.value !== 'unset')
    .slice(0, 2)
    .map(({ from, to, isPosition }) =>
      isPosition
        ? `brought ${step.actor ?? to.name} to ${to.value}`
        : from.value === 'unset'
          ? `set ${to.name} to ${to.value}`
          : `changed ${to.name} from ${from.value} to ${to.value}`,
    );
  return parts.length === 0 ? undefined : `step ${index + 1} (${stepName(step)}) ${parts.join(' and ')}`;
}
