// Who runs what: the kinds of threads, and the questions that properties ask of them.

import {
  any,
  count,
  element,
  exists,
  forall,
  loop,
  pick,
  process,
  processes,
  type AnyProcess,
  type Bool,
  type Call,
  type Expr,
  type ExprOf,
  type PlaceOf,
  type ProcessDeclaration,
  type SortOf,
  type Statement,
  type Temporal,
  type Term,
} from 'ballast';
import type { OnDevice, Work } from './driver.ts';
import type { Sorts } from './kernel.ts';

export interface Counts {
  readonly scanners: number;
  readonly offliners: number;
  readonly deflaters: number;
  readonly inflaters: number;
  readonly notifiers: number;
  readonly removers: number;
}

/** One thread of a kind, in a property. */
export interface Thread {
  /** The name of its kind. */
  readonly kind: string;
  readonly self: Expr<AnyProcess>;
  /** Whether it stands before one of these steps. */
  readonly isAt: (...steps: readonly string[]) => Bool;
  readonly isWithin: (procedure: string) => Bool;
  readonly local: <T>(name: string, sort: SortOf<T>) => ExprOf<T>;
}

/** The threads of one kind. */
export interface Kind {
  readonly name: string;
  readonly size: number;
  readonly process: ProcessDeclaration;
  /** Whether a thread stands where it may stay, with nothing in hand; one that ends: whether it has. */
  readonly isResting: (thread: Thread) => Bool;
  readonly some: (is: (thread: Thread) => Bool) => Bool;
  readonly every: (is: (thread: Thread) => Bool) => Bool;
  readonly count: (is: (thread: Thread) => Bool) => Term<number>;
  readonly each: (does: (thread: Thread) => Temporal) => Temporal;
}

type Local = <T>(name: string, sort: SortOf<T>) => PlaceOf<T>;

/** `size` threads that run this, and rest before these steps. */
function kindOf(
  name: string,
  size: number,
  rests: readonly string[],
  body: (local: Local) => readonly Statement[],
): Kind {
  const sort = processes(name, size);
  const declared = process(sort, ({ local }) => body(local));
  const threadOf = (id: Parameters<typeof declared.isAt>[0]): Thread => ({
    kind: name,
    self: id as unknown as Expr<AnyProcess>,
    isAt: (...steps) => any(...steps.map((step) => declared.isAt(id, step))),
    isWithin: (procedure) => declared.isWithin(id, procedure),
    local: (local, of) => declared.local(id, local, of),
  });
  return {
    name,
    size,
    process: declared,
    isResting: ({ isAt }) => isAt(...rests),
    some: (is) => exists({ t: sort }, ({ t }) => is(threadOf(t))),
    every: (is) => forall({ t: sort }, ({ t }) => is(threadOf(t))),
    each: (does) => forall({ t: sort }, ({ t }) => does(threadOf(t))),
    count: (is) => count({ t: sort }, ({ t }) => is(threadOf(t))),
  };
}

export interface Kinds {
  /** Those that isolate and migrate pages as compact_zone does: scanners, and threads of the driver within an allocation. */
  readonly compacting: readonly Kind[];
  readonly offlining: readonly Kind[];
  /** Both of these. */
  readonly migrating: readonly Kind[];
  readonly all: readonly Kind[];
  readonly inflater: Kind;
  readonly deflater: Kind;
  /** Those that inflate or deflate. */
  readonly working: readonly Kind[];
  readonly deflating: readonly Kind[];
  readonly removing: readonly Kind[];
  /** Those that take pages out of the balloon. */
  readonly taking: readonly Kind[];
}

/** `directCompaction`: whether inflaters and deflaters may compact memory in the middle of what they do. */
export function threads(
  { Device }: Sorts,
  size: Counts,
  work: Work,
  compact_zone: (args: {}) => Call<never>,
  do_migrate_range: (args: {}) => Call<never>,
  directCompaction: boolean,
): Kinds {
  const onSomeDevice = (does: OnDevice, local: Local): readonly Statement[] => {
    if (Device.size === 1) return [does({ b_dev_info: element(Device, 0) })];
    const device = local('device', Device);
    return [pick('device', { d: Device }, ({ d }) => [device.becomes(d)]), does({ b_dev_info: device })];
  };
  const working = (name: string, many: number, does: OnDevice, rests: string): Kind =>
    kindOf(name, many, Device.size === 1 ? [rests] : ['device', rests], (local) => [loop(onSomeDevice(does, local))]);

  const scanner = kindOf('scanner', size.scanners, ['isolate_migratepages_block'], () => [loop([compact_zone({})])]);
  const offliner = kindOf('offliner', size.offliners, ['scan_movable_pages'], () => [loop([do_migrate_range({})])]);
  const deflater = working('deflater', size.deflaters, work.deflate, work.deflateRests);
  const inflater = working('inflater', size.inflaters, work.inflate, work.inflateRests);
  const notifier = working('notifier', size.notifiers, work.relieve, work.relieveRests);
  // The device goes away once, and the others, if there are any, stay.
  const remover = kindOf('remover', size.removers, ['terminated'], () => [
    work.remove({ b_dev_info: element(Device, 0) }),
  ]);

  const present = (...kinds: readonly Kind[]): readonly Kind[] => kinds.filter((kind) => kind.size > 0);
  const compacting = present(scanner, ...(directCompaction ? [deflater, inflater, notifier] : []));
  const offlining = present(offliner);
  const deflating = present(deflater, notifier);
  const removing = present(remover);
  return {
    compacting,
    offlining,
    migrating: [...compacting, ...offlining],
    all: present(scanner, offliner, deflater, inflater, notifier, remover),
    inflater,
    deflater,
    working: present(inflater, deflater, notifier),
    deflating,
    removing,
    taking: [...deflating, ...removing],
  };
}
