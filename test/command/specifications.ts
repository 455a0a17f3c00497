// Specifications for tests of the command, as somebody's files.

/** Two processes take two locks in opposite order. */
export const twoLocks = `import { critical, forall, lock, model, process, processes, spec, step, variables } from 'ballast';

export default model('two-locks', { modelled: ['locks are fair to nobody'] }, () => {
  const Left = processes('left', 1);
  const Right = processes('right', 1);
  const { a, b } = variables({ a: lock('spin'), b: lock('spin') });
  const left = process(Left, () => [critical(a, [critical(b, [step('work')])])]);
  const right = process(Right, () => [critical(b, [critical(a, [step('work')])])]);
  return spec({
    variables: { a, b },
    init: { a: 'free', b: 'free' },
    processes: [left, right],
    reachable: { leftWorks: forall({ p: Left }, ({ p }) => left.isAt(p, 'work')) },
  });
});
`;

/** A counter that is taken apart in every way a report knows. */
export const counter = `import { action, all, changed, constant, model, next, range, spec, suite, variables } from 'ballast';

const counter = model(
  'counter',
  {
    constants: { top: constant(range(1, 9), 3, 'the most it counts'), from: constant(range(0, 5), 0, 'where it begins') },
    assume: { 'from is at most top': ({ top, from }) => from <= top },
    mutants: {
      noGuard: { edits: { kind: 'drop', path: 'up.when#1' }, about: 'it counts for ever', breaks: 'up: n := n + 1' },
      noDown: { edits: { kind: 'drop', path: 'down' }, breaks: [] },
    },
    suites: [{ expect: 'holds' }, { name: 'wrong', expect: 'violates small' }],
    modelled: ['nobody else counts'],
  },
  ({ top, from }) => {
    const { n, m } = variables({ n: range(0, top), m: range(0, 2) });
    return spec({
      variables: { n, m },
      init: { n: from, m: 0 },
      actions: {
        up: action({ when: [n.lessThan(top)], then: [n.becomes(n.plus(1))] }),
        down: action({ when: [n.moreThan(0)], then: [n.becomes(n.minus(1))] }),
        never: action({ when: [n.moreThan(50)], then: [m.becomes(1)] }),
      },
      invariants: { small: n.atMost(top), vacuous: n.is(7).implies(m.is(0)), low: n.lessThan(9) },
      actionProperties: { byOne: all(next(n).atMost(n.plus(1)), n.atMost(next(n).plus(1))) },
      reachable: { full: n.is(top) },
      show: { double: n.times(2) },
    });
  },
);
export default counter;
export const larger = suite({ model: counter, set: { top: 5 }, expect: 'holds' });
`;
