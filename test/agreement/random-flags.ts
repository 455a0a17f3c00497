// Random specifications of a few small variables and actions that set them: all of their states are soon known, and they go round in many ways,
// of which fairness leaves out some.

import type { ThreadsBehaving } from './random-threads.ts';
import type { Chance } from './random.ts';

/** The body of `model(…)`, behind the imports. `behaving`: what is said of behaviours. */
export function flagsText(chance: Chance, behaving: (scope: ThreadsBehaving) => readonly string[]): string {
  const number = (): string => String(chance.below(3));
  const label = (): string => `'${chance.oneOf(['x', 'y', 'z'])}'`;
  const page = (isInside: boolean): string =>
    isInside && chance.percent(70) ? 'self' : `element(P, ${chance.below(2)})`;
  // Outside its domain now and then.
  const isRisky = chance.percent(8);
  const test = (isInside: boolean): string =>
    chance.oneOf([
      () => `a.${chance.oneOf(['is', 'isNot', 'lessThan'])}(${number()})`,
      () => `c.${chance.oneOf(['is', 'isNot'])}(${label()})`,
      () => chance.oneOf(['b', 'b.not()']),
      () => `f.at(${page(isInside)}).is(${chance.below(2)})`,
      () => (isRisky ? `m.value().is(self)`.replace('self', page(isInside)) : `m.is(${page(isInside)})`),
    ])();
  const update = (isInside: boolean): readonly [variable: string, text: string] =>
    chance.oneOf([
      () => ['a', `a.becomes(${chance.oneOf([number(), 'a.plus(1).modulo(3)', 'a.plus(2).modulo(3)'])})`] as const,
      () => ['c', `c.becomes(${label()})`] as const,
      () => ['b', `b.becomes(${chance.oneOf(['true', 'false', 'b.not()'])})`] as const,
      () => {
        const at = page(isInside);
        return ['f', `f.at(${at}).becomes(${chance.oneOf(['0', '1', `f.at(${at}).plus(1).modulo(2)`])})`] as const;
      },
      () => ['m', `m.becomes(${chance.oneOf(['none', page(isInside)])})`] as const,
    ])();
  const actors: string[] = [];
  const actions = Array.from({ length: chance.oneOf([3, 4, 5, 2, 6]) }, (_, index) => {
    const isInside = chance.percent(35);
    if (isInside) actors.push(`act${index}`);
    const when = Array.from({ length: chance.oneOf([1, 2, 1, 0]) }, () => test(isInside));
    const then = new Map(Array.from({ length: chance.oneOf([1, 2]) }, () => update(isInside)));
    const body = `({ when: [${when.join(', ')}], then: [${[...then.values()].join(', ')}] })`;
    return `act${index}: ${isInside ? `action({ self: P }, ({ self }) => ${body})` : `action${body}`}`;
  });
  const initial = (): string =>
    `{ a: ${number()}, b: ${chance.oneOf(['false', 'true', 'anything'])}, c: ${label()}, f: 0, m: ${isRisky ? 'element(P, 0)' : 'none'} }`;
  const condition = (): string =>
    chance.percent(40) ? `${chance.oneOf(['all', 'any'])}(${test(false)}, ${test(false)})` : test(false);
  const step = (): string =>
    chance.oneOf([
      () => `fired('act${chance.below(actions.length)}')`,
      () => `changed(${chance.oneOf(['a', 'b', 'c'])})`,
      () => `all(a.is(${number()}), next(b))`,
      () => `next(a).isNot(${number()})`,
    ])();
  const names = actions.map((_, index) => `act${index}`);
  const alone = names.filter((name) => !actors.includes(name));
  const parts = [
    'variables: { a, b, c, f, m }',
    chance.percent(20) ? `inits: [${initial()}, ${initial()}]` : `init: ${initial()}`,
    `actions: { ${actions.join(',\n        ')} }`,
    `invariants: { inv0: ${chance.percent(85) ? 'a.atMost(2)' : condition()} }`,
    ...behaving({ state: condition, step, actors, alone, kinds: [] }),
    chance.percent(80) ? "terminal: 'any'" : '',
  ].filter((part) => part !== '');
  const lines = [
    "const P = ids('page', 2);",
    "const { a, b, c, f, m } = variables({ a: range(0, 2), b: bool, c: enumeration('x', 'y', 'z'), f: fn(P, range(0, 1)), m: maybe(P) });",
    `return spec({\n      ${parts.join(',\n      ')},\n    });`,
  ];
  return `() => {\n    ${lines.join('\n    ')}\n  }`;
}
