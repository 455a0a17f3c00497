// include/linux/balloon_compaction.h: struct balloon_dev_info with its lock, and the helpers that tie a page to it.

import {
  bugOn,
  exists,
  fn,
  lock,
  none,
  procedure,
  range,
  step,
  variables,
  warnOn,
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
import type { Device, Errno, Page, Sorts } from './kernel.ts';
import type { StructPage } from './page.ts';

/** A driver's migratepage callback, and the errors that it may return. */
export interface Driver {
  readonly migratepage: (args: {
    readonly b_dev_info: Operand<Id<'b_dev_info'>>;
    readonly newpage: Operand<Id<'page'>>;
    readonly page: Operand<Id<'page'>>;
  }) => Call<Errno>;
  readonly errors: readonly Errno[];
}

const file = { source: 'include/linux/balloon_compaction.h' };

/** The part of struct balloon_dev_info that migration uses, and the one lock of all balloon devices. */
export function balloon_dev_info({ Page, Device }: Sorts, mem_map: StructPage) {
  const { page_type, PG_movable_ops, lru, lists, list_add } = mem_map;
  const fields = variables({
    balloon_pages_lock: lock('spin'),
    isolated_pages: fn(Device, range(0, Page.size)),
  });
  const { balloon_pages_lock } = fields;

  const isOnList = (page: Page, b_dev_info: Device): Bool => lru.at(page).is(lists.balloon(b_dev_info));
  const list_empty = (b_dev_info: Device): Bool =>
    exists({ page: Page }, ({ page }) => isOnList(page, b_dev_info)).not();
  /** The list of a device is changed under the lock only. */
  const locked = (thread: Expr<AnyProcess>): Part =>
    bugOn(balloon_pages_lock.isHeldBy(thread).not(), 'S8: the device list is changed without balloon_pages_lock');

  // An isolated page keeps its private: it is read without balloon_pages_lock. The kernel warns and gives up where there is none.
  const balloon_page_device = (page: Page, b_dev_info: Place<Id<'b_dev_info'>>, where: string): Statement =>
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
    ...fields,
    fields,
    init: { balloon_pages_lock: 'free', isolated_pages: 0 } as const,
    isOnList,
    list_empty,
    locked,
    balloon_page_device,
    balloon_page_insert,
    balloon_page_finalize,
  };
}

export type BalloonDevInfo = ReturnType<typeof balloon_dev_info>;
