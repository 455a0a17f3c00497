// What a balloon driver is to the rest: its callback for page migration, what its threads do, and how it counts its pages.

import type { Call, Id, Lock, Operand, Place, Statement, Term } from 'ballast';
import type { Accounting } from './accounting.ts';
import type { BalloonCompaction } from './balloon-compaction.ts';
import type { BalloonDevInfo } from './balloon-dev-info.ts';
import type { Device, Differences, Errno, Flawed, Sorts, Variables } from './kernel.ts';
import type { StructPage } from './page.ts';

/** What a driver is written upon. */
export interface Below {
  readonly versions: Differences;
  readonly flawed: Flawed;
  readonly of: Sorts;
  readonly mem_map: StructPage;
  readonly dev_info: BalloonDevInfo;
  readonly counted: Accounting;
}

/** What the host refuses: nothing; in migration only, to take a page back or to take another; or in inflation and deflation as well. */
export const refusals = ['none', 'migration', 'all'] as const;
export type Refusals = (typeof refusals)[number];

/** The constants that a driver may ask for. */
export interface DriverConstants {
  readonly inflaters: number;
  readonly deflaters: number;
  readonly notifiers: number;
  readonly refusals: Refusals;
  readonly removal: boolean;
  /** Of the abstract driver: whether one mutex covers inflation, deflation and the callback of migration. */
  readonly mutex: boolean;
  /** Of the abstract driver: whether it asks for a page only where it counts one. */
  readonly counts: boolean;
}

export type OnDevice = (args: { readonly b_dev_info: Operand<Id<'b_dev_info'>> }) => Call<never>;

/** A driver, which holds the balloon_dev_info by whose name it goes here: container_of() is the identity. */
export interface Driver extends Variables {
  readonly migratepage: (args: {
    readonly b_dev_info: Operand<Id<'b_dev_info'>>;
    readonly newpage: Operand<Id<'page'>>;
    readonly page: Operand<Id<'page'>>;
  }) => Call<Errno>;
  /** What migratepage may return besides 0. */
  readonly errors: readonly Errno[];
  /** How many pages of a device the driver believes inflated. */
  readonly size: (b_dev_info: Device) => Term<number>;
  /** The mutex that covers each change of `size`; undefined where there is no such mutex. */
  readonly mutex: ((b_dev_info: Device) => Place<Lock>) | undefined;
  /** Whether it takes pages by balloon_page_dequeue, or by balloon_page_list_dequeue alone. */
  readonly usesDequeue: boolean;
  readonly work: (balloon: BalloonCompaction, compact: Compact) => Work;
}

/** Direct compaction: what an allocation may do first, in the thread that asks; nothing where that is left out. */
export type Compact = () => readonly Statement[];

/** What threads of the driver do, over and over, with one page at a time; each with the step at which it rests. */
export interface Work {
  readonly inflate: OnDevice;
  readonly inflateRests: string;
  readonly deflate: OnDevice;
  readonly deflateRests: string;
  /** What the OOM notifier does. */
  readonly relieve: OnDevice;
  readonly relieveRests: string;
  /** The device goes away. Nothing else of the driver runs then: its work was cancelled. */
  readonly remove: OnDevice;
}
