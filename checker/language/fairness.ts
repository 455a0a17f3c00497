// Fairness as a person declares it, and what it is of: the names become actions, and what could mean nothing is refused.

import { isMeant } from './edit-paths.ts';
import { assert, SpecError, suggest } from './errors.ts';
import type { LoweredProcess } from './lower-process.ts';
import { sameNode } from './nodes.ts';
import { actionsNamed } from './resolve.ts';
import { here, placesOf, type Site } from './site.ts';
import { sameSort } from './sorts.ts';
import type { ActionTree, Binder, FairnessTree, StatementTree } from './tree.ts';
import { cardinality } from './values.ts';

/** Fairness of some actions, paths or processes together. */
export interface Fairness<out N extends string = string> {
  readonly declares: 'fairness';
  readonly strength: 'weak' | 'strong';
  readonly of: readonly N[];
  readonly each: readonly string[] | undefined;
  readonly site: Site;
}

export interface FairnessOptions {
  /** The parameters for each of whose values the fairness is meant by itself; `[]`: for none. Default: the one that names who acts. */
  readonly each?: readonly string[];
}

/**
 * Weak fairness of an action, of a path (all its inlined copies) or of a process; of several together: of any of them. Whoever can go on for
 * ever does so some time. For each process by itself, unless `each` says otherwise. TLA+: `WF_vars(A)`, `WF_vars(A \/ B)`.
 */
export function weakly<const N extends string>(of: N | readonly N[], options: FairnessOptions = {}): Fairness<N> {
  return declared('weak', of, options);
}

/**
 * Strong fairness of an action, of a path (all its inlined copies) or of a process; of several together: of any of them. Whoever can go on
 * again and again does so some time. For each process by itself, unless `each` says otherwise. TLA+: `SF_vars(A)`, `SF_vars(A \/ B)`.
 */
export function strongly<const N extends string>(of: N | readonly N[], options: FairnessOptions = {}): Fairness<N> {
  return declared('strong', of, options);
}

function declared<N extends string>(
  strength: Fairness['strength'],
  of: N | readonly N[],
  { each }: FairnessOptions,
): Fairness<N> {
  return { declares: 'fairness', strength, of: typeof of === 'string' ? [of] : of, each, site: here() };
}

/** Whom a fairness may be of. */
export interface FairnessScope {
  readonly actions: readonly ActionTree[];
  readonly processes: readonly LoweredProcess[];
  /** The paths that an edit took out: fairness of them is of nothing. */
  readonly gone: readonly string[];
  /** Whether anything was edited: then what changes nothing is what was asked for. */
  readonly isEdited: boolean;
}

/** More conditions than this are a slip: a parameter with many values among those of `each`. */
const conditionsMost = 4096;

/** @throws SpecError for an unknown name, for a parameter that an action lacks, and for what can mean nothing */
export function fairnessTree(given: unknown, scope: FairnessScope, site: Site): FairnessTree {
  const fairness = declaredFairness(given, site);
  const { strength, each } = fairness;
  const words = { strong: 'strongly', weak: 'weakly' }[strength];
  const of = namesOf(fairness.of, `${words}(…)`, fairness.site);
  if (of.length === 0)
    throw new SpecError(`${words}([]) is of nothing`, {
      places: placesOf(fairness.site),
      mend: 'name an action, a path or a process',
    });
  const named = new Set(of.flatMap((pattern) => meant(pattern, fairness.site, scope)));
  const actions = scope.actions.filter(({ name }) => named.has(name));
  const tree: FairnessTree = {
    strength,
    of: of.join(' or '),
    each: each === undefined ? undefined : namesOf(each, `each of ${words}('${of.join("', '")}')`, fairness.site),
    actions: actions.map(({ name }) => name),
    site: fairness.site,
  };
  for (const action of actions) refuseWithoutEach(tree, action);
  refuseUnclearEach(tree, actions);
  refuseMany(tree, actions);
  return tree;
}

function eachIn(tree: FairnessTree, action: ActionTree): readonly Binder[] {
  if (tree.each === undefined) return action.by === undefined ? [] : [action.by];
  return tree.each.map((name) => {
    const binder = action.parameters.find((parameter) => parameter.name === name);
    assert(binder !== undefined, `${action.name} has no parameter ${name} for its fairness`);
    return binder;
  });
}

/** Some actions of a fairness. */
export interface FairnessGroup {
  readonly actions: readonly ActionTree[];
  /** Of each of them the parameters for each of whose values the fairness is meant by itself. */
  readonly eachOf: ReadonlyMap<ActionTree, readonly Binder[]>;
  /** Those of the first: the others' have the same sorts. */
  readonly each: readonly Binder[];
}

/** The actions of a fairness by the sorts of the parameters for whose values it is meant: of two kinds of processes each has its own conditions. */
export function fairnessGroups(tree: FairnessTree, actions: readonly ActionTree[]): readonly FairnessGroup[] {
  const groups: { readonly each: readonly Binder[]; readonly eachOf: Map<ActionTree, readonly Binder[]> }[] = [];
  for (const action of actions) {
    if (!tree.actions.includes(action.name)) continue;
    const each = eachIn(tree, action);
    const isOne = (other: readonly Binder[]): boolean =>
      other.length === each.length && each.every(({ sort }, at) => sameSort(sort, other[at]?.sort ?? sort));
    let group = groups.find((known) => isOne(known.each));
    if (group === undefined) groups.push((group = { each, eachOf: new Map<ActionTree, readonly Binder[]>() }));
    group.eachOf.set(action, each);
  }
  return groups.map(({ each, eachOf }) => ({ actions: [...eachOf.keys()], eachOf, each }));
}

function declaredFairness(given: unknown, site: Site): Fairness {
  if (typeof given === 'object' && given !== null && 'declares' in given && given.declares === 'fairness')
    return given as Fairness;
  throw new SpecError(`fairness lists ${typeof given === 'string' ? `'${given}'` : 'what is none'}`, {
    places: placesOf(site),
    mend: `write weakly('${typeof given === 'string' ? given : 'name'}') or strongly('${typeof given === 'string' ? given : 'name'}')`,
  });
}

function namesOf(given: unknown, where: string, site: Site): readonly string[] {
  const names = Array.isArray(given) ? (given as readonly unknown[]) : [given];
  const odd = names.find((name) => typeof name !== 'string');
  if (odd !== undefined || names.includes(undefined))
    throw new SpecError(`${where} takes names, and is given ${typeof odd === 'object' ? 'an object' : typeof odd}`, {
      places: placesOf(site),
      mend: 'write a name as text, or several in a list',
    });
  const texts = names as readonly string[];
  const twice = texts.find((name, index) => texts.indexOf(name) !== index);
  if (twice === undefined) return texts;
  throw new SpecError(`${where} has '${twice}' twice`, { places: placesOf(site), mend: 'leave one of them out' });
}

/** The actions that a pattern means: none of a kind without processes, and none where an edit took them out. */
function meant(pattern: string, site: Site, { actions, processes, gone, isEdited }: FairnessScope): readonly string[] {
  const isEmpty = processes.some(
    ({ tree, actions: own }) =>
      tree.sort.size === 0 &&
      (tree.name === pattern || own.some(({ step }) => step?.paths.some((path) => isMeant(path, pattern)) === true)),
  );
  const nobody = processes.filter(({ tree }) => tree.sort.size === 0).flatMap(({ actions: own }) => own);
  const found = isEmpty
    ? actionsNamed(pattern, [...actions, ...nobody], gone, site).filter((name) =>
        actions.some((action) => action.name === name),
      )
    : actionsNamed(pattern, actions, gone, site);
  const idle = found.length > 0 && actions.every(({ name, body }) => !found.includes(name) || !mayChange(body));
  if (idle && !isEdited)
    throw new SpecError(`fairness of '${pattern}' means nothing: it changes no variable`, {
      places: placesOf(site),
      mend: 'fairness is about steps that change something: leave it out, or give the action an update',
    });
  return found;
}

function mayChange(body: readonly StatementTree[]): boolean {
  return body.some((statement) => {
    switch (statement.kind) {
      case 'assign':
        return statement.updates.some(({ target, value }) => !sameNode(target, value));
      case 'if':
        return mayChange(statement.then) || mayChange(statement.otherwise);
      case 'choose':
        return statement.alternatives.some((alternative) => mayChange(alternative.body));
      case 'require':
      case 'assert':
        return false;
    }
  });
}

function refuseWithoutEach(tree: FairnessTree, action: ActionTree): void {
  const names = action.parameters.map(({ name }) => name);
  const lacking = tree.each?.find((name) => !names.includes(name));
  if (lacking === undefined) return;
  throw new SpecError(`fairness of '${tree.of}' is meant for each '${lacking}', and '${action.name}' has none`, {
    places: placesOf(tree.site),
    mend:
      // Short names are near to each other, and no slips of one another.
      (lacking.length > 3 ? suggest(lacking, names) : '') ||
      (names.length === 0
        ? 'it has no parameters: leave it out, or write { each: [] } for all together'
        : `its parameters are ${names.join(', ')}`),
  });
}

// Nobody acts in some, somebody in others: whether they are meant together or apart is not to be guessed.
function refuseUnclearEach(tree: FairnessTree, actions: readonly ActionTree[]): void {
  if (tree.each !== undefined) return;
  const [alone, acted] = [actions.find(({ by }) => by === undefined), actions.find(({ by }) => by !== undefined)];
  if (alone === undefined || acted === undefined) return;
  throw new SpecError(
    `fairness of '${tree.of}' is meant for each who acts: '${acted.by?.name}' in '${acted.name}', and nobody in '${alone.name}'`,
    {
      places: placesOf(tree.site),
      mend: 'write { each: [] } for all together, or a fairness for each by itself',
    },
  );
}

function refuseMany(tree: FairnessTree, actions: readonly ActionTree[]): void {
  const many = fairnessGroups(tree, actions)
    .map(({ each }) => each.reduce((product, { sort }) => product * cardinality(sort), 1))
    .reduce((sum, one) => sum + one, 0);
  if (many <= conditionsMost) return;
  throw new SpecError(
    `fairness of '${tree.of}' is meant for ${many.toLocaleString('en-US')} values by themselves, ${conditionsMost.toLocaleString('en-US')} at most`,
    { places: placesOf(tree.site), mend: 'name fewer parameters in each' },
  );
}
