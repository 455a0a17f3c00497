// Every row of the operator table by its meaning: ordinary operands, the edges, and outside the domain.

import fc from 'fast-check';
import { is, List, Map, Set } from 'immutable';
import { describe, expect, it } from 'vitest';
import { isElement, tagged, unset, type Value } from '../../checker/language/values.ts';
import { applyNodes } from '../../checker/language/nodes.ts';
import { operators, type OperatorName } from '../../checker/language/operators.ts';
import type { Sort } from '../../checker/language/sorts.ts';
import type { Node } from '../../checker/language/tree.ts';
import { evaluate } from '../../checker/interpret/evaluate.ts';
import { stateMaker } from '../../checker/interpret/state.ts';
import { DomainError, type World } from '../../checker/interpret/world.ts';

const world: World = { state: stateMaker([])({}), bound: new globalThis.Map() };

const bool: Sort = { kind: 'bool' };
const small: Sort = { kind: 'range', lo: -4, hi: 4 };
const page: Sort = { kind: 'ids', name: 'page', size: 3, process: false };
const cpu: Sort = { kind: 'ids', name: 'cpu', size: 2, process: true };
const color: Sort = { kind: 'enumeration', labels: ['red', 'amber', 'green'] };
const maybePage: Sort = { kind: 'maybe', of: page };
const lock: Sort = { kind: 'lock', discipline: 'spin' };
const holder: Sort = { kind: 'maybe', of: { kind: 'process' } };
const local: Sort = { kind: 'local', of: small };
const f: Sort = { kind: 'fn', key: page, value: small };
const rec: Sort = { kind: 'record', fields: { a: small, b: bool } };
const pair: Sort = { kind: 'tuple', items: [small, bool] };
const message: Sort = { kind: 'variant', cases: { ask: page, tell: bool } };
const pages: Sort = { kind: 'set', of: page };
const queue: Sort = { kind: 'seq', of: page, max: 3 };

function of(sort: Sort, value: Value): Node {
  return { kind: 'literal', sort, value };
}
const T = of(bool, true);
const F = of(bool, false);
const n = (value: number): Node => of(small, value);
const p = (value: number): Node => of(page, value);
const fn = of(
  f,
  Map<Value, Value>([
    [0, 3],
    [1, -1],
    [2, 0],
  ]),
);
const byNumber = of(
  { kind: 'fn', key: { kind: 'range', lo: 0, hi: 1 }, value: small },
  Map<Value, Value>([
    [0, 3],
    [1, -1],
  ]),
);
const r = of(
  rec,
  Map<Value, Value>([
    ['a', 2],
    ['b', true],
  ]),
);
const ask = of(message, tagged('ask', 1));
const set = (...elements: number[]): Node => of(pages, Set<Value>(elements));
const seq = (...items: number[]): Node => of(queue, List<Value>(items));

/** What an evaluation outside its domain says, in the end of the line `text: message`. */
type Outside = { readonly outside: string };
const outside = (message: string): Outside => ({ outside: message });

/** The last is the sort of what is made of it, where the operands do not tell it. */
type Row = readonly [OperatorName, readonly Node[], Value | Outside, string?, Sort?];

const rows: readonly Row[] = [
  ['not', [T], false],
  ['not', [F], true],
  ['all', [], true],
  ['all', [T, T, T], true],
  ['all', [T, F, T], false],
  ['any', [], false],
  ['any', [F, F], false],
  ['any', [F, T], true],
  ['implies', [F, F], true],
  ['implies', [T, F], false],
  ['implies', [T, T], true],
  ['iff', [F, F], true],
  ['iff', [T, F], false],
  ['ifThenElse', [T, n(1), n(2)], 1],
  ['ifThenElse', [F, n(1), n(2)], 2],

  ['equal', [n(2), n(2)], true],
  ['equal', [set(0, 2), set(2, 0)], true],
  ['equal', [seq(0, 1), seq(1, 0)], false],
  ['equal', [of(maybePage, null), of(maybePage, 0)], false],
  ['notEqual', [n(2), n(3)], true],
  ['notEqual', [r, r], false],
  ['lessThan', [n(-1), n(0)], true],
  ['lessThan', [p(2), p(2)], false],
  ['lessThan', [of(color, 'amber'), of(color, 'green')], true],
  ['lessThan', [of(color, 'green'), of(color, 'amber')], false],
  ['atMost', [n(0), n(0)], true],
  ['atMost', [of(color, 'red'), of(color, 'green')], true],
  ['moreThan', [n(0), n(0)], false],
  ['moreThan', [p(2), p(1)], true],
  ['atLeast', [n(-1), n(0)], false],
  ['atLeast', [of(color, 'red'), of(color, 'red')], true],

  ['plus', [n(4), n(4)], 8],
  ['minus', [n(-4), n(4)], -8],
  ['times', [n(-3), n(2)], -6],
  ['times', [n(-3), n(0)], 0],
  ['dividedBy', [n(3), n(2)], 1],
  ['dividedBy', [n(-3), n(2)], -2],
  ['dividedBy', [n(3), n(-2)], -2],
  ['dividedBy', [n(-3), n(-2)], 1],
  ['dividedBy', [n(0), n(-2)], 0],
  ['dividedBy', [n(3), n(0)], outside('3 div 0: division by 0')],
  ['modulo', [n(3), n(2)], 1],
  ['modulo', [n(-3), n(2)], 1],
  ['modulo', [n(-4), n(2)], 0],
  ['modulo', [n(3), n(0)], outside('3 mod 0: modulo 0, which is not positive')],
  ['modulo', [n(3), n(-2)], outside('3 mod -2: modulo -2, which is not positive')],
  ['min', [n(-1), n(2)], -1],
  ['max', [n(-1), n(2)], 2],
  ['saturatingPlus', [n(3), n(3)], 4],
  ['saturatingPlus', [n(-3), n(-3)], -4],
  ['saturatingPlus', [n(1), n(2)], 3],

  ['next', [p(0)], 1],
  ['next', [p(2)], 0],
  ['previous', [p(0)], 2],
  ['previous', [p(2)], 1],
  ['index', [p(2)], 2],

  ['some', [p(1)], 1],
  ['value', [of(maybePage, 1)], 1],
  ['value', [of(maybePage, null)], outside('none.value(): value() of none')],
  ['asProcess', [of(cpu, 1)], 'cpu#1'],
  ['asProcess', [of({ kind: 'process' }, 'cpu#0')], 'cpu#0'],
  ['holder', [of(lock, 'cpu#1')], 'cpu#1'],
  ['holder', [of(lock, null)], null],
  ['heldBy', [of(holder, 'cpu#1')], 'cpu#1', 'spin'],
  ['heldBy', [of(holder, null)], null, 'spin'],
  ['local', [of(local, -4)], -4],
  ['local', [of(local, unset)], outside('local: a local that has no value here')],

  ['at', [fn, p(1)], -1],
  ['at', [byNumber, n(2)], outside('[0: 3, 1: -1][2]: index 2 is outside range(0, 1)')],
  [
    'except',
    [fn, p(1), n(4)],
    Map<Value, Value>([
      [0, 3],
      [1, 4],
      [2, 0],
    ]),
  ],
  ['except', [byNumber, n(-1), n(4)], outside('[[0: 3, 1: -1] except -1: 4]: index -1 is outside range(0, 1)')],

  [
    'record',
    [n(1), T],
    Map<Value, Value>([
      ['a', 1],
      ['b', true],
    ]),
    'a,b',
  ],
  ['field', [r], true, 'b'],
  [
    'with',
    [r, n(-2)],
    Map<Value, Value>([
      ['a', -2],
      ['b', true],
    ]),
    'a',
  ],
  ['tuple', [n(1), F], List<Value>([1, false])],
  ['item', [of(pair, List<Value>([1, false]))], false, '1'],
  ['tag', [p(2)], tagged('ask', 2), 'ask'],
  ['isCase', [ask], true, 'ask'],
  ['isCase', [ask], false, 'tell'],
  ['payload', [ask], 1, 'ask'],
  ['payload', [ask], outside("ask(page1).tell: payload('tell') of another case"), 'tell'],

  ['set', [p(0), p(2), p(0)], Set<Value>([2, 0])],
  ['has', [set(0, 2), p(2)], true],
  ['has', [set(), p(2)], false],
  ['isSubsetOf', [set(), set()], true],
  ['isSubsetOf', [set(0), set(0, 1)], true],
  ['isSubsetOf', [set(0, 1), set(0)], false],
  ['union', [set(0), set(1)], Set<Value>([0, 1])],
  ['intersect', [set(0, 1), set(1, 2)], Set<Value>([1])],
  ['without', [set(0, 1), set(1, 2)], Set<Value>([0])],
  ['size', [set(0, 1)], 2],
  ['size', [set()], 0],

  ['seq', [p(1), p(1)], List<Value>([1, 1])],
  ['length', [seq(1, 1)], 2],
  ['length', [seq()], 0],
  ['head', [seq(2, 1)], 2],
  ['head', [seq()], outside('head(<>): head of an empty sequence')],
  ['last', [seq(2, 1)], 1],
  ['last', [seq()], outside('last(<>): last of an empty sequence')],
  ['tail', [seq(2, 1)], List<Value>([1])],
  ['tail', [seq()], outside('tail(<>): tail of an empty sequence')],
  ['nth', [seq(2, 1), n(1)], 1],
  ['nth', [seq(2, 1), n(2)], outside('<page2, page1>[2]: item 2 of a sequence of 2')],
  ['nth', [seq(2, 1), n(-1)], outside('<page2, page1>[-1]: item -1 of a sequence of 2')],
  ['append', [seq(2), p(0)], List<Value>([2, 0])],
  ['append', [seq(2, 1, 0), p(0)], List<Value>([2, 1, 0, 0])],
  ['concat', [seq(2), seq(0, 1)], List<Value>([2, 0, 1])],
  ['items', [seq(2, 2, 0)], Set<Value>([0, 2])],
  ['orFalse', [T], true],
  ['orFalse', [F], false],
  ['orFalse', [applyNodes('equal', [applyNodes('head', [seq()]), p(0)])], false],
  ['orFalse', [applyNodes('notEqual', [applyNodes('head', [seq()]), p(0)])], false],
  ['as', [n(3)], 3, '', { kind: 'range', lo: 0, hi: 3 }],
  ['as', [n(4)], outside('4: 4 is outside range(0, 3)'), '', { kind: 'range', lo: 0, hi: 3 }],
  [
    'as',
    [seq(2, 1)],
    outside("<page2, page1>: a sequence of 2 items is outside seq(ids('page', 3), 1)"),
    '',
    { kind: 'seq', of: page, max: 1 },
  ],
];

function valueOrError(node: Node): Value | Outside {
  try {
    return evaluate(node, world);
  } catch (error) {
    if (error instanceof DomainError) return outside(`${error.text}: ${error.message}`);
    throw error;
  }
}

function isSame(a: unknown, b: unknown): boolean {
  if (isOutside(a) || isOutside(b)) return isOutside(a) && isOutside(b) && a.outside === b.outside;
  return is(a, b);
}

function isOutside(value: unknown): value is Outside {
  return typeof value === 'object' && value !== null && 'outside' in value;
}

function show(value: unknown): string {
  return isOutside(value) ? `outside: ${value.outside}` : String(value);
}

describe('an operator', () => {
  it.each(
    rows.map(([name, args, expected, detail = '', sort]) => ({
      name,
      node:
        sort === undefined
          ? applyNodes(name, args, detail)
          : ({ kind: 'apply', sort, operator: name, args, detail } satisfies Node),
      expected,
      args: args.map((arg) => (arg.kind === 'literal' ? String(arg.value) : '')).join(', '),
    })),
  )('$name of ($args)', ({ node, expected }) => {
    const found = valueOrError(node);
    expect(isSame(found, expected), `${show(found)} is not ${show(expected)}`).toBe(true);
  });

  it('has a row here, whichever it is', () => {
    const known = new globalThis.Set(rows.map(([name]) => name));
    expect(Object.keys(operators).filter((name) => !known.has(name as OperatorName))).toEqual([]);
  });

  it('that is partial has a row outside its domain', () => {
    const known = new globalThis.Set(rows.flatMap(([name, , expected]) => (isOutside(expected) ? [name] : [])));
    const partial = Object.entries(operators)
      .filter(([, row]) => 'partial' in row)
      .map(([name]) => name);
    expect(partial.filter((name) => !known.has(name as OperatorName))).toEqual([]);
  });
});

describe('arithmetic', () => {
  const ranges = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.nat(12)).map(([lo, more]) => ({ lo, hi: lo + more }));
  const operands = ranges.chain(({ lo, hi }) =>
    fc.integer({ min: lo, max: hi }).map((value) => of({ kind: 'range', lo, hi }, value)),
  );

  it.each(['plus', 'minus', 'times', 'dividedBy', 'modulo', 'min', 'max', 'saturatingPlus'] as const)(
    '%s stays within the interval that it computes',
    (name) => {
      fc.assert(
        fc.property(operands, operands, (a, b) => {
          if (b.sort.kind === 'range' && name === 'modulo') fc.pre(b.sort.hi >= 1);
          if (b.sort.kind === 'range' && name === 'dividedBy') fc.pre(b.sort.lo !== 0 || b.sort.hi !== 0);
          const node = applyNodes(name, [a, b]);
          const value = valueOrError(node);
          if (typeof value === 'object') return;
          expect(isElement(value, node.sort), `${String(value)} in ${JSON.stringify(node.sort)}`).toBe(true);
          expect(Object.is(value, -0)).toBe(false);
        }),
      );
    },
  );

  it('divides and takes remainders so that they fit together, as in TLA+', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 }), (a, b) => {
        const [x, y] = [of({ kind: 'range', lo: -50, hi: 50 }, a), of({ kind: 'range', lo: 1, hi: 9 }, b)];
        const [quotient, rest] = [
          Number(valueOrError(applyNodes('dividedBy', [x, y]))),
          Number(valueOrError(applyNodes('modulo', [x, y]))),
        ];
        expect(quotient * b + rest).toBe(a);
        expect(rest >= 0 && rest < b).toBe(true);
      }),
    );
  });
});
