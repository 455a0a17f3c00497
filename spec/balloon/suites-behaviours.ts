// What is expected of whole behaviours: what must happen some time, with what is fair, and whether the code is a balloon at all, without its
// locks. A row each of `ballast matrix balloon`; of few states, since all behaviours are looked at.

import type { MutantParts, SuiteParts } from 'ballast';
import { removal, sizes, smoke, sound, untilCommit, type Constants, type Expectation } from './configurations.ts';
import { history } from './history.ts';
import type { Version } from './kernel.ts';
import type { FairLocks } from './liveness.ts';
import { mutants } from './mutants.ts';

const all = { ...mutants, ...history };

const sides: readonly Version[] = ['before', 'after', 'tas'];

/** A row for each version: a rule, a configuration, and the versions in which it is violated. */
function rowsOf(group: string) {
  return (
    rule: string,
    about: string,
    set: Constants,
    of: readonly Version[],
    isViolated: (version: Version) => boolean = () => false,
  ): SuiteParts[] =>
    of.map((version) => ({
      group,
      about,
      name: `${rule} of ${version}: ${about}`,
      set: { version, ...set },
      expect: isViolated(version) ? `violates ${rule}` : 'holds',
      properties: [rule],
    }));
}

/** What must happen some time, when it does and when not, by what is fair. */
export function lively(): SuiteParts[] {
  const live = rowsOf('what must happen some time');
  const always = (): boolean => true;
  const locksPages = (version: Version): boolean => version !== 'tas';
  // Of those who look for pages only memory offlining tries one whose isolated flag is set.
  const offlining = (pages: number, fairLocks: FairLocks): Constants => ({
    ...sizes(pages, 1, 0, 0),
    offliners: 1,
    fairLocks,
  });
  const removing = (fairLocks: FairLocks): Constants => ({ ...removal, fairLocks });
  // Which page of a list comes next matters here: of a set, always another.
  const deflating = { ...sizes(3, 1, 1, 0), ballooned: 2, list: 'lifo' };
  // Whoever allocates memory may compact it, which has to move a page to be seen.
  const within = (fairLocks: FairLocks): Constants => ({ directCompaction: true, offliners: 1, fairLocks });
  const deflatingWithin = (fair: FairLocks): Constants => ({ ...sizes(3, 0, 1, 0), ballooned: 2, ...within(fair) });
  const inflatingWithin = (fair: FairLocks): Constants => ({ ...sizes(1, 0, 0, 1), ...within(fair) });
  const goesOffline = { ...sizes(2, 0, 0, 0), offliners: 1, offlined: 1 };
  return [
    ...live('L1', 'no fair lock, two scanners', { ...sizes(2, 2, 0, 0), fairLocks: 'none' }, sound),
    ...live('L1', 'no fair lock, memory goes offline', offlining(1, 'none'), sound, locksPages),
    ...live('L1', 'fair putback, memory goes offline', offlining(1, 'putback'), sound),
    ...live('L1', 'fair putback, and a page to move to', offlining(2, 'putback'), sound, locksPages),
    ...live('L1', 'fair page locks, and a page to move to', offlining(2, 'folio_lock'), sound),
    ...live(
      'L1',
      'fair locks, vmw, refusals in migration',
      { ...offlining(2, 'all'), driver: 'vmw', refusals: 'migration' },
      sides,
    ),
    ...live('L2', 'no fair lock, removal', removing('none'), sound),
    ...live('L2', 'no fair lock, removal of vmw', { ...removing('none'), driver: 'vmw' }, sides),
    ...live('L2-scans', 'no fair lock, removal', removing('none'), sound, always),
    ...live('L2-scans', 'fair locks, removal', removing('all'), sound, always),
    ...live('L2-scans', 'fair locks, removal of vmw', { ...removing('all'), driver: 'vmw' }, sides, always),
    ...live(
      'L2-scans',
      'fair dequeue, removal, fine steps',
      { ...removing('dequeue'), ...sizes(1, 1, 0, 0), granularity: 'fine' },
      sides,
      always,
    ),
    ...live('L3', 'fair page locks', { ...deflating, fairLocks: 'folio_lock' }, sides, always),
    ...live('L3', 'fair locks', deflating, sides),
    ...live('L4-scanner', 'no fair lock, memory goes offline', offlining(1, 'none'), sides, locksPages),
    ...live('L4-scanner', 'fair page locks, and a page to move to', offlining(2, 'folio_lock'), sides),
    ...live(
      'L4-offliner',
      'no fair lock, two take memory offline',
      { ...sizes(1, 0, 0, 0), offliners: 2, fairLocks: 'none' },
      sides,
      locksPages,
    ),
    ...live('L4-offliner', 'fair page locks, and a page to move to', offlining(2, 'folio_lock'), sides),
    ...live('L4-deflater', 'no fair lock, compaction within allocations', deflatingWithin('none'), sides, locksPages),
    ...live('L4-deflater', 'fair page locks, compaction within allocations', deflatingWithin('folio_lock'), sides),
    ...live('L4-inflater', 'no fair lock, compaction within allocations', inflatingWithin('none'), sides, locksPages),
    ...live('L4-inflater', 'fair page locks, compaction within allocations', inflatingWithin('folio_lock'), sides),
    ...live('L5', 'fair locks, alone', goesOffline, sides),
    ...live('L5', 'fair locks, a scanner comes between', { ...goesOffline, scanners: 1 }, sides, always),
    ...spoilt(goesOffline),
  ];
}

/** What mutants do to what must happen some time. */
function spoilt(goesOffline: Constants): SuiteParts[] {
  const twoScanners = { ...sizes(1, 2, 0, 0), fairLocks: 'none' };
  const by = inMutants('what must happen some time, in mutants');
  return [
    // The filter of compaction passes over isolated pages. Without it two scanners do what memory offlining does.
    by('E3', 'L1', { ...twoScanners, version: 'before' }),
    by('E3', 'L1', twoScanners),
    by('E3', 'L1', { ...twoScanners, version: 'before', fairLocks: 'putback' }, 'holds'),
    by('E3', 'L1', { ...twoScanners, fairLocks: 'putback' }, 'holds'),
    by('H2', 'L2', { ...removal, ...sizes(1, 0, 0, 0) }),
    by('M21', 'L5', goesOffline),
    by('M30', 'L5', goesOffline),
  ];
}

/** Whether the code is a balloon: since the commit one that may take held pages, before it one that leaves them. */
export function refined(): SuiteParts[] {
  const is = rowsOf('whose pages are');
  const vmw = { ...smoke, driver: 'vmw', refusals: 'migration' };
  const leaves = (refinement: string): SuiteParts[] =>
    is(refinement, 'smoke', smoke, ['v0', 'before', 'after'], (version) => !untilCommit.includes(version));
  const by = inMutants('whose pages are, in mutants');
  return [
    ...is('whose-pages', 'smoke', smoke, sound),
    ...is('whose-pages', 'vmw, refusals in migration', vmw, ['before', 'after']),
    ...is('whose-pages-live', 'smoke', smoke, ['before', 'after']),
    ...is('takes-held-pages', 'smoke', smoke, ['before', 'after']),
    ...leaves('leaves-held-pages'),
    ...leaves('leaves-pages-moved-to'),
    ...leaves('leaves-pages-put-back'),
    by('M4', 'whose-pages', {}),
    by('M5', 'whose-pages', {}),
    by('M25', 'whose-pages', {}),
    by('M30', 'whose-pages', {}),
    by('M30', 'takes-held-pages', {}),
    by('H13', 'whose-pages', {}),
    // No state and no step is wrong: the balloon only never gives up a page.
    by('H2', 'whose-pages-live', {}),
  ];
}

/** What the changes of a mutant do to a rule: they break it, unless said otherwise. The mutant's own row is about the rule that it is for. */
function inMutants(group: string) {
  return (
    mutant: keyof typeof all,
    rule: string,
    set: Constants,
    expect: Expectation = `violates ${rule}`,
  ): SuiteParts => {
    const { set: own = {}, edits }: MutantParts = all[mutant];
    const of = Object.entries(set).filter(([name]) => name === 'version' || name === 'fairLocks');
    const about = [rule, ...of.map(([name, value]) => `${name}=${String(value)}`)].join(', ');
    return {
      group,
      about,
      name: `${mutant}, ${about}`,
      set: { ...(own as Constants), ...set },
      edits: [edits].flat(),
      expect,
      properties: [rule],
    };
  };
}
