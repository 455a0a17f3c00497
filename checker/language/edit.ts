// Applying edits to the expanded tree, copy by copy. An edit that finds nothing or changes nothing is an error, never a silence:
// a variant that was not made looks exactly like one that holds.

import { clause } from './clauses.ts';
import {
  type Actionwise,
  type Partwise,
  actionParts,
  dropActionPart,
  dropPart,
  mapActionClause,
  mapClause,
  partsOf,
  splitFlow,
  weaker,
} from './edit-parts.ts';
import { forgoAt, goneFrom, rushAt } from './edit-locks.ts';
import { isTerm, type Program, resolvePath, resolveTerm, shared } from './edit-paths.ts';
import { editList, moveWithin } from './edit-places.ts';
import { termsOf, withTerm } from './edit-terms.ts';
import { type Edit, type PathEdit, printEdit } from './edits.ts';
import { SpecError, UsageError } from './errors.ts';
import { type Flow, innerLists } from './flow.ts';
import { expandReplacement } from './inline.ts';
import { isBuilt } from './nodes.ts';
import { flows } from './statements.ts';
import { type Clause, type Node } from './tree.ts';

/** The program after one edit. @throws UsageError for an unknown or ambiguous path, SpecError where the edit cannot be made */
export function applyEdit(program: Program, edit: Edit): Program {
  const before = outline(program);
  const after = change(program, edit);
  const isOfCondition = edit.kind === 'replace' || edit.kind === 'weaken' || ('path' in edit && isTerm(edit.path));
  if (!isOfCondition && outline(after) === before) {
    throw new SpecError(`the edit '${printEdit(edit)}' changes nothing`, {
      mend: 'a variant that changes nothing proves nothing',
    });
  }
  return after;
}

function change(program: Program, edit: Edit): Program {
  if (edit.kind === 'initial') return { ...program, initial: [...program.initial, edit] };
  if (edit.kind === 'granularity') return { ...program, granularity: edit.level };
  const { paths: found, term } = resolveTerm(program, edit.path);
  if (term !== '') return found.reduce((current, path) => changeTerm(current, path, term, edit), program);
  switch (edit.kind) {
    case 'drop':
      return found.reduce(
        (current, path) => editAt(current, path, edit, left(current), dropPart, dropActionPart),
        program,
      );
    case 'replace':
      return found.reduce((current, path) => replaceAt(current, path, edit), program);
    case 'split':
      return found.reduce(
        (current, path) => editAt(current, path, edit, splitFlow, refusePart(edit), refuseAction(edit)),
        program,
      );
    case 'weaken':
      return found.reduce((current, path) => weakenAt(current, path, edit), program);
    case 'block':
      return found.reduce(
        (current, path) => editAt(current, path, edit, blocked, noTrylock(path), noTrylock(path)),
        program,
      );
    case 'forgo':
      return found.reduce((current, path) => forgoAt(current, path, edit), program);
    case 'rush':
      return found.reduce((current, path) => rushAt(current, path, edit), program);
    case 'move':
    case 'copy':
    case 'swap':
    case 'merge': {
      const others = resolvePath(program, 'to' in edit ? edit.to : edit.other);
      return partners(found, others, edit).reduce(
        (current, { path, other }) => moveWithin(current, path, other, edit),
        program,
      );
    }
  }
}

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
  const after = { ...program, actions, processes };
  if (isSame(after, program)) throw new SpecError(`the edit '${printEdit(edit)}' changes nothing`);
  return after;
}

// What is left of a statement that is dropped.
function left({ processes }: Program): (flow: Flow) => readonly Flow[] {
  return (flow) => processes.flatMap(({ body }) => goneFrom(body, flow));
}

function refusePart(edit: PathEdit): Partwise {
  return () => {
    throw new SpecError(`'${edit.path}' is a part of a step: it cannot be ${edit.kind}`);
  };
}

function refuseAction(edit: PathEdit): Actionwise {
  return () => {
    throw new SpecError(`'${edit.path}' is an action: it cannot be ${edit.kind}`, {
      mend: 'an action is one step by definition; drop, weaken or replace its parts',
    });
  };
}

function blocked(flow: Flow): readonly Flow[] {
  if (flow.kind !== 'trylock') return noTrylock(flow.path ?? flow.name)();
  const { busy: _, ...rest } = flow;
  return [{ ...rest, kind: 'acquire' }];
}

function noTrylock(path: string): () => never {
  return () => {
    throw new SpecError(`'${path}' is no trylock`, { mend: 'block makes a trylock wait for its lock' });
  };
}

// Changes a part of a condition.
function changeTerm(program: Program, path: string, term: string, edit: PathEdit): Program {
  const changed = (node: Node): Node | undefined => {
    switch (edit.kind) {
      case 'drop':
        return withTerm(node, term, () => undefined);
      case 'weaken':
        return withTerm(node, term, (inner, isNegated) => weaker(inner, edit, isNegated));
      case 'replace': {
        const { by } = edit;
        return withTerm(node, term, () => clause(by).node);
      }
      default:
        throw new SpecError(`'${path}${term}' is a part of a condition`, {
          mend: 'it can be dropped, weakened or replaced',
        });
    }
  };
  const change = (each: Clause): Clause => {
    const node = changed(each.node);
    if (node !== undefined) return { ...each, node };
    const terms = termsOf(each.node).map(({ name }) => `${path}${name}`);
    throw new UsageError(`'${path}' has no part '${term.slice(1)}'`, {
      mend: terms.length === 0 ? 'it is neither a conjunction nor a disjunction' : `its parts are ${terms.join(', ')}`,
    });
  };
  return editAt(
    program,
    path,
    edit,
    (flow) => [mapClause(flow, '', change)],
    (flow, part) => mapClause(flow, part, change),
    (action, part) => mapActionClause(action, part, change),
  );
}

function weakenAt(program: Program, path: string, edit: PathEdit): Program {
  const weakenClause = (each: Clause): Clause => ({ ...each, node: weaker(each.node, edit) });
  const weakenOnly = (each: Clause): Clause => ({
    ...each,
    node: weaker(each.node, { ...edit, path: `${edit.path}.${each.name === '' ? 'when#1' : each.name}` }),
  });
  const only = (clauses: readonly Clause[]): readonly Clause[] => {
    if (clauses.length !== 1)
      throw new SpecError(`'${path}' has ${clauses.length} guards`, { mend: `name one of them: ${path}.when#1` });
    return clauses.map(weakenOnly);
  };
  const whole = (flow: Flow): readonly Flow[] => {
    if (flow.kind === 'branch' || (flow.kind === 'loop' && flow.condition !== undefined))
      return [mapClause(flow, '.when#1', weakenOnly)];
    if (flow.kind === 'step') return [{ ...flow, effect: { ...flow.effect, when: only(flow.effect.when) } }];
    throw new SpecError(`'${path}' has no comparison to weaken`);
  };
  return editAt(
    program,
    path,
    edit,
    whole,
    (flow, part) => mapClause(flow, part, weakenClause),
    (action, part) =>
      part === undefined ? { ...action, when: only(action.when) } : mapActionClause(action, part, weakenClause),
  );
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
    if (flow.kind === 'branch') return [mapClause(flow, '.when#1', put)];
    throw new SpecError(`a condition cannot take the place of '${path}'`);
  };
  return editAt(
    program,
    path,
    edit,
    whole,
    (flow, part) => mapClause(flow, part, put),
    (action, part) => mapActionClause(action, part, put),
  );
}

interface Partners {
  readonly path: string;
  readonly other: string;
}

// Of each copy the nearest copy of the other step. One that is nearer to another would be taken into a call that it is not in.
function partners(found: readonly string[], others: readonly string[], edit: Edit): readonly Partners[] {
  const pairs = found.map((path) => ({ path, other: partner(path, others, edit) }));
  for (const { path, other } of pairs) {
    const nearer = pairs.find((each) => each.other === other && shared(each.path, other) > shared(path, other));
    if (nearer === undefined) continue;
    throw new UsageError(`the edit '${printEdit(edit)}' finds no partner for '${path}'`, {
      mend: `'${other}' is that of '${nearer.path}': name the copies that are meant by their whole paths`,
    });
  }
  return pairs;
}

// The copy of the other step that shares the most callers with this one.
function partner(path: string, others: readonly string[], edit: Edit): string {
  const best = Math.max(...others.map((other) => shared(path, other)));
  const near = others.filter((other) => shared(path, other) === best);
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

// The program as one text of paths and nesting: enough to see whether an edit moved or removed anything.
function outline(program: Program): string {
  const show = (flow: Flow): string =>
    `${flow.path ?? flow.name}:${flow.kind}${partsOf(flow).join(',')}(${innerLists(flow)
      .map(({ list }) => list.map(show).join(' '))
      .join('|')})${'opened' in flow && flow.opened ? '!' : ''}`;
  return [
    program.granularity,
    ...program.initial.map(printEdit),
    ...program.processes.flatMap(({ body }) => body.map(show)),
    ...program.actions.map((action) => `${action.name}:${actionParts(action).join(',')}`),
  ].join(';');
}

// Unlike outlines, which show no conditions, objects are new wherever anything in them changed.
function isSame(a: Program, b: Program): boolean {
  const parts = (program: Program): readonly object[] => [
    ...program.processes.map(({ body }) => body),
    ...program.actions,
  ];
  const [left, right] = [parts(a), parts(b)];
  return left.length === right.length && left.every((part, index) => part === right[index]);
}
