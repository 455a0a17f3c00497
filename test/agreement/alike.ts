// Sorts whose elements nothing is to tell apart, in random specifications.

import type { Scope } from './expressions.ts';
import { sortsIn, type RandomSort } from './random.ts';

/** Whether the elements of a sort are told apart by nothing. */
export function isAlike(sort: RandomSort, { alike }: Scope): boolean {
  return alike?.some(({ text }) => text === sort.text) === true;
}

/** Whether a value of a sort is made of such elements. */
export function holdsAlike(sort: RandomSort, scope: Scope): boolean {
  return sortsIn(sort).some((each) => isAlike(each, scope));
}

/** A condition over elements of each sort whose elements are alike, by names of their own. */
export function overAlike(scope: Scope, condition: (within: Scope) => string): string {
  const { chance, alike = [] } = scope;
  const names = alike.map((sort) => ({ text: chance.name('o'), sort }));
  if (names.length === 0) return condition(scope);
  const domains = names.map(({ text, sort }) => `${text}: ${sort.text}`).join(', ');
  const list = names.map(({ text }) => text).join(', ');
  return `${chance.oneOf(['forall', 'exists'])}({ ${domains} }, ({ ${list} }) => ${condition({ ...scope, names: [...scope.names, ...names] })})`;
}
