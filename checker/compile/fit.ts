// From a value of one sort to one of another that joins with it, and whether it lies in there: what storing, indexing and membership ask.
// Also the position of a value in its sort's order, and back.

import { assert, InternalError } from '../language/errors.ts';
import { isProcess, sameSort, type Sort } from '../language/sorts.ts';
import { elementsOf, printValue, type Value } from '../language/values.ts';
import { Map as FunctionValue } from 'immutable';
import { Uncompilable } from './code.ts';
import {
  asKind,
  conjunction,
  constantOf,
  given,
  isGiven,
  isScalar,
  loOf,
  maskWords,
  optionOf,
  partAt,
  parts,
  partSorts,
  plusConstant,
  scalar,
  sizeOf,
  widthOf,
  xOf,
  zeroOf,
  type Compiled,
  type ProcessNames,
} from './compiled.ts';
import {
  add,
  and,
  as,
  atMost,
  bitAnd,
  bitOr,
  choose,
  constant,
  equal,
  i32,
  i64,
  less,
  mul,
  not,
  or,
  yes,
} from './wasm.ts';
import { quotient, remainder, shiftLeft, shiftRight, unsigned64, type Wx } from './wasm.ts';

export interface Fitted {
  readonly value: Compiled;
  /** Whether the value is an element of the sort; `value` means nothing where it is not. */
  readonly isElement: Wx;
}

/** A value of `from` as one of `to`. */
export function fit(value: Compiled, from: Sort, to: Sort, names: ProcessNames): Fitted {
  if (from === to || sameSort(from, to)) return { value, isElement: yes };
  if (to.kind === 'local' && from.kind !== 'local') {
    const inner = fit(value, from, to.of, names);
    return { value: { kind: 'local', live: yes, of: inner.value }, isElement: inner.isElement };
  }
  if (to.kind === 'maybe' || to.kind === 'lock') return fitMaybe(value, from, to, names);
  if (from.kind === 'maybe') {
    const inner = fit(given(value), from.of, to, names);
    return { value: inner.value, isElement: and(isGiven(value), inner.isElement) };
  }
  switch (to.kind) {
    case 'range':
      return fitRange(xOf(value), from, to);
    case 'process':
      return { value: from.kind === 'ids' ? scalar(processOf(xOf(value), from, names)) : value, isElement: yes };
    case 'record':
    case 'tuple':
    case 'fn': {
      const whole = asKind(value, 'parts');
      const sorts = partSorts(from);
      const targets = partSorts(to);
      const fitted = targets.map((target, index) => fit(whole.part(index), sorts[index] ?? target, target, names));
      return {
        value: parts(fitted.map((each) => each.value)),
        isElement: conjunction(fitted.map(({ isElement }) => isElement)),
      };
    }
    case 'set':
      return from.kind === 'set' ? fitSet(value, from.of, to.of, names) : unfit(from, to);
    case 'seq': {
      const { length, items } = asKind(value, 'seq');
      const of = from.kind === 'seq' ? from.of : to.of;
      const fitted = items.slice(0, to.max).map((item) => fit(item, of, to.of, names));
      const within = fitted.map(({ isElement }, index) => or(not(less(i32(index), length)), isElement));
      const most = from.kind === 'seq' && from.max <= to.max ? yes : atMost(length, i32(to.max));
      const filled = Array.from({ length: to.max }, (_, index) => fitted[index]?.value ?? zeroOf(to.of, names));
      return { value: { kind: 'seq', length, items: filled }, isElement: conjunction([most, ...within]) };
    }
    case 'variant':
      return from.kind === 'variant' ? fitVariant(value, from, to, names) : unfit(from, to);
    case 'local': {
      const { live, of } = asKind(value, 'local');
      const inner = fit(of, from.kind === 'local' ? from.of : from, to.of, names);
      return { value: { kind: 'local', live, of: inner.value }, isElement: or(not(live), inner.isElement) };
    }
    case 'bool':
    case 'enumeration':
    case 'ids':
      return { value, isElement: yes };
  }
}

function unfit(from: Sort, to: Sort): never {
  throw new InternalError(`a ${from.kind} cannot be a ${to.kind}`);
}

function fitRange(x: Wx, from: Sort, to: Extract<Sort, { kind: 'range' }>): Fitted {
  const { lo, hi } = from.kind === 'range' ? from : to;
  const [low, high] = [constant(widthOf(from), to.lo), constant(widthOf(from), to.hi)];
  const isWide = widthOf(from) === 'i64';
  const [least, most] = isWide
    ? [constant('i64', to.lo), constant('i64', to.hi)]
    : [to.lo < -(2 ** 31) ? undefined : low, to.hi >= 2 ** 31 ? undefined : high];
  const isElement = and(
    lo >= to.lo || least === undefined ? yes : atMost(least, x),
    hi <= to.hi || most === undefined ? yes : atMost(x, most),
  );
  return { value: scalar(as(widthOf(to), x)), isElement };
}

function fitMaybe(
  value: Compiled,
  from: Sort,
  to: Extract<Sort, { kind: 'maybe' | 'lock' }>,
  names: ProcessNames,
): Fitted {
  const of: Sort = to.kind === 'lock' ? { kind: 'process' } : to.of;
  if (from.kind !== 'maybe' && from.kind !== 'lock') {
    const inner = fit(value, from, of, names);
    return { value: someOf(inner.value, of), isElement: inner.isElement };
  }
  const source: Sort = from.kind === 'lock' ? { kind: 'process' } : from.of;
  // The sort of a bare `none` has no elements to convert.
  if (source.kind === 'enumeration' && source.labels.length === 0)
    return { value: constantOf(null, to, names), isElement: yes };
  if (sameSort(source, of)) return { value, isElement: yes };
  const isSome = isGiven(value);
  const inner = fit(given(value), source, of, names);
  const isElement = or(not(isSome), inner.isElement);
  const whole = someOf(inner.value, of);
  if (whole.kind === 'option')
    return { value: { ...whole, x: choose(isSome, whole.x, constant(whole.x.type, 0)) }, isElement };
  return { value: { kind: 'maybe', given: isSome, of: inner.value }, isElement };
}

/** A value where `maybe` of its sort is meant. */
export function someOf(value: Compiled, sort: Sort): Compiled {
  return isScalar(sort) ? optionOf(xOf(value), sort) : { kind: 'maybe', given: yes, of: value };
}

/** The position of a process among those of every kind. */
export function processOf(x: Wx, sort: Extract<Sort, { kind: 'ids' }>, names: ProcessNames): Wx {
  const first = names.indexOf(printValue(0, sort));
  assert(sort.size === 0 || first >= 0, `the processes of ${sort.name} are known`);
  return plusConstant(x, Math.max(0, first));
}

function fitSet(value: Compiled, from: Sort, to: Sort, names: ProcessNames): Fitted {
  const set = asKind(value, 'mask');
  if (sameSort(from, to)) return { value, isElement: yes };
  const target = FunctionValue(elementsOf(to).map((element, index) => [element, index]));
  const words: Wx[] = Array.from({ length: maskWords(target.size) }, () => i64(0));
  const strangers: Wx[] = [];
  for (const { source, position, count } of bitRuns(
    elementsOf(from).map((element) => target.get(convertedElement(element, from, to, names))),
  )) {
    const word = shiftRight(set.words[Math.floor(source / 64)] ?? i64(0), i64(source % 64));
    const bits = bitAnd(word, i64((1n << BigInt(count)) - 1n));
    if (position === undefined) strangers.push(equal(bits, i64(0)));
    else {
      const index = Math.floor(position / 64);
      words[index] = bitOr(words[index] ?? i64(0), shiftLeft(bits, i64(position % 64)));
    }
  }
  return { value: { kind: 'mask', words }, isElement: conjunction(strangers) };
}

interface BitRun {
  readonly source: number;
  readonly position: number | undefined;
  readonly count: number;
}

// Elements that keep their distance, within one word here and there, move together.
function bitRuns(positions: readonly (number | undefined)[]): readonly BitRun[] {
  const runs: BitRun[] = [];
  positions.forEach((position, source) => {
    const last = runs.at(-1);
    const next = last?.position === undefined ? undefined : last.position + last.count;
    const joins = last !== undefined && position === next && source % 64 !== 0 && (position ?? 1) % 64 !== 0;
    if (joins) runs[runs.length - 1] = { ...last, count: last.count + 1 };
    else runs.push({ source, position, count: 1 });
  });
  return runs;
}

// An identifier in a set of processes of any kind has another value there.
function convertedElement(element: Value, from: Sort, to: Sort, names: ProcessNames): Value {
  if (to.kind === 'process' && from.kind === 'ids' && isProcess(from)) return names[Number(element)] ?? element;
  return element;
}

function fitVariant(
  value: Compiled,
  from: Extract<Sort, { kind: 'variant' }>,
  to: Extract<Sort, { kind: 'variant' }>,
  names: ProcessNames,
): Fitted {
  const { tag, cases } = asKind(value, 'variant');
  const tagsBefore = Object.keys(from.cases);
  const tags = Object.keys(to.cases);
  const sameTags = tagsBefore.length === tags.length && tags.every((name, index) => tagsBefore[index] === name);
  const truths: Wx[] = [];
  const fitted = Object.entries(to.cases).map(([name, sort]) => {
    const position = tagsBefore.indexOf(name);
    const item = cases[position];
    if (item === undefined) return undefined;
    const inner = fit(item, from.cases[name] ?? sort, sort, names);
    truths.push(or(not(equal(tag, i32(position))), inner.isElement));
    return inner.value;
  });
  const unknown = tagsBefore.flatMap((name, index) => (tags.includes(name) ? [] : [not(equal(tag, i32(index)))]));
  const newTag = sameTags
    ? tag
    : tagsBefore.reduce<Wx>(
        (rest, name, index) => choose(equal(tag, i32(index)), i32(Math.max(0, tags.indexOf(name))), rest),
        i32(0),
      );
  return { value: { kind: 'variant', tag: newTag, cases: fitted }, isElement: conjunction([...truths, ...unknown]) };
}

/** The position of a value in its sort's order, from 0. */
export function rankOf(value: Compiled, sort: Sort): Wx {
  switch (sort.kind) {
    case 'bool':
    case 'enumeration':
    case 'ids':
    case 'process':
      return xOf(value);
    case 'range':
      return as('i32', plusConstant(xOf(value), -sort.lo));
    case 'maybe':
      if (value.kind === 'option') return as('i32', plusConstant(value.x, value.lo - loOf(sort.of)));
      return choose(isGiven(value), plusConstant(rankOf(given(value), sort.of), 1), i32(0));
    case 'record':
    case 'tuple':
    case 'fn': {
      const { part } = asKind(value, 'parts');
      return partSorts(sort).reduce<Wx>(
        (rank, each, index) => add(mul(rank, i32(sizeOf(each))), rankOf(part(index), each)),
        i32(0),
      );
    }
    case 'set':
      return as('i32', asKind(value, 'mask').words[0] ?? i64(0));
    case 'seq': {
      const { length, items } = asKind(value, 'seq');
      const size = sizeOf(sort.of);
      let before = 0;
      let rank: Wx = i32(0);
      for (let count = 0; count <= sort.max; count += 1) {
        const within = items
          .slice(0, count)
          .reduce<Wx>((sum, item) => add(mul(sum, i32(size)), rankOf(item, sort.of)), i32(0));
        rank = choose(equal(length, i32(count)), plusConstant(within, before), rank);
        before += size ** count;
      }
      return rank;
    }
    case 'variant': {
      const { tag, cases } = asKind(value, 'variant');
      let before = 0;
      let rank: Wx = i32(0);
      Object.values(sort.cases).forEach((payload, index) => {
        const item = cases[index];
        if (item !== undefined)
          rank = choose(equal(tag, i32(index)), plusConstant(rankOf(item, payload), before), rank);
        before += sizeOf(payload);
      });
      return rank;
    }
    case 'lock':
    case 'local':
      throw new InternalError(`a ${sort.kind} has no position`);
  }
}

/** The element of a position that is known when the code runs. */
export function elementAt(rank: Wx, sort: Sort, names: ProcessNames): Compiled {
  if (rank.value !== undefined) return constantOf(elementsOf(sort)[Number(rank.value)] ?? null, sort, names);
  switch (sort.kind) {
    case 'bool':
    case 'enumeration':
    case 'ids':
    case 'process':
      return scalar(rank);
    case 'range':
      return scalar(plusConstant(as(widthOf(sort), rank), sort.lo));
    case 'maybe': {
      if (isScalar(sort.of)) return { kind: 'option', x: as(widthOf(sort), rank), lo: loOf(sort.of) };
      return { kind: 'maybe', given: not(equal(rank, i32(0))), of: elementAt(plusConstant(rank, -1), sort.of, names) };
    }
    case 'record':
    case 'tuple':
    case 'fn': {
      const sorts = partSorts(sort);
      // There is no element; but code that is never reached may ask for one.
      if (sorts.some((each) => sizeOf(each) === 0)) return zeroOf(sort, names);
      let below = 1;
      const weights = sorts.map(() => 1);
      for (let index = sorts.length - 1; index >= 0; index -= 1) {
        weights[index] = below;
        below *= sizeOf(sorts[index] ?? { kind: 'bool' });
      }
      return parts(
        sorts.map((each, index) => {
          const higher = (weights[index] ?? 1) === 1 ? rank : quotient(rank, i32(weights[index] ?? 1));
          return elementAt(index === 0 ? higher : remainder(higher, i32(sizeOf(each))), each, names);
        }),
      );
    }
    case 'set':
      return { kind: 'mask', words: [unsigned64(rank)] };
    case 'seq':
    case 'variant':
      return amongAll(rank, sort, names);
    case 'lock':
    case 'local':
      throw new InternalError(`the elements of a ${sort.kind} cannot be listed`);
  }
}

function amongAll(rank: Wx, sort: Sort, names: ProcessNames): Compiled {
  const elements = elementsOf(sort);
  if (elements.length > 512)
    throw new Uncompilable(`a loop goes through ${elements.length} elements of a ${sort.kind}`);
  return partAt(
    { kind: 'parts', size: elements.length, part: (index) => constantOf(elements[index] ?? null, sort, names) },
    rank,
  );
}
