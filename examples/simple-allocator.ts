// A resource allocator: clients ask for sets of resources, get them bit by bit, and give them back.
// Source: tlaplus/Examples, specifications/allocator/SimpleAllocator.tla.
// True of it, with 3 clients and 2 resources: 400 distinct states, 1,633 generated, depth 5.

import { action, constant, drop, fn, forall, ids, model, range, set, spec, subset, variables } from 'ballast';

export default model(
  'simple-allocator',
  {
    constants: {
      clients: constant(range(1, 5), 3, 'how many clients ask for resources'),
      resources: constant(range(1, 4), 2, 'how many resources there are'),
    },
    mutants: {
      blindGrant: {
        edits: drop('allocate.when#2'),
        breaks: 'resourceMutex',
        about: 'what is given may not be available',
      },
    },
    suites: [{ expect: 'holds' }],
  },
  ({ clients, resources }) => {
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
        return: action({ c: Client, returned: set(Resource) }, ({ c, returned }) => ({
          when: [returned.isEmpty().not(), returned.isSubsetOf(alloc.at(c))],
          then: [alloc.at(c).becomes(alloc.at(c).without(returned))],
        })),
      },
      invariants: {
        resourceMutex: forall({ a: Client, b: Client }, ({ a, b }) =>
          a.isNot(b).implies(alloc.at(a).intersect(alloc.at(b)).isEmpty()),
        ),
      },
    });
  },
);
