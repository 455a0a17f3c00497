// Random expressions, as the text that a person would write. Directed by sorts, so nearly all of them are accepted.

import { bool, fits, type Chance, type RandomSort } from './random.ts';

export interface Named {
  readonly text: string;
  readonly sort: RandomSort;
}

/** What expressions may name. */
export interface Scope {
  readonly chance: Chance;
  readonly names: readonly Named[];
  readonly ids: readonly RandomSort[];
  /** Sorts of the specification, to quantify over and compare in. */
  readonly sorts: readonly RandomSort[];
  /** In action properties: the names of actions. */
  readonly fired?: readonly string[];
}

let fresh = 0;

export function expression(sort: RandomSort, depth: number, scope: Scope): string {
  const { chance } = scope;
  const direct = namedOf(sort, depth, scope);
  if (depth <= 0) return direct.length > 0 && chance.percent(80) ? chance.oneOf(direct) : plain(sort, scope);
  const inner = (of: RandomSort): string => expression(of, depth - 1, scope);
  switch (chance.below(12)) {
    case 0:
      return plain(sort, scope);
    case 1:
    case 2:
    case 3:
      return direct.length > 0 ? chance.oneOf(direct) : plain(sort, scope);
    case 4:
      return `ifThenElse(${inner(bool)}, ${inner(sort)}, ${inner(sort)})`;
    case 5: {
      const name = `v${(fresh += 1)}`;
      const of = chance.oneOf(scope.sorts);
      const within = { ...scope, names: [...scope.names, { text: name, sort: of }] };
      return `let_({ ${name}: ${inner(of)} }, ({ ${name} }) => ${expression(sort, depth - 1, within)})`;
    }
    case 6: {
      const name = `e${(fresh += 1)}`;
      const within = { ...scope, names: [...scope.names, { text: name, sort }] };
      if (sort.kind === 'fn' || sort.kind === 'set') return ofSort(sort, depth, scope);
      return `choose({ ${name}: ${sort.text} }, ({ ${name} }) => ${expression(bool, depth - 1, within)})`;
    }
    default:
      return ofSort(sort, depth, scope);
  }
}

// Names of the sort, and what lies one level below other names.
function namedOf(sort: RandomSort, depth: number, scope: Scope): readonly string[] {
  return scope.names.flatMap(({ text, sort: own }): string[] => {
    if (fits(own, sort)) return [text];
    switch (own.kind) {
      case 'maybe':
        return fits(own.of, sort) ? [`${text}.value()`] : [];
      case 'fn':
        return fits(own.of, sort)
          ? [`${text}.at(${depth > 0 ? expression(own.key, Math.min(depth - 1, 1), scope) : plain(own.key, scope)})`]
          : [];
      case 'seq':
        return fits(own.of, sort) && own.max > 0
          ? [`${text}.head()`, `${text}.last()`, `${text}.nth(${numeral(scope)})`]
          : [];
      case 'record':
        return own.fields.flatMap(([name, of]) => (fits(of, sort) ? [`${text}.field('${name}')`] : []));
      case 'tuple':
        return own.items.flatMap((of, index) => (fits(of, sort) ? [`${text}.item(${index})`] : []));
      case 'variant':
        return own.cases.flatMap(([tag, of]) => (fits(of, sort) ? [`${text}.payload('${tag}')`] : []));
      default:
        return [];
    }
  });
}

function numeral(scope: Scope): string {
  const numbers = scope.names.filter(({ sort }) => sort.kind === 'number').map(({ text }) => text);
  return numbers.length > 0 && scope.chance.percent(50) ? scope.chance.oneOf(numbers) : String(scope.chance.below(2));
}

/** A literal, or a constructor of plain parts. */
export function plain(sort: RandomSort, scope: Scope): string {
  const { chance } = scope;
  switch (sort.kind) {
    case 'bool':
      return `literal(bool, ${chance.percent(50)})`;
    case 'number':
      return `literal(${sort.text}, ${chance.between(sort.lo, sort.hi)})`;
    case 'enumeration':
      return `literal(${sort.text}, '${chance.oneOf(sort.labels)}')`;
    case 'ids':
      if (sort.size > 0) return `element(${sort.text}, ${chance.below(sort.size)})`;
      return `choose({ nobody: ${sort.text} }, ({ nobody }) => nobody.is(nobody))`;
    case 'maybe':
      return chance.percent(50)
        ? `ifThenElse(literal(bool, true), ${plain(sort.of, scope)}, literal(${sort.text}, none))`
        : `literal(${sort.text}, none)`;
    case 'set':
      return `setOf(${[sort.of.text, ...some(sort.of, chance.below(3), 0, scope)].join(', ')})`;
    case 'seq':
      return `seqOf(${[sort.of.text, ...some(sort.of, chance.between(0, sort.max), 0, scope)].join(', ')})`;
    case 'fn':
      return `fnOf(${sort.key.text}, () => ${plain(sort.of, scope)})`;
    case 'record':
      return `recordOf(${sort.text}, { ${sort.fields.map(([name, of]) => `${name}: ${plain(of, scope)}`).join(', ')} })`;
    case 'tuple':
      return `tupleOf(${[sort.text, ...sort.items.map((of) => plain(of, scope))].join(', ')})`;
    case 'variant': {
      const [tag, of] = chance.oneOf(sort.cases);
      return `variantOf(${sort.text}, '${tag}', ${plain(of, scope)})`;
    }
  }
}

function some(sort: RandomSort, count: number, depth: number, scope: Scope): string[] {
  return Array.from({ length: count }, () => expression(sort, depth, scope));
}

// An operator whose result is of the sort.
function ofSort(sort: RandomSort, depth: number, scope: Scope): string {
  const { chance } = scope;
  const inner = (of: RandomSort): string => expression(of, depth - 1, scope);
  switch (sort.kind) {
    case 'bool':
      return truth(depth, scope);
    case 'number':
      return number(depth, scope);
    case 'ids':
      return sort.size === 0 ? plain(sort, scope) : `${inner(sort)}.${chance.oneOf(['next()', 'previous()'])}`;
    case 'maybe':
      return `ifThenElse(${inner(bool)}, ${inner(sort.of)}, literal(${sort.text}, none))`;
    case 'set': {
      const name = `s${(fresh += 1)}`;
      const within = { ...scope, names: [...scope.names, { text: name, sort: sort.of }] };
      return chance.oneOf([
        () => `${inner(sort)}.union(${inner(sort)})`,
        () => `${inner(sort)}.intersect(${inner(sort)})`,
        () => `${inner(sort)}.without(${inner(sort)})`,
        () => `subset({ ${name}: ${sort.of.text} }, ({ ${name} }) => ${expression(bool, depth - 1, within)})`,
        () => `subset({ ${name}: ${inner(sort)} }, ({ ${name} }) => ${expression(bool, depth - 1, within)})`,
        () => {
          const from = chance.oneOf(scope.sorts.filter(({ kind }) => kind !== 'fn'));
          const all = { ...scope, names: [...scope.names, { text: name, sort: from }] };
          return `collect({ ${name}: ${from.text} }, ({ ${name} }) => ${expression(sort.of, depth - 1, all)})`;
        },
        () => `setOf(${[sort.of.text, ...some(sort.of, chance.between(1, 2), depth - 1, scope)].join(', ')})`,
        () => `everything(${sort.of.text})`,
        () => `${inner({ kind: 'seq', text: `seq(${sort.of.text}, 2)`, of: sort.of, max: 2 })}.items()`,
      ])();
    }
    case 'seq':
      return chance.oneOf([
        () => `${inner(sort)}.append(${inner(sort.of)})`,
        () => `${inner(sort)}.tail()`,
        () => `${inner(sort)}.concat(${inner(sort)})`,
        () => `seqOf(${[sort.of.text, ...some(sort.of, chance.between(0, 2), depth - 1, scope)].join(', ')})`,
      ])();
    case 'fn': {
      if (chance.percent(50)) return `${inner(sort)}.except(${inner(sort.key)}, ${inner(sort.of)})`;
      const name = `k${(fresh += 1)}`;
      const within = { ...scope, names: [...scope.names, { text: name, sort: sort.key }] };
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
      const [tag, of] = chance.oneOf(sort.cases);
      return `variantOf(${sort.text}, '${tag}', ${inner(of)})`;
    }
    case 'enumeration':
      return plain(sort, scope);
  }
}

function number(depth: number, scope: Scope): string {
  const { chance, sorts } = scope;
  const small: RandomSort = { kind: 'number', text: 'range(-2, 3)', lo: -2, hi: 3 };
  const inner = (): string => expression(small, depth - 1, scope);
  const sets = sorts.filter(({ kind }) => kind === 'set');
  const seqs = sorts.filter(({ kind }) => kind === 'seq');
  const ids = scope.ids.filter((sort) => sort.kind === 'ids' && sort.size > 0);
  return chance.oneOf([
    () =>
      `${inner()}.${chance.oneOf(['plus', 'minus', 'times', 'dividedBy', 'modulo', 'min', 'max', 'saturatingPlus'])}(${inner()})`,
    () => (sets.length === 0 ? inner() : `${expression(chance.oneOf(sets), depth - 1, scope)}.size()`),
    () => (seqs.length === 0 ? inner() : `${expression(chance.oneOf(seqs), depth - 1, scope)}.length()`),
    () => (ids.length === 0 ? inner() : `${expression(chance.oneOf(ids), depth - 1, scope)}.index()`),
    () => quantified('count', depth, scope),
  ])();
}

function quantified(word: string, depth: number, scope: Scope): string {
  const { chance, sorts } = scope;
  const binders = Array.from({ length: chance.between(1, 2) }, () => {
    const name = `q${(fresh += 1)}`;
    const set = sorts.filter(({ kind }) => kind === 'set');
    if (set.length > 0 && chance.percent(30)) {
      const of = chance.oneOf(set);
      if (of.kind === 'set') return { name, sort: of.of, domain: expression(of, depth - 1, scope) };
    }
    const sort = chance.oneOf(sorts);
    return { name, sort, domain: sort.text };
  });
  const within = { ...scope, names: [...scope.names, ...binders.map(({ name, sort }) => ({ text: name, sort }))] };
  const names = binders.map(({ name }) => name).join(', ');
  const domains = binders.map(({ name, domain }) => `${name}: ${domain}`).join(', ');
  return `${word}({ ${domains} }, ({ ${names} }) => ${expression(bool, depth - 1, within)})`;
}

function truth(depth: number, scope: Scope): string {
  const { chance, sorts, fired = [] } = scope;
  const inner = (of: RandomSort): string => expression(of, depth - 1, scope);
  const any = chance.oneOf(sorts);
  const sets = sorts.filter(({ kind }) => kind === 'set');
  const ordered = sorts.filter(({ kind }) => kind === 'number' || kind === 'ids' || kind === 'enumeration');
  const variants = sorts.filter(({ kind }) => kind === 'variant');
  return chance.oneOf([
    () => `${inner(any)}.${any.kind === 'bool' ? 'iff' : 'is'}(${inner(any)})`,
    () => (any.kind === 'bool' ? inner(any) : `${inner(any)}.isNot(${inner(any)})`),
    () => `not(${inner(bool)})`,
    () => `all(${inner(bool)}, ${inner(bool)})`,
    () => `any(${inner(bool)}, ${inner(bool)})`,
    () => `${inner(bool)}.implies(${inner(bool)})`,
    () => `${inner(bool)}.iff(${inner(bool)})`,
    () => {
      if (ordered.length === 0) return inner(bool);
      const sort = chance.oneOf(ordered);
      return `${inner(sort)}.${chance.oneOf(['lessThan', 'atMost', 'moreThan', 'atLeast'])}(${inner(sort)})`;
    },
    () => {
      const set = sets.length === 0 ? undefined : chance.oneOf(sets);
      if (set?.kind !== 'set') return inner(bool);
      return chance.percent(60) ? `${inner(set)}.has(${inner(set.of)})` : `${inner(set)}.isSubsetOf(${inner(set)})`;
    },
    () => quantified(chance.oneOf(['forall', 'exists']), depth, scope),
    () => {
      const variant = variants.length === 0 ? undefined : chance.oneOf(variants);
      if (variant?.kind !== 'variant') return inner(bool);
      return `${inner(variant)}.isCase('${chance.oneOf(variant.cases)[0]}')`;
    },
    () => (fired.length === 0 ? inner(bool) : `fired('${chance.oneOf(fired)}')`),
  ])();
}
