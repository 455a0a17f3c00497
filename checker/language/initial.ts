// Initial states: the values that `init` gives, as nodes; a later variable may be computed from earlier ones.

import { clause } from './clauses.ts';
import { type Program } from './edit-paths.ts';
import { named, SpecError, suggest } from './errors.ts';
import { wrap } from './expression.ts';
import { editedStarts, type Start } from './initial-edits.ts';
import { type LoweredProcess } from './lower-process.ts';
import { applyNodes, isBuilt, lift, quantified } from './nodes.ts';
import { printNode } from './print.ts';
import { type Resolve } from './resolve.ts';
import { findNode } from './scopes.ts';
import { type Site, placesOf } from './site.ts';
import { type Sort, joinSorts } from './sorts.ts';
import { type AnyParts } from './spec.ts';
import { type Binder, type InitialTree, type Node, type VariableTree } from './tree.ts';

export function declaredVariables(parts: AnyParts, site: Site): readonly VariableTree[] {
  const names = Object.keys(parts.variables ?? {});
  const inits = parts.inits ?? (parts.init === undefined ? [] : [parts.init]);
  if (parts.init !== undefined && parts.inits !== undefined)
    throw new SpecError("spec({ … }) has both 'init' and 'inits'", {
      places: placesOf(site),
      mend: 'keep one of them',
    });
  for (const init of inits) {
    const unknown = Object.keys(init).find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new SpecError(`init gives a value to '${unknown}', which is no variable`, {
        places: placesOf(site),
        mend: suggest(unknown, names) || `the variables are ${names.join(', ')}`,
      });
    const missing = names.find((name) => !(name in init));
    if (missing !== undefined)
      throw new SpecError(`variable '${missing}' has no initial value`, {
        places: placesOf(site),
        mend: `add ${missing}: … to init, or ${missing}: anything`,
      });
  }
  const [first] = names;
  if (inits.length === 0 && first !== undefined)
    throw new SpecError(`variable '${first}' has no initial value`, {
      places: placesOf(site),
      mend: 'spec({ … }) needs init: { … }',
    });
  return Object.entries(parts.variables ?? {}).map(([name, place]) => {
    if (!isBuilt(place) || place.node.kind !== 'variable')
      throw new SpecError(`'${name}' is no variable`, {
        places: placesOf(site),
        mend: 'declare it with variables({ … })',
      });
    if (place.node.name !== name)
      throw new SpecError(`the variable '${place.node.name}' is listed as '${name}'`, {
        places: placesOf(site),
        mend: `write variables: { ${place.node.name} }`,
      });
    return { name, sort: place.node.sort, role: 'declared' };
  });
}

export function initialTrees(
  parts: AnyParts,
  declared: readonly VariableTree[],
  processes: readonly LoweredProcess[],
  edits: Program['initial'],
  resolve: Resolve,
): readonly InitialTree[] {
  const where = (parts.initially ?? []).map((condition, index) => {
    const built = clause(condition, `initially#${index + 1}`);
    return { ...built, node: resolve(built.node, built.site) };
  });
  const body = processes.flatMap((process) => process.start);
  const own = processes.flatMap((process) => process.choices);
  const inits: readonly Readonly<Record<string, unknown>>[] = parts.inits ?? [parts.init ?? {}];
  const starts = inits.map((init): Start => {
    const choices = declared.map(({ name, sort }, index) => {
      const earlier = declared.slice(0, index).map((variable) => variable.name);
      const values = named(() => initialValues(init[name], sort), `init of '${name}'`);
      if (values !== 'anything')
        for (const value of values) named(() => refuseLater(value, earlier), `init of '${name}'`);
      return { variable: name, values };
    });
    return { choices, where: [] };
  });
  return editedStarts(starts, declared, edits).map((start) => ({
    choices: [...start.choices, ...own],
    where: [...where, ...start.where],
    body,
  }));
}

function initialValues(given: unknown, sort: Sort): 'anything' | readonly Node[] {
  if (typeof given === 'object' && given !== null && 'initially' in given) {
    if (given.initially === 'anything') return 'anything';
    return (given as unknown as { readonly values: readonly unknown[] }).values.map((value) =>
      initialValue(value, sort),
    );
  }
  return [initialValue(given, sort)];
}

// A function takes one value for all keys, or a function of the key; a structure with expressions inside is built from them.
function initialValue(given: unknown, sort: Sort): Node {
  if (isBuilt(given) && joinSorts(given.node.sort, sort) !== undefined) return lift(given, sort);
  if (sort.kind === 'fn') {
    const binder: Binder = { name: 'k', sort: sort.key };
    const value: unknown =
      typeof given === 'function'
        ? (given as (key: unknown) => unknown)(wrap({ kind: 'bound', sort: sort.key, binder }))
        : given;
    return quantified('function', [binder], initialValue(value, sort.value));
  }
  if (sort.kind === 'record' && typeof given === 'object' && given !== null && !isBuilt(given)) {
    const fields = given as Readonly<Record<string, unknown>>;
    const names = Object.keys(sort.fields);
    if (Object.keys(fields).length === names.length && names.every((name) => name in fields)) {
      return applyNodes(
        'record',
        names.map((name) => initialValue(fields[name], sort.fields[name] ?? sort)),
        names.join(','),
      );
    }
  }
  if ((sort.kind === 'set' || sort.kind === 'seq') && Array.isArray(given) && given.some((item) => isBuilt(item))) {
    return applyNodes(
      sort.kind,
      given.map((item: unknown) => lift(item, sort.of)),
    );
  }
  return lift(given, sort);
}

// Variables take their initial values in the order of their declaration, so that a later one may be computed from earlier ones.
function refuseLater(node: Node, earlier: readonly string[]): void {
  const read = findNode(
    node,
    (inner) => (inner.kind === 'variable' && !earlier.includes(inner.name)) || inner.kind === 'local',
  );
  if (read === undefined) return;
  throw new SpecError(`the initial value reads ${printNode(read)}`, {
    mend: 'it may read the variables declared before it; relate others with initially: [ … ]',
  });
}
