// drivers/virtio/virtio_balloon.c: inflate, deflate, remove, and the migratepage callback. One mutex covers it all.

import {
  acquire,
  branch,
  critical,
  either,
  fn,
  lock,
  loop,
  maybe,
  none,
  otherwise,
  procedure,
  range,
  release,
  sleeps,
  step,
  together,
  trylock,
  variables,
  type Statement,
} from 'ballast';
import type { BalloonCompaction } from './balloon-compaction.ts';
import type { Below, Compact, Driver, Work } from './driver.ts';
import { Errno, type Page } from './kernel.ts';

const file = { source: 'drivers/virtio/virtio_balloon.c' };

export function virtio_balloon(below: Below): Driver {
  const { flawed, mem_map, dev_info, counted } = below;
  const { until } = below.versions;
  const { Page, Device } = below.of;
  const { inflated, lists, list_add, list_del, folio_get, take, put_page } = mem_map;

  const { balloon_lock, num_pages } = variables({
    balloon_lock: fn(Device, lock('sleep')),
    num_pages: fn(Device, range(0, Page.size)),
  });
  // Until f68b992bbb47: the pages being inflated or deflated, shared by both.
  const { pfns } = variables({ pfns: fn(Device, maybe(Page)) });
  // Some lock of a filesystem under which memory is allocated.
  const { fs_lock } = variables({ fs_lock: lock('sleep') });

  const tell_host = (queue: 'inflate_vq' | 'deflate_vq', page: Page) =>
    step(`tell_host(${queue})`, sleeps, inflated.at(page).becomes(queue === 'inflate_vq'));

  // Only tries the mutex: whoever holds it may be the thread that migrates.
  const virtballoon_migratepage = procedure(
    'virtballoon_migratepage',
    { b_dev_info: Device, newpage: Page, page: Page },
    Errno,
    ({ b_dev_info, newpage, page, self, ret }) => [
      trylock(balloon_lock.at(b_dev_info), [ret('-EAGAIN')], 'mutex_trylock'),
      ...until('v0', () => [
        step('get_page', folio_get(newpage), take(self, newpage)),
        ...counted.adjust_for_zones(page, newpage),
        critical(dev_info.list_lock(b_dev_info), [
          dev_info.balloon_page_insert({ b_dev_info, page: newpage }),
          step('isolated_pages--', dev_info.forget_isolated(page, b_dev_info), take(self, page)),
        ]),
      ]),
      together(
        tell_host('inflate_vq', newpage),
        tell_host('deflate_vq', page),
        release(balloon_lock.at(b_dev_info), 'mutex_unlock'),
      ),
      ...until('v0', () => [dev_info.balloon_page_finalize({ page }), put_page(page)]),
      // The core changes the device list after this, when the mutex is free again; in v0 it was done above.
      ret('0'),
    ],
    file,
  );

  const work = (balloon: BalloonCompaction, compact: Compact): Work => {
    const { balloon_page_alloc, balloon_page_enqueue, balloon_page_dequeue } = balloon;

    // The message to the host is allocated, and an allocation may compact memory first.
    const telling = (counting: Statement, tell: () => readonly Statement[]): readonly Statement[] => {
      const allocating = compact();
      return allocating.length === 0 ? [together(counting, ...tell())] : [counting, ...allocating, together(...tell())];
    };

    const fill_balloon = procedure(
      'fill_balloon',
      { b_dev_info: Device },
      ({ b_dev_info, self, local, ret }) => {
        const page = local('page', Page);
        const compacting = compact();
        const allocate = () => [
          // Without the mutex. One that fails leaves nothing to do but to try again, which compacts memory again if it did so before.
          ...compacting,
          ...(compacting.length === 0
            ? [balloon_page_alloc(self, page)]
            : [either('balloon_page_alloc', { page: [balloon_page_alloc(self, page, 'page')], '-ENOMEM': [ret()] })]),
          step('balloon_page_push', list_add(page, lists.driver(self))),
          acquire(balloon_lock.at(b_dev_info), 'mutex_lock'),
          step('balloon_page_pop', list_del(page, lists.driver(self))),
        ];
        const allocateUnderMutex = () => [
          acquire(balloon_lock.at(b_dev_info), 'mutex_lock'),
          acquire(fs_lock, 'direct_reclaim'),
          release(fs_lock, 'reclaimed'),
          either('balloon_page_alloc', {
            page: [balloon_page_alloc(self, page, 'page')],
            '-ENOMEM': [otherwise, release(balloon_lock.at(b_dev_info), 'mutex_unlock(-ENOMEM)'), ret()],
          }),
        ];
        return [
          ...flawed('H6', allocateUnderMutex, allocate),
          ...flawed('M27', () => [step('vb->pfns=page', pfns.at(b_dev_info).becomes(page))]),
          balloon_page_enqueue({ b_dev_info, page }),
          ...until('v0', () => counted.adjust_managed_page_count(page, -1)),
          ...telling(step('num_pages++', num_pages.at(b_dev_info).increment()), () => [
            tell_host('inflate_vq', page),
            release(balloon_lock.at(b_dev_info), 'mutex_unlock'),
          ]),
        ];
      },
      file,
    );

    const leak_balloon = procedure(
      'leak_balloon',
      { b_dev_info: Device },
      ({ b_dev_info, self, local, ret }) => {
        const page = local('page', maybe(Page));
        const unlock = () => release(balloon_lock.at(b_dev_info), 'mutex_unlock');
        const release_pages_balloon = () => [
          ...until('v0', () => counted.adjust_managed_page_count(page.value(), 1)),
          together(step('list_del', list_del(page.value(), lists.driver(self))), put_page(page.value())),
        ];
        const releaseAfterUnlock = () => [
          step('list_del', list_del(page.value(), lists.driver(self))),
          unlock(),
          put_page(pfns.at(b_dev_info).value()),
          ret(),
        ];
        return [
          acquire(balloon_lock.at(b_dev_info), 'mutex_lock'),
          branch('min(num,num_pages)', num_pages.at(b_dev_info).moreThan(0), [
            page.becomes(balloon_page_dequeue({ b_dev_info })),
            branch(page.isNot(none), [
              // It stays linked on a list of this thread: the kernel links it again, over the list of balloon_page_dequeue.
              ...flawed('M27', () => [step('vb->pfns=page', pfns.at(b_dev_info).becomes(page))]),
              ...telling(step('num_pages--', num_pages.at(b_dev_info).decrement()), () => [
                tell_host('deflate_vq', page.value()),
              ]),
              ...flawed('M27', releaseAfterUnlock, release_pages_balloon),
            ]),
          ]),
          unlock(),
        ];
      },
      file,
    );

    const virtio_balloon_oom_notify = procedure(
      'virtio_balloon_oom_notify',
      { b_dev_info: Device },
      ({ b_dev_info }) => [
        step('out_of_memory'),
        ...flawed('H6', () => [acquire(fs_lock, 'filesystem_lock')]),
        leak_balloon({ b_dev_info }),
        ...flawed('H6', () => [release(fs_lock, 'filesystem_unlock')]),
      ],
      file,
    );

    const remove_common = procedure(
      'remove_common',
      { b_dev_info: Device },
      ({ b_dev_info }) => [
        loop(num_pages.at(b_dev_info).moreThan(0), [leak_balloon({ b_dev_info })]),
        step('kfree(vb)', dev_info.freed.at(b_dev_info).becomes(true)),
      ],
      file,
    );

    return {
      inflate: fill_balloon,
      inflateRests: 'balloon_page_alloc',
      deflate: leak_balloon,
      deflateRests: 'leak_balloon.mutex_lock',
      relieve: virtio_balloon_oom_notify,
      relieveRests: 'out_of_memory',
      remove: remove_common,
    };
  };

  return {
    fields: {
      balloon_lock,
      num_pages,
      ...Object.fromEntries(flawed('M27', () => [['pfns', pfns]])),
      ...Object.fromEntries(flawed('H6', () => [['fs_lock', fs_lock]])),
    },
    init: {
      balloon_lock: 'free',
      num_pages: mem_map.balloonedOf,
      ...Object.fromEntries(flawed('M27', () => [['pfns', none]])),
      ...Object.fromEntries(flawed('H6', () => [['fs_lock', 'free']])),
    },
    migratepage: virtballoon_migratepage,
    errors: ['-EAGAIN'],
    size: (b_dev_info) => num_pages.at(b_dev_info),
    mutex: (b_dev_info) => balloon_lock.at(b_dev_info),
    usesDequeue: true,
    work,
  };
}
