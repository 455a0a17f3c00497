// Paxos: leaders hold numbered ballots, acceptors promise and vote, and whatever is lost or late, at most one value is ever chosen.
// Source: tlaplus/Examples, specifications/PaxosHowToWinATuringAward/Paxos.tla and specifications/Paxos/Paxos.tla.
// True of it, with 3 acceptors, 2 values and 2 ballots: 3,921 distinct states, 23,563 generated, depth 16; with symmetry
// 443, 2,697 and 16. With 1, 1 and 2: 25, 82 and 8, where there is nothing to exchange.
// A leader is no process: who starts a ballot makes no difference. Messages are sets that only grow: nothing is lost for good, and
// anything may be received late, or twice.

import { action, all, any, constant, count, drop, exists, fn, forall, ids, maybe, model, none, range } from 'ballast';
import { record, recordOf, set, spec, subset, tuple, tupleOf, variables } from 'ballast';
import type { Bool, Expr, Id } from 'ballast';

export default model(
  'paxos',
  {
    constants: {
      acceptors: constant(range(1, 5), 3, 'how many acceptors vote'),
      values: constant(range(1, 4), 2, 'how many values may be proposed'),
      ballots: constant(range(1, 4), 2, 'how many ballots are held'),
    },
    mutants: {
      hasty: {
        edits: drop('phase2aFirst.when#2'),
        breaks: 'consistent',
        about: 'a leader asks for votes before it knows of earlier ones',
      },
    },
    suites: [{ expect: 'holds' }],
  },
  ({ acceptors, values, ballots }) => {
    const Acceptor = ids('acceptor', acceptors);
    const Value = ids('value', values);
    const Ballot = range(0, ballots - 1);
    const Vote = tuple(Ballot, Value);
    const Promise = record({ from: Acceptor, ballot: Ballot, last: maybe(Vote) });
    const Accepted = tuple(Acceptor, Ballot, Value);
    const majority = Math.floor(acceptors / 2) + 1;
    // Any two quorums have an acceptor in common.
    const Quorum = subset({ q: set(Acceptor) }, ({ q }) => q.size().is(majority));

    const { maxBal, lastVote, prepare, promise, accept, accepted } = variables({
      maxBal: fn(Acceptor, range(-1, ballots - 1)), // the last ballot in which an acceptor has promised or voted
      lastVote: fn(Acceptor, maybe(Vote)),
      prepare: set(Ballot), // 1a: a leader asks for promises not to vote in earlier ballots
      promise: set(Promise), // 1b: and is told the last vote
      accept: set(Vote), // 2a: a leader asks for votes
      accepted: set(Accepted), // 2b: and gets them
    });
    const isAsked = (b: Expr<number>): Bool => exists({ v: Value }, ({ v }) => accept.has(tupleOf(Vote, b, v)));
    const isChosen = (b: Expr<number>, v: Expr<Id<'value'>>): Bool =>
      count({ a: Acceptor }, ({ a }) => accepted.has(tupleOf(Accepted, a, b, v))).atLeast(majority);

    return spec({
      variables: { maxBal, lastVote, prepare, promise, accept, accepted },
      init: { maxBal: -1, lastVote: none, prepare: [], promise: [], accept: [], accepted: [] },
      actions: {
        phase1a: action({ b: Ballot }, ({ b }) => ({ then: [prepare.insert(b)] })),
        phase1b: action({ a: Acceptor, b: prepare }, ({ a, b }) => ({
          when: [b.moreThan(maxBal.at(a))],
          then: [
            promise.insert(recordOf(Promise, { from: a, ballot: b, last: lastVote.at(a) })),
            maxBal.at(a).becomes(b),
          ],
        })),
        // None of a quorum has voted: the leader may ask for any value.
        phase2aFirst: action({ b: Ballot, v: Value, q: Quorum }, ({ b, v, q }) => ({
          when: [
            isAsked(b).not(),
            forall({ a: q }, ({ a }) => promise.has(recordOf(Promise, { from: a, ballot: b, last: none }))),
          ],
          then: [accept.insert(tupleOf(Vote, b, v))],
        })),
        // The last vote in a quorum is the one to ask for.
        phase2aAgain: action({ q: Quorum, told: promise }, ({ q, told }) => ({
          when: [
            isAsked(told.field('ballot')).not(),
            q.has(told.field('from')),
            told.field('last').isNot(none),
            forall({ a: q }, ({ a }) =>
              exists({ p: promise }, ({ p }) =>
                all(
                  p.field('from').is(a),
                  p.field('ballot').is(told.field('ballot')),
                  any(
                    p.field('last').is(none),
                    p.field('last').value().item(0).atMost(told.field('last').value().item(0)),
                  ),
                ),
              ),
            ),
          ],
          then: [accept.insert(tupleOf(Vote, told.field('ballot'), told.field('last').value().item(1)))],
        })),
        phase2b: action({ a: Acceptor, vote: accept }, ({ a, vote }) => ({
          when: [vote.item(0).atLeast(maxBal.at(a))],
          then: [
            maxBal.at(a).becomes(vote.item(0)),
            lastVote.at(a).becomes(vote),
            accepted.insert(tupleOf(Accepted, a, vote.item(0), vote.item(1))),
          ],
        })),
      },
      invariants: {
        consistent: forall({ b: Ballot, c: Ballot, v: Value, w: Value }, ({ b, c, v, w }) =>
          all(isChosen(b, v), isChosen(c, w)).implies(v.is(w)),
        ),
      },
      reachable: { chosen: exists({ b: Ballot, v: Value }, ({ b, v }) => isChosen(b, v)) },
    });
  },
);
