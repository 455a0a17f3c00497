// Fairness as it is declared: what it becomes in the tree, and what could mean nothing.

import { describe, expect, it } from 'vitest';
import {
  action,
  critical,
  drop,
  ids,
  lock,
  model,
  procedure,
  process,
  processes,
  range,
  spec,
  step,
  strongly,
  variables,
  weakly,
  type Edit,
  type Fairness,
} from 'ballast';
import { treeHashOf } from '../../src/result/tree-hash.ts';
import { messageOf } from './refusal.ts';

const Cpu = ids('cpu', 2);
const { n } = variables({ n: range(0, 300) });
const put = procedure('put', { to: range(0, 3) }, ({ to }) => [step('write', n.becomes(to))]);
const writer = process(processes('writer', 2), () => [put({ to: 1 }), step('last', n.becomes(2))]);
const nobody = process(processes('nobody', 0), () => [put({ to: 2 })]);

const fair = (fairness: unknown, ...edits: readonly Edit[]) =>
  model('fair', {}, () =>
    spec({
      variables: { n },
      init: { n: 0 },
      actions: {
        set: action({ c: Cpu, to: range(0, 300) }, ({ to }) => ({ then: [n.becomes(to)] })),
        clear: action({ c: Cpu }, () => ({ when: [n.moreThan(0)], then: [n.becomes(0)] })),
        tick: action({ then: [n.becomes(3)] }),
        look: action({ when: [n.is(3)] }),
        keep: action({ when: [n.is(3)], then: [n.becomes(n)] }),
      },
      processes: [writer, nobody],
      invariants: { small: n.atMost(300) },
      fairness: fairness as readonly Fairness[],
    }),
  ).build({ edits });

describe('fairness', () => {
  it('of several names is of all their actions, in the order of these', () => {
    expect(
      fair([weakly(['tick', 'clear'], { each: [] }), strongly('put.write'), weakly('writer')]).fairness,
    ).toMatchObject([
      { strength: 'weak', of: 'tick or clear', each: [], actions: ['clear', 'tick'] },
      { strength: 'strong', of: 'put.write', each: undefined, actions: ['writer.put.write'] },
      { strength: 'weak', of: 'writer', actions: ['writer.put.write', 'writer.last'] },
    ]);
  });

  it('is part of the hash of the tree: its strength, of what it is, and for whom', async () => {
    const hashes = await Promise.all(
      [
        [],
        [weakly('clear')],
        [strongly('clear')],
        [weakly('clear', { each: [] })],
        [weakly('set')],
        [weakly(['set', 'clear'])],
        [weakly('set'), weakly('clear')],
      ].map(async (fairness) => await treeHashOf(fair(fairness))),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(await treeHashOf(fair([weakly(['clear'])]))).toBe(hashes[1]);
  });

  it('of a step that an edit takes out is of none, and its name is known', () => {
    expect(fair([weakly('last')], drop('last')).fairness).toMatchObject([{ of: 'last', actions: [] }]);
    expect(fair([weakly(['last', 'writer'])], drop('last')).fairness).toMatchObject([
      { of: 'last or writer', actions: ['writer.put.write'] },
    ]);
  });

  it('of a path is of the steps in which it runs, whatever runs in them besides', () => {
    const { door } = variables({ door: lock('spin') });
    const guarded = process(processes('guard', 1), () => [
      critical(door, [step('enter', n.becomes(1)), step('leave', n.becomes(2))]),
    ]);
    const built = (granularity: 'fine' | 'coarse') =>
      model('guarded', {}, () =>
        spec({
          variables: { n, door },
          init: { n: 0, door: 'free' },
          processes: [guarded],
          invariants: { small: n.atMost(3) },
          fairness: [strongly('guard.lock'), weakly(['enter', 'leave'])],
        }),
      )
        .build({ granularity })
        .fairness.map(({ actions }) => actions);
    expect(built('fine')).toEqual([['guard.lock'], ['guard.enter', 'guard.leave']]);
    expect(built('coarse')).toEqual([['guard.critical'], ['guard.critical']]);
  });

  it('of an action whose updates an edit takes out is of what changes nothing', () => {
    expect(fair([weakly('tick')], drop('tick.then#1')).fairness).toMatchObject([{ of: 'tick', actions: ['tick'] }]);
  });

  it.each<readonly [string, () => unknown, string]>([
    [
      'an unknown name',
      () => [weakly('clera')],
      "no action, path or process is named 'clera'\n  PLACE\n  did you mean 'clear'?",
    ],
    [
      'an unknown name among others',
      () => [weakly(['clear', 'writer', 'put.wirte'])],
      "no action, path or process is named 'put.wirte'\n  PLACE\n  did you mean 'put.write'?",
    ],
    [
      'an unknown name, where nothing is near',
      () => [strongly('something')],
      "no action, path or process is named 'something'\n  PLACE\n  ballast describe lists them",
    ],
    [
      'an unknown step of nobody',
      () => [weakly('nobody.put.raed')],
      "no action, path or process is named 'nobody.put.raed'\n  PLACE\n  ballast describe lists them",
    ],
    [
      'a name by itself',
      () => ['clear'],
      "fairness lists 'clear'\n  PLACE\n  write weakly('clear') or strongly('clear')",
    ],
    ['no fairness', () => [7], "fairness lists what is none\n  PLACE\n  write weakly('name') or strongly('name')"],
    ['no names', () => [weakly([])], 'weakly([]) is of nothing\n  PLACE\n  name an action, a path or a process'],
    [
      'what is no name',
      () => [strongly([writer] as never)],
      'strongly(…) takes names, and is given an object\n  PLACE\n  write a name as text, or several in a list',
    ],
    [
      'one name twice',
      () => [weakly(['clear', 'tick', 'clear'], { each: [] })],
      "weakly(…) has 'clear' twice\n  PLACE\n  leave one of them out",
    ],
    [
      'one parameter twice',
      () => [weakly('clear', { each: ['c', 'c'] })],
      "each of weakly('clear') has 'c' twice\n  PLACE\n  leave one of them out",
    ],
    [
      'a parameter that the action lacks',
      () => [weakly('set', { each: ['cpu', 'to'] })],
      "fairness of 'set' is meant for each 'cpu', and 'set' has none\n  PLACE\n  its parameters are c, to",
    ],
    [
      'a parameter that is misspelt',
      () => [weakly('writer', { each: ['wirter'] })],
      "fairness of 'writer' is meant for each 'wirter', and 'writer.put.write' has none\n  PLACE\n  did you mean 'writer'?",
    ],
    [
      'a parameter that one of the actions lacks',
      () => [strongly(['set', 'clear'], { each: ['to'] })],
      "fairness of 'set or clear' is meant for each 'to', and 'clear' has none\n  PLACE\n  its parameters are c",
    ],
    [
      'a parameter of what has none',
      () => [strongly('tick', { each: ['c'] })],
      "fairness of 'tick' is meant for each 'c', and 'tick' has none\n  PLACE\n  it has no parameters: leave it out, or write { each: [] } for all together",
    ],
    [
      'somebody who acts in one action and nobody in another',
      () => [weakly(['clear', 'tick'])],
      "fairness of 'clear or tick' is meant for each who acts: 'c' in 'clear', and nobody in 'tick'\n  PLACE\n  write { each: [] } for all together, or a fairness for each by itself",
    ],
    [
      'an action that changes nothing',
      () => [weakly('look')],
      "fairness of 'look' means nothing: it changes no variable\n  PLACE\n  fairness is about steps that change something: leave it out, or give the action an update",
    ],
    [
      'an action that leaves everything as it is, among others',
      () => [strongly(['clear', 'keep'], { each: [] })],
      "fairness of 'keep' means nothing: it changes no variable\n  PLACE\n  fairness is about steps that change something: leave it out, or give the action an update",
    ],
  ])('of %s is refused', (_, make, message) => {
    expect(messageOf(() => fair(make())).replaceAll(/^ {2}\S+fairness\.test\.ts:\d+:\d+$/gm, '  PLACE')).toBe(
      `SpecError: ${message}`,
    );
  });

  it('of too many values is refused', () => {
    const Big = ids('big', 100);
    const { m } = variables({ m: range(0, 1) });
    const many = (): unknown =>
      model('many', {}, () =>
        spec({
          variables: { m },
          init: { m: 0 },
          actions: { set: action({ a: Big, b: Big }, () => ({ then: [m.becomes(1)] })) },
          invariants: { small: m.atMost(1) },
          fairness: [weakly('set', { each: ['a', 'b'] })],
        }),
      ).build();
    expect(messageOf(many).replaceAll(/^ {2}\S+fairness\.test\.ts:\d+:\d+$/gm, '  PLACE')).toBe(
      "SpecError: fairness of 'set' is meant for 10,000 values by themselves, 4,096 at most\n  PLACE\n  name fewer parameters in each",
    );
  });
});
