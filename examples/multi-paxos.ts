// MultiPaxos as a replicated log: a leader puts commands into slots, one after another; what a majority has voted for is carried out by all,
// and the client told.
// Source: tlaplus/Examples, specifications/MultiPaxos-SMR/MultiPaxos.tla (of whose messages each is kept here by what it is about).
// True of it, with 2 replicas, a write, a read and 2 ballots: 1,163 distinct states, 1,793 generated, depth 19; with symmetry 582, 899 and 19.
// With 3: 2,062,561, 4,229,635 and 27; with symmetry 343,796, 705,032 and 27. TLC generates 736,012: it takes a request once for each
// slot that is empty (94 times for a second one), and lets those 30,886 states in which all have stopped do nothing.
// A notice does not say which command it is about. Who has voted in an earlier ballot takes it for that: with 3 replicas `agreement`, for
// which the source does not ask, is violated in 13 steps; clients do not notice in two ballots.

import { action, all, any, bool, choose, constant, count, drop, each, enumeration, everything, exists } from 'ballast';
import { fn, forall, ids, ifThenElse, maybe, model, none, range, seq, set, spec, subset, tuple } from 'ballast';
import { tupleOf, variables, variant, variantOf } from 'ballast';
import type { Bool, Expr, Fn, Id, None, Operand, Term, Update } from 'ballast';

type Who = Expr<Id<'replica'>>;

export default model(
  'multi-paxos',
  {
    constants: {
      replicas: constant(range(1, 5), 2, 'how many replicas keep the log'),
      writes: constant(range(1, 3), 1, 'how many commands write'),
      reads: constant(range(0, 3), 1, 'how many commands read'),
      ballots: constant(range(1, 4), 2, 'how often somebody may step up as the leader'),
    },
    mutants: {
      impatient: {
        edits: drop('handleAcceptReplies.when#4'),
        set: { replicas: 3 },
        breaks: 'linearizable',
        about: 'a leader does not wait for votes',
      },
    },
    suites: [{ expect: 'holds' }],
  },
  ({ replicas, writes, reads, ballots }) => {
    const commands = writes + reads;
    const majority = Math.floor(replicas / 2) + 1;
    const Replica = ids('replica', replicas);
    const Command = range(1, commands); // in the order in which clients ask: first those that write, each a value of its own
    const Slot = range(1, commands);
    const Ballot = range(1, ballots);
    const Vote = tuple(Ballot, Command);
    const Reply = tuple(Command, maybe(Command)); // with the value from before the command
    const Event = variant({ request: Command, reply: Reply });
    const Moment = range(0, 2 * commands - 1);

    const state = variables({
      leader: fn(Replica, maybe(Replica)), // whom a replica takes for the leader
      known: fn(Replica, range(0, ballots)), // the last ballot that it knows of
      prepared: fn(Replica, range(0, ballots)), // the ballot in which a majority has promised to follow it
      status: fn(Replica, fn(Slot, enumeration('empty', 'preparing', 'accepting', 'committed'))),
      command: fn(Replica, fn(Slot, maybe(Command))),
      voted: fn(Replica, fn(Slot, maybe(Vote))),
      committed: fn(Replica, range(0, commands)), // up to which slot commands have been carried out
      value: fn(Replica, maybe(Command)), // what was written last
      stopped: fn(Replica, bool),
      // Messages. In a ballot one leads, who asks for one command in a slot, and each replica answers once.
      prepare: fn(Ballot, maybe(Replica)),
      promise: fn(Ballot, fn(Replica, maybe(fn(Slot, maybe(Vote))))),
      accept: fn(Ballot, fn(Slot, maybe(Command))),
      accepted: fn(Ballot, fn(Slot, set(Replica))),
      commit: set(Slot),
      // Clients.
      pending: set(Command),
      observed: seq(Event, 2 * commands),
    });
    const { leader, known, prepared, status, command, voted, committed, value, stopped } = state;
    const { prepare, promise, accept, accepted, commit, pending, observed } = state;

    const isWrite = (c: Term<number>): Bool => c.atMost(writes);
    const request = (c: Term<number>) => variantOf(Event, 'request', c);
    const reply = (c: Term<number>, v: Operand<number | None>) => variantOf(Event, 'reply', tupleOf(Reply, c, v));
    const isObserved = (event: ReturnType<typeof request>): Bool => observed.items().has(event);
    const observe = (event: ReturnType<typeof request>): Update =>
      observed.becomes(ifThenElse(isObserved(event), observed, observed.append(event)));
    const isOver = all(
      pending.isEmpty(),
      forall({ c: Command }, ({ c }) =>
        all(
          isObserved(request(c)),
          exists({ v: maybe(Command) }, ({ v }) => isObserved(reply(c, v))),
        ),
      ),
    );

    const isLeader = (r: Who): Bool => leader.at(r).is(r);
    const isPrepared = (r: Who): Bool => all(isLeader(r), prepared.at(r).is(known.at(r)));
    const slotAfter = (r: Who): Term<number> => committed.at(r).plus(1);
    const commandAfter = (r: Who): Term<number> => command.at(r).at(slotAfter(r)).value();
    const mayCommit = (r: Who): Bool =>
      all(committed.at(r).lessThan(commands), status.at(r).at(slotAfter(r)).is('accepting'));
    const carryOut = (r: Who): readonly Update[] => [
      status.at(r).at(slotAfter(r)).becomes('committed'),
      committed.at(r).increment(),
      value.at(r).becomes(ifThenElse(isWrite(commandAfter(r)), commandAfter(r), value.at(r))),
    ];
    // A replica follows a new ballot, and tells its leader how it has voted; what was under way is to be asked for again.
    const promiseTo = (r: Who, who: Who, b: Term<number>): readonly Update[] => [
      leader.at(r).becomes(who),
      known.at(r).becomes(b),
      each({ s: Slot }, ({ s }) =>
        status
          .at(r)
          .at(s)
          .becomes(ifThenElse(status.at(r).at(s).is('accepting'), 'preparing', status.at(r).at(s))),
      ),
      promise.at(b).at(r).becomes(voted.at(r)),
    ];
    // The command of the last vote for a slot that is told to the leader of a ballot.
    const told = (b: Term<number>, s: Term<number>): Term<number | None> => {
      const votes = subset({ vote: Vote }, ({ vote }) =>
        exists({ r: Replica }, ({ r }) =>
          all(promise.at(b).at(r).isNot(none), promise.at(b).at(r).value().at(s).is(vote)),
        ),
      );
      const last = choose({ vote: votes }, ({ vote }) =>
        forall({ other: votes }, ({ other }) => other.item(0).atMost(vote.item(0))),
      );
      return ifThenElse<number | None>(votes.isEmpty(), none, last.item(1));
    };

    // All commands in an order in which each has the reply that it would have if they were carried out so, and none comes before another that
    // had been replied to when it was requested.
    const isLinear = (order: Term<Fn<number, number>>): Bool => {
      const valueBefore = (i: Term<number>): Term<number | None> => {
        const earlier = subset({ j: Slot }, ({ j }) => all(j.lessThan(i), isWrite(order.at(j))));
        const last = choose({ j: earlier }, ({ j }) => forall({ k: earlier }, ({ k }) => k.atMost(j)));
        return ifThenElse<number | None>(earlier.isEmpty(), none, order.at(last));
      };
      const isReplyTo = (m: Term<number>, c: Term<number>): Bool =>
        all(observed.nth(m).isCase('reply'), observed.nth(m).payload('reply').item(0).is(c));
      return all(
        forall({ c: Command }, ({ c }) => exists({ i: Slot }, ({ i }) => order.at(i).is(c))),
        forall({ i: Slot }, ({ i }) => isObserved(reply(order.at(i), valueBefore(i)))),
        forall({ i: Slot, j: Slot, m: Moment, n: Moment }, ({ i, j, m, n }) =>
          all(m.lessThan(n), isReplyTo(m, order.at(i)), observed.nth(n).is(request(order.at(j)))).implies(
            i.lessThan(j),
          ),
        ),
      );
    };

    return spec({
      variables: state,
      init: {
        leader: none,
        known: 0,
        prepared: 0,
        status: 'empty',
        command: none,
        voted: none,
        committed: 0,
        value: none,
        stopped: false,
        prepare: none,
        promise: none,
        accept: none,
        accepted: [],
        commit: [],
        pending: everything(Command),
        observed: [],
      },
      actions: {
        becomeLeader: action({ r: Replica, b: Ballot }, ({ r, b }) => ({
          when: [isOver.not(), leader.at(r).isNot(r), b.moreThan(known.at(r)), prepare.at(b).is(none)],
          then: [prepared.at(r).becomes(0), prepare.at(b).becomes(r), ...promiseTo(r, r, b)],
        })),
        handlePrepare: action({ r: Replica, b: Ballot }, ({ r, b }) => ({
          when: [isOver.not(), prepare.at(b).isNot(none), b.moreThan(known.at(r))],
          then: promiseTo(r, prepare.at(b).value(), b),
        })),
        handlePrepareReplies: action({ r: Replica, b: Ballot }, ({ r, b }) => {
          const isUnderWay = (s: Term<number>): Bool =>
            any(status.at(r).at(s).is('preparing'), all(status.at(r).at(s).is('empty'), told(b, s).isNot(none)));
          return {
            when: [
              isOver.not(),
              isLeader(r),
              prepared.at(r).is(0),
              known.at(r).is(b),
              count({ other: Replica }, ({ other }) => promise.at(b).at(other).isNot(none)).atLeast(majority),
            ],
            then: [
              prepared.at(r).becomes(b),
              each({ s: Slot }, ({ s }) => [
                status
                  .at(r)
                  .at(s)
                  .becomes(ifThenElse(isUnderWay(s), 'accepting', status.at(r).at(s))),
                command.at(r).at(s).becomes(told(b, s)),
                accept
                  .at(b)
                  .at(s)
                  .becomes(ifThenElse(isUnderWay(s), told(b, s), accept.at(b).at(s))),
              ]),
            ],
          };
        }),
        takeNewRequest: action({ r: Replica }, ({ r }) => {
          const s = choose({ s: Slot }, ({ s }) => status.at(r).at(s).is('empty'));
          const unseen = subset({ c: pending }, ({ c }) =>
            forall({ s: Slot }, ({ s }) => command.at(r).at(s).isNot(c)),
          );
          const c = choose({ c: unseen }, ({ c }) => forall({ other: unseen }, ({ other }) => c.atMost(other)));
          return {
            when: [
              isOver.not(),
              isPrepared(r),
              exists({ s: Slot }, ({ s }) => status.at(r).at(s).is('empty')),
              unseen.isEmpty().not(),
            ],
            then: [
              status.at(r).at(s).becomes('accepting'),
              command.at(r).at(s).becomes(c),
              voted
                .at(r)
                .at(s)
                .becomes(tupleOf(Vote, prepared.at(r), c)),
              accept.at(prepared.at(r)).at(s).becomes(c),
              accepted.at(prepared.at(r)).at(s).insert(r),
              observe(request(c)),
            ],
          };
        }),
        handleAccept: action({ r: Replica, b: Ballot, s: Slot }, ({ r, b, s }) => ({
          when: [
            isOver.not(),
            accept.at(b).at(s).isNot(none),
            b.atLeast(known.at(r)),
            any(voted.at(r).at(s).is(none), b.moreThan(voted.at(r).at(s).value().item(0))),
          ],
          then: [
            leader.at(r).becomes(prepare.at(b)),
            known.at(r).becomes(b),
            status.at(r).at(s).becomes('accepting'),
            command.at(r).at(s).becomes(accept.at(b).at(s)),
            voted
              .at(r)
              .at(s)
              .becomes(tupleOf(Vote, b, accept.at(b).at(s).value())),
            accepted.at(b).at(s).insert(r),
          ],
        })),
        handleAcceptReplies: action({ r: Replica }, ({ r }) => ({
          when: [
            isOver.not(),
            isPrepared(r),
            mayCommit(r),
            accepted.at(prepared.at(r)).at(slotAfter(r)).size().atLeast(majority),
          ],
          then: [
            ...carryOut(r),
            observe(reply(commandAfter(r), value.at(r))),
            pending.remove(commandAfter(r)),
            commit.insert(slotAfter(r)),
          ],
        })),
        handleCommitNotice: action({ r: Replica }, ({ r }) => ({
          when: [isOver.not(), isLeader(r).not(), mayCommit(r), commit.has(slotAfter(r))],
          then: carryOut(r),
        })),
        stop: action({ r: Replica }, ({ r }) => ({
          when: [isOver, stopped.at(r).not()],
          then: [stopped.at(r).becomes(true)],
        })),
      },
      invariants: {
        agreement: forall({ r: Replica, other: Replica, s: Slot }, ({ r, other, s }) =>
          all(status.at(r).at(s).is('committed'), status.at(other).at(s).is('committed')).implies(
            command.at(r).at(s).is(command.at(other).at(s)),
          ),
        ),
        linearizable: isOver.implies(exists({ order: fn(Slot, Command) }, ({ order }) => isLinear(order))),
      },
      unclaimed: ['agreement'],
      reachable: { over: isOver },
      terminal: forall({ r: Replica }, ({ r }) => stopped.at(r)),
    });
  },
);
