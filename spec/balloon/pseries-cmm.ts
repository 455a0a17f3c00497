// arch/powerpc/platforms/pseries/cmm.c: collaborative memory management. No mutex, and nobody asks how many pages are loaned before taking
// one: the OOM notifier wants its amount whatever there is.

import { branch, critical, either, fn, loop, leave, maybe, none, procedure, range, step, variables } from 'ballast';
import type { BalloonCompaction } from './balloon-compaction.ts';
import type { Below, Driver, DriverConstants, Work } from './driver.ts';
import { Errno, type Device, type Page } from './kernel.ts';

const file = { source: 'arch/powerpc/platforms/pseries/cmm.c' };

export function pseries_cmm(below: Below, { refusals, inflaters, deflaters, notifiers }: DriverConstants): Driver {
  const { mem_map, dev_info, counted } = below;
  const { until } = below.versions;
  const { Page, Device } = below.of;
  const { inflated, lists, list_del, folio_get, take, put_page } = mem_map;

  // A page is counted after it is enqueued, and uncounted after it is freed: for a moment the number may be too small, or too large.
  const counter = range(-inflaters, Page.size + deflaters + notifiers);
  const { loaned_pages } = variables({ loaned_pages: fn(Device, counter) });

  const set_loaned = (page: Page) => inflated.at(page).becomes(true);
  const plpar_page_set_active = (page: Page) => step('plpar_page_set_active', inflated.at(page).becomes(false));

  const cmm_migratepage = procedure(
    'cmm_migratepage',
    { b_dev_info: Device, newpage: Page, page: Page },
    Errno,
    ({ b_dev_info, newpage, page, self, ret }) => [
      either('plpar_page_set_loaned', {
        loaned: [set_loaned(newpage)],
        ...(refusals === 'none' ? {} : { refused: [ret('-EBUSY')] }),
      }),
      ...until('v0', () => [
        step('get_page', folio_get(newpage), take(self, newpage)),
        ...counted.adjust_for_zones(page, newpage),
        critical(dev_info.list_lock(b_dev_info), [
          dev_info.balloon_page_insert({ b_dev_info, page: newpage }),
          step('isolated_pages--', dev_info.forget_isolated(page, b_dev_info), take(self, page)),
        ]),
      ]),
      plpar_page_set_active(page),
      ...until('v0', () => [dev_info.balloon_page_finalize({ page }), put_page(page)]),
      ret('0'),
    ],
    file,
  );

  const work = (balloon: BalloonCompaction): Work => {
    const { balloon_page_alloc, balloon_page_enqueue, balloon_page_dequeue } = balloon;

    const cmm_alloc_pages = procedure(
      'cmm_alloc_pages',
      { b_dev_info: Device },
      ({ b_dev_info, self, local, ret }) => {
        const page = local('page', Page);
        return [
          balloon_page_alloc(self, page),
          either('plpar_page_set_loaned', {
            loaned: [set_loaned(page)],
            ...(refusals === 'all' ? { refused: [put_page(page, '__free_page'), ret()] } : {}),
          }),
          balloon_page_enqueue({ b_dev_info, page }),
          ...until('v0', () => counted.adjust_managed_page_count(page, -1)),
          step('loaned_pages++', loaned_pages.at(b_dev_info).increment()),
        ];
      },
      file,
    );

    // Asked for one page, here.
    const cmm_free_pages = procedure(
      'cmm_free_pages',
      { b_dev_info: Device },
      maybe(Page),
      ({ b_dev_info, self, local, ret }) => {
        const page = local('page', maybe(Page));
        return [
          page.becomes(balloon_page_dequeue({ b_dev_info })),
          branch(page.is(none), [ret(none)]),
          plpar_page_set_active(page.value()),
          ...until('v0', () => counted.adjust_managed_page_count(page.value(), 1)),
          // The local list of balloon_page_dequeue, on which the page is linked still, has gone out of scope: it is on no list.
          step('LIST_HEAD(pages)', list_del(page.value(), lists.driver(self))),
          put_page(page.value(), '__free_page'),
          step('loaned_pages--', loaned_pages.at(b_dev_info).decrement()),
          ret(page),
        ];
      },
      file,
    );

    const cmm_thread = procedure(
      'cmm_thread',
      { b_dev_info: Device },
      ({ b_dev_info, local }) => {
        const page = local('page', maybe(Page));
        return [
          branch('loaned_pages>target', loaned_pages.at(b_dev_info).moreThan(0), [
            page.becomes(cmm_free_pages({ b_dev_info })),
          ]),
        ];
      },
      file,
    );

    const cmm_oom_notify = procedure(
      'cmm_oom_notify',
      { b_dev_info: Device },
      ({ b_dev_info, local }) => {
        const page = local('page', maybe(Page));
        return [step('out_of_memory'), page.becomes(cmm_free_pages({ b_dev_info }))];
      },
      file,
    );

    const cmm_exit = procedure(
      'cmm_exit',
      { b_dev_info: Device },
      ({ b_dev_info, local }) => {
        const page = local('page', maybe(Page));
        return [
          // cmm_free_pages(loaned_pages): stops at the first page that it does not get.
          loop(loaned_pages.at(b_dev_info).moreThan(0), [
            page.becomes(cmm_free_pages({ b_dev_info })),
            branch(page.is(none), [leave()]),
          ]),
          step('exit', dev_info.freed.at(b_dev_info).becomes(true)),
        ];
      },
      file,
    );

    return {
      inflate: cmm_alloc_pages,
      inflateRests: 'balloon_page_alloc',
      deflate: cmm_thread,
      deflateRests: 'loaned_pages>target',
      relieve: cmm_oom_notify,
      relieveRests: 'out_of_memory',
      remove: cmm_exit,
    };
  };

  return {
    fields: { loaned_pages },
    init: { loaned_pages: mem_map.balloonedOf },
    migratepage: cmm_migratepage,
    errors: refusals === 'none' ? [] : ['-EBUSY'],
    size: (b_dev_info: Device) => loaned_pages.at(b_dev_info),
    mutex: undefined,
    usesDequeue: true,
    work,
  };
}
