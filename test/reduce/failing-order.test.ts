// Going through the elements of a sort in order tells them apart only where something may have no value. Each line is an invariant, and
// says whether cpus stay interchangeable beside it.

import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  any,
  atomically,
  bugOn,
  collect,
  count,
  each,
  enumeration,
  exists,
  fn,
  forall,
  ids,
  ifThenElse,
  let_,
  maybe,
  next,
  none,
  process,
  processes,
  range,
  seq,
  set,
  spec,
  step,
  unit,
  variables,
  variant,
  variantOf,
  when,
  type Bool,
} from 'ballast';
import { symmetryOf } from '../../checker/reduce/symmetry.ts';
import { built } from '../interpret/build.ts';

const Cpu = ids('cpu', 3);
const Found = variant({ nothing: unit, number: range(0, 3) });
const used = variables({
  given: fn(Cpu, maybe(range(0, 3))),
  found: fn(Cpu, Found),
  queue: fn(Cpu, seq(range(0, 3), 2)),
  n: fn(Cpu, range(0, 3)),
  table: fn(range(0, 2), range(0, 3)),
  state: enumeration('off', 'on'),
  one: maybe(range(0, 3)),
  cpus: set(Cpu),
});
const { given, found, queue, n, table, state, one, cpus } = used;
const init = {
  given: none,
  found: variantOf(Found, 'nothing', 'unit'),
  queue: [],
  n: 0,
  table: 0,
  state: 'off',
  one: none,
  cpus: [],
} as const;

function hindrances(parts: object): readonly string[] {
  const invariants = { holds: state.isOneOf('off', 'on') };
  return symmetryOf(built(spec({ variables: used, init, invariants, ...parts }))).hindrances.map(
    ({ because }) => because,
  );
}

const total: Readonly<Record<string, Bool>> = {
  'what a condition before it in all(…) gives': forall({ c: Cpu }, ({ c }) =>
    all(given.at(c).isNot(none), given.at(c).value().is(1)).not(),
  ),
  'what the premise gives': forall({ c: Cpu }, ({ c }) => given.at(c).isNot(none).implies(given.at(c).value().is(1))),
  'what any(…) has come past': exists({ c: Cpu }, ({ c }) => any(given.at(c).is(none), given.at(c).value().is(1))),
  'a branch that the condition opens': forall({ c: Cpu }, ({ c }) =>
    ifThenElse(given.at(c).is(none), 0, given.at(c).value()).atMost(3),
  ),
  'a maybe that equals a value': forall({ c: Cpu }, ({ c }) => given.at(c).is(2).implies(given.at(c).value().is(2))),
  'a case that is told': forall({ c: Cpu }, ({ c }) =>
    found.at(c).isCase('number').implies(found.at(c).payload('number').is(1)),
  ),
  'the case that is left': forall({ c: Cpu }, ({ c }) =>
    any(found.at(c).isCase('nothing'), found.at(c).payload('number').is(1)),
  ),
  'the head of what is not empty': forall({ c: Cpu }, ({ c }) =>
    queue.at(c).isEmpty().not().implies(queue.at(c).head().is(1)),
  ),
  'an item below a length': forall({ c: Cpu }, ({ c }) =>
    queue.at(c).length().moreThan(1).implies(queue.at(c).nth(1).is(0)),
  ),
  'an item at a position below the length': forall({ c: Cpu, i: range(0, 3) }, ({ c, i }) =>
    i.lessThan(queue.at(c).length()).implies(queue.at(c).nth(i).is(0)),
  ),
  'a divisor that is not 0': forall({ c: Cpu }, ({ c }) =>
    n
      .at(c)
      .is(0)
      .not()
      .implies(n.at(c).dividedBy(n.at(c)).is(1)),
  ),
  'a modulus beyond 0': forall({ c: Cpu }, ({ c }) => n.at(c).modulo(n.at(c).plus(1)).is(0)),
  'an index within bounds': forall({ c: Cpu }, ({ c }) =>
    n
      .at(c)
      .lessThan(3)
      .implies(table.at(n.at(c)).is(0)),
  ),
  'an index that is computed': forall({ c: Cpu }, ({ c }) =>
    n
      .at(c)
      .moreThan(0)
      .implies(table.at(n.at(c).minus(1)).is(0)),
  ),
  'what has a name': forall({ c: Cpu }, ({ c }) =>
    let_({ x: given.at(c) }, ({ x }) => all(x.isNot(none), x.value().is(1)).not()),
  ),
  'what fails for all alike, at once': forall({ c: Cpu }, ({ c }) => n.at(c).is(one.value())),
  'what counts, and fails in one way': count({ c: Cpu }, ({ c }) => given.at(c).value().is(1)).is(0),
};

const uneven: Readonly<Record<string, readonly [Bool, string]>> = {
  'what no condition gives': [
    forall({ c: Cpu }, ({ c }) => given.at(c).value().is(1)),
    'forall c in cpu: given[c] = 1, where given[c].value() may have no value',
  ],
  'what comes after it': [
    forall({ c: Cpu }, ({ c }) => all(given.at(c).value().is(1), given.at(c).isNot(none))),
    'forall c in cpu: given[c] = 1 and given[c] # none, where given[c].value() may have no value',
  ],
  'what is said of another element': [
    exists({ a: Cpu, b: Cpu }, ({ a, b }) => all(given.at(a).isNot(none), given.at(b).value().is(1))),
    'exists a in cpu, b in cpu: given[a] # none and given[b] = 1, where given[b].value() may have no value',
  ],
  'what is said of the state before': [
    exists({ c: Cpu }, ({ c }) => all(given.at(c).isNot(none), found.at(c).payload('number').is(1))),
    'exists c in cpu: given[c] # none and found[c].number = 1, where found[c].number may have no value',
  ],
  'what fails for all alike, but not at once': [
    forall({ c: Cpu }, ({ c }) => any(n.at(c).is(0), n.at(c).is(one.value()))),
    'forall c in cpu: n[c] = 0 or n[c] = one, where one.value() may have no value',
  ],
  'what counts, and fails in two ways': [
    count({ c: Cpu }, ({ c }) => queue.at(c).head().is(given.at(c).value())).is(0),
    'count c in cpu: head(queue[c]) = given[c], where head(queue[c]) or given[c].value() may have no value',
  ],
  'a set of what may fail': [
    collect({ c: Cpu }, ({ c }) =>
      queue
        .at(c)
        .head()
        .plus(table.at(n.at(c))),
    ).isEmpty(),
    'collect c in cpu: head(queue[c]) + table[n[c]], where head(queue[c]) or table[n[c]] may have no value',
  ],
};

describe('elements stay interchangeable beside', () => {
  it.each(Object.entries(total))('%s', (_, invariant) => {
    expect(hindrances({ invariants: { invariant } })).toEqual([]);
  });
});

describe('elements are told apart by', () => {
  it.each(Object.entries(uneven))('%s', (_, [invariant, because]) => {
    expect(hindrances({ invariants: { invariant } })).toEqual([because]);
  });

  it('an update of all that may fail in two ways, and not by one that may in one', () => {
    const stores = action({ then: [each({ c: Cpu }, ({ c }) => n.at(c).becomes(n.at(c).plus(1)))] });
    expect(hindrances({ actions: { stores } })).toEqual([]);
    const unwraps = action({ then: [each({ c: Cpu }, ({ c }) => n.at(c).becomes(given.at(c).value().plus(1)))] });
    expect(hindrances({ actions: { unwraps } })).toEqual([
      'each c in cpu: n[c] := given[c] + 1, where given[c].value() or each c in cpu: n[c] := given[c] + 1 may have no value',
    ]);
  });

  it('a condition behind a write to what was known', () => {
    const Worker = processes('worker', 2);
    const found = (isWritten: boolean): readonly string[] =>
      hindrances({
        processes: [
          process(Worker, () => [
            atomically(
              step('look', when(one.isNot(none)), isWritten ? one.becomes(none) : state.becomes('on')),
              step('use', bugOn(exists({ c: Cpu }, ({ c }) => all(cpus.has(c), n.at(c).is(one.value()))))),
            ),
          ]),
        ],
      });
    expect(found(false)).toEqual([]);
    expect(found(true)).toHaveLength(1);
  });
});

describe('a local', () => {
  const Worker = processes('worker', 2);
  const work = process(Worker, ({ local }) => {
    const found_ = local('found', range(0, 3));
    return [step('look', found_.becomes(1)), step('use', state.becomes('on')), step('rest', found_.becomes(2))];
  });
  const isFound = (where: string): Bool =>
    forall({ w: Worker }, ({ w }) => work.isAt(w, where).implies(work.local(w, 'found', range(0, 3)).is(1)));

  it('has a value at the labels behind its first assignment', () => {
    expect(hindrances({ processes: [work], invariants: { found: isFound('use') } })).toEqual([]);
    expect(hindrances({ processes: [work], invariants: { found: isFound('look') } })).toHaveLength(1);
  });

  it('need not have one in the next state, wherever its process stood', () => {
    const parts = (isMoving: boolean): object => ({
      processes: [work],
      actionProperties: {
        found: forall({ w: Worker }, ({ w }) =>
          work.isAt(w, 'use').implies(next(work.local(w, 'found', range(0, 3)).is(isMoving ? 1 : 2))),
        ),
      },
    });
    expect(hindrances(parts(true))).toHaveLength(1);
  });
});
