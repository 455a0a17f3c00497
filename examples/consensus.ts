// Consensus: of some values at most one is chosen. What `voting` and `paxos` achieve, said in one action.
// Source: tlaplus/Examples, specifications/PaxosHowToWinATuringAward/Consensus.tla (there with three values, as here).
// True of it: 4 distinct states, 4 generated, depth 1; with symmetry 2 distinct states: nothing or something is chosen.
// Started in all states in which the invariant holds, to show that it is inductive (specifications/Paxos/MCConsensus.tla): 4, 7 and 0.

import { action, anything, bool, constant, drop, ids, model, range, set, spec, variables } from 'ballast';

export default model(
  'consensus',
  {
    constants: {
      values: constant(range(1, 8), 3, 'how many values there are to choose from'),
      inductive: constant(bool, false, 'whether every state in which at most one value is chosen is initial'),
    },
    mutants: {
      fickle: { edits: drop('choose.when#1'), breaks: 'atMostOne', about: 'another value may be chosen later' },
    },
    suites: [{ expect: 'holds' }, { set: { inductive: true }, expect: 'holds' }],
  },
  ({ values, inductive }) => {
    const Value = ids('value', values);
    const { chosen } = variables({ chosen: set(Value) });

    return spec({
      variables: { chosen },
      init: { chosen: inductive ? anything : [] },
      initially: inductive ? [chosen.size().atMost(1)] : [],
      actions: {
        choose: action({ v: Value }, ({ v }) => ({
          when: [chosen.isEmpty()],
          then: [chosen.insert(v)],
        })),
      },
      invariants: { atMostOne: chosen.size().atMost(1) },
      terminal: 'any',
    });
  },
);
