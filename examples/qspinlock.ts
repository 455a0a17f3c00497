// The queued spin lock of Linux: one word with a byte for the owner, a pending bit for the first in line, and the tail of a queue.
// Source: kernel-tla, qspinlock.tla, by Catalin Marinas, of kernel/locking/qspinlock.c (with labels for all that is a step here).
// True of it, with 2 CPUs: 9,722 distinct states, 18,991 generated, depth 143. With symmetry 4,866, 9,506 and 143: ten states stay the
// same when the CPUs change places, all others are pairs. With 3 CPUs and symmetry 6,026,907, 17,448,913 and 257.
// There a call is a step, and so is a test of what was read before. Here they cost none: the steps without an effect stand for them.

import {
  all,
  any,
  bool,
  branch,
  constant,
  drop,
  either,
  enumeration,
  exists,
  fn,
  forall,
  goto,
  ifThenElse,
} from 'ballast';
import { leave, loop, maybe, model, none, procedure, process, processes, range, record, recordOf, spec } from 'ballast';
import { step, variables, when } from 'ballast';

export default model(
  'qspinlock',
  {
    constants: {
      cpus: constant(range(1, 3), 2, 'how many CPUs take the lock'),
      pendingLoops: constant(range(0, 3), 1, '_Q_PENDING_LOOPS: how often a hand-over is looked at before queuing'),
    },
    modelled: [
      'no interrupt takes a lock while its CPU waits for one: each CPU uses the first of its queue nodes only',
      'a loop of cmpxchg is one step',
      'memory is sequentially consistent',
    ],
    mutants: {
      eagerHead: {
        edits: drop('await_owner.when#1'),
        breaks: 'mutualExclusion',
        about: 'the head of the queue does not wait for the owner',
      },
    },
    suites: [{ expect: 'holds' }],
  },
  ({ cpus, pendingLoops }) => {
    const Cpu = processes('cpu', cpus);
    const Word = record({ locked: bool, pending: bool, tail: maybe(Cpu) });
    const free = recordOf(Word, { locked: false, pending: false, tail: none });
    const [lockedOnly, pendingOnly] = [free.with({ locked: true }), free.with({ pending: true })];

    const { lock, next, locked, tried, past } = variables({
      lock: Word,
      next: fn(Cpu, maybe(Cpu)), // node->next, of a CPU's node
      locked: fn(Cpu, bool), // node->locked: the queue has come to it
      tried: fn(Cpu, bool), // what a CPU's last trylock gave
      // Nothing reads it. The source's variables keep as much of calls that are over, and it counts that.
      past: fn(Cpu, enumeration('unused', 'used', 'queued')),
    });
    const taken = ifThenElse(lock.is(free), lockedOnly, lock);

    const queuedSpinLock = procedure('queued_spin_lock', { me: Cpu }, ({ me, local }) => {
      const val = local('val', Word); // is handed over to the slow path
      const isContended = any(val.field('pending'), val.field('tail').isNot(none)); // val & ~_Q_LOCKED_MASK

      const slowpath = procedure('queued_spin_lock_slowpath', { me: Cpu }, ({ me, local, ret }) => {
        const cnt = local('cnt', range(0, pendingLoops));
        const [old, prev, following] = [local('old', Word), local('prev', maybe(Cpu)), local('next', maybe(Cpu))];
        const isInTransit = all(lock.is(pendingOnly), cnt.isNot(0));
        const successor = ifThenElse(following.is(none), next.at(me), following);
        return [
          step(
            'call',
            cnt.becomes(pendingLoops),
            old.becomes(free),
            prev.becomes(none),
            following.becomes(none),
            past.at(me).becomes('queued'),
          ),
          // The owner's byte is about to be set by the one who is pending: wait a little.
          step('in transit?'),
          branch(val.is(pendingOnly), [
            loop([
              either('cond_read', {
                again: [when(isInTransit), cnt.decrement()],
                done: [when(isInTransit.not()), val.becomes(lock), leave()],
              }),
            ]),
          ]),
          step('contended?'),
          branch(isContended, [goto('queue')]),

          // The first in line waits on the word itself.
          step('fetch_set_pending', val.becomes(lock), lock.field('pending').becomes(true)),
          branch(
            isContended,
            [
              step('late'), // takes three CPUs
              step('undo_pending', lock.field('pending').becomes(all(val.field('pending'), lock.field('pending')))),
            ],
            [
              step(
                'clear_pending_set_locked',
                when(val.field('locked').implies(lock.field('locked').not())),
                lock.field('pending').becomes(false),
                lock.field('locked').becomes(true),
              ),
              ret(),
            ],
          ),

          // All others wait on a node of their own, in a queue.
          step('queue'),
          step('init_node', locked.at(me).becomes(false), next.at(me).becomes(none)),
          step('trylock', tried.at(me).becomes(lock.is(free)), lock.becomes(taken)),
          branch('taken?', tried.at(me), [goto('release')]),
          step(
            'xchg_tail',
            old.becomes(free.with({ tail: lock.field('tail') })),
            lock.field('tail').becomes(me),
            following.becomes(none),
          ),
          branch(
            old.field('tail').is(none),
            [step('at_once')],
            [
              step('link', prev.becomes(old.field('tail')), next.at(old.field('tail').value()).becomes(me)),
              step('mcs_spin', when(locked.at(me)), following.becomes(next.at(me))),
            ],
          ),
          step('await_owner', when(lock.field('locked').not(), lock.field('pending').not()), val.becomes(lock)),
          branch(
            val.field('tail').is(me),
            [
              step('cmpxchg_tail', old.becomes(lock), lock.becomes(ifThenElse(lock.is(val), lockedOnly, lock))),
              branch(old.is(val), [goto('release')]),
            ],
            [step('not_last')],
          ),
          step(
            'mcs_pass_lock',
            when(successor.isNot(none)),
            lock.field('locked').becomes(true),
            following.becomes(successor),
            locked.at(successor.value()).becomes(true),
          ),
          step('release'),
        ];
      });

      return [
        step('cmpxchg', val.becomes(lock), lock.becomes(taken)),
        step('likely'),
        branch(val.isNot(free), [slowpath({ me })]),
      ];
    });

    const cpu = process(Cpu, ({ self }) => [
      loop([
        step('begin', past.at(self).becomes(ifThenElse(past.at(self).is('unused'), 'used', past.at(self)))),
        queuedSpinLock({ me: self }),
        step('inside'),
        step('unlock', lock.field('locked').becomes(false)),
        step('end'),
      ]),
    ]);

    return spec({
      variables: { lock, next, locked, tried, past },
      init: {
        lock: { locked: false, pending: false, tail: none },
        next: none,
        locked: false,
        tried: false,
        past: 'unused',
      },
      processes: [cpu],
      invariants: {
        mutualExclusion: forall({ a: Cpu, b: Cpu }, ({ a, b }) =>
          all(cpu.isAt(a, 'inside'), cpu.isAt(b, 'inside')).implies(a.is(b)),
        ),
      },
      reachable: {
        pending: exists({ a: Cpu }, ({ a }) => all(lock.field('locked'), cpu.isAt(a, 'clear_pending_set_locked'))),
        queued: exists({ a: Cpu }, ({ a }) => cpu.isAt(a, 'mcs_spin')),
      },
    });
  },
);
