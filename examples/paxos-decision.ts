// Paxos once more, with what has been decided as a variable: that a decision is never changed is then said of steps.
// Source: tlaplus/Examples, specifications/SimplifiedFastPaxos/Paxos.tla (whose ballot 0, in which nothing happens, is `none` here).
// True of it, with 3 acceptors, 2 values and 2 ballots: 6,353 distinct states, 55,079 generated, depth 17. With 4, 3 and 2:
// 48,514, 491,173 and 21; with symmetry 1,207, 13,290 and 21. A leader's choice is one step for each quorum and value, as in the source;
// in that of `paxos` it is one for each vote in the quorum that says so.

import { action, all, any, changed, constant, drop, exists, fn, forall, ids, maybe, model, none, range } from 'ballast';
import { record, recordOf, set, spec, subset, tuple, tupleOf, variables } from 'ballast';
import type { Bool, Expr, Id, Term, Tuple } from 'ballast';

export default model(
  'paxos-decision',
  {
    constants: {
      acceptors: constant(range(1, 5), 3, 'how many acceptors vote'),
      values: constant(range(1, 4), 2, 'how many values may be proposed'),
      ballots: constant(range(1, 4), 2, 'how many ballots are held'),
    },
    mutants: {
      hasty: {
        edits: drop('accept.when#2'),
        set: { acceptors: 1 },
        breaks: 'decidedOnce',
        about: 'a leader asks for votes before it knows of earlier ones',
      },
    },
    suites: [{ expect: 'holds' }],
  },
  ({ acceptors, values, ballots }) => {
    const Acceptor = ids('acceptor', acceptors);
    const Value = ids('value', values);
    const Ballot = range(1, ballots);
    const Vote = tuple(Ballot, Value);
    const Promise = record({ from: Acceptor, ballot: Ballot, last: maybe(Vote) });
    const Accepted = record({ from: Acceptor, vote: Vote });
    // One more than half of the acceptors: any two quorums have one in common.
    const Quorum = subset({ q: set(Acceptor) }, ({ q }) => q.size().is(Math.floor(acceptors / 2) + 1));

    const { maxBallot, lastVote, prepare, promise, accept, accepted, decision } = variables({
      maxBallot: fn(Acceptor, maybe(Ballot)), // the last ballot in which an acceptor has promised or voted
      lastVote: fn(Acceptor, maybe(Vote)),
      prepare: set(Ballot), // P1a
      promise: set(Promise), // P1b
      accept: set(Vote), // P2a
      accepted: set(Accepted), // P2b
      decision: maybe(Value),
    });
    const isAsked = (b: Expr<number>): Bool => exists({ v: Value }, ({ v }) => accept.has(tupleOf(Vote, b, v)));

    return spec({
      variables: { maxBallot, lastVote, prepare, promise, accept, accepted, decision },
      init: { maxBallot: none, lastVote: none, prepare: [], promise: [], accept: [], accepted: [], decision: none },
      actions: {
        prepare: action({ b: Ballot }, ({ b }) => ({ then: [prepare.insert(b)] })),
        promise: action({ a: Acceptor, b: prepare }, ({ a, b }) => ({
          when: [any(maxBallot.at(a).is(none), maxBallot.at(a).value().lessThan(b))],
          then: [
            promise.insert(recordOf(Promise, { from: a, ballot: b, last: lastVote.at(a) })),
            maxBallot.at(a).becomes(b),
          ],
        })),
        accept: action({ b: Ballot, q: Quorum, v: Value }, ({ b, q, v }) => {
          const told = subset({ p: promise }, ({ p }) => all(q.has(p.field('from')), p.field('ballot').is(b)));
          const isLast = (vote: Term<Tuple<readonly [number, Id<'value'>]>>): Bool =>
            forall({ p: told }, ({ p }) =>
              any(p.field('last').is(none), p.field('last').value().item(0).atMost(vote.item(0))),
            );
          return {
            when: [
              isAsked(b).not(),
              forall({ a: q }, ({ a }) => exists({ p: told }, ({ p }) => p.field('from').is(a))),
              // Nobody there has voted, or the last who did has voted for this value.
              any(
                forall({ p: told }, ({ p }) => p.field('last').is(none)),
                exists({ p: told }, ({ p }) =>
                  all(
                    p.field('last').isNot(none),
                    p.field('last').value().item(1).is(v),
                    isLast(p.field('last').value()),
                  ),
                ),
              ),
            ],
            then: [accept.insert(tupleOf(Vote, b, v))],
          };
        }),
        accepted: action({ a: Acceptor, vote: accept }, ({ a, vote }) => ({
          when: [any(maxBallot.at(a).is(none), maxBallot.at(a).value().atMost(vote.item(0)))],
          then: [
            maxBallot.at(a).becomes(vote.item(0)),
            lastVote.at(a).becomes(vote),
            accepted.insert(recordOf(Accepted, { from: a, vote })),
          ],
        })),
        decide: action({ q: Quorum, told: accepted }, ({ q, told }) => ({
          when: [q.has(told.field('from')), forall({ a: q }, ({ a }) => accepted.has(told.with({ from: a })))],
          then: [decision.becomes(told.field('vote').item(1))],
        })),
      },
      invariants: {
        decidedByRequest: any(
          decision.is(none),
          exists({ b: Ballot }, ({ b }) => accept.has(tupleOf(Vote, b, decision.value()))),
        ),
      },
      actionProperties: { decidedOnce: changed(decision).implies(decision.is(none)) },
      reachable: { decided: decision.isNot(none) },
    });
  },
);
