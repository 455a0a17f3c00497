// What a state must fulfil to be a witness, as a list of clauses: a conjunction taken apart, under the quantifiers around it. And questions
// about subsets of the clauses, as properties that any engine explores.

import { printNode } from '../language/print.ts';
import { applyNodes, quantified } from '../language/nodes.ts';
import type { Binder, Node, PropertyTree, Specification } from '../language/tree.ts';
import { elementsOf, printValue } from '../language/values.ts';

/** One of several ways to fulfil a condition: values for the binders with which all clauses are true. */
export interface Way {
  readonly binders: readonly Binder[];
  readonly clauses: readonly Node[];
}

/** A `forall` over more elements than this stays one clause. */
const instancesMost = 6;

/** Of more bindings than this it is asked in one condition. */
const bindingsMost = 24;

/** The ways to fulfil a condition; it is true where all clauses of one way are. */
export function waysOf(node: Node): readonly Way[] {
  if (node.kind === 'named' && isTakenApart(node.body)) return waysOf(node.body);
  if (node.kind === 'apply' && node.operator === 'any') return node.args.flatMap(waysOf);
  if (node.kind === 'quantified' && node.quantifier === 'exists')
    return waysOf(node.body).map(({ binders, clauses }) => ({ binders: [...node.binders, ...binders], clauses }));
  return [conjunction(node)];
}

// A position of a process is a disjunction of labels to the machine, and one thing to a person.
function isTakenApart(body: Node): boolean {
  return body.kind === 'named' || body.kind === 'quantified' || (body.kind === 'apply' && body.operator === 'all');
}

function conjunction(node: Node): Way {
  if (node.kind === 'named' && isTakenApart(node.body)) return conjunction(node.body);
  if (node.kind === 'apply' && node.operator === 'all' && node.args.length > 0) {
    const parts = node.args.map(conjunction);
    return { binders: parts.flatMap(({ binders }) => binders), clauses: parts.flatMap(({ clauses }) => clauses) };
  }
  if (node.kind === 'apply' && node.operator === 'any' && node.args[0] !== undefined && node.args.length === 1)
    return conjunction(node.args[0]);
  if (node.kind !== 'quantified') return { binders: [], clauses: [node] };
  if (node.quantifier === 'exists') {
    const { binders, clauses } = conjunction(node.body);
    return { binders: [...node.binders, ...binders], clauses };
  }
  const instances = node.quantifier === 'forall' ? instancesOf(node.binders, node.body) : [];
  return { binders: [], clauses: instances.length === 0 ? [node] : instances };
}

/** What a `forall` says of each element; none where they are many, or taken from a set. */
function instancesOf([binder, ...rest]: readonly Binder[], body: Node): readonly Node[] {
  if (binder === undefined) return [body];
  const { sort, domain } = binder;
  const elements = domain === undefined ? elementsOf(sort) : [];
  if (elements.length > instancesMost) return [];
  const instances = elements.flatMap((value) =>
    instancesOf(rest, body).map((inner): Node => {
      const bound: Node = {
        kind: 'let',
        sort: inner.sort,
        binder,
        value: { kind: 'literal', sort, value },
        body: inner,
      };
      return inner.kind === 'named'
        ? {
            ...inner,
            name: `${inner.name}, ${binder.name} = ${printValue(value, sort)}`,
            body: { ...bound, body: inner.body },
          }
        : {
            kind: 'named',
            sort: inner.sort,
            name: `${printNode(inner)} for ${binder.name} = ${printValue(value, sort)}`,
            body: bound,
          };
    }),
  );
  return instances.length > instancesMost ? [] : instances;
}

/** The specification with these conditions as its only properties, each to be reached. */
export function towardsStates(
  specification: Specification,
  wanted: readonly { readonly name: string; readonly node: Node }[],
): Specification {
  return {
    ...specification,
    invariants: [],
    reachable: wanted.map(({ name, node }): PropertyTree => ({ name, kind: 'reachable', node })),
    actionProperties: [],
    recoverable: [],
    liveness: [],
    fairness: [],
    unclaimed: [],
    terminal: 'any',
  };
}

/**
 * That these clauses of a way are true together, for some values of its binders: a condition for each binding, where they are few. Then one in
 * which an evaluation has no value hides nothing of the others.
 */
export function togetherIn({ binders }: Way, clauses: readonly Node[]): readonly Node[] {
  const all = applyNodes('all', clauses);
  const count = binders.reduce((product, { sort }) => product * elementsOf(sort).length, 1);
  if (count > bindingsMost || binders.some(({ domain }) => domain !== undefined))
    return [quantified('exists', binders, all)];
  return binders.reduceRight<readonly Node[]>(
    (inner, binder) =>
      elementsOf(binder.sort).flatMap((element) =>
        inner.map((body): Node => {
          const value: Node = { kind: 'literal', sort: binder.sort, value: element };
          return { kind: 'let', sort: body.sort, binder, value, body };
        }),
      ),
    [all],
  );
}
