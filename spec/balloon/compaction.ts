// mm/compaction.c: what a thread does that looks for pages to move: kcompactd, or anybody whose allocation found too little.

import { all, bool, branch, either, pick, procedure, step, when } from 'ballast';
import type { Below } from './driver.ts';
import { Errno } from './kernel.ts';
import type { MigratePages } from './migrate.ts';

/** `waits`: whether there is always something to look for next. A thread that only wants memory goes on without. */
export function compaction({ of, mem_map }: Below, migration: MigratePages, { waits }: { readonly waits: boolean }) {
  const { Page } = of;
  const { PG_movable_ops_isolated, page_has_movable_ops, lists, list_add } = mem_map;
  const { isolate_movable_ops_page, migrate_pages_batch, putback_movable_pages } = migration;

  return procedure(
    'compact_zone',
    {},
    ({ self, local, ret }) => {
      const page = local('page', Page);
      const isolated = local('isolated', bool);
      const rc = local('rc', Errno);
      // No lock, no reference: by the next step the page may be another's.
      const found = (name: string) =>
        pick(name, { pfn: Page }, ({ pfn }) => [
          when(all(page_has_movable_ops(pfn), PG_movable_ops_isolated.at(pfn).not())),
          page.becomes(pfn),
        ]);
      return [
        waits
          ? found('isolate_migratepages_block')
          : either('isolate_migratepages_block', { page: [found('page')], none: [ret()] }),
        isolated.becomes(isolate_movable_ops_page({ page })),
        branch(isolated.not(), [ret()]),
        step('list_add', list_add(page, lists.migratepages(self))),
        rc.becomes(migrate_pages_batch({ src: page })),
        branch(rc.isNot('0'), [putback_movable_pages({ page })]),
      ];
    },
    { source: 'mm/compaction.c' },
  );
}
