// Readers and writers with one queue: many may read at once, a writer is alone, and all are served in the order they asked.
// Source: tlaplus/Examples, specifications/ReadersWriters/ReadersWriters.tla.
// True of it, with 3 actors: 21,527 distinct states, 59,674 generated, depth 12.

import { action, all, constant, drop, enumeration, ids, model, range, seq, set, spec, tuple, tupleOf } from 'ballast';
import { variables } from 'ballast';

export default model(
  'readers-writers',
  {
    constants: { actors: constant(range(1, 4), 3, 'how many want to read and to write') },
    mutants: {
      rudeWriter: { edits: drop('write.when#4'), breaks: 'readersOrWriters', about: 'a writer does not mind readers' },
    },
    suites: [{ expect: 'holds' }],
  },
  ({ actors }) => {
    const Actor = ids('actor', actors);
    const Request = tuple(enumeration('read', 'write'), Actor);
    const { readers, writers, waiting } = variables({
      readers: set(Actor),
      writers: set(Actor),
      waiting: seq(Request, 2 * actors), // Each actor waits at most once to read and once to write.
    });
    const first = waiting.head();

    return spec({
      variables: { readers, writers, waiting },
      init: { readers: [], writers: [], waiting: [] },
      actions: {
        tryRead: action({ actor: Actor }, ({ actor }) => ({
          when: [
            waiting
              .items()
              .has(tupleOf(Request, 'read', actor))
              .not(),
          ],
          then: [waiting.becomes(waiting.append(tupleOf(Request, 'read', actor)))],
        })),
        tryWrite: action({ actor: Actor }, ({ actor }) => ({
          when: [
            waiting
              .items()
              .has(tupleOf(Request, 'write', actor))
              .not(),
          ],
          then: [waiting.becomes(waiting.append(tupleOf(Request, 'write', actor)))],
        })),
        // Guards are read from left to right: `first` has a meaning only after it is known that somebody waits.
        read: action({
          when: [waiting.isEmpty().not(), first.item(0).is('read'), writers.isEmpty()],
          then: [readers.insert(first.item(1)), waiting.becomes(waiting.tail())],
        }),
        write: action({
          when: [waiting.isEmpty().not(), first.item(0).is('write'), writers.isEmpty(), readers.isEmpty()],
          then: [writers.insert(first.item(1)), waiting.becomes(waiting.tail())],
        }),
        // A parameter may range over a set in the state.
        stopReading: action({ actor: readers }, ({ actor }) => ({ then: [readers.remove(actor)] })),
        stopWriting: action({ actor: writers }, ({ actor }) => ({ then: [writers.remove(actor)] })),
      },
      invariants: {
        readersOrWriters: all(readers.isEmpty().not(), writers.isEmpty().not()).not(),
        oneWriter: writers.size().atMost(1),
      },
      reachable: { allReadAtOnce: readers.size().is(actors) },
    });
  },
);
