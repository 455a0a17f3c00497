// Specifications in which something tells alike elements apart. Each is reduced less, or not at all; the expression that breaks the symmetry
// is named; and what is found is what a search without reductions finds. Were all taken for interchangeable, something else would be.

import { describe, expect, it } from 'vitest';
import {
  acquire,
  action,
  all,
  any,
  changed,
  choose,
  count,
  define,
  each,
  element,
  enumeration,
  exists,
  explore,
  fn,
  forall,
  ids,
  ifThenElse,
  let_,
  lock,
  maybe,
  next,
  none,
  process,
  processes,
  range,
  release,
  seq,
  set,
  setOf,
  spec,
  step,
  subset,
  variables,
  when,
  type Specification,
} from 'ballast';
import { symmetryOf } from '../../checker/reduce/symmetry.ts';
import { exploreByGenerated, reducedBeside } from '../agreement/reduced.ts';
import { built } from '../interpret/build.ts';
import { foundAsIfAlike, foundIn } from './as-if-alike.ts';

const Cpu = ids('cpu', 3);
const Worker = processes('worker', 3);
const [cpu0, cpu1, cpu2] = [element(Cpu, 0), element(Cpu, 1), element(Cpu, 2)];
const { pc, owner, given, n, queue, chosen, last, lk } = variables({
  pc: fn(Cpu, enumeration('idle', 'waiting', 'in')),
  owner: maybe(Cpu),
  given: fn(Cpu, maybe(range(0, 2))),
  n: fn(Cpu, range(0, 2)),
  queue: fn(Cpu, seq(range(0, 1), 1)),
  chosen: set(Cpu),
  last: range(0, 2),
  lk: lock('sleep'),
});

const wait = action({ c: Cpu }, ({ c }) => ({ when: [pc.at(c).is('idle')], then: [pc.at(c).becomes('waiting')] }));
const enter = action({ c: Cpu }, ({ c }) => ({
  when: [pc.at(c).is('waiting'), owner.is(none)],
  then: [pc.at(c).becomes('in'), owner.becomes(c)],
}));
const leave = action({ c: Cpu }, ({ c }) => ({
  when: [pc.at(c).is('in')],
  then: [pc.at(c).becomes('idle'), owner.becomes(none)],
}));
const mutualExclusion = forall({ a: Cpu, b: Cpu }, ({ a, b }) =>
  all(pc.at(a).is('in'), pc.at(b).is('in')).implies(a.is(b)),
);

/** A lock for three cpus, with these parts instead. */
function locking(parts: object): object {
  return {
    variables: { pc, owner },
    init: { pc: 'idle', owner: none },
    actions: { wait, enter, leave },
    invariants: { mutualExclusion },
    ...parts,
  };
}

const give = action({ c: Cpu, v: range(0, 1) }, ({ c, v }) => ({
  when: [given.at(c).is(none)],
  then: [given.at(c).becomes(v)],
}));

/** Each cpu is given a number at some time, with these parts besides. */
function giving(parts: object): object {
  return {
    variables: { given },
    init: { given: none },
    actions: { give },
    invariants: { small: forall({ c: Cpu }, ({ c }) => given.at(c).isNot(2)) },
    terminal: 'any',
    ...parts,
  };
}

/** Three workers take a lock in turn, with these parts besides. */
function working(
  parts: object,
  guard: (self: Parameters<Parameters<typeof process<'worker'>>[1]>[0]['self']) => object,
): object {
  const worker = process(Worker, ({ self }) => [
    step('start', ...([guard(self)].flat() as never[])),
    acquire(lk, 'take'),
    step('work', last.becomes(1)),
    release(lk, 'give'),
  ]);
  return {
    variables: { lk, last },
    init: { lk: 'free', last: 0 },
    processes: [worker],
    invariants: { any: last.atMost(1) },
    ...parts,
  };
}

const broken: Readonly<
  Record<string, { readonly parts: object; readonly left: string; readonly because: readonly string[] }>
> = {
  'a guard that names an element': {
    parts: locking({
      actions: {
        wait,
        leave,
        enter: action({ c: Cpu }, ({ c }) => ({
          when: [pc.at(c).is('waiting'), owner.is(none), c.isNot(cpu0)],
          then: [pc.at(c).becomes('in'), owner.becomes(c)],
        })),
      },
    }),
    left: 'cpu 1 2',
    because: ["cpu0: c # cpu0 in action 'enter'"],
  },
  'an update that stores an element': {
    parts: locking({ actions: { wait, enter, leave, reset: action({ then: [owner.becomes(cpu2)] }) } }),
    left: 'cpu 0 1',
    because: ["cpu2: cpu2 in action 'reset'"],
  },
  'a place that is named by an element': {
    parts: locking({ actions: { wait: action({ then: [pc.at(cpu1).becomes('waiting')] }), enter, leave } }),
    left: 'cpu 0 2',
    because: ["cpu1: pc[cpu1] in action 'wait'"],
  },
  'a comparison in a guard': {
    parts: locking({
      actions: {
        wait,
        leave,
        enter: action({ c: Cpu }, ({ c }) => ({
          when: [pc.at(c).is('waiting'), forall({ d: Cpu }, ({ d }) => pc.at(d).is('waiting').implies(c.atMost(d)))],
          then: [pc.at(c).becomes('in')],
        })),
      },
      invariants: { last: pc.at(cpu2).is('in').implies(pc.at(cpu0).isNot('waiting')) },
    }),
    left: '',
    because: [
      "cpu: c <= d in action 'enter'",
      "cpu2: pc[cpu2] in property 'last'",
      "cpu0: pc[cpu0] in property 'last'",
    ],
  },
  'the neighbour of an element': {
    parts: {
      variables: { owner },
      init: { owner: cpu0 },
      actions: { pass: action({ c: Cpu }, ({ c }) => ({ when: [owner.is(c)], then: [owner.becomes(c.next())] })) },
      reachable: { last: owner.is(cpu2) },
    },
    left: '',
    because: ["cpu: next(c) in action 'pass'", "cpu2: owner = cpu2 in property 'last'"],
  },
  'the position of an element': {
    parts: {
      variables: { last, chosen },
      init: { last: 0, chosen: [] },
      actions: {
        choose: action({ c: Cpu }, ({ c }) => ({
          when: [chosen.has(c).not()],
          then: [chosen.insert(c), last.becomes(c.index())],
        })),
      },
      invariants: { any: last.atMost(2) },
      terminal: 'any',
    },
    left: '',
    because: ["cpu: index(c) in action 'choose'"],
  },
  'the first element that makes something true': {
    parts: {
      variables: { owner, chosen },
      init: { owner: none, chosen: [] },
      actions: {
        ask: action({ c: Cpu }, ({ c }) => ({
          when: [owner.is(none), chosen.has(c).not()],
          then: [chosen.insert(c)],
        })),
        choose: action({
          when: [owner.is(none), chosen.isEmpty().not()],
          then: [owner.becomes(choose({ c: Cpu }, ({ c }) => chosen.has(c)))],
        }),
      },
      invariants: { asked: forall({ c: Cpu }, ({ c }) => owner.is(c).implies(chosen.has(c))) },
      terminal: 'any',
    },
    left: '',
    because: ["cpu: choose(c in cpu: c in chosen) in action 'choose'"],
  },
  'a table that has one number for each': {
    parts: {
      variables: { last, chosen },
      init: { last: 0, chosen: [] },
      actions: {
        choose: action({ c: Cpu }, ({ c }) => ({
          when: [chosen.has(c).not()],
          then: [chosen.insert(c), last.becomes(ifThenElse(c.is(cpu0), 2, ifThenElse(c.is(cpu1), 1, 0)))],
        })),
      },
      invariants: { any: last.atMost(2) },
      terminal: 'any',
    },
    left: '',
    because: ["cpu0: c = cpu0 in action 'choose'", "cpu1: c = cpu1 in action 'choose'"],
  },
  'a set of elements': {
    parts: locking({
      actions: {
        wait,
        leave,
        enter: action({ c: Cpu }, ({ c }) => ({
          when: [pc.at(c).is('waiting'), setOf(Cpu, cpu0, cpu2).has(c)],
          then: [pc.at(c).becomes('in')],
        })),
      },
    }),
    left: 'cpu 0 2',
    because: ["cpu1: {cpu0, cpu2} in action 'enter'"],
  },
  'an invariant that names an element': {
    parts: locking({ invariants: { never: pc.at(cpu1).isNot('in') } }),
    left: 'cpu 0 2',
    because: ["cpu1: pc[cpu1] in property 'never'"],
  },
  'a witness that names elements': {
    parts: locking({
      actions: {
        wait: action({ c: Cpu }, ({ c }) => ({ when: [c.isNot(cpu1)], then: [pc.at(c).becomes('waiting')] })),
      },
      reachable: { both: all(pc.at(cpu0).is('waiting'), pc.at(cpu1).is('waiting')) },
      terminal: 'any',
    }),
    left: '',
    because: ["cpu1: c # cpu1 in action 'wait'", "cpu2: pc[cpu0] = waiting and pc[cpu1] = waiting in property 'both'"],
  },
  'an action property that names an element': {
    parts: locking({ actionProperties: { stays: any(changed(pc.at(cpu0)).not(), next(owner).is(none)) } }),
    left: 'cpu 1 2',
    because: ["cpu0: pc[cpu0] in property 'stays'"],
  },
  'a constraint that names an element': {
    parts: locking({ constraints: { two: pc.at(cpu2).is('idle') } }),
    left: 'cpu 0 1',
    because: ["cpu2: pc[cpu2] in constraint 'two'"],
  },
  'a terminal state that names an element': {
    parts: locking({ actions: { wait, enter }, terminal: owner.isNot(cpu0) }),
    left: 'cpu 1 2',
    because: ['cpu0: owner # cpu0 in terminal'],
  },
  'a definition behind whose name an element stands': {
    parts: locking({ invariants: { never: define('the first', owner.is(cpu0)).not() } }),
    left: 'cpu 1 2',
    because: ["cpu0: owner = cpu0 in property 'never'"],
  },
  'a name that is given to an element': {
    parts: locking({ invariants: { never: let_({ first: cpu0 }, ({ first }) => pc.at(first).isNot('in')) } }),
    left: 'cpu 1 2',
    because: ["cpu0: let first = cpu0 in pc[first] # in in property 'never'"],
  },
  'a step that only one process may take': {
    parts: working({}, (self) => [when(self.isNot(element(Worker, 1)))]),
    left: 'worker 0 2',
    because: ["worker#1: worker # worker#1 in action 'worker.start'"],
  },
  'a lock that one process shall not hold': {
    parts: working({ invariants: { never: lk.isHeldBy(element(Worker, 0)).not() } }, () => []),
    left: 'worker 1 2',
    because: ["worker#0: holder(lk) = worker#0 in property 'never'"],
  },
  'a rule for all that may fail for some before it is broken by others': {
    parts: giving({ invariants: { first: forall({ c: Cpu }, ({ c }) => given.at(c).value().is(0)) } }),
    left: '',
    because: ["cpu: forall c in cpu: given[c] = 0, where given[c].value() may have no value in property 'first'"],
  },
  'a guard that may fail for some before it is met by others': {
    parts: giving({
      variables: { given, last },
      init: { given: none, last: 0 },
      actions: {
        give,
        look: action({
          when: [
            exists({ c: Cpu }, ({ c }) => given.at(c).isNot(none)),
            exists({ c: Cpu }, ({ c }) => given.at(c).value().is(1)),
          ],
          then: [last.becomes(1)],
        }),
      },
    }),
    left: '',
    because: ["cpu: exists c in cpu: given[c] = 1, where given[c].value() may have no value in action 'look'"],
  },
  'an update of all that may fail in two ways': {
    parts: giving({
      variables: { given, n },
      init: { given: none, n: 2 },
      actions: {
        give,
        count: action({ then: [each({ c: Cpu }, ({ c }) => n.at(c).becomes(given.at(c).value().plus(n.at(c))))] }),
      },
    }),
    left: '',
    because: [
      "cpu: each c in cpu: n[c] := given[c] + n[c], where given[c].value() or each c in cpu: n[c] := given[c] + n[c] may have no value in action 'count'",
    ],
  },
  'a number of those that may fail in two ways': {
    parts: giving({
      variables: { given, queue },
      init: { given: none, queue: [] },
      actions: {
        give,
        append: action({ c: Cpu }, ({ c }) => ({
          when: [queue.at(c).isEmpty()],
          then: [queue.at(c).becomes(queue.at(c).append(0))],
        })),
      },
      invariants: { few: count({ c: Cpu }, ({ c }) => queue.at(c).head().is(given.at(c).value())).atMost(3) },
    }),
    left: '',
    because: [
      "cpu: count c in cpu: head(queue[c]) = given[c], where head(queue[c]) or given[c].value() may have no value in property 'few'",
    ],
  },
  'a set of those below another': {
    parts: locking({
      invariants: {
        few: forall({ c: Cpu }, ({ c }) =>
          pc
            .at(c)
            .is('in')
            .implies(
              subset({ d: Cpu }, ({ d }) => d.lessThan(c))
                .size()
                .moreThan(0),
            ),
        ),
      },
    }),
    left: '',
    because: ["cpu: d < c in property 'few'"],
  },
};

/** The classes as text: `cpu 0 1 2`. */
function left(specification: Specification): string {
  return symmetryOf(specification)
    .classes.map(({ sort, elements }) => `${sort.name} ${elements.join(' ')}`)
    .join(', ');
}

function hindrances(specification: Specification): readonly string[] {
  return symmetryOf(specification).hindrances.map(({ what, because, where }) => `${what}: ${because} in ${where}`);
}

describe('symmetry that is broken', () => {
  it.each(Object.entries(broken))('by %s is no symmetry', async (_, { parts, left: wanted, because }) => {
    const specification = built(spec(parts));
    expect(hindrances(specification)).toEqual(because);
    expect(left(specification)).toBe(wanted);
    const { differences, reduced } = await reducedBeside(specification, true, { all: true }, [
      explore,
      exploreByGenerated,
    ]);
    expect(differences).toEqual([]);
    expect(reduced.reductions?.[0]?.hindrances.map(({ because: text }) => text)).toEqual(
      symmetryOf(specification).hindrances.map(({ because: text }) => text),
    );
    expect(await foundAsIfAlike(specification, specification.processes.length > 0 ? Worker : Cpu)).not.toEqual(
      await foundIn(specification),
    );
  });
});
