// Bugs that the kernel once had, by the ids of the project's catalogue, with the commit that mended each: what of it this model can say, in
// the version nearest to the code of then. README.md says of which bugs it can say nothing, and why.

import { copy, drop, move, type Edit, type MutantParts } from 'ballast';

function once(rule: string, set: MutantParts['set'], about: string, edits: Edit | readonly Edit[] = []): MutantParts {
  return {
    group: 'history: bugs that the kernel once had',
    about,
    edits,
    ...(set === undefined ? {} : { set: { version: 'v0', ...set } }),
    breaks: [rule],
    properties: [rule],
  };
}

function sizes(pages: number, scanners: number, deflaters: number, inflaters: number) {
  return { pages, scanners, deflaters, inflaters };
}

export const history = {
  H2: once(
    'page-deflated',
    { ...sizes(1, 0, 1, 0), flaw: 'H2' },
    'dequeue takes only pages with a mark that is set only where compaction is built in: nothing is ever deflated (4d88e6f7d5ff, 2014)',
  ),
  H3: {
    ...once(
      'S8',
      sizes(1, 1, 1, 0),
      'balloon_page_list_dequeue walks the list without its lock, and takes it only to unlink what it found (21ea9fb69e7c, 2015)',
      [move('balloon_page_list_dequeue.list_for_each_entry_safe').before('balloon_page_list_dequeue.lock')],
    ),
    group: 'history, by an edit that opens a critical section: its steps are taken one by one',
  },
  H4: once(
    'S7',
    { ...sizes(2, 0, 1, 1), flaw: 'M27' },
    'leak_balloon frees the pages named in an array that it shares with fill_balloon, after it drops the mutex (f68b992bbb47, 2015)',
  ),
  H5: once(
    'S2',
    { ...sizes(2, 1, 1, 0), flaw: 'H5' },
    'migration looks at the new page after it unlocked it, finds it deflated, and puts it on an LRU list (e0a352fabce6, 2019)',
  ),
  H6: once(
    'deadlock',
    { ...sizes(2, 0, 0, 1), notifiers: 1, flaw: 'H6' },
    'fill_balloon allocates with the mutex held, reclaim waits for a thread in the OOM notifier, which waits for the mutex (c7cdff0e8647, 2017)',
  ),
  H7: once(
    'S8',
    { ...sizes(1, 0, 0, 1), ballooned: 0 },
    'balloon_page_enqueue unlinks a page that virtio has unlinked already (418a3ab1e778, mended in 2019)',
    copy('fill_balloon.balloon_page_pop').after('fill_balloon.balloon_page_pop'),
  ),
  H9: once(
    'S14',
    { ...sizes(2, 1, 0, 0), nodes: 2 },
    'virtballoon_migratepage does not move the managed-page adjustment to the zone of the new page (63341ab03706, 2019)',
    drop('virtballoon_migratepage.page_zone'),
  ),
  H10: once(
    'S3',
    { ...sizes(2, 1, 0, 0), driver: 'cmm' },
    'cmm_migratepage, as it was first sent, does not uncount the isolated page (fe030c9b85e6, 2019)',
    drop('cmm_migratepage.isolated_pages--.then#1'),
  ),
  H11: once(
    'S10',
    { ...sizes(2, 1, 0, 0), driver: 'vmw', refusals: 'migration', flaw: 'M17' },
    'vmballoon_migratepage has deflated the page, and returns an error (4ba5a8a7faa6, 2025)',
  ),
  H13: once(
    'S14',
    { ...sizes(2, 1, 0, 0), driver: 'vmw', refusals: 'migration' },
    'vmballoon_migratepage does not count the deflation in it (6e31add91a10, 2026)',
    drop('vmballoon_migratepage.__count_vm_event(BALLOON_DEFLATE)'),
  ),
} satisfies Readonly<Record<string, MutantParts>>;
