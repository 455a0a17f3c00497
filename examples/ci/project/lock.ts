// A test-and-set lock: the word is tested and set in one step, or two CPUs would be in at once.

import { action, all, constant, enumeration, fn, forall, ids, model, range, spec, variables } from 'ballast';

export default model(
  'lock',
  {
    constants: { cpus: constant(range(1, 8), 2, 'how many CPUs') },
    mutants: {
      notAtomic: { edits: { kind: 'drop', path: 'acquire.when#2' }, about: 'nobody tests', breaks: 'mutualExclusion' },
    },
  },
  ({ cpus }) => {
    const Cpu = ids('cpu', cpus);
    const { pc, locked } = variables({ pc: fn(Cpu, enumeration('idle', 'waiting', 'inside')), locked: range(0, 1) });
    const wait = action({ c: Cpu }, ({ c }) => ({
      when: [pc.at(c).is('idle')],
      then: [pc.at(c).becomes('waiting')],
    }));
    const acquire = action({ c: Cpu }, ({ c }) => ({
      when: [pc.at(c).is('waiting'), locked.is(0)],
      then: [pc.at(c).becomes('inside'), locked.becomes(1)],
    }));
    const release = action({ c: Cpu }, ({ c }) => ({
      when: [pc.at(c).is('inside')],
      then: [pc.at(c).becomes('idle'), locked.becomes(0)],
    }));
    const mutualExclusion = forall({ a: Cpu, b: Cpu }, ({ a, b }) =>
      all(pc.at(a).is('inside'), pc.at(b).is('inside')).implies(a.is(b)),
    );
    return spec({
      variables: { pc, locked },
      init: { pc: 'idle', locked: 0 },
      actions: { wait, acquire, release },
      invariants: { mutualExclusion },
      reachable: { contended: forall({ c: Cpu }, ({ c }) => pc.at(c).is('idle').not()) },
    });
  },
);
