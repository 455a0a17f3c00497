// What must be reachable, so that the rules do not hold merely because nothing happens; and what only the commit makes reachable, which
// the rules show to be harmless.

import { all, exists, maybe, none, type Bool } from 'ballast';
import type { Page, Sorts } from './kernel.ts';
import type { StructPage } from './page.ts';
import type { Threads } from './properties.ts';

export function witnesses(
  { Page }: Sorts,
  { refcount, PG_locked, PG_movable_ops_isolated, lru, isolated, private: page_private }: StructPage,
  { Scanner, Deflater, scanner }: Threads,
): Readonly<Record<string, Bool>> {
  type ScannerId = Parameters<typeof scanner.isAt>[0];
  const somePage = (what: (page: Page) => Bool): Bool => exists({ page: Page }, ({ page }) => what(page));
  /** A scanner stands before this step, working on a page of which this is true. */
  const before = (step: string, what: (page: Page, s: ScannerId) => Bool): Bool =>
    exists({ s: Scanner, page: Page }, ({ s, page }) =>
      all(scanner.isAt(s, step), scanner.local(s, 'compact_zone.page', Page).is(page), what(page, s)),
    );
  const canScan = Scanner.size >= 1;
  const canMigrate = canScan && Page.size >= 2;
  const canDeflate = canScan && Deflater.size >= 1;

  return {
    ...(canScan
      ? {
          'isolate-succeeds': somePage((page) => isolated.at(page)),
          'page-put-back': before('putback_movable_ops_page.folio_put', (page) => lru.at(page).isCase('balloon')),
        }
      : {}),
    ...(canMigrate ? { 'page-migrated': before('migrate_folio_done', (page) => page_private.at(page).is(none)) } : {}),
    ...(canMigrate && Scanner.size >= 2 ? { 'three-references': somePage((page) => refcount.at(page).is(3)) } : {}),
    ...(canDeflate
      ? {
          'isolate-finds-no-device': before('out_no_isolated', (page) =>
            all(page_private.at(page).is(none), PG_movable_ops_isolated.at(page).not()),
          ),
          'scanner-drops-the-last-reference': before('out_putfolio', (page) => refcount.at(page).is(1)),
          'deflated-page-locked-by-scanner': somePage((page) =>
            all(
              lru.at(page).isCase('driver'),
              exists({ s: Scanner }, ({ s }) => PG_locked.at(page).isHeldBy(s)),
            ),
          ),
        }
      : {}),
  };
}

/** What only the commit allows: the page lock no longer keeps a page from being deflated. */
export function newlyAllowed(
  { Page }: Sorts,
  { PG_movable_ops_isolated, lru }: StructPage,
  { Scanner, Deflater, scanner }: Threads,
): Readonly<Record<string, Bool>> {
  if (Scanner.size === 0 || Deflater.size === 0) return {};
  const isInDriversHand = (page: Page): Bool => lru.at(page).isCase('driver');
  return {
    'deflated-before-putback-ends': exists({ page: Page }, ({ page }) =>
      all(isInDriversHand(page), PG_movable_ops_isolated.at(page)),
    ),
    ...(Page.size >= 2
      ? {
          'deflated-before-migration-unlocks': exists({ s: Scanner, dst: Page }, ({ s, dst }) =>
            all(
              scanner.isAt(s, 'migrate_folio_move.folio_unlock(dst)'),
              scanner.local(s, 'migrate_pages_batch.dst', maybe(Page)).is(dst),
              isInDriversHand(dst),
            ),
          ),
        }
      : {}),
  };
}
