// What every part of the kernel modelled here shares: the versions, the sorts of pages and devices, error numbers.
// Functions, fields, flags and locks keep their kernel names, so that each line can be looked up in the file its header names.

import { enumeration, ids, type Expr, type Id, type Ids } from 'ballast';

/**
 * 'after': commit a3fafdd38967 ("mm/balloon_compaction: remove dependency on page lock"); 'before': its parent in the series,
 * 8202313e3dfa, which has the one balloon_pages_lock already. What differs stands in conditions on it.
 */
export type Version = 'after' | 'before';

export interface Sorts {
  /** Page frames. Interchangeable: nothing here depends on the order or the identity of pages. */
  readonly Page: Ids<'page'>;
  /** Balloon devices, each with its `struct balloon_dev_info`. */
  readonly Device: Ids<'b_dev_info'>;
}

export type Page = Expr<Id<'page'>>;
export type Device = Expr<Id<'b_dev_info'>>;

export function sorts(pages: number, devices: number): Sorts {
  return { Page: ids('page', pages), Device: ids('b_dev_info', devices) };
}

/** What the calls of page migration return. */
export const Errno = enumeration('0', '-EAGAIN', '-EBUSY', '-ENOENT');
export type Errno = '0' | '-EAGAIN' | '-EBUSY' | '-ENOENT';
