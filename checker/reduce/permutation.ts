// Permutations of identifiers: what a renaming of the elements of some sorts makes of a value. By the sort alone, so that whatever a value
// is made of is renamed with it.

import { List, Map, Set } from 'immutable';
import { InternalError } from '../language/errors.ts';
import { sameSort, type Sort } from '../language/sorts.ts';
import { unset, type Value } from '../language/values.ts';

export type IdSort = Extract<Sort, { kind: 'ids' }>;

/** A renaming of the elements of one sort: element i is called `images[i]` afterwards. */
export interface Renaming {
  readonly sort: IdSort;
  readonly images: readonly number[];
}

/** A renaming of each of some sorts; the others keep their names. */
export type Permutation = readonly Renaming[];

export type Mover = (value: Value) => Value;

/** The permutation that exchanges two elements. */
export function transposition(sort: IdSort, i: number, j: number): Permutation {
  return [{ sort, images: Array.from({ length: sort.size }, (_, at) => (at === i ? j : at === j ? i : at)) }];
}

/** What the permutation makes of the values of a sort; undefined where none is changed. */
export function moverOf(sort: Sort, permutation: Permutation): Mover | undefined {
  switch (sort.kind) {
    case 'bool':
    case 'range':
    case 'enumeration':
      return undefined;
    case 'ids': {
      const renaming = permutation.find((each) => sameSort(each.sort, sort));
      return renaming && ((value) => imageOf(Number(value), renaming));
    }
    case 'process':
      return processMover(permutation);
    case 'lock': {
      const move = processMover(permutation);
      return move && ((value) => (value === null ? null : move(value)));
    }
    case 'maybe': {
      const move = moverOf(sort.of, permutation);
      return move && ((value) => (value === null ? null : move(value)));
    }
    case 'local': {
      const move = moverOf(sort.of, permutation);
      return move && ((value) => (value === unset ? unset : move(value)));
    }
    case 'record': {
      const moves = movesOf(sort.fields, permutation);
      return moves && ((value) => asMap(value).map((each, name) => moves.get(String(name))?.(each) ?? each));
    }
    case 'variant': {
      const moves = movesOf(sort.cases, permutation);
      if (moves === undefined) return undefined;
      return (value) => {
        const whole = asMap(value);
        const move = moves.get(String(whole.get('tag')));
        return move === undefined ? whole : whole.set('value', move(whole.get('value') ?? null));
      };
    }
    case 'tuple': {
      const moves = sort.items.map((item) => moverOf(item, permutation));
      if (moves.every((move) => move === undefined)) return undefined;
      return (value) => asList(value).map((each, index) => moves[index]?.(each) ?? each);
    }
    case 'seq': {
      const move = moverOf(sort.of, permutation);
      return move && ((value) => asList(value).map(move));
    }
    case 'set': {
      const move = moverOf(sort.of, permutation);
      return move && ((value) => (Set.isSet(value) ? Set(value.map(move)) : odd(value)));
    }
    case 'fn': {
      const [key, of] = [moverOf(sort.key, permutation), moverOf(sort.value, permutation)];
      if (key === undefined) return of && ((value) => asMap(value).map(of));
      return (value) =>
        Map<Value, Value>(
          asMap(value)
            .entrySeq()
            .map(([at, each]) => [key(at), of === undefined ? each : of(each)]),
        );
    }
  }
}

function movesOf(parts: Readonly<Record<string, Sort>>, permutation: Permutation): Map<string, Mover> | undefined {
  const moves = Object.entries(parts).flatMap(([name, sort]): [string, Mover][] => {
    const move = moverOf(sort, permutation);
    return move === undefined ? [] : [[name, move]];
  });
  return moves.length === 0 ? undefined : Map(moves);
}

// A process of any kind is written with its kind: `scanner#1`.
function processMover(permutation: Permutation): Mover | undefined {
  const kinds = Map(
    permutation.flatMap((each): [string, Renaming][] => (each.sort.process ? [[each.sort.name, each]] : [])),
  );
  if (kinds.size === 0) return undefined;
  return (value) => {
    const [, kind = '', index = ''] = /^(.*)#(\d+)$/s.exec(String(value)) ?? [];
    const renaming = kinds.get(kind);
    return renaming === undefined ? value : `${kind}#${imageOf(Number(index), renaming)}`;
  };
}

function imageOf(element: number, { sort, images }: Renaming): number {
  return images[element] ?? odd(`${sort.name}${element}`);
}

function asMap(value: Value): Map<Value, Value> {
  return Map.isMap(value) ? value : odd(value);
}

function asList(value: Value): List<Value> {
  return List.isList(value) ? value : odd(value);
}

function odd(value: unknown): never {
  throw new InternalError(`${String(value)} is no value of its sort`);
}
