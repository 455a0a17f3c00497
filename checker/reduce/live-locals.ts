// Where a local may still be read before it is written again: an analysis backwards over the labels of each process. What others read of
// it, properties and the steps of other processes, keeps it wherever its process may stand then; and so does a value that is settled.

import { antecedentsOf } from '../language/antecedents.ts';
import type { ActionTree, Node, ProcessTree, Specification, StatementTree } from '../language/tree.ts';
import { localReader, type Fact, type LocalReader } from './local-reads.ts';
import { bodiesOf, localWritten, nodesOf, ownLocals, sentTo } from './own-locals.ts';
import { settledLocals } from './settled-locals.ts';

/** By label, the locals whose values somebody may still read there. */
export type LiveAt = ReadonlyMap<string, ReadonlySet<string>>;

/** Of each process, by its name. */
export function liveLocalsOf(specification: Specification): ReadonlyMap<string, LiveAt> {
  const { processes, actions, actionProperties } = specification;
  const reader = localReader(processes);
  const kept = new Kept(processes);
  keepForProperties(specification, reader, kept);
  for (const action of actions) {
    keepForOthers(action, processes, reader, kept);
    if (actionProperties.length > 0) keepForStuttering(action, processes, kept);
  }
  for (const process of processes)
    for (const [label, variables] of settledLocals(process, specification))
      for (const variable of variables) kept.keep(variable, [label]);
  return new Map(processes.map((process) => [process.name, liveIn(process, specification, reader, kept)]));
}

/** The locals that are kept whatever their own process does: by variable, where. */
class Kept {
  readonly #labels: ReadonlyMap<string, Set<string>>;
  readonly #all: ReadonlyMap<string, readonly string[]>;

  constructor(processes: readonly ProcessTree[]) {
    const locals = processes.flatMap(({ labels, locals: own }) => own.map(({ variable }) => ({ variable, labels })));
    this.#all = new Map(locals.map(({ variable, labels }) => [variable, labels]));
    this.#labels = new Map(locals.map(({ variable }) => [variable, new Set()]));
  }

  /** @param labels undefined for all */
  keep(variable: string, labels: Iterable<string> | undefined): void {
    for (const label of labels ?? this.#all.get(variable) ?? []) this.#labels.get(variable)?.add(label);
  }

  at(variable: string): ReadonlySet<string> {
    return this.#labels.get(variable) ?? new Set();
  }
}

function keepForProperties(specification: Specification, reader: LocalReader, kept: Kept): void {
  const { invariants, reachable, actionProperties, constraints, terminal } = specification;
  const nodes = [
    ...[...invariants, ...reachable, ...actionProperties].map(({ node }) => node),
    // Coverage looks at these by themselves.
    ...invariants.flatMap(({ node }) => antecedentsOf(node).map((each) => each.node)),
    ...constraints.map(({ node }) => node),
    ...(terminal === 'any' ? [] : [terminal]),
  ];
  for (const node of nodes) for (const { variable, labels } of reader.readsIn(node, [])) kept.keep(variable, labels);
}

// What a step reads and writes of locals that are not, or not surely, its own process's.
function keepForOthers(action: ActionTree, processes: readonly ProcessTree[], reader: LocalReader, kept: Kept): void {
  const isOwn = ownLocals(action, processes);
  const known: Fact[] = [];
  const use = (node: Node): void => {
    for (const { variable, who, labels } of reader.readsIn(node, known))
      if (!isOwn(variable, who)) kept.keep(variable, labels);
  };
  const run = (statement: StatementTree): void => {
    nodesOf(statement).forEach(use);
    for (const { target } of statement.kind === 'assign' ? statement.updates : []) {
      const written = localWritten(target);
      if (written !== undefined && !isOwn(written.variable, written.who)) kept.keep(written.variable, undefined);
    }
    for (const body of bodiesOf(statement)) body.forEach(run);
  };
  // Parameters are bound before the guard is looked at, wherever the process stands.
  for (const { domain } of action.parameters)
    if (domain !== undefined) for (const { variable } of reader.readsIn(domain, [])) kept.keep(variable, undefined);
  for (const { node } of action.when) {
    use(node);
    // What names no state means the same all through the step.
    known.push(...reader.factsOf(node, true).filter(({ who }) => who.kind === 'bound' || who.kind === 'literal'));
  }
  action.body.forEach(run);
}

// A step that changes nothing is exempt from action properties. One that stays at its label and writes a local only must not become such a step.
function keepForStuttering({ step, body }: ActionTree, processes: readonly ProcessTree[], kept: Kept): void {
  const process = processes.find(({ name }) => name === step?.process);
  if (step === undefined || process === undefined) return;
  const written = new Set<string>();
  let mayStay = false;
  const run = (statement: StatementTree): void => {
    for (const update of statement.kind === 'assign' ? statement.updates : []) {
      const local = localWritten(update.target);
      if (local !== undefined) written.add(local.variable);
      if (sentTo(update, process)?.label === step.label) mayStay = true;
    }
    for (const each of bodiesOf(statement)) each.forEach(run);
  };
  body.forEach(run);
  if (mayStay) for (const variable of written) kept.keep(variable, [step.label]);
}

function liveIn(process: ProcessTree, { actions, processes }: Specification, reader: LocalReader, kept: Kept): LiveAt {
  const live = new Map(
    process.labels.map((label) => [
      label,
      new Set(process.locals.flatMap(({ variable }) => (kept.at(variable).has(label) ? [variable] : []))),
    ]),
  );
  // Steps are listed in the order of the program, so backwards the least fixed point is reached soon.
  const own = actions.filter(({ step }) => step?.process === process.name).reverse();
  const before = own.map((action) => ({ action, liveBefore: backwards(action, process, processes, reader) }));
  for (let hasGrown = true; hasGrown;) {
    hasGrown = false;
    for (const { action, liveBefore } of before) {
      const here = live.get(action.step?.label ?? '');
      if (here === undefined) continue;
      const size = here.size;
      for (const variable of liveBefore(live)) here.add(variable);
      if (here.size > size) hasGrown = true;
    }
  }
  return live;
}

/** What a statement does with its own process's locals, and the labels to which it goes. */
interface Effect {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly goesTo: readonly string[];
  readonly bodies: readonly (readonly Effect[])[];
}

/** The locals that a step may read before it writes them, or that may be read after it and that it does not write. */
function backwards(
  action: ActionTree,
  process: ProcessTree,
  processes: readonly ProcessTree[],
  reader: LocalReader,
): (live: LiveAt) => ReadonlySet<string> {
  const isOwn = ownLocals(action, processes);
  const readsOf = (nodes: readonly Node[]): readonly string[] =>
    nodes.flatMap((node) =>
      reader.readsIn(node, []).flatMap(({ variable, who }) => (isOwn(variable, who) ? [variable] : [])),
    );
  const effectOf = (statement: StatementTree): Effect => {
    const updates = statement.kind === 'assign' ? statement.updates : [];
    return {
      reads: readsOf(nodesOf(statement)),
      writes: updates.flatMap(({ target, binders }) => {
        const written = localWritten(target);
        const isKilled = written?.isWhole === true && binders.length === 0 && isOwn(written.variable, written.who);
        return isKilled ? [written.variable] : [];
      }),
      goesTo: updates.flatMap((update) => sentTo(update, process)?.label ?? []),
      bodies: bodiesOf(statement).map((body) => body.map(effectOf)),
    };
  };
  const body = action.body.map(effectOf);
  const guard = readsOf(action.when.map(({ node }) => node));
  return (live) => new Set([...guard, ...before(body, new Set(), live)]);
}

function before(effects: readonly Effect[], after: ReadonlySet<string>, live: LiveAt): ReadonlySet<string> {
  return effects.reduceRight((later: ReadonlySet<string>, { reads, writes, goesTo, bodies }) => {
    const result = new Set(bodies.length === 0 ? later : bodies.flatMap((body) => [...before(body, later, live)]));
    // Where it goes is the end of the step.
    for (const label of goesTo) for (const variable of live.get(label) ?? []) result.add(variable);
    for (const variable of writes) result.delete(variable);
    for (const variable of reads) result.add(variable);
    return result;
  }, after);
}
