// A balloon protocol in small: processes that inflate, deflate and compact share pages under a list lock and page locks.
// Not the specification of spec/ but the benchmark: one label one atomic step, the same in Promela (test/bench/balloon.pml), in TLA+
// and in Murphi, where SPIN, TLC, CMurphi and Rumur agree on the counts, and in C (test/bench/explorer.c). Dead locals are page 0.
// True of it, with 2 pages, 1 inflater, 1 deflater, 2 compactors: 16,959 distinct states, 52,451 generated, depth 52.
// 3-1-1-1: 7,097 and 17,318; 3-1-1-2: 178,574 and 588,215; 4-1-1-2: 1,369,393 and 4,723,639; 5-2-1-2: 24,186,220 and 96,503,705.

import { action, all, any, bool, constant, count, drop, element, enumeration, fn, forall, ids, model } from 'ballast';
import { range, spec, variables, type ActionBody, type ActionDeclaration, type Bool, type Id } from 'ballast';
import type { Place, Update } from 'ballast';

type PagePlace = Place<Id<'page'>>;

const inflaterLabels = ['I0', 'I1', 'I2', 'I3', 'I4', 'I5'] as const;
const deflaterLabels = ['D0', 'D1', 'D2', 'D3', 'D4', 'D5'] as const;
const isolation = ['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'CU', 'CP', 'C7', 'C8', 'C9', 'C10'] as const;
const putback = ['B1', 'B2', 'B3', 'B4', 'B5'] as const;
const migration = ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M10', 'M11', 'M12', 'M13'] as const;
const compactorLabels = [...isolation, ...putback, ...migration] as const;

type InflaterLabel = (typeof inflaterLabels)[number];
type DeflaterLabel = (typeof deflaterLabels)[number];
type CompactorLabel = (typeof compactorLabels)[number];

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
        edits: drop('C5.when#2'),
        breaks: 'counter',
        about: 'a page is isolated without a look at whether it still belongs to the balloon',
      },
    },
    suites: [{ expect: 'holds' }, { set: { pages: 3, compactors: 1 }, expect: 'holds' }],
  },
  ({ pages, inflaters, deflaters, compactors }) => {
    const Page = ids('page', pages);
    const [Inf, Def, Comp] = [ids('inf', inflaters), ids('def', deflaters), ids('comp', compactors)];
    const { refcnt, mops, priv, onlist, iso, plock, lock, isolated, ipc, ipg, dpc, dpg, cpc, cpg, npg } = variables({
      refcnt: fn(Page, range(0, compactors + 1)), // one held by the balloon, one by each compactor
      mops: fn(Page, bool), // has movable operations
      priv: fn(Page, bool), // page->private is set
      onlist: fn(Page, bool), // is on the device's list
      iso: fn(Page, bool), // is isolated
      plock: fn(Page, bool), // the page lock
      lock: bool, // balloon_pages_lock
      isolated: range(0, compactors), // the device's count of isolated pages
      ipc: fn(Inf, enumeration(...inflaterLabels)),
      ipg: fn(Inf, Page),
      dpc: fn(Def, enumeration(...deflaterLabels)),
      dpg: fn(Def, Page),
      cpc: fn(Comp, enumeration(...compactorLabels)),
      cpg: fn(Comp, Page), // the page to move
      npg: fn(Comp, Page), // the page to move it to
    });
    const first = element(Page, 0);
    const takeLock: ActionBody = { when: [lock.not()], then: [lock.becomes(true)] };
    const giveLock: ActionBody = { then: [lock.becomes(false)] };
    const isOnlyReference = (pg: PagePlace): Bool => refcnt.at(pg).is(1);
    const lastPut = (pg: PagePlace): readonly Update[] => [refcnt.at(pg).becomes(0), mops.at(pg).becomes(false)];

    // From label to label, with what else it takes and does.
    const inflater = (from: InflaterLabel, to: InflaterLabel, body: (pg: PagePlace) => ActionBody): ActionDeclaration =>
      action({ i: Inf }, ({ i }) => {
        const { when = [], then = [] } = body(ipg.at(i));
        return { when: [ipc.at(i).is(from), ...when], then: [...then, ipc.at(i).becomes(to)] };
      });
    const deflater = (from: DeflaterLabel, to: DeflaterLabel, body: (pg: PagePlace) => ActionBody): ActionDeclaration =>
      action({ d: Def }, ({ d }) => {
        const { when = [], then = [] } = body(dpg.at(d));
        return { when: [dpc.at(d).is(from), ...when], then: [...then, dpc.at(d).becomes(to)] };
      });
    const compactor = (
      from: CompactorLabel,
      to: CompactorLabel,
      body: (pg: PagePlace, np: PagePlace) => ActionBody = () => ({}),
    ): ActionDeclaration =>
      action({ c: Comp }, ({ c }) => {
        const { when = [], then = [] } = body(cpg.at(c), npg.at(c));
        return { when: [cpc.at(c).is(from), ...when], then: [...then, cpc.at(c).becomes(to)] };
      });

    return spec({
      variables: { refcnt, mops, priv, onlist, iso, plock, lock, isolated, ipc, ipg, dpc, dpg, cpc, cpg, npg },
      init: {
        refcnt: 0,
        mops: false,
        priv: false,
        onlist: false,
        iso: false,
        plock: false,
        lock: false,
        isolated: 0,
        ipc: 'I0',
        ipg: first,
        dpc: 'D0',
        dpg: first,
        cpc: 'C0',
        cpg: first,
        npg: first,
      },
      actions: {
        I0: action({ i: Inf, p: Page }, ({ i, p }) => ({
          when: [ipc.at(i).is('I0'), refcnt.at(p).is(0)],
          then: [refcnt.at(p).becomes(1), ipg.at(i).becomes(p), ipc.at(i).becomes('I1')],
        })),
        I1: inflater('I1', 'I2', () => takeLock),
        I2: inflater('I2', 'I3', (pg) => ({ then: [mops.at(pg).becomes(true)] })),
        I3: inflater('I3', 'I4', (pg) => ({ then: [priv.at(pg).becomes(true)] })),
        I4: inflater('I4', 'I5', (pg) => ({ then: [onlist.at(pg).becomes(true)] })),
        I5: inflater('I5', 'I0', (pg) => ({ then: [lock.becomes(false), pg.becomes(first)] })),

        D0: deflater('D0', 'D1', () => takeLock),
        D1: action({ d: Def, p: Page }, ({ d, p }) => ({
          when: [dpc.at(d).is('D1'), onlist.at(p)],
          then: [onlist.at(p).becomes(false), dpg.at(d).becomes(p), dpc.at(d).becomes('D2')],
        })),
        D1none: deflater('D1', 'D5', () => ({ when: [forall({ q: Page }, ({ q }) => onlist.at(q).not())] })),
        D2: deflater('D2', 'D3', (pg) => ({ then: [priv.at(pg).becomes(false)] })),
        D3: deflater('D3', 'D4', () => giveLock),
        D4last: deflater('D4', 'D0', (pg) => ({
          when: [isOnlyReference(pg)],
          then: [...lastPut(pg), pg.becomes(first)],
        })),
        D4: deflater('D4', 'D0', (pg) => ({
          when: [isOnlyReference(pg).not()],
          then: [refcnt.at(pg).decrement(), pg.becomes(first)],
        })),
        D5: deflater('D5', 'D0', () => giveLock),

        C0: action({ c: Comp, p: Page }, ({ c, p }) => ({
          when: [cpc.at(c).is('C0'), mops.at(p)],
          then: [cpg.at(c).becomes(p), cpc.at(c).becomes('C1')],
        })),
        C1free: compactor('C1', 'C0', (pg) => ({
          when: [refcnt.at(pg).is(0)],
          then: [pg.becomes(first)],
        })),
        C1: compactor('C1', 'C2', (pg) => ({
          when: [refcnt.at(pg).isNot(0)],
          then: [refcnt.at(pg).increment()],
        })),
        C2busy: compactor('C2', 'CP', (pg) => ({ when: [plock.at(pg)] })),
        C2: compactor('C2', 'C3', (pg) => ({ when: [plock.at(pg).not()], then: [plock.at(pg).becomes(true)] })),
        C3: compactor('C3', 'C4', (pg) => ({ when: [all(mops.at(pg), iso.at(pg).not())] })),
        C3no: compactor('C3', 'CU', (pg) => ({ when: [any(mops.at(pg).not(), iso.at(pg))] })),
        C4: compactor('C4', 'C5', () => takeLock),
        C5no: compactor('C5', 'C6', (pg) => ({ when: [priv.at(pg).not()] })),
        C5: compactor('C5', 'C7', (pg) => ({
          when: [priv.at(pg)],
          then: [onlist.at(pg).becomes(false), isolated.increment()],
        })),
        C6: compactor('C6', 'CU', () => giveLock),
        CU: compactor('CU', 'CP', (pg) => ({ then: [plock.at(pg).becomes(false)] })),
        CPlast: compactor('CP', 'C0', (pg) => ({
          when: [isOnlyReference(pg)],
          then: [...lastPut(pg), pg.becomes(first)],
        })),
        CP: compactor('CP', 'C0', (pg) => ({
          when: [isOnlyReference(pg).not()],
          then: [refcnt.at(pg).decrement(), pg.becomes(first)],
        })),
        C7: compactor('C7', 'C8', () => giveLock),
        C8: compactor('C8', 'C9', (pg) => ({ then: [iso.at(pg).becomes(true)] })),
        C9: compactor('C9', 'C10', (pg) => ({ then: [plock.at(pg).becomes(false)] })),
        C10back: compactor('C10', 'B1'),
        C10: action({ c: Comp, p: Page }, ({ c, p }) => ({
          when: [cpc.at(c).is('C10'), refcnt.at(p).is(0)],
          then: [refcnt.at(p).becomes(1), npg.at(c).becomes(p), cpc.at(c).becomes('M1')],
        })),
        B1: compactor('B1', 'B2', (pg) => ({ when: [plock.at(pg).not()], then: [plock.at(pg).becomes(true)] })),
        B2: compactor('B2', 'B3', () => takeLock),
        B3: compactor('B3', 'B4', (pg) => ({ then: [onlist.at(pg).becomes(true), isolated.decrement()] })),
        B4: compactor('B4', 'B5', () => giveLock),
        B5: compactor('B5', 'CU', (pg) => ({ then: [iso.at(pg).becomes(false)] })),
        M1: compactor('M1', 'M2', (pg) => ({ when: [plock.at(pg).not()], then: [plock.at(pg).becomes(true)] })),
        M2: compactor('M2', 'M3', (_pg, np) => ({
          when: [plock.at(np).not()],
          then: [plock.at(np).becomes(true)],
        })),
        M3: compactor('M3', 'M4', (_pg, np) => ({ then: [refcnt.at(np).increment()] })),
        M4: compactor('M4', 'M5', () => takeLock),
        M5: compactor('M5', 'M6', (_pg, np) => ({ then: [mops.at(np).becomes(true)] })),
        M6: compactor('M6', 'M7', (_pg, np) => ({ then: [priv.at(np).becomes(true)] })),
        M7: compactor('M7', 'M8', (_pg, np) => ({ then: [onlist.at(np).becomes(true), isolated.decrement()] })),
        M8: compactor('M8', 'M9', (pg) => ({ then: [priv.at(pg).becomes(false)] })),
        M9: compactor('M9', 'M10', () => giveLock),
        M10: compactor('M10', 'M11', (pg) => ({ then: [refcnt.at(pg).decrement()] })),
        M11: compactor('M11', 'M12', (pg) => ({ then: [iso.at(pg).becomes(false)] })),
        M12: compactor('M12', 'M13', (_pg, np) => ({ then: [plock.at(np).becomes(false)] })),
        M13last: compactor('M13', 'CU', (_pg, np) => ({
          when: [isOnlyReference(np)],
          then: [...lastPut(np), np.becomes(first)],
        })),
        M13: compactor('M13', 'CU', (_pg, np) => ({
          when: [isOnlyReference(np).not()],
          then: [refcnt.at(np).decrement(), np.becomes(first)],
        })),
      },
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
