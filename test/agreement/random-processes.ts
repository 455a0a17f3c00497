// Random processes: kinds that share variables and locks, and procedures that are called from several places.

import { condition } from './conditions.ts';
import { expression, withNames, type Scope } from './expressions.ts';
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
