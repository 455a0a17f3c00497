// mm/balloon_compaction.c: what drivers call to inflate and deflate, and what page migration calls to isolate, put back and migrate
// a ballooned page. What the commit changed stands in `until('before', …)` and `since('after', …)`.

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
  type AnyProcess,
  type Expr,
  type Id,
  type Place,
  type Statement,
} from 'ballast';
import type { Below, Driver } from './driver.ts';
import { Errno, type Page as AnyPage } from './kernel.ts';

const file = { source: 'mm/balloon_compaction.c' };

export function balloon_compaction(
  { versions, flawed, of, mem_map, dev_info, counted }: Below,
  driver: Pick<Driver, 'migratepage' | 'errors'>,
) {
  const { since, until } = versions;
  const { Page, Device } = of;
  const { PG_locked, isolated, lists, alloc_pages, folio_get, take, put_page } = mem_map;
  const { isolated_pages, list_lock, list_empty, comesFirst, list_add, list_del } = dev_info;
  const { adjust_managed_page_count, adjust_for_zones, count_vm_event, mod_node_page_state } = counted;
  const { balloon_page_device, balloon_page_insert, balloon_page_finalize, forget_isolated } = dev_info;

  /** Into a local of the driver. Fails, where the driver asks for a page under its mutex or compacts memory, in an alternative beside this. */
  const balloon_page_alloc = (
    thread: Expr<AnyProcess>,
    page: Place<Id<'page'>>,
    name = 'balloon_page_alloc',
  ): Statement => pick(name, { free: Page }, ({ free }) => [alloc_pages(free), take(thread, free), page.becomes(free)]);

  const balloon_page_enqueue_one = procedure(
    'balloon_page_enqueue_one',
    { b_dev_info: Device, page: Page },
    ({ b_dev_info, page }) => [
      ...until('before', () => [
        trylock(
          PG_locked.at(page),
          [step('BUG_ON', bugOn(literal(bool, true), 'S10: BUG_ON(!trylock_page(page)) in enqueue'))],
          'trylock_page',
        ),
      ]),
      balloon_page_insert({ b_dev_info, page }),
      ...until('before', () => [release(PG_locked.at(page), 'unlock_page')]),
      ...since('old', () => adjust_managed_page_count(page, -1)),
      count_vm_event('BALLOON_INFLATE'),
      mod_node_page_state(page, 1),
    ],
    file,
  );

  const balloon_page_enqueue = procedure(
    'balloon_page_enqueue',
    { b_dev_info: Device, page: Page },
    ({ b_dev_info, page }) => [critical(list_lock(b_dev_info), [balloon_page_enqueue_one({ b_dev_info, page })])],
    file,
  );

  // Takes a list of pages in the kernel, here a list of one.
  const balloon_page_list_enqueue = procedure(
    'balloon_page_list_enqueue',
    { b_dev_info: Device, page: Page },
    ({ b_dev_info, page, self }) => [
      critical(list_lock(b_dev_info), [
        step('list_del', mem_map.list_del(page, lists.driver(self))),
        balloon_page_enqueue_one({ b_dev_info, page }),
      ]),
    ],
    file,
  );

  // Asked for one page, here. The page that it gives is on a list of the caller's.
  const balloon_page_list_dequeue = procedure(
    'balloon_page_list_dequeue',
    { b_dev_info: Device },
    maybe(Page),
    ({ b_dev_info, self, local, ret }) => {
      const page = local('page', Page);
      const isPassed = until('before', () => [(entry: AnyPage) => PG_locked.at(entry).isFree().not()])[0];
      return [
        critical(list_lock(b_dev_info), [
          either('list_for_each_entry_safe', {
            entry: [
              pick({ entry: Page }, ({ entry }) => [
                when(comesFirst(entry, b_dev_info, isPassed)),
                // A mark of pages that may be taken, which only compaction sets.
                ...flawed('H2', () => [when(mem_map.PG_movable_ops_isolated.at(entry))]),
                page.becomes(entry),
              ]),
            ],
            end: [otherwise, ret(none)],
          }),
          ...until('before', () => [
            // The walk skips a locked page and goes on: that it takes another is among the choices above.
            trylock(PG_locked.at(page), [ret(none)], 'trylock_page'),
          ]),
          step('list_del', list_del(self, page, b_dev_info)),
          ...since('old', () => adjust_managed_page_count(page, 1)),
          balloon_page_finalize({ page }),
          count_vm_event('BALLOON_DEFLATE'),
          step('list_add', mem_map.list_add(page, lists.driver(self)), take(self, page)),
          ...until('before', () => [release(PG_locked.at(page), 'unlock_page')]),
          mod_node_page_state(page, -1),
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
          critical(list_lock(b_dev_info), [
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

  // Called with a reference held, and until `tas` the page lock.
  const balloon_page_isolate = procedure(
    'balloon_page_isolate',
    { page: Page },
    bool,
    ({ page, self, local, ret }) => {
      const b_dev_info = local('b_dev_info', maybe(Device));
      const lookup = () => [
        step('balloon_page_device', b_dev_info.becomes(mem_map.private.at(page))),
        // Still being inflated, or deflated already.
        branch(b_dev_info.is(none), [ret(false)]),
      ];
      const device = b_dev_info.value();
      return [
        ...until('before', lookup),
        critical(list_lock(device), [
          ...since('after', lookup),
          step(
            'list_del',
            // The kernel would follow NULL one line later; here the list meant has no name without a device.
            bugOn(b_dev_info.is(none), 'S10: NULL dereference of b_dev_info in balloon_page_isolate'),
            list_del(self, page, device),
            isolated.at(page).becomes(true),
          ),
          step('isolated_pages++', isolated_pages.at(device).increment()),
        ]),
        ret(true),
      ];
    },
    file,
  );

  // Called for an isolated page, until `tas` with the page lock held.
  const balloon_page_putback = procedure(
    'balloon_page_putback',
    { page: Page },
    ({ page, self, local }) => {
      const b_dev_info = local('b_dev_info', Device);
      return [
        balloon_page_device(page, b_dev_info, 'balloon_page_putback'),
        critical(list_lock(b_dev_info), [
          step(
            'list_add',
            list_add(self, page, b_dev_info),
            isolated.at(page).becomes(false),
            ...flawed('A3', () => [mem_map.PG_movable_ops.at(page).becomes(false)]),
            ...flawed('M30', () => [mem_map.private.at(page).becomes(none)]),
          ),
          step('isolated_pages--', isolated_pages.at(b_dev_info).decrement()),
        ]),
      ];
    },
    file,
  );

  // Called for an isolated page, until `tas` with both page locks held.
  const balloon_page_migrate = procedure(
    'balloon_page_migrate',
    { newpage: Page, page: Page },
    Errno,
    ({ newpage, page, self, local, ret }) => {
      const b_dev_info = local('b_dev_info', Device);
      const rc = local('rc', Errno);
      const insert = () => [
        step('get_page', folio_get(newpage), take(self, newpage)),
        balloon_page_insert({ b_dev_info, page: newpage }),
        ...adjust_for_zones(page, newpage),
      ];
      // The host took the old page back and refused the new one: the old one is deflated, and that is all.
      const deflate = () => [count_vm_event('BALLOON_DEFLATE'), ...adjust_managed_page_count(page, 1)];
      const failures = driver.errors.filter((errno) => errno !== '-ENOENT');
      return [
        balloon_page_device(
          page,
          b_dev_info,
          'balloon_page_migrate',
          ...until('before', () =>
            [page, newpage].map((each) =>
              bugOn(PG_locked.at(each).isFree(), 'S10: VM_BUG_ON_PAGE(!PageLocked) in balloon_page_migrate'),
            ),
          ),
        ),
        rc.becomes(driver.migratepage({ b_dev_info, newpage, page })),
        // Until 1258460bd31e the driver has done it all.
        ...until('v0', () => [ret(rc)]),
        ...since('old', () => [
          ...(failures.length === 0 ? [] : [branch(rc.isOneOf(...failures), [ret(rc)])]),
          critical(list_lock(b_dev_info), [
            ...(driver.errors.includes('-ENOENT') ? [branch(rc.is('0'), insert(), deflate())] : insert()),
            step('isolated_pages--', forget_isolated(page, b_dev_info), take(self, page)),
            ...since('after', () => [balloon_page_finalize({ page })]),
          ]),
          ...until('before', () => [balloon_page_finalize({ page })]),
          put_page(page),
          ...flawed('M17', () => [branch(rc.is('-ENOENT'), [ret('-EBUSY')])]),
          ret('0'),
        ]),
      ];
    },
    file,
  );

  return {
    balloon_page_alloc,
    balloon_page_enqueue,
    balloon_page_list_enqueue,
    balloon_page_list_dequeue,
    balloon_page_dequeue,
    balloon_page_isolate,
    balloon_page_putback,
    balloon_page_migrate,
  };
}

export type BalloonCompaction = ReturnType<typeof balloon_compaction>;
