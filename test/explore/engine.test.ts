// The memories of a search, without its threads: what is stored where when several fill an arena, and what happens at its end.

import { action, range, spec, variables } from 'ballast';
import { describe, expect, it } from 'vitest';
import { compileProgram } from '../../checker/compile/module.ts';
import { moduleOf } from '../../checker/explore/assembled.ts';
import { Engine } from '../../checker/explore/engine.ts';
import { planMemory } from '../../checker/explore/memory.ts';
import { statesIn } from '../../checker/explore/segments.ts';
import { built } from '../interpret/build.ts';

/** An engine with one state in its arena, and a million on the next level. */
async function engineFor(workers: number, limitBytes: number): Promise<Engine> {
  const { n, m } = variables({ n: range(0, 1000), m: range(0, 1000) });
  const from = [n.is(0), m.is(0)];
  const sides = { p: range(1, 1000), q: range(1, 1000) };
  const actions = { jump: action(sides, ({ p, q }) => ({ when: from, then: [n.becomes(p), m.becomes(q)] })) };
  const reachable = { last: n.is(1000) };
  const declared = spec({ variables: { n, m }, init: { n: 0, m: 0 }, actions, reachable, terminal: 'any' });
  const program = compileProgram(built(declared));
  const engine = new Engine(program, await moduleOf(program, undefined), planMemory(program, workers, limitBytes));
  engine.insert(new Uint8Array(8));
  return engine;
}

describe('an arena that several fill', () => {
  it('has no states behind its end, however many find no room', async () => {
    const engine = await engineFor(1, 2 ** 20);
    engine.share(1);
    engine.first.slots = engine.plan.slotsMost;
    const marks = engine.marks;
    engine.run({ partition: 0, from: 0, to: 1 });
    const { capacity } = engine.plan;
    expect(engine.isFull).toBe(true);
    expect(engine.indexEnd).toBeLessThanOrEqual(capacity);
    expect(statesIn(engine.storedSince(marks))).toBe(Number(engine.first.sumAt(16)) - 1);
  });
});
