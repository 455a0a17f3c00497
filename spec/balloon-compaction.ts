// mm/balloon_compaction.c: what drivers call to inflate and deflate, and what page migration calls to isolate, put back and migrate
// a ballooned page. What the commit changed stands in `after` and `before`.

import {
  bool,
  branch,
  bugOn,
  critical,
  either,
  literal,
  maybe,
  none,
  otherwise,
  pick,
  procedure,
  release,
  step,
  trylock,
  when,
} from 'ballast';
import type { BalloonDevInfo, Driver } from './balloon-dev-info.ts';
import { Errno, type Sorts, type Version } from './kernel.ts';
import type { StructPage } from './page.ts';

const file = { source: 'mm/balloon_compaction.c' };

export function balloon_compaction(
  version: Version,
  { Page, Device }: Sorts,
  mem_map: StructPage,
  dev_info: BalloonDevInfo,
  driver: Driver,
) {
  const [after, before] = [version === 'after', version === 'before'];
  const { PG_locked, isolated, lists, list_add, list_del, folio_get, folio_put } = mem_map;
  const { balloon_pages_lock, isolated_pages, isOnList, list_empty, locked } = dev_info;
  const { balloon_page_device, balloon_page_insert, balloon_page_finalize } = dev_info;

  const balloon_page_enqueue_one = procedure(
    'balloon_page_enqueue_one',
    { b_dev_info: Device, page: Page },
    ({ b_dev_info, page }) => [
      ...(before
        ? [
            trylock(
              PG_locked.at(page),
              [step('BUG_ON', bugOn(literal(bool, true), 'S10: BUG_ON(!trylock_page(page)) in enqueue'))],
              'trylock_page',
            ),
          ]
        : []),
      balloon_page_insert({ b_dev_info, page }),
      ...(before ? [release(PG_locked.at(page), 'unlock_page')] : []),
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
          ...(before ? [trylock(PG_locked.at(page), [ret(none)], 'trylock_page')] : []),
          step('list_del', locked(self), list_del(page, lists.balloon(b_dev_info))),
          balloon_page_finalize({ page }),
          step('list_add', list_add(page, lists.driver(self))),
          ...(before ? [release(PG_locked.at(page), 'unlock_page')] : []),
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
        ...(before ? lookup : []),
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
        balloon_page_device(page, b_dev_info, 'balloon_page_putback'),
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
        balloon_page_device(page, b_dev_info, 'balloon_page_migrate'),
        rc.becomes(driver.migratepage({ b_dev_info, newpage, page })),
        branch(rc.isOneOf(...failures), [ret(rc)]),
        critical(balloon_pages_lock, [
          // -ENOENT: the host took the old page back and refused the new one, so the old one is deflated and that is all.
          ...(driver.errors.includes('-ENOENT') ? [branch(rc.is('0'), insert)] : insert),
          step('isolated_pages--', isolated_pages.at(b_dev_info).decrement(), isolated.at(page).becomes(false)),
          ...(after ? [balloon_page_finalize({ page })] : []),
        ]),
        ...(before ? [balloon_page_finalize({ page })] : []),
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
