// Lowering: from the parts that a person wrote to the tree that everything else reads.
// Actions are built, calls expanded, edits applied, processes turned into actions, names resolved, and every scope checked.

import { applyEdit, matches, pathsOf, type Program } from './edit.ts';
import type { Edit } from './edits.ts';
import { nearest, SpecError, suggest } from './errors.ts';
import { expandProcess } from './inline.ts';
import { assertionsIn, lowerProcess, terminated, type LoweredProcess } from './lower-process.ts';
import { applyNodes, childrenOf, isBuilt, lift, mapChildren, quantified } from './nodes.ts';
import { printNode } from './print.ts';
import { placesOf, type Site } from './site.ts';
import { joinSorts, printSort, type Sort } from './sorts.ts';
import type { AnyParts, SpecDeclaration } from './spec.ts';
import { clause } from './clauses.ts';
import { elementsOf } from './values.ts';
import type {
  ActionTree,
  Binder,
  Clause,
  ConstantTree,
  FairnessTree,
  InitialTree,
  Node,
  PropertyKind,
  PropertyTree,
  Specification,
  StatementTree,
  VariableTree,
} from './tree.ts';
import { wrap } from './expression.ts';

export interface LowerRequest {
  readonly name: string;
  readonly declaration: SpecDeclaration;
  readonly edits: readonly Edit[];
  readonly editNames: readonly string[];
  readonly modelled: readonly string[];
  readonly constants: readonly ConstantTree[];
}

/** The whole specification. @throws SpecError naming the place of what is wrong */
export function lower(request: LowerRequest): Specification {
  const { parts, site } = request.declaration;
  const declared = declaredVariables(parts, site);
  const program = request.edits.reduce<Program>((current, edit) => applyEdit(current, edit), {
    actions: Object.entries(parts.actions ?? {}).map(([name, action]) => action.build(name)),
    processes: distinct(parts.processes ?? [], site).map(({ flow }) => expandProcess(flow)),
  });
  const options = {
    granularity: parts.granularity ?? 'fine',
    lockRules: parts.lockRules ?? 'lockDiscipline',
    variables: declared,
  } as const;
  const processes = program.processes.map((process) => lowerProcess(process, options));
  const variables = [...declared, ...processes.flatMap((process) => process.variables)];
  // A process kind without processes does nothing: its steps are not "never enabled", they are nobody's.
  const actions = [
    ...program.actions,
    ...processes.flatMap((process) => (process.tree.sort.size === 0 ? [] : process.actions)),
  ];
  const paths = pathsOf(program);
  const resolve = resolver(processes, actions, paths);
  const property = (
    kind: PropertyKind,
    given: Readonly<Record<string, unknown>> | undefined,
  ): readonly PropertyTree[] =>
    Object.entries(given ?? {}).map(([name, condition]) => {
      const { node, site: at } = named(() => clause(condition), `property '${name}'`);
      if (kind !== 'action') refuseActionWords(name, node, at ?? site);
      return { name, kind, node: resolve(node, at), site: at };
    });
  const specification: Specification = {
    name: request.name,
    constants: request.constants,
    edits: request.editNames,
    modelled: request.modelled,
    variables,
    processes: processes.map((process) => process.tree),
    initial: initialTrees(parts, declared, processes, resolve),
    actions: actions.map((action) => resolveAction(action, resolve)),
    invariants: property('invariant', parts.invariants),
    reachable: property('reachable', parts.reachable),
    actionProperties: property('action', parts.actionProperties),
    assertions: actions.flatMap(({ body }) => assertionsIn(body)),
    constraints: Object.entries(parts.constraints ?? {}).map(([name, condition]) => {
      const built = named(() => clause(condition, name), `constraint '${name}'`);
      return { ...built, node: resolve(built.node, built.site) };
    }),
    terminal: terminalOf(parts, processes, resolve),
    fairness: (parts.fairness ?? []).map((fairness) => fairnessTree(fairness, actions, processes)),
    show: Object.entries(parts.show ?? {}).map(([name, shown]) => ({ name, node: resolve(lift(shown), undefined) })),
    paths,
    site,
  };
  checkNames(specification, site);
  checkScopes(specification);
  return specification;
}

function declaredVariables(parts: AnyParts, site: Site): readonly VariableTree[] {
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

function distinct<P extends { readonly sort: { readonly name: string } }>(
  processes: readonly P[],
  site: Site,
): readonly P[] {
  const twice = processes.find(
    (process, index) => processes.findIndex((other) => other.sort.name === process.sort.name) !== index,
  );
  if (twice === undefined) return processes;
  throw new SpecError(`two programs are given to the processes '${twice.sort.name}'`, {
    places: placesOf(site),
    mend: 'a process kind has one program: make a second kind, or branch on a constant',
  });
}

function initialTrees(
  parts: AnyParts,
  declared: readonly VariableTree[],
  processes: readonly LoweredProcess[],
  resolve: Resolve,
): readonly InitialTree[] {
  const where = (parts.initially ?? []).map((condition, index) => {
    const built = clause(condition, `initially#${index + 1}`);
    return { ...built, node: resolve(built.node, built.site) };
  });
  const body = processes.flatMap((process) => process.start);
  const own = processes.flatMap((process) => process.choices);
  const inits: readonly Readonly<Record<string, unknown>>[] = parts.inits ?? [parts.init ?? {}];
  return inits.map((init) => {
    const choices = declared.map(({ name, sort }, index) => {
      const earlier = declared.slice(0, index).map((variable) => variable.name);
      const values = named(() => initialValues(init[name], sort), `init of '${name}'`);
      if (values !== 'anything')
        for (const value of values) named(() => refuseLater(value, earlier), `init of '${name}'`);
      return { variable: name, values };
    });
    return { choices: [...choices, ...own], where, body };
  });
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
  const read = find(
    node,
    (inner) => (inner.kind === 'variable' && !earlier.includes(inner.name)) || inner.kind === 'local',
  );
  if (read === undefined) return;
  throw new SpecError(`the initial value reads ${printNode(read)}`, {
    mend: 'it may read the variables declared before it; relate others with initially: [ … ]',
  });
}

function terminalOf(
  parts: AnyParts,
  processes: readonly LoweredProcess[],
  resolve: Resolve,
): Specification['terminal'] {
  if (parts.terminal === 'any') return 'any';
  const own =
    parts.terminal === undefined
      ? []
      : [named(() => clause(parts.terminal), 'terminal')].map(({ node, site }) => resolve(node, site));
  const populated = processes.filter(({ tree }) => tree.sort.size > 0);
  const ended = populated.map(({ tree }): Node => {
    const binder: Binder = { name: 's', sort: tree.sort };
    return quantified(
      'forall',
      [binder],
      positionIn(
        tree,
        { kind: 'bound', sort: tree.sort, binder },
        [terminated].filter((label) => tree.labels.includes(label)),
      ),
    );
  });
  return applyNodes('any', [...own, ...(populated.length === 0 ? [] : [applyNodes('all', ended)])]);
}

function positionIn(tree: LoweredProcess['tree'], who: Node, labels: readonly string[]): Node {
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

type Resolve = (node: Node, site: Site | undefined) => Node;

// Positions, locals and fired(…) are named by paths: here the paths become labels, variables and actions.
function resolver(
  processes: readonly LoweredProcess[],
  actions: readonly ActionTree[],
  paths: readonly string[],
): Resolve {
  return (node, site) => {
    const visit = (inner: Node): Node => {
      if (inner.kind === 'fired') return { ...inner, actions: actionsNamed(inner.pattern, actions, site) };
      if (inner.kind !== 'inside') return mapChildren(inner, visit);
      const process = processes.find(({ tree }) => tree.name === inner.process);
      if (process === undefined)
        throw new SpecError(`the process '${inner.process}' has no program here`, {
          places: placesOf(site),
          mend: 'list it in spec({ processes: [ … ] })',
        });
      const who = visit(inner.who);
      return inner.asks === 'local' ? localOf(process, inner, who, site) : positionOf(process, inner, who, paths, site);
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

function positionOf(
  process: LoweredProcess,
  { pattern, asks }: Inside,
  who: Node,
  paths: readonly string[],
  site: Site | undefined,
): Node {
  const own = paths.filter((path) => path.startsWith(`${process.tree.name}.`));
  const isMeant = (path: string): boolean =>
    asks === 'at' ? matches(path, pattern) : `.${path}.`.replaceAll(/#\d+\./g, '.').includes(`.${pattern}.`);
  if (!own.some(isMeant) && pattern !== terminated) {
    const names = own.flatMap((path) => path.split('.').map((_, index, all) => all.slice(index).join('.')));
    const near = nearest(pattern, asks === 'at' ? names : own.flatMap((path) => path.split('.')));
    throw new SpecError(`'${process.tree.name}' has no step '${pattern}'`, {
      places: placesOf(site),
      mend: near === undefined ? 'ballast describe --paths lists all' : `did you mean '${near}'?`,
    });
  }
  const labels = process.tree.labels.filter(
    (label) => label === pattern || isMeant(`${process.tree.name}.${label.replace(/\/.*$/, '')}`),
  );
  const node = positionIn(process.tree, who, labels);
  return { kind: 'named', sort: node.sort, name: `${printNode(who)} ${asks} ${pattern}`, body: node };
}

function actionsNamed(pattern: string, actions: readonly ActionTree[], site: Site | undefined): readonly string[] {
  const found = actions.filter(
    (action) =>
      action.name === pattern ||
      action.step?.process === pattern ||
      action.step?.paths.some((path) => matches(path, pattern)) === true ||
      (action.step !== undefined && matches(action.name, pattern)),
  );
  if (found.length > 0) return found.map(({ name }) => name);
  const names = actions.flatMap(({ name }) => name.split('.').map((_, index, all) => all.slice(index).join('.')));
  throw new SpecError(`no action, path or process is named '${pattern}'`, {
    places: placesOf(site),
    mend: suggest(pattern, names) || 'ballast describe lists them',
  });
}

function fairnessTree(
  fairness: NonNullable<AnyParts['fairness']>[number],
  actions: readonly ActionTree[],
  processes: readonly LoweredProcess[],
): FairnessTree {
  const empty = processes.find(
    ({ tree, actions: own }) =>
      tree.sort.size === 0 &&
      (tree.name === fairness.of || own.some(({ step }) => step?.paths.some((path) => matches(path, fairness.of)))),
  );
  const named_ = empty === undefined ? actionsNamed(fairness.of, actions, fairness.site) : [];
  return { strength: fairness.strength, of: fairness.of, each: fairness.each, actions: named_ };
}

function resolveAction(action: ActionTree, resolve: Resolve): ActionTree {
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

function refuseActionWords(name: string, node: Node, site: Site): void {
  const odd = find(node, (inner) => inner.kind === 'next' || inner.kind === 'fired');
  if (odd !== undefined)
    throw new SpecError(`property '${name}' speaks of a step: ${printNode(odd)}`, {
      places: placesOf(site),
      mend: 'next(…), changed(…) and fired(…) belong to actionProperties',
    });
}

function checkNames(specification: Specification, site: Site): void {
  const { invariants, reachable, actionProperties, assertions, constraints } = specification;
  const names = [...invariants, ...reachable, ...actionProperties, ...constraints].map(({ name }) => name);
  const twice =
    names.find((name, index) => names.indexOf(name) !== index) ??
    [...reachable, ...actionProperties].find(({ name }) => assertions.some(({ property }) => property === name))?.name;
  if (twice !== undefined)
    throw new SpecError(`two properties are named '${twice}'`, {
      places: placesOf(site),
      mend: 'rename one of them: verdicts are told apart by name',
    });
  if (names.includes('deadlock'))
    throw new SpecError("a property is named 'deadlock', which is built in", {
      places: placesOf(site),
      mend: 'rename it',
    });
  if (invariants.length + reachable.length + actionProperties.length + assertions.length === 0) {
    throw new SpecError(`${specification.name} has no properties: nothing would be checked`, {
      places: placesOf(site),
      mend: 'add invariants, reachable or actionProperties',
    });
  }
}

// Every variable is declared, every parameter is known where it is read.
function checkScopes(specification: Specification): void {
  const declared = new Set(specification.variables.map(({ name }) => name));
  const check = (node: Node, bound: ReadonlySet<Binder>, site: Site | undefined, where: string): void => {
    if (node.kind === 'variable' && !declared.has(node.name)) {
      throw new SpecError(`${where} reads '${node.name}', which is not among the specification's variables`, {
        places: placesOf(site),
        mend: `add it to spec({ variables: { …, ${node.name} } }) and to init`,
      });
    }
    if (node.kind === 'bound' && !bound.has(node.binder)) {
      throw new SpecError(`${where} reads the parameter '${node.binder.name}' outside the step that binds it`, {
        places: placesOf(site),
        mend: 'store it in a local in that step',
      });
    }
    if (node.kind === 'local' || node.kind === 'self')
      throw new SpecError(`${where} reads '${printNode(node)}' outside its procedure`, {
        places: placesOf(site),
        mend: 'a property reads it by scanner.local(s, name, sort)',
      });
    const binders = node.kind === 'quantified' ? node.binders : node.kind === 'let' ? [node.binder] : [];
    const inner = binders.length === 0 ? bound : new Set([...bound, ...binders]);
    if (node.kind === 'quantified' || node.kind === 'let')
      for (const { domain, sort } of binders) if (domain === undefined && node.kind === 'quantified') elementsOf(sort);
    for (const child of childrenOf(node)) check(child, inner, site, where);
  };
  const statements = (list: readonly StatementTree[], bound: ReadonlySet<Binder>, where: string): void => {
    for (const statement of list) {
      if (statement.kind === 'assign') {
        for (const { target, value, binders, site } of statement.updates) {
          const inner = new Set([...bound, ...binders]);
          for (const { domain } of binders) if (domain !== undefined) check(domain, inner, site, where);
          check(target, inner, site, where);
          check(value, inner, site, where);
        }
      } else if (statement.kind === 'require') check(statement.clause.node, bound, statement.clause.site, where);
      else if (statement.kind === 'assert') check(statement.assertion.node, bound, statement.assertion.site, where);
      else if (statement.kind === 'if') {
        check(statement.condition.node, bound, statement.condition.site, where);
        statements(statement.then, bound, where);
        statements(statement.otherwise, bound, where);
      } else
        for (const { binders, body } of statement.alternatives)
          statements(body, new Set([...bound, ...binders]), where);
    }
  };
  for (const action of specification.actions) {
    const where = `'${action.name}'`;
    const bound = new Set(action.parameters);
    for (const { domain, sort } of action.parameters) {
      if (domain === undefined) elementsOf(sort);
      else check(domain, bound, action.site, where);
    }
    for (const each of action.when) check(each.node, bound, each.site ?? action.site, where);
    statements(action.body, bound, where);
  }
  const none: ReadonlySet<Binder> = new Set();
  for (const { name, node, site } of [
    ...specification.invariants,
    ...specification.reachable,
    ...specification.actionProperties,
  ])
    check(node, none, site, `property '${name}'`);
  for (const each of specification.constraints) check(each.node, none, each.site, `constraint '${each.name}'`);
  for (const { where } of specification.initial)
    for (const each of where) check(each.node, none, each.site, 'initially');
  for (const { name, node } of specification.show) check(node, none, undefined, `show '${name}'`);
  if (specification.terminal !== 'any') check(specification.terminal, none, undefined, 'terminal');
}

function find(node: Node, wanted: (node: Node) => boolean): Node | undefined {
  if (wanted(node)) return node;
  for (const child of childrenOf(node)) {
    const found = find(child, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

// Says of which part an error speaks.
function named<R>(build: () => R, where: string): R {
  try {
    return build();
  } catch (error) {
    if (error instanceof SpecError && !error.what.startsWith(where))
      throw new SpecError(`${where}: ${error.what}`, {
        places: error.places,
        ...(error.mend !== undefined && { mend: error.mend }),
      });
    throw error;
  }
}
