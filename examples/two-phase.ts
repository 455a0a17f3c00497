// Two-phase commit: a transaction manager asks resource managers to prepare, and all commit or all abort.
// Source: tlaplus/Examples, specifications/transaction_commit/TwoPhase.tla (consistency is stated in TCommit.tla).
// True of it, with 3 resource managers: 288 distinct states, 1,146 generated, depth 10; with symmetry 80, 318 and 10.
// With 5: 8,832, 58,146 and 16; with symmetry 314, 2,048 and 16. (Stateright prints 665: there a state may have several representatives.)
// Messages are a set that only grows: nothing is lost for good, anything may be received late, or twice.

import { action, all, constant, drop, enumeration, exists, fn, forall, ids, model, range, set, spec } from 'ballast';
import { unit, variables, variant, variantOf } from 'ballast';

export default model(
  'two-phase',
  {
    constants: { managers: constant(range(1, 6), 3, 'how many resource managers take part') },
    mutants: {
      brokenPromise: {
        edits: drop('rmChooseToAbort.when#1'),
        breaks: 'consistent',
        about: 'who has promised to commit may still abort',
      },
      hastyManager: {
        edits: drop('tmCommit.when#2'),
        breaks: 'consistent',
        about: 'the decision does not wait for all',
      },
    },
    suites: [{ expect: 'holds' }, { set: { managers: 5 }, expect: 'holds' }],
  },
  ({ managers }) => {
    const Manager = ids('rm', managers);
    const Message = variant({ prepared: Manager, commit: unit, abort: unit });
    const { rmState, tmState, tmPrepared, msgs } = variables({
      rmState: fn(Manager, enumeration('working', 'prepared', 'committed', 'aborted')),
      tmState: enumeration('init', 'committed', 'aborted'),
      tmPrepared: set(Manager),
      msgs: set(Message),
    });
    const commit = variantOf(Message, 'commit', 'unit');
    const abort = variantOf(Message, 'abort', 'unit');

    return spec({
      variables: { rmState, tmState, tmPrepared, msgs },
      init: { rmState: 'working', tmState: 'init', tmPrepared: [], msgs: [] },
      actions: {
        tmRcvPrepared: action({ rm: Manager }, ({ rm }) => ({
          when: [tmState.is('init'), msgs.has(variantOf(Message, 'prepared', rm))],
          then: [tmPrepared.insert(rm)],
        })),
        tmCommit: action({
          when: [tmState.is('init'), forall({ rm: Manager }, ({ rm }) => tmPrepared.has(rm))],
          then: [tmState.becomes('committed'), msgs.insert(commit)],
        }),
        // The manager may give up at any time before it decides.
        tmAbort: action({
          when: [tmState.is('init')],
          then: [tmState.becomes('aborted'), msgs.insert(abort)],
        }),
        rmPrepare: action({ rm: Manager }, ({ rm }) => ({
          when: [rmState.at(rm).is('working')],
          then: [rmState.at(rm).becomes('prepared'), msgs.insert(variantOf(Message, 'prepared', rm))],
        })),
        rmChooseToAbort: action({ rm: Manager }, ({ rm }) => ({
          when: [rmState.at(rm).is('working')],
          then: [rmState.at(rm).becomes('aborted')],
        })),
        rmRcvCommitMsg: action({ rm: Manager }, ({ rm }) => ({
          when: [msgs.has(commit)],
          then: [rmState.at(rm).becomes('committed')],
        })),
        rmRcvAbortMsg: action({ rm: Manager }, ({ rm }) => ({
          when: [msgs.has(abort)],
          then: [rmState.at(rm).becomes('aborted')],
        })),
      },
      invariants: {
        consistent: forall({ a: Manager, b: Manager }, ({ a, b }) =>
          all(rmState.at(a).is('aborted'), rmState.at(b).is('committed')).not(),
        ),
      },
      // Without these a protocol that never decides would be consistent too.
      reachable: {
        allCommitted: forall({ rm: Manager }, ({ rm }) => rmState.at(rm).is('committed')),
        someAborted: exists({ rm: Manager }, ({ rm }) => rmState.at(rm).is('aborted')),
      },
    });
  },
);
