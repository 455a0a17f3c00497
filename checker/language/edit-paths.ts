// Paths: `process.call.call.step`, or any suffix that names one step of the source and then all inlined copies of it.

import { actionParts, partsOf } from './edit-parts.ts';
import { UsageError, nearest } from './errors.ts';
import { type Flow, innerLists } from './flow.ts';
import { type ExpandedProcess } from './inline.ts';
import { type ActionTree } from './tree.ts';

/** What edits work on. */
export interface Program {
  readonly processes: readonly ExpandedProcess[];
  readonly actions: readonly ActionTree[];
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
