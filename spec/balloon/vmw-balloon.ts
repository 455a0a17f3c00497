// drivers/misc/vmw_balloon.c: inflate, deflate, pop, and the migratepage callback. It takes pages by balloon_page_list_dequeue only, and
// several threads may deflate at once. Each batch command to the host is one step: comm_lock is held around it.

import {
  bool,
  branch,
  critical,
  either,
  fn,
  loop,
  maybe,
  none,
  procedure,
  range,
  sleeps,
  step,
  variables,
  each,
} from 'ballast';
import type { BalloonCompaction } from './balloon-compaction.ts';
import type { Below, Driver, DriverConstants, Work } from './driver.ts';
import { Errno, type Device as AnyDevice, type Page } from './kernel.ts';

const file = { source: 'drivers/misc/vmw_balloon.c' };

export function vmw_balloon(below: Below, { refusals, removal }: DriverConstants): Driver {
  const { flawed, mem_map, dev_info, counted } = below;
  const { since, until } = below.versions;
  const { Page, Device } = below.of;
  const { inflated, lists, list_add, list_del, folio_get, take, put_page } = mem_map;
  const mayRefuse = refusals !== 'none';

  const { size } = variables({ size: fn(Device, range(-2, Page.size)) });

  // Before a removal the connection is reset: the host forgets all pages of this guest, and takes no notice of it any more.
  const { connected } = variables({ connected: fn(Device, bool) });
  const lock = (b_dev_info: AnyDevice, page: Page) =>
    inflated.at(page).becomes(removal ? connected.at(b_dev_info) : true);
  const unlock = (page: Page) => inflated.at(page).becomes(false);

  const vmballoon_migratepage = procedure(
    'vmballoon_migratepage',
    { b_dev_info: Device, newpage: Page, page: Page },
    Errno,
    ({ b_dev_info, newpage, page, self, local, ret }) => {
      const status = local('status', Errno);
      return [
        // A reset holds it for writing, at any time.
        either('down_read_trylock(conf_sem)', { taken: [], contended: [ret('-EAGAIN')] }),
        // First the old page: otherwise the host may say that it needs no more.
        either('VMW_BALLOON_UNLOCK', {
          unlocked: [unlock(page)],
          ...(mayRefuse ? { refused: [ret('-EBUSY')] } : {}),
        }),
        ...until('v0', () => [dev_info.balloon_page_finalize({ page }), put_page(page)]),
        either('VMW_BALLOON_LOCK', {
          locked: [
            lock(b_dev_info, newpage),
            status.becomes('0'),
            ...until('v0', () => [step('get_page', folio_get(newpage), take(self, newpage))]),
          ],
          ...(mayRefuse
            ? { refused: [status.becomes('-ENOENT'), step('size--', size.at(b_dev_info).decrement())] }
            : {}),
        }),
        ...until('v0', () => [
          critical(dev_info.list_lock(b_dev_info), [
            branch(
              status.is('0'),
              [dev_info.balloon_page_insert({ b_dev_info, page: newpage })],
              [counted.count_vm_event('BALLOON_DEFLATE')],
            ),
            step('isolated_pages--', dev_info.forget_isolated(page, b_dev_info)),
          ]),
        ]),
        // In v0 the new page is on the device list by now; only its page lock keeps module exit from taking it, and from being through.
        step('up_read(conf_sem)', ...dev_info.used(b_dev_info)),
        ...until('v0', () => [...flawed('M17', () => [branch(status.is('-ENOENT'), [ret('-EBUSY')])]), ret('0')]),
        ...since('old', () => [ret(status)]),
      ];
    },
    file,
  );

  const work = (balloon: BalloonCompaction): Work => {
    const { balloon_page_alloc, balloon_page_list_enqueue, balloon_page_list_dequeue } = balloon;

    const vmballoon_inflate = procedure(
      'vmballoon_inflate',
      { b_dev_info: Device },
      ({ b_dev_info, self, local, ret }) => {
        const page = local('page', Page);
        return [
          balloon_page_alloc(self, page),
          step('list_add', list_add(page, lists.driver(self))),
          // The host is told before the page is on the device list.
          either('VMW_BALLOON_LOCK', {
            locked: [lock(b_dev_info, page)],
            ...(refusals === 'all'
              ? {
                  refused: [step('list_del', list_del(page, lists.driver(self))), put_page(page, '__free_page'), ret()],
                }
              : {}),
          }),
          step('size++', size.at(b_dev_info).increment()),
          balloon_page_list_enqueue({ b_dev_info, page }),
        ];
      },
      file,
    );

    const vmballoon_deflate = (isCoordinated: boolean) =>
      procedure(
        'vmballoon_deflate',
        { b_dev_info: Device },
        ({ b_dev_info, self, local, ret }) => {
          const page = local('page', maybe(Page));
          return [
            page.becomes(balloon_page_list_dequeue({ b_dev_info })),
            branch(page.is(none), [ret()]),
            ...(isCoordinated
              ? [
                  either('VMW_BALLOON_UNLOCK', {
                    unlocked: [unlock(page.value())],
                    ...(refusals === 'all'
                      ? { refused: [balloon_page_list_enqueue({ b_dev_info, page: page.value() }), ret()] }
                      : {}),
                  }),
                ]
              : []),
            step('size--', size.at(b_dev_info).decrement()),
            step('list_del', list_del(page.value(), lists.driver(self))),
            put_page(page.value(), '__free_page'),
          ];
        },
        file,
      );
    const deflate = vmballoon_deflate(true);
    const deflateUncoordinated = vmballoon_deflate(false);

    const vmballoon_work = procedure(
      'vmballoon_work',
      { b_dev_info: Device },
      ({ b_dev_info }) => [step('down_read(conf_sem)', sleeps), deflate({ b_dev_info })],
      file,
    );

    const vmballoon_shrinker_scan = procedure(
      'vmballoon_shrinker_scan',
      { b_dev_info: Device },
      ({ b_dev_info }) => [step('down_read_trylock(conf_sem)'), deflate({ b_dev_info })],
      file,
    );

    const vmballoon_exit = procedure(
      'vmballoon_exit',
      { b_dev_info: Device },
      ({ b_dev_info }) => [
        step(
          'vmballoon_send_start',
          connected.at(b_dev_info).becomes(false),
          each({ p: Page }, ({ p }) => inflated.at(p).becomes(false)),
        ),
        // vmballoon_pop
        loop(size.at(b_dev_info).isNot(0), [deflateUncoordinated({ b_dev_info })]),
        step('exit', dev_info.freed.at(b_dev_info).becomes(true)),
      ],
      file,
    );

    return {
      inflate: vmballoon_inflate,
      inflateRests: 'balloon_page_alloc',
      deflate: vmballoon_work,
      deflateRests: 'down_read(conf_sem)',
      relieve: vmballoon_shrinker_scan,
      relieveRests: 'vmballoon_shrinker_scan.down_read_trylock(conf_sem)',
      remove: vmballoon_exit,
    };
  };

  return {
    fields: { size, ...(removal ? { connected } : {}) },
    init: { size: mem_map.balloonedOf, ...(removal ? { connected: true } : {}) },
    migratepage: vmballoon_migratepage,
    errors: ['-EAGAIN', ...(mayRefuse ? (['-EBUSY', '-ENOENT'] as const) : [])],
    size: (b_dev_info: AnyDevice) => size.at(b_dev_info),
    mutex: undefined,
    usesDequeue: false,
    work,
  };
}
