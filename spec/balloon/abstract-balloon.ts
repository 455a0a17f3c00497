// A driver that is none of Linux's: flags say which of the promises it keeps that balloon_page_dequeue and page migration rely on.

import {
  acquire,
  all,
  branch,
  either,
  fn,
  lock,
  loop,
  maybe,
  none,
  pick,
  procedure,
  range,
  release,
  step,
  trylock,
  variables,
  when,
  type Statement,
} from 'ballast';
import type { BalloonCompaction } from './balloon-compaction.ts';
import type { Below, Driver, DriverConstants, Work } from './driver.ts';
import { Errno, type Device, type Errno as Failure, type Page } from './kernel.ts';

/** Written since 1258460bd31e only: what a driver did before is in the three that exist. */
export function abstract_balloon(
  below: Below,
  { inflaters, deflaters, notifiers, mutex, counts, refusals }: DriverConstants,
): Driver {
  const { flawed, mem_map, dev_info } = below;
  const { Page, Device } = below.of;
  const { inflated, lists, list_del, put_page } = mem_map;
  const mayRefuse = refusals !== 'none';

  const { size } = variables({ size: fn(Device, range(-inflaters - deflaters - notifiers, Page.size)) });
  const { driver_lock } = variables({ driver_lock: fn(Device, lock('sleep')) });

  const locked = (b_dev_info: Device): readonly Statement[] =>
    mutex ? [acquire(driver_lock.at(b_dev_info), 'mutex_lock')] : [];
  const unlocked = (b_dev_info: Device): readonly Statement[] =>
    mutex ? [release(driver_lock.at(b_dev_info), 'mutex_unlock')] : [];
  const host_inflates = (page: Page) => inflated.at(page).becomes(true);
  const host_deflates = (page: Page) => inflated.at(page).becomes(false);

  const migratepage = procedure(
    'abstract_migratepage',
    { b_dev_info: Device, newpage: Page, page: Page },
    Errno,
    ({ b_dev_info, newpage, page, local, ret }) => {
      const rc = local('rc', Errno);
      return [
        ...(mutex ? [trylock(driver_lock.at(b_dev_info), [ret('-EAGAIN')], 'mutex_trylock')] : []),
        either('host', {
          swaps: [host_deflates(page), host_inflates(newpage), rc.becomes('0')],
          ...(mayRefuse
            ? {
                'keeps page': [rc.becomes('-EBUSY')],
                'refuses newpage': [
                  host_deflates(page),
                  rc.becomes('-ENOENT'),
                  step('size--', size.at(b_dev_info).decrement()),
                ],
              }
            : {}),
        }),
        ...unlocked(b_dev_info),
        ret(rc),
      ];
    },
  );

  const work = (balloon: BalloonCompaction): Work => {
    const { balloon_page_alloc, balloon_page_enqueue, balloon_page_dequeue } = balloon;

    const inflate = procedure('abstract_inflate', { b_dev_info: Device }, ({ b_dev_info, self, local }) => {
      const page = local('page', Page);
      return [
        balloon_page_alloc(self, page),
        ...locked(b_dev_info),
        step('host', host_inflates(page)),
        balloon_page_enqueue({ b_dev_info, page }),
        step('size++', size.at(b_dev_info).increment()),
        ...unlocked(b_dev_info),
      ];
    });

    const deflate = procedure('abstract_deflate', { b_dev_info: Device }, ({ b_dev_info, self, local }) => {
      const page = local('page', maybe(Page));
      const take = () => [
        page.becomes(balloon_page_dequeue({ b_dev_info })),
        branch(page.isNot(none), [
          step('size--', size.at(b_dev_info).decrement()),
          step('host', host_deflates(page.value())),
          step('list_del', list_del(page.value(), lists.driver(self))),
          put_page(page.value()),
        ]),
      ];
      // It knows its pages from an array of its own, and takes one that the list has not.
      const takeFromArray = () => [
        pick('array', { p: Page }, ({ p }) => [
          when(all(mem_map.private.at(p).is(b_dev_info), inflated.at(p), dev_info.isOnList(p, b_dev_info).not())),
          page.becomes(p),
          host_deflates(p),
          size.at(b_dev_info).decrement(),
        ]),
        put_page(page.value()),
      ];
      return [
        step('wake'),
        ...locked(b_dev_info),
        ...flawed('M11', takeFromArray, () =>
          counts ? [branch('size', size.at(b_dev_info).moreThan(0), take())] : take(),
        ),
        ...unlocked(b_dev_info),
      ];
    });

    const relieve = procedure('abstract_oom_notify', { b_dev_info: Device }, ({ b_dev_info }) => [
      step('out_of_memory'),
      deflate({ b_dev_info }),
    ]);

    const remove = procedure('abstract_remove', { b_dev_info: Device }, ({ b_dev_info }) => [
      loop(size.at(b_dev_info).moreThan(0), [deflate({ b_dev_info })]),
      step('freed', dev_info.freed.at(b_dev_info).becomes(true)),
    ]);

    return {
      inflate,
      inflateRests: 'balloon_page_alloc',
      deflate,
      deflateRests: 'wake',
      relieve,
      relieveRests: 'out_of_memory',
      remove,
    };
  };

  const errors: readonly Failure[] = [
    ...(mutex ? (['-EAGAIN'] as const) : []),
    ...(mayRefuse ? (['-EBUSY', '-ENOENT'] as const) : []),
  ];
  return {
    fields: { size, ...(mutex ? { driver_lock } : {}) },
    init: { size: mem_map.balloonedOf, ...(mutex ? { driver_lock: 'free' } : {}) },
    migratepage,
    errors,
    size: (b_dev_info) => size.at(b_dev_info),
    mutex: mutex ? (b_dev_info) => driver_lock.at(b_dev_info) : undefined,
    usesDequeue:
      flawed(
        'M11',
        () => [false],
        () => [true],
      )[0] === true,
    work,
  };
}
