// A spin lock: processors wait for a lock, one holds it. The first specification to read, with guarded actions alone.
// True of it, with 2 processors: 8 distinct states, 15 generated, depth 3. With n there are 2^n + n × 2^(n - 1) states:
// the lock is free or held by one of n, and each of the others is idle or spinning.

import { action, all, constant, enumeration, fn, forall, ids, maybe, model, none, range, spec } from 'ballast';
import { strongly, variables } from 'ballast';

export default model(
  'spinlock',
  { constants: { cpus: constant(range(1, 8), 2, 'how many CPUs compete') }, suites: [{ expect: 'holds' }] },
  ({ cpus }) => {
    const Cpu = ids('cpu', cpus);
    const { pc, owner } = variables({
      pc: fn(Cpu, enumeration('idle', 'spinning', 'critical')),
      owner: maybe(Cpu),
    });
    return spec({
      variables: { pc, owner },
      init: { pc: 'idle', owner: none },
      actions: {
        lock: action({ c: Cpu }, ({ c }) => ({
          when: [pc.at(c).is('idle')],
          then: [pc.at(c).becomes('spinning')],
        })),
        acquire: action({ c: Cpu }, ({ c }) => ({
          when: [pc.at(c).is('spinning'), owner.is(none)],
          then: [pc.at(c).becomes('critical'), owner.becomes(c)],
        })),
        unlock: action({ c: Cpu }, ({ c }) => ({
          when: [pc.at(c).is('critical')],
          then: [pc.at(c).becomes('idle'), owner.becomes(none)],
        })),
      },
      invariants: {
        mutualExclusion: forall({ a: Cpu, b: Cpu }, ({ a, b }) =>
          all(pc.at(a).is('critical'), pc.at(b).is('critical')).implies(a.is(b)),
        ),
      },
      fairness: [strongly('acquire')],
    });
  },
);
