// What an expression is evaluated in: a state, the values of what is bound, and in action properties the step.
// First in the interpreter; also the error of a partial operator outside its domain, with what it was given.

import type { Node, Binder } from '../language/tree.ts';
import { printNode } from '../language/print.ts';
import { outsideText } from '../language/property-names.ts';
import { walk } from '../language/nodes.ts';
import { printValue, type Value } from '../language/values.ts';
import type { NamedText } from './result.ts';
import type { State } from './state.ts';

/** The value of each binder in scope. Written in place as quantifiers go through their elements. */
export type Bindings = globalThis.Map<Binder, Value>;

export interface World {
  readonly state: State;
  readonly bound: Bindings;
  /** The state after the step; in action properties only. */
  readonly successor?: State;
  /** The name of the action that fired; in action properties only. */
  readonly fired?: string;
}

/** What an expression means: its value in a world. */
export type Meaning = (world: World) => Value;

/** Something was evaluated, stored or updated outside its domain. `text` is the innermost expression or update at fault. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly text: string;
  /** The values that it was given. */
  readonly reads: readonly NamedText[];
  /** The values of the parameters and quantified variables in it. */
  readonly bindings: readonly NamedText[];

  constructor(text: string, reason: string, reads: readonly NamedText[], bindings: readonly NamedText[]) {
    super(reason);
    this.text = text;
    this.reads = reads;
    this.bindings = bindings;
  }
}

/** The error of an operator that was given these operands. */
export function outsideDomain(
  node: Node,
  args: readonly Node[],
  values: readonly Value[],
  reason: string,
  world: World,
): DomainError {
  const reads = args.flatMap((arg, index): NamedText[] => {
    const value = values[index];
    return arg.kind === 'literal' || value === undefined
      ? []
      : [{ name: printNode(arg), value: printValue(value, arg.sort) }];
  });
  return new DomainError(outsideText(node), reason, reads, boundIn(node, world));
}

/** The values of what is bound outside the expression and named in it. */
export function boundIn(node: Node, world: World): readonly NamedText[] {
  const inner = new Set(
    [...walk(node)].flatMap((each) =>
      each.kind === 'quantified' ? each.binders : each.kind === 'let' ? [each.binder] : [],
    ),
  );
  const named = new Set(
    [...walk(node)].flatMap((each) => (each.kind === 'bound' && !inner.has(each.binder) ? [each.binder] : [])),
  );
  return printBindings([...named], world);
}

export function printBindings(binders: readonly Binder[], { bound }: World): readonly NamedText[] {
  return binders.flatMap((binder) => {
    const value = bound.get(binder);
    return value === undefined ? [] : [{ name: binder.name, value: printValue(value, binder.sort) }];
  });
}
