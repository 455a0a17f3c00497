// What if a line were missing, or stood elsewhere? Each mutant is an edit of the specification, most of a line or two, and names the rule
// that it must break; only that rule is looked at, and whatever else stops a step, since a rule that is broken earlier would hide it.
// Ids and sizes are those of the project's catalogue. What no edit can say is a `flaw`, written where it belongs.

import { block, copy, drop, move, type Edit, type MutantParts } from 'ballast';
import type { Version } from './kernel.ts';

type Sizes = readonly [pages: number, scanners: number, deflaters: number, inflaters: number];

function sized([pages, scanners, deflaters, inflaters]: Sizes, version: Version = 'after') {
  return { version, pages, scanners, deflaters, inflaters };
}

/** Takes a critical section out from under its lock. */
const unlocked = (section: string): readonly Edit[] => [drop(`${section}.lock`), drop(`${section}.unlock`)];

const writes = (...names: readonly string[]): readonly Edit[] =>
  names.map((write) =>
    move(`balloon_page_enqueue_one.balloon_page_insert.${write}`).before('balloon_page_enqueue.lock'),
  );

/** What breaks a rule, and is asked about that rule only. */
function kills(rule: string, set: MutantParts['set'], about: string, edits: Edit | readonly Edit[] = []): MutantParts {
  return {
    group: 'mutants: each breaks the rule that it names',
    about,
    edits,
    ...(set === undefined ? {} : { set }),
    breaks: [rule],
    properties: [rule],
  };
}

/** The same, by an edit that takes a step out of a critical section, or puts something into one that may wait. */
function opens(...parts: Parameters<typeof kills>): MutantParts {
  return { ...kills(...parts), group: 'mutants that open a critical section: its steps are taken one by one' };
}

/** What breaks nothing: all rules are asked. */
function harmless(set: MutantParts['set'], about: string, edits: Edit | readonly Edit[] = []): MutantParts {
  return { group: 'equivalents: what breaks nothing', about, edits, ...(set === undefined ? {} : { set }), breaks: [] };
}

/** The same, by an edit that opens a critical section. */
function harmlessly(...parts: Parameters<typeof harmless>): MutantParts {
  return { ...harmless(...parts), group: 'equivalents that open a critical section: its steps are taken one by one' };
}

const lone = sized([1, 1, 1, 0]);
const empty = { ...sized([1, 1, 0, 1]), ballooned: 0 };

export const mutants = {
  M1: opens(
    'S8',
    lone,
    'balloon_page_isolate reads page->private before it takes balloon_pages_lock, and does not read it again',
    move('balloon_page_isolate.balloon_page_device').before('balloon_page_isolate.lock'),
  ),
  M2: kills('S10', lone, 'balloon_page_isolate does not check for NULL', drop('balloon_page_isolate.branch')),
  M3: kills(
    'S8',
    sized([1, 1, 1, 0], 'before'),
    'before the commit: balloon_page_list_dequeue does without the page lock, balloon_page_isolate relies on it',
    [drop('balloon_page_list_dequeue.trylock_page'), drop('balloon_page_list_dequeue.unlock_page')],
  ),
  M4: opens(
    'S8',
    lone,
    'balloon_page_list_dequeue clears page->private after it drops balloon_pages_lock',
    move('balloon_page_list_dequeue.balloon_page_finalize.page->private=NULL').after(
      'balloon_page_list_dequeue.unlock',
    ),
  ),
  M5: opens(
    'S8',
    empty,
    'balloon_page_enqueue sets type, flag and page->private before it takes balloon_pages_lock',
    writes('__SetPageOffline', 'SetPageMovableOps', 'page->private=b_dev_info'),
  ),
  M6: opens(
    'S10',
    lone,
    'balloon_page_isolate counts the page after it drops balloon_pages_lock',
    move('balloon_page_isolate.isolated_pages++').after('balloon_page_isolate.unlock'),
  ),
  M7: kills(
    'S7',
    sized([2, 1, 0, 0]),
    'balloon_page_migrate takes no reference to the new page',
    drop('balloon_page_migrate.get_page'),
  ),
  M8: kills(
    'S8',
    sized([1, 2, 0, 0]),
    'isolate_movable_ops_page does not look at the isolated flag under the page lock',
    drop('isolate_movable_ops_page.PageMovableOpsIsolated'),
  ),
  'M10-isolate': opens(
    'S8',
    sized([2, 1, 1, 0]),
    'balloon_page_isolate changes the list without balloon_pages_lock',
    unlocked('balloon_page_isolate'),
  ),
  'M10-dequeue': opens(
    'S8',
    sized([2, 1, 1, 0]),
    'balloon_page_list_dequeue changes the list without balloon_pages_lock',
    unlocked('balloon_page_list_dequeue'),
  ),
  'M10-putback': opens(
    'S8',
    sized([2, 1, 1, 0]),
    'balloon_page_putback changes the list without balloon_pages_lock',
    unlocked('balloon_page_putback'),
  ),
  M11: kills(
    'conservation',
    { ...lone, driver: 'abstract', flaw: 'M11' },
    'the driver frees a page that is isolated: it knows its pages from an array of its own, not from the list',
  ),
  M12: kills(
    'S3',
    sized([1, 1, 0, 0]),
    'balloon_page_putback does not uncount the page',
    drop('balloon_page_putback.isolated_pages--'),
  ),
  M14: opens(
    'S10',
    lone,
    'balloon_page_dequeue looks for lost pages without balloon_pages_lock',
    unlocked('balloon_page_dequeue'),
  ),
  M15: kills(
    'S6',
    lone,
    'isolate_movable_ops_page takes its reference even where there is none left',
    drop('isolate_movable_ops_page.folio_get_nontail_page/got.when#1'),
  ),
  M17: kills(
    'S10',
    { ...sized([2, 1, 0, 0]), driver: 'vmw', refusals: 'migration', flaw: 'M17' },
    'the host took the old page and refused the new one: page->private is cleared, and an error is returned',
  ),
  M18: kills(
    'deadlock',
    { ...sized([3, 0, 1, 0]), ballooned: 2, directCompaction: true },
    'virtballoon_migratepage waits for the mutex that its own thread may hold',
    block('virtballoon_migratepage.mutex_trylock'),
  ),
  M19: opens(
    'deadlock',
    sized([1, 1, 1, 0], 'before'),
    'before the commit: balloon_page_list_dequeue waits for the page lock, under balloon_pages_lock',
    block('balloon_page_list_dequeue.trylock_page'),
  ),
  M21: kills(
    'S9',
    sized([1, 1, 0, 0]),
    'putback_movable_ops_page leaves the isolated flag set',
    drop('putback_movable_ops_page.ClearPageMovableOpsIsolated'),
  ),
  M22: kills(
    'conservation',
    sized([2, 1, 0, 0]),
    'balloon_page_migrate keeps the reference of the balloon to the old page',
    drop('balloon_page_migrate.put_page'),
  ),
  M23: kills('S10', sized([1, 0, 2, 0]), 'two threads run leak_balloon without its mutex', [
    drop('leak_balloon.mutex_lock'),
    drop('leak_balloon.mutex_unlock'),
  ]),
  'M24-mutex': kills(
    'S10',
    { ...sized([2, 1, 1, 0]), driver: 'abstract', refusals: 'migration', mutex: false },
    'a driver whose migratepage may deflate asks balloon_page_dequeue for a page without a mutex',
  ),
  'M24-count': kills(
    'S10',
    { ...sized([2, 1, 1, 0]), driver: 'abstract', refusals: 'migration' },
    'a driver whose migratepage may deflate does not uncount the page there',
    drop('abstract_migratepage.size--'),
  ),
  M25: opens(
    'S1',
    sized([2, 1, 0, 0]),
    'after the commit: balloon_page_migrate clears page->private after it drops balloon_pages_lock, as before it',
    move('balloon_page_migrate.balloon_page_finalize.page->private=NULL').after('balloon_page_migrate.unlock'),
  ),
  M26: kills(
    'S15',
    { ...sized([1, 1, 0, 0], 'old'), removal: true },
    'a lock for each device, found through page->private, and no page lock in balloon_page_list_dequeue',
    [drop('balloon_page_list_dequeue.trylock_page'), drop('balloon_page_list_dequeue.unlock_page')],
  ),
  M27: kills(
    'S7',
    { ...sized([2, 0, 1, 1]), flaw: 'M27' },
    'leak_balloon frees the pages named in an array that it shares with fill_balloon, after it drops the mutex',
  ),
  M28: kills(
    'S8',
    { ...sized([1, 0, 0, 1]), ballooned: 0 },
    'balloon_page_enqueue takes the page off a list on which it is not',
    copy('fill_balloon.balloon_page_pop').after('fill_balloon.balloon_page_pop'),
  ),
  M29: opens(
    'S8',
    sized([1, 2, 0, 0]),
    'putback_movable_ops_page clears the isolated flag and unlocks the page before it puts it back',
    [
      move('putback_movable_ops_page.ClearPageMovableOpsIsolated').before(
        'putback_movable_ops_page.balloon_page_putback',
      ),
      move('putback_movable_ops_page.folio_unlock').before('putback_movable_ops_page.balloon_page_putback'),
    ],
  ),
  M30: kills('S1', { ...sized([1, 1, 0, 0]), flaw: 'M30' }, 'balloon_page_putback leaves page->private NULL'),
  M31: kills(
    'S1',
    { ...sized([1, 1, 1, 1]), devices: 2, ballooned: 0, flaw: 'M31' },
    'balloon_page_insert sets page->private to the other device',
  ),
  // One for each rule that the catalogue's own leave alone.
  'S2-silent': opens(
    'S2',
    empty,
    'M5, and list_del does not notice that the page is on no list: it is on two lists afterwards',
    [
      ...writes('__SetPageOffline', 'SetPageMovableOps', 'page->private=b_dev_info'),
      drop('balloon_page_isolate.list_del.assert#3'),
    ],
  ),
  'S4-silent': opens('S4', lone, 'M1, and list_del does not notice that the page is on another list', [
    move('balloon_page_isolate.balloon_page_device').before('balloon_page_isolate.lock'),
    drop('balloon_page_isolate.list_del.assert#3'),
  ]),
  'S5-flag': kills(
    'S5',
    empty,
    'balloon_page_insert does not set PG_movable_ops',
    drop('balloon_page_enqueue_one.balloon_page_insert.SetPageMovableOps'),
  ),
  'S11-unlock': opens(
    'S11',
    sized([1, 1, 0, 0]),
    'balloon_page_putback drops balloon_pages_lock twice',
    copy('balloon_page_putback.unlock').after('balloon_page_putback.unlock'),
  ),
  'S9-tas': kills(
    'S9',
    sized([1, 1, 0, 0], 'tas'),
    'M21 without page lock: putback_movable_ops_page leaves the isolated flag set',
    drop('putback_movable_ops_page.ClearPageMovableOpsIsolated'),
  ),
  'S12-rest': kills(
    'S12',
    empty,
    'fill_balloon keeps its mutex; compaction goes on for ever, so that this is no deadlock',
    drop('fill_balloon.mutex_unlock'),
  ),
  'S12-self': kills(
    'S12',
    sized([2, 1, 1, 0]),
    'migration that gives up keeps the page lock, and then its own putback waits for it; the others go on',
    drop('migrate_folio_undo_src.folio_unlock'),
  ),
  'S13-leak': kills(
    'S13',
    sized([1, 0, 1, 0]),
    'leak_balloon does not uncount the page',
    drop('leak_balloon.num_pages--'),
  ),
  'S14-enqueue': kills(
    'S14-idle',
    empty,
    'balloon_page_enqueue does not take the page from the managed pages of its zone',
    drop('balloon_page_enqueue_one.adjust_managed_page_count(-1)'),
  ),
  'S16-untold': kills(
    'S16-idle',
    empty,
    'fill_balloon does not tell the host of the page',
    drop('fill_balloon.tell_host(inflate_vq)'),
  ),
  'S16-order': opens('S16', sized([1, 0, 1, 0]), 'leak_balloon frees the page before it tells the host', [
    move('leak_balloon.tell_host(deflate_vq)').after('leak_balloon.put_page'),
  ]),
  'A1-putback': kills(
    'A1',
    { ...sized([1, 1, 0, 0]), flaw: 'M30' },
    'M30: page->private is cleared elsewhere than in balloon_page_finalize',
  ),
  'A3-putback': kills('A3', { ...sized([1, 1, 0, 0]), flaw: 'A3' }, 'balloon_page_putback clears PG_movable_ops'),
  'A4-isolate': kills(
    'A4',
    lone,
    'balloon_page_isolate leaves the page on the list',
    drop('balloon_page_isolate.list_del.then#1'),
  ),
  'A5-lookup': kills(
    'A5',
    sized([1, 1, 1, 0], 'before'),
    'M3: what balloon_page_isolate has read without the lock is out of date',
    [drop('balloon_page_list_dequeue.trylock_page'), drop('balloon_page_list_dequeue.unlock_page')],
  ),
  'exclusion-lock': kills(
    'exclusion-lock',
    sized([1, 1, 1, 0], 'before'),
    'M3: a page is deflated while a scanner holds its lock, as after the commit',
    [drop('balloon_page_list_dequeue.trylock_page'), drop('balloon_page_list_dequeue.unlock_page')],
  ),
  'exclusion-dequeue': kills(
    'exclusion',
    sized([1, 1, 1, 0], 'before'),
    'M3: a page is deflated whose isolated flag is still set, as after the commit',
    [drop('balloon_page_list_dequeue.trylock_page'), drop('balloon_page_list_dequeue.unlock_page')],
  ),
  E1: harmlessly(
    sized([2, 2, 1, 1]),
    'balloon_page_enqueue sets type and flag, but not page->private, before it takes balloon_pages_lock',
    writes('__SetPageOffline', 'SetPageMovableOps'),
  ),
  E3: harmless(
    sized([2, 2, 1, 1]),
    'compaction does not filter pages before it takes a reference',
    drop('compact_zone.isolate_migratepages_block.when#1'),
  ),
  E4: harmless(
    { ...sized([3, 1, 1, 1]), list: 'fifo' },
    'balloon_page_list_dequeue takes the last page of the list, not the first',
  ),
  E6: {
    ...harmlessly(
      sized([2, 2, 1, 1]),
      'managed pages are adjusted after balloon_pages_lock is dropped: S14 holds when all threads rest, and else all',
      move('balloon_page_enqueue_one.adjust_managed_page_count(-1)').after('balloon_page_enqueue.unlock'),
    ),
    properties:
      'S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 S12 S13 S14-idle S16 S16-idle S17 A1 A2 A3 A4 A5 conservation deadlock'.split(
        ' ',
      ),
  },
} satisfies Readonly<Record<string, MutantParts>>;
