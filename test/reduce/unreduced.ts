// A search without dead locals beside the search that keeps them: what differs.

import { explore, type Exploration, type Specification } from '../../checker/index.ts';
import { unsetDead } from '../../checker/interpret/unset.ts';
import { withoutDeadLocals } from '../../checker/reduce/dead-locals.ts';
import { compareEngines } from '../agreement/compare.ts';
import { keysOf, levelsOf } from './levels.ts';

export interface Compared {
  /** What differs; empty where nothing does. */
  readonly difference: string;
  /** Different states of the unreduced search, and of the other, down to the same depth. */
  readonly states: readonly [number, number];
}

/** Compares as many levels as begin with no more than so many states. @throws Uncompilable */
export async function compareWithoutDead(original: Specification, statesMost: number): Promise<Compared> {
  const { specification } = withoutDeadLocals(original);
  const whole = levelsOf(original, { statesMost });
  const depth = whole.levels.length;
  const reduced = levelsOf(specification, { statesMost: Infinity, depthMost: depth });
  const [representative, keyOf] = [unsetDead(specification.processes), keysOf(specification)];
  const states = [whole, reduced].map(({ levels }) => levels.reduce((sum, level) => sum + level.length, 0));
  const done = (difference: string): Compared => ({ difference, states: [states[0] ?? 0, states[1] ?? 0] });

  const seen = new Set<string>();
  for (let at = 0; at < depth; at += 1) {
    const represented = new Set((whole.levels[at] ?? []).map((state) => keyOf(representative(state))));
    const found = new Set([...represented].filter((key) => !seen.has(key)));
    for (const key of found) seen.add(key);
    const wanted = new Set((reduced.levels[at] ?? []).map(keyOf));
    if (found.size !== wanted.size || [...found].some((key) => !wanted.has(key)))
      return done(`depth ${at}: ${found.size} representatives, and ${wanted.size} states without dead locals`);
  }

  const request = { all: true, ...(whole.isComplete ? {} : { maxDepth: depth - 1 }) };
  const found = whole.isComplete ? foundBy : violationsBy;
  const [a, b] = [found(await explore(original, request)), found(await explore(specification, request))];
  if (a !== b) return done(`what is found differs:\n${a}\n${b}`);
  const { reference, compiled } = await compareEngines(specification, request);
  return done(reference === compiled ? '' : 'the engines differ on the specification without dead locals');
}

/** Every verdict with its length, and what was never exercised. */
function foundBy({ properties, neverExercised, actions }: Exploration): string {
  const verdicts = properties.map(({ name, kind, verdict }) => [
    name,
    kind,
    verdict.kind,
    verdict.kind === 'not-decided' ? verdict.text : 'steps' in verdict ? verdict.steps : undefined,
  ]);
  const enabled = actions.filter(({ firings }) => firings > 0).map(({ action }) => action);
  return JSON.stringify([verdicts, neverExercised, enabled]);
}

/** What was found down to a depth, where one of the two may have found that there is no more. */
function violationsBy({ properties }: Exploration): string {
  return JSON.stringify(
    properties.flatMap(({ name, kind, verdict }) =>
      'steps' in verdict && verdict.steps !== undefined ? [[name, kind, verdict.kind, verdict.steps]] : [],
    ),
  );
}
