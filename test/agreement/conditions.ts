// Random conditions that are true in some states and false in others: each looks at one thing that a specification names.

import { isAlike } from './alike.ts';
import { expression, plain, type Named, type Scope } from './expressions.ts';
import { bool, sizeOf } from './random.ts';

/** A condition for a guard, a branch, an assertion or a property. */
export function condition(scope: Scope, depth: number): string {
  const { chance, names, facts = [] } = scope;
  if (depth > 0 && chance.percent(35)) return expression(bool, depth, scope);
  if (facts.length > 0 && chance.percent(25)) return chance.oneOf(facts);
  return names.length === 0 ? expression(bool, depth, scope) : look(chance.oneOf(names), scope, depth);
}

/** A condition that nearly always holds. */
export function weakCondition(scope: Scope, depth: number): string {
  return `any(${condition(scope, depth)}, ${condition(scope, 0)}, ${condition(scope, 0)})`;
}

function look({ text, sort }: Named, scope: Scope, depth: number): string {
  const { chance } = scope;
  const other = (of = sort): string => (chance.percent(50) ? plain(of, scope) : expression(of, 0, scope));
  switch (sort.kind) {
    case 'bool':
      return chance.oneOf([text, `not(${text})`, `${text}.not()`]);
    case 'number': {
      const loose = { ...sort, isLoose: true } as const;
      const word = chance.oneOf(['lessThan', 'atLeast', 'is', 'isNot', 'atMost', 'moreThan']);
      const middle = sort.lo + Math.min(2, Math.ceil((sort.hi - sort.lo) / 2));
      return `${text}.${word}(${chance.oneOf([String(middle), other(loose)])})`;
    }
    case 'enumeration':
      return chance.oneOf([
        () => `${text}.is('${chance.oneOf(sort.labels)}')`,
        () => `${text}.isNot(${other()})`,
        () => `${text}.isOneOf('${chance.oneOf(sort.labels)}', '${chance.oneOf(sort.labels)}')`,
      ])();
    case 'ids':
      if (sort.size === 0) return `${text}.is(${text})`;
      return `${text}.${chance.oneOf(isAlike(sort, scope) ? ['is', 'isNot'] : ['is', 'isNot', 'atMost'])}(${other()})`;
    case 'maybe':
      return chance.oneOf([`${text}.is(none)`, `${text}.isNot(none)`, `${text}.is(${other()})`]);
    case 'set':
      if (sizeOf(sort.of) === 0) return `${text}.isEmpty()`;
      return chance.oneOf([
        () => `${text}.has(${other(sort.of)})`,
        () => `${text}.isEmpty().not()`,
        () => `${text}.size().lessThan(2)`,
        () => `${text}.has(${other(sort.of)}).not()`,
      ])();
    case 'seq':
      return chance.oneOf([
        `${text}.length().lessThan(${Math.max(1, sort.max)})`,
        `${text}.isEmpty().not()`,
        `${text}.isEmpty()`,
      ]);
    case 'fn':
      if (sizeOf(sort.key) === 0) return `${text}.is(${text})`;
      return look({ text: `${text}.at(${expression(sort.key, Math.min(depth, 1), scope)})`, sort: sort.of }, scope, 0);
    case 'record': {
      const [name, of] = chance.oneOf(sort.fields);
      return look({ text: `${text}.field('${name}')`, sort: of }, scope, 0);
    }
    case 'tuple': {
      const index = chance.below(sort.items.length);
      return look({ text: `${text}.item(${index})`, sort: sort.items[index] ?? bool }, scope, 0);
    }
    case 'variant':
      return `${text}.isCase('${chance.oneOf(sort.cases)[0]}')`;
  }
}
