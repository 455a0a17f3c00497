// mm/balloon_compaction.c and include/linux/balloon_compaction.h: struct balloon_dev_info, what drivers call to inflate and
// deflate, and what page migration calls to isolate, put back and migrate a ballooned page.

import {
  bool,
  branch,
  bugOn,
  critical,
  either,
  exists,
  fn,
  literal,
  lock,
  maybe,
  none,
  otherwise,
  pick,
  procedure,
  range,
  release,
  step,
  trylock,
  variables,
  warnOn,
  when,
  type AnyProcess,
  type Bool,
  type Call,
  type Expr,
  type Id,
  type Operand,
  type Part,
  type Place,
  type Statement,
} from 'ballast';
import { Errno, type Device, type Page, type Sorts, type Version } from './kernel.ts';
import type { StructPage } from './page.ts';

/** The part of struct balloon_dev_info that migration uses, and the one lock of all balloon devices. */
export function balloon_dev_info({ Page, Device }: Sorts) {
  const fields = variables({
    balloon_pages_lock: lock('spin'),
    isolated_pages: fn(Device, range(0, Page.size)),
  });
  return { ...fields, fields, init: { balloon_pages_lock: 'free', isolated_pages: 0 } as const };
}

export type BalloonDevInfo = ReturnType<typeof balloon_dev_info>;

/** A driver's migratepage callback, and the errors that it may return. */
export interface Driver {
  readonly migratepage: (args: {
    readonly b_dev_info: Operand<Id<'b_dev_info'>>;
    readonly newpage: Operand<Id<'page'>>;
    readonly page: Operand<Id<'page'>>;
  }) => Call<Errno>;
  readonly errors: readonly Errno[];
}

const file = { source: 'mm/balloon_compaction.c' };
const header = { source: 'include/linux/balloon_compaction.h' };

export function balloon_compaction(
  version: Version,
  { Page, Device }: Sorts,
  mem_map: StructPage,
  { balloon_pages_lock, isolated_pages }: BalloonDevInfo,
  driver: Driver,
) {
  const after = version === 'after';
  const { PG_locked, page_type, PG_movable_ops, lru, isolated, lists, list_add, list_del, folio_get, folio_put } =
    mem_map;

  const isOnList = (page: Page, b_dev_info: Device): Bool => lru.at(page).is(lists.balloon(b_dev_info));
  const list_empty = (b_dev_info: Device): Bool =>
    exists({ page: Page }, ({ page }) => isOnList(page, b_dev_info)).not();
  /** The list of a device is changed under the lock only. */
  const locked = (thread: Expr<AnyProcess>): Part =>
    bugOn(balloon_pages_lock.isHeldBy(thread).not(), 'S8: the device list is changed without balloon_pages_lock');

  // An isolated page keeps its private: it is read without balloon_pages_lock. The kernel warns and gives up where there is none.
  const lookup_isolated = (page: Page, b_dev_info: Place<Id<'b_dev_info'>>, where: string): Statement =>
    step(
      'balloon_page_device',
      warnOn(mem_map.private.at(page).is(none), `S10: WARN_ON_ONCE(!b_dev_info) in ${where}`),
      b_dev_info.becomes(mem_map.private.at(page).value()),
    );

  // Each write can be seen by a scanner that takes no lock: type and flag before private, private before the list.
  const balloon_page_insert = procedure(
    'balloon_page_insert',
    { b_dev_info: Device, page: Page },
    ({ b_dev_info, page, self }) => [
      step('__SetPageOffline', page_type.at(page).becomes('offline')),
      step('SetPageMovableOps', PG_movable_ops.at(page).becomes(true)),
      step('page->private=b_dev_info', mem_map.private.at(page).becomes(b_dev_info)),
      step('list_add', locked(self), list_add(page, lists.balloon(b_dev_info))),
    ],
    header,
  );

  // Type and flag stay until the page is freed: a scanner may still look at them.
  const balloon_page_finalize = procedure(
    'balloon_page_finalize',
    { page: Page },
    ({ page }) => [step('page->private=NULL', mem_map.private.at(page).becomes(none))],
    header,
  );

  const balloon_page_enqueue_one = procedure(
    'balloon_page_enqueue_one',
    { b_dev_info: Device, page: Page },
    ({ b_dev_info, page }) => [
      ...(after
        ? [balloon_page_insert({ b_dev_info, page })]
        : [
            trylock(
              PG_locked.at(page),
              [
                step(
                  'BUG_ON',
                  bugOn(literal(bool, true), 'S10: BUG_ON(!trylock_page(page)) in balloon_page_enqueue_one'),
                ),
              ],
              'trylock_page',
            ),
            balloon_page_insert({ b_dev_info, page }),
            release(PG_locked.at(page), 'unlock_page'),
          ]),
    ],
    file,
  );

  const balloon_page_enqueue = procedure(
    'balloon_page_enqueue',
    { b_dev_info: Device, page: Page },
    ({ b_dev_info, page }) => [critical(balloon_pages_lock, [balloon_page_enqueue_one({ b_dev_info, page })])],
    file,
  );

  // Asked for one page. The walk starts at the head; which page that is matters to no rule, so any page of the list is taken.
  const balloon_page_list_dequeue = procedure(
    'balloon_page_list_dequeue',
    { b_dev_info: Device },
    maybe(Page),
    ({ b_dev_info, self, local, ret }) => {
      const page = local('page', Page);
      return [
        critical(balloon_pages_lock, [
          either('list_for_each_entry_safe', {
            entry: [pick({ entry: Page }, ({ entry }) => [when(isOnList(entry, b_dev_info)), page.becomes(entry)])],
            end: [otherwise, ret(none)],
          }),
          // The walk skips a locked page and goes on: that it takes another one is among the choices above.
          ...(after ? [] : [trylock(PG_locked.at(page), [ret(none)], 'trylock_page')]),
          step('list_del', locked(self), list_del(page, lists.balloon(b_dev_info))),
          balloon_page_finalize({ page }),
          step('list_add', list_add(page, lists.driver(self))),
          ...(after ? [] : [release(PG_locked.at(page), 'unlock_page')]),
        ]),
        ret(page),
      ];
    },
    file,
  );

  // Between the two critical sections no lock is held.
  const balloon_page_dequeue = procedure(
    'balloon_page_dequeue',
    { b_dev_info: Device },
    maybe(Page),
    ({ b_dev_info, local, ret }) => {
      const page = local('page', maybe(Page));
      return [
        page.becomes(balloon_page_list_dequeue({ b_dev_info })),
        branch(page.is(none), [
          critical(balloon_pages_lock, [
            branch('list_empty', list_empty(b_dev_info), [
              step(
                'BUG',
                bugOn(
                  isolated_pages.at(b_dev_info).is(0),
                  'S10: BUG() in balloon_page_dequeue: no page on the list, and none isolated',
                ),
              ),
            ]),
          ]),
        ]),
        ret(page),
      ];
    },
    file,
  );

  // Called with the page lock and a reference held.
  const balloon_page_isolate = procedure(
    'balloon_page_isolate',
    { page: Page },
    bool,
    ({ page, self, local, ret }) => {
      const b_dev_info = local('b_dev_info', maybe(Device));
      const lookup = [
        step('balloon_page_device', b_dev_info.becomes(mem_map.private.at(page))),
        // Still being inflated, or deflated already.
        branch(b_dev_info.is(none), [ret(false)]),
      ];
      return [
        ...(after ? [] : lookup),
        critical(balloon_pages_lock, [
          ...(after ? lookup : []),
          step(
            'list_del',
            // The kernel would follow NULL one line later; here the list meant has no name without a device.
            bugOn(b_dev_info.is(none), 'S10: NULL dereference of b_dev_info in balloon_page_isolate'),
            locked(self),
            list_del(page, lists.balloon(b_dev_info.value())),
            isolated.at(page).becomes(true),
          ),
          step('isolated_pages++', isolated_pages.at(b_dev_info.value()).increment()),
        ]),
        ret(true),
      ];
    },
    file,
  );

  // Called with the page lock held, for an isolated page.
  const balloon_page_putback = procedure(
    'balloon_page_putback',
    { page: Page },
    ({ page, self, local }) => {
      const b_dev_info = local('b_dev_info', Device);
      return [
        lookup_isolated(page, b_dev_info, 'balloon_page_putback'),
        critical(balloon_pages_lock, [
          step('list_add', locked(self), list_add(page, lists.balloon(b_dev_info)), isolated.at(page).becomes(false)),
          step('isolated_pages--', isolated_pages.at(b_dev_info).decrement()),
        ]),
      ];
    },
    file,
  );

  // Called with both page locks held, for an isolated page.
  const balloon_page_migrate = procedure(
    'balloon_page_migrate',
    { newpage: Page, page: Page },
    Errno,
    ({ newpage, page, local, ret }) => {
      const b_dev_info = local('b_dev_info', Device);
      const rc = local('rc', Errno);
      const insert = [step('get_page', folio_get(newpage)), balloon_page_insert({ b_dev_info, page: newpage })];
      const failures = driver.errors.filter((errno) => errno !== '-ENOENT');
      return [
        lookup_isolated(page, b_dev_info, 'balloon_page_migrate'),
        rc.becomes(driver.migratepage({ b_dev_info, newpage, page })),
        branch(rc.isOneOf(...failures), [ret(rc)]),
        critical(balloon_pages_lock, [
          // -ENOENT: the host took the old page back and refused the new one, so the old one is deflated and that is all.
          ...(driver.errors.includes('-ENOENT') ? [branch(rc.is('0'), insert)] : insert),
          step('isolated_pages--', isolated_pages.at(b_dev_info).decrement(), isolated.at(page).becomes(false)),
          ...(after ? [balloon_page_finalize({ page })] : []),
        ]),
        ...(after ? [] : [balloon_page_finalize({ page })]),
        folio_put(page, 'put_page'),
        ret('0'),
      ];
    },
    file,
  );

  return {
    balloon_page_enqueue,
    balloon_page_dequeue,
    balloon_page_isolate,
    balloon_page_putback,
    balloon_page_migrate,
  };
}

export type BalloonCompaction = ReturnType<typeof balloon_compaction>;
