// The sorts of operators' results, and the questions their rows ask of operands. Used by the table in `operators.ts` only.

import { SpecError } from './errors.ts';
import { type Sort, bool, joinSorts, printSort } from './sorts.ts';

const comparable = 'numbers, identifiers or labels';

// -0 is 0 in every packed state, so it is 0 here.
export function plain(number: number): number {
  return number === 0 ? 0 : number;
}

export function ordered([a, b]: readonly Sort[]): Sort {
  const joined = join(a, b);
  if (joined.kind !== 'range' && joined.kind !== 'ids' && joined.kind !== 'enumeration')
    throw illSorted(`only ${comparable} can be compared`, joined);
  return bool;
}

export function interval(operation: (a: number, b: number) => number): (args: readonly Sort[]) => Sort {
  return ([a, b]) => {
    const [x, y] = [numbers(a), numbers(b)];
    const corners = [operation(x.lo, y.lo), operation(x.lo, y.hi), operation(x.hi, y.lo), operation(x.hi, y.hi)];
    if (!corners.every(Number.isSafeInteger))
      throw new SpecError('this arithmetic can pass 2^53', { mend: 'hold its operands in narrower ranges' });
    return { kind: 'range', lo: plain(Math.min(...corners)), hi: plain(Math.max(...corners)) };
  };
}

export function numbers(sort: Sort | undefined): Extract<Sort, { kind: 'range' }> {
  return sort?.kind === 'range' ? sort : fail('this needs a number', sort);
}

export function ring([a]: readonly Sort[]): Sort {
  return idsOnly(a);
}

export function idsOnly(sort: Sort | undefined): Sort {
  return sort?.kind === 'ids' ? sort : fail('this needs an identifier', sort);
}

export function setOnly(sort: Sort | undefined): Extract<Sort, { kind: 'set' }> {
  return sort?.kind === 'set' ? sort : fail('this needs a set', sort);
}

export function seqOnly(sort: Sort | undefined): Extract<Sort, { kind: 'seq' }> {
  return sort?.kind === 'seq' ? sort : fail('this needs a sequence', sort);
}

export function all(args: readonly (Sort | undefined)[], kind: 'bool', result: Sort): Sort {
  for (const arg of args) if (arg?.kind !== kind) throw illSorted('a truth value is needed here', arg);
  return result;
}

export function join(a: Sort | undefined, b: Sort | undefined): Sort {
  const joined = a === undefined || b === undefined ? undefined : joinSorts(a, b);
  if (joined !== undefined) return joined;
  throw new SpecError(
    `${a === undefined ? 'nothing' : printSort(a)} and ${b === undefined ? 'nothing' : printSort(b)} have no values in common`,
  );
}

export function fail(what: string, sort: Sort | undefined): never {
  throw illSorted(what, sort);
}

export function illSorted(what: string, sort: Sort | undefined): SpecError {
  return new SpecError(`${what}, not ${sort === undefined ? 'nothing' : printSort(sort)}`);
}
