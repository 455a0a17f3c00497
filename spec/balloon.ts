// How Linux memory balloons share pages with page migration: the model that `ballast check spec/balloon.ts` explores.
// Scanners isolate ballooned pages, move them or put them back; deflaters take pages out of the balloon, inflaters put pages in.

import {
  all,
  any,
  constant,
  element,
  enumeration,
  forall,
  loop,
  model,
  process,
  processes,
  range,
  spec,
} from 'ballast';
import { balloon_compaction } from './balloon-compaction.ts';
import { balloon_dev_info } from './balloon-dev-info.ts';
import { compaction } from './compaction.ts';
import { sorts } from './kernel.ts';
import { migrate } from './migrate.ts';
import { mutants } from './mutants.ts';
import { struct_page } from './page.ts';
import { conservation, rules } from './properties.ts';
import { virtio_balloon, virtio_inflation, virtio_migration } from './virtio-balloon.ts';
import { newlyAllowed, witnesses } from './witnesses.ts';

const constants = {
  version: constant(enumeration('after', 'before'), 'after', 'with commit a3fafdd38967, or its parent 8202313e3dfa'),
  granularity: constant(
    enumeration('fine', 'coarse'),
    'coarse',
    'whether a critical section is several steps or one, where nothing inside can wait',
  ),
  pages: constant(range(1, 4), 2, 'how many page frames there are'),
  scanners: constant(range(0, 3), 1, 'how many threads isolate and migrate pages'),
  deflaters: constant(range(0, 2), 1, 'how many threads run leak_balloon'),
  inflaters: constant(range(0, 2), 1, 'how many threads run fill_balloon'),
  ballooned: constant(range(0, 4), 1, 'how many pages are in the balloon at the start'),
};

const modelled = [
  'memory is sequentially consistent: each racy decision of this code is made again after an ordered atomic operation or under a lock',
  'a list is a set: balloon_page_list_dequeue may take any page of it, not only the first',
  'each thread works on one page at a time, where the kernel isolates, moves, inflates and deflates in batches',
  'there is one balloon device, and it is never removed',
  'page migration may give up after any number of passes that return -EAGAIN, and an allocation may fail at any time',
  'the last put of a page frees it in the same step',
  'the migration core keeps no scratch word in the private of the new page, and no list of new pages',
  'zones, statistics, interrupts, large folios and the compaction inside an allocation of a driver are left out',
];

/** Two pages: enough to migrate, and for all but races of three. */
const smoke = { pages: 2, scanners: 1, deflaters: 1, inflaters: 1 };
const twoScanners = { ...smoke, scanners: 2 };

export default model(
  'balloon',
  {
    constants,
    assume: { 'ballooned <= pages': ({ ballooned, pages }) => ballooned <= pages },
    mutants,
    modelled,
    suites: [
      ...(['after', 'before'] as const).flatMap((version) => [
        { name: `${version}, smoke`, set: { version, ...smoke }, expect: 'holds' } as const,
        { name: `${version}, two scanners`, set: { version, ...twoScanners }, expect: 'holds' } as const,
      ]),
      ...Object.entries(mutants).map(([name, { breaks }]) => ({
        name,
        mutant: name,
        expect: breaks.length === 0 ? ('holds' as const) : (`violates ${breaks.join(', ')}` as const),
      })),
      // The rule is broken some steps before the crash that comes of it.
      { name: 'M4, crash', mutant: 'M4', properties: ['S8'], expect: 'violates S8' },
      { name: 'M5, crash', mutant: 'M5', properties: ['S8'], expect: 'violates S8' },
    ],
  },
  ({ version, granularity, pages, scanners, deflaters, inflaters, ballooned }) => {
    const of = sorts(pages, 1);
    // The balloon's reference, and one of each scanner's: as isolator, or for the page that it moves to.
    const mem_map = struct_page(of, scanners + 1);
    const b_dev_info = balloon_dev_info(of, mem_map);
    const vb = virtio_balloon(of);

    const driver = virtio_migration(of, vb);
    const balloon = balloon_compaction(version, of, mem_map, b_dev_info, driver);
    const { compact_zone } = compaction(of, mem_map, migrate(of, mem_map, balloon, driver));
    const { fill_balloon, leak_balloon } = virtio_inflation(of, mem_map, vb, balloon);

    const Scanner = processes('scanner', scanners);
    const Deflater = processes('deflater', deflaters);
    const Inflater = processes('inflater', inflaters);
    const device = element(of.Device, 0);
    const threads = {
      Scanner,
      Deflater,
      Inflater,
      scanner: process(Scanner, () => [loop([compact_zone({})])]),
      deflater: process(Deflater, () => [loop([leak_balloon({ vb: device })])]),
      inflater: process(Inflater, () => [loop([fill_balloon({ vb: device })])]),
    };
    const { scanner, deflater, inflater } = threads;

    return spec({
      variables: { ...mem_map.fields, ...b_dev_info.fields, ...vb.fields },
      init: { ...mem_map.init, ...b_dev_info.init, ...vb.init(ballooned) },
      initially: [mem_map.initially(ballooned)],
      processes: [scanner, deflater, inflater],
      granularity,
      lockRules: 'S11',
      invariants: {
        ...rules(version, of, mem_map, b_dev_info, vb, conservation(of, mem_map, threads)),
        ...(version === 'before' ? { exclusion: any(...Object.values(newlyAllowed(of, mem_map, threads))).not() } : {}),
      },
      reachable: {
        ...witnesses(of, mem_map, threads),
        ...(version === 'after' ? newlyAllowed(of, mem_map, threads) : {}),
      },
      // Nothing to scan, nothing to deflate and no page to inflate with is rest, not deadlock.
      terminal: all(
        forall({ s: Scanner }, ({ s }) => scanner.isAt(s, 'isolate_migratepages_block')),
        forall({ d: Deflater }, ({ d }) => deflater.isAt(d, 'mutex_lock')),
        forall({ i: Inflater }, ({ i }) => inflater.isAt(i, 'balloon_page_alloc')),
      ),
    });
  },
);
