// A balloon protocol in small: processes that inflate, deflate and compact share pages under a list lock and page locks.
// Not the specification of spec/ but the benchmark: one label one atomic step, the same in Promela (test/bench/balloon.pml), in TLA+
// and in Murphi (test/bench/balloon.m), where SPIN, TLC, CMurphi and Rumur agree on the counts, and in C (test/bench/explorer.c). Nothing in
// it tells one page from another, or one process of a kind: a page that a process no longer works on is no part of the state.
// True of it, with 2 pages, 1 inflater, 1 deflater, 2 compactors: 16,959 distinct states, 52,451 generated, depth 52.
// 3-1-1-1: 7,097 and 17,318; 3-1-1-2: 178,574 and 588,215; 4-1-1-2: 1,369,393 and 4,723,639; 5-2-1-2: 24,186,220 and 96,503,705.
// Of interchangeable states one alone, which Rumur's exhaustive symmetry confirms: 4,374 and 13,571; 4-1-1-2: 33,497 and 118,093; 5-2-1-2: 80,690
// and 350,692.

import { all, any, bool, constant, count, drop, either, fn, forall, goto, ids, loop, model, pick } from 'ballast';
import { procedure, process, processes, range, spec, step, variables, when, type Expr, type Id } from 'ballast';
import type { Statement } from 'ballast';

type Page = Expr<Id<'page'>>;

export default model(
  'balloon-protocol',
  {
    constants: {
      pages: constant(range(1, 6), 2, 'how many pages there are'),
      inflaters: constant(range(0, 3), 1, 'how many processes give pages to the balloon'),
      deflaters: constant(range(0, 3), 1, 'how many processes take pages back from it'),
      compactors: constant(range(0, 3), 2, 'how many processes move pages elsewhere'),
    },
    mutants: {
      blindIsolation: {
        edits: drop('C5/isolate.when#1'),
        breaks: 'counter',
        about: 'a page is isolated without a look at whether it still belongs to the balloon',
      },
    },
    suites: [{ expect: 'holds' }, { set: { pages: 3, compactors: 1 }, expect: 'holds' }],
  },
  ({ pages, inflaters, deflaters, compactors }) => {
    const Page = ids('page', pages);
    const { refcnt, mops, priv, onlist, iso, plock, lock, isolated } = variables({
      refcnt: fn(Page, range(0, compactors + 1)), // one held by the balloon, one by each compactor
      mops: fn(Page, bool), // has movable operations
      priv: fn(Page, bool), // page->private is set
      onlist: fn(Page, bool), // is on the device's list
      iso: fn(Page, bool), // is isolated
      plock: fn(Page, bool), // the page lock
      lock: bool, // balloon_pages_lock
      isolated: range(0, compactors), // the device's count of isolated pages
    });
    const takeLock = (name: string): Statement => step(name, when(lock.not()), lock.becomes(true));
    const giveLock = (name: string): Statement => step(name, lock.becomes(false));
    const takePage = (name: string, page: Page): Statement =>
      step(name, when(plock.at(page).not()), plock.at(page).becomes(true));
    const givePage = (name: string, page: Page): Statement => step(name, plock.at(page).becomes(false));
    const allocate = (page: Page) => [when(refcnt.at(page).is(0)), refcnt.at(page).becomes(1)] as const;
    const put = (name: string, page: Page, ...then: readonly Statement[]): Statement =>
      either(name, {
        last: [when(refcnt.at(page).is(1)), refcnt.at(page).becomes(0), mops.at(page).becomes(false), ...then],
        notLast: [when(refcnt.at(page).isNot(1)), refcnt.at(page).decrement(), ...then],
      });

    const inflate = procedure('inflate', {}, ({ local }) => {
      const page = local('page', Page);
      return [
        pick('I0', { p: Page }, ({ p }) => [...allocate(p), page.becomes(p)]),
        takeLock('I1'),
        step('I2', mops.at(page).becomes(true)),
        step('I3', priv.at(page).becomes(true)),
        step('I4', onlist.at(page).becomes(true)),
        giveLock('I5'),
      ];
    });

    const deflate = procedure('deflate', {}, ({ local, ret }) => {
      const page = local('page', Page);
      return [
        takeLock('D0'),
        either('D1', {
          take: [pick({ p: Page }, ({ p }) => [when(onlist.at(p)), onlist.at(p).becomes(false), page.becomes(p)])],
          none: [when(forall({ p: Page }, ({ p }) => onlist.at(p).not())), giveLock('D5'), ret()],
        }),
        step('D2', priv.at(page).becomes(false)),
        giveLock('D3'),
        put('D4', page),
      ];
    });

    const putBackOrMigrate = procedure('putBackOrMigrate', { page: Page }, ({ page, local, ret }) => {
      const newpage = local('newpage', Page);
      return [
        either('C10', {
          putBack: [
            takePage('B1', page),
            takeLock('B2'),
            step('B3', onlist.at(page).becomes(true), isolated.decrement()),
            giveLock('B4'),
            step('B5', iso.at(page).becomes(false)),
            ret(),
          ],
          migrate: [pick({ p: Page }, ({ p }) => [...allocate(p), newpage.becomes(p)])],
        }),
        takePage('M1', page),
        takePage('M2', newpage),
        step('M3', refcnt.at(newpage).increment()),
        takeLock('M4'),
        step('M5', mops.at(newpage).becomes(true)),
        step('M6', priv.at(newpage).becomes(true)),
        step('M7', onlist.at(newpage).becomes(true), isolated.decrement()),
        step('M8', priv.at(page).becomes(false)),
        giveLock('M9'),
        step('M10', refcnt.at(page).decrement()),
        step('M11', iso.at(page).becomes(false)),
        givePage('M12', newpage),
        put('M13', newpage),
      ];
    });

    const compact = procedure('compact', {}, ({ local, ret }) => {
      const page = local('page', Page);
      return [
        pick('C0', { p: Page }, ({ p }) => [when(mops.at(p)), page.becomes(p)]),
        either('C1', {
          free: [when(refcnt.at(page).is(0)), ret()],
          used: [when(refcnt.at(page).isNot(0)), refcnt.at(page).increment()],
        }),
        either('C2', {
          busy: [when(plock.at(page)), goto('CP')],
          locked: [when(plock.at(page).not()), plock.at(page).becomes(true)],
        }),
        either('C3', {
          movable: [when(mops.at(page), iso.at(page).not())],
          not: [when(any(mops.at(page).not(), iso.at(page))), goto('CU')],
        }),
        takeLock('C4'),
        either('C5', {
          foreign: [when(priv.at(page).not()), giveLock('C6'), goto('CU')],
          isolate: [when(priv.at(page)), onlist.at(page).becomes(false), isolated.increment()],
        }),
        giveLock('C7'),
        step('C8', iso.at(page).becomes(true)),
        givePage('C9', page),
        putBackOrMigrate({ page }),
        givePage('CU', page),
        put('CP', page),
      ];
    });

    const kinds = [
      { size: inflaters, program: process(processes('inflater', inflaters), () => [loop([inflate({})])]) },
      { size: deflaters, program: process(processes('deflater', deflaters), () => [loop([deflate({})])]) },
      { size: compactors, program: process(processes('compactor', compactors), () => [loop([compact({})])]) },
    ];

    return spec({
      variables: { refcnt, mops, priv, onlist, iso, plock, lock, isolated },
      init: {
        refcnt: 0,
        mops: false,
        priv: false,
        onlist: false,
        iso: false,
        plock: false,
        lock: false,
        isolated: 0,
      },
      processes: kinds.flatMap(({ size, program }) => (size > 0 ? [program] : [])),
      invariants: {
        list: forall({ p: Page }, ({ p }) =>
          onlist.at(p).implies(all(priv.at(p), mops.at(p), refcnt.at(p).moreThan(0))),
        ),
        free: forall({ p: Page }, ({ p }) =>
          refcnt
            .at(p)
            .is(0)
            .implies(all(mops.at(p).not(), priv.at(p).not(), onlist.at(p).not(), iso.at(p).not(), plock.at(p).not())),
        ),
        isolation: forall({ p: Page }, ({ p }) =>
          all(iso.at(p), plock.at(p).not()).implies(all(priv.at(p), onlist.at(p).not())),
        ),
        counter: lock.not().implies(count({ p: Page }, ({ p }) => all(priv.at(p), onlist.at(p).not())).is(isolated)),
      },
    });
  },
);
