// What must happen some time, by the ids of the project's catalogue, and what that takes for granted. None of it is claimed where nobody asks:
// a search for what goes on for ever cannot leave out what a search for states can. L6, that nobody is stuck, is the deadlock check.

import {
  all,
  always,
  assuming,
  eventually,
  everyStep,
  exists,
  fired,
  forall,
  leadsTo,
  next,
  someStep,
  strongly,
  weakly,
  type Bool,
  type Fairness,
  type Temporal,
} from 'ballast';
import type { Below, Driver } from './driver.ts';
import type { Page } from './kernel.ts';
import type { Kinds } from './threads.ts';

/**
 * Which locks whoever waits gets some time, if they are free again and again: none; page locks where a page is put back, or wherever one
 * waits for them; or mutexes as well. The kernel hands both over to one who has waited long, so that all is nearest to it. `dequeue` is more
 * than that: whoever looks for a page in the list finds one some time, too, if there is one again and again when it looks.
 */
export const fairLocks = ['none', 'putback', 'folio_lock', 'all', 'dequeue'] as const;
export type FairLocks = (typeof fairLocks)[number];

interface Asked {
  readonly fairLocks: FairLocks;
  readonly granularity: 'fine' | 'coarse';
  readonly driver: string;
  readonly flaw: string;
}

/** Where drivers change their list themselves, in version v0. */
const migratepages: Readonly<Record<string, string>> = {
  virtio: 'virtballoon_migratepage',
  vmw: 'vmballoon_migratepage',
  cmm: 'cmm_migratepage',
};

/** Every thread goes on while it can; the passes of migrate_pages, of which the kernel makes ten at most, end; and locks are fair as said. */
export function fairness(
  { versions }: Below,
  kinds: Kinds,
  driver: Pick<Driver, 'mutex'>,
  { fairLocks: fair, granularity, driver: whose, flaw }: Asked,
): readonly Fairness[] {
  const isFair = (lock: FairLocks): boolean => fairLocks.indexOf(fair) >= fairLocks.indexOf(lock);
  const isMigrating = kinds.migrating.length > 0;
  // Whoever compacts memory within an allocation does not wait.
  const waits = kinds.all.some(({ name }) => name === 'scanner' || name === 'offliner');
  // M11 takes pages from an array of its own.
  const isTaking = flaw !== 'M11' && kinds.taking.length > 0;
  // In coarse steps it is one step to find a page and to find none: only fine ones say what is meant.
  const finds = `balloon_page_list_dequeue.list_for_each_entry_safe${granularity === 'fine' ? '/entry' : ''}`;
  // Where a critical section is one step, nobody is kept waiting for it; the spin locks of the kernel go in turn.
  const spins: readonly string[][] =
    granularity === 'coarse'
      ? []
      : [
          isMigrating
            ? [
                'balloon_page_isolate.lock',
                'balloon_page_putback.lock',
                versions.is('v0') ? `${migratepages[whose]}.lock` : 'balloon_page_migrate.lock',
              ]
            : [],
          isTaking ? ['balloon_page_list_dequeue.lock', ...(whose === 'vmw' ? [] : ['balloon_page_dequeue.lock'])] : [],
          kinds.inflater.size > 0 ? [`balloon_page_${whose === 'vmw' ? 'list_' : ''}enqueue.lock`] : [],
        ];
  const usesMutex = driver.mutex !== undefined && kinds.working.length + kinds.removing.length > 0;
  return [
    ...kinds.all.map(({ name }) => weakly(name)),
    ...spins.filter(({ length }) => length > 0).map((paths) => strongly(paths)),
    ...(isMigrating ? [strongly('migrate_pages_batch.pass/undo')] : []),
    ...(isMigrating && isFair('putback')
      ? versions.before('tas', () => [strongly('putback_movable_ops_page.folio_lock')])
      : []),
    ...(waits && isFair('folio_lock')
      ? versions.before('tas', () => [strongly('migrate_folio_unmap.folio_lock')])
      : []),
    ...(usesMutex && isFair('all') ? [strongly('mutex_lock')] : []),
    ...(isTaking && isFair('dequeue') ? [strongly(finds)] : []),
  ];
}

/** `offlined`: how many page frames memory offlining is after. */
export function liveness({ of, mem_map }: Below, kinds: Kinds, offlined: number): Readonly<Record<string, Temporal>> {
  const { Page } = of;
  const { isolated, lru } = mem_map;
  const { migrating, deflating } = kinds;
  const isListed = (page: Page): Bool => lru.at(page).isCase('balloon');
  const isIsolatedNow = (): Bool => exists({ p: Page }, ({ p }) => all(isolated.at(p).not(), next(isolated.at(p))));
  /** That one step is taken again and again is not all: then so is the other. */
  const notFor = (failure: string, success: string): Temporal =>
    always(someStep(fired(failure))).implies(always(someStep(fired(success))));
  const isRemoved = (): Bool => all(...kinds.removing.map((kind) => kind.every(kind.isResting)));
  return {
    ...(migrating.length > 0
      ? {
          /** An isolated page is put back, migrated or deflated. */
          L1: forall({ p: Page }, ({ p }) => leadsTo(isolated.at(p), isolated.at(p).not())),
        }
      : {}),
    ...(kinds.removing.length > 0
      ? {
          /** Deflation to zero ends, once no page is isolated any more: remove_common, vmballoon_pop. */
          L2: assuming(eventually(everyStep(isIsolatedNow().not())), eventually(isRemoved())),
          /** The same, however often pages are isolated: a scanner may always come before the one who deflates. */
          'L2-scans': eventually(isRemoved()),
        }
      : {}),
    ...(deflating.length > 0 && kinds.inflater.size === 0
      ? {
          /** A page on the list that is never isolated again is taken out, by whoever goes on deflating. */
          L3: forall({ p: Page }, ({ p }) =>
            leadsTo(always(all(isListed(p), isolated.at(p).not())), isListed(p).not()),
          ),
        }
      : {}),
    /** Each attempt to move a page ends. */
    ...Object.fromEntries(
      migrating.map((kind) => [
        `L4-${kind.name}`,
        kind.each((thread) => leadsTo(kind.isResting(thread).not(), kind.isResting(thread))),
      ]),
    ),
    ...(kinds.offlining.length > 0 && offlined > 0
      ? {
          /** Memory goes offline: its pages are free some time, if now and then there is a page to move to, and the driver moves one. */
          L5: assuming(
            all(
              notFor('get_new_folio/-ENOMEM', 'get_new_folio/page'),
              notFor(
                'migrate_movable_ops_page.VM_WARN_ON_ONCE_PAGE',
                'migrate_movable_ops_page.ClearPageMovableOpsIsolated',
              ),
            ),
            eventually(forall({ p: Page }, ({ p }) => mem_map.isOffline(p).implies(lru.at(p).isCase('buddy')))),
          ),
        }
      : {}),
  };
}
