// Where a step may be taken alone, what stands in the way, and that a fault in the analysis would not go unnoticed.

import { action, bool, critical, element, enumeration, fn, ids, lock, model, process, processes, range } from 'ballast';
import { spec, step, variables, type Exploration, type Reductions, type Specification } from 'ballast';
import { describe, expect, it } from 'vitest';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import { explore, type ExploreRequest } from '../../checker/interpret/explore.ts';
import { amplePlan, candidatesIn, type AmplePlan } from '../../checker/reduce/ample.ts';
import { brokenPromise } from '../agreement/ample-oracle.ts';

/** Two processes that count by themselves, and add to a sum under a lock. */
const counting = model('counting', {}, () => {
  const W = processes('w', 2);
  const { sum, own, guard } = variables({ sum: range(0, 4), own: fn(W, range(0, 2)), guard: lock('spin') });
  const w = process(W, ({ self }) => [
    step('count', own.at(self).becomes(1)),
    critical(guard, [step('add', sum.increment()), step('forget', own.at(self).becomes(0))]),
  ]);
  return spec({
    variables: { sum, own, guard },
    init: { sum: 0, own: 0, guard: 'free' },
    processes: [w],
    invariants: { small: guard.isFree().implies(sum.atMost(2)) },
  });
}).build();

/** What is read is told later: whether the reading was before or after the writing shows. */
const reading = model('reading', {}, () => {
  const [R, W] = [processes('reader', 1), processes('writer', 1)];
  const { x, told } = variables({ x: bool, told: bool });
  const reader = process(R, ({ local }) => {
    const seen = local('seen', bool);
    return [step('read', seen.becomes(x)), step('tell', told.becomes(seen))];
  });
  const writer = process(W, () => [step('write', x.becomes(true))]);
  return spec({
    variables: { x, told },
    init: { x: false, told: false },
    processes: [reader, writer],
    reachable: { new: told },
  });
}).build();

/** A process of more labels than a word has bits; near its end it writes what another reads. */
const long = model('long', {}, () => {
  const [R, W] = [processes('reader', 1), processes('writer', 1)];
  const { x, told, own } = variables({ x: bool, told: bool, own: fn(W, range(0, 70)) });
  const reader = process(R, ({ local }) => {
    const seen = local('seen', bool);
    return [step('read', seen.becomes(x)), step('tell', told.becomes(seen))];
  });
  const writer = process(W, ({ self }) => [
    ...Array.from({ length: 70 }, (_, count) => step(`count${count}`, own.at(self).becomes(count))),
    step('write', x.becomes(true)),
    step('end', own.at(self).becomes(0)),
  ]);
  return spec({
    variables: { x, told, own },
    init: { x: false, told: false, own: 0 },
    processes: [reader, writer],
    reachable: { new: told },
  });
}).build();

/** Actions that share a position, with a truth value for a lock; `mend`: one more action, of no family. */
function byHand(mend?: 'frees' | 'moves' | 'limits'): Specification {
  return model('byHand', {}, () => {
    const C = ids('c', 2);
    const labels = enumeration('idle', 'in', 'out');
    const { pc, taken, shared } = variables({ pc: fn(C, labels), taken: bool, shared: range(0, 3) });
    const spare = {
      frees: action({}, () => ({ when: [taken], then: [taken.becomes(false)] })),
      moves: action({ c: C }, ({ c }) => ({ when: [shared.is(3)], then: [pc.at(c).becomes('idle')] })),
    };
    return spec({
      variables: { pc, taken, shared },
      init: { pc: 'idle', taken: false, shared: 0 },
      actions: {
        take: action({ c: C }, ({ c }) => ({
          when: [pc.at(c).is('idle'), taken.not()],
          then: [taken.becomes(true), pc.at(c).becomes('in')],
        })),
        change: action({ c: C }, ({ c }) => ({
          when: [pc.at(c).is('in')],
          then: [shared.becomes(shared.plus(1).modulo(4)), pc.at(c).becomes('out')],
        })),
        give: action({ c: C }, ({ c }) => ({
          when: [pc.at(c).is('out')],
          then: [taken.becomes(false), pc.at(c).becomes('idle')],
        })),
        ...(mend === 'frees' || mend === 'moves' ? { [mend]: spare[mend] } : {}),
      },
      invariants: { idle: taken.not().implies(pc.at(element(C, 0)).is('idle')) },
      ...(mend === 'limits' ? { constraints: { few: shared.atMost(2) } } : {}),
      terminal: 'any',
    });
  }).build();
}

function candidates(specification: Specification, selected?: readonly string[]): readonly string[] {
  return candidatesIn(amplePlan(specification, selected), specification);
}

function hindranceAt(specification: Specification, what: string): string | undefined {
  const found = amplePlan(specification).hindrances.find((each) => each.what === what);
  return found && `${found.because} (${found.where})`;
}

const modes: readonly Reductions[] = [{ partialOrder: true }, { chains: true }, { partialOrder: true, chains: true }];

const engines: readonly (readonly [
  string,
  (specification: Specification, request: ExploreRequest) => Promise<Exploration>,
])[] = [
  ['reference', explore],
  ['compiled', async (specification, request) => await exploreCompiled(specification, { ...request, workers: 1 })],
];

describe('a step may be taken alone', () => {
  it('where it touches what is its own, or what others touch only under the lock that is held', () => {
    expect(candidates(counting)).toEqual(['w at count', 'w at add', 'w at forget', 'w at unlock']);
    expect(hindranceAt(counting, 'w at lock')).toBe('guard (small)');
  });

  it('where no process that may notice stands, which is seen in the state', () => {
    expect(candidates(reading)).toEqual(['reader at read', 'writer at write']);
    const [reader, writer] = amplePlan(reading).families;
    // The other is in the way where it stands at its first step; labels are numbered in order.
    expect(reader?.candidates[0]).toEqual({ label: 'read', obstacles: [0n, 1n] });
    expect(writer?.candidates[0]).toEqual({ label: 'write', obstacles: [1n, 0n] });
  });

  it('where a property sees it only if it is asked for', () => {
    expect(hindranceAt(reading, 'reader at tell')).toBe('told (new)');
    expect(candidates(reading, [])).toEqual(['reader at read', 'reader at tell', 'writer at write']);
  });

  it('under a truth value that is used as a lock, by actions that share a position', () => {
    expect(candidates(byHand())).toEqual(['pc at in', 'pc at out']);
    expect(hindranceAt(byHand(), 'pc at idle')).toBe('taken (idle)');
  });

  it('not where some action frees what another has taken', () => {
    expect(candidates(byHand('frees'))).toEqual([]);
    expect(hindranceAt(byHand('frees'), 'pc at in')).toBe('it reads shared, and change writes shared (change)');
  });

  it('not where somebody else moves the process', () => {
    expect(candidates(byHand('moves'))).toEqual([]);
    expect(hindranceAt(byHand('moves'), 'pc at in')).toBe('pc is not changed by its own steps alone (pc)');
  });
});

describe.each(engines)('the %s engine', (_, search) => {
  it.each(modes)('finds the same with fewer states: %o', async (reductions) => {
    const [whole, reduced] = [await search(counting, {}), await search(counting, { reductions })];
    expect(verdicts(reduced)).toEqual(verdicts(whole));
    expect(reduced.neverExercised).toEqual(whole.neverExercised);
    expect(reduced.counts.statesDistinct).toBeLessThan(whole.counts.statesDistinct);
    expect(reduced.reductions?.map(({ isInForce }) => isInForce)).toEqual(Object.keys(reductions).map(() => true));
  });

  it.each<readonly [string, Specification, ExploreRequest]>([
    ['in other orders of the steps other states are outside the constraints', byHand('limits'), {}],
    ['the depth asked for is that of all orders of the steps', counting, { maxDepth: 3 }],
    ['what is counted of each transition is counted of all of them', counting, { collect: true }],
    ['a survey is of all states', counting, { survey: 'values' }],
    ['no step may be taken alone', byHand('moves'), {}],
  ])('explores everything, since %s', async (reason, specification, request) => {
    const reduced = await search(specification, { ...request, reductions: { partialOrder: true, chains: true } });
    const whole = await search(specification, request);
    expect(reduced.counts).toEqual(whole.counts);
    expect(reduced.reductions?.map(({ name, isInForce, reason: told }) => [name, isInForce, told])).toEqual([
      ['partial-order', false, reason],
      ['chains', false, reason],
    ]);
  });

  it('misses what it would miss, had the analysis a fault', async () => {
    const request = { reductions: { partialOrder: true } };
    const kept = await search(reading, request);
    expect(verdicts(kept)).toMatchObject({ new: 'holds' });
    const missed = await search(reading, { ...request, amplePlan: blind(amplePlan(reading)) });
    expect(verdicts(missed)).toMatchObject({ new: 'violated' });
  });
});

describe('both engines', () => {
  it.each(modes)('choose the same where a process has more labels than a word has bits: %o', async (reductions) => {
    const [reference, compiled] = await Promise.all(
      engines.map(async ([, search]) => await search(long, { reductions })),
    );
    expect(compiled?.digest).toBe(reference?.digest);
    expect(compiled?.counts).toEqual(reference?.counts);
    expect(compiled && verdicts(compiled)).toEqual({ deadlock: 'holds', new: 'holds' });
    const [reader] = amplePlan(long).families;
    // Until the writing is done the reader is disturbed, by a step that lies beyond the first word.
    expect(reader?.candidates[0]?.obstacles[1]).toBe(2n ** 71n - 1n);
  });
});

describe('a fault in the analysis', () => {
  it('breaks a promise on the whole graph', () => {
    expect(brokenPromise(reading, amplePlan(reading), 100)).toBeUndefined();
    expect(brokenPromise(reading, blind(amplePlan(reading)), 100)).toMatch(/reader.read.* do not commute$/);
    expect(brokenPromise(counting, everywhere(counting), 100)).toMatch(/disables|hides|its steps are others/);
  });
});

/** With nobody in the way of anybody. */
function blind(plan: AmplePlan): AmplePlan {
  const families = plan.families.map((family) => ({
    ...family,
    candidates: family.candidates.map(
      (candidate) => candidate && { ...candidate, obstacles: candidate.obstacles.map(() => 0n) },
    ),
  }));
  return { ...plan, families };
}

/** Every step alone. */
function everywhere({ processes: [kind] }: Specification): AmplePlan {
  const labels = kind?.labels ?? [];
  const candidates = labels.map((label) => ({ label, obstacles: [0n] }));
  return { families: [{ size: kind?.sort.size ?? 0, candidates }], hindrances: [] };
}

function verdicts({ properties }: Exploration): Readonly<Record<string, string>> {
  return Object.fromEntries(properties.map(({ name, verdict }) => [name, verdict.kind]));
}
