// Which locals an expression may read, of which process, and at which labels that process stands then: a local read behind
// `scanner.isAt(s, 'lookup')` is read there only. Sound because conditions go left to right and stop when decided, in every engine.

import { childrenOf, sameNode } from '../language/nodes.ts';
import type { Node, ProcessTree } from '../language/tree.ts';

/** A local that is read. */
export interface LocalRead {
  readonly variable: string;
  /** Whose it is: a parameter, a bound variable, a literal; undefined where that cannot be told, and it may be anyone's. */
  readonly who: Node | undefined;
  /** Where its process may stand then; undefined where that is not known, and it may be anywhere. */
  readonly labels: ReadonlySet<string> | undefined;
}

/** What is known: the process `who` stands at one of these labels. */
export interface Fact {
  readonly position: string;
  readonly who: Node;
  readonly labels: ReadonlySet<string>;
}

export interface LocalReader {
  /** Every read of a local in an expression that is evaluated where the facts are true. */
  readonly readsIn: (node: Node, facts: readonly Fact[]) => readonly LocalRead[];
  /** What is known where the condition is true, or false. */
  readonly factsOf: (node: Node, isTrue: boolean) => readonly Fact[];
}

export function localReader(processes: readonly ProcessTree[]): LocalReader {
  const ofLocal = new Map(processes.flatMap((each) => each.locals.map(({ variable }) => [variable, each] as const)));
  const ofPosition = new Map(processes.map((each) => [each.position, each]));

  // Parts of a tree may stand in it many times, and most have no locals.
  const mentions = new WeakMap<Node, boolean>();
  const mentionsLocal = (node: Node): boolean => {
    let found = mentions.get(node);
    if (found === undefined) {
      found = node.kind === 'variable' ? ofLocal.has(node.name) : childrenOf(node).some(mentionsLocal);
      mentions.set(node, found);
    }
    return found;
  };

  const readsIn = (node: Node, facts: readonly Fact[]): readonly LocalRead[] => {
    if (!mentionsLocal(node)) return [];
    if (node.kind === 'variable') return [{ variable: node.name, who: undefined, labels: undefined }];
    // The state after the step, of which what is known of the one before says nothing.
    if (node.kind === 'next') return readsIn(node.body, []);
    if (node.kind !== 'apply') return childrenOf(node).flatMap((child) => readsIn(child, facts));
    const { args, operator } = node;
    if (operator === 'local') return readsOfLocal(node, facts);
    const [condition, then, otherwise] = args;
    if (operator === 'ifThenElse' && condition !== undefined && then !== undefined && otherwise !== undefined) {
      return [
        ...readsIn(condition, facts),
        ...readsIn(then, [...facts, ...factsOf(condition, true)]),
        ...readsIn(otherwise, [...facts, ...factsOf(condition, false)]),
      ];
    }
    if (operator !== 'all' && operator !== 'any' && operator !== 'implies')
      return args.flatMap((arg) => readsIn(arg, facts));
    const [reads, known]: [LocalRead[], Fact[]] = [[], [...facts]];
    for (const arg of args) {
      reads.push(...readsIn(arg, known));
      known.push(...factsOf(arg, operator !== 'any'));
    }
    return reads;
  };

  const readsOfLocal = ({ args }: Extract<Node, { kind: 'apply' }>, facts: readonly Fact[]): readonly LocalRead[] => {
    const [variable, who] = operandsOf(args[0], 'at');
    const process = variable?.kind === 'variable' ? ofLocal.get(variable.name) : undefined;
    if (variable?.kind !== 'variable' || who === undefined || process === undefined)
      return args.flatMap((arg) => readsIn(arg, facts));
    const known = facts.filter((fact) => fact.position === process.position && sameNode(fact.who, who));
    const labels = known.length === 0 ? undefined : known.map((fact) => fact.labels).reduce(intersection);
    return [{ variable: variable.name, who, labels }, ...readsIn(who, facts)];
  };

  const factsOf = (node: Node, isTrue: boolean): readonly Fact[] => {
    if (node.kind === 'named') return factsOf(node.body, isTrue);
    if (node.kind !== 'apply') return [];
    const { args, operator } = node;
    switch (operator) {
      case 'equal':
      case 'notEqual': {
        const [position, who] = operandsOf(args[0], 'at');
        const label = args[1];
        const process = position?.kind === 'variable' ? ofPosition.get(position.name) : undefined;
        if (process === undefined || who === undefined || label?.kind !== 'literal') return [];
        const isThere = (operator === 'equal') === isTrue;
        const labels = process.labels.filter((each) => (each === label.value) === isThere);
        return [{ position: process.position, who, labels: new Set(labels) }];
      }
      case 'not':
        return args.flatMap((arg) => factsOf(arg, !isTrue));
      case 'all':
      case 'any': {
        const each = args.map((arg) => factsOf(arg, isTrue));
        return (operator === 'all') === isTrue ? each.flat() : whicheverIs(each);
      }
      case 'implies': {
        const [first, second] = args;
        if (first === undefined || second === undefined) return [];
        if (!isTrue) return [...factsOf(first, true), ...factsOf(second, false)];
        return whicheverIs([factsOf(first, false), [...factsOf(first, true), ...factsOf(second, true)]]);
      }
      default:
        return [];
    }
  };

  return { readsIn, factsOf };
}

/** What is known where one of the cases is. */
function whicheverIs(cases: readonly (readonly Fact[])[]): readonly Fact[] {
  const [first = [], ...others] = cases;
  return first.flatMap((fact): readonly Fact[] => {
    const same = others.map((each) => each.filter((other) => isAbout(other, fact)).map(({ labels }) => labels));
    if (same.some((found) => found.length === 0)) return [];
    return [
      {
        ...fact,
        labels: new Set([fact.labels, ...same.map((found) => found.reduce(intersection))].flatMap((each) => [...each])),
      },
    ];
  });
}

function isAbout(a: Fact, b: Fact): boolean {
  return a.position === b.position && sameNode(a.who, b.who);
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((each) => b.has(each)));
}

function operandsOf(node: Node | undefined, operator: 'at'): readonly Node[] {
  return node?.kind === 'apply' && node.operator === operator ? node.args : [];
}
