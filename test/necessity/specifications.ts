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
