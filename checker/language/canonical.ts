// A tree as one text: the same for the same meaning, however its file is laid out. Sites are left out, and what is for people only; whatever
// is bound is known by the order in which it is met, so that two binders of one name are told apart.

import { isCollection } from 'immutable';

/**
 * A line for each different part of the tree, children first, which stand in it as the numbers of their lines. So a part takes one line however
 * often it occurs: written out, the tree of a large specification has many millions of nodes.
 */
export function canonicalText(tree: object): string {
  const lines = new Map<string, number>();
  const parts = new Map<object, string>();
  const binders = new Map<object, number>();

  /** What stands for a value in the line of whatever holds it; undefined for what has no place in JSON either. */
  const standIn = (holder: object, key: string, value: unknown): string | undefined => {
    if (typeof value === 'symbol') return JSON.stringify(value.description);
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (key !== 'binder' && key !== 'by' && !isBinderList(holder)) return numberOf(value);
    const binder = binders.get(value);
    if (binder !== undefined) return `binder ${binder}`;
    const number = binders.size;
    binders.set(value, number);
    return `binder ${number} = ${numberOf(value)}`;
  };

  const numberOf = (part: object): string => {
    const known = parts.get(part);
    if (known !== undefined) return known;
    const line = isCollection(part) ? JSON.stringify(part.toJS()) : lineOf(part);
    const number = lines.get(line) ?? lines.size;
    lines.set(line, number);
    const name = `#${number}`;
    parts.set(part, name);
    return name;
  };

  const lineOf = (part: object): string => {
    const fields = Object.entries(part).flatMap(([key, value]: [string, unknown]) => {
      const stands = isForPeople(key, value) ? undefined : standIn(part, key, value);
      return stands === undefined ? [] : [`${JSON.stringify(key)}: ${stands}`];
    });
    return `${Array.isArray(part) ? 'list' : 'record'} ${fields.join(', ')}`;
  };

  numberOf(tree);
  return [...lines.keys()].join('\n');
}

/** Whether this is where a part is written, or what a function is given; not the sort of a field or a case that is called so. */
export function isForPeople(key: string, value: unknown): boolean {
  if (key !== 'site' && key !== 'given') return false;
  return typeof value !== 'object' || value === null || !('kind' in value);
}

/** Whether this is a `binders` or `parameters` list: nothing else in the tree is a list of named sorts without a kind. */
export function isBinderList(holder: unknown): boolean {
  if (!Array.isArray(holder)) return false;
  const [first] = holder as readonly unknown[];
  return typeof first === 'object' && first !== null && 'sort' in first && 'name' in first && !('kind' in first);
}
