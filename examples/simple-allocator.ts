// A resource allocator: clients ask for sets of resources, get them bit by bit, and give them back.
// Source: tlaplus/Examples, specifications/allocator/SimpleAllocator.tla.
// True of it, with 3 clients and 2 resources: 400 distinct states, 1,633 generated, depth 5.
// Who asks is served if that is fair in the strong sense: what a client waits for is free again and again, and may be given to others each time.

import {
  action,
  always,
  constant,
  drop,
  enumeration,
  eventually,
  fn,
  forall,
  ids,
  leadsTo,
  model,
  range,
} from 'ballast';
import { set, setOf, spec, strongly, subset, variables, weakly } from 'ballast';

export default model(
  'simple-allocator',
  {
    constants: {
      clients: constant(range(1, 5), 3, 'how many clients ask for resources'),
      resources: constant(range(1, 4), 2, 'how many resources there are'),
      allocates: constant(enumeration('strongly', 'weakly', 'never'), 'strongly', 'how fairly resources are given'),
      returns: constant(
        enumeration('always', 'satisfied', 'never'),
        'always',
        'when a client is sure to give back all that it has: some time, once it has got all, or not at all',
      ),
    },
    mutants: {
      blindGrant: {
        edits: drop('allocate.when#2'),
        breaks: 'resourceMutex',
        about: 'what is given may not be available',
      },
    },
    suites: [
      { expect: 'holds' },
      { set: { returns: 'satisfied' }, expect: 'violates willObtain, againAndAgainSatisfied' },
      { set: { returns: 'never' }, expect: 'violates willReturn, willObtain, againAndAgainSatisfied' },
      { set: { allocates: 'weakly' }, expect: 'violates willObtain, againAndAgainSatisfied' },
      { set: { allocates: 'never' }, expect: 'violates willObtain, againAndAgainSatisfied' },
    ],
  },
  ({ clients, resources, allocates, returns }) => {
    const Client = ids('client', clients);
    const Resource = ids('resource', resources);
    const { unsat, alloc } = variables({
      unsat: fn(Client, set(Resource)), // asked for and not yet given
      alloc: fn(Client, set(Resource)), // given
    });
    const available = subset({ r: Resource }, ({ r }) => forall({ c: Client }, ({ c }) => alloc.at(c).has(r).not()));

    return spec({
      variables: { unsat, alloc },
      init: { unsat: [], alloc: [] },
      actions: {
        // A parameter may range over all sets of resources.
        request: action({ c: Client, wanted: set(Resource) }, ({ c, wanted }) => ({
          when: [unsat.at(c).isEmpty(), alloc.at(c).isEmpty(), wanted.isEmpty().not()],
          then: [unsat.at(c).becomes(wanted)],
        })),
        allocate: action({ c: Client, given: set(Resource) }, ({ c, given }) => ({
          when: [given.isEmpty().not(), given.isSubsetOf(available.intersect(unsat.at(c)))],
          then: [alloc.at(c).becomes(alloc.at(c).union(given)), unsat.at(c).becomes(unsat.at(c).without(given))],
        })),
        // What a client gives back, in three actions: fairness may be of all that it has, and of that only when it has got all that it asked for.
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
      },
      invariants: {
        resourceMutex: forall({ a: Client, b: Client }, ({ a, b }) =>
          a.isNot(b).implies(alloc.at(a).intersect(alloc.at(b)).isEmpty()),
        ),
      },
      liveness: {
        willReturn: forall({ c: Client }, ({ c }) => leadsTo(unsat.at(c).isEmpty(), alloc.at(c).isEmpty())),
        willObtain: forall({ c: Client, r: Resource }, ({ c, r }) => leadsTo(unsat.at(c).has(r), alloc.at(c).has(r))),
        againAndAgainSatisfied: forall({ c: Client }, ({ c }) => always(eventually(unsat.at(c).isEmpty()))),
      },
      fairness: [
        ...{ always: [weakly(['returnAllEarly', 'returnAll'])], satisfied: [weakly('returnAll')], never: [] }[returns],
        ...{ strongly: [strongly('allocate')], weakly: [weakly('allocate')], never: [] }[allocates],
      ],
    });
  },
);
