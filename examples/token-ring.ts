// Dijkstra's EWD 426: a ring of counters that, from any state whatever, comes to have exactly one token and then keeps it.
// Source: tlaplus/Examples, specifications/ewd426/TokenRing.tla.
// True of it, with 6 nodes and counters modulo 6: 46,656 distinct states (6 to the 6th), all initial, 248,832 generated, depth 0.
// A node that passes a token is not node 0, so that of `hasToken` only half is needed: `drop passToken.when#2.or#1.and#2` and
// `drop passToken.when#2.or#2.and#1` are redundant, as `ballast necessity` computes (of 3 nodes and 3 values in seconds). Without all of
// it, `drop passToken.when#2`, a node without a token does nothing, which no property can notice. And `someToken` notices nothing,
// whatever is changed: it is true of any counters at all, reached or not.

import { action, all, any, anything, constant, count, fn, model, next, range, spec, variables } from 'ballast';
import type { Bool, Term } from 'ballast';

export default model(
  'token-ring',
  {
    constants: {
      nodes: constant(range(2, 7), 6, 'how many nodes are in the ring'),
      values: constant(range(2, 7), 6, 'how many values a counter has'),
    },
    assume: { 'counters have values enough for the ring to settle': ({ nodes, values }) => nodes <= values + 1 },
    suites: [{ expect: 'holds' }],
  },
  ({ nodes, values }) => {
    const Node = range(0, nodes - 1);
    const { counter } = variables({ counter: fn(Node, range(0, values - 1)) });
    const last = counter.at(nodes - 1);
    // Node 0 has a token when it equals the last node, any other when it differs from the one before.
    const hasToken = (i: Term<number>): Bool =>
      any(all(i.is(0), counter.at(0).is(last)), all(i.isNot(0), counter.at(i).isNot(counter.at(i.minus(1)))));
    const tokens = count({ i: Node }, ({ i }) => hasToken(i));

    return spec({
      variables: { counter },
      init: { counter: anything },
      actions: {
        createToken: action({
          when: [counter.at(0).is(last)],
          then: [counter.at(0).becomes(last.plus(1).modulo(values))],
        }),
        passToken: action({ i: Node }, ({ i }) => ({
          when: [i.isNot(0), hasToken(i)],
          then: [counter.at(i).becomes(counter.at(i.minus(1)))],
        })),
      },
      invariants: { someToken: tokens.atLeast(1) },
      // The safe half of the claim. That more than one become one at last is its live half.
      actionProperties: { neverMoreTokens: next(tokens).atMost(tokens) },
    });
  },
);
