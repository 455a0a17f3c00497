// A specification whose identifiers are those of other sorts: everything else stays as it is, and binders stay told apart.

import { isCollection, Map as FunctionValue, type Collection } from 'immutable';
import { Site } from './site.ts';
import type { Sort } from './sorts.ts';
import type { Specification } from './tree.ts';
import type { Value } from './values.ts';

export type IdSort = Extract<Sort, { kind: 'ids' }>;

/** The sorts of identifiers that a tree speaks of, each once. */
export function idSortsIn(tree: unknown): readonly IdSort[] {
  const found = new Map<string, IdSort>();
  const met = new Set<object>();
  const visit = (part: unknown): void => {
    if (!isPart(part) || met.has(part)) return;
    met.add(part);
    if (isIdSort(part)) found.set(`${part.name} ${part.size} ${part.process}`, part);
    else for (const inner of Object.values(part)) visit(inner);
  };
  visit(tree);
  return [...found.values()];
}

/** The specification with the identifiers of some sorts, by name, taken from others. */
export function renameSorts(specification: Specification, sorts: ReadonlyMap<string, IdSort>): Specification {
  if (sorts.size === 0) return specification;
  const done = new Map<object, unknown>();
  const visit = (part: unknown): unknown => {
    if (isCollection(part)) return renamedValue(part as Value, sorts);
    if (!isPart(part)) return part;
    const known = done.get(part);
    if (known !== undefined) return known;
    const made = isIdSort(part) ? (sorts.get(part.name) ?? part) : copied(part);
    done.set(part, made);
    return made;
  };
  const copied = (part: object): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    const isProcessName =
      'kind' in part && part.kind === 'literal' && 'value' in part && typeof part.value === 'string';
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(part))
      copy[key] = isProcessName && key === 'value' ? literalText(part, inner as string, sorts) : visit(inner);
    return copy;
  };
  return visit(specification) as Specification;
}

// A process of any kind is its name: `cpu#0`. A label may look like one.
function literalText(literal: object, value: string, sorts: ReadonlyMap<string, IdSort>): string {
  const isLabel = 'sort' in literal && (literal.sort as Sort).kind === 'enumeration';
  return isLabel ? value : renamedName(value, sorts);
}

function renamedValue(value: Value, sorts: ReadonlyMap<string, IdSort>): Value {
  if (typeof value === 'string') return renamedName(value, sorts);
  if (!isCollection(value)) return value;
  const inner = (each: unknown): unknown => renamedValue(each as Value, sorts);
  return FunctionValue.isMap(value)
    ? (value.mapEntries(([key, each]) => [inner(key), inner(each)]) as unknown as Value)
    : ((value as unknown as Collection<unknown, unknown>).map(inner) as unknown as Value);
}

function renamedName(name: string, sorts: ReadonlyMap<string, IdSort>): string {
  const [kind = '', number] = name.split('#');
  const sort = number !== undefined && /^\d+$/.test(number) ? sorts.get(kind) : undefined;
  return sort === undefined ? name : `${sort.name}#${number}`;
}

function isPart(part: unknown): part is object {
  return typeof part === 'object' && part !== null && !isCollection(part) && !(part instanceof Site);
}

function isIdSort(part: object): part is IdSort {
  return 'kind' in part && part.kind === 'ids' && 'name' in part && 'size' in part && 'process' in part;
}
