// Moving, copying, swapping and merging statements. What a step is moved out of, or into, is no longer one step.

import { copyOf } from './edit-copies.ts';
import { type Partwise, partsOf } from './edit-parts.ts';
import { type Program } from './edit-paths.ts';
import { type Edit, printEdit } from './edits.ts';
import { SpecError } from './errors.ts';
import { type Flow, innerLists, mapLists } from './flow.ts';
import { placesOf } from './site.ts';

export function editList(
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

export function moveWithin(program: Program, path: string, other: string, edit: Edit): Program {
  if (path === other && edit.kind !== 'copy') throw new SpecError(`the edit '${printEdit(edit)}' changes nothing`);
  const processes = program.processes.map((process) => {
    const [a, b] = [find(process.body, path), find(process.body, other)];
    if (a === undefined || b === undefined) return process;
    if (edit.kind === 'merge') return { ...process, body: mergeIn(process.body, a, b, edit) };
    refuseNested(a, b, edit);
    if (edit.kind === 'copy') {
      const opened = openWhere(process.body, (flow) => isInside(flow, other) && !isInside(flow, path));
      return { ...process, body: placeBeside(opened, copyOf(a, process.body), other, edit.where) };
    }
    const placeholder: Flow = { kind: 'again', name: 'moved', path: '' };
    const opened = openWhere(process.body, (flow) => isInside(flow, path) !== isInside(flow, other));
    if (edit.kind === 'swap') {
      const held = editList(opened, path, () => [placeholder], keep);
      const second = editList(held, other, () => [a], keep);
      return { ...process, body: replaceObject(second, placeholder, b) };
    }
    if (edit.kind !== 'move') return process;
    const without = editList(opened, path, () => [], keep);
    return { ...process, body: placeBeside(without, a, other, edit.where) };
  });
  const after = { ...program, processes };
  if (processes.every((process, index) => process === program.processes[index]))
    throw new SpecError(`the edit '${printEdit(edit)}' is about steps of processes`, { mend: 'actions have no order' });
  return after;
}

/** The parts of a statement stay as they are. */
export const keep: Partwise = (flow) => flow;

export function find(list: readonly Flow[], path: string): Flow | undefined {
  for (const flow of list) {
    if (flow.path === path) return flow;
    for (const inner of innerLists(flow)) {
      const found = find(inner.list, path);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether some goto goes on at this path: at the statement of that name, in the same procedure. */
export function isGotoTarget(list: readonly Flow[], path: string): boolean {
  return list.some(
    (flow) =>
      (flow.kind === 'goto' && `${(flow.path ?? '').replace(/[^.]*$/, '')}${flow.label}` === path) ||
      innerLists(flow).some((inner) => isGotoTarget(inner.list, path)),
  );
}

// Beside the statement around it is a place to be; inside itself is none.
function refuseNested(a: Flow, b: Flow, edit: Edit): void {
  const [outer, inner] = edit.kind === 'swap' && isInside(b, a.path ?? '') ? [b, a] : [a, b];
  if (!isInside(outer, inner.path ?? '')) return;
  throw new SpecError(`the edit '${printEdit(edit)}' needs two steps apart`, {
    mend: `'${inner.path ?? ''}' stands inside '${outer.path ?? ''}'`,
  });
}

function isInside(flow: Flow, path: string): boolean {
  return innerLists(flow).some(({ list }) => find(list, path) !== undefined);
}

/** The statements, with one more before or after another. */
function placeBeside(list: readonly Flow[], placed: Flow, other: string, where: 'before' | 'after'): readonly Flow[] {
  const section = sectionAround(list, other);
  if (section !== undefined)
    return editList(list, section.path ?? '', (flow) => placeAtEdge(flow, placed, other, where), keep);
  return editList(list, other, (flow) => (where === 'before' ? [placed, flow] : [flow, placed]), keep);
}

// The critical section whose lock or unlock this path is.
function sectionAround(list: readonly Flow[], path: string): Flow | undefined {
  for (const flow of list) {
    if (flow.kind === 'critical' && [...flow.entry, ...flow.exit].some((edge) => edge.path === path)) return flow;
    for (const inner of innerLists(flow)) {
      const found = sectionAround(inner.list, path);
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
function openWhere(list: readonly Flow[], isOpened: (flow: Flow) => boolean): readonly Flow[] {
  return list.map((flow) => {
    const inner = mapLists(flow, (each) => openWhere(each, isOpened));
    return (inner.kind === 'critical' || inner.kind === 'together') && isOpened(inner)
      ? { ...inner, opened: true }
      : inner;
  });
}

function replaceObject(list: readonly Flow[], old: Flow, by: Flow): readonly Flow[] {
  return list.map((flow) =>
    flow === old ? by : mapLists(flow, (inner) => (holds(inner, old) ? replaceObject(inner, old, by) : inner)),
  );
}

export function holds(list: readonly Flow[], wanted: Flow): boolean {
  return list.some((flow) => flow === wanted || innerLists(flow).some((inner) => holds(inner.list, wanted)));
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
