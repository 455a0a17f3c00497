// Calls expanded: every statement of a process gets its path, arguments take the place of parameters, `self` becomes the process.
// From the flow that a person wrote to the flow that edits and `lower.ts` work on.

import { SpecError } from './errors.ts';
import { mapLists, type Effect, type Flow, type ProcessFlow } from './flow.ts';
import { readsShared } from './locals.ts';
import { applyNodes, mapChildren } from './nodes.ts';
import { printNode } from './print.ts';
import { placesOf } from './site.ts';
import type { Sort } from './sorts.ts';
import type { Binder, Clause, LocalDeclaration, Node } from './tree.ts';

/** A process with all calls expanded. `locals` are the state variables that hold its locals. */
export interface ExpandedProcess {
  readonly flow: ProcessFlow;
  readonly body: readonly Flow[];
  readonly locals: readonly { readonly name: string; readonly sort: Sort }[];
}

/** Expands all calls. @throws SpecError for an argument that reads shared state, or two procedures of one name */
export function expandProcess(flow: ProcessFlow): ExpandedProcess {
  const { name } = flow.sort;
  const self: Node = { kind: 'bound', sort: flow.sort, binder: flow.self };
  const locals = new Map<LocalDeclaration, Extract<Node, { kind: 'variable' }>>();
  const declare = (owner: string, declared: readonly LocalDeclaration[]): void => {
    for (const local of declared) {
      const sort: Sort = { kind: 'fn', key: flow.sort, value: { kind: 'local', of: local.sort } };
      locals.set(local, { kind: 'variable', sort, name: `${owner}.${local.name}` });
    }
  };
  declare(name, flow.locals);
  const owners = new Map<string, readonly LocalDeclaration[]>();
  const claim = (call: Extract<Flow, { kind: 'call' }>): void => {
    const { procedure } = call;
    const owner = owners.get(procedure.name);
    if (owner !== undefined && owner !== procedure.locals) {
      throw new SpecError(`process '${name}' calls two procedures named '${procedure.name}'`, {
        places: placesOf(procedure.site, call.site),
        mend: 'give one of them another name',
      });
    }
    owners.set(procedure.name, procedure.locals);
    declare(`${name}.${procedure.name}`, procedure.locals);
  };
  const read = (local: LocalDeclaration): Node => {
    const variable = locals.get(local);
    if (variable !== undefined) return applyNodes('local', [applyNodes('at', [variable, self])]);
    throw new SpecError(`process '${name}' reads the local '${local.name}' of a procedure that is not running`, {
      places: placesOf(flow.site),
      mend: 'pass its value as an argument, or return it',
    });
  };
  const body = expandList(flow.body, {
    prefix: name,
    bindings: new Map(),
    self: applyNodes('asProcess', [self]),
    read,
    claim,
    names: new Map(),
  });
  return { flow, body, locals: [...locals.values()] };
}

interface Scope {
  readonly prefix: string;
  readonly bindings: ReadonlyMap<Binder, Node>;
  readonly self: Node;
  readonly read: (local: LocalDeclaration) => Node;
  readonly claim: (call: Extract<Flow, { kind: 'call' }>) => void;
  /** How often each name was met in this procedure: the second `branch` is `branch#2`. */
  readonly names: Map<string, number>;
}

function expandList(list: readonly Flow[], scope: Scope): readonly Flow[] {
  return list.map((flow) => expand(flow, scope));
}

function expand(flow: Flow, scope: Scope): Flow {
  const met = (scope.names.get(flow.name) ?? 0) + 1;
  scope.names.set(flow.name, met);
  const name = met === 1 ? flow.name : `${flow.name}#${met}`;
  const at = { name, path: `${scope.prefix}.${name}`, origin: flow };
  const list = (inner: readonly Flow[]): readonly Flow[] => expandList(inner, scope);
  const node = (inner: Node): Node => substitute(inner, scope);
  switch (flow.kind) {
    case 'step':
      return { ...flow, ...at, effect: expandEffect(flow.effect, scope) };
    case 'branch':
      return {
        ...flow,
        ...at,
        condition: expandClause(flow.condition, scope),
        then: list(flow.then),
        otherwise: list(flow.otherwise),
      };
    case 'loop':
      return {
        ...flow,
        ...at,
        condition: flow.condition && expandClause(flow.condition, scope),
        body: list(flow.body),
      };
    case 'ret':
      return { ...flow, ...at, value: flow.value && node(flow.value) };
    case 'acquire':
    case 'release':
      return { ...flow, ...at, lock: node(flow.lock) };
    case 'trylock':
      return { ...flow, ...at, lock: node(flow.lock), busy: list(flow.busy) };
    case 'critical':
      return { ...flow, ...at, entry: list(flow.entry), body: list(flow.body), exit: list(flow.exit) };
    case 'together':
    case 'atomically':
      return { ...flow, ...at, body: list(flow.body) };
    case 'choice':
      return {
        ...flow,
        ...at,
        alternatives: flow.alternatives.map((alternative) => expandAlternative(alternative, scope)),
      };
    case 'leave':
    case 'again':
    case 'goto':
    case 'nothing':
      return { ...flow, ...at };
    case 'call': {
      scope.claim(flow);
      const bindings = new Map(
        [...flow.args].map(([binder, arg]) => [binder, expandArgument(flow, binder, arg, scope)]),
      );
      const body = expandList(flow.procedure.body, { ...scope, prefix: at.path, bindings, names: new Map() });
      return { ...flow, ...at, args: bindings, result: flow.result && node(flow.result), body };
    }
  }
}

function expandAlternative(
  alternative: Extract<Flow, { kind: 'choice' }>['alternatives'][number],
  scope: Scope,
): typeof alternative {
  const binders = alternative.binders.map((binder): Binder =>
    binder.domain === undefined ? binder : { ...binder, domain: substitute(binder.domain, scope) },
  );
  const bindings = new Map(scope.bindings);
  binders.forEach((binder, index) => {
    const old = alternative.binders[index];
    if (old !== undefined && old !== binder) bindings.set(old, { kind: 'bound', sort: binder.sort, binder });
  });
  const inner = { ...scope, bindings };
  return {
    ...alternative,
    binders,
    effect: expandEffect(alternative.effect, inner),
    rest: expandList(alternative.rest, inner),
  };
}

function expandEffect(effect: Effect, scope: Scope): Effect {
  return {
    ...effect,
    when: effect.when.map((clause) => expandClause(clause, scope)),
    assertions: effect.assertions.map((assertion) => ({ ...assertion, node: substitute(assertion.node, scope) })),
    updates: effect.updates.map((update) => {
      // An update for each binding: domains may read parameters, so binders are renewed with them.
      const bindings = new Map(scope.bindings);
      const binders = update.binders.map((binder): Binder => {
        if (binder.domain === undefined) return binder;
        const renewed = { ...binder, domain: substitute(binder.domain, { ...scope, bindings }) };
        bindings.set(binder, { kind: 'bound', sort: binder.sort, binder: renewed });
        return renewed;
      });
      const inner = { ...scope, bindings };
      return { ...update, binders, target: substitute(update.target, inner), value: substitute(update.value, inner) };
    }),
  };
}

function expandClause(clause: Clause, scope: Scope): Clause {
  return { ...clause, node: substitute(clause.node, scope) };
}

function expandArgument(call: Extract<Flow, { kind: 'call' }>, binder: Binder, arg: Node, scope: Scope): Node {
  const given = substitute(arg, scope);
  if (!readsShared(given)) return given;
  throw new SpecError(`argument '${binder.name}' of ${call.procedure.name}() reads shared state: ${printNode(given)}`, {
    places: placesOf(call.site),
    mend: 'calling costs no step, so arguments read locals, parameters, constants and self only: store the value in a local by a step first',
  });
}

function substitute(node: Node, scope: Scope): Node {
  if (node.kind === 'bound') return scope.bindings.get(node.binder) ?? node;
  if (node.kind === 'self') return scope.self;
  if (node.kind === 'local') return scope.read(node.local);
  return mapChildren(node, (child) => substitute(child, scope));
}

/** The statements that take another's place in an expanded process: they stand where it stood. */
export function expandReplacement(statements: readonly Flow[], process: ProcessFlow, replaced: Flow): readonly Flow[] {
  const { body } = expandProcess({ ...process, body: statements });
  const prefix = (replaced.path ?? '').replace(/\.[^.]*$/, '');
  const rename = (flow: Flow): Flow => {
    const path = `${prefix}.${(flow.path ?? flow.name).slice(process.sort.name.length + 1)}`;
    return mapLists({ ...flow, path }, (list) => list.map(rename));
  };
  return body.map(rename);
}
