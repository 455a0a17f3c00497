// Applying edits to the expanded tree, copy by copy. An edit that finds nothing or changes nothing is an error, never a silence:
// a variant that was not made looks exactly like one that holds.

import { InternalError, nearest, SpecError, UsageError } from './errors.ts';
import { printEdit, type Edit } from './edits.ts';
import { innerLists, mapLists, type Effect, type Flow } from './flow.ts';
import { expandReplacement, type ExpandedProcess } from './inline.ts';
import { applyNodes, isBuilt, lift } from './nodes.ts';
import { placesOf } from './site.ts';
import { clause } from './clauses.ts';
import { flows } from './statements.ts';
import type { ActionTree, Clause, Node } from './tree.ts';

/** What edits work on. */
export interface Program {
  readonly processes: readonly ExpandedProcess[];
  readonly actions: readonly ActionTree[];
}

/** The program after one edit. @throws UsageError for an unknown or ambiguous path, SpecError where the edit cannot be made */
export function applyEdit(program: Program, edit: Edit): Program {
  const before = outline(program);
  const after = change(program, edit);
  if (edit.kind !== 'replace' && edit.kind !== 'weaken' && outline(after) === before) {
    throw new SpecError(`the edit '${printEdit(edit)}' changes nothing`, {
      mend: 'a variant that changes nothing proves nothing',
    });
  }
  return after;
}

/** All paths that edits may name: statements, and their parts. */
export function pathsOf(program: Program): readonly string[] {
  const ofFlow = (flow: Flow): readonly string[] => [
    ...(flow.path === undefined ? [] : [flow.path, ...partsOf(flow).map((part) => `${flow.path}${part}`)]),
    ...innerLists(flow).flatMap(({ list }) => list.flatMap(ofFlow)),
  ];
  return [
    ...program.processes.flatMap(({ body }) => body.flatMap(ofFlow)),
    ...program.actions.flatMap((action) => [
      action.name,
      ...actionParts(action).map((part) => `${action.name}.${part}`),
    ]),
  ];
}

/** Whether a path, or any suffix of one, names this one. A call's name without a number means every such call. */
export function matches(path: string, pattern: string): boolean {
  const [parts, wanted] = [path.split('.'), pattern.split('.')];
  const offset = parts.length - wanted.length;
  if (offset < 0) return false;
  return wanted.every((part, index) => {
    const found = parts[offset + index] ?? '';
    return found === part || (index < wanted.length - 1 && found.replace(/#\d+$/, '') === part);
  });
}

/** The paths that a pattern names. @throws UsageError naming the nearest, or listing the different steps that it names */
export function resolvePath(program: Program, pattern: string): readonly string[] {
  const known = pathsOf(program);
  const found = known.filter((path) => matches(path, pattern));
  if (found.length === 0) {
    const lasts = new Set(known.flatMap((path) => suffixes(path)));
    const near = nearest(pattern, [...lasts]);
    throw new UsageError(`no step is named '${pattern}'`, {
      mend: near === undefined ? 'ballast describe --paths lists all' : `did you mean '${near}'?`,
    });
  }
  const origins = new Set(found.map((path) => originOf(program, path)));
  if (origins.size > 1) {
    const shown = [...new Map(found.map((path) => [originOf(program, path), path])).values()];
    throw new UsageError(`'${pattern}' names ${origins.size} different steps: ${shown.join(', ')}`, {
      mend: 'write more of the path',
    });
  }
  return found;
}

function change(program: Program, edit: Edit): Program {
  const found = resolvePath(program, edit.path);
  switch (edit.kind) {
    case 'drop':
      return found.reduce((current, path) => editAt(current, path, edit, () => [], dropPart, dropActionPart), program);
    case 'replace':
      return found.reduce((current, path) => replaceAt(current, path, edit), program);
    case 'split':
      return found.reduce(
        (current, path) => editAt(current, path, edit, splitFlow, refusePart(edit), refuseAction(edit)),
        program,
      );
    case 'weaken':
      return found.reduce((current, path) => weakenAt(current, path, edit), program);
    case 'move':
    case 'swap':
    case 'merge': {
      const others = resolvePath(program, edit.kind === 'move' ? edit.to : edit.other);
      return found.reduce((current, path) => together(current, path, partner(path, others, edit), edit), program);
    }
  }
}

type Partwise = (flow: Flow, part: string) => Flow;
type Actionwise = (action: ActionTree, part: string | undefined) => ActionTree | undefined;

// Changes the statement, the part of a statement, the action or the part of an action at one full path.
function editAt(
  program: Program,
  path: string,
  edit: Edit,
  whole: (flow: Flow) => readonly Flow[],
  part: Partwise,
  action: Actionwise,
): Program {
  const actions = program.actions.flatMap((each) => {
    if (each.name === path) return action(each, undefined) ?? [];
    return path.startsWith(`${each.name}.`) ? (action(each, path.slice(each.name.length + 1)) ?? []) : each;
  });
  const processes = program.processes.map((process) => ({
    ...process,
    body: editList(process.body, path, whole, part),
  }));
  if (outlineDeep({ actions, processes }) === outlineDeep(program))
    throw new SpecError(`the edit '${printEdit(edit)}' changes nothing`);
  return { actions, processes };
}

function editList(
  list: readonly Flow[],
  path: string,
  whole: (flow: Flow) => readonly Flow[],
  part: Partwise,
): readonly Flow[] {
  let isChanged = false;
  const changed = list.flatMap((flow): readonly Flow[] => {
    const edited = editFlow(flow, path, whole, part);
    if (edited.length !== 1 || edited[0] !== flow) isChanged = true;
    return edited;
  });
  return isChanged ? changed : list;
}

function editFlow(flow: Flow, path: string, whole: (flow: Flow) => readonly Flow[], part: Partwise): readonly Flow[] {
  if (flow.path === path) return whole(flow);
  if (
    flow.path !== undefined &&
    (path.startsWith(`${flow.path}.`) || path.startsWith(`${flow.path}/`)) &&
    partsOf(flow).includes(path.slice(flow.path.length))
  ) {
    return [part(flow, path.slice(flow.path.length))];
  }
  const inner = mapLists(flow, (list) => editList(list, path, whole, part));
  // A critical section that lost its lock or its unlock is no longer one step.
  if (
    inner !== flow &&
    inner.kind === 'critical' &&
    flow.kind === 'critical' &&
    (inner.entry !== flow.entry || inner.exit !== flow.exit)
  ) {
    return [{ ...inner, opened: true }];
  }
  return [inner];
}

// Parts: `.when#1` and `.then#1` of a step, `.assert#1`, `/granted.when#1` of an alternative, `.when#1` of a branch or loop.
function partsOf(flow: Flow): readonly string[] {
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

function actionParts(action: ActionTree): readonly string[] {
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

function dropPart(flow: Flow, part: string): Flow {
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

function dropActionPart(action: ActionTree, part: string | undefined): ActionTree | undefined {
  if (part === undefined) return undefined;
  const body = action.body.map((statement) =>
    statement.kind === 'assign'
      ? { ...statement, updates: statement.updates.filter(({ name }) => name !== part) }
      : statement,
  );
  return { ...action, when: action.when.filter(({ name }) => name !== part), body };
}

function splitFlow(flow: Flow): readonly Flow[] {
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

function refusePart(edit: Edit): Partwise {
  return () => {
    throw new SpecError(`'${edit.path}' is a part of a step: it cannot be ${edit.kind}`);
  };
}

function refuseAction(edit: Edit): Actionwise {
  return () => {
    throw new SpecError(`'${edit.path}' is an action: it cannot be ${edit.kind}`, {
      mend: 'an action is one step by definition; drop, weaken or replace its parts',
    });
  };
}

function weakenAt(program: Program, path: string, edit: Edit): Program {
  const weakenClause = (each: Clause): Clause => ({ ...each, node: weaker(each.node, edit) });
  const only = (clauses: readonly Clause[]): readonly Clause[] => {
    if (clauses.length !== 1)
      throw new SpecError(`'${path}' has ${clauses.length} guards`, { mend: `name one of them: ${path}.when#1` });
    return clauses.map(weakenClause);
  };
  const named = (clauses: readonly Clause[], name: string): readonly Clause[] =>
    clauses.map((each) => (each.name === name ? weakenClause(each) : each));
  const whole = (flow: Flow): readonly Flow[] => {
    if (flow.kind === 'branch') return [{ ...flow, condition: weakenClause(flow.condition) }];
    if (flow.kind === 'loop' && flow.condition !== undefined)
      return [{ ...flow, condition: weakenClause(flow.condition) }];
    if (flow.kind === 'step') return [{ ...flow, effect: { ...flow.effect, when: only(flow.effect.when) } }];
    throw new SpecError(`'${path}' has no comparison to weaken`);
  };
  const part: Partwise = (flow, name) => {
    if (flow.kind === 'branch' || flow.kind === 'loop') return whole(flow)[0] ?? flow;
    return mapEffect(flow, name, (effect, which) => ({ ...effect, when: named(effect.when, which) }));
  };
  return editAt(program, path, edit, whole, part, (action, which) => ({
    ...action,
    when: which === undefined ? only(action.when) : named(action.when, which),
  }));
}

function weaker(node: Node, edit: Edit): Node {
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

function replaceAt(program: Program, path: string, edit: Extract<Edit, { kind: 'replace' }>): Program {
  const { by } = edit;
  const put = (each: Clause): Clause => ({ ...each, node: clause(by).node });
  if (!isBuilt(by)) {
    const process = program.processes.find(({ flow }) => path.startsWith(`${flow.sort.name}.`));
    if (process === undefined) throw new SpecError(`'${path}' is no statement: statements cannot take its place`);
    return editAt(
      program,
      path,
      edit,
      (flow) => expandReplacement(flows(by), process.flow, flow),
      refusePart(edit),
      refuseAction(edit),
    );
  }
  const whole = (flow: Flow): readonly Flow[] => {
    if (flow.kind === 'branch') return [{ ...flow, condition: put(flow.condition) }];
    throw new SpecError(`a condition cannot take the place of '${path}'`);
  };
  const part: Partwise = (flow, name) => {
    if (flow.kind === 'branch') return { ...flow, condition: put(flow.condition) };
    if (flow.kind === 'loop') return { ...flow, condition: flow.condition && put(flow.condition) };
    return mapEffect(flow, name, (effect, which) => ({
      ...effect,
      when: effect.when.map((each) => (each.name === which ? put(each) : each)),
    }));
  };
  return editAt(program, path, edit, whole, part, (action, which) => ({
    ...action,
    when: action.when.map((each) => (each.name === which ? put(each) : each)),
  }));
}

// The copy of the other step that shares the most callers with this one.
function partner(path: string, others: readonly string[], edit: Edit): string {
  const shared = (other: string): number => {
    const [a, b] = [path.split('.'), other.split('.')];
    const differs = a.findIndex((part, index) => part !== b[index]);
    return differs < 0 ? a.length : differs;
  };
  const best = Math.max(...others.map(shared));
  const near = others.filter((other) => shared(other) === best);
  const [first] = near;
  if (first === undefined || best === 0)
    throw new SpecError(`the edit '${printEdit(edit)}' needs two steps with a common caller`, {
      mend: `'${path}' shares none with ${others.join(', ')}`,
    });
  if (near.length > 1)
    throw new UsageError(`'${path}' has ${near.length} equally near partners: ${near.join(', ')}`, {
      mend: 'write more of the path',
    });
  return first;
}

function together(program: Program, path: string, other: string, edit: Edit): Program {
  if (path === other) throw new SpecError(`the edit '${printEdit(edit)}' changes nothing`);
  const processes = program.processes.map((process) => {
    const [a, b] = [find(process.body, path), find(process.body, other)];
    if (a === undefined || b === undefined) return process;
    if (edit.kind === 'merge') return { ...process, body: mergeIn(process.body, a, b, edit) };
    const placeholder: Flow = { kind: 'again', name: 'moved', path: '' };
    const opened = openBetween(process.body, path, other);
    if (edit.kind === 'swap') {
      const held = editList(opened, path, () => [placeholder], keep);
      const second = editList(held, other, () => [a], keep);
      return { ...process, body: replaceObject(second, placeholder, b) };
    }
    if (edit.kind !== 'move') return process;
    const without = editList(opened, path, () => [], keep);
    const section = sectionEdge(without, other, edit.where);
    const body =
      section === undefined
        ? editList(without, other, (flow) => (edit.where === 'before' ? [a, flow] : [flow, a]), keep)
        : editList(without, section.path ?? '', (flow) => placeAtEdge(flow, a, other, edit.where), keep);
    return { ...process, body };
  });
  const after = { ...program, processes };
  if (processes.every((process, index) => process === program.processes[index]))
    throw new SpecError(`the edit '${printEdit(edit)}' is about steps of processes`, { mend: 'actions have no order' });
  return after;
}

const keep: Partwise = (flow) => flow;

function find(list: readonly Flow[], path: string): Flow | undefined {
  for (const flow of list) {
    if (flow.path === path) return flow;
    for (const inner of innerLists(flow)) {
      const found = find(inner.list, path);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The critical section whose lock or unlock this path is. */
function sectionEdge(list: readonly Flow[], path: string, where: 'before' | 'after'): Flow | undefined {
  void where;
  for (const flow of list) {
    if (flow.kind === 'critical' && [...flow.entry, ...flow.exit].some((edge) => edge.path === path)) return flow;
    for (const inner of innerLists(flow)) {
      const found = sectionEdge(inner.list, path, where);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

// Outside the lock and unlock is outside the section: an early return runs the unlock, not what was moved behind it.
function placeAtEdge(flow: Flow, moved: Flow, edge: string, where: 'before' | 'after'): readonly Flow[] {
  if (flow.kind !== 'critical') return [flow];
  const isEntry = flow.entry.some((each) => each.path === edge);
  if (isEntry)
    return where === 'before' ? [moved, { ...flow, opened: true }] : [{ ...flow, body: [moved, ...flow.body] }];
  return where === 'after' ? [{ ...flow, opened: true }, moved] : [{ ...flow, body: [...flow.body, moved] }];
}

// What a step is moved out of, or into, is no longer one step.
function openBetween(list: readonly Flow[], path: string, other: string): readonly Flow[] {
  return list.map((flow) => {
    const inner = mapLists(flow, (each) => openBetween(each, path, other));
    if (inner.kind !== 'critical' && inner.kind !== 'together') return inner;
    const holdsBoth = [path, other].map((each) => find([inner], each) !== undefined && inner.path !== each);
    return holdsBoth[0] === holdsBoth[1] ? inner : { ...inner, opened: true };
  });
}

function replaceObject(list: readonly Flow[], old: Flow, by: Flow): readonly Flow[] {
  return list.map((flow) =>
    flow === old ? by : mapLists(flow, (inner) => (find_(inner, old) ? replaceObject(inner, old, by) : inner)),
  );
}

function find_(list: readonly Flow[], wanted: Flow): boolean {
  return list.some((flow) => flow === wanted || innerLists(flow).some((inner) => find_(inner.list, wanted)));
}

function mergeIn(list: readonly Flow[], a: Flow, b: Flow, edit: Edit): readonly Flow[] {
  const [i, j] = [list.indexOf(a), list.indexOf(b)];
  if (i >= 0 && j === i + 1) {
    const merged: Flow = {
      kind: 'atomically',
      name: a.name,
      path: a.path ?? '',
      body: [a, b],
      ...(a.origin && { origin: a.origin }),
    };
    return [...list.slice(0, i), merged, ...list.slice(j + 1)];
  }
  const inner = list.map((flow) =>
    find([flow], a.path ?? '') !== undefined && flow !== a
      ? mapLists(flow, (each) => (find(each, a.path ?? '') === undefined ? each : mergeIn(each, a, b, edit)))
      : flow,
  );
  if (inner.every((flow, index) => flow === list[index])) {
    throw new SpecError(`the edit '${printEdit(edit)}' needs neighbours`, {
      places: placesOf(a.site, b.site),
      mend: 'merge takes a statement and the one right behind it',
    });
  }
  return inner;
}

function originOf(program: Program, path: string): unknown {
  for (const { body } of program.processes) {
    const owner = findOwner(body, path);
    if (owner !== undefined) {
      const part = path.slice((owner.path ?? '').length);
      return part === '' ? owner.origin : keyed(owner.origin ?? owner, part);
    }
  }
  return path;
}

const partKeys = new WeakMap<object, Map<string, object>>();

// One identity for each part of a source statement, however many copies it has.
function keyed(owner: object, part: string): object {
  const parts = partKeys.get(owner) ?? new Map<string, object>();
  partKeys.set(owner, parts);
  const key = parts.get(part) ?? {};
  parts.set(part, key);
  return key;
}

function findOwner(list: readonly Flow[], path: string): Flow | undefined {
  for (const flow of list) {
    if (
      flow.path === path ||
      (flow.path !== undefined && path.startsWith(flow.path) && partsOf(flow).includes(path.slice(flow.path.length)))
    )
      return flow;
    for (const inner of innerLists(flow)) {
      const found = findOwner(inner.list, path);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function suffixes(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.map((_, index) => parts.slice(index).join('.'));
}

// The program as one text of paths and nesting: enough to see whether an edit moved or removed anything.
function outline(program: Program): string {
  const show = (flow: Flow): string =>
    `${flow.path ?? flow.name}:${flow.kind}${partsOf(flow).join(',')}(${innerLists(flow)
      .map(({ list }) => list.map(show).join(' '))
      .join('|')})${'opened' in flow && flow.opened ? '!' : ''}`;
  return [
    ...program.processes.flatMap(({ body }) => body.map(show)),
    ...program.actions.map((action) => `${action.name}:${actionParts(action).join(',')}`),
  ].join(';');
}

// As `outline`, with the objects themselves told apart: conditions may change too.
const numbers = new WeakMap<object, number>();
let numbered = 0;
function outlineDeep(program: Program): string {
  const number = (object: object): number => {
    const known = numbers.get(object);
    if (known !== undefined) return known;
    numbered += 1;
    numbers.set(object, numbered);
    return numbered;
  };
  return [...program.processes.map(({ body }) => number(body)), ...program.actions.map(number)].join(',');
}
