// Random expressions, as the text that a person would write. Directed by sorts, so nearly all of them are accepted; and careful, so
// nearly all have a value: an expression outside its domain ends the search, and `risk` says how often one is let through.

import { holdsAlike, isAlike } from './alike.ts';
import { anyNumber, bool, sizeOf, type Chance, type RandomSort } from './random.ts';

export interface Named {
  readonly text: string;
  readonly sort: RandomSort;
}

/** What expressions may name. */
export interface Scope {
  readonly chance: Chance;
  readonly names: readonly Named[];
  /** Sorts of the specification with few values, to quantify over and compare in. */
  readonly sorts: readonly RandomSort[];
  /** Times of a hundred that a partial operator stands unguarded, or a value may lie outside the sort where it is stored. */
  readonly risk: number;
  /** Truths that are not of the names: about locks, about where processes stand. */
  readonly facts?: readonly string[];
  /** In action properties: the names of actions. */
  readonly fired?: readonly string[];
  /** The sorts whose elements nothing is to tell apart: each has a name in scope wherever there is an expression. */
  readonly alike?: readonly RandomSort[];
}

/** Quantifying over more elements takes the reference engine too long. */
const elementsMost = 16;

export function expression(sort: RandomSort, depth: number, scope: Scope): string {
  const { chance } = scope;
  const direct = namedOf(sort, depth, scope);
  if (depth <= 0) return direct.length > 0 && chance.percent(80) ? chance.oneOf(direct)() : plain(sort, scope);
  const inner = (of: RandomSort): string => expression(of, depth - 1, scope);
  switch (chance.below(14)) {
    case 0:
      return plain(sort, scope);
    case 1:
    case 2:
    case 3:
      return direct.length > 0 ? chance.oneOf(direct)() : plain(sort, scope);
    case 4:
      return `ifThenElse(${inner(bool)}, ${inner(sort)}, ${inner(sort)})`;
    case 5: {
      const of = chance.oneOf(valued(scope));
      return letIn(inner(of), of, scope, (_, within) => expression(sort, depth - 1, within));
    }
    case 6:
      return sizeOf(sort) > 0 && sizeOf(sort) <= elementsMost && !holdsAlike(sort, scope)
        ? chosen(sort, depth, scope)
        : ofSort(sort, depth, scope);
    case 7:
      return `define('d${chance.below(3)}', ${inner(sort)})`;
    default:
      return ofSort(sort, depth, scope);
  }
}

/** With a value by a name of its own. */
function letIn(value: string, sort: RandomSort, scope: Scope, body: (name: string, within: Scope) => string): string {
  const name = scope.chance.name('v');
  return `let_({ ${name}: ${value} }, ({ ${name} }) => ${body(name, withNames(scope, { text: name, sort }))})`;
}

export function withNames(scope: Scope, ...names: readonly Named[]): Scope {
  return { ...scope, names: [...scope.names, ...names] };
}

// The sorts that have a value at all.
function valued({ sorts }: Scope): readonly RandomSort[] {
  return sorts.filter((sort) => sizeOf(sort) > 0);
}

function chosen(sort: RandomSort, depth: number, scope: Scope): string {
  const { chance } = scope;
  const name = chance.name('e');
  const body = expression(bool, depth - 1, withNames(scope, { text: name, sort }));
  const same = sort.kind === 'bool' ? 'iff' : 'is';
  const choose = (domain: string, always: string): string =>
    `choose({ ${name}: ${domain} }, ({ ${name} }) => ${isRisky(scope) ? body : `any(${body}, ${name}.${same}(${always}))`})`;
  const among = scope.sorts.find((each) => each.kind === 'set' && each.of.text === sort.text);
  if (among === undefined || chance.percent(60)) return choose(sort.text, expression(sort, depth - 1, scope));
  return letIn(expression(among, depth - 1, scope), among, scope, (of) =>
    guarded(`not(${of}.isEmpty())`, choose(of, name), sort, scope),
  );
}

/** Whether this once something may go wrong. */
export function isRisky({ chance, risk }: Scope): boolean {
  return risk > 0 && chance.percent(risk);
}

/** Where a condition does not hold, something plain instead. */
function guarded(condition: string, value: string, sort: RandomSort, scope: Scope): string {
  return isRisky(scope) ? value : `ifThenElse(${condition}, ${value}, ${plain(sort, scope)})`;
}

// Names of the sort, and what lies one level below other names.
function namedOf(sort: RandomSort, depth: number, scope: Scope): readonly (() => string)[] {
  return scope.names.flatMap(({ text, sort: own }): (() => string)[] => {
    const part = (of: RandomSort, partText: () => string, condition?: string): (() => string)[] => {
      if (!isLike(of, sort)) return [];
      return [
        () => {
          const value = held(partText(), of, sort, scope);
          return condition === undefined ? value : guarded(condition, value, sort, scope);
        },
      ];
    };
    if (isLike(own, sort)) return part(own, () => text);
    switch (own.kind) {
      case 'maybe':
        return part(own.of, () => `${text}.value()`, `${text}.isNot(none)`);
      case 'fn': {
        if (sizeOf(own.key) === 0) return [];
        const key = (): string =>
          depth > 0 ? expression(own.key, Math.min(depth - 1, 1), scope) : plain(own.key, scope);
        return part(own.of, () => `${text}.at(${key()})`);
      }
      case 'seq': {
        if (own.max === 0) return [];
        const position = scope.chance.below(own.max);
        return [
          ...part(own.of, () => `${text}.head()`, `${text}.length().moreThan(0)`),
          ...part(own.of, () => `${text}.last()`, `not(${text}.isEmpty())`),
          ...part(own.of, () => `${text}.nth(${position})`, `${text}.length().moreThan(${position})`),
        ];
      }
      case 'record':
        return own.fields.flatMap(([name, of]) => part(of, () => `${text}.field('${name}')`));
      case 'tuple':
        return own.items.flatMap((of, index) => part(of, () => `${text}.item(${index})`));
      case 'variant':
        return own.cases.flatMap(([tag, of]) =>
          part(of, () => `${text}.payload('${tag}')`, `${text}.isCase('${tag}')`),
        );
      default:
        return [];
    }
  });
}

/** Whether a value of one sort may stand where the other is meant, numbers perhaps brought into range. */
function isLike(a: RandomSort, b: RandomSort): boolean {
  return a.text === b.text || (a.kind === 'number' && b.kind === 'number');
}

/** A number, brought into the range where it is meant. */
function held(text: string, own: RandomSort | undefined, sort: RandomSort, scope: Scope): string {
  if (sort.kind !== 'number' || sort.isLoose === true || own?.text === sort.text) return text;
  if (own?.kind === 'number' && own.lo >= sort.lo && own.hi <= sort.hi && own.isLoose !== true) return text;
  if (isRisky(scope)) return text;
  if (scope.chance.percent(50)) return `${text}.minus(${sort.lo}).modulo(${sort.hi - sort.lo + 1}).plus(${sort.lo})`;
  return `${text}.max(${sort.lo}).min(${sort.hi})`;
}

/** The cases that have values; of a variant without any all of them, since nobody evaluates it. */
function casesOf({ cases }: Extract<RandomSort, { kind: 'variant' }>): typeof cases {
  const inhabited = cases.filter(([, each]) => sizeOf(each) > 0);
  return inhabited.length === 0 ? cases : inhabited;
}

/** A literal, or a constructor of plain parts. */
export function plain(sort: RandomSort, scope: Scope): string {
  const { chance } = scope;
  switch (sort.kind) {
    case 'bool':
      return `literal(bool, ${chance.percent(50)})`;
    case 'number':
      return `literal(${sort.text}, ${sort.hi - sort.lo < 10 ? chance.between(sort.lo, sort.hi) : chance.oneOf([sort.lo, sort.hi, sort.lo + 1])})`;
    case 'enumeration':
      return `literal(${sort.text}, '${chance.oneOf(sort.labels)}')`;
    case 'ids': {
      const named = isAlike(sort, scope) ? scope.names.filter((each) => each.sort.text === sort.text) : [];
      if (named.length > 0) return chance.oneOf(named).text;
      if (sort.size > 0) return `element(${sort.text}, ${chance.below(sort.size)})`;
      return `choose({ nobody: ${sort.text} }, ({ nobody }) => nobody.is(nobody))`;
    }
    case 'maybe':
      return sizeOf(sort.of) > 0 && chance.percent(50)
        ? `ifThenElse(literal(bool, true), ${plain(sort.of, scope)}, literal(${sort.text}, none))`
        : `literal(${sort.text}, none)`;
    case 'set':
      return `setOf(${[sort.of.text, ...some(sort.of, chance.below(3), 0, scope)].join(', ')})`;
    case 'seq':
      return `seqOf(${[sort.of.text, ...some(sort.of, chance.between(0, Math.min(2, sort.max)), 0, scope)].join(', ')})`;
    case 'fn': {
      if (!isAlike(sort.key, scope)) return `fnOf(${sort.key.text}, () => ${plain(sort.of, scope)})`;
      const key = { text: chance.name('k'), sort: sort.key };
      return `fnOf(${sort.key.text}, (${key.text}) => ${plain(sort.of, withNames(scope, key))})`;
    }
    case 'record':
      return `recordOf(${sort.text}, { ${sort.fields.map(([name, of]) => `${name}: ${plain(of, scope)}`).join(', ')} })`;
    case 'tuple':
      return `tupleOf(${[sort.text, ...sort.items.map((of) => plain(of, scope))].join(', ')})`;
    case 'variant': {
      const [tag, of] = chance.oneOf(casesOf(sort));
      return `variantOf(${sort.text}, '${tag}', ${plain(of, scope)})`;
    }
  }
}

function some(sort: RandomSort, count: number, depth: number, scope: Scope): string[] {
  return Array.from({ length: sizeOf(sort) === 0 ? 0 : count }, () => expression(sort, depth, scope));
}

// An operator whose result is of the sort.
function ofSort(sort: RandomSort, depth: number, scope: Scope): string {
  const { chance } = scope;
  const inner = (of: RandomSort): string => expression(of, depth - 1, scope);
  switch (sort.kind) {
    case 'bool':
      return truth(depth, scope);
    case 'number':
      return held(number(depth, scope), undefined, sort, scope);
    case 'ids':
      if (isAlike(sort, scope)) return `ifThenElse(${inner(bool)}, ${inner(sort)}, ${inner(sort)})`;
      return sort.size === 0 ? plain(sort, scope) : `${inner(sort)}.${chance.oneOf(['next()', 'previous()'])}`;
    case 'maybe':
      if (sizeOf(sort.of) === 0) return plain(sort, scope);
      return `ifThenElse(${inner(bool)}, ${inner(sort.of)}, literal(${sort.text}, none))`;
    case 'set':
      return setText(sort, depth, scope);
    case 'seq':
      return seqText(sort, depth, scope);
    case 'fn': {
      if (sizeOf(sort.key) > 0 && chance.percent(50))
        return `${inner(sort)}.except(${inner(sort.key)}, ${inner(sort.of)})`;
      const name = chance.name('k');
      const within = withNames(scope, { text: name, sort: sort.key });
      return `fnOf(${sort.key.text}, (${name}) => ${expression(sort.of, depth - 1, within)})`;
    }
    case 'record': {
      const [name, of] = chance.oneOf(sort.fields);
      if (chance.percent(50)) return `${inner(sort)}.with({ ${name}: ${inner(of)} })`;
      return `recordOf(${sort.text}, { ${sort.fields.map(([each, own]) => `${each}: ${inner(own)}`).join(', ')} })`;
    }
    case 'tuple':
      return `tupleOf(${[sort.text, ...sort.items.map(inner)].join(', ')})`;
    case 'variant': {
      const [tag, of] = chance.oneOf(casesOf(sort));
      return `variantOf(${sort.text}, '${tag}', ${inner(of)})`;
    }
    case 'enumeration':
      return plain(sort, scope);
  }
}

function setText(sort: Extract<RandomSort, { kind: 'maybe' | 'set' }>, depth: number, scope: Scope): string {
  const { chance } = scope;
  const inner = (of: RandomSort): string => expression(of, depth - 1, scope);
  const name = chance.name('s');
  const within = withNames(scope, { text: name, sort: sort.of });
  const isSmall = sizeOf(sort.of) <= elementsMost;
  const isEmpty = sizeOf(sort.of) === 0;
  const subset = (domain: string): string =>
    `subset({ ${name}: ${domain} }, ({ ${name} }) => ${expression(bool, depth - 1, within)})`;
  return chance.oneOf([
    () => `${inner(sort)}.union(${inner(sort)})`,
    () => `${inner(sort)}.intersect(${inner(sort)})`,
    () => `${inner(sort)}.without(${inner(sort)})`,
    () => subset(isSmall ? sort.of.text : inner(sort)),
    () => subset(inner(sort)),
    () => {
      if (isEmpty) return subset(sort.of.text);
      const from = chance.oneOf(scope.sorts.filter(({ kind }) => kind !== 'fn'));
      const all = withNames(scope, { text: name, sort: from });
      return `collect({ ${name}: ${from.text} }, ({ ${name} }) => ${expression(sort.of, depth - 1, all)})`;
    },
    () => `setOf(${[sort.of.text, ...some(sort.of, chance.between(1, 2), depth - 1, scope)].join(', ')})`,
    () => (isSmall ? `everything(${sort.of.text})` : inner(sort)),
    () => `${inner({ kind: 'seq', text: `seq(${sort.of.text}, 2)`, of: sort.of, max: 2 })}.items()`,
  ])();
}

function seqText(sort: Extract<RandomSort, { kind: 'seq' }>, depth: number, scope: Scope): string {
  const { chance } = scope;
  const inner = (of: RandomSort): string => expression(of, depth - 1, scope);
  if (sizeOf(sort.of) === 0) return plain(sort, scope);
  const within = (condition: (name: string) => string, value: (name: string) => string): string =>
    isRisky(scope)
      ? value(inner(sort))
      : letIn(inner(sort), sort, scope, (name) => `ifThenElse(${condition(name)}, ${value(name)}, ${name})`);
  return chance.oneOf([
    () =>
      within(
        (name) => `${name}.length().lessThan(${sort.max})`,
        (name) => `${name}.append(${inner(sort.of)})`,
      ),
    () =>
      within(
        (name) => `${name}.isEmpty().not()`,
        (name) => `${name}.tail()`,
      ),
    () => {
      if (sort.max < 2) return inner(sort);
      const other: RandomSort = { ...sort, text: `seq(${sort.of.text}, 1)`, max: 1 };
      return within(
        (name) => `${name}.length().lessThan(${sort.max})`,
        (name) => `${name}.concat(${inner(other)})`,
      );
    },
    () =>
      `seqOf(${[sort.of.text, ...some(sort.of, chance.between(0, Math.min(2, sort.max)), depth - 1, scope)].join(', ')})`,
  ])();
}

/** The nonempty sorts of a kind. */
function ofKind(kind: RandomSort['kind'], scope: Scope): readonly RandomSort[] {
  return valued(scope).filter((sort) => sort.kind === kind);
}

// A number of any interval.
function number(depth: number, scope: Scope): string {
  const { chance } = scope;
  const inner = (): string => expression(anyNumber, depth - 1, scope);
  const counted = (kind: 'set' | 'seq' | 'ids', word: string): string => {
    const sorts = ofKind(kind, scope).filter((sort) => kind !== 'ids' || !isAlike(sort, scope));
    return sorts.length === 0 ? inner() : `${expression(chance.oneOf(sorts), depth - 1, scope)}.${word}()`;
  };
  return chance.oneOf([
    () => `${inner()}.${chance.oneOf(['plus', 'minus', 'times', 'min', 'max', 'saturatingPlus'])}(${inner()})`,
    () => {
      const divisor = isRisky(scope) ? inner() : chance.oneOf(['2', '3', `${inner()}.max(1)`]);
      return `${inner()}.${chance.oneOf(['dividedBy', 'modulo'])}(${divisor})`;
    },
    () => counted('set', 'size'),
    () => counted('seq', 'length'),
    () => counted('ids', 'index'),
    () => quantified('count', depth, scope),
  ])();
}

function quantified(word: string, depth: number, scope: Scope): string {
  const { chance, sorts } = scope;
  const binders = Array.from({ length: chance.between(1, 2) }, () => {
    const name = chance.name('q');
    const sets = ofKind('set', scope);
    if (sets.length > 0 && chance.percent(30)) {
      const set = chance.oneOf(sets);
      if (set.kind === 'set') return { name, sort: set.of, domain: expression(set, depth - 1, scope) };
    }
    const sort = chance.oneOf(sorts);
    return { name, sort, domain: sort.text };
  });
  const within = withNames(scope, ...binders.map(({ name, sort }) => ({ text: name, sort })));
  const names = binders.map(({ name }) => name).join(', ');
  const domains = binders.map(({ name, domain }) => `${name}: ${domain}`).join(', ');
  return `${word}({ ${domains} }, ({ ${names} }) => ${expression(bool, depth - 1, within)})`;
}

function truth(depth: number, scope: Scope): string {
  const { chance, fired = [], facts = [] } = scope;
  const inner = (of: RandomSort): string => expression(of, depth - 1, scope);
  const any = chance.oneOf(valued(scope));
  const loose: RandomSort = any.kind === 'number' ? { ...any, isLoose: true } : any;
  const orderedKinds = ['number', 'ids', 'enumeration'];
  const ordered = valued(scope).filter(({ kind }) => orderedKinds.includes(kind));
  const [sets, variants] = [ofKind('set', scope), ofKind('variant', scope)];
  return chance.oneOf([
    () => `${inner(loose)}.${any.kind === 'bool' ? 'iff' : 'is'}(${inner(loose)})`,
    () => (any.kind === 'bool' ? inner(any) : `${inner(loose)}.isNot(${inner(loose)})`),
    () => `not(${inner(bool)})`,
    () => `all(${inner(bool)}, ${inner(bool)})`,
    () => `any(${inner(bool)}, ${inner(bool)})`,
    () => `${inner(bool)}.implies(${inner(bool)})`,
    () => `${inner(bool)}.iff(${inner(bool)})`,
    () => {
      const sort = ordered.length === 0 ? anyNumber : chance.oneOf(ordered);
      const operand: RandomSort = sort.kind === 'number' ? { ...sort, isLoose: true } : sort;
      return `${inner(operand)}.${chance.oneOf(['lessThan', 'atMost', 'moreThan', 'atLeast'])}(${inner(operand)})`;
    },
    () => {
      const set = sets.length === 0 ? undefined : chance.oneOf(sets);
      if (set?.kind !== 'set' || sizeOf(set.of) === 0) return inner(bool);
      return chance.percent(60) ? `${inner(set)}.has(${inner(set.of)})` : `${inner(set)}.isSubsetOf(${inner(set)})`;
    },
    () => quantified(chance.oneOf(['forall', 'exists']), depth, scope),
    () => {
      if (variants.length === 0) return inner(bool);
      const variant = chance.oneOf(variants);
      if (variant.kind !== 'variant') return inner(bool);
      return `${inner(variant)}.isCase('${chance.oneOf(variant.cases)[0]}')`;
    },
    () => (facts.length === 0 ? inner(bool) : chance.oneOf(facts)),
    () => (fired.length === 0 ? inner(bool) : `fired('${chance.oneOf(fired)}')`),
  ])();
}
