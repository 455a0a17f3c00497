// mm/compaction.c: what a thread does that looks for pages to move. Memory offlining and alloc_contig_range differ in what they ask
// for, not in these calls.

import { all, bool, branch, pick, procedure, step, when } from 'ballast';
import { Errno, type Sorts } from './kernel.ts';
import type { Migration } from './migrate.ts';
import type { StructPage } from './page.ts';

export function compaction({ Page }: Sorts, mem_map: StructPage, migration: Migration) {
  const { PG_movable_ops_isolated, page_has_movable_ops, lists, list_add } = mem_map;
  const { isolate_movable_ops_page, migrate_pages_batch, putback_movable_pages } = migration;

  const compact_zone = procedure(
    'compact_zone',
    {},
    ({ self, local, ret }) => {
      const page = local('page', Page);
      const isolated = local('isolated', bool);
      const rc = local('rc', Errno);
      return [
        // No lock, no reference: by the next step the page may be another's.
        pick('isolate_migratepages_block', { pfn: Page }, ({ pfn }) => [
          when(all(page_has_movable_ops(pfn), PG_movable_ops_isolated.at(pfn).not())),
          page.becomes(pfn),
        ]),
        isolated.becomes(isolate_movable_ops_page({ page })),
        branch(isolated.not(), [ret()]),
        step('list_add', list_add(page, lists.migratepages(self))),
        rc.becomes(migrate_pages_batch({ src: page })),
        branch(rc.isNot('0'), [putback_movable_pages({ page })]),
      ];
    },
    { source: 'mm/compaction.c' },
  );

  return { compact_zone };
}
