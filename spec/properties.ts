// The rules: S1 to S13 as in the documentation of the commit and of its callers, and conservation of references. Some are invariants,
// stated here; some are what a step asserts, where the kernel has a BUG, a WARN or a list operation; some are both, under one name.
//
// S2   a page is on one list at most: by construction, since page->lru has one value; using another owner's links breaks S8
// S4   isolation succeeds only for a page on its device's list: asserted at list_del in balloon_page_isolate, as S8 and S10
// S6   besides the invariant: asserted by folio_get and folio_put
// S7   asserted where a page is freed: not locked, on no list, not isolated, page->private not set
// S8   asserted at every list_add and list_del
// S10  asserted at every BUG, BUG_ON, WARN_ON and VM_WARN_ON of the code modelled, and where NULL would be followed
// S11  built in: unlock by the holder only, nothing sleeps under balloon_pages_lock
// S12  the deadlock check
// S17  a dequeue that gives fewer pages than asked for saw an empty list: by construction after the commit, not claimed before it

import {
  all,
  any,
  count,
  exists,
  forall,
  ifThenElse,
  maybe,
  none,
  type Bool,
  type Ids,
  type ProcessDeclaration,
} from 'ballast';
import type { BalloonDevInfo } from './balloon-dev-info.ts';
import type { Page, Sorts, Version } from './kernel.ts';
import type { StructPage } from './page.ts';
import type { VirtioBalloon } from './virtio-balloon.ts';

/** The threads, for properties that ask where they are. */
export interface Threads {
  readonly Scanner: Ids<'scanner'>;
  readonly Deflater: Ids<'deflater'>;
  readonly Inflater: Ids<'inflater'>;
  readonly scanner: ProcessDeclaration<'scanner'>;
  readonly deflater: ProcessDeclaration<'deflater'>;
  readonly inflater: ProcessDeclaration<'inflater'>;
}

export function rules(
  version: Version,
  { Page, Device }: Sorts,
  mem_map: StructPage,
  { balloon_pages_lock, isolated_pages }: BalloonDevInfo,
  { balloon_lock, num_pages }: VirtioBalloon,
  references: (page: Page) => Bool,
): Readonly<Record<string, Bool>> {
  const { refcount, PG_locked, page_type, PG_movable_ops, PG_movable_ops_isolated, lru, isolated, lists } = mem_map;
  const isSettled = balloon_pages_lock.isFree();
  const isUnlocked = (page: Page): Bool => PG_locked.at(page).isFree();
  const isListed = (page: Page): Bool => lru.at(page).isCase('balloon');
  const isListedByItsOwner = (page: Page): Bool =>
    exists({ d: Device }, ({ d }) => all(lru.at(page).is(lists.balloon(d)), mem_map.private.at(page).is(d)));
  const isOwned = (page: Page): Bool => mem_map.private.at(page).isNot(none);
  // Before the commit the page lock protects private as well: finalize may come after balloon_pages_lock is dropped.
  const isStable = (page: Page): Bool => (version === 'after' ? isSettled : all(isSettled, isUnlocked(page)));

  return {
    /** page->private is set exactly while the page is either on a list, which is that of its device, or isolated. */
    S1: forall({ p: Page }, ({ p }) =>
      isStable(p).implies(
        all(
          isOwned(p).iff(any(isListed(p), isolated.at(p))),
          all(isListed(p), isolated.at(p)).not(),
          isListed(p).implies(isListedByItsOwner(p)),
        ),
      ),
    ),
    /** isolated_pages counts the isolated pages of the device. */
    S3: forall({ d: Device }, ({ d }) =>
      isSettled.implies(
        isolated_pages.at(d).is(count({ p: Page }, ({ p }) => all(isolated.at(p), mem_map.private.at(p).is(d)))),
      ),
    ),
    /** A page on a device's list is referenced, PageOffline and PG_movable_ops. */
    S5: forall({ p: Page }, ({ p }) =>
      isListed(p).implies(all(refcount.at(p).atLeast(1), page_type.at(p).is('offline'), PG_movable_ops.at(p))),
    ),
    /** Only the page allocator touches a page that has no references. */
    S6: forall({ p: Page }, ({ p }) =>
      all(refcount.at(p).is(0).iff(lru.at(p).isCase('buddy')), refcount.at(p).is(0).implies(mem_map.isUntouched(p))),
    ),
    /** While nobody holds the page lock, the isolated flag of a balloon's page says whether it is isolated. */
    S9: forall({ p: Page }, ({ p }) =>
      all(isUnlocked(p), isOwned(p)).implies(PG_movable_ops_isolated.at(p).iff(isolated.at(p))),
    ),
    /** The driver's count is that of the pages on the list and of the isolated ones. */
    S13: forall({ d: Device }, ({ d }) =>
      all(isSettled, balloon_lock.at(d).isFree()).implies(
        num_pages.at(d).is(count({ p: Page }, ({ p }) => lru.at(p).is(lists.balloon(d))).plus(isolated_pages.at(d))),
      ),
    ),
    /** Every reference is one that somebody still has to drop: none is lost, none is dropped twice. */
    conservation: forall({ p: Page }, ({ p }) => isSettled.implies(references(p))),
  };
}

/** Says that a page has as many references as there are holders who will drop one. */
export function conservation(
  { Page }: Sorts,
  { refcount, lru, isolated }: StructPage,
  { Scanner, Deflater, Inflater, scanner, deflater, inflater }: Threads,
): (page: Page) => Bool {
  type ScannerId = Parameters<typeof scanner.isAt>[0];
  const isAtAny = (s: ScannerId, ...paths: readonly string[]): Bool =>
    any(...paths.map((path) => scanner.isAt(s, path)));

  // From the get in isolate_movable_ops_page to the last step of compact_zone.
  const isIsolator = (s: ScannerId, page: Page): Bool =>
    all(
      isAtAny(s, 'isolate_migratepages_block', 'folio_get_nontail_page').not(),
      scanner.local(s, 'compact_zone.page', Page).is(page),
    );
  // From get_new_folio to its put, which is the last step of the undo and four before the last of a success.
  const isMovingTo = (s: ScannerId, page: Page): Bool =>
    ifThenElse(
      scanner.isWithin(s, 'migrate_folio_unmap'),
      all(isAtAny(s, 'get_new_folio').not(), scanner.local(s, 'migrate_folio_unmap.dst', Page).is(page)),
      all(
        scanner.isWithin(s, 'migrate_pages_batch'),
        isAtAny(s, 'migrate_folio_move.together', 'migrate_folio_move.list_del').not(),
        isAtAny(s, 'migrate_folio_move.folio_unlock(src)', 'migrate_folio_done').not(),
        scanner.local(s, 'migrate_pages_batch.dst', maybe(Page)).is(page),
      ),
    );
  // The balloon's own: from its allocation, or the get in balloon_page_migrate, to the put of the deflater or of balloon_page_migrate.
  const isBalloons = (page: Page): Bool =>
    any(
      isolated.at(page),
      lru.at(page).isCase('balloon'),
      lru.at(page).isCase('driver'),
      exists({ i: Inflater }, ({ i }) =>
        all(inflater.isAt(i, 'balloon_page_alloc').not(), inflater.local(i, 'fill_balloon.page', Page).is(page)),
      ),
      exists({ s: Scanner }, ({ s }) =>
        all(
          any(scanner.isWithin(s, 'balloon_page_finalize'), scanner.isAt(s, 'balloon_page_migrate.put_page')),
          scanner.local(s, 'compact_zone.page', Page).is(page),
        ),
      ),
      exists({ d: Deflater }, ({ d }) =>
        all(deflater.isAt(d, 'leak_balloon.put_page'), deflater.local(d, 'leak_balloon.page', maybe(Page)).is(page)),
      ),
    );
  return (page) =>
    refcount.at(page).is(
      ifThenElse(isBalloons(page), 1, 0)
        .plus(count({ s: Scanner }, ({ s }) => isIsolator(s, page)))
        .plus(count({ s: Scanner }, ({ s }) => isMovingTo(s, page))),
    );
}
