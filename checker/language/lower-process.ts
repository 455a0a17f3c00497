// From a process's statements to actions: each atomic step becomes an action at a label, its end decides which label comes next.
// The continuation of a statement is a function; a label is where continuations meet.

import { Map } from 'immutable';
import { emitProcess } from './emit.ts';
import { type Emission, type LoweringOptions, base, terminated } from './emission.ts';
import { SpecError } from './errors.ts';
import { type ExpandedProcess } from './inline.ts';
import { type Draft, type LocalContext, liveLocals, settleLocals } from './locals.ts';
import { applyNodes, mapChildren } from './nodes.ts';
import { type Sort } from './sorts.ts';
import {
  type ActionTree,
  type AssertionTree,
  type Binder,
  type Clause,
  type InitialTree,
  type Node,
  type ProcessTree,
  type StatementTree,
  type UpdateTree,
  type VariableTree,
} from './tree.ts';
import { type Value, elementsOf, unset } from './values.ts';

export interface LoweredProcess {
  readonly tree: ProcessTree;
  readonly variables: readonly VariableTree[];
  readonly actions: readonly ActionTree[];
  readonly assertions: readonly AssertionTree[];
  readonly choices: InitialTree['choices'];
  /** Puts each process at its first step where that depends on which process it is. */
  readonly start: readonly StatementTree[];
}

/** The process as actions. @throws SpecError as `emitProcess`, and for an early read of a local */
export function lowerProcess(expanded: ExpandedProcess, options: LoweringOptions): LoweredProcess {
  const emission = emitProcess(expanded, options);
  const drafts = emission.made.map(({ draft }) => draft);
  return finish(expanded, emission, liveLocals(emission.start, drafts));
}

function finish(
  expanded: ExpandedProcess,
  { made, labels, start, order }: Emission,
  live: ReadonlyMap<string, ReadonlySet<string>>,
): LoweredProcess {
  const { sort, self: binder, site } = expanded.flow;
  const self: Node = { kind: 'bound', sort, binder };
  const { name } = sort;
  const position = `${name}.pc`;
  const labelSort: Sort = { kind: 'enumeration', labels: labels.length === 0 ? [terminated] : labels };
  const positionNode: Node = { kind: 'variable', sort: { kind: 'fn', key: sort, value: labelSort }, name: position };
  const variableNode = (variable: string): Node => {
    const found = expanded.locals.find((local) => local.name === variable);
    if (found === undefined) throw new SpecError(`no local ${variable}`);
    return { kind: 'variable', sort: found.sort, name: variable };
  };
  const contextFor = (path: string, who: Node): LocalContext => ({
    live,
    path,
    partOf: (variable) => applyNodes('at', [variableNode(variable), who]),
    goTo: (label) => ({
      name: 'pc',
      target: applyNodes('at', [positionNode, who]),
      value: { kind: 'literal', sort: labelSort, value: label },
      binders: [],
    }),
  });

  const actions = made
    .map((each, index) => ({ each, index }))
    .sort(
      (a, b) =>
        (order.get(base(a.each.draft.label)) ?? 0) - (order.get(base(b.each.draft.label)) ?? 0) ||
        (a.each.draft.label < b.each.draft.label
          ? -1
          : a.each.draft.label > b.each.draft.label
            ? 1
            : a.index - b.index),
    )
    .map(({ each }): ActionTree => {
      const { draft, parameters, calls, given, source, paths } = each;
      const isHere: Clause = {
        name: 'pc',
        node: applyNodes('equal', [
          applyNodes('at', [positionNode, self]),
          { kind: 'literal', sort: labelSort, value: draft.label },
        ]),
      };
      // Guards that open the body belong to the action's guard.
      const waits = draft.body.findIndex((statement) => statement.kind !== 'require');
      const opening = waits < 0 ? draft.body.length : waits;
      const guards = [
        ...draft.when,
        ...draft.body.slice(0, opening).flatMap((statement) => (statement.kind === 'require' ? statement.clause : [])),
      ];
      const context = contextFor(draft.name, self);
      const settled = settleLocals(
        [...guards.map((clause): Draft => ({ kind: 'require', clause })), ...draft.body.slice(opening)],
        draft.label,
        context,
      );
      return {
        name: draft.name,
        parameters: [binder, ...parameters],
        when: [isHere, ...guards],
        body: settled.slice(guards.length),
        by: binder,
        step: { process: name, label: draft.label, calls, given, paths, source },
        site: each.origin.site,
      };
    });

  const simple = start.length === 1 && start[0]?.kind === 'goto' ? start[0].label : undefined;
  const elements = elementsOf(sort);
  const constant = (variable: Node, value: Value): InitialTree['choices'][number] => ({
    variable: variable.kind === 'variable' ? variable.name : '',
    values: [{ kind: 'literal', sort: variable.sort, value: Map(elements.map((element) => [element, value])) }],
  });
  return {
    tree: {
      name,
      sort,
      position,
      labels: labelSort.labels,
      locals: expanded.locals.map((local) => ({
        variable: local.name,
        labels: labels.filter((label) => live.get(label)?.has(local.name) === true),
      })),
      site,
    },
    variables: [
      { name: position, sort: positionNode.sort, role: 'position' },
      ...expanded.locals.map((local): VariableTree => ({ ...local, role: 'local' })),
    ],
    actions,
    assertions: actions.flatMap(({ body }) => assertionsIn(body)),
    choices: [
      constant(positionNode, simple ?? labelSort.labels[0] ?? terminated),
      ...expanded.locals.map((local) => constant(variableNode(local.name), unset)),
    ],
    start:
      simple !== undefined
        ? []
        : elements.flatMap((element) => {
            const who: Node = { kind: 'literal', sort, value: element };
            return settleLocals(withSelf(start, binder, who), undefined, contextFor(name, who));
          }),
  };
}

/** All assertions of some statements, in textual order. */
export function assertionsIn(statements: readonly StatementTree[]): readonly AssertionTree[] {
  return statements.flatMap((statement) => {
    switch (statement.kind) {
      case 'assert':
        return [statement.assertion];
      case 'if':
        return [...assertionsIn(statement.then), ...assertionsIn(statement.otherwise)];
      case 'choose':
        return statement.alternatives.flatMap(({ body }) => assertionsIn(body));
      case 'assign':
      case 'require':
        return [];
    }
  });
}

// At the start only branches on constants, parameters and self are decided: nothing else can stand there.
function withSelf(drafts: readonly Draft[], binder: Binder, who: Node): readonly Draft[] {
  const replace = (node: Node): Node =>
    node.kind === 'bound' && node.binder === binder ? who : mapChildren(node, replace);
  return drafts.map((draft): Draft => {
    if (draft.kind === 'if') {
      const condition = { ...draft.condition, node: replace(draft.condition.node) };
      return {
        ...draft,
        condition,
        then: withSelf(draft.then, binder, who),
        otherwise: withSelf(draft.otherwise, binder, who),
      };
    }
    if (draft.kind !== 'assign') return draft;
    const updates = draft.updates.map((update): UpdateTree => ({
      ...update,
      target: replace(update.target),
      value: replace(update.value),
    }));
    return { ...draft, updates };
  });
}
