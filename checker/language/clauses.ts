// Conditions as people write them: a truth value, with the place where it stands. What JavaScript decided by itself is refused.

import { SpecError } from './errors.ts';
import { isBuilt, isTemporal, siteOf } from './nodes.ts';
import { printNode } from './print.ts';
import { here, placesOf, type Site } from './site.ts';
import type { Clause, Node } from './tree.ts';

/** A condition with the place where it was written. @throws SpecError for what is no truth value */
export function clause(condition: unknown, name = '', fallback?: Site): Clause {
  const site = (isBuilt(condition) ? siteOf(condition.node) : undefined) ?? fallback ?? here();
  return { name, node: truthOf(condition, site), site };
}

/** The node of a truth value. A raw boolean is most often a comparison that JavaScript made at once: never taken for an expression. */
export function truthOf(condition: unknown, known?: Site): Node {
  if (isBuilt(condition) && condition.node.sort.kind === 'bool') return condition.node;
  const site = known ?? here();
  const what = isBuilt(condition)
    ? `'${printNode(condition.node)}' is no truth value`
    : `${printFound(condition)} stands where a condition is needed`;
  if (isTemporal(condition))
    throw new SpecError(what, {
      places: placesOf(site),
      mend: 'it is about behaviours, not about a state: it belongs under liveness, or inside another formula',
    });
  throw new SpecError(what, {
    places: placesOf(site),
    mend: 'compare with .is(…), and combine with all, any and not: JavaScript operators give no expression',
  });
}

function printFound(condition: unknown): string {
  if (isTemporal(condition)) return `the temporal formula '${String(condition)}'`;
  if (typeof condition === 'function') return `a function (${condition.name || 'without a name'})`;
  if (typeof condition === 'object' && condition !== null) return 'trees' in condition ? 'an update' : 'an object';
  return String(condition);
}
