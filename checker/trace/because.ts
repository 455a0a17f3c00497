// The earlier step that made the violated clause so: the last one without whose change of something shared the clause would not be violated.
// Where no such change is enough, the last relevant step that gave a place which the clause reads the value that it has there: what is shared
// says most; then what a local of the clause, or of the branches before it, was computed from; then what a process remembers. Where a state is
// violated the last step has made it so, of course; it is named where no earlier one has too.

import type { VariableTree } from '../language/tree.ts';
import type { Studied } from './ending.ts';
import { stepName } from './names.ts';
import { changedIn, dataReads } from './pairs.ts';
import { covers, distinct, meet, printAt, type Path } from './path.ts';
import { isSavedBy } from './undone.ts';

/** Counted from 1. */
export interface Because {
  readonly step: number;
  readonly text: string;
}

/** The step; undefined where all that the clause reads is as it was at the start. */
export function becauseOf(studied: Studied): Because | undefined {
  const { steps, ending } = studied;
  const { clause, given, isStep } = ending;
  const last = (read: readonly Path[], role: Role, way: Way): Because | undefined =>
    lastChange(studied, read, role, way);
  return (
    needed(studied) ??
    last(clause, 'declared', 'direct') ??
    last(clause, 'declared', 'through locals') ??
    // What the branches read themselves would have been found to be needed.
    last(
      given.filter((path) => roleOf(studied, path) === 'local'),
      'declared',
      'through locals',
    ) ??
    // Where what is shared is as it was at the start, which of it a local names explains nothing.
    (isStep && clause.some((path) => roleOf(studied, path) === 'declared')
      ? undefined
      : last(clause, 'local', 'direct')) ??
    last(clause, 'position', 'direct') ??
    (isStep ? undefined : sayChange(studied, steps.length - 1, clause))
  );
}

type Role = VariableTree['role'];
type Way = 'direct' | 'through locals';

/** Changes undone, at most: a second or two. */
const undoneMost = 2000;

/**
 * The last step whose change is needed: of one place if that is enough, else of all that it changed of what is read. What one process does to a
 * place is one deed, of which some step counts; what another has done to it before is another matter, and so is what the last step overwrites.
 */
function needed(studied: Studied): Because | undefined {
  const { steps, trace, ending } = studied;
  const { clause, given, isStep } = ending;
  const read = [...clause, ...given].filter((path) => roleOf(studied, path) === 'declared');
  const overwritten = isStep ? [] : changedIn(steps.at(-1));
  const deeds: { readonly path: Path; readonly actor: string | undefined }[] = [];
  let left = undoneMost;
  for (let index = steps.length - 2; index >= 0 && left > 0; index -= 1) {
    const actor = trace.steps[index]?.actor;
    const changed = distinct(changedIn(steps[index])).filter(
      (path) =>
        read.some((each) => meet(path, each)) &&
        !overwritten.some((later) => meet(later, path)) &&
        !deeds.some((deed) => deed.actor !== actor && meet(deed.path, path)),
    );
    deeds.push(...changed.map((path) => ({ path, actor })));
    if (changed.length === 0) continue;
    left -= changed.length + 1;
    const alone = changed.filter((path) => isSavedBy(studied, [path], index));
    const those = alone.length > 0 || !isSavedBy(studied, changed, index) ? alone : changed;
    const said = those.length === 0 ? undefined : sayChange(studied, index, those);
    if (said !== undefined) return said;
  }
  return undefined;
}

function roleOf({ specification }: Studied, { variable }: Path): Role | undefined {
  return specification.variables.find(({ name }) => name === variable)?.role;
}

/** The last relevant step that changed what is read, in places of a role. */
function lastChange(studied: Studied, clause: readonly Path[], role: Role, way: Way): Because | undefined {
  const { steps, isRelevant, ending } = studied;
  const isOf = (path: Path, wanted: Role): boolean => roleOf(studied, path) === wanted;
  let read = clause;
  // What has another value by the end is not what the clause reads.
  let overwritten = ending.isStep ? [] : changedIn(steps.at(-1));
  for (let index = steps.length - 2; index >= 0; index -= 1) {
    const changed = changedIn(steps[index]).filter((path) => !overwritten.some((later) => covers(later, path)));
    overwritten = distinct([...overwritten, ...changed]);
    if (isRelevant[index] !== true) continue;
    const kept = changed.filter((path) => read.some((each) => meet(path, each)));
    const said = sayChange(
      studied,
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
function sayChange(studied: Studied, index: number, places: readonly Path[]): Because | undefined {
  const { specification, trace, steps } = studied;
  const [step, before, after] = [trace.steps[index], trace.states[index], trace.states[index + 1]];
  if (step === undefined || before === undefined || after === undefined) return undefined;
  const changed = distinct(changedIn(steps[index])).filter((path) => places.some((place) => meet(path, place)));
  const parts = changed
    .map((path) => ({ path, from: printAt(specification, path, before), to: printAt(specification, path, after) }))
    .filter(({ from, to }) => from.value !== to.value && to.value !== 'unset')
    .slice(0, 2)
    .map(({ path, from, to }) => {
      if (roleOf(studied, path) === 'position')
        return { verb: 'brought', rest: `${step.actor ?? to.name} to ${to.value}` };
      if (from.value === 'unset') return { verb: 'set', rest: `${to.name} to ${to.value}` };
      return { verb: 'changed', rest: `${to.name} from ${from.value} to ${to.value}` };
    });
  const said = parts.map(({ verb, rest }, place) => (verb === parts[place - 1]?.verb ? rest : `${verb} ${rest}`));
  return parts.length === 0
    ? undefined
    : { step: index + 1, text: `step ${index + 1} (${stepName(step)}) ${said.join(' and ')}` };
}
