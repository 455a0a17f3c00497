// How Linux memory balloons share pages with page migration: every version and driver, and all that is expected of them.
// `ballast check balloon` explores it. Its parts are in balloon/, a file for each part of the kernel; balloon/README.md is for readers who
// come from there.

import { all, any, bool, constant, enumeration, model, range, spec } from 'ballast';
import { abstract_balloon } from './balloon/abstract-balloon.ts';
import { accounting } from './balloon/accounting.ts';
import { balloon_compaction } from './balloon/balloon-compaction.ts';
import { balloon_dev_info } from './balloon/balloon-dev-info.ts';
import { compaction } from './balloon/compaction.ts';
import { refusals as whatIsRefused, type Below } from './balloon/driver.ts';
import { history } from './balloon/history.ts';
import { differences, flawedBy, flaws, sorts, versions } from './balloon/kernel.ts';
import { fairLocks, fairness, liveness } from './balloon/liveness.ts';
import { memory_hotplug } from './balloon/memory-hotplug.ts';
import { migrate } from './balloon/migrate.ts';
import { mutants } from './balloon/mutants.ts';
import { struct_page } from './balloon/page.ts';
import { actionProperties, invariants, unclaimed } from './balloon/properties.ts';
import { pseries_cmm } from './balloon/pseries-cmm.ts';
import { refinements } from './balloon/refinements.ts';
import { suites } from './balloon/suites.ts';
import { threads } from './balloon/threads.ts';
import { virtio_balloon } from './balloon/virtio-balloon.ts';
import { vmw_balloon } from './balloon/vmw-balloon.ts';
import { newlyAllowed, witnesses } from './balloon/witnesses.ts';

const constants = {
  version: constant(enumeration(...versions), 'after', 'with commit a3fafdd38967, its parent 8202313e3dfa, or others'),
  driver: constant(enumeration('virtio', 'vmw', 'cmm', 'abstract'), 'virtio', 'which driver inflates and deflates'),
  granularity: constant(
    enumeration('fine', 'coarse'),
    'coarse',
    'whether a critical section is several steps or one, where nothing inside can wait',
  ),
  pages: constant(range(1, 4), 2, 'how many page frames there are'),
  devices: constant(range(1, 2), 1, 'how many balloon devices there are'),
  nodes: constant(range(1, 2), 1, 'how many memory nodes, each with a zone'),
  scanners: constant(range(0, 3), 1, 'how many threads compact memory'),
  offliners: constant(range(0, 2), 0, 'how many threads take memory offline'),
  deflaters: constant(range(0, 2), 1, 'how many threads of the driver deflate'),
  inflaters: constant(range(0, 2), 1, 'how many threads of the driver inflate'),
  notifiers: constant(range(0, 2), 0, 'how many threads are in the OOM notifier of the driver'),
  removal: constant(bool, false, 'whether the device is removed at some time; its other work is cancelled before'),
  ballooned: constant(range(0, 4), 1, 'how many pages are in the balloon at the start'),
  offlined: constant(range(0, 4), 0, 'how many page frames are taken offline; 0: any, and they stay in use'),
  fairLocks: constant(
    enumeration(...fairLocks),
    'all',
    'liveness: which locks a thread that waits gets some time, if they are free again and again; dequeue: and a page',
  ),
  refusals: constant(enumeration(...whatIsRefused), 'none', 'what the host may refuse'),
  directCompaction: constant(bool, false, 'whether virtio compacts memory within its allocations'),
  list: constant(enumeration('set', 'lifo', 'fifo'), 'set', 'which page of a device list comes next: any, or in order'),
  mutex: constant(bool, true, 'abstract driver: whether a mutex covers what it does'),
  counts: constant(bool, true, 'abstract driver: whether it asks for a page only where it counts one'),
  flaw: constant(enumeration(...flaws), 'none', 'a mistake that adds code; the mutants that set it say what it is'),
};

const drivers = { virtio: virtio_balloon, vmw: vmw_balloon, cmm: pseries_cmm, abstract: abstract_balloon };

const modelled = [
  'memory is sequentially consistent: each racy decision of this code is made again after an ordered atomic operation or under a lock',
  'each thread works on one page at a time, where the kernel isolates, moves, inflates and deflates in batches',
  'page migration may give up after any number of passes that return -EAGAIN, and an allocation may fail at any time',
  'the last put of a page frees it in the same step',
  'the migration core keeps no scratch word in the private of the new page, and no list of new pages',
  'host and hypervisor answer at once, and never fail where a driver ignores it',
  'a reset of vmw_balloon shows as -EAGAIN only, and the hotplug_mutex of cmm, which keeps it from inflating, is left out',
  'interrupts, large folios, 2 MB pages, free page reporting and the stopping of work for a removal are left out',
];

export default model(
  'balloon',
  {
    constants,
    assume: {
      'ballooned <= pages': ({ ballooned, pages }) => ballooned <= pages,
      'offlined <= pages, and somebody takes them offline': ({ offlined, pages, offliners }) =>
        offlined <= pages && (offlined === 0 || offliners > 0),
      'a device is removed when nothing inflates or deflates it': ({ removal, inflaters, deflaters, notifiers }) =>
        !removal || inflaters + deflaters + notifiers === 0,
      'only virtio compacts memory within its allocations': ({ directCompaction, driver }) =>
        !directCompaction || driver === 'virtio',
      'the abstract driver is written for versions since old': ({ version, driver }) =>
        driver !== 'abstract' || version !== 'v0',
      'page->private names another device only where there are two': ({ flaw, devices }) =>
        flaw !== 'M31' || devices === 2,
    },
    mutants: { ...mutants, ...history },
    suites,
    modelled,
    necessity: { larger: { scanners: 2 } },
  },
  (constants) => {
    const { version, granularity, pages, devices, nodes, ballooned, removal, directCompaction, flaw } = constants;
    const of = sorts(pages, devices, nodes);
    const changes = differences(version);
    const flawed = flawedBy(flaw);
    // The balloon's reference, one of each scanner's, as isolator or for the page that it moves to, and two of each offliner's.
    const compacting =
      constants.scanners + (directCompaction ? constants.deflaters + constants.inflaters + constants.notifiers : 0);
    const mem_map = struct_page(of, compacting + 2 * constants.offliners + 1, constants.offlined);
    const counted = accounting(of, mem_map, { adjusts: constants.driver !== 'vmw' });
    const dev_info = balloon_dev_info(changes, flawed, of, mem_map, constants);
    const below: Below = { versions: changes, flawed, of, mem_map, dev_info, counted };

    const driver = drivers[constants.driver](below, constants);
    const balloon = balloon_compaction(below, driver);
    const migrates = migrate(below, balloon, driver, { waits: true });
    const compact_zone = compaction(below, migrates, { waits: true });
    const compact_within = directCompaction
      ? compaction(below, migrate(below, balloon, driver, { waits: false }), { waits: false })
      : undefined;
    const work = driver.work(balloon, () => (compact_within === undefined ? [] : [compact_within({})]));
    const size = { ...constants, removers: removal ? 1 : 0 };
    const kinds = threads(
      of,
      size,
      work,
      compact_zone,
      memory_hotplug(below, migrates, constants.offlined),
      directCompaction,
    );

    const live = liveness(below, kinds, constants.offlined);
    const refined = refinements(below, driver, kinds, ballooned);
    const isBefore = changes.is('v0', 'old', 'before');
    const isAfter = !isBefore && !changes.is('tas', 'tas-early');
    return spec({
      variables: { ...mem_map.fields, ...dev_info.fields, ...counted.fields, ...driver.fields },
      init: { ...mem_map.init, ...dev_info.init, ...counted.init, ...driver.init },
      initially: [mem_map.initially(ballooned)],
      processes: kinds.all.map(({ process }) => process),
      granularity,
      lockRules: 'S11',
      invariants: {
        ...invariants(below, driver, kinds, removal),
        ...(isBefore && kinds.compacting.length > 0 && kinds.deflater.size > 0
          ? { exclusion: any(...Object.values(newlyAllowed(below, kinds))).not() }
          : {}),
      },
      actionProperties: actionProperties(below, driver, kinds),
      unclaimed: [...unclaimed(below, driver, kinds), ...Object.keys(live), ...Object.keys(refined)],
      liveness: live,
      refinements: refined,
      fairness: fairness(below, kinds, driver, constants),
      reachable: { ...witnesses(below, kinds), ...(isAfter ? newlyAllowed(below, kinds) : {}) },
      // Nothing to scan, nothing to deflate and no page to inflate with is rest, not deadlock.
      terminal: all(...kinds.all.map((kind) => kind.every(kind.isResting))),
    });
  },
);
