// Fairness that says nothing: of no step that it is about is there one that changes something.

import type { Bits } from '../language/bits.ts';
import type { FairnessTree } from '../language/tree.ts';
import type { BehaviourGraph } from './graph.ts';
import { addMeant } from './labels.ts';
import { batchStates, emptyEdges } from './product.ts';

/** The fairness that is about no edge of a graph. Looks at no more edges than it takes to meet all. */
export function* idleFairness(graph: BehaviourGraph): Bits<readonly FairnessTree[]> {
  const { conditions, words } = graph.labelling;
  const met = new Uint32Array(words);
  const idle = (): readonly FairnessTree[] => {
    const exercised = new Set(
      conditions.filter((_, at) => (((met[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1).map(({ tree }) => tree),
    );
    return [...new Set(conditions.map(({ tree }) => tree))].filter((tree) => !exercised.has(tree));
  };
  const batch = new Uint32Array(batchStates);
  const edges = emptyEdges();
  for (const { first, last } of graph.ranges) {
    for (let from = first; from < last && idle().length > 0; from += batchStates) {
      yield;
      const count = Math.min(batchStates, last - from);
      for (let at = 0; at < count; at += 1) batch[at] = from + at;
      graph.expand(batch, count, 0, edges);
      const end = edges.ends[count - 1] ?? 0;
      for (let edge = 0; edge < end; edge += 1) addMeant(graph.labelling, edges.labels[edge] ?? 0, met);
    }
  }
  return idle();
}
