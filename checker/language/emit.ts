// Emission: each atomic step of a process becomes a draft action at a label, and its end decides which label comes next.
// The continuation of a statement is a function; a label is where continuations meet.

import { refuseDoubleUpdates } from './actions.ts';
import {
  type Context,
  type Emission,
  type LoweringOptions,
  type Made,
  type Rest,
  assertDraft,
  base,
  labelOf,
  orderOf,
  silentLoop,
  sourceOf,
  terminated,
} from './emission.ts';
import { SpecError } from './errors.ts';
import { canWait, escapes } from './flow-questions.ts';
import { type Effect, type Flow } from './flow.ts';
import { type ExpandedProcess } from './inline.ts';
import { type Draft, readsShared } from './locals.ts';
import { isFree, lockUpdate, spinHeld } from './lock-rules.ts';
import { applyNodes } from './nodes.ts';
import { placesOf } from './site.ts';
import { joinSorts, printSort } from './sorts.ts';
import { type Binder, type Clause, type Node } from './tree.ts';

/** The draft actions of a process. @throws SpecError for a loop without a step, or a statement that cannot be reached as written */
export function emitProcess(expanded: ExpandedProcess, options: LoweringOptions): Emission {
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
            given: context.given,
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
        const free: Node = { kind: 'literal', sort: { kind: 'maybe', of: { kind: 'process' } }, value: null };
        const freed: Draft = { kind: 'assign', updates: [lockUpdate(flow_.lock, free, flow_)] };
        const given: readonly Draft[] = flow_.whereHeld
          ? [{ kind: 'if', condition: { name: 'when#1', node: held, site: flow_.site }, then: [freed], otherwise: [] }]
          : [assertDraft({ severity: 'lock', node: held, message, site: flow_.site }, flow_, undefined), freed];
        const give = (): readonly Draft[] => [...given, ...rest()];
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
          given: [...context.given, [...flow_.args].map(([{ name: parameter }, node]) => ({ name: parameter, node }))],
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
        if (context.result !== undefined) refuseOtherResult(flow_, context.result);
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
      case 'nothing':
        return rest();
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
    given: [],
    source: flow.source,
    paths: [],
    inCall: false,
  };
  const start = list(body, 0, ended, outside);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) next();

  const sorted = [...labels].sort((a, b) => (order.get(base(a)) ?? 0) - (order.get(base(b)) ?? 0) || (a < b ? -1 : 1));
  return { made, labels: canTerminate ? [...sorted, terminated] : sorted, start, order };
}

// Only an edit can bring a return into another procedure.
function refuseOtherResult({ value, path, site }: Extract<Flow, { kind: 'ret' }>, result: Node): void {
  if (value !== undefined && joinSorts(value.sort, result.sort) !== undefined) return;
  const given = value === undefined ? 'nothing' : printSort(value.sort);
  throw new SpecError(`'${path ?? 'ret'}' returns ${given} where ${printSort(result.sort)} is stored`, {
    places: placesOf(site),
    mend: 'it belongs to another procedure',
  });
}
