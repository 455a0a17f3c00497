// Random specifications in which somebody always goes on, and what others wait for is possible now and then only: there strong fairness says
// more than weak fairness does.

import type { Chance } from './random.ts';

/** The body of `model(…)`, behind the imports. */
export function gatesText(chance: Chance): string {
  const gates = Array.from({ length: chance.between(1, 3) }, (_, index) => index);
  const length = chance.between(1, 3);
  const strength = (): string => chance.oneOf(['strongly', 'weakly', 'strongly']);
  const goal = (index: number): string => `done.at(element(G, ${index}))`;
  const gate = (index: number): string => {
    const guards = [
      `turn.is(${chance.between(0, length)})`,
      `not(${goal(index)})`,
      chance.percent(25) && index > 0 ? goal(index - 1) : '',
      chance.percent(25) ? chance.oneOf(['b', 'b.not()']) : '',
    ].filter((each) => each !== '');
    const moves = chance.percent(30) ? `, turn.becomes(${chance.between(0, length)})` : '';
    return `go${index}: action({ when: [${guards.join(', ')}], then: [${goal(index)}.becomes(true)${moves}] })`;
  };
  const wanted = (): string => goal(chance.oneOf(gates));
  const property = chance.oneOf([
    () => `eventually(${wanted()})`,
    () => `leadsTo(turn.is(${chance.between(0, length)}), ${wanted()})`,
    () => `someStep(fired('go${chance.oneOf(gates)}'))`,
    () => 'eventually(always(forall({ g: G }, ({ g }) => done.at(g))))',
    () => `assuming(always(eventually(b)), eventually(${wanted()}))`,
    () => `until(not(${wanted()}), ${wanted()})`,
    () => `always(eventually(any(${wanted()}, b)))`,
  ]);
  const isUndone = chance.percent(20);
  const actions = [
    `on: action({ when: [turn.lessThan(${length})${chance.percent(20) ? ', b.not()' : ''}], then: [turn.increment()] })`,
    `anew: action({ when: [turn.is(${length})], then: [turn.becomes(0)] })`,
    ...gates.map(gate),
    ...(chance.percent(50) ? ['flip: action({ then: [b.becomes(b.not())] })'] : []),
    ...(isUndone ? [`undo: action({ when: [${goal(0)}], then: [${goal(0)}.becomes(false)] })`] : []),
  ];
  const fairness = [
    chance.oneOf(["weakly('on')", "weakly(['on', 'anew'], { each: [] })"]),
    chance.oneOf(["weakly('anew')", "strongly('anew')"]),
    ...gates.filter(() => chance.percent(85)).map((index) => `${strength()}('go${index}')`),
  ];
  return `() => {
    const G = ids('g', ${gates.length});
    const { turn, done, b } = variables({ turn: range(0, ${length}), done: fn(G, bool), b: bool });
    return spec({
      variables: { turn, done, b },
      init: { turn: ${chance.oneOf(['0', 'anything'])}, done: false, b: false },
      actions: { ${actions.join(',\n        ')} },
      terminal: 'any',
      invariants: { any: turn.atMost(${length}) },
      liveness: { live0: ${property()}, live1: ${property()} },
      recoverable: { rec0: ${chance.oneOf(['turn.is(0)', wanted(), `not(${wanted()})`])} },
      fairness: [${fairness.join(', ')}],
    });
  }`;
}
