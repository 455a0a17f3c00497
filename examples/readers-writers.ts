// Readers and writers with one queue: many may read at once, a writer is alone, and all are served in the order they asked.
// Source: tlaplus/Examples, specifications/ReadersWriters/ReadersWriters.tla.
// True of it, with 3 actors: 21,527 distinct states, 59,674 generated, depth 12.
// The source's invariants say who may not read or write. Of them `ballast necessity` says that `drop tryWrite` is not noticed, since they hold where
// nobody ever writes, and neither is `drop write.when#2`, where a request to read is taken for one to write. The first breaks the source's
// liveness, `everybodyWrites`. The other takes a property of its own, `onlyWhoAsked`.

import { action, all, always, any, constant, drop, enumeration, eventually, forall, ids, model, next } from 'ballast';
import { range, seq, set, spec, tuple, tupleOf, variables, weakly, type Bool, type Expr, type Id } from 'ballast';

export default model(
  'readers-writers',
  {
    constants: {
      actors: constant(range(1, 4), 3, 'how many want to read and to write'),
      unfair: constant(
        enumeration('nothing', 'tryRead', 'tryWrite', 'serve', 'stop', 'everything'),
        'nothing',
        'what may be put off for ever',
      ),
    },
    mutants: {
      rudeWriter: { edits: drop('write.when#4'), breaks: 'readersOrWriters', about: 'a writer does not mind readers' },
    },
    suites: [
      { expect: 'holds' },
      { set: { unfair: 'tryRead' }, expect: 'violates everybodyReads' },
      { set: { unfair: 'tryWrite' }, expect: 'violates everybodyWrites, nobodyReadsForEver' },
      { set: { unfair: 'serve' }, expect: 'violates everybodyReads, everybodyWrites' },
      {
        set: { unfair: 'stop' },
        expect: 'violates everybodyReads, everybodyWrites, nobodyReadsForEver, nobodyWritesForEver',
      },
      {
        set: { unfair: 'everything' },
        expect: 'violates everybodyReads, everybodyWrites, nobodyReadsForEver, nobodyWritesForEver',
      },
    ],
  },
  ({ actors, unfair }) => {
    const Actor = ids('actor', actors);
    const Request = tuple(enumeration('read', 'write'), Actor);
    const { readers, writers, waiting } = variables({
      readers: set(Actor),
      writers: set(Actor),
      waiting: seq(Request, 2 * actors), // Each actor waits at most once to read and once to write.
    });
    const isFair = (what: typeof unfair): boolean => unfair !== what && unfair !== 'everything';
    const first = waiting.head();
    const asks = (to: 'read' | 'write', actor: Expr<Id<'actor'>>): Bool =>
      waiting.items().has(tupleOf(Request, to, actor));

    return spec({
      variables: { readers, writers, waiting },
      init: { readers: [], writers: [], waiting: [] },
      actions: {
        tryRead: action({ actor: Actor }, ({ actor }) => ({
          when: [asks('read', actor).not()],
          then: [waiting.becomes(waiting.append(tupleOf(Request, 'read', actor)))],
        })),
        tryWrite: action({ actor: Actor }, ({ actor }) => ({
          when: [asks('write', actor).not()],
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
      actionProperties: {
        onlyWhoAsked: forall({ a: Actor }, ({ a }) =>
          all(
            next(readers.has(a)).implies(any(readers.has(a), asks('read', a))),
            next(writers.has(a)).implies(any(writers.has(a), asks('write', a))),
          ),
        ),
      },
      liveness: {
        everybodyReads: forall({ a: Actor }, ({ a }) => always(eventually(readers.has(a)))),
        everybodyWrites: forall({ a: Actor }, ({ a }) => always(eventually(writers.has(a)))),
        nobodyReadsForEver: forall({ a: Actor }, ({ a }) => always(eventually(readers.has(a).not()))),
        nobodyWritesForEver: forall({ a: Actor }, ({ a }) => always(eventually(writers.has(a).not()))),
      },
      // As in the source: somebody stops, but no one in particular. Each stops all the same, since nobody who wants to write is served before.
      fairness: [
        ...(isFair('tryRead') ? [weakly('tryRead')] : []),
        ...(isFair('tryWrite') ? [weakly('tryWrite')] : []),
        ...(isFair('serve') ? [weakly(['read', 'write'])] : []),
        ...(isFair('stop') ? [weakly(['stopReading', 'stopWriting'], { each: [] })] : []),
      ],
      reachable: {
        allReadAtOnce: readers.size().is(actors),
        writesWhileNobodyWaits: all(writers.isEmpty().not(), waiting.isEmpty()),
      },
    });
  },
);
