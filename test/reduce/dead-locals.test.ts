// Dead locals: where they are, and that a search without them finds the same, depth by depth.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  all,
  any,
  bool,
  branch,
  element,
  fired,
  loop,
  model,
  printStatements,
  procedure,
  process,
  processes,
  range,
  record,
  recordOf,
  spec,
  SpecError,
  step,
  variables,
  type Specification,
} from 'ballast';
import { Uncompilable } from '../../checker/compile/code.ts';
import { withoutDeadLocals } from '../../checker/reduce/dead-locals.ts';
import { variantsOf } from '../bundled.ts';
import { Chance } from '../agreement/random.ts';
import { fileOf, modelOf, randomText } from '../agreement/specifications.ts';
import { compareWithoutDead } from './unreduced.ts';

type Parts = Partial<Parameters<typeof spec>[0]>;

const Worker = processes('worker', 2);
const { n, m } = variables({ n: range(0, 3), m: range(0, 3) });

function built(worker: ReturnType<typeof process<'worker'>>, parts: Parts = {}): Specification {
  return model('worker', {}, () =>
    spec({
      variables: { n, m },
      init: { n: 0, m: 0 },
      processes: [worker],
      invariants: { small: n.atMost(3) },
      ...parts,
    }),
  ).build();
}

/** `x at b, c`: the locals that are dead, and where. */
function deadIn(specification: Specification): readonly string[] {
  return withoutDeadLocals(specification).dead.map(
    ({ variable, labels }) => `${variable.replace('worker.', '')} at ${labels.join(', ')}`,
  );
}

/** Reads `n` into x at `read`, uses it at `use`, and goes on to `rest` and `end`. */
const plain = process(Worker, ({ local }) => {
  const x = local('x', range(0, 3));
  return [step('read', x.becomes(n)), step('use', m.becomes(x)), step('rest', n.becomes(1)), step('end', n.becomes(2))];
});

describe('a local', () => {
  it('is dead after it was last read', () => {
    expect(deadIn(built(plain))).toEqual(['x at rest, end, terminated']);
  });

  it('is dead where every way writes it before it is read', () => {
    const worker = process(Worker, ({ local }) => {
      const x = local('x', range(0, 3));
      return [
        step('first', x.becomes(n)),
        step('between', n.becomes(1)),
        branch('either', n.is(1), [step('one', x.becomes(n))], [step('two', x.becomes(m))]),
        step('use', m.becomes(x)),
        step('end', n.becomes(0)),
      ];
    });
    expect(deadIn(built(worker))).toEqual(['x at between, either, one, two, end, terminated']);
  });

  it('lives where one way reads it', () => {
    const worker = process(Worker, ({ local }) => {
      const x = local('x', range(0, 3));
      return [
        step('first', x.becomes(n)),
        branch('either', n.is(1), [step('one', x.becomes(n))], [step('two', n.becomes(2))]),
        step('use', m.becomes(x)),
      ];
    });
    expect(deadIn(built(worker))).toEqual(['x at one, terminated']);
  });

  it('is read by the branch that the step before decides', () => {
    const worker = process(Worker, ({ local }) => {
      const x = local('x', bool);
      return [
        step('read', x.becomes(n.is(0))),
        step('before', n.becomes(1)),
        branch(x, [step('yes', m.becomes(1))]),
        step('end', n.becomes(2)),
      ];
    });
    expect(deadIn(built(worker))).toEqual(['x at end, terminated']);
  });

  it('is read where a part of it is written', () => {
    const worker = process(Worker, ({ local }) => {
      const pair = record({ a: range(0, 3), b: range(0, 3) });
      const x = local('x', pair);
      return [
        step('read', x.becomes(recordOf(pair, { a: n, b: m }))),
        step('part', x.field('a').becomes(n)),
        step('end', n.becomes(2)),
      ];
    });
    expect(deadIn(built(worker))).toEqual(['x at end, terminated']);
  });

  it('is kept where its value is settled: to reset it would make no two states equal', () => {
    const worker = process(Worker, ({ local }) => {
      const [x, y] = [local('x', range(0, 3)), local('y', bool)];
      return [
        step('read', x.becomes(2), y.becomes(n.is(0))),
        step('before', n.becomes(1)),
        branch(y, [step('yes', m.becomes(x))], [step('no', m.becomes(0))]),
        step('end', n.becomes(2)),
      ];
    });
    expect(deadIn(built(worker))).toEqual(['y at end, terminated']);
  });

  it('lives around a loop that reads it at its start', () => {
    const worker = process(Worker, ({ local }) => {
      const x = local('x', range(0, 3));
      return [
        step('first', x.becomes(n)),
        loop([step('use', m.becomes(x)), step('read', x.becomes(n)), step('rest', n.becomes(1))]),
      ];
    });
    expect(deadIn(built(worker))).toEqual(['x at read']);
  });

  it('of a procedure is read as an argument', () => {
    const store = procedure('store', { value: range(0, 3) }, ({ value }) => [
      step('pause', n.becomes(0)),
      step('put', m.becomes(value)),
    ]);
    const worker = process(Worker, ({ local }) => {
      const x = local('x', range(0, 3));
      return [step('read', x.becomes(n)), store({ value: x }), step('end', n.becomes(1))];
    });
    expect(deadIn(built(worker))).toEqual(['x at end, terminated']);
  });

  it('lives wherever a property may look', () => {
    const inv = plain.local(element(Worker, 0), 'x', range(0, 3)).is(n);
    expect(deadIn(built(plain, { invariants: { inv } }))).toEqual([]);
  });

  it('lives at the labels alone at which a property looks', () => {
    const self = element(Worker, 0);
    const x = plain.local(self, 'x', range(0, 3));
    const cases = {
      implies: plain.isAt(self, 'rest').implies(x.is(n)),
      all: all(plain.isAt(self, 'rest'), x.is(n)),
      any: any(plain.isAt(self, 'rest').not(), x.is(n)),
      several: any(plain.isAt(self, 'rest'), plain.isAt(self, 'use')).implies(x.is(n)),
      both: all(any(plain.isAt(self, 'rest'), plain.isAt(self, 'end')), plain.isAt(self, 'end').not()).implies(x.is(n)),
    };
    for (const inv of Object.values(cases))
      expect(deadIn(built(plain, { invariants: { inv } }))).toEqual(['x at end, terminated']);
  });

  it('lives where the label asked for is that of another process', () => {
    const [self, other] = [element(Worker, 0), element(Worker, 1)];
    const inv = plain.isAt(other, 'rest').implies(plain.local(self, 'x', range(0, 3)).is(n));
    expect(deadIn(built(plain, { invariants: { inv } }))).toEqual([]);
  });

  it('lives where a witness, a constraint, the end or a step of another kind reads it', () => {
    const x = plain.local(element(Worker, 0), 'x', range(0, 3)).is(n);
    const looks = plain.isAt(element(Worker, 0), 'end').implies(x);
    const Other = processes('other', 1);
    const other = process(Other, () => [step('look', m.becomes(plain.local(element(Worker, 0), 'x', range(0, 3))))]);
    expect(deadIn(built(plain, { reachable: { looks } }))).toEqual(['x at terminated']);
    expect(deadIn(built(plain, { constraints: { looks } }))).toEqual(['x at terminated']);
    expect(deadIn(built(plain, { terminal: looks }))).toEqual(['x at terminated']);
    expect(deadIn(built(plain, { processes: [plain, other] }))).toEqual([]);
  });

  it('lives at a label where a step that changes only it would be no step for an action property', () => {
    const worker = process(Worker, ({ local }) => {
      const x = local('x', range(0, 3));
      return [step('read', x.becomes(n)), loop([step('turn', x.becomes(m))])];
    });
    const never = fired('turn').not();
    expect(deadIn(built(worker))).toEqual(['x at turn']);
    expect(deadIn(built(worker, { actionProperties: { never } }))).toEqual([]);
  });

  it('is reset by the step that leaves its life, and nothing else changes', () => {
    const original = built(plain);
    const { specification } = withoutDeadLocals(original);
    const use = specification.actions.find(({ name }) => name === 'worker.use');
    expect(use && printStatements(use.body, '')).toEqual([
      'm := x',
      'worker.pc[worker] := rest',
      'worker.x[worker] := unset',
    ]);
    const others = ({ actions }: Specification): unknown => actions.filter(({ name }) => name !== 'worker.use');
    expect(others(specification)).toEqual(others(original));
    const { actions, processes: kinds } = original;
    expect({ ...specification, actions, processes: kinds }).toEqual(original);
    expect(specification.processes[0]?.locals).toEqual([{ variable: 'worker.x', labels: ['use'] }]);
  });

  it('that is always read leaves the specification as it is', () => {
    const worker = process(Worker, () => [step('only', m.becomes(n))]);
    const original = built(worker);
    expect(withoutDeadLocals(original)).toEqual({ specification: original, dead: [] });
  });
});

const asked = environment('BALLAST_REDUCTIONS');
const count = Number(asked ?? 60);
const seed = Number(environment('BALLAST_SEED') ?? 1);

function environment(name: string): string | undefined {
  return globalThis.process.env[name];
}

describe('a search without dead locals', () => {
  const reduced = variantsOf((index) => asked !== undefined || index % 12 === 5)
    .map(({ name, model, mutant }) => ({ name, specification: model.build({ mutant }) }))
    .filter(({ specification }) => withoutDeadLocals(specification).dead.length > 0);

  it.each(reduced)('finds the same of $name', async ({ specification }) => {
    const { difference } = await compareWithoutDead(specification, 1000);
    expect(difference).toBe('');
  });

  it('finds the same of random processes', { timeout: 3_600_000 }, async () => {
    let [compared, fewer] = [0, 0];
    const property = fc.asyncProperty(fc.gen(), async (next) => {
      const text = randomText(new Chance(next));
      const specification = builtFrom(text);
      if (specification === undefined || withoutDeadLocals(specification).dead.length === 0) return;
      try {
        const { difference, states } = await compareWithoutDead(specification, 150);
        if (difference !== '') throw new Error(`${difference}\n${fileOf(text)}`);
        compared += 1;
        if (states[0] > states[1]) fewer += 1;
      } catch (error) {
        if (!(error instanceof Uncompilable || error instanceof SpecError)) throw error;
      }
    });
    await fc.assert(property, { numRuns: count, seed, verbose: 0, endOnFailure: true });
    expect(compared).toBeGreaterThan(count / 10);
    expect(fewer).toBeGreaterThan(count / 60);
  });
});

function builtFrom(text: string): Specification | undefined {
  if (!text.includes('processes: [')) return undefined;
  try {
    return modelOf(text).build();
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}
