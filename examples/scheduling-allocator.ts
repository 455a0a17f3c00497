// A resource allocator with a schedule: who has asked is put in line, and gets nothing that somebody before him in the line waits for.
// Source: tlaplus/Examples, specifications/allocator/SchedulingAllocator.tla and AllocatorRefinement.tla.
// True of it, with 3 clients and 2 resources: 1,690 distinct states, 5,854 generated, depth 6.
// Where `simple-allocator` needs strong fairness, weak fairness is enough here: what a client in front waits for comes free and stays free.

import {
  action,
  all,
  always,
  any,
  constant,
  enumeration,
  eventually,
  exists,
  fn,
  forall,
  ids,
  ifThenElse,
} from 'ballast';
import { leadsTo, model, range, refines, seq, seqOf, set, setOf, spec, subset, variables, weakly } from 'ballast';
import type { Expr, Id, Seq, Term } from 'ballast';
import simpleAllocator from './simple-allocator.ts';

export default model(
  'scheduling-allocator',
  {
    constants: {
      clients: constant(range(1, 4), 3, 'how many clients ask for resources'),
      resources: constant(range(1, 4), 2, 'how many resources there are'),
      unfair: constant(
        enumeration('nothing', 'return', 'allocate', 'schedule', 'everything'),
        'nothing',
        'what may be put off for ever',
      ),
    },
    suites: [
      { expect: 'holds' },
      { set: { unfair: 'return' }, expect: 'violates SimpleAllocator, willReturn, willObtain, againAndAgainSatisfied' },
      { set: { unfair: 'allocate' }, expect: 'violates SimpleAllocator, willObtain, againAndAgainSatisfied' },
      { set: { unfair: 'schedule' }, expect: 'violates SimpleAllocator, willObtain, againAndAgainSatisfied' },
      {
        set: { unfair: 'everything' },
        expect: 'violates SimpleAllocator, willReturn, willObtain, againAndAgainSatisfied',
      },
    ],
  },
  ({ clients, resources, unfair }) => {
    const Client = ids('client', clients);
    const Resource = ids('resource', resources);
    const Position = range(0, clients - 1);
    const { unsat, alloc, schedule } = variables({
      unsat: fn(Client, set(Resource)), // asked for and not yet given
      alloc: fn(Client, set(Resource)), // given
      schedule: seq(Client, clients), // who is served, the first before the next
    });
    const available = subset({ r: Resource }, ({ r }) => forall({ c: Client }, ({ c }) => alloc.at(c).has(r).not()));
    const unscheduled = subset({ c: Client }, ({ c }) =>
      all(unsat.at(c).isEmpty().not(), schedule.items().has(c).not()),
    );
    const isFair = (what: typeof unfair): boolean => unfair !== what && unfair !== 'everything';
    const isScheduled = (at: Expr<number>) => schedule.length().moreThan(at);
    // The schedule without one client: put together again from those that stay.
    const scheduleWithout = (c: Expr<Id<'client'>>): Term<Seq<Id<'client'>>> =>
      Array.from({ length: clients }, (_, at) => at).reduce(
        (before, at) =>
          before.concat(
            ifThenElse(
              all(schedule.length().moreThan(at), schedule.nth(at).isNot(c)),
              seqOf(Client, schedule.nth(at)),
              seqOf(Client),
            ),
          ),
        seqOf(Client),
      );

    return spec({
      variables: { unsat, alloc, schedule },
      init: { unsat: [], alloc: [], schedule: [] },
      actions: {
        request: action({ c: Client, wanted: set(Resource) }, ({ c, wanted }) => ({
          when: [unsat.at(c).isEmpty(), alloc.at(c).isEmpty(), wanted.isEmpty().not()],
          then: [unsat.at(c).becomes(wanted)],
        })),
        // A part of what was asked for may be given, but nothing that somebody waits for who is earlier in the schedule.
        allocate: action({ c: Client, given: set(Resource) }, ({ c, given }) => ({
          when: [
            given.isEmpty().not(),
            given.isSubsetOf(available.intersect(unsat.at(c))),
            exists({ at: Position }, ({ at }) =>
              all(
                isScheduled(at),
                schedule.nth(at).is(c),
                forall({ before: Position }, ({ before }) =>
                  before.lessThan(at).implies(unsat.at(schedule.nth(before)).intersect(given).isEmpty()),
                ),
              ),
            ),
          ],
          then: [
            alloc.at(c).becomes(alloc.at(c).union(given)),
            unsat.at(c).becomes(unsat.at(c).without(given)),
            schedule.becomes(ifThenElse(given.is(unsat.at(c)), scheduleWithout(c), schedule)),
          ],
        })),
        // What a client gives back, in three actions, since it has to give back all when it has got all, and nothing before.
        returnSome: action({ c: Client, returned: set(Resource) }, ({ c, returned }) => ({
          when: [returned.isEmpty().not(), returned.isSubsetOf(alloc.at(c)), returned.isNot(alloc.at(c))],
          then: [alloc.at(c).becomes(alloc.at(c).without(returned))],
        })),
        returnAllEarly: action({ c: Client }, ({ c }) => ({
          when: [alloc.at(c).isEmpty().not(), unsat.at(c).isEmpty().not()],
          then: [alloc.at(c).becomes(setOf(Resource))],
        })),
        returnAll: action({ c: Client }, ({ c }) => ({
          when: [alloc.at(c).isEmpty().not(), unsat.at(c).isEmpty()],
          then: [alloc.at(c).becomes(setOf(Resource))],
        })),
        // All who wait for it, in any order.
        schedule: action({ order: seq(Client, clients) }, ({ order }) => ({
          when: [order.isEmpty().not(), order.length().is(unscheduled.size()), order.items().is(unscheduled)],
          then: [schedule.becomes(schedule.concat(order))],
        })),
      },
      invariants: {
        resourceMutex: forall({ a: Client, b: Client }, ({ a, b }) =>
          a.isNot(b).implies(alloc.at(a).intersect(alloc.at(b)).isEmpty()),
        ),
        scheduledWait: forall({ at: Position }, ({ at }) =>
          isScheduled(at).implies(unsat.at(schedule.nth(at)).isEmpty().not()),
        ),
        // What somebody waits for is not held by anybody behind him.
        notHeldBehind: forall({ at: Position, before: Position }, ({ at, before }) =>
          all(isScheduled(at), before.lessThan(at)).implies(
            alloc
              .at(schedule.nth(at))
              .intersect(unsat.at(schedule.nth(before)))
              .isEmpty(),
          ),
        ),
        // What one in the schedule waits for is free, or held by one who is not in the schedule, or asked for or held by one before him.
        servable: forall({ at: Position, r: Resource }, ({ at, r }) =>
          all(isScheduled(at), unsat.at(schedule.nth(at)).has(r)).implies(
            any(
              available.has(r),
              exists({ c: Client }, ({ c }) => all(schedule.items().has(c).not(), alloc.at(c).has(r))),
              exists({ before: Position }, ({ before }) =>
                all(
                  before.lessThan(at),
                  any(unsat.at(schedule.nth(before)).has(r), alloc.at(schedule.nth(before)).has(r)),
                ),
              ),
            ),
          ),
        ),
      },
      liveness: {
        willReturn: forall({ c: Client }, ({ c }) => leadsTo(unsat.at(c).isEmpty(), alloc.at(c).isEmpty())),
        willObtain: forall({ c: Client, r: Resource }, ({ c, r }) => leadsTo(unsat.at(c).has(r), alloc.at(c).has(r))),
        againAndAgainSatisfied: forall({ c: Client }, ({ c }) => always(eventually(unsat.at(c).isEmpty()))),
      },
      // What it does an allocator without a schedule could do; and it is as fair as that one has to be.
      refinements: { SimpleAllocator: refines(simpleAllocator, { clients, resources }, { unsat, alloc }) },
      fairness: [
        ...(isFair('return') ? [weakly('returnAll')] : []),
        ...(isFair('allocate') ? [weakly('allocate')] : []),
        ...(isFair('schedule') ? [weakly('schedule')] : []),
      ],
    });
  },
);
