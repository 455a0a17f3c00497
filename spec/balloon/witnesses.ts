// What must be reachable, so that the rules do not hold merely because nothing happens; and what only the commit makes reachable, which
// the rules show to be harmless.

import { all, any, maybe, exists, none, type Bool } from 'ballast';
import type { Below } from './driver.ts';
import type { Page } from './kernel.ts';
import type { Kinds, Thread } from './threads.ts';

/** What every version allows. `ballooned`: how many pages are in the balloon at the start. */
export function witnesses({ versions, of, mem_map }: Below, kinds: Kinds): Readonly<Record<string, Bool>> {
  const { Page } = of;
  const { refcount, PG_locked, lru, isolated, private: page_private } = mem_map;
  const somePage = (what: (page: Page) => Bool): Bool => exists({ page: Page }, ({ page }) => what(page));
  /** A thread that compacts memory stands before this step, working on a page of which this is true. */
  const before = (step: string, what: (page: Page, thread: Thread) => Bool): Bool =>
    any(
      ...kinds.compacting.map((kind) =>
        kind.some((thread) =>
          somePage((page) =>
            all(
              thread.isWithin('compact_zone'),
              thread.isAt(step),
              thread.local('compact_zone.page', Page).is(page),
              what(page, thread),
            ),
          ),
        ),
      ),
    );
  /** A page that a thread which deflates has in hand; an inflater has its page on a list of its own, too. */
  const isDeflated = (page: Page): Bool =>
    any(...kinds.taking.map((kind) => kind.some(({ self }) => lru.at(page).is(mem_map.lists.driver(self)))));
  const scanners = kinds.compacting.reduce((sum, { size }) => sum + size, 0);
  const canMigrate = scanners > 0 && Page.size >= 2;
  const canDeflate = scanners > 0 && kinds.deflater.size + kinds.removing.length > 0;
  const locksPages = !versions.is('tas', 'tas-early');

  return {
    ...(scanners > 0
      ? {
          'isolate-succeeds': somePage((page) => isolated.at(page)),
          'page-put-back': before('putback_movable_ops_page.folio_put', (page) => lru.at(page).isCase('balloon')),
        }
      : {}),
    ...(canMigrate
      ? {
          // Where the host refuses the new page, migration ends as well, and has only deflated the old one.
          'page-migrated': before('migrate_folio_done', (page, { local }) =>
            all(
              page_private.at(page).is(none),
              somePage((dst) =>
                all(local('migrate_pages_batch.dst', maybe(Page)).is(dst), lru.at(dst).isCase('balloon')),
              ),
            ),
          ),
        }
      : {}),
    ...(canMigrate && scanners >= 2 ? { 'three-references': somePage((page) => refcount.at(page).is(3)) } : {}),
    ...(kinds.taking.length > 0 ? { 'page-deflated': somePage(isDeflated) } : {}),
    ...(canDeflate
      ? {
          'isolate-finds-no-device': before('out_no_isolated', (page) => page_private.at(page).is(none)),
          'scanner-drops-the-last-reference': before('out_putfolio', (page) => refcount.at(page).is(1)),
          ...(locksPages
            ? {
                'deflated-page-locked-by-scanner': somePage((page) =>
                  all(
                    isDeflated(page),
                    any(...kinds.compacting.map((kind) => kind.some(({ self }) => PG_locked.at(page).isHeldBy(self)))),
                  ),
                ),
              }
            : {}),
        }
      : {}),
  };
}

/** What only the commit allows: the page lock no longer keeps a page from being deflated. */
export function newlyAllowed({ of, mem_map }: Below, kinds: Kinds): Readonly<Record<string, Bool>> {
  const { Page } = of;
  const { PG_movable_ops_isolated, lru } = mem_map;
  if (kinds.compacting.length === 0 || kinds.deflater.size === 0) return {};
  const isInDriversHand = (page: Page): Bool => lru.at(page).isCase('driver');
  return {
    'deflated-before-putback-ends': exists({ page: Page }, ({ page }) =>
      all(isInDriversHand(page), PG_movable_ops_isolated.at(page)),
    ),
    ...(Page.size >= 2
      ? {
          'deflated-before-migration-unlocks': any(
            ...kinds.compacting.map((kind) =>
              kind.some(({ isAt, isWithin, local }) =>
                exists({ dst: Page }, ({ dst }) =>
                  all(
                    isWithin('compact_zone'),
                    isAt('migrate_folio_move.folio_unlock(dst)'),
                    local('migrate_pages_batch.dst', maybe(Page)).is(dst),
                    isInDriversHand(dst),
                  ),
                ),
              ),
            ),
          ),
        }
      : {}),
  };
}
