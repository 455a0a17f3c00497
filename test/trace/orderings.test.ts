// What the study of a counterexample says of its orderings: which matter, and why.

import {
  acquire,
  any,
  bool,
  element,
  fn,
  forall,
  lock,
  next,
  process,
  processes,
  range,
  release,
  spec,
  step,
  trylock,
  variables,
} from 'ballast';
import { describe, expect, it } from 'vitest';
import { studied } from './studied.ts';

describe('an ordering', () => {
  const Cpu = processes('cpu', 2);

  it('is named where the blocks cannot change places, with what refuses it', async () => {
    const { mutex, visits } = variables({ mutex: lock('sleep'), visits: range(0, 2) });
    const { steps, orderings, because } = await studied(
      spec({
        variables: { mutex, visits },
        init: { mutex: 'free', visits: 0 },
        processes: [
          process(Cpu, () => [acquire(mutex, 'lock'), step('visit', visits.increment()), release(mutex, 'unlock')]),
        ],
        invariants: { once: visits.lessThan(2) },
      }),
      'once',
    );
    expect(steps).toEqual([
      'cpu#0 cpu.lock',
      'cpu#0 cpu.visit',
      'cpu#0 cpu.unlock',
      '(cpu#1 cpu.lock)',
      'cpu#1 cpu.visit',
    ]);
    // Whoever comes first, the lock is not given back before the property is violated.
    expect(orderings).toEqual([
      { first: 1, second: 4, outcome: 'refused', reason: 'otherwise lock is refused: mutex is held by cpu#1' },
    ]);
    expect(because).toEqual({ step: 5, text: 'step 5 (cpu#1, visit) changed visits from 1 to 2' });
  });

  it('names the step that goes another way, where that is why a later one cannot be taken', async () => {
    const { mutex, lost } = variables({ mutex: lock('sleep'), lost: fn(Cpu, bool) });
    const { steps, orderings } = await studied(
      spec({
        variables: { mutex, lost },
        init: { mutex: 'free', lost: false },
        processes: [
          process(Cpu, ({ self }) => [
            trylock(mutex, [step('give up', lost.at(self).becomes(true))], 'trylock'),
            step('done'),
          ]),
        ],
        invariants: { lucky: lost.at(element(Cpu, 1)).not() },
        terminal: 'any',
      }),
      'lucky',
    );
    expect(steps).toEqual(['cpu#0 cpu.trylock', '(cpu#1 cpu.trylock)', 'cpu#1 cpu.give up']);
    expect(orderings).toEqual([
      { first: 1, second: 2, outcome: 'refused', reason: 'otherwise trylock goes another way: mutex is free' },
    ]);
  });

  it('is named where the property is not violated once the blocks have changed places', async () => {
    const { last, done } = variables({ last: range(0, 2), done: fn(Cpu, bool) });
    const { orderings } = await studied(
      spec({
        variables: { last, done },
        init: { last: 0, done: false },
        processes: [
          process(Cpu, ({ self }) => [
            step('write', last.becomes(self.index().plus(1))),
            step('end', done.at(self).becomes(true)),
          ]),
        ],
        invariants: { second: any(forall({ c: Cpu }, ({ c }) => done.at(c)).not(), last.is(1)) },
        terminal: 'any',
      }),
      'second',
    );
    expect(orderings).toEqual([
      { first: 1, second: 3, outcome: 'saved', reason: 'otherwise second is not violated: last is 1' },
    ]);
  });

  it('tells of a step that breaks no action property then only what differs before it', async () => {
    const { held, used } = variables({ held: bool, used: fn(Cpu, bool) });
    const { orderings } = await studied(
      spec({
        variables: { held, used },
        init: { held: false, used: false },
        processes: [
          process(Cpu, ({ self }) => [
            step('take', held.becomes(self.is(element(Cpu, 0)))),
            step('use', used.at(self).becomes(true)),
          ]),
        ],
        actionProperties: {
          alone: any(next(used.at(element(Cpu, 1))).not(), used.at(element(Cpu, 1)), held.not()),
        },
        terminal: 'any',
      }),
      'alone',
    );
    expect(orderings).toEqual(
      [1, 2].map((first) => ({
        first,
        second: first + 1,
        outcome: 'saved',
        reason: 'otherwise alone is not violated: held is false',
      })),
    );
  });

  it('is not named where the property is violated either way', async () => {
    const { seen } = variables({ seen: fn(Cpu, bool) });
    const { steps, orderings } = await studied(
      spec({
        variables: { seen },
        init: { seen: false },
        processes: [process(Cpu, ({ self }) => [step('see', seen.at(self).becomes(true))])],
        invariants: { unseen: forall({ c: Cpu }, ({ c }) => seen.at(c)).not() },
      }),
      'unseen',
    );
    expect(steps).toHaveLength(2);
    expect(orderings).toEqual([]);
  });
});
