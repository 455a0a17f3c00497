// A condition of a formula over behaviours that has no value: the trace to there is studied as that to any other violation.

import { action, always, eventually, everyStep, forall, leadsTo, range, seq, spec, variables } from 'ballast';
import { describe, expect, it } from 'vitest';
import { studied } from './studied.ts';

const { n, list } = variables({ n: range(0, 3), list: seq(range(0, 3), 2) });

const emptied = (parts: object): ReturnType<typeof spec> =>
  spec({
    variables: { n, list },
    init: { n: 0, list: [1] },
    actions: {
      up: action({ when: [n.lessThan(2)], then: [n.increment()] }),
      drop: action({ when: [n.is(2), list.isEmpty().not()], then: [list.becomes(list.tail())] }),
      on: action({ when: [n.is(2), list.isEmpty()], then: [n.becomes(3)] }),
    },
    terminal: 'any',
    invariants: { any: n.atMost(3) },
    ...parts,
  });

describe('a condition of a formula without a value', () => {
  it('is why a state is where its trace ends, with the step that made it so', async () => {
    const declaration = emptied({ liveness: { headed: leadsTo(n.is(1), list.head().is(1)) } });
    expect(await studied(declaration, 'headed: head(list)')).toMatchObject({
      steps: ['up', 'up', 'drop'],
      because: { step: 3, text: 'step 3 (drop) changed list from <1> to <>' },
    });
  });

  it('may be one that can be recovered, and one of a step', async () => {
    const { because } = await studied(emptied({ recoverable: { again: list.head().is(1) } }), 'again: head(list)');
    expect(because).toMatchObject({ step: 3 });
    const ofSteps = emptied({ liveness: { stepped: always(eventually(everyStep(list.head().is(1)))) } });
    const found = await studied(ofSteps, 'stepped: head(list)');
    expect(found).toMatchObject({ steps: ['up', 'up', 'drop', 'on'], because: { step: 3 } });
  });

  it('is looked for with what is bound around it', async () => {
    const nth = forall({ i: range(0, 1) }, ({ i }) => leadsTo(n.is(3), list.nth(i).is(1)));
    const { steps } = await studied(emptied({ init: { n: 0, list: [1, 1] }, liveness: { nth } }), 'nth: list[i]');
    expect(steps).toEqual(['up', 'up', 'drop']);
  });
});
