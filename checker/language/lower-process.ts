// From a process's statements to actions: each atomic step becomes an action at a label, its end decides which label comes next.
// The continuation of a statement is a function; a label is where continuations meet.

import { SpecError } from './errors.ts';
import type { AssertionPart, Effect, Flow } from './flow.ts';
import { innerLists } from './flow.ts';
import type { ExpandedProcess } from './inline.ts';
import { liveLocals, readsShared, settleLocals, type Draft, type DraftAction, type LocalContext } from './locals.ts';
import { applyNodes, mapChildren, quantified } from './nodes.ts';
import { refuseDoubleUpdates } from './actions.ts';
import { placesOf } from './site.ts';
import type { Sort } from './sorts.ts';
import type {
  ActionTree,
  AssertionTree,
  Binder,
  Clause,
  InitialTree,
  Node,
  ProcessTree,
  Source,
  StatementTree,
  UpdateTree,
  VariableTree,
} from './tree.ts';
import { Map } from 'immutable';
import { elementsOf, unset, type Value } from './values.ts';

export interface LoweringOptions {
  readonly granularity: 'fine' | 'coarse';
  /** The property of the built-in assertions on locks. */
  readonly lockRules: string;
  /** For "no sleeping under a spin lock": the declared variables. */
  readonly variables: readonly VariableTree[];
}

export interface LoweredProcess {
  readonly tree: ProcessTree;
  readonly variables: readonly VariableTree[];
  readonly actions: readonly ActionTree[];
  readonly assertions: readonly AssertionTree[];
  readonly choices: InitialTree['choices'];
  /** Puts each process at its first step where that depends on which process it is. */
  readonly start: readonly StatementTree[];
}

/** The label of a process whose statements have ended. */
export const terminated = 'terminated';

type Rest = () => readonly Draft[];

/** Where a statement may go besides on: each leads through the unlocks on its way. */
interface Exits {
  readonly ret: Rest;
  readonly leave: Rest | undefined;
  readonly again: Rest | undefined;
  readonly gotos: ReadonlyMap<string, Rest>;
}

interface Context extends Exits {
  readonly atomic: boolean;
  /** Where a call's result is stored. */
  readonly result: Node | undefined;
  /** Told apart from the normal way: the unlock of an early return. */
  readonly suffix: string;
  readonly calls: readonly string[];
  readonly source: Source | undefined;
  /** The statements that the action being made runs. */
  readonly paths: string[];
  /** The whole process has no other way on than its end. */
  readonly inCall: boolean;
}

interface Made {
  readonly draft: DraftAction;
  readonly parameters: readonly Binder[];
  readonly origin: Flow;
  readonly calls: readonly string[];
  readonly source: Source | undefined;
  readonly paths: readonly string[];
}

/** @throws SpecError for a loop without a step, an early read of a local, a statement that cannot be reached as written */
export function lowerProcess(expanded: ExpandedProcess, options: LoweringOptions): LoweredProcess {
  const { flow, body } = expanded;
  const { name } = flow.sort;
  const self: Node = { kind: 'bound', sort: flow.sort, binder: flow.self };
  const holder = applyNodes('asProcess', [self]);
  const made: Made[] = [];
  const queue: (() => void)[] = [];
  const labels = new Set<string>();
  const turning = new Set<Flow>();
  const order = orderOf(body);
  let canTerminate = false;

  const list = (flows: readonly Flow[], index: number, rest: Rest, context: Context): readonly Draft[] => {
    const first = flows[index];
    if (first === undefined) return rest();
    return run(first, () => list(flows, index + 1, rest, context), withGotos(flows, rest, context));
  };

  const withGotos = (flows: readonly Flow[], rest: Rest, context: Context): Context => {
    const gotos = new globalThis.Map(context.gotos);
    flows.forEach((each, index) => gotos.set(each.name, () => list(flows, index, rest, context)));
    return { ...context, gotos };
  };

  // A label: going there ends the step; what happens there is made once, later.
  const at = (
    flow_: Flow,
    context: Context,
    alternatives: (
      inner: Context,
    ) => readonly { suffix: string; binders: readonly Binder[]; when: readonly Clause[]; body: Rest }[],
  ): readonly Draft[] => {
    const label = `${labelOf(flow_, name)}${context.suffix}`;
    if (!labels.has(label)) {
      labels.add(label);
      queue.push(() => {
        for (const { suffix, binders, when, body: effect } of alternatives({ ...context, paths: [] })) {
          const paths: string[] = [];
          collecting = paths;
          const drafts = effect();
          made.push({
            draft: { label, name: `${name}.${label}${suffix}`, when, body: drafts },
            parameters: binders,
            origin: flow_,
            calls: [...context.calls, flow_.name],
            source: sourceOf(flow_, context),
            paths: [...new Set([flow_.path ?? '', ...paths])].filter((path) => path !== ''),
          });
        }
      });
    }
    return [{ kind: 'goto', label }];
  };
  let collecting: string[] = [];

  const effectDrafts = (effect: Effect, flow_: Flow): readonly Draft[] => {
    refuseDoubleUpdates(`step '${flow_.path ?? flow_.name}'`, effect.updates);
    const asserted = [
      ...effect.assertions.map((each) => assertDraft(each, flow_, effect.source)),
      ...(effect.sleeps ? sleepAsserts(flow_, 'a step that sleeps') : []),
    ];
    return [
      ...asserted,
      ...(effect.updates.length === 0 ? [] : [{ kind: 'assign' as const, updates: effect.updates }]),
    ];
  };

  const requires = (when: readonly Clause[]): readonly Draft[] => when.map((clause) => ({ kind: 'require', clause }));

  const sleepAsserts = (flow_: Flow, what: string): readonly Draft[] => {
    const held = spinHeld(options.variables, holder);
    if (held === undefined) return [];
    const node = applyNodes('not', [held]);
    return [
      assertDraft(
        { severity: 'lock', node, message: `${options.lockRules}: ${what}, under a spin lock`, site: flow_.site },
        flow_,
        undefined,
      ),
    ];
  };

  const run = (flow_: Flow, rest: Rest, context: Context): readonly Draft[] => {
    const acts =
      flow_.kind === 'step' ||
      flow_.kind === 'acquire' ||
      flow_.kind === 'release' ||
      flow_.kind === 'trylock' ||
      flow_.kind === 'choice';
    if (context.atomic && acts && flow_.path !== undefined) collecting.push(flow_.path);
    switch (flow_.kind) {
      case 'step': {
        const { effect } = flow_;
        if (context.atomic) return [...requires(effect.when), ...effectDrafts(effect, flow_), ...rest()];
        return at(flow_, context, () => [
          { suffix: '', binders: [], when: effect.when, body: () => [...effectDrafts(effect, flow_), ...rest()] },
        ]);
      }
      case 'acquire': {
        const when = [{ name: 'when#1', node: isFree(flow_.lock), site: flow_.site }];
        const sleeping = flow_.lock.sort.kind === 'lock' && flow_.lock.sort.discipline === 'sleep';
        const take = (): readonly Draft[] => [
          ...(sleeping ? sleepAsserts(flow_, 'a sleeping lock is acquired') : []),
          { kind: 'assign', updates: [lockUpdate(flow_.lock, applyNodes('some', [holder]), flow_)] },
          ...rest(),
        ];
        return context.atomic
          ? [...requires(when), ...take()]
          : at(flow_, context, () => [{ suffix: '', binders: [], when, body: take }]);
      }
      case 'release': {
        const held = applyNodes('equal', [applyNodes('holder', [flow_.lock]), applyNodes('some', [holder])]);
        const message = `${options.lockRules}: unlock by a process that does not hold the lock`;
        const give = (): readonly Draft[] => [
          assertDraft({ severity: 'lock', node: held, message, site: flow_.site }, flow_, undefined),
          {
            kind: 'assign',
            updates: [
              lockUpdate(
                flow_.lock,
                { kind: 'literal', sort: { kind: 'maybe', of: { kind: 'process' } }, value: null },
                flow_,
              ),
            ],
          },
          ...rest(),
        ];
        return context.atomic ? give() : at(flow_, context, () => [{ suffix: '', binders: [], when: [], body: give }]);
      }
      case 'trylock': {
        const condition: Clause = { name: 'when#1', node: isFree(flow_.lock), site: flow_.site };
        const both = (inner: Context): readonly Draft[] => [
          {
            kind: 'if',
            condition,
            then: [
              { kind: 'assign', updates: [lockUpdate(flow_.lock, applyNodes('some', [holder]), flow_)] },
              ...rest(),
            ],
            otherwise: list(flow_.busy, 0, rest, inner),
          },
        ];
        return context.atomic
          ? both(context)
          : at(flow_, context, () => [{ suffix: '', binders: [], when: [], body: () => both(context) }]);
      }
      case 'branch': {
        const both = (): readonly Draft[] => fork(flow_, rest, context);
        if (context.atomic || !readsShared(flow_.condition.node)) return both();
        return at(flow_, context, () => [{ suffix: '', binders: [], when: [], body: both }]);
      }
      case 'loop':
        return loop(flow_, rest, context);
      case 'call': {
        const { procedure } = flow_;
        const back: Rest = () => [
          { kind: 'forget', locals: procedure.locals.map((local) => `${name}.${procedure.name}.${local.name}`) },
          ...rest(),
        ];
        const ended: Rest = () => {
          if (flow_.result === undefined) return back();
          throw new SpecError(`${procedure.name}() can end without ret(value), but its result is stored`, {
            places: placesOf(procedure.site, flow_.site),
            mend: 'end every way through it with ret(value)',
          });
        };
        const inner: Context = {
          ...context,
          ret: back,
          leave: undefined,
          again: undefined,
          gotos: new globalThis.Map(),
          result: flow_.result,
          calls: [...context.calls, flow_.name],
          source: procedure.source ?? context.source,
          inCall: true,
        };
        return list(flow_.body, 0, ended, inner);
      }
      case 'ret': {
        if (!context.inCall)
          throw new SpecError(`process '${name}' returns`, {
            places: placesOf(flow_.site),
            mend: 'ret belongs to a procedure; a process ends with its list of statements',
          });
        const stored: readonly Draft[] =
          context.result === undefined || flow_.value === undefined
            ? []
            : [
                {
                  kind: 'assign',
                  updates: [
                    { name: 'then#1', target: context.result, value: flow_.value, binders: [], site: flow_.site },
                  ],
                },
              ];
        return [...stored, ...context.ret()];
      }
      case 'leave':
      case 'again': {
        const exit = flow_.kind === 'leave' ? context.leave : context.again;
        if (exit === undefined)
          throw new SpecError(`${flow_.kind}() stands outside a loop`, { places: placesOf(flow_.site) });
        return exit();
      }
      case 'goto': {
        const target = context.gotos.get(flow_.label);
        if (target === undefined) {
          throw new SpecError(`goto('${flow_.label}') finds no such statement`, {
            places: placesOf(flow_.site),
            mend: 'it reaches the statements around it, in the same procedure and not out of a critical section',
          });
        }
        if (turning.has(flow_)) throw silentLoop(flow_);
        turning.add(flow_);
        const drafts = target();
        turning.delete(flow_);
        return drafts;
      }
      case 'critical': {
        const merged = !context.atomic && options.granularity === 'coarse' && !flow_.opened && !canWait(flow_.body);
        const whole = (inner: Context): readonly Draft[] => {
          const through =
            (suffix: string, exit: Rest): Rest =>
            () =>
              list(flow_.exit, 0, exit, { ...inner, suffix: `${inner.suffix}${suffix}` });
          const body_: Context = {
            ...inner,
            ret: through('/ret', context.ret),
            leave: context.leave && through('/leave', context.leave),
            again: context.again && through('/again', context.again),
            gotos: new globalThis.Map(),
          };
          const after: Rest = () => list(flow_.exit, 0, rest, inner);
          return list(flow_.entry, 0, () => list(flow_.body, 0, after, body_), inner);
        };
        return merged
          ? at(flow_, context, (inner) => [
              { suffix: '', binders: [], when: [], body: () => whole({ ...inner, atomic: true }) },
            ])
          : whole(context);
      }
      case 'together':
      case 'atomically': {
        const merged =
          flow_.kind === 'atomically' || (options.granularity === 'coarse' && !flow_.opened && !canWait(flow_.body));
        if (context.atomic || !merged) return list(flow_.body, 0, rest, context);
        return at(flow_, context, (inner) => [
          { suffix: '', binders: [], when: [], body: () => list(flow_.body, 0, rest, { ...inner, atomic: true }) },
        ]);
      }
      case 'choice': {
        const { alternatives } = flow_;
        if (context.atomic) {
          const chosen = alternatives.map((each) => ({
            name: each.name,
            binders: each.binders,
            body: [
              ...requires(each.effect.when),
              ...effectDrafts(each.effect, flow_),
              ...list(each.rest, 0, rest, context),
            ],
          }));
          return [{ kind: 'choose', alternatives: chosen }];
        }
        return at(flow_, context, () =>
          alternatives.map((each) => ({
            suffix: each.name === '' ? '' : `/${each.name}`,
            binders: each.binders,
            when: each.effect.when,
            body: () => [...effectDrafts(each.effect, flow_), ...list(each.rest, 0, rest, context)],
          })),
        );
      }
    }
  };

  // In one atomic step, two arms that only fall through meet again before what follows; otherwise each arm goes its own way.
  const fork = (flow_: Extract<Flow, { kind: 'branch' }>, rest: Rest, context: Context): readonly Draft[] => {
    const isJoined = context.atomic && !flow_.then.some(escapes) && !flow_.otherwise.some(escapes);
    const after: Rest = isJoined ? () => [] : rest;
    const split: Draft = {
      kind: 'if',
      condition: flow_.condition,
      then: list(flow_.then, 0, after, context),
      otherwise: list(flow_.otherwise, 0, after, context),
    };
    return isJoined ? [split, ...rest()] : [split];
  };

  const loop = (flow_: Extract<Flow, { kind: 'loop' }>, rest: Rest, context: Context): readonly Draft[] => {
    if (context.atomic)
      throw new SpecError('a loop stands inside one atomic step', {
        places: placesOf(flow_.site),
        mend: 'unroll it with a TypeScript loop, or use together(…), which stays separate steps where it holds a loop',
      });
    const turn: Rest = () => {
      const inner: Context = { ...context, leave: rest, again: head };
      const { condition } = flow_;
      if (condition === undefined) return list(flow_.body, 0, head, inner);
      return [{ kind: 'if', condition, then: list(flow_.body, 0, head, inner), otherwise: rest() }];
    };
    const head: Rest = () => {
      if (flow_.condition !== undefined && readsShared(flow_.condition.node))
        return at(flow_, context, () => [{ suffix: '', binders: [], when: [], body: turn }]);
      if (turning.has(flow_)) throw silentLoop(flow_);
      turning.add(flow_);
      const drafts = turn();
      turning.delete(flow_);
      return drafts;
    };
    return head();
  };

  const ended: Rest = () => {
    canTerminate = true;
    return [{ kind: 'goto', label: terminated }];
  };
  const outside: Context = {
    atomic: false,
    ret: ended,
    leave: undefined,
    again: undefined,
    gotos: new globalThis.Map(),
    result: undefined,
    suffix: '',
    calls: [],
    source: flow.source,
    paths: [],
    inCall: false,
  };
  const start = list(body, 0, ended, outside);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) next();

  const live = liveLocals(
    start,
    made.map(({ draft }) => draft),
  );
  const sorted = [...labels].sort((a, b) => (order.get(base(a)) ?? 0) - (order.get(base(b)) ?? 0) || (a < b ? -1 : 1));
  const all = canTerminate ? [...sorted, terminated] : sorted;
  return finish({ expanded, made, live, labels: all, start, self, order });
}

function finish(given: {
  readonly expanded: ExpandedProcess;
  readonly made: readonly Made[];
  readonly live: ReadonlyMap<string, ReadonlySet<string>>;
  readonly labels: readonly string[];
  readonly start: readonly Draft[];
  readonly self: Node;
  readonly order: ReadonlyMap<string, number>;
}): LoweredProcess {
  const { expanded, made, live, labels, start, self, order } = given;
  const { sort, self: binder, site } = expanded.flow;
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
      const { draft, parameters, calls, source, paths } = each;
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
        step: { process: name, label: draft.label, calls, paths, source },
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

function assertDraft(part: AssertionPart, flow: Flow, source: Source | undefined): Draft {
  const path = flow.path ?? flow.name;
  const named = /^([A-Za-z][\w-]*): (.*)$/s.exec(part.message);
  const assertion = {
    ...part,
    path,
    property: named?.[1] ?? path,
    message: named?.[2] ?? part.message,
    source: part.source ?? source,
  };
  return { kind: 'assert', assertion };
}

function lockUpdate(lock: Node, holder: Node, flow: Flow): UpdateTree {
  const discipline = lock.sort.kind === 'lock' ? lock.sort.discipline : '';
  return {
    name: 'then#1',
    target: lock,
    value: applyNodes('heldBy', [holder], discipline),
    binders: [],
    site: flow.site,
  };
}

function isFree(lock: Node): Node {
  return applyNodes('equal', [
    applyNodes('holder', [lock]),
    { kind: 'literal', sort: { kind: 'maybe', of: { kind: 'process' } }, value: null },
  ]);
}

/** Whether the process holds some spin lock, or undefined where there is none to hold. */
function spinHeld(variables: readonly VariableTree[], who: Node): Node | undefined {
  const held = variables.flatMap(({ name, sort }) => heldIn({ kind: 'variable', sort, name }, who));
  return held.length === 0 ? undefined : applyNodes('any', held);
}

function heldIn(place: Node, who: Node): readonly Node[] {
  const { sort } = place;
  if (sort.kind === 'lock')
    return sort.discipline === 'spin'
      ? [applyNodes('equal', [applyNodes('holder', [place]), applyNodes('some', [who])])]
      : [];
  if (sort.kind === 'record')
    return Object.keys(sort.fields).flatMap((field) => heldIn(applyNodes('field', [place], field), who));
  if (sort.kind === 'tuple')
    return sort.items.flatMap((_, position) => heldIn(applyNodes('item', [place], String(position)), who));
  if (sort.kind !== 'fn') return [];
  const binder: Binder = { name: 'k', sort: sort.key };
  return heldIn(applyNodes('at', [place, { kind: 'bound', sort: sort.key, binder }]), who).map((node) =>
    quantified('exists', [binder], node),
  );
}

/** Whether a statement can wait, or turn: then a `together` around it stays separate steps. */
function canWait(flows: readonly Flow[]): boolean {
  return flows.some((flow) => {
    if (flow.kind === 'acquire' || flow.kind === 'loop' || flow.kind === 'goto') return true;
    if (flow.kind === 'step' && flow.effect.when.length > 0) return true;
    if (
      flow.kind === 'choice' &&
      !flow.complete &&
      flow.alternatives.every(({ effect, binders }) => effect.when.length > 0 || binders.some(mayBeEmpty))
    )
      return true;
    return innerLists(flow).some(({ list }) => canWait(list));
  });
}

function mayBeEmpty(binder: Binder): boolean {
  return binder.domain !== undefined || elementsOf(binder.sort).length === 0;
}

/** Whether control can leave a statement other than at its end, or choose: then what follows belongs to each way by itself. */
function escapes(flow: Flow): boolean {
  if (['ret', 'leave', 'again', 'goto', 'choice', 'trylock'].includes(flow.kind)) return true;
  return innerLists(flow).some(({ list }) => list.some(flow.kind === 'call' ? chooses : escapes));
}

function chooses(flow: Flow): boolean {
  return flow.kind === 'choice' || innerLists(flow).some(({ list }) => list.some(chooses));
}

function silentLoop(flow: Flow): SpecError {
  return new SpecError('a loop can turn without a step', {
    places: placesOf(flow.site),
    mend: 'put a step on every way through its body, or the process would never stop there',
  });
}

function labelOf(flow: Flow, process: string): string {
  return (flow.path ?? flow.name).slice(process.length + 1);
}

function base(label: string): string {
  return label.replace(/\/.*$/, '');
}

function sourceOf(flow: Flow, context: Context): Source | undefined {
  return (flow.kind === 'step' ? flow.effect.source : undefined) ?? context.source;
}

/** The textual position of every statement's label. */
function orderOf(body: readonly Flow[]): ReadonlyMap<string, number> {
  const order = new globalThis.Map<string, number>();
  const visit = (flow: Flow): void => {
    order.set((flow.path ?? '').replace(/^[^.]*\./, ''), order.size);
    for (const { list } of innerLists(flow)) list.forEach(visit);
  };
  body.forEach(visit);
  return order;
}
