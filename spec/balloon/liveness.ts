// What must happen some time, by the ids of the project's catalogue. Written down; each check lists it, none decides it yet. L6, that
// nobody is stuck, is the deadlock check.

import { all, always, eventually, forall, leadsTo, type Bool, type Temporal } from 'ballast';
import type { Below } from './driver.ts';
import type { Page } from './kernel.ts';
import type { Kinds } from './threads.ts';

/**
 * They need weak fairness of every thread, that the host answers, and beyond that: L1 that retries end and strong fairness of folio_lock
 * in putback; L2 that no page is isolated any more from some time on, since a scanner may always come before the deflater; L3 before the
 * commit that the page lock is free at the right moment, again and again; L5 what L1 needs, and that there is always a page to move to.
 */
export function liveness({ of, mem_map }: Below, kinds: Kinds): Readonly<Record<string, Temporal>> {
  const { Page } = of;
  const { isolated, lru } = mem_map;
  const scanning = [...kinds.compacting, ...kinds.offlining];
  const taking = kinds.working.filter((kind) => kind !== kinds.inflater);
  const isListed = (page: Page): Bool => lru.at(page).isCase('balloon');
  return {
    ...(scanning.length > 0
      ? {
          /** An isolated page is put back, migrated or deflated. */
          L1: forall({ p: Page }, ({ p }) => leadsTo(isolated.at(p), isolated.at(p).not())),
        }
      : {}),
    ...(kinds.removing.length > 0
      ? {
          /** Deflation to zero ends: remove_common, vmballoon_pop. */
          L2: eventually(all(...kinds.removing.map((kind) => kind.every(kind.isResting)))),
        }
      : {}),
    ...(taking.length > 0 && kinds.inflater.size === 0
      ? {
          /** A page on the list that is never isolated again is taken out, by whoever goes on deflating. */
          L3: forall({ p: Page }, ({ p }) =>
            leadsTo(always(all(isListed(p), isolated.at(p).not())), isListed(p).not()),
          ),
        }
      : {}),
    /** Each attempt to move a page ends. */
    ...Object.fromEntries(
      scanning.map((kind) => [
        `L4-${kind.name}`,
        kind.each((thread) => leadsTo(kind.isResting(thread).not(), kind.isResting(thread))),
      ]),
    ),
    ...Object.fromEntries(
      kinds.offlining.map((kind) => [
        'L5',
        // The range is that of a page which somebody takes offline: it is left by the balloon some time.
        kind.each(({ isWithin, local }) =>
          forall({ p: Page }, ({ p }) =>
            leadsTo(
              all(isWithin('isolate_movable_ops_page'), local('do_migrate_range.page', Page).is(p), isListed(p)),
              isListed(p).not(),
            ),
          ),
        ),
      ]),
    ),
  };
}
