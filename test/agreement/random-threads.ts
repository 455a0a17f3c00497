// Random specifications in which steps of one process often have nothing to do with the others: each has places of its own, and shares some
// under locks, of the lock sort or truth values used as such, and some under none.

import type { Chance } from './random.ts';

/** What formulas and fairness may name. */
export interface ThreadsBehaving {
  readonly state: () => string;
  readonly step: () => string;
  /** Actions with the parameter `self`, and without any. */
  readonly actors: readonly string[];
  readonly alone?: readonly string[];
  /** Kinds of processes. */
  readonly kinds: readonly string[];
}

/** The body of `model(…)`, behind the imports. `behaving`: what else is said, of behaviours. */
export function threadsText(chance: Chance, behaving?: (scope: ThreadsBehaving) => readonly string[]): string {
  const maker = new Maker(chance);
  const kinds = chance.oneOf([['W'], ['W', 'V'], ['W'], ['W', 'V'], []]);
  const sizes = kinds.length === 1 ? [2] : kinds.map((_, index) => (index === 0 ? chance.oneOf([2, 1]) : 1));
  const hasFlow = kinds.length === 0 || chance.percent(30);
  const programs = kinds.map((kind) => maker.program(kind));
  const flow = hasFlow ? maker.flow() : [];
  const free = chance.percent(20)
    ? [`free: action({}, () => ({ when: [${maker.test()}], then: [${maker.update()}] }))`]
    : [];
  const declared = [
    'a: range(0, 2)',
    'b: bool',
    'own: fn(W, range(0, 2))',
    'page: fn(P, range(0, 2))',
    'guard: bool',
    "lk: lock('sleep')",
    "lks: fn(P, lock('sleep'))",
    'owner: maybe(W)',
    ...(hasFlow ? ["pc: fn(C, enumeration('p', 'q', 'r', 's'))", 'at: fn(C, P)'] : []),
  ];
  const names = declared.map((each) => each.slice(0, each.indexOf(':')));
  const init = [
    'a: 0, b: false, own: 0, page: 0, guard: false',
    "lk: 'free', lks: 'free', owner: none",
    ...(hasFlow ? ["pc: 'p', at: element(P, 0)"] : []),
  ];
  const W = kinds.length === 0 ? `ids('w', 2)` : `processes('w', ${sizes[0] ?? 1})`;
  const list = (count: number, make: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => make(index)).join(', ');
  const parts = [
    `variables: { ${names.join(', ')} }`,
    `init: { ${init.join(', ')} }`,
    ...(flow.length + free.length === 0 ? [] : [`actions: { ${[...flow, ...free].join(',\n        ')} }`]),
    ...(kinds.length === 0 ? [] : [`processes: [${kinds.map((kind) => kind.toLowerCase()).join(', ')}]`]),
    `invariants: { ${list(chance.oneOf([1, 2, 0]), (index) => `inv${index}: ${maker.property(kinds, hasFlow)}`)} }`,
    `reachable: { ${list(chance.oneOf([1, 0]), (index) => `wit${index}: ${maker.property(kinds, hasFlow)}`)} }`,
    chance.percent(25) ? `actionProperties: { step0: ${maker.stepProperty()} }` : '',
    ...(behaving?.({
      state: () => (chance.percent(50) ? maker.property(kinds, hasFlow) : maker.test()),
      step: () => maker.stepProperty(),
      actors: flow.map((text) => text.slice(0, text.indexOf(':'))),
      kinds,
    }) ?? []),
    chance.percent(30) ? `terminal: 'any'` : '',
    chance.percent(50) ? `granularity: 'coarse'` : '',
  ].filter((part) => part !== '');
  const lines = [
    `const W = ${W};`,
    ...(kinds.length > 1 ? [`const V = processes('v', ${sizes[1] ?? 1});`] : []),
    "const P = ids('page', 2);",
    ...(hasFlow ? [`const C = ids('c', ${kinds.length === 0 ? 3 : 2});`] : []),
    `const { ${names.join(', ')} } = variables({ ${declared.join(', ')} });`,
    ...programs,
    `return spec({\n      ${parts.join(',\n      ')},\n    });`,
  ];
  return `() => {\n    ${lines.join('\n    ')}\n  }`;
}

/** What may happen to what threads share, action by action, as an abstract specification has it. */
const abstractActions = [
  'set: action({ to: range(0, 2) }, ({ to }) => ({ then: [v.a.becomes(to)] }))',
  'up: action({ when: [v.a.lessThan(2)], then: [v.a.increment()] })',
  'clear: action({ when: [v.owner.isNot(none)], then: [v.a.becomes(0)] })',
  'flip: action({ then: [v.b.becomes(v.b.not())] })',
  'off: action({ when: [v.b], then: [v.b.becomes(false)] })',
  'take: action({ w: W }, ({ w }) => ({ then: [v.owner.becomes(w)] }))',
  'free: action({ then: [v.owner.becomes(none)] })',
];

/** A part of a specification of threads: that it refines one that sees some of what they share. */
export function refinementText(chance: Chance): string {
  const actions = abstractActions.filter(() => !chance.percent(20));
  const mapping = [
    chance.oneOf(['a', 'a', '0', 'cases([b, 2], [otherwise, a])']),
    chance.oneOf(['b', 'false', 'guard']),
    chance.oneOf(['owner', 'none']),
  ];
  return `refinements: { Seen: refines(
        (() => {
          const v = variables({ a: range(0, 2), b: bool, owner: maybe(W) });
          return spec({
            variables: v,
            init: { a: oneOf(0, 2), b: anything, owner: none },
            actions: { ${actions.join(',\n              ')} },
          });
        })(),
        { a: ${mapping[0]}, b: ${mapping[1]}, owner: ${mapping[2]} },
      ) }`;
}

/** What may be said where: `self` and its locals inside a process. */
interface Scope {
  readonly kind?: string;
  readonly hasLocals?: boolean;
  readonly inFlow?: boolean;
}

class Maker {
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  #page(scope: Scope): string {
    const literal = this.#chance.oneOf(['element(P, 0)', 'element(P, 1)']);
    if (scope.hasLocals === true && this.#chance.percent(75)) return 'mine';
    return scope.inFlow === true && this.#chance.percent(75) ? 'at.at(self)' : literal;
  }

  #number(scope: Scope): string {
    const options = ['a', `page.at(${this.#page(scope)})`];
    if (scope.kind === 'W') options.push('own.at(self)', 'own.at(self)');
    else options.push('own.at(element(W, 0))');
    if (scope.hasLocals === true) options.push('loc', 'loc');
    return this.#chance.oneOf(options);
  }

  test(scope: Scope = {}): string {
    const { oneOf } = { oneOf: <T>(items: readonly T[]): T => this.#chance.oneOf(items) };
    const options = [
      (): string => `${this.#number(scope)}.${oneOf(['is(0)', 'isNot(2)', 'lessThan(2)', 'is(1)'])}`,
      (): string => oneOf(['b', 'b.not()', 'guard.not()']),
      (): string => `${oneOf(['lk', `lks.at(${this.#page(scope)})`])}.isFree()`,
    ];
    if (scope.kind === 'W') options.push(() => oneOf(['owner.is(none)', 'owner.is(self)', 'lk.isHeldBy(self)']));
    return oneOf(options)();
  }

  update(scope: Scope = {}): string {
    const options = [
      (): string => `a.becomes(${this.#value(scope)})`,
      (): string => `b.becomes(${this.#chance.oneOf(['true', 'false', 'b.not()'])})`,
      (): string => `page.at(${this.#page(scope)}).becomes(${this.#value(scope)})`,
      (): string => `page.at(${this.#page(scope)}).becomes(${this.#value(scope)})`,
    ];
    if (scope.kind === 'W') {
      const ownUpdate = (): string => `own.at(self).becomes(${this.#value(scope)})`;
      options.push(ownUpdate, ownUpdate, ownUpdate);
    }
    if (scope.hasLocals === true) {
      const local = (): string => `loc.becomes(${this.#value(scope)})`;
      options.push(local, local, local);
    }
    return this.#chance.oneOf(options)();
  }

  #value(scope: Scope): string {
    const from = this.#number(scope);
    return this.#chance.oneOf([`${this.#chance.below(3)}`, `${from}.plus(1).modulo(3)`, from, `${from}.plus(1)`]);
  }

  program(kind: string): string {
    const scope: Scope = { kind, hasLocals: true };
    const body = this.#statements(scope, 2);
    const isEndless = this.#chance.percent(40);
    return [
      `const ${kind.toLowerCase()} = process(${kind}, ({ self, local }) => {`,
      "  const loc = local('loc', range(0, 2)); const mine = local('mine', P);",
      `  return [step('first', loc.becomes(0)), pick('choose', { p: P }, ({ p }) => [mine.becomes(p)]),`,
      `    ${isEndless ? `loop([step('turn', loc.becomes(loc.plus(1).modulo(3))), ${body}])` : body}];`,
      '});',
    ].join(' ');
  }

  #statements(scope: Scope, depth: number): string {
    return Array.from({ length: this.#chance.oneOf([2, 1, 3]) }, () => this.#statement(scope, depth)).join(', ');
  }

  #statement(scope: Scope, depth: number): string {
    const name = this.#chance.name('s');
    const step = (): string => `step('${name}', ${this.update(scope)})`;
    const within = (): string => this.#statements(scope, depth - 1);
    const page = (): string => `lks.at(${this.#page(scope)})`;
    if (depth <= 0) return step();
    const options = [
      step,
      step,
      () => `step('${name}', when(${this.test(scope)}), ${this.update(scope)})`,
      () =>
        `step('${name}', bugOn(all(${this.test(scope)}, ${this.test(scope)}), 'a${this.#chance.below(2)}: wrong'), ${this.update(scope)})`,
      () => `branch('${name}', ${this.test(scope)}, [${within()}], [${step()}])`,
      () => `critical(lk, [${within()}])`,
      () => `critical(lk, [${within()}])`,
      () => `critical(${page()}, [${within()}])`,
      () => `critical(${page()}, [${within()}])`,
      () =>
        `trylock(${page()}, [step('busy${name}'), acquire(lk, 'l${name}'), release(lk, 'f${name}')], '${name}'), step('in${name}', ${this.update(scope)})`,
      () =>
        `step('${name}', when(guard.not()), guard.becomes(true)), ${within()}, step('u${name}', guard.becomes(false))`,
      () =>
        `either('${name}', { one: [when(${this.test(scope)}), ${this.update(scope)}], two: [otherwise, ${this.update(scope)}] })`,
      () => `pick('${name}', { p: P }, ({ p }) => [when(page.at(p).isNot(2)), mine.becomes(p)])`,
      () => `atomically(${step()}, step('x${name}', ${this.update(scope)}))`,
    ];
    if (scope.kind === 'W')
      options.push(
        () =>
          `step('${name}', when(owner.is(none)), owner.becomes(self)), ${within()}, step('u${name}', owner.becomes(none))`,
      );
    return this.#chance.oneOf(options)();
  }

  /** Actions that share a position, written by hand. */
  flow(): readonly string[] {
    const scope: Scope = { inFlow: true };
    const go = (from: string, to: string, when: readonly string[], then: readonly string[]): string => {
      const guards = [`pc.at(self).is('${from}')`, ...when].join(', ');
      const updates = [...then, `pc.at(self).becomes('${to}')`].join(', ');
      return `${this.#chance.name('go')}: action({ self: C }, ({ self }) => ({ when: [${guards}], then: [${updates}] }))`;
    };
    const label = (): string => this.#chance.oneOf(['p', 'q', 'r', 's']);
    const isLocked = this.#chance.percent(60);
    const [take, give] = isLocked ? [['guard.not()'], ['guard.becomes(false)']] : [[], []];
    const taken = isLocked ? ['guard.becomes(true)'] : [this.update(scope)];
    return [
      `choose: action({ self: C, p: P }, ({ self, p }) => ({ when: [pc.at(self).is('p')], then: [at.at(self).becomes(p), pc.at(self).becomes('q')] }))`,
      go('q', 'r', take, taken),
      go('r', 's', this.#chance.percent(40) ? [this.test(scope)] : [], [this.update(scope)]),
      go('s', this.#chance.oneOf(['p', 's', 'p']), [], give.length > 0 ? give : [this.update(scope)]),
      ...(this.#chance.percent(30) ? [go(label(), label(), [this.test(scope)], [this.update(scope)])] : []),
    ];
  }

  property(kinds: readonly string[], hasFlow: boolean): string {
    const options = [
      (): string => 'a.lessThan(2)',
      (): string => `any(b.not(), ${this.test()})`,
      (): string => 'lk.isFree().implies(forall({ p: P }, ({ p }) => page.at(p).lessThan(2)))',
      (): string => 'forall({ p: P }, ({ p }) => lks.at(p).isFree().implies(page.at(p).isNot(1)))',
      (): string => 'forall({ p: P }, ({ p }) => page.at(p).is(0).implies(lks.at(p).isFree()))',
      (): string => 'count({ p: P }, ({ p }) => lks.at(p).isFree().not()).lessThan(2)',
      (): string => 'guard.not().implies(a.is(0))',
      (): string => 'exists({ x: W }, ({ x }) => own.at(x).is(0))',
      (): string => 'forall({ x: W }, ({ x }) => all(own.at(x).is(2), lk.isFree()).not())',
      (): string => 'owner.is(none)',
    ];
    const [first] = kinds;
    if (first !== undefined) {
      const kind = first.toLowerCase();
      options.push(
        () => `forall({ x: ${first} }, ({ x }) => ${kind}.isAt(x, 'choose').implies(${this.test()}))`,
        () => `exists({ x: ${first} }, ({ x }) => ${kind}.isAt(x, 'first'))`,
        () =>
          `forall({ x: ${first} }, ({ x }) => ${kind}.isAt(x, 'choose').implies(${kind}.local(x, 'loc', range(0, 2)).lessThan(2)))`,
      );
    }
    if (hasFlow)
      options.push(
        () => `forall({ x: C }, ({ x }) => pc.at(x).is('r').implies(${this.test()}))`,
        () => `count({ x: C }, ({ x }) => pc.at(x).is('s')).lessThan(2)`,
        () => `forall({ x: C }, ({ x }) => pc.at(x).is('s').implies(page.at(at.at(x)).is(0)))`,
      );
    return this.#chance.oneOf(options)();
  }

  stepProperty(): string {
    return this.#chance.oneOf([
      () => 'changed(a).implies(next(a).isNot(2))',
      () => `changed(b).implies(${this.test()})`,
      () => 'a.isNot(2)',
      () => 'forall({ p: P }, ({ p }) => all(page.at(p).is(0), next(page.at(p)).is(2)).not())',
      () => 'all(lk.isFree().not(), next(lk.isFree())).implies(b.not())',
    ])();
  }
}
