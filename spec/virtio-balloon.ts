// drivers/virtio/virtio_balloon.c: inflate, deflate, and the migratepage callback. One page is inflated or deflated at a time.

import {
  acquire,
  branch,
  fn,
  lock,
  maybe,
  none,
  pick,
  procedure,
  range,
  release,
  sleeps,
  step,
  together,
  trylock,
  variables,
} from 'ballast';
import type { BalloonCompaction } from './balloon-compaction.ts';
import type { Driver } from './balloon-dev-info.ts';
import { Errno, type Sorts } from './kernel.ts';
import type { StructPage } from './page.ts';

/** struct virtio_balloon, which holds the balloon_dev_info by whose name it goes here: container_of() is the identity. */
export function virtio_balloon({ Page, Device }: Sorts) {
  const fields = variables({
    balloon_lock: fn(Device, lock('sleep')),
    num_pages: fn(Device, range(0, Page.size)),
  });
  return { ...fields, fields, init: (ballooned: number) => ({ balloon_lock: 'free', num_pages: ballooned }) as const };
}

export type VirtioBalloon = ReturnType<typeof virtio_balloon>;

const file = { source: 'drivers/virtio/virtio_balloon.c' };

/** The callback of page migration. Only tries the mutex: whoever holds it may be the thread that migrates. */
export function virtio_migration({ Page, Device }: Sorts, { balloon_lock }: VirtioBalloon): Driver {
  const migratepage = procedure(
    'virtballoon_migratepage',
    { b_dev_info: Device, newpage: Page, page: Page },
    Errno,
    ({ b_dev_info: vb, ret }) => [
      trylock(balloon_lock.at(vb), [ret('-EAGAIN')], 'mutex_trylock'),
      together(
        step('tell_host(inflate_vq)', sleeps),
        step('tell_host(deflate_vq)', sleeps),
        release(balloon_lock.at(vb), 'mutex_unlock'),
      ),
      // The core changes the device list later, when the mutex is free again.
      ret('0'),
    ],
    file,
  );
  return { migratepage, errors: ['-EAGAIN'] };
}

export function virtio_inflation(
  { Page, Device }: Sorts,
  mem_map: StructPage,
  { balloon_lock, num_pages }: VirtioBalloon,
  { balloon_page_enqueue, balloon_page_dequeue }: BalloonCompaction,
) {
  const { lists, list_add, list_del, alloc_pages, folio_put } = mem_map;

  const fill_balloon = procedure(
    'fill_balloon',
    { vb: Device },
    ({ vb, self, local }) => {
      const page = local('page', Page);
      return [
        // Without the mutex. An allocation that fails leaves nothing to do, so only one that succeeds is modelled.
        pick('balloon_page_alloc', { free: Page }, ({ free }) => [alloc_pages(free), page.becomes(free)]),
        step('balloon_page_push', list_add(page, lists.driver(self))),
        acquire(balloon_lock.at(vb), 'mutex_lock'),
        step('balloon_page_pop', list_del(page, lists.driver(self))),
        balloon_page_enqueue({ b_dev_info: vb, page }),
        together(
          step('num_pages++', num_pages.at(vb).increment()),
          step('tell_host(inflate_vq)', sleeps),
          release(balloon_lock.at(vb), 'mutex_unlock'),
        ),
      ];
    },
    file,
  );

  const leak_balloon = procedure(
    'leak_balloon',
    { vb: Device },
    ({ vb, self, local }) => {
      const page = local('page', maybe(Page));
      return [
        acquire(balloon_lock.at(vb), 'mutex_lock'),
        branch('min(num,num_pages)', num_pages.at(vb).moreThan(0), [
          page.becomes(balloon_page_dequeue({ b_dev_info: vb })),
          branch(page.isNot(none), [
            // It stays linked on a list of this thread: the kernel links it again, over the list of balloon_page_dequeue.
            together(step('num_pages--', num_pages.at(vb).decrement()), step('tell_host(deflate_vq)', sleeps)),
            // release_pages_balloon
            together(step('list_del', list_del(page.value(), lists.driver(self))), folio_put(page.value(), 'put_page')),
          ]),
        ]),
        release(balloon_lock.at(vb), 'mutex_unlock'),
      ];
    },
    file,
  );

  return { fill_balloon, leak_balloon };
}
