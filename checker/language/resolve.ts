// Names that stand for steps: positions, locals and fired(…) are written as paths; here they become labels, variables and actions.

import { isMeant, matches, unnumbered } from './edit-paths.ts';
import { terminated } from './emission.ts';
import { SpecError, nearest, suggest } from './errors.ts';
import { type LoweredProcess } from './lower-process.ts';
import { applyNodes, mapChildren } from './nodes.ts';
import { printNode } from './print.ts';
import { type Site, placesOf } from './site.ts';
import { type Sort, joinSorts, printSort } from './sorts.ts';
import { type ActionTree, type Clause, type Node, type StatementTree } from './tree.ts';

export function positionIn(tree: LoweredProcess['tree'], who: Node, labels: readonly string[]): Node {
  const sort: Sort = { kind: 'enumeration', labels: tree.labels };
  const position = applyNodes('at', [
    { kind: 'variable', sort: { kind: 'fn', key: tree.sort, value: sort }, name: tree.position },
    who,
  ]);
  return applyNodes(
    'any',
    labels.map((label) => applyNodes('equal', [position, { kind: 'literal', sort, value: label }])),
  );
}

/** What may be named: the steps that there are, and those that an edit took out. Nobody stands there or fires them. */
export interface Paths {
  readonly paths: readonly string[];
  readonly gone: readonly string[];
}

export type Resolve = (node: Node, site: Site | undefined) => Node;

// Positions, locals and fired(…) are named by paths: here the paths become labels, variables and actions.
export function resolver(
  processes: readonly LoweredProcess[],
  actions: readonly ActionTree[],
  { paths, gone }: Paths,
): Resolve {
  // Patterns are asked for many times, and each is held against all paths.
  const asked = new Map<string, readonly string[]>();
  return (node, site) => {
    const visit = (inner: Node): Node => {
      if (inner.kind === 'fired') return { ...inner, actions: actionsNamed(inner.pattern, actions, gone, site) };
      if (inner.kind !== 'inside') return mapChildren(inner, visit);
      const process = processes.find(({ tree }) => tree.name === inner.process);
      if (process === undefined)
        throw new SpecError(`the process '${inner.process}' has no program here`, {
          places: placesOf(site),
          mend: 'list it in spec({ processes: [ … ] })',
        });
      const who = visit(inner.who);
      return inner.asks === 'local'
        ? localOf(process, inner, who, site)
        : positionOf(process, inner, who, labelsAsked(process, inner));
    };
    const labelsAsked = (process: LoweredProcess, inner: Inside): readonly string[] => {
      const key = `${inner.process} ${inner.asks} ${inner.pattern}`;
      const labels = asked.get(key) ?? labelsOf(process, inner, [...paths, ...gone], site);
      asked.set(key, labels);
      return labels;
    };
    return visit(node);
  };
}

type Inside = Extract<Node, { kind: 'inside' }>;

function localOf(process: LoweredProcess, { pattern, sort }: Inside, who: Node, site: Site | undefined): Node {
  const names = process.variables.filter(({ role }) => role === 'local');
  const found = names.filter(({ name }) => matches(name, pattern));
  const [local] = found;
  if (local === undefined || found.length > 1) {
    const what =
      local === undefined
        ? `'${process.tree.name}' has no local '${pattern}'`
        : `'${pattern}' names ${found.length} locals: ${found.map(({ name }) => name).join(', ')}`;
    throw new SpecError(what, {
      places: placesOf(site),
      mend:
        suggest(
          pattern,
          names.flatMap(({ name }) => [name, name.split('.').at(-1) ?? name]),
        ) || `its locals are ${names.map(({ name }) => name).join(', ')}`,
    });
  }
  const node = applyNodes('local', [applyNodes('at', [{ kind: 'variable', sort: local.sort, name: local.name }, who])]);
  if (joinSorts(node.sort, sort) === undefined)
    throw new SpecError(`the local '${local.name}' is ${printSort(node.sort)}, not ${printSort(sort)}`, {
      places: placesOf(site),
    });
  return node;
}

function positionOf({ tree }: LoweredProcess, { pattern, asks }: Inside, who: Node, labels: readonly string[]): Node {
  const node = positionIn(tree, who, labels);
  return { kind: 'named', sort: node.sort, name: `${printNode(who)} ${asks} ${pattern}`, body: node };
}

/** Where a process stands of which this is asked. @throws SpecError naming the nearest step where there is none */
function labelsOf(
  process: LoweredProcess,
  { pattern, asks }: Inside,
  paths: readonly string[],
  site: Site | undefined,
): readonly string[] {
  const own = paths.filter((path) => path.startsWith(`${process.tree.name}.`));
  const isAsked = (path: string): boolean =>
    asks === 'at' ? isMeant(path, pattern) : `.${path.split('.').map(unnumbered).join('.')}.`.includes(`.${pattern}.`);
  if (!own.some(isAsked) && pattern !== terminated) {
    const names = own.flatMap((path) => path.split('.').map((_, index, all) => all.slice(index).join('.')));
    const near = nearest(pattern, asks === 'at' ? names : own.flatMap((path) => path.split('.')));
    throw new SpecError(`'${process.tree.name}' has no step '${pattern}'`, {
      places: placesOf(site),
      mend: near === undefined ? 'ballast describe --paths lists all' : `did you mean '${near}'?`,
    });
  }
  return process.tree.labels.filter(
    (label) => label === pattern || isAsked(`${process.tree.name}.${label.replace(/\/.*$/, '')}`),
  );
}

/** The names of the actions that are called so; none where an edit took them out. @throws SpecError naming the nearest */
export function actionsNamed(
  pattern: string,
  actions: readonly ActionTree[],
  gone: Paths['gone'],
  site: Site | undefined,
): readonly string[] {
  const found = actions.filter((action) => isActionNamed(action, pattern));
  // An alternative went with its statement.
  const statement = pattern.includes('/') ? pattern.slice(0, pattern.lastIndexOf('/')) : pattern;
  const isGone = gone.some((path) => isMeant(path, pattern) || isMeant(path, statement));
  if (found.length > 0 || isGone) return found.map(({ name }) => name);
  throw new SpecError(`no action, path or process is named '${pattern}'`, {
    places: placesOf(site),
    mend: suggest(pattern, callableNames(actions)) || 'ballast describe lists them',
  });
}

/** Whether an action is called so: by its name, by its process, or by a path of a statement that it runs, or any suffix of that. */
export function isActionNamed({ name, step }: Pick<ActionTree, 'name' | 'step'>, pattern: string): boolean {
  return (
    name === pattern ||
    step?.process === pattern ||
    step?.paths.some((path) => isMeant(path, pattern)) === true ||
    (step !== undefined && isMeant(name, pattern))
  );
}

/** The names of actions, and all suffixes of them. */
export function callableNames(actions: readonly Pick<ActionTree, 'name'>[]): readonly string[] {
  return actions.flatMap(({ name }) => name.split('.').map((_, index, all) => all.slice(index).join('.')));
}

export function resolveAction(action: ActionTree, resolve: Resolve): ActionTree {
  const node = (inner: Node): Node => resolve(inner, action.site);
  const clause_ = (each: Clause): Clause => ({ ...each, node: resolve(each.node, each.site) });
  const statements = (list: readonly StatementTree[]): readonly StatementTree[] =>
    list.map((statement) => {
      switch (statement.kind) {
        case 'assign':
          return {
            ...statement,
            updates: statement.updates.map((update) => ({
              ...update,
              target: node(update.target),
              value: node(update.value),
            })),
          };
        case 'require':
          return { ...statement, clause: clause_(statement.clause) };
        case 'assert':
          return { ...statement, assertion: { ...statement.assertion, node: node(statement.assertion.node) } };
        case 'if':
          return {
            ...statement,
            condition: clause_(statement.condition),
            then: statements(statement.then),
            otherwise: statements(statement.otherwise),
          };
        case 'choose':
          return {
            ...statement,
            alternatives: statement.alternatives.map((each) => ({ ...each, body: statements(each.body) })),
          };
      }
    });
  return { ...action, when: action.when.map(clause_), body: statements(action.body) };
}
