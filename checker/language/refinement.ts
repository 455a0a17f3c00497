// From `refines(…)` to what is checked: the mapping held against the abstract variables, and the abstract specification as conditions on this
// one's initial states and steps. The abstract values stand under names, once before and once after the step, so that an expression of the
// mapping is evaluated once however often the abstract specification reads it.

import { fairnessFormula } from './abstract-fairness.ts';
import { someFiring } from './abstract-step.ts';
import { startsIn } from './abstract-start.ts';
import { AssumptionError, named, SpecError, suggest, UsageError } from './errors.ts';
import { mappedNode } from './mapped.ts';
import { applyNodes, walk } from './nodes.ts';
import type { RefinesDeclaration } from './refines.ts';
import { idSortsIn, renameSorts, type IdSort } from './rename-sorts.ts';
import type { Resolve } from './resolve.ts';
import { isOneLine, printSort } from './sorts.ts';
import type { SpecDeclaration } from './spec.ts';
import { placesOf } from './site.ts';
import { conjunction, ofSort, total, type Scope } from './symbolic.ts';
import type {
  ActionTree,
  Binder,
  NamedValue,
  Node,
  ProcessTree,
  RefinementSteps,
  RefinementTree,
  Specification,
  VariableTree,
} from './tree.ts';

/** What a refinement needs to know of the specification in which it stands. */
export interface Refining {
  readonly variables: readonly VariableTree[];
  readonly actions: readonly ActionTree[];
  readonly processes: readonly ProcessTree[];
  readonly resolve: Resolve;
  /** Lowers an abstract specification that is no model, under this name. */
  readonly lowered: (declaration: SpecDeclaration, name: string) => Specification;
}

/** @throws SpecError for a mapping that does not fit, and for an abstract specification that is wrong or cannot be one */
export function refinementTree(name: string, given: unknown, refining: Refining): RefinementTree {
  const where = `refinement '${name}'`;
  if (!isRefines(given))
    throw new SpecError(`${where} is no refinement`, {
      mend: 'write refines(model, { constants }, { variable: expression, … })',
    });
  const { site } = given;
  return named(() => {
    const abstract = sharingSorts(abstractOf(name, given, refining), given, refining);
    refuseWhatCannotBeAbstract(abstract, given, refining);
    const mapping = mappingOf(abstract, given, refining);
    const mapped = mappedTo(abstract, mapping);
    const stepBy = (action: ActionTree, { before, after }: MappedStep): Node =>
      total(someFiring(action, before, { isReached: (store) => sameValues(store, after.store), needsSorts: false }));
    const of = mapped.step(new Map());
    const steps: RefinementSteps = {
      lets: of.lets,
      same: of.same,
      fits: of.fits,
      actions: abstract.actions.map((action) => ({ action: action.name, node: stepBy(action, of) })),
    };
    const allowed = applyNodes(
      'any',
      steps.actions.map(({ node }) => node),
    );
    const step = inLets(of.lets, applyNodes('any', [conjunction(of.same), total(inLets(of.fits, allowed))]));
    const initial = mapped.state(new Map(), (scope) => startsIn(abstract, scope));
    return {
      name,
      abstract,
      mapping,
      initial: titled(`initial in ${abstract.name}`, initial),
      step: titled(`a step of ${abstract.name}, or of none of its variables`, step),
      steps,
      fairness: abstract.fairness.map((tree) => ({
        of: tree,
        formula: fairnessFormula(tree, abstract, {
          enabled: (actions, bound) =>
            mapped.state(bound, (scope) =>
              applyNodes(
                'any',
                actions.map((action) =>
                  total(
                    someFiring(action, scope, {
                      isReached: (store) => otherValues(store, scope.store),
                      needsSorts: true,
                    }),
                  ),
                ),
              ),
            ),
          taken: (actions, bound) => {
            const taking = mapped.step(bound);
            const some = applyNodes(
              'any',
              actions.map((action) => stepBy(action, taking)),
            );
            const moves = applyNodes('not', [conjunction(taking.same)]);
            return inLets(taking.lets, conjunction([moves, total(inLets(taking.fits, some))]));
          },
        }),
      })),
      site,
    };
  }, where);
}

function isRefines(given: unknown): given is RefinesDeclaration {
  return typeof given === 'object' && given !== null && 'declares' in given && given.declares === 'refinement';
}

function titled(name: string, body: Node): Node {
  return { kind: 'named', sort: body.sort, name, body };
}

function next(body: Node): Node {
  return { kind: 'next', sort: body.sort, body };
}

function sameValues(store: ReadonlyMap<string, Node>, others: ReadonlyMap<string, Node>): Node {
  return conjunction(
    [...store].flatMap(([variable, value]) => {
      const other = others.get(variable);
      return other === undefined ? [] : [applyNodes('equal', [value, other])];
    }),
  );
}

function otherValues(store: ReadonlyMap<string, Node>, others: ReadonlyMap<string, Node>): Node {
  return applyNodes(
    'any',
    [...store].flatMap(([variable, value]) => {
      const other = others.get(variable);
      return other === undefined || other === value ? [] : [applyNodes('notEqual', [value, other])];
    }),
  );
}

/**
 * Puts a condition on abstract values where these stand under names: those of the mapping here, in a step also after it. It is false where the
 * values are none of the abstract variables; a mapping that has no value is nobody's fault but its own.
 */
interface MappedTo {
  readonly state: (bound: Scope['bound'], condition: (scope: Scope) => Node) => Node;
  readonly step: (bound: Scope['bound']) => MappedStep;
}

interface MappedStep extends Pick<RefinementSteps, 'lets' | 'same' | 'fits'> {
  readonly before: Scope;
  readonly after: Scope;
}

function mappedTo({ variables }: Specification, mapping: RefinementTree['mapping']): MappedTo {
  const named = (suffix: string, bound: Scope['bound'], at: (node: Node) => Node) => {
    const lets: NamedValue[] = [];
    const fits: NamedValue[] = [];
    const store = new Map<string, Node>();
    for (const { variable, node } of mapping) {
      const raw: Binder = { name: `${variable.name}${suffix}`, sort: node.sort };
      lets.push({ binder: raw, value: at(node) });
      const value = ofSort(boundTo(raw), variable.sort);
      const own: Binder = { name: raw.name, sort: variable.sort };
      if (value.kind === 'apply') fits.push({ binder: own, value });
      store.set(variable.name, value.kind === 'apply' ? boundTo(own) : value);
    }
    return { lets, fits, scope: { variables, store, bound } };
  };
  return {
    state: (bound, condition) => {
      const { lets, fits, scope } = named('', bound, (node) => node);
      return inLets(lets, total(inLets(fits, condition(scope))));
    },
    step: (bound) => {
      const [before, after] = [named('', bound, (node) => node), named("'", bound, next)];
      return {
        before: before.scope,
        after: after.scope,
        lets: [...before.lets, ...after.lets],
        same: before.lets.map(({ binder }, index) =>
          applyNodes('equal', [boundTo(after.lets[index]?.binder ?? binder), boundTo(binder)]),
        ),
        fits: [...before.fits, ...after.fits],
      };
    },
  };
}

function boundTo(binder: Binder): Node {
  return { kind: 'bound', sort: binder.sort, binder };
}

function inLets(lets: readonly NamedValue[], body: Node): Node {
  return lets.reduceRight<Node>(
    (inner, { binder, value }) => ({ kind: 'let', sort: inner.sort, binder, value, body: inner }),
    body,
  );
}

function abstractOf(name: string, given: RefinesDeclaration, { lowered }: Refining): Specification {
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
function sharingSorts(abstract: Specification, given: RefinesDeclaration, refining: Refining): Specification {
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
  const ours = idSortsIn([refining.variables, refining.actions, refining.processes]);
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

function refuseOtherSize(own: IdSort, here: IdSort, abstract: Specification, { site }: RefinesDeclaration): void {
  if (own.size === here.size) return;
  throw new SpecError(
    `'${own.name}' of ${abstract.name} has ${own.size} elements, and '${here.name}' has ${here.size} here`,
    { places: placesOf(site), mend: `give ${abstract.name} the constants that make them as many` },
  );
}

function listed(sorts: readonly IdSort[]): string {
  return sorts.length === 0 ? 'none' : sorts.map(({ name }) => name).join(', ');
}

function refuseWhatCannotBeAbstract(abstract: Specification, { site }: RefinesDeclaration, refining: Refining): void {
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
  { mapping, site }: RefinesDeclaration,
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
function at<R>(site: RefinesDeclaration['site'], build: () => R): R {
  try {
    return build();
  } catch (error) {
    throw error instanceof SpecError && error.places.length === 0 ? error.at(placesOf(site)) : error;
  }
}

function keyText(name: string): string {
  return isOneLine(name) && /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}
