// What coverage says of a clause is what leaving it out shows: the very same transitions, or others.

import { describe, expect, it } from 'vitest';
import { type ClauseCoverage, type Exploration, explore, type Specification } from 'ballast';
import { models } from '../bundled.ts';

/** Of models that are large, since each clause takes a search. */
const smaller: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'token-ring': { nodes: 3, values: 3 },
  balloon: { pages: 1 },
  'balloon-protocol': { pages: 1, compactors: 1 },
  'dijkstra-mutex': { procs: 2 },
  'dining-philosophers': { philosophers: 3 },
  'readers-writers': { actors: 2 },
  'coffee-can': { beans: 10 },
  'n-queens': { queens: 3 },
  'multi-paxos': { ballots: 1 },
  'n-peterson': { procs: 2 },
  'paxos-decision': { acceptors: 2, values: 1 },
  paxos: { acceptors: 2 },
  qspinlock: { cpus: 1 },
  'scheduling-allocator': { clients: 2 },
  'span-tree': { nodes: 4 },
  voting: { acceptors: 2 },
};
const statesMost = 700;

/** `maxStates`: more than those are not of interest. */
async function collected(specification: Specification, maxStates?: number): Promise<Exploration> {
  return await explore(specification, { collect: true, all: true, traced: 'shortest', maxStates });
}

/** Without one clause of a guard. */
function without(specification: Specification, { action, clause }: ClauseCoverage): Specification {
  return {
    ...specification,
    actions: specification.actions.map((each) =>
      each.name === action ? { ...each, when: each.when.filter(({ name }) => name !== clause) } : each,
    ),
  };
}

/** Whether firings are the same, and no step or guard fails that did not. */
function isSame(a: Exploration, b: Exploration): boolean {
  const failing = ({ properties }: Exploration): string =>
    properties.flatMap(({ name, kind }) => (kind === 'domain' ? [name] : [])).join();
  return (
    a.digest === b.digest &&
    a.counts.statesGenerated === b.counts.statesGenerated &&
    a.transitionsDigest === b.transitionsDigest &&
    failing(a) === failing(b)
  );
}

describe('leaving out a clause', () => {
  it.each(models.map((model) => ({ name: model.name, model })))(
    'of $name changes the transitions exactly where it is false alone',
    async ({ name, model }) => {
      const specification = model.build({ set: smaller[name] ?? {} });
      const found = await collected(specification);
      expect(found.counts.statesDistinct).toBeLessThanOrEqual(statesMost);
      const isBlockedInside = new Set(found.collected?.clauses.flatMap((each) => (each.isInside ? [each.action] : [])));
      for (const clause of found.collected?.clauses ?? []) {
        // What blocks a step inside may also block it where the clause does.
        if (clause.isInside || isBlockedInside.has(clause.action) || clause.outside > 0) continue;
        const other = await collected(without(specification, clause), found.counts.statesDistinct);
        expect([clause.action, clause.clause, isSame(found, other)]).toEqual([
          clause.action,
          clause.clause,
          clause.isOnlyFalse === 0,
        ]);
      }
    },
  );

  it('of the philosophers changes nothing in one place, which the text of that example says', async () => {
    const philosophers = models.find(({ name }) => name === 'dining-philosophers');
    const found = philosophers && (await collected(philosophers.build()));
    const idle = found?.collected?.clauses.filter(({ isOnlyFalse, evaluated }) => evaluated > 0 && isOnlyFalse === 0);
    expect(idle?.map(({ action, clause }) => `${action} ${clause}`)).toEqual(['philosopher.look/bothForks when#1']);
  });
});
