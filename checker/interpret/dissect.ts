// A condition taken apart in a world: the truth of each of its parts, down to those that have no truth values inside, with what they read.
// `why.ts` goes down to the one part that decides; here all parts are kept, at each level the one that decides first.

import { printNode } from '../language/print.ts';
import type { Node } from '../language/tree.ts';
import { domainsOf, eachBinding, evaluate } from './evaluate.ts';
import type { NamedText } from './result.ts';
import { readsIn, truthIn, type Truth } from './why.ts';
import { DomainError, printBindings, type World } from './world.ts';

/** A part of a condition, and the parts that it is made of. */
export interface Part {
  readonly text: string;
  /** 'not evaluated' where an earlier part decides and this one has no value. */
  readonly truth: Truth;
  /** Whether it alone makes the part around it what it is. */
  readonly isDeciding: boolean;
  /** Of one instance of a quantified condition, or of a definition: what is bound. */
  readonly bindings: readonly NamedText[];
  /** What it reads, where it has no parts. */
  readonly reads: readonly NamedText[];
  /** Those that decide first, else in their order. */
  readonly parts: readonly Part[];
  /** Of a quantified condition: the instances that are not among the parts, by their truth. */
  readonly otherInstances: readonly { readonly truth: Truth; readonly count: number }[];
}

/** More instances than this that are all alike are counted, not shown. */
const instancesMost = 4;

/** The condition and all of its parts. */
export function dissect(node: Node, world: World): Part {
  const truth = truthIn(node, world);
  const whole = { text: printNode(node), truth, isDeciding: false, bindings: [], reads: [], otherInstances: [] };
  switch (node.kind) {
    case 'named':
      return isOneOf(node.body) ? leaf(whole, node, world) : { ...dissect(node.body, world), text: whole.text };
    case 'let': {
      const value = attempt(() => evaluate(node.value, world));
      if (value instanceof DomainError) return leaf(whole, node, world);
      world.bound.set(node.binder, value);
      const inner = dissect(node.body, world);
      return { ...inner, bindings: [...printBindings([node.binder], world), ...inner.bindings] };
    }
    case 'quantified':
      return node.quantifier === 'forall' || node.quantifier === 'exists'
        ? { ...whole, ...instancesOf(node, world) }
        : leaf(whole, node, world);
    case 'apply':
      return applied(whole, node, world);
    case 'literal':
    case 'variable':
    case 'bound':
    case 'next':
    case 'fired':
    case 'local':
    case 'self':
    case 'inside':
      return leaf(whole, node, world);
  }
}

/** Parts that go left to right: behind the one that decides, what has no value was not evaluated. */
export function inTurn(parts: readonly Part[], decides: (truth: Truth) => boolean): readonly Part[] {
  const at = parts.findIndex(({ truth }) => decides(truth) || isOutside(truth));
  const decisive = parts[at];
  if (decisive === undefined) return parts;
  const after = parts.slice(at + 1).map((part) => (isOutside(part.truth) ? unevaluated(part) : part));
  return [{ ...decisive, isDeciding: true }, ...parts.slice(0, at), ...after];
}

function isOutside(truth: Truth): boolean {
  return typeof truth !== 'string';
}

function unevaluated(part: Part): Part {
  return { ...part, truth: 'not evaluated', reads: [], parts: [], otherInstances: [] };
}

type Applied = Extract<Node, { kind: 'apply' }>;
type Quantified = Extract<Node, { kind: 'quantified' }>;

function applied(whole: Omit<Part, 'parts'>, node: Applied, world: World): Part {
  const parts = (): readonly Part[] => node.args.map((arg) => dissect(arg, world));
  const { length } = node.args;
  switch (node.operator) {
    case 'all':
    case 'any': {
      if (length === 1 && node.args[0] !== undefined) return dissect(node.args[0], world);
      if (length === 0) return leaf(whole, node, world);
      const decisive = node.operator === 'all' ? 'false' : 'true';
      return { ...whole, parts: inTurn(parts(), (truth) => truth === decisive) };
    }
    case 'not':
      return { ...whole, parts: parts() };
    case 'implies': {
      const [condition, consequence] = parts();
      if (condition === undefined || consequence === undefined) return leaf(whole, node, world);
      if (condition.truth !== 'true') return { ...whole, parts: inTurn([condition, consequence], isFalse) };
      return { ...whole, parts: [{ ...consequence, isDeciding: true }, condition] };
    }
    case 'iff':
      return { ...whole, parts: parts() };
    case 'ifThenElse': {
      const [condition, yes, no] = parts();
      if (condition === undefined || yes === undefined || no === undefined) return leaf(whole, node, world);
      if (isOutside(condition.truth)) return { ...whole, parts: [condition, unevaluated(yes), unevaluated(no)] };
      const [taken, left] = condition.truth === 'true' ? [yes, no] : [no, yes];
      return { ...whole, parts: [{ ...taken, isDeciding: true }, condition, unevaluated(left)] };
    }
    default:
      return leaf(whole, node, world);
  }
}

/** Whether it only says that a place has one of some values, as "within a procedure" does: a person reads it as one thing. */
function isOneOf(node: Node): boolean {
  if (node.kind !== 'apply') return false;
  if (node.operator === 'any') return node.args.every(isOneOf);
  return node.operator === 'equal' && node.args[1]?.kind === 'literal';
}

function isFalse(truth: Truth): boolean {
  return truth === 'false';
}

function leaf(whole: Omit<Part, 'parts'>, node: Node, world: World): Part {
  return { ...whole, reads: readsIn(node, world), parts: [] };
}

/** The instance that decides, where one does; else all of them, where they are few. */
function instancesOf(node: Quantified, world: World): Pick<Part, 'parts' | 'otherInstances'> {
  const decisive = node.quantifier === 'forall' ? 'false' : 'true';
  const all: Part[] = [];
  const outside = attempt(() => {
    eachBinding(domainsOf(node.binders), world, () => {
      const inner = dissect(node.body, world);
      all.push({ ...inner, bindings: [...printBindings(node.binders, world), ...inner.bindings] });
    });
    return null;
  });
  const [first, ...rest] = inTurn(all, (truth) => truth === decisive);
  if (first === undefined || outside !== null) return { parts: [], otherInstances: [] };
  if (first.isDeciding) return { parts: [first], otherInstances: counted(rest) };
  return all.length <= instancesMost ? { parts: all, otherInstances: [] } : { parts: [], otherInstances: counted(all) };
}

function counted(parts: readonly Part[]): Part['otherInstances'] {
  const truths = [...new Set(parts.map(({ truth }) => (isOutside(truth) ? 'not evaluated' : truth)))];
  return truths.map((truth) => ({
    truth,
    count: parts.filter((part) => (isOutside(part.truth) ? 'not evaluated' : part.truth) === truth).length,
  }));
}

function attempt<T>(work: () => T): T | DomainError {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
