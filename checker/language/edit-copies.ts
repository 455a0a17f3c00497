// A second copy of a statement, for the edit `copy`: what stands in it gets names and paths of its own, and nothing else is changed.
// The name says what it is: `lookup#copy`, then `lookup#copy2`. A name that a person gives has no '#', so none can be the same.

import { type Flow, innerLists, mapLists } from './flow.ts';

/** The statement once more, with paths that are not in this program of its process. */
export function copyOf(flow: Flow, program: readonly Flow[]): Flow {
  const taken = new Set(pathsIn(program));
  for (let count = 1; ; count += 1) {
    const copy = renamed(flow, { suffix: count === 1 ? '#copy' : `#copy${count}`, labels: namesIn(flow), calls: [] });
    if (!pathsIn([copy]).some((path) => taken.has(path))) return copy;
  }
}

interface Renaming {
  readonly suffix: string;
  /** What a goto inside the copy may mean that is copied too. */
  readonly labels: ReadonlySet<string>;
  /** The paths of the copied calls: what runs in them is told apart by them, and keeps its own name. */
  readonly calls: readonly string[];
}

function renamed(flow: Flow, renaming: Renaming): Flow {
  const { suffix, labels, calls } = renaming;
  const path = flow.path ?? flow.name;
  const call = calls.find((each) => path.startsWith(`${each}.`));
  const inner = (changed: Renaming): Flow => mapLists(flow, (list) => list.map((each) => renamed(each, changed)));
  if (call !== undefined) return { ...inner(renaming), path: `${call}${suffix}${path.slice(call.length)}` };
  const own = { name: `${flow.name}${suffix}`, path: `${path}${suffix}` };
  if (flow.kind === 'call') return { ...inner({ ...renaming, calls: [...calls, path] }), ...own };
  if (flow.kind === 'goto' && labels.has(flow.label)) return { ...flow, ...own, label: `${flow.label}${suffix}` };
  return { ...inner(renaming), ...own };
}

function pathsIn(list: readonly Flow[]): readonly string[] {
  return list.flatMap((flow) => [
    flow.path ?? flow.name,
    ...innerLists(flow).flatMap(({ list: inner }) => pathsIn(inner)),
  ]);
}

// A goto does not leave its procedure, so what stands in calls is not meant.
function namesIn(flow: Flow): ReadonlySet<string> {
  const names = (each: Flow): readonly string[] => [
    each.name,
    ...(each.kind === 'call' ? [] : innerLists(each).flatMap(({ list }) => list.flatMap(names))),
  ];
  return new Set(names(flow));
}
