// The ground that variants are looked for on: every statement of the source once, with its inlined copies and the shortest names that mean
// exactly these.

import { matches, pathsOf, type Program } from '../language/edit-paths.ts';
import { type Flow, innerLists } from '../language/flow.ts';
import { type OpenedModel } from '../language/model.ts';
import { type ActionTree, type Source } from '../language/tree.ts';

/** A statement of the source. */
export interface Ground {
  readonly statements: readonly GroundStatement[];
  /** The statement of the source that one of the program is a copy of. */
  readonly of: (flow: Flow) => GroundStatement | undefined;
  /** All paths that edits may name. */
  readonly known: readonly string[];
  readonly actions: readonly ActionTree[];
}

export interface GroundStatement {
  /** As its author wrote it, with the names of parameters and locals: what rule text is printed of. */
  readonly text: Flow;
  /** One of its copies: has the same parts. */
  readonly flow: Flow;
  /** The full paths of its copies. */
  readonly paths: readonly string[];
  /** Patterns that together mean exactly these copies; most often one. */
  readonly names: readonly string[];
  /** The function of the modelled code. */
  readonly source: Source | undefined;
  /** The statements that it stands in, outermost first: of the copy that is met first. */
  readonly within: readonly Flow[];
  /** The statements of the list that it is one of. */
  readonly list: readonly Flow[];
}

interface Standing {
  readonly source: Source | undefined;
  readonly within: readonly Flow[];
}

export function groundOf(opened: OpenedModel): Ground {
  const { program } = opened;
  const written = flowsByPath(opened.written);
  const known = pathsOf(program);
  const groups = new Map<Flow, { readonly first: GroundStatement; readonly paths: string[] }>();
  const visit = (list: readonly Flow[], standing: Standing): void => {
    for (const flow of list) {
      const source = flow.kind === 'step' ? (flow.effect.source ?? standing.source) : standing.source;
      const path = flow.path ?? flow.name;
      const origin = flow.origin ?? flow;
      const group = groups.get(origin);
      if (group !== undefined) group.paths.push(path);
      else {
        // What an edit has changed is printed as it is now.
        const text = isAsWritten(flow, written.get(path)) ? origin : flow;
        const first = { text, flow, paths: [], names: [], source, within: standing.within, list };
        groups.set(origin, { first, paths: [path] });
      }
      const inside = flow.kind === 'call' ? (flow.procedure.source ?? standing.source) : standing.source;
      for (const inner of innerLists(flow)) visit(inner.list, { source: inside, within: [...standing.within, flow] });
    }
  };
  for (const { flow, body } of program.processes) visit(body, { source: flow.source, within: [] });
  // Nobody runs the program of a kind that has no processes.
  const idle = program.processes.filter(({ flow }) => flow.sort.size === 0).map(({ flow }) => `${flow.sort.name}.`);
  const isRun = (path: string): boolean => !idle.some((name) => path.startsWith(name));
  const statements = new Map(
    [...groups].flatMap(([origin, { first, paths }]) =>
      paths.some(isRun) && first.flow.kind !== 'nothing'
        ? [[origin, { ...first, paths: paths.filter(isRun), names: shortestNames(paths, known) }] as const]
        : [],
    ),
  );
  return {
    statements: [...statements.values()],
    of: (flow) => statements.get(flow.origin ?? flow),
    known,
    actions: program.actions,
  };
}

function flowsByPath({ processes }: Program): ReadonlyMap<string, Flow> {
  const found = new Map<string, Flow>();
  const visit = (flow: Flow): void => {
    found.set(flow.path ?? flow.name, flow);
    for (const { list } of innerLists(flow)) list.forEach(visit);
  };
  for (const { body } of processes) body.forEach(visit);
  return found;
}

// Whatever an edit changes is a new object, and so is all that stands around it.
function isAsWritten(flow: Flow, written: Flow | undefined): boolean {
  if (written === undefined) return false;
  if (flow === written) return true;
  if (flow.kind !== written.kind) return false;
  switch (flow.kind) {
    case 'branch':
    case 'loop':
      return written.kind === flow.kind && written.condition === flow.condition;
    case 'step':
      return written.kind === flow.kind && written.effect === flow.effect;
    case 'choice':
      return (
        written.kind === flow.kind &&
        written.alternatives.length === flow.alternatives.length &&
        written.alternatives.every(({ effect }, index) => effect === flow.alternatives[index]?.effect)
      );
    default:
      return true;
  }
}

/**
 * The fewest, then shortest, suffixes of these paths that together match all of them and no other. Each says in what the statement stands:
 * a reader needs that, and so the statement has the same name in versions of which one has another of its kind.
 */
export function shortestNames(paths: readonly string[], known: readonly string[]): readonly string[] {
  const own = new Set(paths);
  const names: string[] = [];
  const left = new Set(paths);
  for (const path of paths) {
    if (!left.has(path)) continue;
    const name =
      [...suffixesOf(path), ...suffixesOf(firstSaid(path, known))].find((suffix) =>
        known.every((other) => own.has(other) || !matches(other, suffix)),
      ) ?? path;
    names.push(name);
    for (const other of paths) if (matches(other, name)) left.delete(other);
  }
  return names;
}

// The first of several calls of one name says that it is.
function firstSaid(path: string, known: readonly string[]): string {
  const parts = path.split('.');
  const isFirst = (index: number): boolean => {
    const second = `${parts.slice(0, index + 1).join('.')}#2.`;
    return index > 0 && index < parts.length - 1 && known.some((other) => other.startsWith(second));
  };
  return parts.map((part, index) => (isFirst(index) ? `${part}#1` : part)).join('.');
}

function suffixesOf(path: string): readonly string[] {
  const parts = path.split('.');
  const lengths = parts.map((_, index) => index + 1).filter((length) => length > 1 || parts.length === 1);
  return lengths.map((length) => parts.slice(parts.length - length).join('.'));
}
