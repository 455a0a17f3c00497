// Paths: `process.call.call.step`, or any suffix that names one step of the source and then all inlined copies of it.

import { actionParts, namesIn, namesInAction, partsOf } from './edit-parts.ts';
import { type Edit, type Granularity } from './edits.ts';
import { UsageError, nearest } from './errors.ts';
import { type Flow, innerLists } from './flow.ts';
import { type ExpandedProcess } from './inline.ts';
import { type ActionTree } from './tree.ts';

/** What edits work on. */
export interface Program {
  readonly processes: readonly ExpandedProcess[];
  readonly actions: readonly ActionTree[];
  /** Other initial values than the specification's, in the order in which they were asked for. */
  readonly initial: readonly Extract<Edit, { kind: 'initial' }>[];
  readonly granularity: Granularity;
}

/** The paths of all statements, and of their parts. */
export function pathsOf(program: Program): readonly string[] {
  return listed(program, partsOf, actionParts);
}

/** All that edits may name: besides, the parts of conditions. */
export function editablePaths(program: Program): readonly string[] {
  return listed(program, namesIn, namesInAction);
}

function listed(
  { processes, actions }: Program,
  parts: (flow: Flow) => readonly string[],
  ofAction: (action: ActionTree) => readonly string[],
): readonly string[] {
  const ofFlow = (flow: Flow): readonly string[] => [
    ...(flow.path === undefined ? [] : [flow.path, ...parts(flow).map((part) => `${flow.path}${part}`)]),
    ...innerLists(flow).flatMap(({ list }) => list.flatMap(ofFlow)),
  ];
  return [
    ...processes.flatMap(({ body }) => body.flatMap(ofFlow)),
    ...actions.flatMap((action) => [action.name, ...ofAction(action).map((part) => `${action.name}.${part}`)]),
  ];
}

/**
 * Whether a path, or any suffix of one, names this one. A call's name without a number means every such call, and every copy of one; with
 * `#1` it means the first alone.
 */
export function matches(path: string, pattern: string): boolean {
  // Most paths differ in the last name already, and they are many.
  if (!path.endsWith(pattern.slice(pattern.lastIndexOf('.') + 1))) return false;
  const [parts, wanted] = [path.split('.'), pattern.split('.')];
  const offset = parts.length - wanted.length;
  if (offset < 0) return false;
  return wanted.every((part, index) => {
    const found = parts[offset + index] ?? '';
    return found === part || (index < wanted.length - 1 && (unnumbered(found) === part || `${found}#1` === part));
  });
}

/** A name without what tells it apart from others of the same: `branch` for `branch#2` and for `branch#2#copy`. */
export function unnumbered(name: string): string {
  return withoutCopies(name).replace(/#\d+$/, '');
}

/** Whether a step is meant where a property says this: a copy that an edit made is the same statement, standing there a second time. */
export function isMeant(path: string, pattern: string): boolean {
  return matches(path, pattern) || (path.includes('#copy') && matches(withoutCopies(path), pattern));
}

function withoutCopies(path: string): string {
  return path.replaceAll(/#copy\d*/g, '');
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
  const sources = found.map((path) => ({ path, origin: originOf(program, path) }));
  // A name without a number means every call of it; but `f.branch.when#1` is of the first branch of f, not of each.
  const exact = sources.filter(({ path }) => path === pattern || path.endsWith(`.${pattern}`));
  const [only, ...others] = differing(exact.length === 0 ? sources : exact);
  if (others.length > 0) {
    const shown = differing(sources).map(({ path }) => path);
    throw new UsageError(`'${pattern}' names ${shown.length} different steps: ${shown.join(', ')}`, {
      mend: 'write more of the path',
    });
  }
  return sources.filter(({ origin }) => isSame(origin, only?.origin)).map(({ path }) => path);
}

interface Sourced {
  readonly path: string;
  readonly origin: Origin;
}

// Of each step of the source the last copy.
function differing(sources: readonly Sourced[]): readonly Sourced[] {
  const byFirst = new Map(
    sources.map((each) => [sources.findIndex(({ origin }) => isSame(origin, each.origin)), each]),
  );
  return [...byFirst.values()];
}

/** The same for a pattern that may name a part of a condition: the paths of the condition, and what stands behind them. */
export function resolveTerm(
  program: Program,
  pattern: string,
): { readonly paths: readonly string[]; readonly term: string } {
  const whole = pattern.replace(termOfPath, '');
  const isStep = whole === pattern || pathsOf(program).some((path) => matches(path, pattern));
  return isStep
    ? { paths: resolvePath(program, pattern), term: '' }
    : { paths: resolvePath(program, whole), term: pattern.slice(whole.length) };
}

/** Whether a pattern names a part of a condition. */
export function isTerm(pattern: string): boolean {
  return termOfPath.test(pattern);
}

const termOfPath = /(?:\.(?:and|or)#\d+)+$/;

/** What a path is a copy of: a statement of the source, or a part of one; actions have no copies. */
interface Origin {
  readonly source: Flow | string | undefined;
  readonly part: string;
}

function originOf(program: Program, path: string): Origin {
  for (const { body } of program.processes) {
    const owner = findOwner(body, path);
    if (owner !== undefined) {
      const part = path.slice((owner.path ?? '').length);
      return { source: part === '' ? owner.origin : (owner.origin ?? owner), part };
    }
  }
  return { source: path, part: '' };
}

function isSame(a: Origin, b: Origin | undefined): boolean {
  return a.source === b?.source && a.part === b?.part;
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

/** How many callers two paths have in common. */
export function shared(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  const differs = left.findIndex((part, index) => part !== right[index]);
  return differs < 0 ? left.length : differs;
}

function suffixes(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.map((_, index) => parts.slice(index).join('.'));
}
