// A spanning tree: each node of a graph looks for a neighbour that is nearer to the root than it knows of, until none finds one.
// Source: tlaplus/Examples, specifications/SpanningTree/SpanTree.tla.
// True of it, with the 5 nodes and 7 edges given there: 1,236 distinct states, 10,278 generated, depth 4.
// (The source's manifest records a depth of 6 states, from a run with several workers, for which TLC does not promise it.)

import {
  action,
  all,
  any,
  bool,
  constant,
  element,
  eventually,
  exists,
  fn,
  forall,
  ids,
  ifThenElse,
  model,
} from 'ballast';
import { range, spec, variables, weakly, type Bool, type Id, type Term } from 'ballast';

/** Pairs of neighbours; node 0 is the root. */
const allEdges: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, 2],
  [1, 2],
  [1, 3],
  [2, 3],
  [2, 4],
  [3, 4],
];

export default model(
  'span-tree',
  {
    constants: {
      nodes: constant(range(2, 5), 5, 'how many of the nodes there are'),
      fair: constant(bool, true, 'whether the nodes go on for as long as one of them can'),
    },
    suites: [{ expect: 'holds' }, { set: { fair: false }, expect: 'violates terminates' }],
  },
  ({ nodes, fair }) => {
    const edges = allEdges.filter((edge) => edge.every((node) => node < nodes));
    const far = nodes + 1; // The distance of who has not been reached: farther than any node can be.
    const Node = ids('node', nodes);
    const { mother, distance } = variables({ mother: fn(Node, Node), distance: fn(Node, range(0, far)) });
    const root = element(Node, 0);
    const areNeighbours = (a: Term<Id<'node'>>, b: Term<Id<'node'>>): Bool =>
      any(
        ...edges.flatMap(([one, other]) => [
          all(a.is(element(Node, one)), b.is(element(Node, other))),
          all(a.is(element(Node, other)), b.is(element(Node, one))),
        ]),
      );
    // Some number lies between the distance that a neighbour offers and the one known so far.
    const isTerminated = exists({ n: Node, m: Node }, ({ n, m }) =>
      all(areNeighbours(n, m), distance.at(m).plus(1).lessThan(distance.at(n))),
    ).not();

    return spec({
      variables: { mother, distance },
      init: { mother: (n) => n, distance: (n) => ifThenElse(n.is(root), 0, far) },
      actions: {
        // Any distance between, not the least: so a node may know less than its neighbour does, as where messages take their time.
        adopt: action({ n: Node, m: Node, d: range(1, far - 1) }, ({ n, m, d }) => ({
          when: [areNeighbours(n, m), distance.at(m).lessThan(d), d.lessThan(distance.at(n))],
          then: [distance.at(n).becomes(d), mother.at(n).becomes(m)],
        })),
      },
      invariants: {
        treeAtTheEnd: isTerminated.implies(
          forall({ n: Node }, ({ n }) =>
            any(
              all(n.is(root), distance.at(n).is(0), mother.at(n).is(n)),
              all(
                distance.at(n).is(far),
                mother.at(n).is(n),
                forall({ m: Node }, ({ m }) => areNeighbours(n, m).implies(distance.at(m).is(far))),
              ),
              all(
                distance.at(n).isNot(0),
                distance.at(n).isNot(far),
                areNeighbours(n, mother.at(n)),
                distance.at(n).is(distance.at(mother.at(n)).plus(1)),
              ),
            ),
          ),
        ),
      },
      liveness: { terminates: eventually(isTerminated) },
      fairness: fair ? [weakly('adopt', { each: [] })] : [],
      terminal: isTerminated,
    });
  },
);
