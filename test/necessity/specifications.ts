// Specifications small enough that the verdict on each change is plain.

/**
 * A counter to `top`. Of its guards one keeps it in bounds, one is implied by that, one only keeps a way back from 2; a reader remembers what
 * it read.
 */
export const gate = `import { action, bool, branch, constant, model, process, processes, range, spec, step, variables } from 'ballast';

export default model('gate', {
  constants: { top: constant(range(1, 6), 3, 'how far it counts'), wide: constant(bool, false, 'whether a second counter runs') },
  necessity: { larger: { top: 5 } },
  modelled: ['nobody else counts'],
}, ({ top, wide }) => {
  const Reader = processes('reader', 1);
  const { n, seen, spare } = variables({ n: range(0, 9), seen: range(0, 9), spare: range(0, 200) });
  const reader = process(Reader, ({ local }) => {
    const read = local('read', range(0, 9));
    return [step('look', read.becomes(n)), branch(read.is(2), [step('note', seen.becomes(read))])];
  });
  return spec({
    variables: { n, seen, spare },
    init: { n: 0, seen: 0, spare: 0 },
    actions: {
      up: action({ when: [n.lessThan(top), n.lessThan(8)], then: [n.increment()] }),
      down: action({ when: [n.moreThan(0), n.isNot(2)], then: [n.decrement()] }),
      spare: action({ when: [spare.lessThan(wide ? 150 : 1)], then: [spare.increment(), seen.becomes(seen)] }),
    },
    processes: [reader],
    terminal: 'any',
    invariants: { small: n.atMost(top), noted: seen.isOneOf(0, 2), few: spare.atMost(200), high: n.isNot(6) },
    reachable: { full: n.is(top), noticed: seen.is(2) },
  });
});
`;

/** Two threads that add one each; `before` in two steps under a lock, `after` in one step without. */
export const counted = `import { acquire, constant, enumeration, fn, forall, lock, model, process, processes, range, release, spec, step, variables } from 'ballast';

export default model('counted', {
  constants: {
    version: constant(enumeration('before', 'after'), 'after', 'with the patch, or without'),
    mode: constant(enumeration('plain', 'other'), 'plain', 'nothing'),
    of: constant(enumeration('other', 'plain'), 'other', 'nothing'),
  },
}, ({ version }) => {
  const Thread = processes('thread', 2);
  const { guard, n, done } = variables({ guard: lock('sleep'), n: range(0, 2), done: fn(Thread, range(0, 1)) });
  const adds = process(Thread, ({ self, local }) => {
    const read = local('read', range(0, 2));
    const add = version === 'before'
      ? [acquire(guard, 'take'), step('read', read.becomes(n)), step('write', n.becomes(read.plus(1).min(2))), release(guard, 'give')]
      : [step('add', n.becomes(n.plus(1).min(2)))];
    return [...add, step('note', done.at(self).becomes(1))];
  });
  return spec({
    variables: { guard, n, done },
    init: { guard: 'free', n: 0, done: 0 },
    processes: [adds],
    invariants: { counted: forall({ t: Thread }, ({ t }) => done.at(t).is(1)).implies(n.is(2)) },
  });
});
`;

/** Three steps, two of which assert that the one before was taken. */
export const asserted = `import { any, bugOn, model, process, processes, range, spec, step, variables } from 'ballast';

export default model('asserted', {}, () => {
  const Thread = processes('thread', 1);
  const { n } = variables({ n: range(0, 3) });
  return spec({
    variables: { n },
    init: { n: 0 },
    processes: [process(Thread, () => [
      step('one', n.becomes(1)),
      step('two', bugOn(n.isNot(1), 'one: one is missing'), n.becomes(2)),
      step('three', bugOn(n.isNot(2), 'two: two is missing'), n.becomes(3)),
    ])],
    invariants: { any: any(n.is(3), n.atMost(2)) },
    reachable: { end: n.is(3) },
  });
});
`;
