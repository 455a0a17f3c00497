// Random processes: kinds that share variables and locks, and procedures that are called from several places.

import { condition } from './conditions.ts';
import { expression, withNames, type Named, type Scope } from './expressions.ts';
import { bool, numbers, type RandomSort } from './random.ts';
import { updateText } from './updates.ts';

export interface ProcessesText {
  readonly variables: readonly string[];
  readonly sorts: readonly string[];
  readonly init: readonly string[];
  readonly lines: readonly string[];
  readonly processes: readonly string[];
  /** What properties may say of locks, positions and locals. */
  readonly facts: readonly string[];
}

/** What a list of statements stands in. */
interface Site {
  readonly depth: number;
  /** The local that a step may change. */
  readonly local: string;
  /** The locks that may be taken here. */
  readonly locks: readonly string[];
  readonly calls: readonly (() => string)[];
  readonly mayReturn: boolean;
  readonly isInLoop: boolean;
  /** In one atomic step nothing turns. */
  readonly isAtomic: boolean;
  /** The name of a statement to go back to. */
  readonly label?: string | undefined;
}

const small = numbers(0, 2);

/** Programs for kinds of processes, with two procedures and two locks. */
export function processesText(given: Scope, sorts: readonly RandomSort[]): ProcessesText {
  return given.alike === undefined ? programsText(given, sorts) : alikeText(given, sorts);
}

/**
 * The same where identifiers and processes are alike: each process holds one identifier of each sort in a local, hands it to what it calls, and
 * takes locks by it; properties speak of some process, or of all.
 */
function alikeText(given: Scope, sorts: readonly RandomSort[]): ProcessesText {
  const { chance, alike = [] } = given;
  const held = alike.filter(({ text }) => !sorts.some((kind) => kind.text === text));
  const letters = held.map(({ text }) => text.toLowerCase());
  const named = (letter: string): readonly Named[] =>
    held.map((sort) => ({ text: `${letter}${sort.text.toLowerCase()}`, sort }));
  const locked = held.at(-1);
  const locks = (letter: string): readonly string[] =>
    locked === undefined ? ['lk', 'lm'] : ['lk', `lks.at(${letter}${locked.text.toLowerCase()})`];
  const [one, other] = [chance.oneOf(['spin', 'sleep']), chance.oneOf(['sleep', 'spin'])];
  const factsOf = (all: readonly string[]): readonly string[] =>
    all.flatMap((lock) => [`${lock}.isFree()`, `${lock}.holder().isNot(none)`, `${lock}.isHeldBy(self)`]);
  // Of one kind a procedure can be told who calls it.
  const caller = sorts.length === 1 ? sorts.map((sort) => ({ text: 'gs', sort })) : [];
  const callers = caller.map(({ text, sort }) => `${text}: ${sort.text}`);
  // Locals of processes are theirs: what a step may change is named x0 and so on, or is the site's own local.
  const inProcedure: Scope = {
    ...withNames(given, { text: 'arg', sort: small }, { text: 'tmp', sort: small }, ...named('g'), ...caller),
    facts: factsOf(locks('g')),
  };
  const site: Site = {
    depth: 1,
    local: 'tmp',
    locks: locks('g'),
    calls: [],
    mayReturn: true,
    isInLoop: false,
    isAtomic: false,
  };
  const domains = [
    'arg: range(0, 2)',
    ...held.map(({ text }, index) => `g${letters[index]}: ${text}`),
    ...callers,
  ].join(', ');
  const words = [
    'arg',
    ...letters.map((letter) => `g${letter}`),
    ...caller.map(({ text }) => text),
    'local',
    'ret',
    'self',
  ].join(', ');
  const work = [
    `const work = procedure("work", { ${domains} }, bool, ({ ${words} }) => {`,
    `  const tmp = local('tmp', range(0, 2));`,
    `  return [step('t', tmp.becomes(arg)), ${statements(inProcedure, site)}, ret(${condition(inProcedure, 1)})];`,
    '});',
  ].join(' ');
  const called = (arg: string): string =>
    `{ ${[`arg: ${arg}`, ...letters.map((each) => `g${each}: i${each}`), ...caller.map(({ text }) => `${text}: self`)].join(', ')} }`;
  const programs = sorts.map((sort) => {
    const inProcess: Scope = {
      ...withNames(
        given,
        { text: 'loc', sort: small },
        { text: 'seen', sort: bool },
        { text: 'self', sort },
        ...named('i'),
      ),
      facts: factsOf(locks('i')),
    };
    const calls = [
      (): string => `seen.becomes(work(${called(chance.oneOf(['loc', '1']))}))`,
      (): string => `work(${called('loc')})`,
    ];
    const isEndless = chance.percent(50);
    const inside: Site = {
      ...site,
      depth: chance.oneOf([1, 2]),
      local: 'loc',
      locks: locks('i'),
      calls,
      mayReturn: false,
      isInLoop: isEndless,
      label: isEndless ? undefined : 'second',
    };
    const body = `${calls[0]?.() ?? ''}, ${statements(inProcess, inside)}`;
    const picked = held.map(({ text }, index) => `p${letters[index]}: ${text}`).join(', ');
    const stored = letters.map((each) => `i${each}.becomes(p${each})`);
    const start = [
      ...stored,
      `loc.becomes(${chance.oneOf(['0', '1'])})`,
      `seen.becomes(${chance.oneOf(['false', 'true'])})`,
    ].join(', ');
    const first =
      held.length === 0
        ? `step('first', ${start})`
        : `pick('first', { ${picked} }, ({ ${letters.map((each) => `p${each}`).join(', ')} }) => [${start}])`;
    return [
      `const ${sort.text.toLowerCase()} = process(${sort.text}, ({ self, local }) => {`,
      `  const loc = local('loc', range(0, 2)); const seen = local('seen', bool);`,
      ...held.map(({ text }, index) => `  const i${letters[index]} = local('i${letters[index]}', ${text});`),
      `  return [${first},`,
      `    step('second', ${updateText(inProcess, 1)}), ${isEndless ? `loop([step('turn', loc.becomes(loc.plus(1).modulo(3))), ${body}])` : body}];`,
      '});',
    ].join(' ');
  });
  const facts = sorts.flatMap(({ text }) => {
    const process = text.toLowerCase();
    const some = (fact: string): string =>
      `${chance.oneOf(['exists', 'forall'])}({ self: ${text} }, ({ self }) => ${fact})`;
    const isSecond = `${process}.isAt(self, 'second')`;
    return [
      some(isSecond),
      some(`${process}.isWithin(self, 'work')`),
      some(`lk.isHeldBy(self)`),
      some(`${isSecond}.implies(${process}.local(self, 'loc', range(0, 2)).lessThan(2))`),
      ...(locked === undefined
        ? []
        : [
            some(
              `all(${isSecond}, lks.at(${process}.local(self, 'i${locked.text.toLowerCase()}', ${locked.text})).isFree())`,
            ),
          ]),
    ];
  });
  return {
    variables: ['lk', locked === undefined ? 'lm' : 'lks'],
    sorts: [
      `lk: lock('${one}')`,
      locked === undefined ? `lm: lock('${other}')` : `lks: fn(${locked.text}, lock('${other}'))`,
    ],
    init: [`lk: 'free'`, `${locked === undefined ? 'lm' : 'lks'}: 'free'`],
    lines: [work, ...programs],
    processes: sorts.map(({ text }) => text.toLowerCase()),
    facts,
  };
}

function programsText(given: Scope, sorts: readonly RandomSort[]): ProcessesText {
  const { chance } = given;
  const hasMany = chance.percent(40);
  const locks = ['lk', hasMany ? `lks.at(${chance.oneOf(['element(B, 0)', 'literal(bool, false)'])})` : 'lm'];
  const manyKey = locks[1]?.includes('bool') === true ? 'bool' : 'B';
  const disciplines = [chance.oneOf(['spin', 'sleep']), chance.oneOf(['sleep', 'spin'])];
  const held = locks.flatMap((lock) => [`${lock}.isFree()`, `${lock}.holder().isNot(none)`]);
  const scope: Scope = { ...given, facts: held };
  const inProcedure: Scope = {
    ...withNames(scope, { text: 'arg', sort: small }, { text: 'tmp', sort: small }),
    facts: [...held, ...locks.map((lock) => `${lock}.isHeldBy(self)`)],
  };
  const inHelp: Scope = { ...inProcedure, facts: [...held, ...locks.map((lock) => `${lock}.isHeldBy(who)`)] };
  const site: Site = { depth: 1, local: 'tmp', locks, calls: [], mayReturn: true, isInLoop: false, isAtomic: false };
  const help = [
    'const help = procedure("help", { arg: range(0, 2), who: anyProcess }, ({ arg, who, local, ret }) => {',
    `  const tmp = local('tmp', range(0, 2));`,
    `  return [step('h', tmp.becomes(arg), source('help.c')), ${statements(inHelp, { ...site, mayReturn: false })}${chance.percent(50) ? ', ret()' : ''}];`,
    '});',
  ].join(' ');
  const callHelp = (): string => `help({ arg: ${chance.oneOf(['1', 'arg', 'tmp'])}, who: self })`;
  const work = [
    'const work = procedure("work", { arg: range(0, 2) }, bool, ({ arg, local, ret, self }) => {',
    `  const tmp = local('tmp', range(0, 2));`,
    `  return [step('t', tmp.becomes(arg)), ${statements(inProcedure, { ...site, calls: [callHelp] })}, ret(${condition(inProcedure, 1)})];`,
    '});',
  ].join(' ');
  const programs = sorts.map((sort) =>
    programText(sort, scope, { ...site, depth: chance.oneOf([1, 2]), local: 'loc', mayReturn: false }),
  );
  const first = sorts[0]?.text ?? 'W';
  const who = `element(${first}, 0)`;
  const process = first.toLowerCase();
  return {
    variables: hasMany ? ['lk', 'lks'] : ['lk', 'lm'],
    sorts: [
      `lk: lock('${disciplines[0]}')`,
      hasMany ? `lks: fn(${manyKey}, lock('${disciplines[1]}'))` : `lm: lock('${disciplines[1]}')`,
    ],
    init: [`lk: 'free'`, hasMany ? `lks: 'free'` : `lm: 'free'`],
    lines: [help, work, ...programs],
    processes: sorts.map(({ text }) => text.toLowerCase()),
    facts: [
      ...held,
      `lk.isHeldBy(${who})`,
      `${process}.isAt(${who}, 'second')`,
      `${process}.isWithin(${who}, 'work')`,
      `${process}.isAt(${who}, 'second').implies(${process}.local(${who}, 'loc', range(0, 2)).lessThan(2))`,
    ],
  };
}

function programText(sort: RandomSort, scope: Scope, site: Site): string {
  const { chance } = scope;
  const self = { text: 'self', sort };
  const inProcess: Scope = {
    ...withNames(scope, { text: 'loc', sort: small }, { text: 'seen', sort: bool }, self),
    facts: [...(scope.facts ?? []), ...site.locks.map((lock) => `${lock}.isHeldBy(self)`)],
  };
  const calls = [
    (): string => `seen.becomes(work({ arg: ${chance.oneOf(['loc', '1', 'loc.plus(1).modulo(3)'])} }))`,
    (): string => `help({ arg: ${chance.oneOf(['2', 'loc'])}, who: self })`,
    (): string => `work({ arg: loc })`,
  ];
  const isEndless = chance.percent(50);
  const inside: Site = { ...site, calls, isInLoop: isEndless, label: isEndless ? undefined : 'second' };
  const body = statements(inProcess, inside);
  const called = `${calls[0]?.() ?? ''}, ${body}`;
  return [
    `const ${sort.text.toLowerCase()} = process(${sort.text}, ({ self, local }) => {`,
    `  const loc = local('loc', range(0, 2)); const seen = local('seen', bool);`,
    `  return [step('first', loc.becomes(${expression(small, 1, withNames(scope, self))}), seen.becomes(${condition(scope, 1)})),`,
    `    step('second', ${updateText(inProcess, 1)}), ${isEndless ? `loop([step('turn', loc.becomes(loc.plus(1).modulo(3))), ${called}])` : called}];`,
    '});',
  ].join(' ');
}

function statements(scope: Scope, site: Site): string {
  return Array.from({ length: scope.chance.oneOf([1, 2, 1]) }, () => statement(scope, site)).join(', ');
}

function statement(scope: Scope, site: Site): string {
  const { chance } = scope;
  const name = chance.name('s');
  const { depth, local, calls, isAtomic } = site;
  const within = (more: Partial<Site> = {}): string => statements(scope, { ...site, depth: depth - 1, ...more });
  const test = (): string => condition(scope, 1);
  const update = (): string => updateText(scope, 1);
  const plainStep = (): string =>
    chance.percent(20)
      ? `step('${name}', ${local}.becomes(${expression(small, 1, scope)}))`
      : `step('${name}', ${update()})`;
  const call = (): string => (calls.length === 0 ? plainStep() : chance.oneOf(calls)());
  if (depth <= 0) return chance.percent(15) ? call() : plainStep();
  const asserting = (): string =>
    `step('${name}', ${chance.oneOf(['bugOn', 'warnOn'])}(all(${test()}, ${condition(scope, 0)}), 'a${chance.below(3)}: wrong'), ${update()})`;
  const leaving = (): string => `branch('${name}', ${test()}, [${exit(name, scope, site) ?? within()}])`;
  const looping = (): string =>
    isAtomic ? plainStep() : `loop(${test()}, [step('${name}', ${update()}), ${within({ isInLoop: true })}])`;
  const choosing = (): string => choice(name, scope, within);
  const atomic = { isAtomic: true, label: undefined };
  const inOneStep = (): string => choice(name, scope, (more) => within({ ...more, ...atomic }));
  return chance.oneOf<() => string>([
    plainStep,
    () => `step('${name}', when(${test()}), ${update()})`,
    asserting,
    () => `branch(${test()}, [${within()}], [${within()}])`,
    leaving,
    leaving,
    looping,
    choosing,
    choosing,
    choosing,
    () => locked(name, scope, site) ?? plainStep(),
    () => locked(name, scope, site) ?? plainStep(),
    () => locked(name, scope, site) ?? plainStep(),
    () => `together(${within()})`,
    () => `atomically(${within(atomic)})`,
    () => `atomically(${plainStep()}, ${inOneStep()})`,
    () => `step('${name}', sleeps)`,
    call,
    call,
  ])();
}

/** A way out of the list of statements, if there is one. */
function exit(name: string, scope: Scope, { mayReturn, isInLoop, isAtomic, label }: Site): string | undefined {
  const exits = [
    ...(mayReturn ? [`ret(${condition(scope, 1)})`] : []),
    ...(isInLoop && !isAtomic ? ['leave()', 'again()'] : []),
    ...(label !== undefined && !isAtomic ? [`step('b${name}', ${updateText(scope, 1)}), goto('${label}')`] : []),
  ];
  return exits.length === 0 ? undefined : scope.chance.oneOf(exits);
}

function choice(name: string, scope: Scope, within: (more?: Partial<Site>) => string): string {
  const { chance } = scope;
  const picked = withNames(scope, { text: 'n', sort: numbers(0, 1) });
  const pick = `pick({ n: range(0, 1) }, ({ n }) => [${updateText(picked, 1)}])`;
  const guarded = (): string => `when(${condition(scope, 1)}), ${updateText(scope, 1)}`;
  return chance.oneOf([
    () => `either('${name}', { one: [${within()}], two: [${within()}] })`,
    () => `either('${name}', { one: [${guarded()}], two: [otherwise, ${within({ depth: 0 })}] })`,
    () => `either('${name}', { one: [${guarded()}], two: [${pick}, ${within({ depth: 0 })}] })`,
    () => `pick('${name}', { n: range(0, 1) }, ({ n }) => [when(${condition(picked, 0)}), ${updateText(picked, 1)}])`,
  ])();
}

/** Statements under a lock that is not held here, if there is one. */
function locked(name: string, scope: Scope, site: Site): string | undefined {
  const { chance } = scope;
  const { depth, locks, mayReturn, isInLoop, isAtomic } = site;
  if (locks.length === 0) return undefined;
  const lock = chance.oneOf(locks);
  const within = (more: Partial<Site>): string => {
    const others = locks.filter((each) => each !== lock);
    return statements(scope, { ...site, depth: depth - 1, locks: others, label: undefined, ...more });
  };
  return chance.oneOf([
    () => `critical(${lock}, [${within({})}])`,
    () => `acquire(${lock}, '${name}'), ${within({ mayReturn: false, isInLoop: false })}, release(${lock}, 'u${name}')`,
    () => {
      const busy = mayReturn
        ? `ret(${condition(scope, 1)})`
        : isInLoop && !isAtomic
          ? `step('busy${name}'), again()`
          : `step('busy${name}'), acquire(${lock}, 'l${name}')`;
      return `trylock(${lock}, [${busy}], '${name}'), ${within({ depth: 0 })}, release(${lock}, 'u${name}')`;
    },
  ])();
}
