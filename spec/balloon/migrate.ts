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
  type Statement,
} from 'ballast';
import type { BalloonCompaction } from './balloon-compaction.ts';
import type { Below, Driver } from './driver.ts';
import { Errno, type Page } from './kernel.ts';

const file = { source: 'mm/migrate.c' };

/** `waits`: whether migration may wait for a page lock, as it does not where it is called from within an allocation. */
export function migrate(
  { versions, flawed, of, mem_map }: Below,
  balloon: BalloonCompaction,
  driver: Pick<Driver, 'errors'>,
  { waits }: { readonly waits: boolean },
) {
  const { is, since, before } = versions;
  const { Page } = of;
  const { refcount, PG_locked, PG_movable_ops_isolated, lists, list_add, list_del, folio_put } = mem_map;
  const { page_has_movable_ops, alloc_pages } = mem_map;

  // On success the reference is kept: it is the isolator's, until putback or the end of migration.
  const isolate_movable_ops_page = procedure(
    'isolate_movable_ops_page',
    { page: Page },
    bool,
    ({ page, local, ret }) => {
      const isolated = local('isolated', bool);
      const hasMovableOps = (of: typeof page) =>
        warnOn(page_has_movable_ops(of).not(), 'S10: VM_WARN_ON_ONCE_PAGE(!page_has_movable_ops) in isolate');
      return [
        either('folio_get_nontail_page', {
          got: [when(refcount.at(page).atLeast(1)), refcount.at(page).increment()],
          gone: [otherwise, ret(false)],
        }),
        // Before the page lock is touched: the owner of a fresh page changes its flags without atomic operations.
        branch('page_has_movable_ops', page_has_movable_ops(page).not(), [goto('out_putfolio')]),
        ...before('tas', () => [
          trylock(PG_locked.at(page), [goto('out_putfolio')], 'folio_trylock'),
          either('PageMovableOpsIsolated', {
            no: [when(PG_movable_ops_isolated.at(page).not()), hasMovableOps(page)],
            yes: [otherwise, hasMovableOps(page), goto('out_no_isolated')],
          }),
        ]),
        ...since('tas', () => [
          either('test_and_set(PG_movable_ops_isolated)', {
            was_clear: [
              when(PG_movable_ops_isolated.at(page).not()),
              hasMovableOps(page),
              PG_movable_ops_isolated.at(page).becomes(true),
            ],
            was_set: [otherwise, goto('out_putfolio')],
          }),
        ]),
        isolated.becomes(balloon.balloon_page_isolate({ page })),
        branch(isolated, [
          ...before('tas', () => [
            together(
              step(
                'SetPageMovableOpsIsolated',
                warnOn(
                  PG_movable_ops_isolated.at(page),
                  'S10: VM_WARN_ON_ONCE_PAGE(PageMovableOpsIsolated) in isolate',
                ),
                PG_movable_ops_isolated.at(page).becomes(true),
              ),
              release(PG_locked.at(page), 'folio_unlock'),
            ),
          ]),
          ret(true),
        ]),
        ...before('tas', () => [release(PG_locked.at(page), 'out_no_isolated')]),
        ...since('tas', () => [step('out_no_isolated', PG_movable_ops_isolated.at(page).becomes(false))]),
        folio_put(page, 'out_putfolio'),
        ret(false),
      ];
    },
    file,
  );

  const clear_isolated = (page: Page): Statement =>
    step('ClearPageMovableOpsIsolated', PG_movable_ops_isolated.at(page).becomes(false));

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
      ...before('tas', () => [acquire(PG_locked.at(page), 'folio_lock')]),
      ...(is('tas-early') ? [clear_isolated(page)] : []),
      balloon.balloon_page_putback({ page }),
      ...before('tas', () => [together(clear_isolated(page), release(PG_locked.at(page), 'folio_unlock'))]),
      ...(is('tas') ? [clear_isolated(page)] : []),
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
        branch(rc.is('0'), [clear_isolated(src)]),
        ret(rc),
      ];
    },
    file,
  );

  const migrate_folio_undo_src = procedure(
    'migrate_folio_undo_src',
    { src: Page },
    ({ src }) => before('tas', () => [release(PG_locked.at(src), 'folio_unlock')]),
    file,
  );

  const migrate_folio_undo_dst = procedure(
    'migrate_folio_undo_dst',
    { dst: Page },
    ({ dst }) => [
      ...before('tas', () => [release(PG_locked.at(dst), 'folio_unlock')]),
      folio_put(dst, 'put_new_folio'),
    ],
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
        ...before('tas', () => [
          trylock(
            PG_locked.at(src),
            [
              waits
                ? either('mode', {
                    MIGRATE_ASYNC: [goto('put_new_folio')],
                    MIGRATE_SYNC: [acquire(PG_locked.at(src), 'folio_lock')],
                  })
                : goto('put_new_folio'),
            ],
            'folio_trylock(src)',
          ),
          trylock(PG_locked.at(dst), [goto('folio_unlock(src)')], 'folio_trylock(dst)'),
          ret(dst),
          release(PG_locked.at(src), 'folio_unlock(src)'),
          folio_put(dst, 'put_new_folio'),
          ret(none),
        ]),
        ...since('tas', () => [ret(dst)]),
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
          ...before('tas', () => [release(PG_locked.at(dst), 'folio_unlock(dst)')]),
          ...flawed('H5', () => [
            // Any list but that of the driver stands for an LRU list.
            branch('__PageMovable(newpage)', mem_map.private.at(dst).is(none), [
              step('putback_lru_page', list_add(dst, lists.migratepages(self))),
            ]),
          ]),
          // The device has its own reference by now, unless dst was deflated since.
          folio_put(dst, 'folio_put(dst)'),
          ...before('tas', () => [
            together(
              step('list_del', list_del(src, lists.migratepages(self))),
              release(PG_locked.at(src), 'folio_unlock(src)'),
            ),
          ]),
          ...since('tas', () => [step('list_del', list_del(src, lists.migratepages(self)))]),
          folio_put(src, 'migrate_folio_done'),
          ret('0'),
        ]),
        // Any other error but -EAGAIN.
        ...(driver.errors.some((errno) => errno !== '-EAGAIN')
          ? [branch(rc.isNot('-EAGAIN'), [migrate_folio_undo_src({ src }), migrate_folio_undo_dst({ dst })])]
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

export type MigratePages = ReturnType<typeof migrate>;
