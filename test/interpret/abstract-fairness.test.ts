// Fairness of an abstract specification: Peterson's algorithm is a lock, and how fair a lock depends on how fair the processes are.
// Source: tlaplus/Examples, specifications/locks_auxiliary_vars, where Peterson.tla refines LockHS.tla.

import { describe, expect, it } from 'vitest';
import {
  any,
  bool,
  cases,
  element,
  exploreCompiled,
  explore,
  fn,
  loop,
  model,
  none,
  otherwise,
  process,
  processes,
  refines,
  spec,
  step,
  variables,
  weakly,
  when,
  type Bool,
  type Expr,
  type Fairness,
  type Id,
  type PropertyResult,
  type Specification,
} from '../../checker/index.ts';
import lock from '../../examples/lock.ts';

function peterson(fairness: readonly Fairness[], lockFairness: 'strong' | 'weak' | 'none'): Specification {
  return model('peterson', {}, () => {
    const Proc = processes('proc', 2);
    const { flag, turn } = variables({ flag: fn(Proc, bool), turn: Proc });
    const proc = process(Proc, ({ self }) => {
      const other = self.next();
      return [
        loop([
          step('elsewhere'),
          step('announce', flag.at(self).becomes(true)),
          step('yield', turn.becomes(other)),
          step('wait', when(any(flag.at(other).not(), turn.is(self)))),
          step('inside'),
          step('retreat', flag.at(self).becomes(false)),
        ]),
      ];
    });
    const isInside = (p: Expr<Id<'proc'>>): Bool => any(proc.isAt(p, 'inside'), proc.isAt(p, 'retreat'));
    const [first, second] = [element(Proc, 0), element(Proc, 1)];
    return spec({
      variables: { flag, turn },
      init: { flag: false, turn: first },
      processes: [proc],
      fairness,
      refinements: {
        Lock: refines(
          lock,
          { procs: 2, fairness: lockFairness },
          {
            mutex: cases([isInside(first), first], [isInside(second), second], [otherwise, none]),
            'proc.pc': (p: Expr<Id<'proc'>>) =>
              cases(
                [proc.isAt(p, 'elsewhere'), 'elsewhere'],
                [proc.isAt(p, 'inside'), 'inside'],
                [proc.isAt(p, 'retreat'), 'unlock'],
                [otherwise, 'lock'],
              ),
          },
        ),
      },
    });
  }).build();
}

async function found(engine: typeof explore, specification: Specification): Promise<PropertyResult> {
  const { properties } = await engine(specification);
  const property = properties.find(({ name }) => name === 'Lock');
  if (property === undefined) throw new Error('there is no refinement');
  return property;
}

describe.each([
  ['the reference', explore],
  ['the generated code', exploreCompiled],
])('an algorithm for a lock, by %s', (_, engine) => {
  it.each(['strong', 'weak', 'none'] as const)(
    'is one whose fairness is %s where each process goes on',
    async (lockIs) => {
      const { kind, verdict } = await found(engine, peterson([weakly('proc')], lockIs));
      expect([kind, verdict.kind]).toEqual(['refinement', 'holds']);
    },
  );

  it('is one without fairness where nobody has to go on', async () => {
    expect((await found(engine, peterson([], 'none'))).verdict.kind).toBe('holds');
  });

  it('is none of weak fairness where nobody has to go on', async () => {
    const { verdict } = await found(engine, peterson([], 'weak'));
    if (verdict.kind !== 'violated') throw new Error('it is violated');
    expect([verdict.form, verdict.steps]).toEqual(['refinement', 0]);
    expect(verdict.trace?.loop).toEqual({ from: 0, isStuttering: true, fairness: [] });
    expect(verdict.trace?.mapped?.states).toHaveLength(1);
    expect(verdict.explanation).toMatchObject({
      text: 'weak fairness of proc (proc#0) of lock',
      value: 'not met',
      reads: [
        { name: 'enabled', value: 'in state 0: proc.elsewhere by proc#0' },
        { name: 'taken', value: 'by no step of the loop' },
      ],
    });
  });

  it('is none of weak fairness where one may go round for ever, and shows how the loop is mapped', async () => {
    const { verdict } = await found(engine, peterson([weakly('proc', { each: [] })], 'weak'));
    if (verdict.kind !== 'violated') throw new Error('it is violated');
    const { trace, explanation } = verdict;
    expect(trace?.loop).toEqual({
      from: 0,
      isStuttering: false,
      fairness: [{ text: 'weak fairness of proc', why: 'taken by step 1' }],
    });
    expect(trace?.mapped?.steps.map((each) => (each?.kind === 'fires' ? each.text : each?.kind))).toEqual([
      'proc.elsewhere by proc#1',
      'stutters',
      'stutters',
      'proc.lock by proc#1',
      'proc.inside by proc#1',
      'proc.unlock by proc#1',
    ]);
    expect(trace?.mapped?.states).toHaveLength(6);
    expect(explanation).toMatchObject({
      text: 'weak fairness of proc (proc#0) of lock',
      reads: [
        { name: 'enabled', value: 'in every state of the loop: proc.elsewhere by proc#0' },
        { name: 'taken', value: 'by no step of the loop' },
      ],
    });
  });
});
