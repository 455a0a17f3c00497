// struct page: references, page lock, type, flags, private, and the list that page->lru links it on.
// include/linux/mm_types.h, page-flags.h, list.h, mm.h; freeing from mm/page_alloc.c.

import {
  all,
  any,
  anyProcess,
  anything,
  bool,
  bugOn,
  count,
  either,
  element,
  enumeration,
  fn,
  ifThenElse,
  literal,
  lock,
  maybe,
  none,
  otherwise,
  range,
  source,
  unit,
  variables,
  variant,
  variantOf,
  when,
  type AnyProcess,
  type Bool,
  type Expr,
  type Part,
  type Statement,
} from 'ballast';
import type { Device, Node, Page, Sorts } from './kernel.ts';

/** `references`: the most that can be held of one page at once. `offlined`: how many page frames memory offlining is after. */
export function struct_page({ Page, Device, Node }: Sorts, references: number, offlined: number) {
  // One list at a time by construction, so that linking a page twice shows as S2, and using links that are another's as S8.
  const Lru = variant({
    /** Free: the page belongs to the buddy allocator. */
    buddy: unit,
    /** On no list: its owner has it in hand. */
    unlinked: unit,
    /** On the `pages` of this balloon_dev_info. */
    balloon: Device,
    /** On a list of the driver that this thread runs. */
    driver: anyProcess,
    /** On the list of pages that this thread is about to migrate. */
    migratepages: anyProcess,
  });
  const PageType = enumeration('none', 'offline');
  const Owner = variant({ nobody: unit, balloon: unit, thread: anyProcess });
  const fields = variables({
    private: fn(Page, maybe(Device)),
    refcount: fn(Page, range(0, references)),
    PG_locked: fn(Page, lock('sleep')),
    page_type: fn(Page, PageType),
    PG_movable_ops: fn(Page, bool),
    PG_movable_ops_isolated: fn(Page, bool),
    lru: fn(Page, Lru),
    // No fields of the kernel's: whether balloon_page_isolate took the page off the device list, and it is neither put back nor migrated;
    // who will drop the balloon's own reference; and whether the host was told that the guest does without the page.
    isolated: fn(Page, bool),
    owner: fn(Page, Owner),
    inflated: fn(Page, bool),
  });
  const { refcount, PG_locked, page_type, PG_movable_ops, PG_movable_ops_isolated, lru, isolated, owner, inflated } =
    fields;

  const buddy = variantOf(Lru, 'buddy', 'unit');
  const unlinked = variantOf(Lru, 'unlinked', 'unit');
  const lists = {
    balloon: (b_dev_info: Device) => variantOf(Lru, 'balloon', b_dev_info),
    driver: (thread: Expr<AnyProcess>) => variantOf(Lru, 'driver', thread),
    migratepages: (thread: Expr<AnyProcess>) => variantOf(Lru, 'migratepages', thread),
  };
  type List = typeof unlinked;
  const owners = {
    nobody: variantOf(Owner, 'nobody', 'unit'),
    balloon: variantOf(Owner, 'balloon', 'unit'),
    thread: (thread: Expr<AnyProcess>) => variantOf(Owner, 'thread', thread),
  };

  /** At the start `ballooned` pages, any, are on the list of a device; the others are free. */
  const isBallooned = (page: Page): Bool => fields.private.at(page).isNot(none);
  const init = {
    private: anything,
    refcount: (page: Page) => ifThenElse(isBallooned(page), 1, 0),
    PG_locked: 'free',
    page_type: (page: Page) => ifThenElse(isBallooned(page), literal(PageType, 'offline'), 'none'),
    PG_movable_ops: isBallooned,
    PG_movable_ops_isolated: false,
    lru: (page: Page) => ifThenElse(isBallooned(page), lists.balloon(fields.private.at(page).value()), buddy),
    isolated: false,
    owner: (page: Page) => ifThenElse(isBallooned(page), owners.balloon, owners.nobody),
    inflated: isBallooned,
  } as const;
  /** How many pages are on the list of this device at the start. */
  const balloonedOf = (b_dev_info: Device) =>
    count({ page: Page }, ({ page }) => fields.private.at(page).is(b_dev_info));
  const initially = (ballooned: number): Bool => count({ page: Page }, ({ page }) => isBallooned(page)).is(ballooned);

  /** The zone and node of a page frame: dealt out in turn, so that with two nodes page0 and page2 share one. */
  const page_to_nid = (page: Page): Node => {
    const frames = (node: number): Page[] =>
      Array.from({ length: Page.size }, (_, frame) => frame)
        .filter((frame) => frame % Node.size === node)
        .map((frame) => element(Page, frame));
    if (Node.size === 1) return element(Node, 0);
    return ifThenElse(page.isOneOf(...frames(0)), element(Node, 0), element(Node, 1));
  };

  /** Within the range that memory offlining has taken out of use: no free page of it is given to anybody. */
  const isOffline = (page: Page): Bool =>
    page.isOneOf(...Array.from({ length: offlined }, (_, frame) => element(Page, frame)));

  const list_add = (page: Page, list: List): Part => [
    bugOn(
      all(lru.at(page).isNot(unlinked), lru.at(page).isNot(buddy)),
      'S2: list_add of a page that is on another list',
    ),
    bugOn(lru.at(page).isNot(unlinked), 'S8: list_add of a page that is linked already'),
    lru.at(page).becomes(list),
  ];
  const list_del = (page: Page, list: List): Part => [
    bugOn(lru.at(page).isNot(list), 'S8: list_del of a page that is not on this list'),
    lru.at(page).becomes(unlinked),
  ];

  /** The page allocator gives any free page; waits while there is none. */
  const alloc_pages = (page: Page): Part => [
    when(lru.at(page).isCase('buddy')),
    ...(offlined === 0 ? [] : [when(isOffline(page).not())]),
    refcount.at(page).becomes(1),
    lru.at(page).becomes(unlinked),
  ];

  const folio_get = (page: Page): Part => [
    bugOn(refcount.at(page).is(0), 'S6: folio_get of a page that has no references'),
    refcount.at(page).increment(),
  ];

  /**
   * Drops a reference; whoever drops the last frees the page in the same step, since nobody can reach it in between.
   * Freeing leaves page->private as it is: it was cleared there only a month after the commit in question.
   */
  const folio_put = (page: Page, name = 'folio_put', ...also: readonly Part[]): Statement =>
    either(name, {
      freed: [
        when(refcount.at(page).is(1)),
        source('mm/page_alloc.c', 'free_unref_folios'),
        bugOn(PG_locked.at(page).isFree().not(), 'S7: a page is freed while PG_locked'),
        bugOn(lru.at(page).isNot(unlinked), 'S7: a page is freed while it is on a list'),
        bugOn(isolated.at(page), 'S7: a page is freed while it is isolated'),
        bugOn(isBallooned(page), 'S7: a page is freed while page->private names a balloon'),
        bugOn(inflated.at(page), 'S16: a page is freed while the host believes it inflated'),
        refcount.at(page).becomes(0),
        page_type.at(page).becomes('none'),
        PG_movable_ops.at(page).becomes(false),
        PG_movable_ops_isolated.at(page).becomes(false),
        lru.at(page).becomes(buddy),
        ...also,
      ],
      dropped: [
        otherwise,
        bugOn(refcount.at(page).is(0), 'S6: folio_put of a page that has no references'),
        refcount.at(page).decrement(),
        ...also,
      ],
    });

  /** The balloon's reference is this thread's to drop. */
  const take = (thread: Expr<AnyProcess>, page: Page): Part => owner.at(page).becomes(owners.thread(thread));
  /** Drops the reference that was the balloon's. */
  const put_page = (page: Page, name = 'put_page'): Statement =>
    folio_put(page, name, owner.at(page).becomes(owners.nobody));

  /** Two words read without a lock. Once true it stays true while a reference is held. */
  const page_has_movable_ops = (page: Page): Bool => all(PG_movable_ops.at(page), page_type.at(page).is('offline'));

  /** Nothing but the allocator touches a page without references. */
  const isUntouched = (page: Page): Bool =>
    all(
      PG_locked.at(page).isFree(),
      page_type.at(page).is('none'),
      any(PG_movable_ops.at(page), PG_movable_ops_isolated.at(page), isolated.at(page)).not(),
      fields.private.at(page).is(none),
    );

  return {
    ...fields,
    fields,
    init,
    initially,
    balloonedOf,
    lists,
    unlinked,
    owners,
    page_to_nid,
    isOffline,
    list_add,
    list_del,
    alloc_pages,
    folio_get,
    folio_put,
    take,
    put_page,
    page_has_movable_ops,
    isUntouched,
  };
}

export type StructPage = ReturnType<typeof struct_page>;
