// Which variables a condition on states depends on, so that it is evaluated again only where one of them was written.

import { walk } from '../language/nodes.ts';
import type { Node, Specification } from '../language/tree.ts';

/** The variables that a condition reads; of a local also the position that says whether it has a value. */
export function readsOf(node: Node, { processes }: Pick<Specification, 'processes'>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const each of walk(node)) {
    if (each.kind !== 'variable') continue;
    names.add(each.name);
    for (const { position, locals } of processes)
      if (locals.some(({ variable }) => variable === each.name)) names.add(position);
  }
  return names;
}
