// A specification with suites for tests of ballast matrix, as somebody's file.

/** Three counters; each suite takes it another way, and `stop` makes building it go wrong as it says. */
export const counters = `import { action, constant, drop, enumeration, fn, forall, ids, model, range, spec, variables } from 'ballast';

const properties = ['small', 'full'];

export default model(
  'counters',
  {
    constants: {
      top: constant(range(1, 5000), 3, 'the most that each counts'),
      stop: constant(enumeration('never', 'throws', 'exits', 'hangs'), 'never', 'what building does'),
    },
    modelled: ['nobody else counts'],
    mutants: {
      noGuard: { edits: drop('up.when#1'), about: 'they count | for ever', breaks: 'up: n[c] := n[c] + 1' },
      noUp: { edits: drop('up'), about: 'nothing happens', breaks: ['full'] },
    },
    suites: [
      { name: 'one', set: { top: 1 }, expect: 'holds', properties },
      { name: 'two', about: 'twice as far', group: 'larger', set: { top: 2 }, expect: 'holds', properties },
      { name: 'three', group: 'larger', expect: 'holds', properties },
      { mutant: 'noGuard', expect: 'violates up: n[c] := n[c] + 1', group: 'mutants', properties },
      { mutant: 'noUp', expect: 'violates full', group: 'mutants', properties },
      { name: 'uneven', expect: 'violates even', group: 'mutants', properties: ['even', 'full'] },
    ],
  },
  ({ top, stop }) => {
    if (stop === 'throws') throw new TypeError('stopped here');
    if (stop === 'exits') process.exit(3);
    while (stop === 'hangs');
    const Cpu = ids('cpu', 3);
    const { n } = variables({ n: fn(Cpu, range(0, top)) });
    return spec({
      variables: { n },
      init: { n: 0 },
      actions: { up: action({ c: Cpu }, ({ c }) => ({ when: [n.at(c).lessThan(top)], then: [n.at(c).increment()] })) },
      terminal: 'any',
      invariants: {
        small: forall({ c: Cpu }, ({ c }) => n.at(c).atMost(top)),
        even: forall({ c: Cpu, d: Cpu }, ({ c, d }) => n.at(c).is(n.at(d))),
      },
      reachable: { full: forall({ c: Cpu }, ({ c }) => n.at(c).is(top)), never: forall({ c: Cpu }, ({ c }) => n.at(c).moreThan(top)) },
    });
  },
);
`;
