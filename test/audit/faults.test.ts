// Faults that are put into the reductions, as a mistake of the checker would be: both engines take the same relation, and a state that is no
// representative has a trace like any other, so that nothing but an audit notices.

import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  all,
  bool,
  exists,
  model,
  type Model,
  process,
  processes,
  type Reductions,
  spec,
  step,
  variables,
} from '../../checker/index.ts';
import { withAudit } from '../../src/audit/with-audit.ts';
import { ask, type Question } from '../../src/check/ask.ts';
import { loadedOf } from '../../src/ci/check.ts';
import { parseOptions } from '../../src/ci/check-options.ts';
import { renderCheck } from '../../src/report/check-report.ts';
import type { CheckResult } from '../../src/result/result.ts';
import ticketlock from '../../examples/ticketlock.ts';
import spinlock from '../../examples/spinlock.ts';
import twoPhase from '../../examples/two-phase.ts';
import { testTerminal } from '../command/command.ts';
import type * as Exchange from '../../checker/compile/exchange.ts';
import type * as Independence from '../../checker/reduce/independence.ts';
import type * as KeyOrder from '../../checker/reduce/key-order.ts';

const fault = vi.hoisted((): { is: 'none' | 'independence' | 'exchange' | 'order' } => {
  // Other tests of this process have imported the modules as they are.
  vi.resetModules();
  return { is: 'none' };
});
afterAll(() => vi.resetModules());

/** Whatever anybody does is taken to disturb nobody. */
vi.mock(import('../../checker/reduce/independence.ts'), async (original) => {
  const real: typeof Independence = await original();
  return {
    ...real,
    conflictOf: (...args) => (fault.is === 'independence' ? undefined : real.conflictOf(...args)),
  };
});

/** Of two elements that change places, the last thing that belongs to them stays where it is. */
vi.mock(import('../../checker/compile/exchange.ts'), async (original) => {
  const real: typeof Exchange = await original();
  return {
    ...real,
    exchangeCode: (...args) => {
      const code = real.exchangeCode(...args);
      return fault.is === 'exchange' ? { ...code, lines: code.lines.slice(0, -1) } : code;
    },
  };
});

/** An element's key is its place, whatever the state is: so every state is taken for a representative. */
vi.mock(import('../../checker/reduce/key-order.ts'), async (original) => {
  const real: typeof KeyOrder = await original();
  return {
    ...real,
    keyOrderOf: (...args) => {
      const order = real.keyOrderOf(...args);
      if (fault.is !== 'order') return order;
      const keyOf = (place: number): KeyOrder.KeyPart => {
        const table = Array.from({ length: 64 }, () => place + 1);
        return { shift: 0, bits: 8, terms: [{ use: 0, field: 0, conditions: [], table }] };
      };
      return order.map((each) => ({ ...each, keys: each.keys.map((_, place) => [keyOf(place)]) }));
    },
  };
});

/** One writes, another reads: who comes first makes a difference, which no property sees before it is read. */
const race = model('race', {}, () => {
  const Writer = processes('writer', 1);
  const Reader = processes('reader', 1);
  const { written, seen } = variables({ written: bool, seen: bool });
  const writer = process(Writer, () => [step('write', written.becomes(true)), step('rest')]);
  const reader = process(Reader, () => [step('read', seen.becomes(written)), step('look')]);
  return spec({
    variables: { written, seen },
    init: { written: false, seen: false },
    processes: [writer, reader],
    reachable: {
      'read before it is written': exists({ r: Reader }, ({ r }) => all(reader.isAt(r, 'look'), seen.not())),
    },
  });
});

async function audited(kind: typeof fault.is, model: Model, reductions: Reductions): Promise<CheckResult> {
  fault.is = kind;
  const terminal = testTerminal('/tmp');
  const loaded = loadedOf(model);
  const question: Question & { readonly reductions: Reductions } = {
    ...parseOptions({ workers: 1 }),
    reference: model.name,
    reductions,
  };
  return await withAudit(await ask(loaded, question, terminal), loaded, question, terminal);
}

const firstLine = (result: CheckResult): string => renderCheck(result).split('\n')[0] ?? '';
const differencesIn = ({ audit }: CheckResult): readonly string[] =>
  (audit?.sizes ?? []).flatMap(({ searches }) =>
    searches.flatMap(({ name, differences }) => differences.map((difference) => `${name}: ${difference}`)),
  );

describe('without a fault', () => {
  it.each([
    [race, { partialOrder: true }],
    [ticketlock, { partialOrder: true }],
    [spinlock, { symmetry: true }],
    [twoPhase, { symmetry: true }],
  ] as const)('an audit finds nothing', async (model, reductions) => {
    expect(await audited('none', model, reductions)).toMatchObject({ audit: { outcome: 'agree' }, status: 0 });
  });
});

describe('an audit catches', () => {
  it('a fault in the independence relation', async () => {
    const result = await audited('independence', race, { partialOrder: true });
    expect(result.audit?.outcome).toBe('disagree');
    expect(result).toMatchObject({ status: 70, verdict: 'not decided' });
    expect(firstLine(result)).toBe('race: not to be trusted; its audit found otherwise');
    expect(differencesIn(result)).toEqual([
      'all reductions: read before it is written is never reached, and is reached in 1 step without reductions',
    ]);
  });

  it('a part of a state that is not renamed with the rest', async () => {
    const result = await audited('exchange', twoPhase, { symmetry: true });
    expect(result).toMatchObject({ audit: { outcome: 'disagree' }, status: 70 });
    expect(differencesIn(result)).toContainEqual(
      expect.stringMatching(/^as asked: it stands for [\d,]+ states, and there are 288 without reductions$/),
    );
  });

  it('representatives of which there is more than one in an orbit', async () => {
    const result = await audited('order', spinlock, { symmetry: true });
    expect(result).toMatchObject({ audit: { outcome: 'disagree' }, status: 70 });
    expect(differencesIn(result)).toEqual(['as asked: it stands for 16 states, and there are 8 without reductions']);
  });
});
