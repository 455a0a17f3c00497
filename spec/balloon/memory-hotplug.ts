// mm/memory_hotplug.c: memory offlining moves whatever is in its range, again and again, and takes a reference of its own to do so.

import { bool, branch, either, otherwise, pick, procedure, step, when } from 'ballast';
import type { Below } from './driver.ts';
import { Errno } from './kernel.ts';
import type { MigratePages } from './migrate.ts';

/** `offlined`: how many page frames are taken offline; where 0, any is moved, again and again. */
export function memory_hotplug({ of, mem_map }: Below, migration: MigratePages, offlined: number) {
  const { Page } = of;
  const { refcount, page_has_movable_ops, lists, list_add, folio_put } = mem_map;
  const { isolate_movable_ops_page, migrate_pages_batch, putback_movable_pages } = migration;

  return procedure(
    'do_migrate_range',
    {},
    ({ self, local, ret }) => {
      const page = local('page', Page);
      const isolated = local('isolated', bool);
      const rc = local('rc', Errno);
      return [
        // Unlike compaction it does not look at the isolated flag.
        pick('scan_movable_pages', { pfn: Page }, ({ pfn }) => [
          ...(offlined === 0 ? [] : [when(mem_map.isOffline(pfn))]),
          when(page_has_movable_ops(pfn)),
          page.becomes(pfn),
        ]),
        either('folio_try_get', {
          got: [when(refcount.at(page).atLeast(1)), refcount.at(page).increment()],
          gone: [otherwise, ret()],
        }),
        isolated.becomes(isolate_movable_ops_page({ page })),
        branch(isolated, [step('list_add', list_add(page, lists.migratepages(self)))]),
        folio_put(page, 'put_folio'),
        branch(isolated.not(), [ret()]),
        rc.becomes(migrate_pages_batch({ src: page })),
        branch(rc.isNot('0'), [putback_movable_pages({ page })]),
      ];
    },
    { source: 'mm/memory_hotplug.c' },
  );
}
