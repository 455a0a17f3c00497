// Graphs of behaviours written down as edges, for tests.

import type { BehaviourGraph } from '../../checker/temporal/graph.ts';

export interface Drawn {
  /** Of each state the states that its steps lead to, and the label where it is not 0. */
  readonly edges: readonly (readonly (number | readonly [to: number, label: number])[])[];
  /** Of each state which conditions are true of it, as bits. */
  readonly letters?: readonly number[];
  readonly initial?: readonly number[];
  /** Which labels are meant by each condition of fairness. */
  readonly weak?: readonly (readonly number[])[];
  readonly strong?: readonly (readonly number[])[];
}

/** The graph, with eight conditions on states in its one question. */
export function graphOf({ edges, letters = [], initial = [0], weak = [], strong = [] }: Drawn): BehaviourGraph {
  const size = edges.length;
  const conditions = [
    ...weak.map((labels) => ({ labels, strength: 'weak' as const })),
    ...strong.map((labels) => ({ labels, strength: 'strong' as const })),
  ];
  const count =
    1 + edges.flat().reduce<number>((most, edge) => (typeof edge === 'number' ? most : Math.max(most, edge[1])), 0);
  const words = Math.max(1, Math.ceil(conditions.length / 32));
  const meant = new Uint32Array(count * words);
  for (const [index, { labels }] of conditions.entries()) {
    for (const label of labels) {
      const word = label * words + Math.floor(index / 32);
      meant[word] = (meant[word] ?? 0) | (1 << (index % 32));
    }
  }
  const atom = { node: { kind: 'literal', sort: { kind: 'bool' }, value: true }, bound: new Map() } as const;
  return {
    size,
    states: size,
    ranges: [{ first: 0, last: size }],
    initial,
    labelling: {
      conditions: conditions.map(({ strength }) => ({
        tree: { strength, of: '', each: undefined, actions: [] },
        strength,
        actions: [],
        binding: [],
        whom: '',
        text: '',
      })),
      words,
      actions: [],
      count,
      meant,
    },
    questions: [{ ofStates: Array.from({ length: 8 }, () => atom), ofSteps: [] }],
    letters: () => Uint8Array.from({ length: size }, (_, state) => letters[state] ?? 0),
    expand: (states, length, _, into) => {
      const lists = Array.from(states.subarray(0, length), (state) => edges[state] ?? []);
      let end = 0;
      into.ends = Uint32Array.from(lists, (list) => (end += list.length));
      const all = lists.flat();
      into.targets = Uint32Array.from(all, (edge) => (typeof edge === 'number' ? edge : edge[0]));
      into.labels = Uint32Array.from(all, (edge) => (typeof edge === 'number' ? 0 : edge[1]));
      into.steps = new Uint32Array(all.length);
    },
  };
}
