// Random choices by which specifications are made, and the sorts of which they are made. fast-check makes each choice, so a failing
// specification shrinks: the first of several possibilities is always the plainest.

import fc, { type GeneratorValue } from 'fast-check';

/** A sort as the generator sees it; `text` declares it. */
export type RandomSort =
  | { readonly kind: 'bool'; readonly text: string }
  | {
      readonly kind: 'number';
      readonly text: string;
      readonly lo: number;
      readonly hi: number;
      /** Any number will do: an operand, not something stored. */
      readonly isLoose?: true;
    }
  | { readonly kind: 'enumeration'; readonly text: string; readonly labels: readonly string[] }
  | { readonly kind: 'ids'; readonly text: string; readonly size: number }
  | { readonly kind: 'maybe' | 'set'; readonly text: string; readonly of: RandomSort }
  | { readonly kind: 'seq'; readonly text: string; readonly of: RandomSort; readonly max: number }
  | { readonly kind: 'fn'; readonly text: string; readonly key: RandomSort; readonly of: RandomSort }
  | { readonly kind: 'record'; readonly text: string; readonly fields: readonly (readonly [string, RandomSort])[] }
  | { readonly kind: 'tuple'; readonly text: string; readonly items: readonly RandomSort[] }
  | { readonly kind: 'variant'; readonly text: string; readonly cases: readonly (readonly [string, RandomSort])[] };

/** The choices of one specification. */
export class Chance {
  readonly #next: GeneratorValue;
  #names = 0;

  constructor(next: GeneratorValue) {
    this.#next = next;
  }

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    return count <= 1 ? 0 : this.#next(fc.nat, { max: count - 1 });
  }

  between(lo: number, hi: number): number {
    return lo + this.below(hi - lo + 1);
  }

  oneOf<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  /** A name that nothing else in the specification has. */
  name(letter: string): string {
    return `${letter}${(this.#names += 1)}`;
  }

  /** True so many times of a hundred. */
  percent(chance: number): boolean {
    return this.below(100) >= 100 - chance;
  }
}

export const bool: RandomSort = { kind: 'bool', text: 'bool' };

/** Of a case that carries nothing. */
const unit: RandomSort = { kind: 'enumeration', text: 'unit', labels: ['unit'] };

export function numbers(lo: number, hi: number): Extract<RandomSort, { kind: 'number' }> {
  return { kind: 'number', text: `range(${lo}, ${hi})`, lo, hi };
}

/** What the operands of comparisons and arithmetic are. */
export const anyNumber: RandomSort = { ...numbers(-2, 3), isLoose: true };

/** The parts of a sort, itself the first. */
export function sortsIn(sort: RandomSort): readonly RandomSort[] {
  switch (sort.kind) {
    case 'maybe':
    case 'set':
    case 'seq':
      return [sort, ...sortsIn(sort.of)];
    case 'fn':
      return [sort, ...sortsIn(sort.key), ...sortsIn(sort.of)];
    case 'record':
      return [sort, ...sort.fields.flatMap(([, of]) => sortsIn(of))];
    case 'tuple':
      return [sort, ...sort.items.flatMap(sortsIn)];
    case 'variant':
      return [sort, ...sort.cases.flatMap(([, of]) => sortsIn(of))];
    default:
      return [sort];
  }
}

/** A sort of few values, nested at most so deep. */
export function randomSort(chance: Chance, depth: number, ids: readonly RandomSort[]): RandomSort {
  const inner = (): RandomSort => randomSort(chance, depth - 1, ids);
  switch (chance.below(depth > 0 ? 13 : 5)) {
    case 0:
      return bool;
    case 1: {
      const lo = chance.oneOf([0, -1, 1, -2]);
      return numbers(lo, lo + chance.oneOf([3, 2, 4, 1, 0]));
    }
    case 2: {
      const labels = ['a', 'b', 'c', 'd'].slice(0, chance.oneOf([3, 2, 4, 1]));
      return { kind: 'enumeration', text: `enumeration(${labels.map((each) => `'${each}'`).join(', ')})`, labels };
    }
    case 3:
    case 4:
      return chance.oneOf(ids);
    case 5:
    case 6: {
      const of = inner();
      return of.kind === 'maybe' ? of : { kind: 'maybe', text: `maybe(${of.text})`, of };
    }
    case 7: {
      const of = randomSort(chance, 0, ids);
      return { kind: 'set', text: `set(${of.text})`, of };
    }
    case 8: {
      const of = randomSort(chance, 0, ids);
      const max = chance.oneOf([2, 1, 3, 0]);
      return { kind: 'seq', text: `seq(${of.text}, ${max})`, of, max };
    }
    case 9:
    case 10: {
      const key = randomSort(chance, 0, ids);
      const of = inner();
      return { kind: 'fn', text: `fn(${key.text}, ${of.text})`, key, of };
    }
    case 11: {
      const fields = ['x', 'y'].slice(0, chance.between(1, 2)).map((name): [string, RandomSort] => [name, inner()]);
      const text = `record({ ${fields.map(([name, of]) => `${name}: ${of.text}`).join(', ')} })`;
      if (chance.percent(60)) return { kind: 'record', text, fields };
      const items = fields.map(([, of]) => of);
      return { kind: 'tuple', text: `tuple(${items.map(({ text: each }) => each).join(', ')})`, items };
    }
    default: {
      const cases = ['left', 'right']
        .slice(0, chance.oneOf([2, 1]))
        .map((tag): [string, RandomSort] => [tag, chance.percent(20) ? unit : inner()]);
      const text = `variant({ ${cases.map(([tag, of]) => `${tag}: ${of.text}`).join(', ')} })`;
      return { kind: 'variant', text, cases };
    }
  }
}

/** A sort of many values: of several words, or with numbers that need many bits. */
export function wideSort(chance: Chance): RandomSort {
  const fnOver = (count: number, of: RandomSort): RandomSort => {
    const key = numbers(0, count - 1);
    return { kind: 'fn', text: `fn(${key.text}, ${of.text})`, key, of };
  };
  const setOver = (of: RandomSort): RandomSort => ({ kind: 'set', text: `set(${of.text})`, of });
  return chance.oneOf([
    () => fnOver(9, numbers(0, 250)),
    () => fnOver(31, numbers(-300, 300)),
    () => fnOver(5, fnOver(4, numbers(0, 8000))),
    () => setOver(numbers(0, 79)),
    () => numbers(-4, 2 ** 40),
    () => numbers(2 ** 31 - 2, 2 ** 31 + 1),
    (): RandomSort => {
      const of = numbers(0, 200);
      return { kind: 'seq', text: `seq(${of.text}, 9)`, of, max: 9 };
    },
    (): RandomSort => {
      const items = [numbers(0, 2 ** 31), setOver(numbers(0, 39)), numbers(-1, 2 ** 45)];
      return { kind: 'tuple', text: `tuple(${items.map(({ text }) => text).join(', ')})`, items };
    },
  ])();
}

/** How many values there are, roughly. */
export function sizeOf(sort: RandomSort): number {
  switch (sort.kind) {
    case 'bool':
      return 2;
    case 'number':
      return sort.hi - sort.lo + 1;
    case 'enumeration':
      return sort.labels.length;
    case 'ids':
      return sort.size;
    case 'maybe':
      return sizeOf(sort.of) + 1;
    case 'set':
      return 2 ** sizeOf(sort.of);
    case 'seq':
      return (sizeOf(sort.of) + 1) ** sort.max;
    case 'fn':
      return sizeOf(sort.of) ** sizeOf(sort.key);
    case 'record':
      return sort.fields.reduce((product, [, of]) => product * sizeOf(of), 1);
    case 'tuple':
      return sort.items.reduce((product, of) => product * sizeOf(of), 1);
    case 'variant':
      return sort.cases.reduce((sum, [, of]) => sum + sizeOf(of), 0);
  }
}
