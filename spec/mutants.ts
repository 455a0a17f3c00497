// What if a line were missing, or stood elsewhere? Each mutant is an edit of the specification that must break a rule. Names and sizes
// are those of the project's catalogue. `breaks` is what is violated first: often a rule, some steps before the crash that comes of
// it; asked for alone (`--property S8`), the crash shows too.

import { drop, move, type Edit, type MutantParts } from 'ballast';

type Sizes = readonly [pages: number, scanners: number, deflaters: number, inflaters: number];

function sized([pages, scanners, deflaters, inflaters]: Sizes, version: 'after' | 'before' = 'after') {
  return { version, pages, scanners, deflaters, inflaters };
}

/** Takes a critical section out from under its lock. */
const unlocked = (section: string): readonly Edit[] => [drop(`${section}.lock`), drop(`${section}.unlock`)];

const writes = (...names: readonly string[]): readonly Edit[] =>
  names.map((write) =>
    move(`balloon_page_enqueue_one.balloon_page_insert.${write}`).before('balloon_page_enqueue.lock'),
  );

export const mutants = {
  M1: {
    about: 'balloon_page_isolate reads page->private before it takes balloon_pages_lock, and does not read it again',
    edits: move('balloon_page_isolate.balloon_page_device').before('balloon_page_isolate.lock'),
    set: sized([1, 1, 1, 0]),
    breaks: ['S8'],
  },
  M2: {
    about: 'balloon_page_isolate does not check for NULL',
    edits: drop('balloon_page_isolate.branch'),
    set: sized([1, 1, 1, 0]),
    breaks: ['S10'],
  },
  M3: {
    about: 'before the commit: balloon_page_list_dequeue does without the page lock, balloon_page_isolate relies on it',
    edits: [drop('balloon_page_list_dequeue.trylock_page'), drop('balloon_page_list_dequeue.unlock_page')],
    set: sized([1, 1, 1, 0], 'before'),
    breaks: ['S8'],
  },
  M4: {
    about: 'balloon_page_list_dequeue clears page->private after it drops balloon_pages_lock',
    edits: move('balloon_page_list_dequeue.balloon_page_finalize.page->private=NULL').after(
      'balloon_page_list_dequeue.unlock',
    ),
    set: sized([1, 1, 1, 0]),
    breaks: ['S1'],
  },
  M5: {
    about: 'balloon_page_enqueue sets type, flag and page->private before it takes balloon_pages_lock',
    edits: writes('__SetPageOffline', 'SetPageMovableOps', 'page->private=b_dev_info'),
    set: { ...sized([1, 1, 0, 1]), ballooned: 0 },
    breaks: ['S1'],
  },
  M6: {
    about: 'balloon_page_isolate counts the page after it drops balloon_pages_lock',
    edits: move('balloon_page_isolate.isolated_pages++').after('balloon_page_isolate.unlock'),
    set: sized([1, 1, 1, 0]),
    breaks: ['S3', 'S13'],
  },
  M7: {
    about: 'balloon_page_migrate takes no reference to the new page',
    edits: drop('balloon_page_migrate.get_page'),
    set: sized([2, 1, 0, 0]),
    breaks: ['conservation'],
  },
  M8: {
    about: 'isolate_movable_ops_page does not look at the isolated flag under the page lock',
    edits: drop('isolate_movable_ops_page.PageMovableOpsIsolated'),
    set: sized([1, 2, 0, 0]),
    breaks: ['S8'],
  },
  M10: {
    about: 'balloon_page_isolate changes the list without balloon_pages_lock',
    edits: unlocked('balloon_page_isolate'),
    set: sized([1, 1, 1, 0]),
    breaks: ['S8'],
  },
  M12: {
    about: 'balloon_page_putback does not uncount the page',
    edits: drop('balloon_page_putback.isolated_pages--'),
    set: sized([1, 1, 0, 0]),
    breaks: ['S3', 'S13'],
  },
  M14: {
    about: 'balloon_page_dequeue looks for lost pages without balloon_pages_lock',
    edits: unlocked('balloon_page_dequeue'),
    set: sized([1, 1, 1, 0]),
    breaks: ['S10'],
  },
  M15: {
    about: 'isolate_movable_ops_page takes its reference even where there is none left',
    edits: drop('isolate_movable_ops_page.folio_get_nontail_page/got.when#1'),
    set: sized([1, 1, 1, 0]),
    breaks: ['S6'],
  },
  M21: {
    about: 'putback_movable_ops_page leaves the isolated flag set',
    edits: drop('putback_movable_ops_page.ClearPageMovableOpsIsolated'),
    set: sized([1, 1, 0, 0]),
    breaks: ['S9'],
  },
  M22: {
    about: 'migrate_folio_move keeps its reference to the old page',
    edits: drop('migrate_folio_move.migrate_folio_done'),
    set: sized([2, 1, 0, 0]),
    breaks: ['conservation'],
  },
  M23: {
    about: 'two threads run leak_balloon without balloon_lock',
    edits: [drop('leak_balloon.mutex_lock'), drop('leak_balloon.mutex_unlock')],
    set: sized([1, 0, 2, 0]),
    breaks: ['S13'],
  },
  M25: {
    about:
      'after the commit: balloon_page_migrate clears page->private after it drops balloon_pages_lock, as before it',
    edits: move('balloon_page_migrate.balloon_page_finalize.page->private=NULL').after('balloon_page_migrate.unlock'),
    set: sized([2, 1, 0, 0]),
    breaks: ['S1'],
  },
  M29: {
    about: 'putback_movable_ops_page clears the isolated flag and unlocks the page before it puts it back',
    edits: [
      move('putback_movable_ops_page.ClearPageMovableOpsIsolated').before(
        'putback_movable_ops_page.balloon_page_putback',
      ),
      move('putback_movable_ops_page.folio_unlock').before('putback_movable_ops_page.balloon_page_putback'),
    ],
    set: sized([1, 2, 0, 0]),
    breaks: ['S9'],
  },
  M30: {
    about: 'balloon_page_enqueue leaves page->private NULL',
    edits: drop('balloon_page_enqueue_one.balloon_page_insert.page->private=b_dev_info'),
    set: { ...sized([1, 1, 0, 1]), ballooned: 0 },
    breaks: ['S1'],
  },
  // Equivalent to what they change: they must break nothing.
  E1: {
    about: 'balloon_page_enqueue sets type and flag, but not page->private, before it takes balloon_pages_lock',
    edits: writes('__SetPageOffline', 'SetPageMovableOps'),
    set: { ...sized([1, 1, 0, 1]), ballooned: 0 },
    breaks: [],
  },
  E3: {
    about: 'compaction does not filter pages before it takes a reference',
    edits: drop('compact_zone.isolate_migratepages_block.when#1'),
    set: sized([2, 1, 1, 1]),
    breaks: [],
  },
} as const satisfies Readonly<Record<string, MutantParts>>;
