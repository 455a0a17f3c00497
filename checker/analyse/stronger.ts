// Invariants made stronger: without one conjunct of a premise. One that still holds says less than it could, and that conjunct excludes nothing.

import { mapChildren, walk } from '../language/nodes.ts';
import { printNode } from '../language/print.ts';
import type { Node, PropertyTree, Specification } from '../language/tree.ts';

export interface Stronger {
  readonly property: PropertyTree;
  /** The invariant that it is made of, and the conjunct that is left out. */
  readonly invariant: string;
  readonly text: string;
}

/** One for each conjunct of each premise that is about the state, in textual order. */
export function strongerInvariants({ invariants }: Pick<Specification, 'invariants'>): readonly Stronger[] {
  return invariants.flatMap((invariant) =>
    weakeningsOf(invariant.node)
      .filter(({ conjunct }) => isAboutState(conjunct))
      .map(({ conjunct, node }, index) => ({
        property: { ...invariant, name: `${invariant.name} without ${index + 1}`, node },
        invariant: invariant.name,
        text: printNode(conjunct),
      })),
  );
}

/** The specification with these for its invariants, and nothing else to be judged. Steps that fail still do: nothing is reached beyond them. */
export function judgedBy(specification: Specification, stronger: readonly Stronger[]): Specification {
  const invariants = stronger.map(({ property }) => property);
  return {
    ...specification,
    invariants,
    reachable: [],
    actionProperties: [],
    recoverable: [],
    liveness: [],
    unclaimed: [],
    fairness: [],
    show: [],
  };
}

/** What constants alone decide is the same in every state. */
function isAboutState(node: Node): boolean {
  return [...walk(node)].some(({ kind }) => kind === 'variable');
}

interface Weakening {
  readonly conjunct: Node;
  /** The whole without it. */
  readonly node: Node;
}

/** Where antecedentsOf finds the premises of an invariant: below named definitions, lets, universal quantifiers and conjunctions. */
function weakeningsOf(node: Node): readonly Weakening[] {
  const below = (child: Node): readonly Weakening[] =>
    weakeningsOf(child).map((found) => ({
      ...found,
      node: mapChildren(node, (each) => (each === child ? found.node : each)),
    }));
  switch (node.kind) {
    case 'named':
    case 'let':
      return below(node.body);
    case 'quantified':
      return node.quantifier === 'forall' ? below(node.body) : [];
    case 'apply': {
      const [premise, conclusion] = node.args;
      if (node.operator === 'all') return node.args.flatMap(below);
      if (node.operator !== 'implies' || premise === undefined || conclusion === undefined) return [];
      return conjunctsOf(premise).map(({ conjunct, rest }) => ({
        conjunct,
        node: rest === undefined ? conclusion : { ...node, args: [rest, conclusion] },
      }));
    }
    default:
      return [];
  }
}

/** Each conjunct of a condition, and what is left without it; undefined where that is nothing. */
function conjunctsOf(node: Node): readonly { readonly conjunct: Node; readonly rest: Node | undefined }[] {
  if (node.kind === 'named') return conjunctsOf(node.body);
  if (node.kind !== 'apply' || node.operator !== 'all') return [{ conjunct: node, rest: undefined }];
  return node.args.flatMap((arg, index) =>
    conjunctsOf(arg).map(({ conjunct, rest }) => {
      const args = node.args.flatMap((each, at) => (at !== index ? [each] : rest === undefined ? [] : [rest]));
      return { conjunct, rest: args.length > 1 ? { ...node, args } : args[0] };
    }),
  );
}
