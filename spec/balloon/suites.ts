// What is expected: version, driver and configuration against the rules, a row each of `ballast matrix balloon`. A row without properties asks
// for all that are claimed and expects all witnesses to be reached. Sizes are page frames / scanners / deflaters / inflaters.

import type { SuiteParts } from 'ballast';
import { removal, sizes, smoke, sound, untilCommit, type Constants, type Expectation } from './configurations.ts';
import type { Version } from './kernel.ts';
import { lively, refined } from './suites-behaviours.ts';

const twoScanners = sizes(2, 2, 1, 1);
const full = sizes(3, 2, 1, 1);

function driverOf({ driver = 'virtio' }: Constants): string {
  return String(driver);
}

/** What all these versions are expected to do. */
function rows(
  group: string,
  of: readonly Version[],
  about: string,
  set: Constants,
  expect: Expectation | ((version: Version) => Expectation) = 'holds',
  properties?: readonly string[],
): SuiteParts[] {
  return of.map((version) => ({
    group,
    about,
    name: `${driverOf(set)}, ${version}: ${about}`,
    set: { version, ...set },
    expect: typeof expect === 'string' ? expect : expect(version),
    ...(properties === undefined ? {} : { properties }),
  }));
}

function virtio(): SuiteParts[] {
  const all = (about: string, set: Constants): SuiteParts[] => rows('virtio_balloon', sound, about, set);
  return [
    ...all('smoke', smoke),
    ...all('smoke, fine steps', { ...smoke, granularity: 'fine' }),
    ...all('two scanners', twoScanners),
    ...all('full', full),
    ...all('two devices', { ...sizes(2, 1, 2, 1), devices: 2 }),
    ...all('two nodes', { ...smoke, nodes: 2 }),
    ...all('memory goes offline', { ...smoke, offliners: 1 }),
    ...all('compaction within allocations', { ...sizes(3, 0, 1, 1), ballooned: 2, directCompaction: true }),
    ...all('OOM notifier', { ...smoke, notifiers: 1 }),
    ...all('last in, first out', { ...sizes(3, 1, 1, 1), list: 'lifo' }),
    ...all('first in, first out', { ...sizes(3, 1, 1, 1), list: 'fifo' }),
    ...all('removal', removal),
  ];
}

function vmw(): SuiteParts[] {
  const driver = { driver: 'vmw' };
  const all = (about: string, set: Constants, expect?: Parameters<typeof rows>[4]): SuiteParts[] =>
    rows('vmw_balloon', sound, about, { ...driver, ...set }, expect);
  const refused = (version: Version): Expectation => (untilCommit.includes(version) ? 'violates S10' : 'holds');
  return [
    ...all('no refusals', smoke),
    ...all('refusals in migration', { ...smoke, refusals: 'migration' }),
    // A page that the host does not take back is enqueued again, and a scanner may hold its lock: 8.8.
    ...all('refusals', { ...smoke, refusals: 'all' }, refused),
    ...all('refusals, two scanners, two deflaters', { ...sizes(2, 2, 1, 0), notifiers: 1, refusals: 'all' }, refused),
    ...all('refusals in migration, full', { ...full, refusals: 'migration' }),
    ...all('two deflaters', { ...smoke, notifiers: 1, refusals: 'migration' }),
    ...all('removal', { ...removal }),
    ...all('removal, refusals in migration', { ...removal, refusals: 'migration' }, 'violates S15'),
  ];
}

function cmm(): SuiteParts[] {
  const driver = { driver: 'cmm' };
  const all = (about: string, set: Constants, expect?: Parameters<typeof rows>[4]): SuiteParts[] =>
    rows('cmm', sound, about, { ...driver, ...set }, expect);
  return [
    ...all('no OOM', smoke),
    ...all('no OOM, refusals', { ...smoke, refusals: 'all' }),
    ...all('no OOM, full', full),
    ...all('OOM notifier', { ...smoke, notifiers: 1 }, 'violates S10'),
    ...all('removal', removal, 'violates S15'),
  ];
}

function abstract(): SuiteParts[] {
  const driver = { driver: 'abstract' };
  const written = sound.filter((version) => version !== 'v0');
  const all = (about: string, set: Constants, expect?: Expectation, properties?: readonly string[]): SuiteParts[] =>
    rows('a driver by its promises', written, about, { ...driver, ...set }, expect, properties);
  return [
    ...all('mutex, counts', twoScanners),
    ...all('mutex, counts, refusals', { ...smoke, refusals: 'all' }),
    ...all('no mutex, one deflater', { ...smoke, mutex: false }),
    ...all('mutex, counts, two deflaters', sizes(2, 1, 2, 1)),
    ...all('no mutex, two deflaters', { ...sizes(1, 0, 2, 0), mutex: false }, 'violates S10'),
    ...all('mutex, does not count', { ...sizes(1, 0, 1, 0), counts: false }, 'violates S10'),
  ];
}

function asked(): SuiteParts[] {
  const group = 'what the versions differ in';
  return [
    // 8.11: where the flag is cleared before the page is back, a second scanner isolates a page that is on no list.
    ...rows(group, ['tas-early'], 'a second scanner', sizes(1, 2, 0, 0), 'violates S8', ['S8']),
    ...rows(group, ['tas'], 'flag without page lock', smoke, 'violates A2', ['A2']),
    ...rows(group, ['after'], 'a locked page is deflated', smoke, 'violates exclusion-lock', ['exclusion-lock']),
    ...rows(group, ['after', 'tas'], 'dequeue without a page', smoke, 'holds', ['S17']),
    ...rows(group, untilCommit, 'dequeue without a page', smoke, 'violates S17', ['S17']),
  ];
}

/** Reachable in the model, in this configuration; by the numbers of the project's catalogue. */
function findings(): SuiteParts[] {
  const group = 'findings';
  const found = (name: string, about: string, set: Constants, rule: string): SuiteParts => ({
    group,
    name,
    about,
    set,
    expect: `violates ${rule}`,
    properties: [rule],
  });
  return [
    found(
      '8.1',
      'two deflaters call balloon_page_dequeue without a mutex',
      { ...sizes(1, 0, 2, 0), driver: 'abstract', mutex: false },
      'S10',
    ),
    found(
      '8.2',
      'the OOM notifier of cmm asks an empty balloon for a page',
      { ...sizes(1, 0, 0, 0), driver: 'cmm', notifiers: 1, ballooned: 0 },
      'S10',
    ),
    found(
      '8.3',
      'the OOM notifier of cmm and its thread both take the last page',
      { ...sizes(1, 0, 1, 0), driver: 'cmm', notifiers: 1 },
      'S10',
    ),
    found(
      '8.5-vmw',
      'vmw_balloon is removed while migration has deflated a page, and has yet to say so',
      { ...removal, driver: 'vmw', refusals: 'migration' },
      'S15',
    ),
    found(
      '8.5-cmm',
      'cmm is removed while a page is isolated',
      { ...removal, ...sizes(1, 1, 0, 0), driver: 'cmm' },
      'S15',
    ),
    found(
      '8.8',
      'before the commit: vmw_balloon enqueues a refused page again while a scanner holds its lock',
      { ...sizes(1, 1, 1, 0), version: 'before', driver: 'vmw', refusals: 'all' },
      'S10',
    ),
    found(
      '8.9-node',
      'a page migrates to another node, and NR_BALLOON_PAGES stays behind',
      { ...sizes(2, 1, 0, 0), nodes: 2 },
      'NR_BALLOON_PAGES',
    ),
    found(
      '8.9-sum',
      'migration deflates a page, and NR_BALLOON_PAGES stays one too high',
      { ...sizes(2, 1, 0, 0), driver: 'vmw', refusals: 'migration' },
      'NR_BALLOON_PAGES-sum',
    ),
    found(
      '8.15',
      'before the commit: balloon_page_dequeue comes away without a page though the list has one',
      { ...sizes(1, 1, 1, 0), version: 'before' },
      'S17',
    ),
  ];
}

export const suites: readonly SuiteParts[] = [
  ...virtio(),
  ...vmw(),
  ...cmm(),
  ...abstract(),
  ...asked(),
  ...findings(),
  ...lively(),
  ...refined(),
];
