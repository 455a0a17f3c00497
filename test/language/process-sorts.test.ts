// What the types refuse is refused while building too, for who runs a file without checking its types: a process of any kind has another encoding
// than one of a kind that is known, so neither can be stored as the other.

import { expect, it } from 'vitest';
import { fn, bool, lock, maybe, model, none, procedure, process, processes, seq, set, spec, step } from 'ballast';
import { anyProcess, setOf, variables, type Expr, type Update } from 'ballast';

const Thread = processes('thread', 2);

const { owner, last, isOwner, all, queue, mutex, whoever } = variables({
  owner: Thread,
  last: maybe(Thread),
  isOwner: fn(Thread, bool),
  all: set(Thread),
  queue: seq(Thread, 2),
  mutex: lock('spin'),
  whoever: set(anyProcess),
});

function refusalOf(updates: (self: Expr<never>) => readonly Update[]): string {
  const built = model('sorts', {}, () => {
    const own = procedure('own', {}, ({ self }) => [step('own', ...updates(self as Expr<never>))]);
    return spec({
      variables: { last, mutex },
      init: { last: none, mutex: 'free' },
      processes: [process(Thread, () => [own({}), step('done', last.becomes(none))])],
      terminal: 'any',
      invariants: { free: mutex.isFree() },
    });
  });
  try {
    built.build();
  } catch (error) {
    return String(error).split('\n')[0] ?? '';
  }
  return 'nothing is refused';
}

it.each([
  ['owner', (self: Expr<never>) => [owner.becomes(self)], "anyProcess stands where processes('thread', 2)"],
  ['last', (self: Expr<never>) => [last.becomes(self)], "anyProcess stands where processes('thread', 2)"],
  ['a key', (self: Expr<never>) => [isOwner.at(self).becomes(true)], "anyProcess stands where processes('thread', 2)"],
  [
    'a set',
    (self: Expr<never>) => [all.becomes(setOf(Thread, self))],
    "anyProcess stands where processes('thread', 2)",
  ],
  [
    'a queue',
    (self: Expr<never>) => [queue.becomes(queue.append(self))],
    "anyProcess stands where processes('thread', 2)",
  ],
  [
    'a holder',
    () => [last.becomes(mutex.holder() as unknown as Expr<never>)],
    "maybe(anyProcess) stands where maybe(processes('thread', 2))",
  ],
  [
    'a set of any',
    () => [all.becomes(whoever as unknown as Expr<never>)],
    "set(anyProcess) stands where set(processes('thread', 2))",
  ],
] as const)('refuses any process as one of a kind: %s', (_what, updates, said) => {
  expect(refusalOf(updates)).toBe(`SpecError: a value of ${said} is meant`);
});
