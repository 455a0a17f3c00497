// The parts of a statement that edits may name: guard clauses, updates, assertions; dropping and weakening them.

import { type PathEdit } from './edits.ts';
import { InternalError, SpecError } from './errors.ts';
import { type Effect, type Flow } from './flow.ts';
import { applyNodes, lift } from './nodes.ts';
import { type ActionTree, type Node } from './tree.ts';

export type Partwise = (flow: Flow, part: string) => Flow;

export type Actionwise = (action: ActionTree, part: string | undefined) => ActionTree | undefined;

// Parts: `.when#1` and `.then#1` of a step, `.assert#1`, `/granted.when#1` of an alternative, `.when#1` of a branch or loop.
export function partsOf(flow: Flow): readonly string[] {
  switch (flow.kind) {
    case 'step':
      return effectParts(flow.effect);
    case 'choice':
      return flow.alternatives.flatMap(({ name, effect }) =>
        effectParts(effect).map((part) => (name === '' ? part : `/${name}${part}`)),
      );
    case 'branch':
      return ['.when#1'];
    case 'loop':
      return flow.condition === undefined ? [] : ['.when#1'];
    default:
      return [];
  }
}

function effectParts(effect: Effect): readonly string[] {
  return [
    ...effect.when.map(({ name }) => `.${name}`),
    ...effect.assertions.map((_, index) => `.assert#${index + 1}`),
    ...effect.updates.map(({ name }) => `.${name}`),
  ];
}

export function actionParts(action: ActionTree): readonly string[] {
  return [
    ...action.when.map(({ name }) => name),
    ...action.body.flatMap((statement) =>
      statement.kind === 'assign' ? statement.updates.map(({ name }) => name) : [],
    ),
  ];
}

export function mapEffect(flow: Flow, part: string, map: (effect: Effect, part: string) => Effect): Flow {
  if (flow.kind === 'step') return { ...flow, effect: map(flow.effect, part.slice(1)) };
  if (flow.kind !== 'choice') throw new InternalError(`${flow.kind} has no part ${part}`);
  const alternatives = flow.alternatives.map((alternative) => {
    const prefix = alternative.name === '' ? '.' : `/${alternative.name}.`;
    return part.startsWith(prefix)
      ? { ...alternative, effect: map(alternative.effect, part.slice(prefix.length)) }
      : alternative;
  });
  return { ...flow, alternatives };
}

export function dropPart(flow: Flow, part: string): Flow {
  if (flow.kind === 'branch' || flow.kind === 'loop')
    throw new SpecError(`the condition of '${flow.path ?? flow.name}' cannot be dropped by itself`, {
      mend: `drop ${flow.path ?? flow.name}, or weaken it`,
    });
  return mapEffect(flow, part, (effect, name) => ({
    ...effect,
    when: effect.when.filter((each) => each.name !== name),
    updates: effect.updates.filter((each) => each.name !== name),
    assertions: effect.assertions.filter((_, index) => `assert#${index + 1}` !== name),
  }));
}

export function dropActionPart(action: ActionTree, part: string | undefined): ActionTree | undefined {
  if (part === undefined) return undefined;
  const body = action.body.map((statement) =>
    statement.kind === 'assign'
      ? { ...statement, updates: statement.updates.filter(({ name }) => name !== part) }
      : statement,
  );
  return { ...action, when: action.when.filter(({ name }) => name !== part), body };
}

export function splitFlow(flow: Flow): readonly Flow[] {
  if (flow.kind === 'critical' || flow.kind === 'together') {
    if (flow.opened) throw new SpecError(`'${flow.path ?? flow.name}' is split already`);
    return [{ ...flow, opened: true }];
  }
  if (flow.kind === 'atomically') return [{ ...flow, kind: 'together', opened: true }];
  if (flow.kind !== 'step' || flow.effect.updates.length < 2)
    throw new SpecError(`'${flow.path ?? flow.name}' has fewer than two updates to split`);
  return flow.effect.updates.map((update, index): Flow => {
    const suffix = index === 0 ? '' : `#${update.name.replace('then#', 'then')}`;
    const effect: Effect =
      index === 0
        ? { ...flow.effect, updates: [update] }
        : { ...flow.effect, when: [], assertions: [], updates: [update] };
    return { ...flow, name: `${flow.name}${suffix}`, path: `${flow.path ?? ''}${suffix}`, effect };
  });
}

export function weaker(node: Node, edit: PathEdit): Node {
  const [a, b] = node.kind === 'apply' ? node.args : [];
  if (node.kind === 'apply' && a !== undefined && b !== undefined) {
    const one = lift(1);
    if (node.operator === 'lessThan') return applyNodes('atMost', node.args);
    if (node.operator === 'moreThan') return applyNodes('atLeast', node.args);
    if (node.operator === 'atMost' && b.sort.kind === 'range')
      return applyNodes('atMost', [a, applyNodes('plus', [b, one])]);
    if (node.operator === 'atLeast' && b.sort.kind === 'range')
      return applyNodes('atLeast', [a, applyNodes('minus', [b, one])]);
    if (node.operator === 'equal' && a.sort.kind === 'range') return applyNodes('atMost', node.args);
  }
  throw new SpecError(`'${edit.path}' is no comparison that can be weakened by one`, {
    mend: 'drop it, or replace it',
  });
}
