// The antecedents of implications: where one is never true, what it implies was never put to the test.

import { quantified } from './nodes.ts';
import { printNode } from './print.ts';
import type { Node } from './tree.ts';

/** The antecedents of an invariant's implications, each as a condition on the state: that it is true for some binding. */
export function antecedentsOf(node: Node): readonly { readonly text: string; readonly node: Node }[] {
  switch (node.kind) {
    case 'named':
      return antecedentsOf(node.body);
    case 'let':
      return antecedentsOf(node.body).map(({ text, node: inner }) => ({ text, node: { ...node, body: inner } }));
    case 'quantified':
      if (node.quantifier !== 'forall') return [];
      return antecedentsOf(node.body).map(({ text, node: inner }) => ({
        text,
        node: quantified('exists', node.binders, inner),
      }));
    case 'apply': {
      const [antecedent] = node.args;
      if (node.operator === 'all') return node.args.flatMap(antecedentsOf);
      return node.operator === 'implies' && antecedent !== undefined
        ? [{ text: printNode(antecedent), node: antecedent }]
        : [];
    }
    default:
      return [];
  }
}
