// Random updates of the variables in scope, `x0` and so on. Most of them change something: a count goes on, a set gains or loses an
// element, a sequence grows and shrinks; the others store a random expression.

import { isAlike } from './alike.ts';
import { expression, isRisky, plain, withNames, type Named, type Scope } from './expressions.ts';
import { bool, sizeOf, type RandomSort } from './random.ts';

/** Updates of different variables, so many at most; of `first` to begin with, if it is given. */
export function updateTexts(scope: Scope, depth: number, count: number, first?: number): readonly string[] {
  let left = scope.names.filter(({ text }) => /^x\d+$/.test(text));
  return Array.from({ length: Math.min(count, left.length) }, (_, index) => {
    const variable =
      (index === 0 && first !== undefined ? left[first % left.length] : undefined) ?? scope.chance.oneOf(left);
    // Places of one variable may meet, which is a domain error; the same place twice is refused while building.
    if (variable.sort.kind !== 'fn' || !isRisky(scope)) left = left.filter((each) => each !== variable);
    return updateOf(variable, scope, depth);
  });
}

export function updateText(scope: Scope, depth: number): string {
  return updateTexts(scope, depth, 1).join('');
}

function updateOf({ text, sort }: Named, scope: Scope, depth: number): string {
  const { chance } = scope;
  const inner = (of: RandomSort): string => expression(of, depth - 1, scope);
  switch (chance.percent(85) ? sort.kind : 'bool') {
    case 'fn': {
      if (sort.kind !== 'fn' || sizeOf(sort.key) === 0) break;
      if (chance.percent(30)) return quantifiedUpdate(text, sort, scope, depth);
      if (sort.key.kind === 'ids' && !isAlike(sort.key, scope) && sort.key.size > 1 && chance.percent(15)) {
        const key = expression(sort.key, 0, scope);
        return `${text}.at(${key}).becomes(${text}.at(${key}.next())), ${text}.at(${key}.next()).becomes(${text}.at(${key}))`;
      }
      return updateOf({ text: `${text}.at(${expression(sort.key, 1, scope)})`, sort: sort.of }, scope, depth);
    }
    case 'record': {
      if (sort.kind !== 'record') break;
      const [name, of] = chance.oneOf(sort.fields);
      return updateOf({ text: `${text}.field('${name}')`, sort: of }, scope, depth);
    }
    case 'tuple': {
      if (sort.kind !== 'tuple') break;
      const index = chance.below(sort.items.length);
      return updateOf({ text: `${text}.item(${index})`, sort: sort.items[index] ?? bool }, scope, depth);
    }
    case 'set':
      if (sort.kind !== 'set' || sizeOf(sort.of) === 0) break;
      if (chance.percent(30)) return `${text}.${chance.oneOf(['insert', 'remove'])}(${inner(sort.of)})`;
      break;
    case 'number':
      // Past the sort's ends these are domain errors, so they are rare where there shall be none.
      if (chance.percent(2) || isRisky(scope)) return `${text}.${chance.oneOf(['increment', 'decrement'])}()`;
      break;
    default:
  }
  const value = chance.percent(85) ? changed(text, sort, scope, depth) : expression(sort, depth, scope);
  return `${text}.becomes(${value})`;
}

function quantifiedUpdate(
  text: string,
  sort: Extract<RandomSort, { kind: 'fn' }>,
  scope: Scope,
  depth: number,
): string {
  const { chance } = scope;
  const i = chance.name('i');
  const within = withNames(scope, { text: i, sort: sort.key });
  const set = scope.names.find((each) => each.sort.kind === 'set' && each.sort.of.text === sort.key.text);
  const domain = set !== undefined && chance.percent(50) ? set.text : sort.key.text;
  const index = isRisky(scope)
    ? expression(sort.key, 1, within)
    : sort.key.kind === 'ids' && !isAlike(sort.key, scope) && chance.percent(40)
      ? `${i}.next()`
      : i;
  const value = chance.percent(60)
    ? changed(`${text}.at(${i})`, sort.of, within, depth)
    : expression(sort.of, depth - 1, within);
  return `each({ ${i}: ${domain} }, ({ ${i} }) => ${text}.at(${index}).becomes(${value}))`;
}

/** Another value than the place has, made from it. */
function changed(text: string, sort: RandomSort, scope: Scope, depth: number): string {
  const { chance } = scope;
  const inner = (of: RandomSort): string => expression(of, Math.min(1, depth - 1), scope);
  switch (sort.kind) {
    case 'bool':
      return `not(${text})`;
    case 'number': {
      const { lo, hi } = sort;
      const top = Math.min(hi, lo + 4);
      return chance.oneOf([
        `ifThenElse(${text}.lessThan(${top}), ${text}.plus(1), ${lo})`,
        `${text}.minus(${lo}).plus(1).modulo(${hi - lo + 1}).plus(${lo})`,
        `${text}.saturatingPlus(${chance.oneOf(['1', '-1'])})`,
        `${text}.times(-1).plus(${hi + lo})`,
      ]);
    }
    case 'enumeration':
      return sort.labels
        .slice(1)
        .reduceRight(
          (rest, label, index) =>
            `ifThenElse(${text}.is('${sort.labels[index]}'), literal(${sort.text}, '${label}'), ${rest})`,
          `literal(${sort.text}, '${sort.labels[0]}')`,
        );
    case 'ids':
      if (isAlike(sort, scope)) return `ifThenElse(${text}.is(${inner(sort)}), ${inner(sort)}, ${text})`;
      return sort.size === 0 ? text : `${text}.${chance.oneOf(['next', 'previous'])}()`;
    case 'maybe':
      if (sizeOf(sort.of) === 0) return plain(sort, scope);
      return chance.percent(50)
        ? `ifThenElse(${text}.is(none), ${inner(sort.of)}, literal(${sort.text}, none))`
        : `ifThenElse(${text}.isNot(none), ${changed(`${text}.value()`, sort.of, scope, depth)}, ${inner(sort.of)})`;
    case 'set': {
      if (sizeOf(sort.of) === 0) return text;
      if (chance.percent(40))
        return `${text}.${chance.oneOf(['union', 'without', 'intersect'])}(${expression(sort, depth, scope)})`;
      const v = chance.name('v');
      const one = `setOf(${sort.of.text}, ${v})`;
      return `let_({ ${v}: ${inner(sort.of)} }, ({ ${v} }) => ifThenElse(${text}.has(${v}), ${text}.without(${one}), ${text}.union(${one})))`;
    }
    case 'seq': {
      if (sort.max === 0 || sizeOf(sort.of) === 0) return text;
      const grown = `ifThenElse(${text}.length().lessThan(${Math.min(sort.max, 3)}), ${text}.append(${inner(sort.of)}), ${chance.oneOf([`${text}.tail()`, `seqOf(${sort.of.text})`])})`;
      return chance.percent(70)
        ? grown
        : `ifThenElse(${text}.isEmpty(), ${plain(sort, scope)}, ${text}.tail().append(${text}.head()))`;
    }
    case 'fn': {
      const k = chance.name('k');
      if (sizeOf(sort.key) > 0 && chance.percent(50)) {
        const key = inner(sort.key);
        return `${text}.except(${key}, ${changed(`${text}.at(${key})`, sort.of, scope, depth)})`;
      }
      return `fnOf(${sort.key.text}, (${k}) => ${changed(`${text}.at(${k})`, sort.of, withNames(scope, { text: k, sort: sort.key }), depth)})`;
    }
    case 'record': {
      const [name, of] = chance.oneOf(sort.fields);
      return `${text}.with({ ${name}: ${changed(`${text}.field('${name}')`, of, scope, depth)} })`;
    }
    case 'tuple': {
      const index = chance.below(sort.items.length);
      return `tupleOf(${[sort.text, ...sort.items.map((of, at) => (at === index ? changed(`${text}.item(${at})`, of, scope, depth) : `${text}.item(${at})`))].join(', ')})`;
    }
    case 'variant': {
      const cases = sort.cases.filter(([, of]) => sizeOf(of) > 0);
      if (cases.length === 0) return text;
      const [tag, of] = chance.oneOf(cases);
      const [other, otherOf] = cases.find(([each]) => each !== tag) ?? [tag, of];
      const changedCase = `variantOf(${sort.text}, '${tag}', ${changed(`${text}.payload('${tag}')`, of, scope, depth)})`;
      return `ifThenElse(${text}.isCase('${tag}'), ${chance.percent(50) ? changedCase : `variantOf(${sort.text}, '${other}', ${inner(otherOf)})`}, variantOf(${sort.text}, '${tag}', ${inner(of)}))`;
    }
  }
}
