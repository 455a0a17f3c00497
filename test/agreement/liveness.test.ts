// What is said of behaviours is the same by both engines: random specifications, formulas over the whole language, fairness of both kinds.
// BALLAST_AGREEMENT sets how many, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpecError, type Specification } from '../../checker/index.ts';
import { Uncompilable } from '../../checker/compile/code.ts';
import { exploreCompiled, type CompiledRequest } from '../../checker/explore/explore.ts';
import { explore, type ExploreRequest } from '../../checker/interpret/explore.ts';
import type { Exploration, PropertyResult } from '../../checker/interpret/result.ts';
import { differences, printed } from './compare.ts';
import { behaviourTexts, threadsBehaviourTexts } from './formulas.ts';
import { Chance } from './random.ts';
import { flagsText } from './random-flags.ts';
import { gatesText } from './random-gates.ts';
import { threadsText, type ThreadsBehaving } from './random-threads.ts';
import { built, fileOf, randomText } from './specifications.ts';

const count = Number(process.env['BALLAST_AGREEMENT'] ?? 40);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const isShown = count > 1000 || process.env['BALLAST_SHOW'] !== undefined;

const whole = { all: true, maxStates: 500 };
const requests: readonly ExploreRequest[] = [
  whole,
  whole,
  { ...whole, properties: ['live0'] },
  whole,
  { maxStates: 500 },
  { all: true, maxStates: 30 },
  { ...whole, collect: true },
  { all: true, maxDepth: 4, maxStates: 500 },
];
/** Of so many specifications one is explored by workers who have joined. */
const crewEvery = 30;

describe('liveness of random specifications', () => {
  const seen = new Map<string, number>();
  const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

  it('is decided alike by both engines, with the same behaviours to show it', { timeout: 7_200_000 }, async () => {
    let done = 0;
    const started = performance.now();
    const property = fc.asyncProperty(
      fc.gen(),
      fc.nat({ max: requests.length - 1 }),
      fc.nat({ max: crewEvery - 1 }),
      async (next, mode, crew) => {
        const chance = new Chance(next);
        const text = textBy(chance);
        const request = requests[mode] ?? whole;
        const engine = crew === crewEvery - 1 ? { workers: 2, joinAt: 1 } : { workers: 1 };
        try {
          const specification = built(text, note, isShown);
          if (specification === undefined) return;
          const reference = await bothWays(specification, { ...request, ...engine });
          note('compared');
          if (engine.workers > 1) note('two workers');
          for (const each of reference.properties) for (const what of foundOf(each)) note(what);
          await compareFairer(specification, request, reference, note);
          if (crew % 2 === 0) await compareLessFair(specification, request, reference, note);
        } catch (error) {
          if (error instanceof Uncompilable || error instanceof SpecError) return note('refused');
          const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
          throw new Error(`${JSON.stringify({ ...request, ...engine })}\n${what}\n${fileOf(text)}`, { cause: error });
        }
        done += 1;
        if (isShown && done % 1000 === 0)
          process.stdout.write(`${done} of ${count} in ${Math.round((performance.now() - started) / 1000)} s\n`);
      },
    );
    await fc.assert(property, { numRuns: count, seed, endOnFailure: true });
    if (isShown) process.stdout.write(`${JSON.stringify(Object.fromEntries(seen), undefined, 1)}\n`);
    const wanted = { ...least, ...(count >= 1000 ? leastOfMany : {}) };
    const rare = Object.entries(wanted).filter(([what, part]) => (seen.get(what) ?? 0) < part * count);
    expect(rare.map(([what]) => `${what}: ${seen.get(what) ?? 0} of ${count}`)).toEqual([]);
  });
});

function textBy(chance: Chance): string {
  const behaving = (scope: ThreadsBehaving): readonly string[] => threadsBehaviourTexts(chance, scope);
  return chance.oneOf([
    () => flagsText(chance, behaving),
    () => flagsText(chance, behaving),
    () => gatesText(chance),
    () => threadsText(chance, behaving),
    () => randomText(chance, false, behaviourTexts),
  ])();
}

/** So many, for each specification, there are at least. */
const least: Readonly<Record<string, number>> = {
  compared: 0.8,
  'liveness violated': 0.25,
  'liveness holds': 0.25,
  stutters: 0.1,
  'goes round': 0.05,
  fair: 0.1,
  'strong fairness needed': 0.02,
};

/** What is rare is seen in many only. */
const leastOfMany: Readonly<Record<string, number>> = {
  'goes round in 2': 0.03,
  'goes round in 4': 0.02,
  'after a stem': 0.08,
  'fairness needed': 0.02,
  'weak: taken by step n': 0.05,
  'weak: disabled in state n': 0.004,
  'weak: never enabled in the loop': 0.1,
  'strong: taken by step n': 0.05,
  'strong: never enabled in the loop': 0.1,
  'recoverable violated': 0.02,
  'recoverable holds': 0.05,
  'two workers': 0.02,
  'liveness not decided: limit': 0.05,
  'liveness not decided: stopped': 0.03,
  'liveness not decided: failed-firing': 0.01,
  'liveness not decided: outside-domain': 0.004,
};

function foundOf({ kind, verdict }: PropertyResult): readonly string[] {
  if (kind !== 'liveness' && kind !== 'recoverable') return [];
  if (verdict.kind === 'not-decided') return [`${kind} not decided: ${verdict.reason}`];
  if (verdict.kind === 'holds' || verdict.trace === undefined) return [`${kind} ${verdict.kind}`];
  const { loop, steps } = verdict.trace;
  if (loop === undefined) return [`${kind} violated`];
  const { fairness, isStuttering, from } = loop;
  return [
    `${kind} violated`,
    ...(isStuttering ? ['stutters'] : ['goes round', `goes round in ${Math.min(4, steps.length - from)}`]),
    ...(from > 0 ? ['after a stem'] : []),
    ...(fairness.length > 0 ? ['fair'] : []),
    ...fairness.map(({ text, why }) => `${text.split(' ')[0]}: ${why.replaceAll(/\d+/g, 'n')}`),
  ];
}

/** What the reference engine finds; the compiled one finds the same. */
async function bothWays(
  specification: Specification,
  { workers, joinAt, ...request }: CompiledRequest,
): Promise<Exploration> {
  const reference = await explore(specification, request);
  const compiled = await exploreCompiled(specification, { ...request, workers, joinAt });
  const [wanted, found] = [printed(reference), printed(compiled)];
  if (wanted !== found) throw new Error(differences(wanted, found));
  return reference;
}

/** Where weak fairness passes over what is disabled now and then, and the strong kind might not: with all of it strong. */
async function compareFairer(
  specification: Specification,
  request: ExploreRequest,
  reference: Exploration,
  note: (what: string) => void,
): Promise<void> {
  const isPassedOver = ({ verdict }: PropertyResult): boolean =>
    verdict.kind === 'violated' && verdict.trace?.loop?.fairness.some(({ why }) => why.startsWith('disabled')) === true;
  if (!reference.properties.some(isPassedOver)) return;
  const fairness = specification.fairness.map((tree) => ({ ...tree, strength: 'strong' as const }));
  const stronger = await bothWays({ ...specification, fairness }, { ...request, workers: 1 });
  for (const { name, kind, verdict } of stronger.properties) {
    const before = reference.properties.find((each) => each.name === name)?.verdict.kind;
    if (kind !== 'liveness' || verdict.kind === before) continue;
    if (verdict.kind !== 'holds') throw new Error(`'${name}' is ${verdict.kind} with more fairness`);
    note('strong fairness needed');
  }
}

/** With less fairness there are more behaviours: what they all satisfy, all did before. */
async function compareLessFair(
  specification: Specification,
  request: ExploreRequest,
  reference: Exploration,
  note: (what: string) => void,
): Promise<void> {
  const isHeld = ({ kind, verdict }: PropertyResult): boolean => kind === 'liveness' && verdict.kind === 'holds';
  const held = new Set(reference.properties.filter(isHeld).map(({ name }) => name));
  if (specification.fairness.length === 0 || held.size === 0) return;
  const weaker = specification.fairness.map((tree) => ({ ...tree, strength: 'weak' as const }));
  const isStrong = specification.fairness.some(({ strength }) => strength === 'strong');
  const others = [
    ...(isStrong ? [{ what: 'strong fairness needed', fairness: weaker }] : []),
    { what: 'fairness needed', fairness: [] },
  ];
  for (const { what, fairness } of others) {
    const less = await exploreCompiled({ ...specification, fairness }, { ...request, workers: 1 });
    for (const { name, kind, verdict } of less.properties) {
      if (kind !== 'liveness') continue;
      const before = reference.properties.find((each) => each.name === name)?.verdict.kind;
      if (verdict.kind === 'holds' && before === 'violated') throw new Error(`'${name}' holds with less fairness`);
      if (verdict.kind === 'violated' && held.has(name)) note(what);
    }
  }
}
