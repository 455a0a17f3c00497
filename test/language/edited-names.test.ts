// Properties and fairness name steps by paths, and edits take steps away: what is meant then.

import { describe, expect, it } from 'vitest';
import {
  drop,
  either,
  explore,
  fired,
  forall,
  leadsTo,
  model,
  not,
  printNode,
  process,
  processes,
  range,
  someStep,
  spec,
  step,
  strongly,
  variables,
  weakly,
  type Edit,
} from 'ballast';
import { predicatesOf } from '../../checker/language/temporal.ts';

const Worker = processes('worker', 1);
const { n } = variables({ n: range(0, 9) });

describe('a property', () => {
  it('may name a step that an edit takes out: nobody stands there', async () => {
    const program = process(Worker, () => [step('first', n.becomes(1)), step('second', n.becomes(2))]);
    const model_ = model('short', {}, () =>
      spec({
        variables: { n },
        init: { n: 0 },
        processes: [program],
        invariants: { never: forall({ w: Worker }, ({ w }) => program.isAt(w, 'second').not()) },
      }),
    );
    const verdict = async (...edits: readonly Edit[]) =>
      (await explore(model_.build({ edits }))).properties[0]?.verdict.kind;
    expect(await verdict()).toBe('violated');
    expect(await verdict(drop('second'))).toBe('holds');
  });

  it('as may a formula: of its firing, and of whoever stands there', () => {
    const program = process(Worker, () => [step('first', n.becomes(1)), step('second', n.becomes(2))]);
    const formulas = (...edits: readonly Edit[]) =>
      model('short', {}, () =>
        spec({
          variables: { n },
          init: { n: 0 },
          processes: [program],
          invariants: { small: n.atMost(2) },
          liveness: {
            fires: someStep(fired('second')),
            stands: forall({ w: Worker }, ({ w }) => leadsTo(program.isAt(w, 'second'), n.is(2))),
          },
        }),
      )
        .build({ edits })
        .liveness.flatMap(({ formula }) => predicatesOf(formula))
        .map(({ node }) =>
          node.kind === 'fired' ? node.actions : node.kind === 'named' ? printNode(node.body) : printNode(node),
        );
    expect(formulas()).toEqual([['worker.second'], 'worker.pc[w] = second', 'n = 2']);
    expect(formulas(drop('second'))).toEqual([[], 'false', 'n = 2']);
  });

  it('or fairness may speak of its firing: there is none', async () => {
    const program = process(Worker, () => [step('first', n.becomes(1)), step('second', n.becomes(2))]);
    const built_ = (pattern: string, ...edits: readonly Edit[]) =>
      model('short', {}, () =>
        spec({
          variables: { n },
          init: { n: 0 },
          processes: [program],
          actionProperties: { never: not(fired(pattern)) },
          fairness: [weakly(pattern)],
        }),
      ).build({ edits });
    const verdict = async (...edits: readonly Edit[]) =>
      (await explore(built_('second', ...edits))).properties[0]?.verdict.kind;
    expect(await verdict()).toBe('violated');
    expect(await verdict(drop('second'))).toBe('holds');
    expect(built_('second', drop('second')).fairness).toMatchObject([{ of: 'second', actions: [] }]);
    expect(() => built_('sekond', drop('second'))).toThrow("no action, path or process is named 'sekond'");
  });

  it('and with it what it chose among', () => {
    const program = process(Worker, () => [
      either('pass', { again: [n.becomes(1)], enough: [n.becomes(2)] }),
      step('second', n.becomes(0)),
    ]);
    const edited = model('short', {}, () =>
      spec({
        variables: { n },
        init: { n: 0 },
        processes: [program],
        invariants: { small: n.atMost(2) },
        fairness: [strongly('pass/enough')],
      }),
    );
    expect(edited.build({}).fairness).toMatchObject([{ actions: [expect.stringMatching(/pass\/enough$/)] }]);
    expect(edited.build({ edits: [drop('pass')] }).fairness).toMatchObject([{ actions: [] }]);
  });
});
