// What every part of the kernel modelled here shares: the versions, the sorts of pages, devices and nodes, error numbers.
// Functions, fields, flags and locks keep their kernel names, so that each line can be looked up in the file its header names.

import { enumeration, ids, type Expr, type Id, type Ids, type Term } from 'ballast';

/**
 * Oldest first. What differs between two neighbours stands beside each other in the text, in `until(…)` or `before(…)` and `since(…)`.
 * - v0: up to 6af05dfe9af7: each driver does the list work of its own migratepage; a lock for each device
 * - old: 1258460bd31e to c33b47c334f9: balloon_page_migrate does it, for all drivers
 * - before: 8202313e3dfa, the parent of the commit in question: one balloon_pages_lock for all devices
 * - after: a3fafdd38967 ("mm/balloon_compaction: remove dependency on page lock"), and what follows to 631eb2282630
 * - tas: what its message hints at: an atomic test-and-set of the isolated flag in place of the page lock in page migration
 * - tas-early: the same, but putback clears the flag before it puts the page back, which is one step too early
 */
export const versions = ['v0', 'old', 'before', 'after', 'tas', 'tas-early'] as const;
export type Version = (typeof versions)[number];

/** Code that one version has and another has not: a list to spread, empty where it is not written. */
export interface Differences {
  /** What is written from this version on. */
  readonly since: <T>(first: Version, code: () => readonly T[]) => readonly T[];
  /** What was written up to this version. */
  readonly until: <T>(last: Version, code: () => readonly T[]) => readonly T[];
  /** What was written before this version: also in a version that is added between its predecessor and it. */
  readonly before: <T>(first: Version, code: () => readonly T[]) => readonly T[];
  readonly is: (...those: readonly Version[]) => boolean;
}

export function differences(version: Version): Differences {
  const at = versions.indexOf(version);
  return {
    since: (first, code) => (at >= versions.indexOf(first) ? code() : []),
    until: (last, code) => (at <= versions.indexOf(last) ? code() : []),
    before: (first, code) => (at < versions.indexOf(first) ? code() : []),
    is: (...those) => those.includes(version),
  };
}

export interface Sorts {
  /** Page frames. Interchangeable on one node: nothing here depends on their order or identity. */
  readonly Page: Ids<'page'>;
  /** Balloon devices, each with its `struct balloon_dev_info`. */
  readonly Device: Ids<'b_dev_info'>;
  /** Memory nodes, each with one zone. Page frames are dealt out to them in turn. */
  readonly Node: Ids<'node'>;
}

export type Page = Term<Id<'page'>>;
export type Device = Term<Id<'b_dev_info'>>;
export type Node = Term<Id<'node'>>;

export function sorts(pages: number, devices: number, nodes: number): Sorts {
  return { Page: ids('page', pages), Device: ids('b_dev_info', devices), Node: ids('node', nodes) };
}

/** State variables and their initial values, to be spread into a specification. */
export interface Variables {
  readonly fields: Readonly<Record<string, Expr<unknown>>>;
  readonly init: Readonly<Record<string, unknown>>;
}

/** What the calls of page migration return. */
export const Errno = enumeration('0', '-EAGAIN', '-EBUSY', '-ENOENT');
export type Errno = '0' | '-EAGAIN' | '-EBUSY' | '-ENOENT';

/**
 * Changes that add code, so that no edit can say them. One is written where it belongs, in `flawed(…)`; the mutants that set it say
 * what it is.
 */
export const flaws = ['none', 'M11', 'M17', 'M27', 'M30', 'M31', 'A3', 'H2', 'H5', 'H6'] as const;
export type Flaw = (typeof flaws)[number];

/** `flawed('M27', () => […])`: what is written with this flaw only. */
export type Flawed = <T>(flaw: Flaw, code: () => readonly T[], otherwise?: () => readonly T[]) => readonly T[];

export function flawedBy(chosen: Flaw): Flawed {
  return (flaw, code, otherwise = () => []) => (flaw === chosen ? code() : otherwise());
}
