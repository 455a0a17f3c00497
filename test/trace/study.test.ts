// What the study of a counterexample says of steps: which matter, by place; which one made the violated clause so.

import {
  acquire,
  action,
  all,
  any,
  bool,
  branch,
  element,
  enumeration,
  fn,
  ids,
  lock,
  maybe,
  next,
  none,
  process,
  processes,
  range,
  release,
  spec,
  step,
  studyTrace,
  variables,
} from 'ballast';
import { bugOn, explore } from '../../checker/index.ts';
import { describe, expect, it } from 'vitest';
import { built, resultOf } from '../interpret/build.ts';
import { judgeRelevance, traceOf } from './brute-force.ts';
import { studied } from './studied.ts';

const Page = ids('page', 2);

describe('a step', () => {
  it('matters by the place that it wrote, and not where only its own program counter is read', async () => {
    const Cpu = processes('cpu', 1);
    const { seen, noise, data } = variables({ seen: bool, noise: fn(Page, range(0, 3)), data: fn(Page, range(0, 3)) });
    const declaration = spec({
      variables: { seen, noise, data },
      init: { seen: false, noise: 0, data: 0 },
      processes: [
        process(Cpu, ({ local }) => {
          const copy = local('copy', range(0, 3));
          return [
            step('count', noise.at(element(Page, 0)).becomes(2)),
            step('fill', data.at(element(Page, 0)).becomes(2)),
            step('other', data.at(element(Page, 1)).becomes(2)),
            step('again', noise.at(element(Page, 1)).becomes(noise.at(element(Page, 0)))),
            step('load', copy.becomes(data.at(element(Page, 0)))),
            branch('look', copy.is(2), [step('see', seen.becomes(true))]),
          ];
        }),
      ],
      invariants: { unseen: seen.not() },
    });
    const { steps, because } = await studied(declaration, 'unseen');
    expect(steps).toEqual([
      '(cpu#0 cpu.count)',
      'cpu#0 cpu.fill',
      '(cpu#0 cpu.other)',
      '(cpu#0 cpu.again)',
      'cpu#0 cpu.load',
      'cpu#0 cpu.see',
    ]);
    expect(because).toEqual({ step: 6, text: 'step 6 (cpu#0, see) changed seen from false to true' });
  });

  it('matters with those of its changes that are read, and a step for its sake alone that only others read does not', async () => {
    const { a, b, c, d, e } = variables({ a: range(0, 9), b: range(0, 9), c: range(0, 9), d: bool, e: bool });
    const specification = built(
      spec({
        variables: { a, b, c, d, e },
        init: { a: 0, b: 0, c: 0, d: false, e: false },
        actions: {
          count: action({ when: [b.is(0)], then: [b.becomes(3)] }),
          // Nobody reads c, for which alone b is read; but the guard reads b.
          all: action({
            when: [b.is(3), a.is(0)],
            then: [a.becomes(1), b.becomes(4), c.becomes(b.plus(1)), e.becomes(true)],
          }),
          last: action({ when: [a.is(1)], then: [d.becomes(true), c.becomes(c.plus(1))] }),
        },
        invariants: { undone: d.not() },
        terminal: 'any',
      }),
    );
    const property = resultOf(await explore(specification, { all: true }), 'undone');
    const trace = traceOf(property);
    const study = trace && studyTrace(specification, property, trace);
    if (trace === undefined || study === undefined) throw new Error('there is a trace');
    expect(study.steps.map(({ places }) => places.map(({ name }) => name))).toEqual([['b'], ['a'], ['d']]);
    expect(study.steps.map(({ updates }) => updates.size)).toEqual([1, 1, 1]);
    const { mistakes, alone } = judgeRelevance(specification, property, trace, study);
    expect([mistakes, alone]).toEqual([[], []]);
  });

  it('matters where a failing assertion reads what it wrote through a local, and the sentence names what is shared', async () => {
    const Cpu = processes('cpu', 1);
    const { owner, noise } = variables({ owner: maybe(Page), noise: bool });
    const { steps, because } = await studied(
      spec({
        variables: { owner, noise },
        init: { owner: none, noise: false },
        processes: [
          process(Cpu, ({ local }) => {
            const mine = local('mine', maybe(Page));
            return [
              step('give', owner.becomes(element(Page, 1))),
              step('hum', noise.becomes(true)),
              step('take', mine.becomes(owner)),
              step('free', bugOn(mine.isNot(none), 'S1: it belongs to somebody')),
            ];
          }),
        ],
        invariants: { quiet: any(noise, noise.not()) },
      }),
      'S1',
    );
    expect(steps).toEqual(['cpu#0 cpu.give', '(cpu#0 cpu.hum)', 'cpu#0 cpu.take', 'cpu#0 cpu.free']);
    expect(because).toEqual({ step: 1, text: 'step 1 (cpu#0, give) changed owner from none to page1' });
  });

  it('matters for an action property by both states of the step', async () => {
    const { n, m } = variables({ n: range(0, 3), m: range(0, 3) });
    const { steps } = await studied(
      spec({
        variables: { n, m },
        init: { n: 0, m: 0 },
        actions: {
          hum: action({ when: [m.is(0)], then: [m.becomes(1)] }),
          rise: action({ when: [m.is(1), n.is(0)], then: [n.becomes(2), m.becomes(2)] }),
          fall: action({ when: [n.is(2)], then: [n.becomes(1)] }),
        },
        actionProperties: { grows: next(n).atLeast(n) },
        terminal: 'any',
      }),
      'grows',
    );
    expect(steps).toEqual(['hum', 'rise', 'fall']);
  });

  it('matters where the last step would change nothing without it, and so break no action property', async () => {
    const { owner } = variables({ owner: maybe(Page) });
    const { steps } = await studied(
      spec({
        variables: { owner },
        init: { owner: none },
        actions: {
          give: action({ then: [owner.becomes(element(Page, 0))] }),
          clear: action({ then: [owner.becomes(none)] }),
        },
        actionProperties: { kept: next(owner).isNot(none) },
      }),
      'kept',
    );
    expect(steps).toEqual(['give', 'clear']);
  });

  it('matters where what decides would not be reached without it, but a value outside its domain', async () => {
    const { owner, n } = variables({ owner: maybe(Page), n: range(0, 2) });
    const { steps } = await studied(
      spec({
        variables: { owner, n },
        init: { owner: none, n: 0 },
        actions: {
          give: action({ then: [owner.becomes(element(Page, 0))] }),
          count: action({ when: [n.lessThan(2)], then: [n.increment()] }),
        },
        invariants: { low: any(n.lessThan(2), all(owner.value().is(element(Page, 0)), n.lessThan(1))) },
      }),
      'low',
    );
    expect([...steps].sort()).toEqual(['count', 'count', 'give']);
  });
});

describe('a deadlock', () => {
  it('is because of what those who wait read', async () => {
    const Cpu = processes('cpu', 2);
    const Side = enumeration('left', 'right');
    const { locks, noise } = variables({ locks: fn(Side, lock('sleep')), noise: range(0, 2) });
    const { steps, because, orderings } = await studied(
      spec({
        variables: { locks, noise },
        init: { locks: 'free', noise: 0 },
        processes: [
          process(Cpu, ({ self }) => {
            const both = (first: 'left' | 'right', second: 'left' | 'right') => [
              acquire(locks.at(first), `${first} first`),
              acquire(locks.at(second), `${second} second`),
              release(locks.at(second), `${second} back`),
              release(locks.at(first), `${first} back`),
            ];
            const isFirst = self.is(element(Cpu, 0));
            return [
              step('hum', noise.increment()),
              branch('which', isFirst, both('left', 'right'), both('right', 'left')),
            ];
          }),
        ],
        invariants: { some: noise.atLeast(0) },
      }),
      'deadlock',
    );
    expect(steps).toEqual(['(cpu#0 cpu.hum)', 'cpu#0 cpu.left first', '(cpu#1 cpu.hum)', 'cpu#1 cpu.right first']);
    expect(because).toEqual({
      step: 2,
      text: 'step 2 (cpu#0, left first) changed locks[left] from free to held by cpu#0',
    });
    expect(orderings).toEqual([]);
  });
});
