// How the kernel's code is a balloon: whose each page is, read off what the kernel keeps. Since the commit page->private says it alone, at any
// time; before, it lags behind while the page lock is held, and the list and what is isolated say it.

import { all, any, cases, count, exists, ifThenElse, maybe, none, otherwise, refines, type Bool } from 'ballast';
import type { Below, Driver } from './driver.ts';
import type { Page } from './kernel.ts';
import type { Kinds, Thread } from './threads.ts';
import { held_pages, whose_pages } from './whose-pages.ts';

/** None of them is claimed where nobody asks. `ballooned`: how many pages are in the balloon at the start. */
export function refinements(
  { versions, of, mem_map, dev_info, counted }: Below,
  driver: Pick<Driver, 'errors'>,
  kinds: Kinds,
  ballooned: number,
): Readonly<Record<string, ReturnType<typeof refines>>> {
  const { Page } = of;
  const { PG_locked, PG_movable_ops_isolated, lru, isolated } = mem_map;
  const { isSettled } = dev_info;
  const { migrating, taking } = kinds;
  const someMigrating = (is: (thread: Thread) => Bool): Bool => any(...migrating.map((kind) => kind.some(is)));
  // From the unlock of the new page on migration needs it no more.
  const unlocked = ['folio_put(dst)', 'together', 'list_del', 'folio_unlock(src)', 'migrate_folio_done'];
  const afterUnlock = versions.since('tas', () => ['folio_put(dst)', 'list_del', 'migrate_folio_done']);
  const isMovingTo = ({ isWithin, isAt, local }: Thread, page: Page): Bool =>
    all(
      isWithin('migrate_folio_move'),
      isAt(...(afterUnlock.length > 0 ? afterUnlock : unlocked).map((step) => `migrate_folio_move.${step}`)).not(),
      local('migrate_pages_batch.dst', maybe(Page)).is(page),
    );

  const isTied = (page: Page): Bool =>
    versions.is('v0', 'old', 'before')
      ? any(lru.at(page).isCase('balloon'), isolated.at(page))
      : mem_map.private.at(page).isNot(none);
  // In fine steps: within its critical section migration has tied the new page to the balloon, and not yet untied the old one.
  const isHalfMoved = (page: Page): Bool =>
    all(
      isSettled.not(),
      someMigrating((thread) =>
        all(
          thread.isWithin('balloon_page_migrate'),
          isMovingTo(thread, page),
          exists({ from: Page }, ({ from }) =>
            all(
              thread.local(thread.kind === 'offliner' ? 'do_migrate_range.page' : 'compact_zone.page', Page).is(from),
              isTied(from),
            ),
          ),
        ),
      ),
    );
  const isInBalloon = (page: Page): Bool => all(isTied(page), isHalfMoved(page).not());
  const pages = {
    whose: (page: Page) =>
      cases([lru.at(page).isCase('buddy'), 'guest'], [isInBalloon(page), 'balloon'], [otherwise, 'on its way']),
    // While somebody changes the list, the events are about to be counted.
    size: ifThenElse(
      isSettled,
      counted.inflate_less_deflate,
      count({ page: Page }, ({ page }) => isInBalloon(page)),
    ),
  };

  const isLocked = (page: Page, is: (thread: Thread) => Bool): Bool =>
    someMigrating((thread) =>
      all(
        thread.isWithin(thread.kind === 'offliner' ? 'do_migrate_range' : 'compact_zone'),
        PG_locked.at(page).isHeldBy(thread.self),
        is(thread),
      ),
    );
  const size = { pages: Page.size, ballooned };
  const held = (mayTakeHeldPages: boolean, isHeld: (page: Page) => Bool) =>
    refines(held_pages, { ...size, mayTakeHeldPages }, { ...pages, held: isHeld });
  const isPutBack = (page: Page): Bool => PG_movable_ops_isolated.at(page);
  const isAnybodyAt = (page: Page): Bool =>
    any(
      isLocked(page, () => all()),
      isPutBack(page),
    );
  return {
    /** A page is the guest's, the balloon's, or on its way; migration puts one in the place of another. */
    'whose-pages': refines(whose_pages, size, pages),
    /**
     * And no page is on its way for ever, as long as one thread at most tries to move pages: two can pass a reference to a deflated page
     * to and fro. Without migration the balloon gives up its pages.
     */
    'whose-pages-live': refines(
      whose_pages,
      {
        ...size,
        arrives: migrating.reduce((sum, kind) => sum + kind.size, 0) <= 1,
        shrinks: migrating.length === 0 && taking.length > 0,
      },
      pages,
    ),
    // A driver whose migration may deflate takes pages that it holds itself.
    ...(migrating.length > 0 && !driver.errors.includes('-ENOENT')
      ? {
          /** Whoever deflates may take a page that a scanner or migration has locked, or whose isolated flag is set. */
          'takes-held-pages': held(true, isAnybodyAt),
          /** Nobody does: so it is until the commit. */
          'leaves-held-pages': held(false, isAnybodyAt),
          /** The same of pages alone to which migration has just moved another, and which it has still locked. */
          'leaves-pages-moved-to': held(false, (page) => isLocked(page, (thread) => isMovingTo(thread, page))),
          /** The same of pages alone whose isolated flag is set. */
          'leaves-pages-put-back': held(false, isPutBack),
        }
      : {}),
  };
}
