// Steps known by what they do, where their names are gone: a step that was given another name, taken apart into several, or made one with those
// after it changes, in all, what the steps of the schedule changed.

import { fire, type Outcome, type Specification, type State, stepOf } from '../../checker/index.ts';
import { changesBetween } from '../result/changes.ts';
import type { ChangeResult, StepResult } from '../result/result.ts';
import { isStep, type Names, pathsOf, tailOf, type Wanted } from './ways.ts';

/** A step is taken apart into so many at most, and so many ways are looked at. */
const [partsMost, waysMost] = [8, 500];

export interface Alike {
  readonly outcomes: readonly Outcome[];
  /** Of the schedule, those that they stand for. */
  readonly numbers: readonly number[];
}

/** What there is in the schedule, and what in the specification. */
export interface Both {
  /** In the specification that the schedule is from. */
  readonly known: Names;
  /** The statements and actions that there are now. */
  readonly possible: ReadonlySet<string>;
  /** The variables that there were. */
  readonly variables: ReadonlySet<string>;
  /** What the schedule violates. */
  readonly property: string;
}

/**
 * The steps that do what the wanted one does, or it and those after it: give the same places the same values, or where there are none such,
 * other values; or one step that does more. Undefined where there are none at all.
 */
export function alikeTo(specification: Specification, from: State, wanted: Wanted, both: Both): Alike | undefined {
  for (const by of ['values', 'places', 'some places'] as const) {
    const alike = alikeBy(by, specification, from, wanted, both);
    if (alike !== undefined) return alike;
  }
  return undefined;
}

type By = 'values' | 'places' | 'some places';

function alikeBy(by: By, specification: Specification, from: State, wanted: Wanted, both: Both): Alike | undefined {
  const spans = spansOf(wanted, both);
  const { step } = wanted;
  const outcomesIn = (state: State): readonly Outcome[] =>
    specification.actions
      .flatMap((action) => fire(action, state))
      .filter((outcome) => stepOf(outcome).actor === step.actor);
  const isNew = ({ action }: Outcome): boolean =>
    !both.known.actions.has(action.name) && !pathsOf(action).some((path) => both.known.paths.has(path));
  const told = (changes: readonly ChangeResult[]): readonly ChangeResult[] => toldOf(specification, changes, both);
  const first = outcomesIn(from);
  const same = first.filter((outcome) => isStep(outcome, step));
  let ways = (same.length > 0 ? same : first.filter(isNew)).map((outcome) => [outcome]);
  // Of a step that is no process's, and changes nothing, nothing tells what it is now.
  const effects = spans.map(({ numbers, changes }) => ({ numbers, changes: told(changes) }));
  if (step.calls === undefined && step.failure === undefined && effects.every(({ changes }) => changes.length === 0))
    return undefined;
  let count = 0;
  for (let length = 1; length <= partsMost && ways.length > 0; length += 1) {
    for (const way of ways) {
      const after = way.at(-1)?.result;
      if (after === undefined || !areAlternativesAlike(way, step)) continue;
      if (after.kind === 'failure') {
        const { property, message } = after.failure;
        const isSame = step.failure !== undefined && (property === both.property || message === step.failure);
        if (isSame) return { outcomes: way, numbers: [wanted.number] };
        continue;
      }
      if (step.failure !== undefined) continue;
      const changes = told(changesBetween(specification, from, after.state));
      const span = effects.find(
        (each) => (length === 1 || each.numbers.length === 1) && isAlike(by, each.changes, changes, length),
      );
      if (span !== undefined) return { outcomes: way, numbers: span.numbers };
    }
    ways = ways.flatMap((way) => {
      const after = way.at(-1)?.result;
      count += 1;
      if (after?.kind !== 'successor' || count > waysMost) return [];
      return outcomesIn(after.state)
        .filter(isNew)
        .map((outcome) => [...way, outcome]);
    });
  }
  return undefined;
}

interface Span {
  readonly numbers: readonly number[];
  readonly changes: readonly ChangeResult[];
}

/** The wanted step, then it and the next of its process, as long as those are gone. */
function spansOf({ step, number, later }: Wanted, { possible }: Both): readonly Span[] {
  const spans: Span[] = [{ numbers: [number], changes: step.changes }];
  for (const next of later) {
    const last = spans.at(-1);
    if (last === undefined || next.paths.some((path) => possible.has(path))) break;
    spans.push({ numbers: [...last.numbers, next.number], changes: joined(last.changes, next.step.changes) });
  }
  // The longest first: that they do more together than the first alone is what tells them from it.
  return spans.reverse();
}

function joined(first: readonly ChangeResult[], second: readonly ChangeResult[]): readonly ChangeResult[] {
  const places = new Map(first.map((change) => [change.place, change]));
  for (const change of second)
    places.set(change.place, { ...change, before: places.get(change.place)?.before ?? change.before });
  return [...places.values()].filter(({ before, after }) => before !== after);
}

/** What changed of the variables that there were then; of locals only where nothing else did. */
function toldOf({ variables }: Specification, changes: readonly ChangeResult[], both: Both): readonly ChangeResult[] {
  const declared = new Set(
    variables.filter(({ role, name }) => role === 'declared' && both.variables.has(name)).map(({ name }) => name),
  );
  const shared = changes.filter(({ place }) => declared.has(/^[^.[]*/.exec(place)?.[0] ?? ''));
  return shared.length > 0 ? shared : changes;
}

/** Whether steps that change this much, as many as `length`, do what was done. */
function isAlike(by: By, was: readonly ChangeResult[], now: readonly ChangeResult[], length: number): boolean {
  const isIn = ({ place, after }: ChangeResult, all: readonly ChangeResult[]): boolean =>
    all.some((each) => each.place === place && (by !== 'values' || each.after === after));
  const isCovered = was.every((change) => isIn(change, now));
  if (by === 'some places') return isCovered && was.length > 0 && length === 1;
  return isCovered && was.length === now.length;
}

/** Whether the alternative that is taken is of the same name, where both have one. */
function areAlternativesAlike(way: readonly Outcome[], { action }: StepResult): boolean {
  const [wanted] = tailOf(action);
  const taken = way.flatMap((outcome) => tailOf(outcome.action.name));
  return wanted === undefined || taken.length === 0 || taken.includes(wanted);
}
