// Variants of conditions: of a guard, and of what a branch or a loop decides on. A guard is only ever made weaker: what waits longer does
// less. A decision has two ways, so each of its parts is left out, whichever way that leads.

import { termsOf, weakenings, withTerm } from '../language/edit-terms.ts';
import { drop, weaken } from '../language/edits.ts';
import { applyNodes } from '../language/nodes.ts';
import { type Clause, type Node } from '../language/tree.ts';
import { about, type About, type Found, partEdits } from './variant.ts';
import { conditionText, conjunctText, cutLine, cutLines } from './variants-text.ts';

/** What can be left out of a guard's clause, or be weaker in it. `part`: its name behind that of its step. */
export function clauseVariants(at: About, clause: Clause, part: string): readonly Found[] {
  const whole: Found = {
    ...about(at, clause.site),
    group: 'guards',
    kind: 'drop clause',
    edits: partEdits(at, drop, part),
    before: cutLine(`when ${conditionText(clause.node)}`),
    after: without,
  };
  const terms = termVariants(at, clause, part, 'when').flatMap(({ found, weakens }) => (weakens ? found : []));
  return [whole, ...terms, ...weakerVariants(at, clause, part)];
}

/** What can be left out of a condition on which something is decided, or be weaker in it. */
export function decisionVariants(at: About, clause: Clause): readonly Found[] {
  const terms = termVariants(at, clause, '.when#1', 'if').map(({ found }) => found);
  return [...terms, ...weakerVariants(at, clause, '.when#1')];
}

const without = 'without this condition';

interface Dropped {
  readonly found: Found;
  /** Whether the condition holds more often without it. */
  readonly weakens: boolean;
}

function termVariants(at: About, { node, site }: Clause, part: string, word: 'when' | 'if'): readonly Dropped[] {
  return termsOf(node).flatMap(({ name }): readonly Dropped[] => {
    const term = termIn(node, name);
    // What the constants have settled is no rule.
    if (term === undefined || term.node.kind === 'literal') return [];
    const isAnd = /and#\d+$/.test(name) !== term.isNegated;
    const found: Found = {
      ...about(at, site),
      group: 'guards',
      kind: 'drop clause',
      edits: partEdits(at, drop, `${part}${name}`),
      before: cutLine(`${word} … ${isAnd ? `and ${conjunctText(asIs(term))}` : `or ${said(term)}`}`),
      after: without,
    };
    return [{ found, weakens: isAnd }];
  });
}

function weakerVariants(at: About, { node, site }: Clause, part: string): readonly Found[] {
  return weakenings(node).flatMap(({ name, node: weaker }): readonly Found[] => {
    const term = name === '' ? { node, isNegated: false } : termIn(node, name);
    if (term === undefined) return [];
    const [after] = name === '' ? [{ node: weaker }] : weakenings(term.node, term.isNegated);
    if (after === undefined) return [];
    return [
      {
        ...about(at, site),
        group: 'guards',
        kind: 'weaken',
        edits: partEdits(at, weaken, `${part}${name}`),
        ...cutLines(said(term), said({ ...term, node: after.node })),
      },
    ];
  });
}

interface TermFound {
  readonly node: Node;
  readonly isNegated: boolean;
}

function termIn(node: Node, name: string): TermFound | undefined {
  let found: TermFound | undefined;
  withTerm(node, name, (term, isNegated) => {
    found = { node: term, isNegated };
    return term;
  });
  return found;
}

function said(term: TermFound): string {
  return conditionText(asIs(term));
}

function asIs({ node, isNegated }: TermFound): Node {
  return isNegated ? applyNodes('not', [node]) : node;
}
