// Voting: acceptors cast votes in numbered ballots such that at most one value is ever chosen. The idea of Paxos, without messages.
// Source: tlaplus/Examples, specifications/Paxos/Voting.tla and specifications/PaxosHowToWinATuringAward/Voting.tla.
// True of it, with 3 acceptors, 2 values and 2 ballots: 599 distinct states, 3,124 generated, depth 10; with symmetry
// 77, 451 and 10. With 3 ballots 6,752, 41,017 and 15; with symmetry 686, 4,357 and 15.

import { action, all, constant, count, drop, fn, forall, ids, model, range, set, spec, subset } from 'ballast';
import {
  tuple,
  tupleOf,
  variables,
  type Bool,
  type Expr,
  type Id,
  type Operand,
  type SetOf,
  type Term,
  type Update,
} from 'ballast';

export default model(
  'voting',
  {
    constants: {
      acceptors: constant(range(1, 5), 3, 'how many acceptors vote'),
      values: constant(range(1, 4), 2, 'how many values there are to vote for'),
      ballots: constant(range(1, 4), 2, 'how many ballots are held'),
    },
    mutants: {
      hasty: {
        edits: drop('voteFirst.when#2'),
        breaks: 'consistent',
        about: 'an acceptor votes without a look at earlier ballots',
      },
    },
    suites: [{ expect: 'holds' }, { set: { ballots: 3 }, expect: 'holds' }],
  },
  ({ acceptors, values, ballots }) => {
    const Acceptor = ids('acceptor', acceptors);
    const Value = ids('value', values);
    const Ballot = range(0, ballots - 1);
    const Vote = tuple(Ballot, Value);
    const majority = Math.floor(acceptors / 2) + 1;
    type Who = Expr<Id<'acceptor'>>;
    type What = Expr<Id<'value'>>;

    const { votes, maxBal } = variables({
      votes: fn(Acceptor, set(Vote)),
      maxBal: fn(Acceptor, range(-1, ballots - 1)), // An acceptor votes in this ballot or a later one only.
    });
    const votedFor = (a: Who, b: Expr<number>, v: What): Bool => votes.at(a).has(tupleOf(Vote, b, v));
    const didNotVoteAt = (a: Who, b: Expr<number>): Bool => forall({ v: Value }, ({ v }) => votedFor(a, b, v).not());
    const chosenAt = (b: Expr<number>, v: What): Bool =>
      count({ a: Acceptor }, ({ a }) => votedFor(a, b, v)).atLeast(majority);
    // As many acceptors as are needed, so that any two quorums have one in common.
    const Quorum = subset({ q: set(Acceptor) }, ({ q }) => q.size().is(majority));

    // Nobody votes twice in a ballot, nor do any two vote for different values in one.
    const mayVote = (a: Who, b: Term<number>, v: What): Bool =>
      all(
        maxBal.at(a).atMost(b),
        didNotVoteAt(a, b),
        forall({ other: Acceptor, w: Value }, ({ other, w }) => votedFor(other, b, w).implies(w.is(v))),
      );
    // Nobody in a quorum has voted between these ballots, nor will.
    const isSilent = (q: Term<SetOf<Id<'acceptor'>>>, after: Operand<number>, before: Term<number>): Bool =>
      forall({ m: q }, ({ m }) =>
        all(
          maxBal.at(m).atLeast(before),
          forall({ d: Ballot }, ({ d }) => all(d.moreThan(after), d.lessThan(before)).implies(didNotVoteAt(m, d))),
        ),
      );
    const vote = (a: Who, b: Term<number>, v: What): readonly Update[] => [
      votes.at(a).insert(tupleOf(Vote, b, v)),
      maxBal.at(a).becomes(b),
    ];

    return spec({
      variables: { votes, maxBal },
      init: { votes: [], maxBal: -1 },
      actions: {
        increaseMaxBal: action({ a: Acceptor, b: Ballot }, ({ a, b }) => ({
          when: [b.moreThan(maxBal.at(a))],
          then: [maxBal.at(a).becomes(b)],
        })),
        // A quorum has not voted before: any value is safe.
        voteFirst: action({ a: Acceptor, b: Ballot, v: Value, q: Quorum }, ({ a, b, v, q }) => ({
          when: [mayVote(a, b, v), isSilent(q, -1, b)],
          then: vote(a, b, v),
        })),
        // One of a quorum has voted for this value, and nobody in it later.
        voteAgain: action(
          { a: Acceptor, b: Ballot, v: Value, q: Quorum, w: Acceptor, c: Ballot },
          ({ a, b, v, q, w, c }) => ({
            when: [c.lessThan(b), q.has(w), votedFor(w, c, v), mayVote(a, b, v), isSilent(q, c, b)],
            then: vote(a, b, v),
          }),
        ),
      },
      invariants: {
        consistent: forall({ b: Ballot, c: Ballot, v: Value, w: Value }, ({ b, c, v, w }) =>
          all(chosenAt(b, v), chosenAt(c, w)).implies(v.is(w)),
        ),
      },
      terminal: 'any',
    });
  },
);
