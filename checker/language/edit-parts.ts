// The parts of a statement that edits may name: guard clauses, updates, assertions; dropping and weakening them.

import { type PathEdit } from './edits.ts';
import { InternalError, SpecError } from './errors.ts';
import { type Effect, type Flow } from './flow.ts';
import { termsOf, weakenings } from './edit-terms.ts';
import { type ActionTree, type Clause, type Node } from './tree.ts';

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

function mapEffect(flow: Flow, part: string, map: (effect: Effect, part: string) => Effect): Flow {
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

/** The condition with its one comparison weakened. @throws SpecError where it has none that can be weakened, or several */
export function weaker(node: Node, { path }: PathEdit, isNegated = false): Node {
  const [only, ...more] = weakenings(node, isNegated);
  if (only === undefined)
    throw new SpecError(`'${path}' is no comparison that can be weakened by one`, { mend: 'drop it, or replace it' });
  if (more.length > 0)
    throw new SpecError(`'${path}' has ${more.length + 1} comparisons that can be weakened`, {
      mend: `name one of them: ${[only, ...more].map(({ name }) => `${path}${name}`).join(', ')}`,
    });
  return only.node;
}

/** What edits may name of a statement: its parts, and the parts of its conditions behind them. */
export function namesIn(flow: Flow): readonly string[] {
  const clauses = clausesOf(flow);
  return partsOf(flow).flatMap((part) => {
    const found = clauses.find((each) => each.part === part);
    return [part, ...(found === undefined ? [] : termsOf(found.clause.node).map(({ name }) => `${part}${name}`))];
  });
}

/** The same of an action. */
export function namesInAction(action: ActionTree): readonly string[] {
  return actionParts(action).flatMap((part) => {
    const found = action.when.find(({ name }) => name === part);
    return [part, ...(found === undefined ? [] : termsOf(found.node).map(({ name }) => `${part}${name}`))];
  });
}

function clausesOf(flow: Flow): readonly { readonly part: string; readonly clause: Clause }[] {
  const inEffect = ({ when }: Effect, prefix: string) =>
    when.map((clause) => ({ part: `${prefix}.${clause.name}`, clause }));
  switch (flow.kind) {
    case 'step':
      return inEffect(flow.effect, '');
    case 'choice':
      return flow.alternatives.flatMap(({ name, effect }) => inEffect(effect, name === '' ? '' : `/${name}`));
    case 'branch':
      return [{ part: '.when#1', clause: flow.condition }];
    case 'loop':
      return flow.condition === undefined ? [] : [{ part: '.when#1', clause: flow.condition }];
    default:
      return [];
  }
}

/** The statement with one of its clauses changed. @throws SpecError where the part is no condition */
export function mapClause(flow: Flow, part: string, change: (clause: Clause) => Clause): Flow {
  if (!clausesOf(flow).some((each) => each.part === part)) throw noCondition(`${flow.path ?? flow.name}${part}`);
  if (flow.kind === 'branch') return { ...flow, condition: change(flow.condition) };
  if (flow.kind === 'loop') return { ...flow, condition: flow.condition && change(flow.condition) };
  return mapEffect(flow, part, (effect, name) => ({
    ...effect,
    when: effect.when.map((each) => (each.name === name ? change(each) : each)),
  }));
}

/** The action with one of its guards changed. @throws SpecError where the part is no guard */
export function mapActionClause(
  action: ActionTree,
  part: string | undefined,
  change: (clause: Clause) => Clause,
): ActionTree {
  if (!action.when.some(({ name }) => name === part))
    throw noCondition(`${action.name}${part === undefined ? '' : `.${part}`}`);
  return { ...action, when: action.when.map((each) => (each.name === part ? change(each) : each)) };
}

function noCondition(path: string): SpecError {
  return new SpecError(`'${path}' is no condition`, { mend: 'and#… and or#… are parts of a guard or of a branch' });
}
