// Specifications that are large in one way: many steps in one process, many parts in one variable. The assembler's stack is small, so that code
// that lies too deep in other code is none.

import { describe, expect, it } from 'vitest';
import {
  action,
  exploreCompiled,
  fn,
  forall,
  ids,
  loop,
  model,
  process,
  processes,
  range,
  spec,
  step,
  variables,
  type Specification,
} from '../../checker/index.ts';

function longProcess(steps: number): Specification {
  return model('long', {}, () => {
    const { n } = variables({ n: range(0, 7) });
    const body = Array.from({ length: steps }, (_, index) => step(`s${index}`, n.becomes(n.plus(1).modulo(8))));
    const runner = process(processes('runner', 1), () => [loop(body)]);
    return spec({ variables: { n }, init: { n: 0 }, processes: [runner], invariants: { small: n.atMost(7) } });
  }).build();
}

function wideVariable(cells: number): Specification {
  return model('wide', {}, () => {
    const Cell = ids('cell', cells);
    const { n, rest, other } = variables({
      n: range(0, 3),
      rest: fn(Cell, range(0, 1_000_000)),
      other: fn(Cell, range(0, 1_000_000)),
    });
    return spec({
      variables: { n, rest, other },
      init: { n: 0, rest: 0, other: 0 },
      actions: {
        up: action({ when: [n.lessThan(3), rest.is(other)], then: [n.increment()] }),
        swap: action({ then: [rest.becomes(other), other.becomes(rest)] }),
      },
      invariants: { small: forall({ c: Cell }, ({ c }) => rest.at(c).is(0)) },
      actionProperties: { grows: n.atMost(3) },
      terminal: 'any',
    });
  }).build();
}

describe.each([false, true])('a large specification is compiled, whether it collects or not (%s),', (collect) => {
  it.each([100, 200, 1000])('with a process of %i steps', async (steps) => {
    const { ended, counts } = await exploreCompiled(longProcess(steps), { workers: 1, collect });
    expect({ ended, distinct: counts.statesDistinct }).toEqual({ ended: 'complete', distinct: lcm(8, steps) });
  });

  it.each([100, 500, 1500])('with variables of %i parts', async (cells) => {
    const { ended, counts } = await exploreCompiled(wideVariable(cells), { workers: 1, collect });
    expect({ ended, distinct: counts.statesDistinct }).toEqual({ ended: 'complete', distinct: 4 });
  });
});

/** After so many steps the counter and the position are what they were. */
function lcm(a: number, b: number): number {
  let multiple = a;
  while (multiple % b !== 0) multiple += a;
  return multiple;
}
