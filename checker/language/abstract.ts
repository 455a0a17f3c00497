// An abstract specification and what its variables stand for, held against each other: the constants build it, its identifiers are those here, and
// every variable has an expression of its sort.

import { AssumptionError, named, SpecError, suggest, UsageError } from './errors.ts';
import { mappedNode } from './mapped.ts';
import { walk } from './nodes.ts';
import type { RefinesDeclaration } from './refines.ts';
import { idSortsIn, renameSorts, type IdSort } from './rename-sorts.ts';
import type { Resolve } from './resolve.ts';
import { isOneLine, printSort } from './sorts.ts';
import type { SpecDeclaration } from './spec.ts';
import { placesOf } from './site.ts';
import type { Node, RefinementTree, Specification } from './tree.ts';

/** What there is to know of the specification for which another one is abstract. */
export interface Refining {
  /** Whatever speaks of its identifiers. */
  readonly tree: unknown;
  /** The kinds of processes that hold its locks. */
  readonly processes: readonly { readonly sort: { readonly name: string } }[];
  readonly resolve: Resolve;
  /** Lowers an abstract specification that is no model, under this name. */
  readonly lowered: (declaration: SpecDeclaration, name: string) => Specification;
}

/** What is given to `refines(…)`, or to `instance(…)`. */
export type Given = Pick<RefinesDeclaration, 'abstract' | 'constants' | 'mapping' | 'sorts' | 'site'> & {
  /** Mutable: the abstract specification, once it was built. */
  built?: Specification;
};

/** The abstract specification, and what each of its variables stands for. @throws SpecError for what does not fit */
export function abstractSeenAs(
  name: string,
  given: Given,
  refining: Refining,
): { readonly abstract: Specification; readonly mapping: RefinementTree['mapping'] } {
  const abstract = sharingSorts(abstractOf(name, given, refining), given, refining);
  refuseWhatCannotBeAbstract(abstract, given, refining);
  return { abstract, mapping: mappingOf(abstract, given, refining) };
}

function abstractOf(name: string, given: Given, { lowered }: Refining): Specification {
  const { abstract, constants, site } = given;
  given.built ??= said(() => (abstract.declares === 'model' ? abstract.abstract(constants) : lowered(abstract, name)));
  return given.built;

  // A wrong choice of constants is a mistake of the specification that makes it.
  function said<R>(build: () => R): R {
    try {
      return build();
    } catch (error) {
      if (!(error instanceof UsageError) && !(error instanceof AssumptionError)) throw error;
      throw new SpecError(error.what, {
        places: placesOf(site),
        ...(error.mend === undefined ? {} : { mend: error.mend }),
      });
    }
  }
}

// Identifiers of one name are the same ones, as everywhere in the language.
function sharingSorts(abstract: Specification, given: Given, refining: Refining): Specification {
  const { sorts, site } = given;
  const theirs = idSortsIn([abstract.variables, abstract.actions, abstract.processes]);
  const renamed = new Map<string, IdSort>();
  for (const [name, sort] of Object.entries(sorts)) {
    const own = theirs.find((each) => each.name === name);
    if (own === undefined)
      throw new SpecError(`${abstract.name} has no identifiers named '${name}'`, {
        places: placesOf(site),
        mend:
          suggest(
            name,
            theirs.map((each) => each.name),
          ) || `its identifiers are ${listed(theirs)}`,
      });
    refuseOtherSize(own, sort, abstract, given);
    renamed.set(name, sort);
  }
  const ours = idSortsIn(refining.tree);
  for (const own of theirs) {
    const same = renamed.has(own.name) ? undefined : ours.find(({ name }) => name === own.name);
    if (same === undefined) continue;
    refuseOtherSize(own, same, abstract, given);
    if (same.process !== own.process) renamed.set(own.name, same);
  }
  const met = new Map<string, string>();
  for (const own of theirs) {
    const name = renamed.get(own.name)?.name ?? own.name;
    const other = met.get(name);
    if (other !== undefined && other !== own.name)
      throw new SpecError(`'${other}' and '${own.name}' of ${abstract.name} would both be '${name}'`, {
        places: placesOf(site),
        mend: 'identifiers that it tells apart stay apart here',
      });
    met.set(name, own.name);
  }
  return renameSorts(abstract, renamed);
}

function refuseOtherSize(own: IdSort, here: IdSort, abstract: Specification, { site }: Given): void {
  if (own.size === here.size) return;
  throw new SpecError(
    `'${own.name}' of ${abstract.name} has ${own.size} elements, and '${here.name}' has ${here.size} here`,
    { places: placesOf(site), mend: `give ${abstract.name} the constants that make them as many` },
  );
}

function listed(sorts: readonly IdSort[]): string {
  return sorts.length === 0 ? 'none' : sorts.map(({ name }) => name).join(', ');
}

function refuseWhatCannotBeAbstract(abstract: Specification, { site }: Given, refining: Refining): void {
  const local = abstract.variables.find(({ role }) => role === 'local');
  if (local !== undefined)
    throw new SpecError(`${abstract.name} has a local, '${local.name}', which nothing here can stand for`, {
      places: placesOf(site),
      mend: 'let the abstract specification keep in variables what it has to know',
    });
  if (abstract.constraints.length > 0)
    throw new SpecError(`${abstract.name} has constraints, beyond which it says nothing`, {
      places: placesOf(site),
      mend: 'bound an abstract specification by its sorts and guards',
    });
  const known = refining.processes.map(({ sort }) => sort.name);
  const holders = nodesOf(abstract).flatMap((node) =>
    node.kind === 'apply' && node.operator === 'asProcess' && node.args[0]?.sort.kind === 'ids'
      ? [node.args[0].sort]
      : [],
  );
  const stranger = holders.find((sort) => !known.includes(sort.name));
  if (stranger !== undefined)
    throw new SpecError(`in ${abstract.name} locks are held by ${printSort(stranger)}, which has no program here`, {
      places: placesOf(site),
      mend: `say which processes they are: { sorts: { ${stranger.name}: … } } after the mapping`,
    });
}

function nodesOf(tree: unknown): readonly Node[] {
  const found: Node[] = [];
  const met = new Set<object>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || met.has(part)) return;
    met.add(part);
    if ('kind' in part && part.kind === 'apply') found.push(part as Node);
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(tree);
  return found;
}

function mappingOf(
  abstract: Specification,
  { mapping, site }: Given,
  { resolve }: Refining,
): RefinementTree['mapping'] {
  const names = abstract.variables.map(({ name }) => name);
  const odd = Object.keys(mapping).find((name) => !names.includes(name));
  if (odd !== undefined)
    throw new SpecError(`${abstract.name} has no variable '${odd}'`, {
      places: placesOf(site),
      mend: suggest(odd, names) || `its variables are ${names.join(', ')}`,
    });
  const missing = abstract.variables.find(({ name }) => !Object.hasOwn(mapping, name));
  if (missing !== undefined)
    throw new SpecError(`the variable '${missing.name}' of ${abstract.name} stands for nothing here`, {
      places: placesOf(site),
      mend: `add ${keyText(missing.name)}: … to the mapping, of ${printSort(missing.sort)}`,
    });
  return abstract.variables.map((variable) => {
    const node = named(
      () => at(site, () => mappedNode(mapping[variable.name], variable.sort, site)),
      `'${variable.name}'`,
    );
    const resolved = resolve(node, site);
    const step = [...walk(resolved)].find(({ kind }) => kind === 'next' || kind === 'fired');
    if (step !== undefined)
      throw new SpecError(`'${variable.name}' speaks of a step`, {
        places: placesOf(site),
        mend: 'a mapping says what a variable is in one state',
      });
    return { variable, node: resolved };
  });
}

// Values are lifted where nobody knows a place.
function at<R>(site: Given['site'], build: () => R): R {
  try {
    return build();
  } catch (error) {
    throw error instanceof SpecError && error.places.length === 0 ? error.at(placesOf(site)) : error;
  }
}

function keyText(name: string): string {
  return isOneLine(name) && /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}
