// Random updates of the variables in scope, `x0` and so on.

import { expression, type Scope } from './expressions.ts';
import { bool, sizeOf } from './random.ts';

/** An update of a variable, or of a part of one. */
export function updateText(scope: Scope, depth: number): string {
  const { chance } = scope;
  const variables = scope.names.filter(({ text }) => /^x\d+$/.test(text));
  const variable = chance.oneOf(variables);
  let { text, sort } = variable;
  if (sort.kind === 'fn' && chance.percent(30) && sizeOf(sort.key) > 0) {
    const of = { ...scope, names: [...scope.names, { text: 'i', sort: sort.key }] };
    const index = chance.percent(50) ? 'i' : expression(sort.key, 1, of);
    return `each({ i: ${sort.key.text} }, ({ i }) => ${text}.at(${index}).becomes(${expression(sort.of, depth - 1, of)}))`;
  }
  while (chance.percent(70)) {
    if (sort.kind === 'fn') [text, sort] = [`${text}.at(${expression(sort.key, 1, scope)})`, sort.of];
    else if (sort.kind === 'record') {
      const [name, of] = chance.oneOf(sort.fields);
      [text, sort] = [`${text}.field('${name}')`, of];
    } else if (sort.kind === 'tuple') {
      const index = chance.below(sort.items.length);
      [text, sort] = [`${text}.item(${index})`, sort.items[index] ?? bool];
    } else break;
  }
  if (sort.kind === 'set' && chance.percent(40))
    return `${text}.${chance.oneOf(['insert', 'remove'])}(${expression(sort.of, depth - 1, scope)})`;
  return `${text}.becomes(${expression(sort, depth, scope)})`;
}
