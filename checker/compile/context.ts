// What code is written in: a function, the state it reads, what is bound, and where it goes when an evaluation has no value.

import type { Layout, Shape } from '../language/layout.ts';
import { InternalError } from '../language/errors.ts';
import type { Sort } from '../language/sorts.ts';
import type { Binder, Node, Specification, VariableTree } from '../language/tree.ts';
import type { Code, FunctionCode } from './code.ts';
import type { Compiled, ProcessNames } from './compiled.ts';
import { readAt, type Spot, type Version } from './packed.ts';
import { entriesAt, read } from './packed.ts';
import { i32, yes, type Wx } from './wasm.ts';

/** What is the same in the whole module. */
export interface Module {
  readonly specification: Specification;
  readonly layout: Layout;
  readonly names: ProcessNames;
  /** The value of an expression: what quantifiers call for what is inside them. */
  readonly compile: (node: Node, cx: Context, out: Code) => Compiled;
  readonly variables: ReadonlyMap<string, { readonly shape: Shape; readonly tree: VariableTree }>;
}

export interface Context {
  readonly module: Module;
  readonly to: FunctionCode;
  readonly version: Version;
  /** In action properties: the state after the step, and the action that fired. */
  readonly successor?: Version;
  readonly fired?: string;
  /** Instead of `fired`, where that is known only when the code runs: whether it was one of these. */
  readonly isFiringOf?: (actions: readonly string[]) => Wx;
  /** Written as quantifiers go through their elements. */
  readonly bound: Map<Binder, Compiled>;
  /** How often the code being written is written, at most: quantifiers inside quantifiers. */
  readonly copies: number;
  /** Leaves: the expression or update of this text has no value. */
  readonly fail: (text: string, out: Code) => void;
}

/** Where a variable lies. */
export function spotOf(variable: string, { variables }: Module): Spot {
  const found = variables.get(variable);
  if (found === undefined) throw new InternalError(`there is no variable '${variable}'`);
  return { shape: found.shape, sort: found.tree.sort, offset: undefined, condition: yes, below: yes };
}

/** The value of a variable. */
export function readVariable(variable: string, version: Version, module: Module): Compiled {
  const spot = spotOf(variable, module);
  const { sort, shape } = spot;
  if (sort.kind !== 'fn' || sort.value.kind !== 'local' || shape.kind !== 'fn')
    return read(spot, version, module.layout);
  // Whether a process has the local is not in its bits: its position says so.
  const { of } = sort.value;
  const localAt = (index: Wx): Compiled => {
    const spots = entriesAt(spot, index, module.layout).map((each) => ({ ...each, ...insideLocal(each.shape, of) }));
    return { kind: 'local', live: version.live(variable, index), of: readAt(spots, version, module.layout) };
  };
  return {
    kind: 'parts',
    size: shape.entries.length,
    part: (index) => localAt(i32(index)),
    at: localAt,
    isPacked: true,
  };
}

function insideLocal(shape: Shape, sort: Sort): Pick<Spot, 'shape' | 'sort'> {
  if (shape.kind !== 'local') throw new InternalError('a local has another shape');
  return { shape: shape.of, sort };
}
