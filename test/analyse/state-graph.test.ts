import { describe, expect, it } from 'vitest';
import {
  action,
  anything,
  fn,
  forall,
  ids,
  process,
  processes,
  range,
  spec,
  stateGraphOf,
  step,
  variables,
  valueIn,
  type Binder,
  type Clause,
  type Node,
  type StatementTree,
} from 'ballast';
import { applyNodes, quantified } from '../../checker/language/nodes.ts';
import { gateOf } from '../../checker/analyse/gates.ts';
import { footprintOf } from '../../checker/reduce/footprint.ts';
import { built, counters, counting, stateOf } from '../interpret/build.ts';

const { n, m } = counters;

describe('a state graph', () => {
  it('numbers the states in the order of their depths, and knows each by its values', async () => {
    const graph = await stateGraphOf(counting(5));
    expect(graph).toMatchObject({ statesDistinct: 6, edgesDistinct: 9, depths: [0, 1, 1, 2, 2, 3], initial: [0] });
    const values = graph?.depths.map((_, number) => valueIn(graph.stateAt(number), 'n'));
    expect(values).toEqual([0, 1, 2, 3, 4, 5]);
    expect(graph?.depths.map((_, number) => graph.find(graph.stateAt(number)))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(graph?.find(stateOf(graph.specification, { n: 7 }))).toBe(-1);
  });

  it('counts two firings of one action between the same states as one edge', async () => {
    const either = action({ k: range(0, 1) }, ({ k }) => ({ when: [n.is(0), k.atLeast(0)], then: [n.becomes(1)] }));
    expect(await stateGraphOf(counting(1, { actions: { either } }))).toMatchObject({ edgesDistinct: 1 });
  });

  it('has no step from a state that a constraint excludes', async () => {
    const graph = await stateGraphOf(counting(9, { constraints: { small: n.lessThan(3) } }));
    expect(graph).toMatchObject({ statesDistinct: 5, edgesDistinct: 6 });
  });

  it('has steps that fail as edges to what they violate', async () => {
    const over = action({ when: [n.is(9)], then: [n.increment()] });
    const graph = await stateGraphOf(counting(9, { actions: { up: action({ then: [n.increment()] }), over } }));
    expect(graph?.failures).toEqual(['up: n := n + 1', 'over: n := n + 1']);
    expect(graph?.edges.targets.slice(-2)).toEqual([-1, -2]);
  });

  it('is not made of more states than are asked for', async () => {
    expect(await stateGraphOf(counting(5), { statesMost: 5 })).toBeUndefined();
    expect(await stateGraphOf(counting(5), { statesMost: 6 })).toBeDefined();
    const anywhere = counting(5, { variables: { n, m }, init: { n: anything, m: anything } });
    expect(await stateGraphOf(anywhere, { statesMost: 99 })).toBeUndefined();
    expect(await stateGraphOf(anywhere)).toMatchObject({ statesDistinct: 100 });
  });

  it('is not made when nobody waits for it any more', async () => {
    const Thing = ids('thing', 6);
    const { of } = variables({ of: fn(Thing, range(0, 9)) });
    const large = built(
      spec({
        variables: { of },
        init: { of: 0 },
        actions: {
          go: action({ t: Thing }, ({ t }) => ({ when: [of.at(t).lessThan(9)], then: [of.at(t).increment()] })),
        },
        terminal: 'any',
        invariants: { small: forall({ t: Thing }, ({ t }) => of.at(t).atMost(9)) },
      }),
    );
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort();
    }, 20);
    expect(await stateGraphOf(large, { signal: stop.signal })).toBeUndefined();
    expect(await stateGraphOf(counting(5), { signal: stop.signal })).toBeUndefined();
  });
});

describe('what an action touches', () => {
  const sort = { kind: 'bool' } as const;
  const of = (name: string): Node => ({ kind: 'variable', sort, name });
  const clause = (name: string): Clause => ({ name, node: of(name) });
  const over = (name: string): readonly Binder[] => [{ name: 'each', sort, domain: of(name) }];
  const sets = (target: string, value: string, each: string): StatementTree => ({
    kind: 'assign',
    updates: [{ name: 'then#1', target: of(target), value: of(value), binders: over(each) }],
  });

  it('is all that it names, wherever it names it', () => {
    const assertion = { path: 'go', property: 'go', severity: 'bug', node: of('asserted'), message: '' } as const;
    const inner = applyNodes('all', [of('left'), quantified('forall', over('inner'), of('right'))]);
    const { touched, written } = footprintOf({
      name: 'go',
      parameters: over('parameter'),
      when: [clause('guard'), { name: 'when#2', node: inner }],
      body: [
        { kind: 'require', clause: clause('required') },
        { kind: 'assert', assertion },
        sets('target', 'value', 'each'),
        {
          kind: 'if',
          condition: clause('condition'),
          then: [sets('then', 'one', 'each')],
          otherwise: [sets('else', 'one', 'each')],
        },
        {
          kind: 'choose',
          alternatives: [{ name: 'some', binders: over('picked'), body: [sets('some', 'one', 'each')] }],
        },
      ],
    });
    expect([...touched].sort()).toEqual(
      ['asserted', 'condition', 'each', 'else', 'guard', 'inner', 'left', 'one', 'parameter', 'picked', 'required']
        .concat(['right', 'some', 'target', 'then', 'value'])
        .sort(),
    );
    expect([...written].sort()).toEqual(['else', 'some', 'target', 'then']);
  });
});

describe('the gate of an action', () => {
  const Worker = processes('worker', 2);
  const { of } = variables({ of: fn(Worker, range(0, 1)) });
  const specification = built(
    spec({
      variables: { n, m, of },
      init: { n: 0, m: 0, of: 0 },
      processes: [
        process(Worker, ({ self }) => [step('first', of.at(self).becomes(1)), step('second', n.increment())]),
      ],
      actions: {
        both: action({ when: [n.is(m)], then: [n.becomes(1)] }),
        free: action({ then: [n.becomes(1)] }),
        fails: action({ when: [n.minus(1).dividedBy(n).is(0)], then: [m.becomes(1)] }),
      },
      terminal: 'any',
      invariants: { any: n.atLeast(0) },
    }),
  );
  const gates = new Map(specification.actions.map((each) => [each.name, gateOf(each)]));

  it('is where its process stands, and open where some process stands there', async () => {
    const graph = await stateGraphOf(specification);
    const isOpen = gates.get('worker.second')?.isOpen;
    const open = graph?.depths.map((_, number) => isOpen?.(graph.stateAt(number)));
    expect(gates.get('worker.second')?.variable).toBe('worker.pc');
    expect(new Set(open)).toEqual(new Set([true, false]));
  });

  it('is none where its first clause reads several variables, or there is no clause', () => {
    expect(gates.get('both')).toBeUndefined();
    expect(gates.get('free')).toBeUndefined();
  });

  it('is open where the clause is outside its domain: the firing fails', () => {
    expect(gates.get('fails')?.isOpen(stateOf(specification, { n: 0, m: 0 }))).toBe(true);
  });
});
