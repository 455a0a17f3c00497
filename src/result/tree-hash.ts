// The hash of a specification's tree: the same for the same meaning, however its file is laid out. Sites are left out; whatever is bound is
// known by the order in which it is met, so that two binders of one name are told apart.

import { isCollection } from 'immutable';
import createHasher from 'xxhash-wasm';
import type { Specification } from '../../checker/index.ts';

/** XXH64 of the tree in one canonical text, as 16 hexadecimal digits. */
export async function treeHashOf(specification: Specification): Promise<string> {
  const hasher = await createHasher();
  return hasher.h64ToString(canonicalText(specification)).padStart(16, '0');
}

function canonicalText(specification: Specification): string {
  const binders = new Map<object, number>();
  const known = (binder: object): boolean => binders.has(binder);
  return JSON.stringify(specification, function replace(this: unknown, key: string, value: unknown): unknown {
    if (key === 'site') return undefined;
    if (typeof value === 'symbol') return value.description;
    if (typeof value !== 'object' || value === null) return value;
    if (isCollection(value)) return value.toJS();
    if (key !== 'binder' && key !== 'by' && !isBinderList(this)) return value;
    if (known(value)) return { binder: binders.get(value) };
    binders.set(value, binders.size);
    return value;
  });
}

/** Whether this is a `binders` or `parameters` list: nothing else in the tree is a list of named sorts without a kind. */
function isBinderList(holder: unknown): boolean {
  if (!Array.isArray(holder)) return false;
  const [first] = holder as readonly unknown[];
  return typeof first === 'object' && first !== null && 'sort' in first && 'name' in first && !('kind' in first);
}
