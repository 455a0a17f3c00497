// What it means to find out that all have finished their work: the rule that an algorithm for it has to keep, and nothing of how.
// Source: tlaplus/Examples, specifications/ewd840/SyncTerminationDetection.tla. `ewd840` is an algorithm that keeps it.
// True of it, with 7 nodes: 129 distinct states, all of them initial, 3,722 generated, depth 0.

import { action, always, any, anything, bool, constant, fn, forall, leadsTo, model, range } from 'ballast';
import { spec, variables, weakly } from 'ballast';

export default model(
  'sync-termination-detection',
  {
    constants: {
      nodes: constant(range(1, 8), 7, 'how many nodes work'),
      fair: constant(bool, true, 'whether what can be detected is detected'),
    },
    suites: [{ expect: 'holds' }, { set: { fair: false }, expect: 'violates isDetected' }],
  },
  ({ nodes, fair }) => {
    const Node = range(0, nodes - 1);
    const { active, detected } = variables({ active: fn(Node, bool), detected: bool });
    const isTerminated = forall({ n: Node }, ({ n }) => active.at(n).not());

    return spec({
      variables: { active, detected },
      init: { active: anything, detected: anything },
      initially: [detected.implies(isTerminated)],
      actions: {
        // The last one to end may be seen to end.
        terminate: action({ i: Node, seen: bool }, ({ i, seen }) => ({
          when: [
            active.at(i),
            any(seen.iff(detected), seen.iff(forall({ n: Node }, ({ n }) => any(n.is(i), active.at(n).not())))),
          ],
          then: [active.at(i).becomes(false), detected.becomes(seen)],
        })),
        wakeUp: action({ i: Node, j: Node }, ({ i, j }) => ({
          when: [active.at(i)],
          then: [active.at(j).becomes(true)],
        })),
        detect: action({ when: [isTerminated], then: [detected.becomes(true)] }),
      },
      invariants: { detectionIsRight: detected.implies(isTerminated) },
      liveness: {
        quiescence: always(isTerminated.implies(always(isTerminated))),
        isDetected: leadsTo(isTerminated, detected),
      },
      fairness: fair ? [weakly('detect')] : [],
    });
  },
);
