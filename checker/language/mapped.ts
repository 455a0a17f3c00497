// What a mapping gives for an abstract variable, as an expression: in the forms of `init`, and by cases.

import { SpecError, suggest } from './errors.ts';
import { wrap } from './expression.ts';
import { applyNodes, coerce, isBuilt, lift, mark, quantified } from './nodes.ts';
import { Cases } from './refines.ts';
import { placesOf, type Site } from './site.ts';
import { isProcess, printSort, type Sort } from './sorts.ts';
import type { Binder, Node } from './tree.ts';

/** The expression of what is given for a variable of this sort; its own sort may be wider. @throws SpecError for what does not fit */
export function mappedNode(given: unknown, sort: Sort, site: Site): Node {
  if (given instanceof Cases) return casesNode(given, sort, site);
  if (sort.kind === 'lock') return lockNode(given, sort, site);
  if (isBuilt(given)) return builtNode(given.node, sort, site);
  if (typeof given === 'object' && given !== null && mark in given)
    throw new SpecError('no expression is given', { places: placesOf(site), mend: `write one of ${printSort(sort)}` });
  if (sort.kind === 'fn') {
    const binder: Binder = { name: 'k', sort: sort.key };
    const value: unknown =
      typeof given === 'function'
        ? (given as (key: unknown) => unknown)(wrap({ kind: 'bound', sort: sort.key, binder }))
        : given;
    return quantified('function', [binder], mappedNode(value, sort.value, site));
  }
  if (sort.kind === 'record' && typeof given === 'object' && given !== null) {
    const fields = given as Readonly<Record<string, unknown>>;
    const names = Object.keys(sort.fields);
    refuseOtherFields(Object.keys(fields), names, site);
    return applyNodes(
      'record',
      names.map((name) => mappedNode(fields[name], sort.fields[name] ?? sort, site)),
      names.join(','),
    );
  }
  if ((sort.kind === 'set' || sort.kind === 'seq') && Array.isArray(given) && given.length > 0)
    return applyNodes(
      sort.kind,
      given.map((item: unknown) => mappedNode(item, sort.of, site)),
    );
  return plainNode(given, sort, site);
}

function refuseOtherFields(given: readonly string[], names: readonly string[], site: Site): void {
  const odd = given.find((name) => !names.includes(name));
  if (odd !== undefined)
    throw new SpecError(`there is no field '${odd}'`, {
      places: placesOf(site),
      // Short names are near to each other, and no slips of one another.
      mend: (odd.length > 3 ? suggest(odd, names) : '') || `its fields are ${names.join(', ')}`,
    });
  const missing = names.find((name) => !given.includes(name));
  if (missing !== undefined)
    throw new SpecError(`the field '${missing}' stands for nothing here`, {
      places: placesOf(site),
      mend: `add ${missing}: … to the record`,
    });
}

function plainNode(given: unknown, sort: Sort, site: Site): Node {
  try {
    return lift(given, sort);
  } catch (error) {
    if (!(error instanceof SpecError) || error.mend !== undefined) throw error;
    throw new SpecError(error.what, { places: placesOf(site), mend: `write an element of ${printSort(sort)}` });
  }
}

function builtNode(node: Node, sort: Sort, site: Site): Node {
  try {
    return coerce(node, sort);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new SpecError(error.what, {
      places: placesOf(site),
      mend: 'identifiers of different names are told to be the same by { sorts: { theirs: Ours } } after the mapping',
    });
  }
}

function casesNode({ branches, otherwise }: Cases, sort: Sort, site: Site): Node {
  return branches.reduceRight<Node>(
    (rest, { condition, value }) => applyNodes('ifThenElse', [condition.node, mappedNode(value, sort, site), rest]),
    mappedNode(otherwise, sort, site),
  );
}

// Who holds it says all of a lock.
function lockNode(given: unknown, sort: Extract<Sort, { kind: 'lock' }>, site: Site): Node {
  const holder: Sort = { kind: 'maybe', of: { kind: 'process' } };
  if (given === null || given === 'free') return lift(given, sort);
  if (!isBuilt(given)) return lift(given, sort);
  const { node } = given;
  if (node.sort.kind === 'lock') return builtNode(node, sort, site);
  const inner = node.sort.kind === 'maybe' ? node.sort.of : node.sort;
  if (node.sort.kind === 'maybe' && inner.kind === 'ids' && isProcess(inner)) return heldByOne(node, inner, sort);
  return applyNodes('heldBy', [builtNode(node, holder, site)], sort.discipline);
}

// A process of one kind, or none, where one of any kind is meant.
function heldByOne(node: Node, of: Sort, sort: Extract<Sort, { kind: 'lock' }>): Node {
  const none: Node = { kind: 'literal', sort: { kind: 'maybe', of }, value: null };
  const nobody: Node = { kind: 'literal', sort, value: null };
  const value = applyNodes('asProcess', [applyNodes('value', [node])]);
  return applyNodes('ifThenElse', [
    applyNodes('equal', [node, none]),
    nobody,
    applyNodes('heldBy', [applyNodes('some', [value])], sort.discipline),
  ]);
}
