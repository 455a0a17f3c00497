// include/linux/balloon_compaction.h: struct balloon_dev_info with its lock and its list, and the helpers that tie a page to it.

import {
  all,
  bool,
  bugOn,
  count,
  each,
  exists,
  fn,
  forall,
  ifThenElse,
  lock,
  none,
  procedure,
  range,
  step,
  variables,
  warnOn,
  type AnyProcess,
  type Bool,
  type Expr,
  type Id,
  type Lock,
  type Part,
  type Place,
  type Statement,
} from 'ballast';
import type { Device, Differences, Flawed, Page, Sorts, Variables } from './kernel.ts';
import type { StructPage } from './page.ts';

/** How the list of a device is kept: as a set, of which any page may come next, or in order. */
export type ListOrder = 'set' | 'lifo' | 'fifo';

const file = { source: 'include/linux/balloon_compaction.h' };

/** `removal`: whether a device may go away. */
export function balloon_dev_info(
  { is }: Differences,
  flawed: Flawed,
  { Page, Device }: Sorts,
  mem_map: StructPage,
  { list, removal }: { readonly list: ListOrder; readonly removal: boolean },
) {
  const { page_type, PG_movable_ops, lru, lists, owner, owners } = mem_map;

  const { isolated_pages } = variables({ isolated_pages: fn(Device, range(0, Page.size)) });
  const { balloon_pages_lock } = variables({ balloon_pages_lock: lock('spin') });
  const { pages_lock } = variables({ pages_lock: fn(Device, lock('spin')) });
  // Where a page stands in its list, counted from the tail, 1; 0 for all others.
  const { position } = variables({ position: fn(Page, range(0, Page.size)) });
  const { freed } = variables({ freed: fn(Device, bool) });

  const isPerDevice = is('v0', 'old');
  const kept: Variables = {
    fields: {
      ...(isPerDevice ? { pages_lock } : { balloon_pages_lock }),
      isolated_pages,
      ...(list === 'set' ? {} : { position }),
      ...(removal ? { freed } : {}),
    },
    init: {
      ...(isPerDevice ? { pages_lock: 'free' } : { balloon_pages_lock: 'free' }),
      isolated_pages: 0,
      // Ballooned pages, those with a device, in any order that their numbers allow.
      ...(list === 'set'
        ? {}
        : {
            position: (page: Page) =>
              ifThenElse(
                mem_map.private.at(page).is(none),
                0,
                count({ q: Page }, ({ q }) => all(q.atMost(page), mem_map.private.at(q).is(mem_map.private.at(page)))),
              ),
          }),
      ...(removal ? { freed: false } : {}),
    },
  };

  /** Protects the list and the count of this device: balloon_pages_lock, until 8202313e3dfa the pages_lock inside it. */
  const list_lock = (b_dev_info: Device): Place<Lock> => (isPerDevice ? pages_lock.at(b_dev_info) : balloon_pages_lock);
  /** Nobody is in the middle of a change of a list. */
  const isSettled: Bool = isPerDevice
    ? forall({ d: Device }, ({ d }) => pages_lock.at(d).isFree())
    : balloon_pages_lock.isFree();

  const isOnList = (page: Page, b_dev_info: Device): Bool => lru.at(page).is(lists.balloon(b_dev_info));
  const list_empty = (b_dev_info: Device): Bool =>
    exists({ page: Page }, ({ page }) => isOnList(page, b_dev_info)).not();
  /** Whether the walk of a list may come to this page first: `isPassed` are pages that it passes over where it can. */
  const comesFirst = (entry: Page, b_dev_info: Device, isPassed?: (page: Page) => Bool): Bool => {
    if (list === 'set') return isOnList(entry, b_dev_info);
    const isNearer = (q: Page): Bool =>
      list === 'lifo' ? position.at(q).moreThan(position.at(entry)) : position.at(q).lessThan(position.at(entry));
    const isBetter = (q: Page): Bool =>
      isPassed === undefined ? isNearer(q) : ifThenElse(isPassed(q).iff(isPassed(entry)), isNearer(q), isPassed(entry));
    return all(
      isOnList(entry, b_dev_info),
      exists({ q: Page }, ({ q }) => all(isOnList(q, b_dev_info), isBetter(q))).not(),
    );
  };

  /** The device is still there, and its list is changed under the lock only. */
  const locked = (thread: Expr<AnyProcess>, b_dev_info: Device): Part => [
    ...used(b_dev_info),
    bugOn(list_lock(b_dev_info).isHeldBy(thread).not(), 'S8: a device list is changed without its lock'),
  ];
  const used = (b_dev_info: Device): readonly Part[] =>
    removal ? [bugOn(freed.at(b_dev_info), 'S15: a balloon_dev_info is used after it was freed')] : [];
  const list_add = (thread: Expr<AnyProcess>, page: Page, b_dev_info: Device): Part => [
    locked(thread, b_dev_info),
    mem_map.list_add(page, lists.balloon(b_dev_info)),
    ...(list === 'set'
      ? []
      : [position.at(page).becomes(count({ q: Page }, ({ q }) => isOnList(q, b_dev_info)).plus(1))]),
  ];
  const list_del = (thread: Expr<AnyProcess>, page: Page, b_dev_info: Device): Part => [
    locked(thread, b_dev_info),
    mem_map.list_del(page, lists.balloon(b_dev_info)),
    ...(list === 'set'
      ? []
      : [
          each({ q: Page }, ({ q }) => {
            const isBehind = all(isOnList(q, b_dev_info), position.at(q).moreThan(position.at(page)));
            const moved = ifThenElse(isBehind, position.at(q).minus(1), position.at(q));
            return position.at(q).becomes(ifThenElse(q.is(page), 0, moved));
          }),
        ]),
  ];

  /** The page is moved out of the balloon. */
  const forget_isolated = (page: Page, b_dev_info: Device): Part => [
    ...used(b_dev_info),
    isolated_pages.at(b_dev_info).decrement(),
    mem_map.isolated.at(page).becomes(false),
  ];

  // An isolated page keeps its private: it is read without the lock. The kernel warns and gives up where there is none.
  const balloon_page_device = (
    page: Page,
    b_dev_info: Place<Id<'b_dev_info'>>,
    where: string,
    ...first: readonly Part[]
  ): Statement =>
    step(
      'balloon_page_device',
      ...first,
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
      step(
        'page->private=b_dev_info',
        ...flawed(
          'M31',
          () => [mem_map.private.at(page).becomes(b_dev_info.next())],
          () => [mem_map.private.at(page).becomes(b_dev_info)],
        ),
      ),
      step('list_add', list_add(self, page, b_dev_info), owner.at(page).becomes(owners.balloon)),
    ],
    file,
  );

  // Type and flag stay until the page is freed: a scanner may still look at them.
  const balloon_page_finalize = procedure(
    'balloon_page_finalize',
    { page: Page },
    ({ page }) => [step('page->private=NULL', mem_map.private.at(page).becomes(none))],
    file,
  );

  return {
    ...kept,
    isolated_pages,
    freed,
    list_lock,
    isSettled,
    isOnList,
    list_empty,
    comesFirst,
    used,
    list_add,
    list_del,
    forget_isolated,
    balloon_page_device,
    balloon_page_insert,
    balloon_page_finalize,
  };
}

export type BalloonDevInfo = ReturnType<typeof balloon_dev_info>;
