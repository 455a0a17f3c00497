// Lowering: from the parts that a person wrote to the tree that everything else reads.
// Actions are built, calls expanded, edits applied, processes turned into actions, names resolved, and every scope checked.

import { clause } from './clauses.ts';
import { type Program, pathsOf } from './edit-paths.ts';
import { type Granularity } from './edits.ts';
import { terminated } from './emission.ts';
import { SpecError, named } from './errors.ts';
import { declaredVariables, initialTrees } from './initial.ts';
import { fairnessTree } from './fairness.ts';
import { type Flow } from './flow.ts';
import { expandProcess } from './inline.ts';
import { livenessTree } from './liveness.ts';
import { type LoweredProcess, assertionsIn, lowerProcess } from './lower-process.ts';
import { applyNodes, lift, quantified } from './nodes.ts';
import { refinementTree } from './refinement.ts';
import { type Resolve, positionIn, resolveAction, resolver } from './resolve.ts';
import { checkNames, checkScopes, refuseNestedSteps, refuseNoProperties } from './scopes.ts';
import { type Site, placesOf } from './site.ts';
import { type AnyParts, type SpecDeclaration } from './spec.ts';
import { type TreeNumbers, treeNumbers } from './tree-numbers.ts';
import {
  type Binder,
  type ConstantTree,
  type InitialTree,
  type LivenessTree,
  type Node,
  type PropertyKind,
  type PropertyTree,
  type RefinementTree,
  type Specification,
  type VariableTree,
} from './tree.ts';

/** A specification whose actions are built and whose calls are expanded, before any edit: all its variants begin here. */
export interface Expanded {
  readonly parts: AnyParts;
  readonly site: Site;
  readonly declared: readonly VariableTree[];
  readonly program: Program;
  /** The processes lowered so far, by their statements: most variants change one process, and share the others. */
  readonly lowered: Readonly<Record<Granularity, WeakMap<readonly Flow[], LoweredProcess>>>;
  /** Tells trees of its variants apart. */
  readonly numbers: TreeNumbers;
}

/** Builds the actions and expands the calls. @throws SpecError naming the place of what is wrong */
export function expand({ parts, site }: SpecDeclaration): Expanded {
  const declared = declaredVariables(parts, site);
  const program: Program = {
    actions: Object.entries(parts.actions ?? {}).map(([name, action]) => action.build(name)),
    processes: distinct(parts.processes ?? [], site).map(({ flow }) => expandProcess(flow)),
    initial: [],
    granularity: parts.granularity ?? 'fine',
  };
  return {
    parts,
    site,
    declared,
    program,
    lowered: { fine: new WeakMap(), coarse: new WeakMap() },
    numbers: treeNumbers(),
  };
}

/** Each process of the program as actions. @throws SpecError as `lowerProcess` */
function lowerProcesses({ parts, declared, lowered }: Expanded, program: Program): readonly LoweredProcess[] {
  const { granularity } = program;
  const options = { granularity, lockRules: parts.lockRules ?? 'lockDiscipline', variables: declared };
  return program.processes.map((process) => {
    const known = lowered[granularity].get(process.body) ?? lowerProcess(process, options);
    lowered[granularity].set(process.body, known);
    return known;
  });
}

/**
 * What a program means, as a text: two edits of one specification give the same tree if, and only if, it is the same. It is known before
 * properties are resolved, so some that have one are refused as a whole. @throws SpecError as `lowerProcess`
 */
export function meaningOf(expanded: Expanded, program: Program): string {
  const { numbers } = expanded;
  return [program.actions, writtenInitial(expanded, program), lowerProcesses(expanded, program)].map(numbers).join(' ');
}

/** How declared variables begin; what processes add is not known yet. @throws as `lower` */
export function writtenInitial({ parts, declared }: Expanded, program: Program): readonly InitialTree[] {
  return initialTrees(parts, declared, [], program.initial, (node) => node);
}

export interface LowerRequest {
  readonly name: string;
  readonly expanded: Expanded;
  /** What is written, edited. */
  readonly program: Program;
  readonly editNames: readonly string[];
  readonly modelled: readonly string[];
  readonly constants: readonly ConstantTree[];
  /** What others refine need not have properties, and what it refines itself is not theirs. */
  readonly isAbstract?: boolean;
}

/** The whole specification. @throws SpecError naming the place of what is wrong */
export function lower(request: LowerRequest): Specification {
  const { program } = request;
  const { parts, site, declared, program: written } = request.expanded;
  const processes = lowerProcesses(request.expanded, program);
  const variables = [...declared, ...processes.flatMap((process) => process.variables)];
  // A process kind without processes does nothing: its steps are not "never enabled", they are nobody's.
  const actions = [
    ...program.actions,
    ...processes.flatMap((process) => (process.tree.sort.size === 0 ? [] : process.actions)),
  ];
  const paths = pathsOf(program);
  const left = new Set(paths);
  const gone = program === written ? [] : pathsOf(written).filter((path) => !left.has(path));
  const resolve = resolver(processes, actions, { paths, gone });
  const property = (
    kind: PropertyKind,
    given: Readonly<Record<string, unknown>> | undefined,
  ): readonly PropertyTree[] =>
    Object.entries(given ?? {}).map(([name, condition]) => {
      const { node, site: at } = named(() => clause(condition, '', site), `property '${name}'`);
      if (kind === 'action') refuseNestedSteps(`property '${name}'`, node, at);
      return { name, kind, node: resolve(node, at), site: at };
    });
  const refinements = Object.entries(request.isAbstract === true ? {} : (parts.refinements ?? {})).map(
    ([name, given]) =>
      refinementTree(name, given, {
        tree: [variables, actions.map(({ parameters }) => parameters), processes.map((process) => process.tree.sort)],
        processes: processes.map((process) => process.tree),
        resolve,
        lowered: lowerAbstract,
      }),
  );
  const specification: Specification = {
    name: request.name,
    constants: request.constants,
    edits: request.editNames,
    modelled: request.modelled,
    variables,
    processes: processes.map((process) => process.tree),
    initial: initialTrees(parts, declared, processes, program.initial, resolve),
    actions: actions.map((action) => resolveAction(action, resolve)),
    invariants: property('invariant', parts.invariants),
    reachable: property('reachable', parts.reachable),
    actionProperties: [...property('action', parts.actionProperties), ...refinements.map(stepsOf)],
    recoverable: property('recoverable', parts.recoverable),
    liveness: [
      ...Object.entries(parts.liveness ?? {}).map(([name, given]) => livenessTree(name, given, resolve, site)),
      ...refinements.flatMap(fairnessOf),
    ],
    refinements,
    unclaimed: parts.unclaimed ?? [],
    assertions: actions.flatMap(({ body }) => assertionsIn(body)),
    constraints: Object.entries(parts.constraints ?? {}).map(([name, condition]) => {
      const built = named(() => clause(condition, name, site), `constraint '${name}'`);
      return { ...built, node: resolve(built.node, built.site) };
    }),
    terminal: terminalOf(parts, processes, resolve),
    fairness: (parts.fairness ?? []).map((fairness) =>
      fairnessTree(fairness, { actions, processes, gone, isEdited: program !== written }, site),
    ),
    show: Object.entries(parts.show ?? {}).map(([name, shown]) => ({ name, node: resolve(lift(shown), undefined) })),
    paths,
    site,
  };
  checkNames(specification, site);
  if (request.isAbstract !== true) refuseNoProperties(specification, site);
  checkScopes(specification);
  return specification;
}

function stepsOf({ name, step, site }: RefinementTree): PropertyTree {
  return { name, kind: 'refinement', node: step, site };
}

// One formula, since it is one property; without fairness there is nothing to ask for.
function fairnessOf({ name, fairness, site }: RefinementTree): readonly LivenessTree[] {
  const parts = fairness.map(({ formula }) => formula);
  const [only] = parts;
  if (only === undefined) return [];
  return [{ name, kind: 'refinement', formula: parts.length === 1 ? only : { kind: 'all', parts }, site }];
}

/** What `spec({ … })` gives, where it stands for an abstract specification: it need not have properties of its own. */
export function lowerAbstract(declaration: SpecDeclaration, name: string): Specification {
  const expanded = expand(declaration);
  const { program } = expanded;
  return lower({ name, expanded, program, editNames: [], modelled: [], constants: [], isAbstract: true });
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
  return applyNodes('any', [...own, ...(processes.length === 0 ? [] : [applyNodes('all', ended)])]);
}
