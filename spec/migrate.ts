// mm/migrate.c: isolation, migration and putback of pages that have movable_ops, one page at a time. All PageOffline pages share the
// balloon's movable_operations, so its callbacks are called by name.

import {
  acquire,
  bool,
  branch,
  either,
  goto,
  leave,
  loop,
  maybe,
  none,
  otherwise,
  pick,
  procedure,
  release,
  step,
  together,
  trylock,
  warnOn,
  when,
} from 'ballast';
import type { BalloonCompaction } from './balloon-compaction.ts';
import type { Driver } from './balloon-dev-info.ts';
import { Errno, type Sorts } from './kernel.ts';
import type { StructPage } from './page.ts';

const file = { source: 'mm/migrate.c' };

export function migrate({ Page }: Sorts, mem_map: StructPage, balloon: BalloonCompaction, driver: Driver) {
  const { refcount, PG_locked, PG_movable_ops_isolated, lists, list_del, folio_put } = mem_map;
  const { page_has_movable_ops, alloc_pages } = mem_map;

  // On success the reference is kept: it is the isolator's, until putback or the end of migration.
  const isolate_movable_ops_page = procedure(
    'isolate_movable_ops_page',
    { page: Page },
    bool,
    ({ page, local, ret }) => {
      const isolated = local('isolated', bool);
      return [
        either('folio_get_nontail_page', {
          got: [when(refcount.at(page).atLeast(1)), refcount.at(page).increment()],
          gone: [otherwise, ret(false)],
        }),
        // Before the page lock is touched: the owner of a fresh page changes its flags without atomic operations.
        branch('page_has_movable_ops', page_has_movable_ops(page).not(), [goto('out_putfolio')]),
        trylock(PG_locked.at(page), [goto('out_putfolio')], 'folio_trylock'),
        either('PageMovableOpsIsolated', {
          no: [
            when(PG_movable_ops_isolated.at(page).not()),
            warnOn(page_has_movable_ops(page).not(), 'S10: VM_WARN_ON_ONCE_PAGE(!page_has_movable_ops) in isolate'),
          ],
          yes: [otherwise, goto('out_no_isolated')],
        }),
        isolated.becomes(balloon.balloon_page_isolate({ page })),
        branch(isolated, [
          together(
            step(
              'SetPageMovableOpsIsolated',
              warnOn(PG_movable_ops_isolated.at(page), 'S10: VM_WARN_ON_ONCE_PAGE(PageMovableOpsIsolated) in isolate'),
              PG_movable_ops_isolated.at(page).becomes(true),
            ),
            release(PG_locked.at(page), 'folio_unlock'),
          ),
          ret(true),
        ]),
        release(PG_locked.at(page), 'out_no_isolated'),
        folio_put(page, 'out_putfolio'),
        ret(false),
      ];
    },
    file,
  );

  // Once it is back on its list, and before the flag is cleared, the page may be deflated.
  const putback_movable_ops_page = procedure(
    'putback_movable_ops_page',
    { page: Page },
    ({ page }) => [
      step(
        'VM_WARN_ON_ONCE_PAGE',
        warnOn(page_has_movable_ops(page).not(), 'S10: VM_WARN_ON_ONCE_PAGE(!page_has_movable_ops) in putback'),
        warnOn(PG_movable_ops_isolated.at(page).not(), 'S10: VM_WARN_ON_ONCE_PAGE(!PageMovableOpsIsolated) in putback'),
      ),
      acquire(PG_locked.at(page), 'folio_lock'),
      balloon.balloon_page_putback({ page }),
      together(
        step('ClearPageMovableOpsIsolated', PG_movable_ops_isolated.at(page).becomes(false)),
        release(PG_locked.at(page), 'folio_unlock'),
      ),
      folio_put(page),
    ],
    file,
  );

  const migrate_movable_ops_page = procedure(
    'migrate_movable_ops_page',
    { dst: Page, src: Page },
    Errno,
    ({ dst, src, local, ret }) => {
      const rc = local('rc', Errno);
      return [
        step(
          'VM_WARN_ON_ONCE_PAGE',
          warnOn(page_has_movable_ops(src).not(), 'S10: VM_WARN_ON_ONCE_PAGE(!page_has_movable_ops) in migrate'),
          warnOn(
            PG_movable_ops_isolated.at(src).not(),
            'S10: VM_WARN_ON_ONCE_PAGE(!PageMovableOpsIsolated) in migrate',
          ),
        ),
        rc.becomes(balloon.balloon_page_migrate({ newpage: dst, page: src })),
        branch(rc.is('0'), [step('ClearPageMovableOpsIsolated', PG_movable_ops_isolated.at(src).becomes(false))]),
        ret(rc),
      ];
    },
    file,
  );

  const migrate_folio_undo_src = procedure(
    'migrate_folio_undo_src',
    { src: Page },
    ({ src }) => [release(PG_locked.at(src), 'folio_unlock')],
    file,
  );

  const migrate_folio_undo_dst = procedure(
    'migrate_folio_undo_dst',
    { dst: Page },
    ({ dst }) => [release(PG_locked.at(dst), 'folio_unlock'), folio_put(dst, 'put_new_folio')],
    file,
  );

  // Allocates the page to move to and locks both. Nothing is to be unmapped. none: -ENOMEM or -EAGAIN, src is as it was.
  const migrate_folio_unmap = procedure(
    'migrate_folio_unmap',
    { src: Page },
    maybe(Page),
    ({ src, local, ret }) => {
      const dst = local('dst', Page);
      return [
        either('get_new_folio', {
          page: [pick({ page: Page }, ({ page }) => [alloc_pages(page), dst.becomes(page)])],
          '-ENOMEM': [ret(none)],
        }),
        trylock(
          PG_locked.at(src),
          [
            either('mode', {
              MIGRATE_ASYNC: [goto('put_new_folio')],
              MIGRATE_SYNC: [acquire(PG_locked.at(src), 'folio_lock')],
            }),
          ],
          'folio_trylock(src)',
        ),
        trylock(PG_locked.at(dst), [goto('folio_unlock(src)')], 'folio_trylock(dst)'),
        ret(dst),
        release(PG_locked.at(src), 'folio_unlock(src)'),
        folio_put(dst, 'put_new_folio'),
        ret(none),
      ];
    },
    file,
  );

  // -EAGAIN keeps both locks and the new page, for another pass.
  const migrate_folio_move = procedure(
    'migrate_folio_move',
    { dst: Page, src: Page },
    Errno,
    ({ dst, src, self, local, ret }) => {
      const rc = local('rc', Errno);
      return [
        rc.becomes(migrate_movable_ops_page({ dst, src })),
        branch(rc.is('0'), [
          release(PG_locked.at(dst), 'folio_unlock(dst)'),
          // The device has its own reference by now, unless dst was deflated since.
          folio_put(dst, 'folio_put(dst)'),
          together(
            step('list_del', list_del(src, lists.migratepages(self))),
            release(PG_locked.at(src), 'folio_unlock(src)'),
          ),
          folio_put(src, 'migrate_folio_done'),
          ret('0'),
        ]),
        ...(driver.errors.includes('-EBUSY')
          ? [branch(rc.is('-EBUSY'), [migrate_folio_undo_src({ src }), migrate_folio_undo_dst({ dst })])]
          : []),
        ret(rc),
      ];
    },
    file,
  );

  const migrate_pages_batch = procedure(
    'migrate_pages_batch',
    { src: Page },
    Errno,
    ({ src, local, ret }) => {
      const dst = local('dst', maybe(Page));
      const rc = local('rc', Errno);
      return [
        dst.becomes(migrate_folio_unmap({ src })),
        branch(dst.is(none), [ret('-EAGAIN')]),
        loop([
          rc.becomes(migrate_folio_move({ dst: dst.value(), src })),
          branch(rc.isNot('-EAGAIN'), [ret(rc)]),
          // The kernel counts its passes; here it may give up after any.
          either('pass', { retry: [], undo: [leave()] }),
        ]),
        migrate_folio_undo_src({ src }),
        migrate_folio_undo_dst({ dst: dst.value() }),
        ret('-EAGAIN'),
      ];
    },
    file,
  );

  const putback_movable_pages = procedure(
    'putback_movable_pages',
    { page: Page },
    ({ page, self }) => [
      step('list_del', list_del(page, lists.migratepages(self))),
      putback_movable_ops_page({ page }),
    ],
    file,
  );

  return { isolate_movable_ops_page, migrate_pages_batch, putback_movable_pages };
}

export type Migration = ReturnType<typeof migrate>;
