// Where nothing is said to tell elements apart, an evaluation comes to the same in every naming of them: to the same value, or to no value for
// the same reason. Random conditions and updates full of what may have no value, guarded well and badly, in random states.

import fc from 'fast-check';
import { Map as FunctionValue, List } from 'immutable';
import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  any,
  collect,
  count,
  each,
  exists,
  fn,
  forall,
  ids,
  ifThenElse,
  let_,
  maybe,
  none,
  printNode,
  printStatements,
  range,
  seq,
  spec,
  subset,
  unit,
  variables,
  variant,
  variantOf,
  type Bool,
  type Id,
  type Specification,
  type Term,
  type Value,
} from 'ballast';
import { codecOf } from '../../checker/interpret/encode.ts';
import { evaluate } from '../../checker/interpret/evaluate.ts';
import { fire } from '../../checker/interpret/fire.ts';
import { permuterOf } from '../../checker/interpret/permute.ts';
import type { State } from '../../checker/interpret/state.ts';
import { DomainError } from '../../checker/interpret/world.ts';
import { tagged } from '../../checker/language/values.ts';
import { symmetryOf } from '../../checker/reduce/symmetry.ts';
import { Chance } from '../agreement/random.ts';
import { built, stateOf } from '../interpret/build.ts';

const conditions = Number(process.env['BALLAST_REDUCTIONS'] ?? 150);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const statesEach = 25;

const Cpu = ids('cpu', 2);
const Found = variant({ nothing: unit, number: range(0, 1) });
const used = variables({
  given: fn(Cpu, maybe(range(0, 1))),
  found: fn(Cpu, Found),
  queue: fn(Cpu, seq(range(0, 1), 2)),
  n: fn(Cpu, range(0, 2)),
  table: fn(range(0, 1), range(0, 2)),
  one: maybe(range(0, 1)),
});
const { given, found, queue, n, table, one } = used;
const init = {
  given: none,
  found: variantOf(Found, 'nothing', 'unit'),
  queue: [],
  n: 0,
  table: 0,
  one: none,
} as const;

type Cpus = readonly Term<Id<'cpu'>>[];

function number(chance: Chance, cpus: Cpus, depth: number): Term<number> {
  const c = chance.oneOf(cpus);
  const inner = (): Term<number> => number(chance, cpus, depth - 1);
  const plain = [
    (): Term<number> => n.at(c),
    (): Term<number> => given.at(c).value(),
    (): Term<number> => one.value(),
    (): Term<number> => queue.at(c).head(),
    (): Term<number> => found.at(c).payload('number'),
    (): Term<number> => queue.at(c).length(),
  ];
  if (depth <= 0) return chance.oneOf(plain)();
  return chance.oneOf([
    ...plain,
    () => table.at(inner()),
    () => queue.at(c).nth(inner()),
    () => inner().minus(1),
    () => inner().plus(inner()),
    () => inner().dividedBy(inner()),
    () => ifThenElse(condition(chance, cpus, depth - 1), inner(), inner()),
  ])();
}

function condition(chance: Chance, cpus: Cpus, depth: number): Bool {
  const c = chance.oneOf(cpus);
  const inner = (): Bool => condition(chance, cpus, depth - 1);
  const plain = [
    (): Bool => given.at(c).isNot(none),
    (): Bool => given.at(c).is(none),
    (): Bool => one.isNot(none),
    (): Bool => queue.at(c).isEmpty(),
    (): Bool => queue.at(c).length().moreThan(1),
    (): Bool => found.at(c).isCase('number'),
    (): Bool => found.at(c).isCase('nothing').not(),
    (): Bool => n.at(c).lessThan(2),
    (): Bool => n.at(c).is(0),
    (): Bool => given.at(c).is(1),
  ];
  if (depth <= 0) return chance.oneOf(plain)();
  return chance.oneOf<() => Bool>([
    ...plain,
    () => number(chance, cpus, depth - 1).is(number(chance, cpus, depth - 1)),
    () => number(chance, cpus, depth - 1).atMost(1),
    () => all(inner(), inner()),
    () => any(inner(), inner()),
    () => inner().implies(inner()),
    () => inner().not(),
    () => all(inner(), inner(), inner()),
    () => let_({ v: given.at(c) }, ({ v }) => all(v.isNot(none), v.value().is(1))),
    () => let_({ v: number(chance, cpus, depth - 1) }, ({ v }) => any(inner(), v.is(1))),
    () => going(chance, cpus, depth - 1),
  ])();
}

/** Goes through all cpus. */
function going(chance: Chance, cpus: Cpus, depth: number): Bool {
  const body = (c: Cpus[number]): Bool => condition(chance, [...cpus, c], depth);
  const value = (c: Cpus[number]): Term<number> => number(chance, [...cpus, c], depth);
  return chance.oneOf<() => Bool>([
    () => forall({ c: Cpu }, ({ c }) => body(c)),
    () => exists({ c: Cpu }, ({ c }) => body(c)),
    () => count({ c: Cpu }, ({ c }) => body(c)).is(1),
    () => subset({ c: Cpu }, ({ c }) => body(c)).isEmpty(),
    () =>
      collect({ c: Cpu }, ({ c }) => value(c))
        .size()
        .is(1),
    () => forall({ k: range(0, 1), c: Cpu }, ({ k, c }) => any(n.at(c).isNot(k), body(c))),
  ])();
}

function specificationOf(chance: Chance): Specification {
  const act = chance.oneOf([
    () => action({ then: [each({ c: Cpu }, ({ c }) => n.at(c).becomes(number(chance, [c], 2)))] }),
    () =>
      action({ c: Cpu }, ({ c }) => ({
        when: [condition(chance, [c], 2), going(chance, [c], 2)],
        then: [n.at(c).becomes(number(chance, [c], 1))],
      })),
    () => action({ when: [going(chance, [], 2)], then: [one.becomes(1)] }),
  ])();
  return built(spec({ variables: used, init, actions: { act }, invariants: { rule: going(chance, [], 3) } }));
}

function randomState(chance: Chance, specification: Specification): State {
  const ofEach = (value: () => Value): Value => FunctionValue<Value, Value>([0, 1].map((key) => [key, value()]));
  const maybeNumber = (): Value => chance.oneOf<Value>([null, 0, 1]);
  return stateOf(specification, {
    given: ofEach(maybeNumber),
    found: ofEach(() => chance.oneOf([tagged('nothing', 'unit'), tagged('number', 0), tagged('number', 1)])),
    queue: ofEach(() => chance.oneOf([List(), List([0]), List([1, 0])])),
    n: ofEach(() => chance.below(3)),
    table: ofEach(() => chance.below(3)),
    one: maybeNumber(),
  });
}

/** The value, or why there is none. */
function outcome(specification: Specification, state: State): string {
  try {
    const [rule] = specification.invariants;
    return String(rule && evaluate(rule.node, { state, bound: new Map() }));
  } catch (error) {
    if (error instanceof DomainError) return error.text;
    throw error;
  }
}

describe('where nothing is said to tell elements apart', () => {
  it('an evaluation and a step come to the same under other names', () => {
    const seen = new Map<string, number>();
    const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
    const swapped = [{ sort: Cpu, images: [1, 0] }];
    const property = fc.property(fc.gen(), (next) => {
      const chance = new Chance(next);
      const specification = specificationOf(chance);
      const { hindrances } = symmetryOf(specification);
      const isSaidOf = (where: string): boolean => hindrances.some((each) => each.where === where);
      const swap = permuterOf(specification.variables, swapped);
      const { encode } = codecOf(specification);
      const keyOf = (state: State): string => Buffer.from(encode(state)).toString('hex');
      const [act] = specification.actions;
      const [rule] = specification.invariants;
      if (act === undefined || rule === undefined) throw new Error('there is an action and an invariant');
      const steps = (state: State, rename: (state: State) => State): readonly string[] =>
        fire(act, state)
          .map(({ result }) => (result.kind === 'successor' ? keyOf(rename(result.state)) : result.failure.property))
          .sort((a, b) => (a < b ? -1 : 1));
      let [isUnevenRule, isUnevenStep] = [false, false];
      for (let at = 0; at < statesEach; at += 1) {
        const state = randomState(chance, specification);
        isUnevenRule ||= outcome(specification, state) !== outcome(specification, swap(state));
        isUnevenStep ||= steps(state, swap).join() !== steps(swap(state), (each) => each).join();
      }
      note(`rule: ${isUnevenRule ? 'uneven' : 'even'}, ${isSaidOf("property 'rule'") ? 'told' : 'not told'}`);
      note(`step: ${isUnevenStep ? 'uneven' : 'even'}, ${isSaidOf("action 'act'") ? 'told' : 'not told'}`);
      const text = [...act.when.map(({ node }) => printNode(node)), ...printStatements(act.body)].join('\n');
      const untold = [
        ...(isUnevenRule && !isSaidOf("property 'rule'") ? [printNode(rule.node)] : []),
        ...(isUnevenStep && !isSaidOf("action 'act'") ? [text] : []),
      ];
      expect(untold).toEqual([]);
    });
    fc.assert(property, { numRuns: conditions, seed });
    if (process.env['BALLAST_SHOW'] !== undefined)
      process.stdout.write(`${JSON.stringify(Object.fromEntries(seen))}\n`);
    const all_ = ['rule: uneven, told', 'step: uneven, told', 'rule: even, not told', 'step: even, not told'];
    expect(all_.filter((what) => (seen.get(what) ?? 0) < conditions / 20)).toEqual([]);
  });
});
