// The rules, by the ids of the project's catalogue. Some are invariants or action properties, stated here; some are what a step asserts,
// where the kernel has a BUG, a WARN or a list operation; some are both, under one name.
//
// S2   asserted at list_add: a page is on one list at most, since page->lru has one value here
// S6   besides the invariant: asserted by folio_get and folio_put
// S7   asserted where a page is freed: not locked, on no list, not isolated, page->private not set
// S8   asserted at every list_add and list_del
// S10  asserted at every BUG, BUG_ON, WARN_ON and VM_WARN_ON of the code modelled, and where NULL would be followed
// S11  built in: unlock by the holder only, nothing sleeps under a list lock
// S12  besides the invariant: the deadlock check
// S16  asserted where a page is freed; that the host was told of each page in the balloon is S16-idle

import {
  all,
  any,
  bool,
  changed,
  count,
  element,
  exists,
  fired,
  forall,
  ifThenElse,
  literal,
  maybe,
  next,
  none,
  range,
  type Bool,
  type Id,
  type Term,
} from 'ballast';
import type { Below, Driver } from './driver.ts';
import type { Device as AnyDevice, Node, Page } from './kernel.ts';
import type { Kinds, Thread } from './threads.ts';

/** `removal`: whether a device may go away. */
export function invariants(
  below: Below,
  driver: Driver,
  kinds: Kinds,
  removal: boolean,
): Readonly<Record<string, Bool>> {
  const { versions, of, mem_map, dev_info, counted } = below;
  const { Page, Device, Node } = of;
  const { refcount, PG_locked, page_type, PG_movable_ops, PG_movable_ops_isolated, lru, isolated, lists } = mem_map;
  const { isSettled, isolated_pages } = dev_info;
  const isUnlocked = (page: Page): Bool => PG_locked.at(page).isFree();
  const isListed = (page: Page): Bool => lru.at(page).isCase('balloon');
  const isInBalloon = (page: Page): Bool => any(isListed(page), isolated.at(page));
  const isOwned = (page: Page): Bool => mem_map.private.at(page).isNot(none);
  const isListedByItsDevice = (page: Page): Bool =>
    exists({ d: Device }, ({ d }) => all(lru.at(page).is(lists.balloon(d)), mem_map.private.at(page).is(d)));
  // Before the commit the page lock protects private as well: finalize may come after the list lock is dropped.
  const isStable = (page: Page): Bool =>
    versions.is('v0', 'old', 'before') ? all(isSettled, isUnlocked(page)) : isSettled;
  // In v0 vmw_balloon finalizes and puts an isolated page before it uncounts it, all with its page lock held.
  const isWhole = (page: Page): Bool =>
    versions.is('v0') ? all(isolated.at(page), isOwned(page).not(), isUnlocked(page).not()).not() : literal(bool, true);

  // A driver that deflates in migratepage has uncounted the page before the core does.
  const isCounted = (d: AnyDevice): Bool =>
    driver.mutex === undefined || driver.errors.includes('-ENOENT')
      ? isNobodyCounting(kinds)
      : driver.mutex(d).isFree();

  const countOn = (node: Node): Term<number> => counted.countOn(node, isInBalloon);
  const frames = (node: Node): Term<number> => count({ p: Page }, ({ p }) => mem_map.page_to_nid(p).is(node));
  const unmanaged = (node: Node): Term<number> => (counted.adjusts ? countOn(node) : literal(range(0, 0), 0));
  const balances = (): Bool =>
    all(
      counted.inflate_less_deflate.is(count({ p: Page }, ({ p }) => isInBalloon(p))),
      forall({ n: Node }, ({ n }) => counted.managed_pages.at(n).plus(unmanaged(n)).is(frames(n))),
    );

  const isReferenced = isConserved(below, kinds);
  const { migrating } = kinds;
  const pageOf = ({ kind, local }: Thread): Term<Id<'page'>> =>
    local(kind === 'offliner' ? 'do_migrate_range.page' : 'compact_zone.page', Page);
  const isAsRead = (thread: Thread): Bool => {
    // Until the commit balloon_page_isolate reads it so too; in v0 the driver has what balloon_page_migrate has read.
    const readers = [
      'balloon_page_putback',
      ...versions.since('old', () => ['balloon_page_migrate']),
      ...versions.until('before', () => ['balloon_page_isolate']),
    ];
    return all(
      ...readers.map((reader) => {
        const isRead = thread.local(`${reader}.b_dev_info`, maybe(Device));
        return thread
          .isAt(`${reader}.critical`, `${reader}.lock`)
          .implies(isRead.is(mem_map.private.at(pageOf(thread))));
      }),
    );
  };
  const holdsNothing = ({ self }: Thread): Bool =>
    all(
      forall({ p: Page }, ({ p }) => PG_locked.at(p).isHeldBy(self).not()),
      forall({ d: Device }, ({ d }) =>
        all(
          dev_info.list_lock(d).isHeldBy(self).not(),
          ...(driver.mutex === undefined ? [] : [driver.mutex(d).isHeldBy(self).not()]),
        ),
      ),
    );
  const waitsForItself = (thread: Thread): Bool =>
    all(thread.isAt('putback_movable_ops_page.folio_lock'), PG_locked.at(pageOf(thread)).isHeldBy(thread.self));

  return {
    /** page->private is set exactly while the page is either on a list, which is that of its device, or isolated. */
    S1: forall({ p: Page }, ({ p }) =>
      isStable(p).implies(
        all(
          isOwned(p).iff(isInBalloon(p)),
          all(isListed(p), isolated.at(p)).not(),
          isListed(p).implies(isListedByItsDevice(p)),
        ),
      ),
    ),
    /** isolated_pages counts the isolated pages of the device. */
    S3: forall({ d: Device }, ({ d }) =>
      all(
        isSettled,
        forall({ p: Page }, ({ p }) => isWhole(p)),
      ).implies(
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
    /**
     * While nobody holds the page lock, the isolated flag of a balloon's page says whether it is isolated. Without page lock: the flag of
     * an isolated page is set, and that of others is clear once all threads rest.
     */
    S9: forall({ p: Page }, ({ p }) =>
      versions.is('tas', 'tas-early')
        ? all(
            all(isSettled, isolated.at(p)).implies(PG_movable_ops_isolated.at(p)),
            all(isIdle(kinds), isOwned(p)).implies(PG_movable_ops_isolated.at(p).iff(isolated.at(p))),
          )
        : all(isUnlocked(p), isOwned(p)).implies(PG_movable_ops_isolated.at(p).iff(isolated.at(p))),
    ),
    /** Whoever rests holds no lock, and nobody waits for a page lock held by the same thread: others may go on without. */
    S12: all(
      ...kinds.all.map((kind) => kind.every((thread) => kind.isResting(thread).implies(holdsNothing(thread)))),
      ...versions.before('tas', () => migrating.map((kind) => kind.every((thread) => waitsForItself(thread).not()))),
    ),
    /** The driver's count is that of the pages on the list and of the isolated ones. */
    S13: forall({ d: Device }, ({ d }) =>
      all(isSettled, isCounted(d)).implies(
        driver.size(d).is(count({ p: Page }, ({ p }) => lru.at(p).is(lists.balloon(d))).plus(isolated_pages.at(d))),
      ),
    ),
    /** Inflated less deflated pages are those in the balloon, and managed pages of a zone those that are not; in v0 when all rest. */
    S14: (versions.is('v0') ? isIdle(kinds) : isSettled).implies(balances()),
    /** The same when all threads rest. */
    'S14-idle': isIdle(kinds).implies(balances()),
    /** The host believes inflated just what is in the balloon, when all threads rest: it is told before a page is on the list, or after. */
    'S16-idle': isIdle(kinds).implies(forall({ p: Page }, ({ p }) => mem_map.inflated.at(p).iff(isInBalloon(p)))),
    /** No page names a device that was freed. */
    ...(removal
      ? {
          S15: forall({ d: Device, p: Page }, ({ d, p }) =>
            all(dev_info.freed.at(d), isSettled).implies(mem_map.private.at(p).isNot(d)),
          ),
        }
      : {}),
    /** The node statistic is that of the pages in the balloon: on each node, and in sum, as far as counters that go round tell. */
    NR_BALLOON_PAGES: isIdle(kinds).implies(
      forall({ n: Node }, ({ n }) => counted.NR_BALLOON_PAGES.at(n).is(countOn(n))),
    ),
    'NR_BALLOON_PAGES-sum': isIdle(kinds).implies(
      Array.from({ length: Node.size }, (_, node) => element(Node, node))
        .reduce((sum, node) => sum.plus(counted.NR_BALLOON_PAGES.at(node)), literal(range(0, 0), 0))
        .minus(count({ p: Page }, ({ p }) => isInBalloon(p)))
        .modulo(2 * Page.size + 1)
        .is(0),
    ),
    /** Where page->private was read without the lock, and is used under it next, it is what would be read there. */
    ...(migrating.length > 0 ? { A5: all(...migrating.map((kind) => kind.every((thread) => isAsRead(thread)))) } : {}),
    /** Every reference is one that somebody still has to drop: none is lost, none is dropped twice. */
    conservation: forall({ p: Page }, ({ p }) => all(isSettled, isWhole(p)).implies(isReferenced(p))),
  };
}

/** What must be true of every step. */
export function actionProperties(
  { versions, of, mem_map, dev_info }: Below,
  driver: Driver,
  kinds: Kinds,
): Readonly<Record<string, Bool>> {
  const { Page, Device } = of;
  const { refcount, PG_locked, page_type, PG_movable_ops, PG_movable_ops_isolated, lru, isolated } = mem_map;
  const isFreed = (page: Page): Bool => next(refcount.at(page)).is(0);
  const hasDriver = kinds.taking.length > 0;
  const isMigrating = kinds.compacting.length + kinds.offlining.length > 0;
  const isInserting = isMigrating || kinds.inflater.size > 0;
  const isFinalizing = isMigrating || hasDriver;
  const inserts = () => (isInserting ? [fired('balloon_page_insert.page->private=b_dev_info')] : []);
  const finalizes = () => (isFinalizing ? [fired('balloon_page_finalize.page->private=NULL')] : []);
  return {
    /** A page becomes isolated only when it is on the list of its device. */
    S4: forall({ p: Page }, ({ p }) =>
      all(isolated.at(p).not(), next(isolated.at(p))).implies(
        exists({ d: Device }, ({ d }) => all(mem_map.private.at(p).is(d), dev_info.isOnList(p, d))),
      ),
    ),
    /** balloon_page_dequeue comes away without a page only from an empty list: claimed since the commit. */
    ...(hasDriver && driver.usesDequeue
      ? {
          S17: all(
            ...kinds.taking.map((kind) =>
              kind.every(({ isAt, local }) => {
                const isEmptyHanded = () => isAt('balloon_page_dequeue.critical', 'balloon_page_dequeue.lock');
                const isOnlyOne = Device.size === 1 || kinds.removing.includes(kind);
                const b_dev_info = isOnlyOne ? element(Device, 0) : local('device', Device);
                return all(isEmptyHanded().not(), next(isEmptyHanded())).implies(dev_info.list_empty(b_dev_info));
              }),
            ),
          ),
        }
      : {}),
    /** Nobody deflates a page while another holds its page lock: claimed until the commit, which allows it. */
    ...(hasDriver && isMigrating
      ? Object.fromEntries(
          versions.before('tas', () => [
            [
              'exclusion-lock',
              forall({ p: Page }, ({ p }) =>
                all(
                  lru.at(p).isCase('balloon'),
                  next(lru.at(p)).isCase('balloon').not(),
                  next(isolated.at(p)).not(),
                ).implies(
                  any(
                    PG_locked.at(p).isFree(),
                    ...kinds.taking.map((kind) => kind.some(({ self }) => PG_locked.at(p).isHeldBy(self))),
                  ),
                ),
              ),
            ],
          ]),
        )
      : {}),
    /** page->private is set in balloon_page_insert only, cleared in balloon_page_finalize only, and never goes from device to device. */
    A1: forall({ p: Page }, ({ p }) => {
      const device = mem_map.private.at(p);
      return changed(device).implies(
        any(
          ...inserts().map((does) => all(device.is(none), does)),
          ...finalizes().map((does) => all(device.isNot(none), next(device).is(none), does)),
        ),
      );
    }),
    /** The isolated flag changes under the page lock only. */
    A2: forall({ p: Page }, ({ p }) =>
      changed(PG_movable_ops_isolated.at(p)).implies(any(PG_locked.at(p).isFree().not(), isFreed(p))),
    ),
    /** Type and PG_movable_ops stay until the page is freed. */
    A3: forall({ p: Page }, ({ p }) =>
      any(
        all(PG_movable_ops.at(p), next(PG_movable_ops.at(p)).not()),
        all(page_type.at(p).is('offline'), next(page_type.at(p)).isNot('offline')),
      ).implies(isFreed(p)),
    ),
    /** An isolated page comes into no driver's hand. */
    A4: forall({ p: Page }, ({ p }) => all(isolated.at(p), changed(lru.at(p)), next(lru.at(p)).isCase('driver')).not()),
  };
}

/**
 * What is not claimed of this version, and only looked at where it is asked for by name: S17 before the commit, exclusion by page lock
 * since, A2 without page lock, and the node statistic where a page may move to another node or be deflated by its migration, which no
 * version counts.
 */
export function unclaimed({ versions, of }: Below, driver: Driver, kinds: Kinds): readonly string[] {
  const hasDriver = kinds.taking.length > 0;
  const isMigrating = kinds.compacting.length + kinds.offlining.length > 0;
  const mayDeflate = driver.errors.includes('-ENOENT');
  return [
    ...(of.Node.size > 1 || mayDeflate ? ['NR_BALLOON_PAGES'] : []),
    ...(mayDeflate ? ['NR_BALLOON_PAGES-sum'] : []),
    ...(hasDriver && driver.usesDequeue ? versions.before('after', () => ['S17']) : []),
    ...(hasDriver && isMigrating
      ? versions.since('after', () => versions.before('tas', () => ['exclusion-lock']))
      : []),
    ...versions.since('tas', () => ['A2']),
  ];
}

/** All threads rest: nobody has a page in hand. */
function isIdle(kinds: Kinds): Bool {
  return all(...kinds.all.map((kind) => kind.every(kind.isResting)));
}

/** No thread of the driver, and no migration, is between a change of the list and the change of the driver's count. */
function isNobodyCounting({ migrating, working, removing }: Kinds): Bool {
  return all(
    ...[...working, ...removing].map((kind) => kind.every(kind.isResting)),
    ...migrating.map((kind) => kind.every(({ isWithin }) => isWithin('balloon_page_migrate').not())),
  );
}

/** A page has as many references as there are holders who will drop one, and whoever will drop the balloon's is at it. */
function isConserved({ versions, of, mem_map }: Below, kinds: Kinds): (page: Page) => Bool {
  const { Page } = of;
  const { refcount, lru, isolated, owner, owners } = mem_map;
  const { migrating } = kinds;

  // From the get in isolate_movable_ops_page to the last step of migration or putback.
  const isIsolator = ({ isWithin, isAt, local }: Thread, page: Page): Bool =>
    all(
      isWithin('compact_zone'),
      isAt('isolate_migratepages_block', 'folio_get_nontail_page').not(),
      local('compact_zone.page', Page).is(page),
    );
  const isOffliner = ({ isWithin, isAt, local }: Thread, page: Page): Bool =>
    all(
      isWithin('do_migrate_range'),
      any(
        all(isWithin('isolate_movable_ops_page'), isAt('folio_get_nontail_page').not()),
        isAt('do_migrate_range.list_add'),
        all(isAt('put_folio'), local('do_migrate_range.isolated', bool)),
        isWithin('migrate_pages_batch'),
        isWithin('putback_movable_pages'),
      ),
      local('do_migrate_range.page', Page).is(page),
    );
  const isOffliningItself = ({ isWithin, isAt, local }: Thread, page: Page): Bool =>
    all(
      any(isWithin('isolate_movable_ops_page'), isAt('do_migrate_range.list_add', 'put_folio')),
      local('do_migrate_range.page', Page).is(page),
    );
  // From get_new_folio to its put, which is the last step of the undo, and comes before the last of a success.
  const afterPut = versions.is('tas', 'tas-early')
    ? ['migrate_folio_move.list_del', 'migrate_folio_done']
    : [
        'migrate_folio_move.together',
        'migrate_folio_move.list_del',
        'migrate_folio_move.folio_unlock(src)',
        'migrate_folio_done',
      ];
  const isMovingTo = ({ isWithin, isAt, local }: Thread, page: Page): Bool =>
    ifThenElse(
      isWithin('migrate_folio_unmap'),
      all(isAt('get_new_folio').not(), local('migrate_folio_unmap.dst', Page).is(page)),
      all(
        isWithin('migrate_pages_batch'),
        isAt(...afterPut).not(),
        local('migrate_pages_batch.dst', maybe(Page)).is(page),
      ),
    );

  const references = (page: Page): Term<number> =>
    [
      ...kinds.compacting.map((kind) => kind.count((thread) => isIsolator(thread, page))),
      ...kinds.offlining.map((kind) => kind.count((thread) => isOffliner(thread, page))),
      ...kinds.offlining.map((kind) => kind.count((thread) => isOffliningItself(thread, page))),
      ...migrating.map((kind) => kind.count((thread) => isMovingTo(thread, page))),
    ].reduce((sum, each) => sum.plus(each), ifThenElse(owner.at(page).is(owners.nobody), 0, 1));
  return (page) =>
    all(
      refcount.at(page).is(references(page)),
      owner
        .at(page)
        .is(owners.balloon)
        .iff(any(lru.at(page).isCase('balloon'), isolated.at(page))),
      ...kinds.all.map((kind) =>
        kind.every((thread) => all(owner.at(page).is(owners.thread(thread.self)), kind.isResting(thread)).not()),
      ),
    );
}
