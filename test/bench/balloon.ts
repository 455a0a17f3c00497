// The benchmark model: a simplified balloon protocol, one label one atomic step, the same as its Promela, TLA+ and Murphi versions.
// Known truths (SPIN, TLC, CMurphi and Rumur agree): with 2 pages, 1 inflater, 1 deflater and 2 compactors 16,959 distinct states;
// 3-1-1-1 7,097; 3-1-1-2 178,574; 4-1-1-2 1,369,393; 5-2-1-2 24,186,220. Generated, initial state included: 52,451; 17,318; 588,215;
// 4,723,639; 96,503,705.

import {
  action,
  all,
  any,
  bool,
  constant,
  count,
  enumeration,
  fn,
  forall,
  ids,
  maybe,
  model,
  none,
  range,
  spec,
  variables,
} from 'ballast';
import type { ActionDeclaration, Bool, Expr, Id, Term, Update } from 'ballast';

type PageOf = Expr<Id<'page'>>;
type Step = { readonly when?: readonly Bool[]; readonly then?: readonly Update[]; readonly to: string };

const inflaterLabels = ['I0', 'I1', 'I2', 'I3', 'I4', 'I5'] as const;
const deflaterLabels = ['D0', 'D1', 'D2', 'D3', 'D4', 'D5'] as const;
const detour = ['B1', 'B2', 'B3', 'B4', 'B5'] as const;
const migration = ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M10', 'M11', 'M12', 'M13'] as const;
const isolation = ['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'CU', 'CP', 'C7', 'C8', 'C9', 'C10'] as const;
const compactorLabels = [...isolation, ...detour, ...migration] as const;

export const balloon = model(
  'balloon-benchmark',
  {
    constants: {
      pages: constant(range(1, 6), 2, 'pages'),
      inflaters: constant(range(0, 3), 1, 'processes that inflate'),
      deflaters: constant(range(0, 3), 1, 'processes that deflate'),
      compactors: constant(range(0, 3), 2, 'processes that compact'),
    },
  },
  ({ pages, inflaters, deflaters, compactors }) => {
    const Page = ids('page', pages);
    const [Inf, Def, Comp] = [ids('inf', inflaters), ids('def', deflaters), ids('comp', compactors)];
    const flag = fn(Page, bool);
    const { refcnt, mops, priv, onlist, iso, plock, lock, isolated, ipc, ipg, dpc, dpg, cpc, cpg, npg } = variables({
      refcnt: fn(Page, range(0, 7)),
      mops: flag,
      priv: flag,
      onlist: flag,
      iso: flag,
      plock: flag,
      lock: bool,
      isolated: range(0, 7),
      ipc: fn(Inf, enumeration(...inflaterLabels)),
      ipg: fn(Inf, maybe(Page)),
      dpc: fn(Def, enumeration(...deflaterLabels)),
      dpg: fn(Def, maybe(Page)),
      cpc: fn(Comp, enumeration(...compactorLabels)),
      cpg: fn(Comp, maybe(Page)),
      npg: fn(Comp, maybe(Page)),
    });
    const take = { when: [lock.not()], then: [lock.becomes(true)] };
    const isOnlyReference = (p: PageOf): Bool => refcnt.at(p).is(1);
    const lastPut = (p: PageOf): readonly Update[] => [refcnt.at(p).becomes(0), mops.at(p).becomes(false)];

    const inflater = (
      from: (typeof inflaterLabels)[number],
      step: (i: Expr<Id<'inf'>>, pg: Term<Id<'page'>>) => Step,
    ): ActionDeclaration =>
      action({ i: Inf }, ({ i }) => {
        const { when = [], then = [], to } = step(i, ipg.at(i).value());
        return { when: [ipc.at(i).is(from), ...when], then: [...then, ipc.at(i).becomes(to as typeof from)] };
      });
    const deflater = (
      from: (typeof deflaterLabels)[number],
      step: (d: Expr<Id<'def'>>, pg: Term<Id<'page'>>) => Step,
    ): ActionDeclaration =>
      action({ d: Def }, ({ d }) => {
        const { when = [], then = [], to } = step(d, dpg.at(d).value());
        return { when: [dpc.at(d).is(from), ...when], then: [...then, dpc.at(d).becomes(to as typeof from)] };
      });
    const compactor = (
      from: (typeof compactorLabels)[number],
      step: (c: Expr<Id<'comp'>>, pg: Term<Id<'page'>>, np: Term<Id<'page'>>) => Step,
    ): ActionDeclaration =>
      action({ c: Comp }, ({ c }) => {
        const { when = [], then = [], to } = step(c, cpg.at(c).value(), npg.at(c).value());
        return { when: [cpc.at(c).is(from), ...when], then: [...then, cpc.at(c).becomes(to as typeof from)] };
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
        ipg: none,
        dpc: 'D0',
        dpg: none,
        cpc: 'C0',
        cpg: none,
        npg: none,
      },
      actions: {
        I0: action({ i: Inf, p: Page }, ({ i, p }) => ({
          when: [ipc.at(i).is('I0'), refcnt.at(p).is(0)],
          then: [refcnt.at(p).becomes(1), ipg.at(i).becomes(p), ipc.at(i).becomes('I1')],
        })),
        I1: inflater('I1', () => ({ ...take, to: 'I2' })),
        I2: inflater('I2', (_, pg) => ({ then: [mops.at(pg).becomes(true)], to: 'I3' })),
        I3: inflater('I3', (_, pg) => ({ then: [priv.at(pg).becomes(true)], to: 'I4' })),
        I4: inflater('I4', (_, pg) => ({ then: [onlist.at(pg).becomes(true)], to: 'I5' })),
        I5: inflater('I5', (i) => ({ then: [lock.becomes(false), ipg.at(i).becomes(none)], to: 'I0' })),

        D0: deflater('D0', () => ({ ...take, to: 'D1' })),
        D1: action({ d: Def, p: Page }, ({ d, p }) => ({
          when: [dpc.at(d).is('D1'), onlist.at(p)],
          then: [onlist.at(p).becomes(false), dpg.at(d).becomes(p), dpc.at(d).becomes('D2')],
        })),
        D1none: deflater('D1', () => ({ when: [forall({ q: Page }, ({ q }) => onlist.at(q).not())], to: 'D5' })),
        D2: deflater('D2', (_, pg) => ({ then: [priv.at(pg).becomes(false)], to: 'D3' })),
        D3: deflater('D3', () => ({ then: [lock.becomes(false)], to: 'D4' })),
        D4last: deflater('D4', (d, pg) => ({
          when: [isOnlyReference(pg)],
          then: [...lastPut(pg), dpg.at(d).becomes(none)],
          to: 'D0',
        })),
        D4: deflater('D4', (d, pg) => ({
          when: [isOnlyReference(pg).not()],
          then: [refcnt.at(pg).decrement(), dpg.at(d).becomes(none)],
          to: 'D0',
        })),
        D5: deflater('D5', () => ({ then: [lock.becomes(false)], to: 'D0' })),

        C0: action({ c: Comp, p: Page }, ({ c, p }) => ({
          when: [cpc.at(c).is('C0'), mops.at(p)],
          then: [cpg.at(c).becomes(p), cpc.at(c).becomes('C1')],
        })),
        C1free: compactor('C1', (c, pg) => ({
          when: [refcnt.at(pg).is(0)],
          then: [cpg.at(c).becomes(none)],
          to: 'C0',
        })),
        C1: compactor('C1', (_, pg) => ({
          when: [refcnt.at(pg).isNot(0)],
          then: [refcnt.at(pg).increment()],
          to: 'C2',
        })),
        C2busy: compactor('C2', (_, pg) => ({ when: [plock.at(pg)], to: 'CP' })),
        C2: compactor('C2', (_, pg) => ({ when: [plock.at(pg).not()], then: [plock.at(pg).becomes(true)], to: 'C3' })),
        C3: compactor('C3', (_, pg) => ({ when: [all(mops.at(pg), iso.at(pg).not())], to: 'C4' })),
        C3no: compactor('C3', (_, pg) => ({ when: [any(mops.at(pg).not(), iso.at(pg))], to: 'CU' })),
        C4: compactor('C4', () => ({ ...take, to: 'C5' })),
        C5no: compactor('C5', (_, pg) => ({ when: [priv.at(pg).not()], to: 'C6' })),
        C5: compactor('C5', (_, pg) => ({
          when: [priv.at(pg)],
          then: [onlist.at(pg).becomes(false), isolated.increment()],
          to: 'C7',
        })),
        C6: compactor('C6', () => ({ then: [lock.becomes(false)], to: 'CU' })),
        CU: compactor('CU', (_, pg) => ({ then: [plock.at(pg).becomes(false)], to: 'CP' })),
        CPlast: compactor('CP', (c, pg) => ({
          when: [isOnlyReference(pg)],
          then: [...lastPut(pg), cpg.at(c).becomes(none)],
          to: 'C0',
        })),
        CP: compactor('CP', (c, pg) => ({
          when: [isOnlyReference(pg).not()],
          then: [refcnt.at(pg).decrement(), cpg.at(c).becomes(none)],
          to: 'C0',
        })),
        C7: compactor('C7', () => ({ then: [lock.becomes(false)], to: 'C8' })),
        C8: compactor('C8', (_, pg) => ({ then: [iso.at(pg).becomes(true)], to: 'C9' })),
        C9: compactor('C9', (_, pg) => ({ then: [plock.at(pg).becomes(false)], to: 'C10' })),
        C10back: compactor('C10', () => ({ to: 'B1' })),
        C10: action({ c: Comp, p: Page }, ({ c, p }) => ({
          when: [cpc.at(c).is('C10'), refcnt.at(p).is(0)],
          then: [refcnt.at(p).becomes(1), npg.at(c).becomes(p), cpc.at(c).becomes('M1')],
        })),
        B1: compactor('B1', (_, pg) => ({ when: [plock.at(pg).not()], then: [plock.at(pg).becomes(true)], to: 'B2' })),
        B2: compactor('B2', () => ({ ...take, to: 'B3' })),
        B3: compactor('B3', (_, pg) => ({ then: [onlist.at(pg).becomes(true), isolated.decrement()], to: 'B4' })),
        B4: compactor('B4', () => ({ then: [lock.becomes(false)], to: 'B5' })),
        B5: compactor('B5', (_, pg) => ({ then: [iso.at(pg).becomes(false)], to: 'CU' })),
        M1: compactor('M1', (_, pg) => ({ when: [plock.at(pg).not()], then: [plock.at(pg).becomes(true)], to: 'M2' })),
        M2: compactor('M2', (_, __, np) => ({
          when: [plock.at(np).not()],
          then: [plock.at(np).becomes(true)],
          to: 'M3',
        })),
        M3: compactor('M3', (_, __, np) => ({ then: [refcnt.at(np).increment()], to: 'M4' })),
        M4: compactor('M4', () => ({ ...take, to: 'M5' })),
        M5: compactor('M5', (_, __, np) => ({ then: [mops.at(np).becomes(true)], to: 'M6' })),
        M6: compactor('M6', (_, __, np) => ({ then: [priv.at(np).becomes(true)], to: 'M7' })),
        M7: compactor('M7', (_, __, np) => ({ then: [onlist.at(np).becomes(true), isolated.decrement()], to: 'M8' })),
        M8: compactor('M8', (_, pg) => ({ then: [priv.at(pg).becomes(false)], to: 'M9' })),
        M9: compactor('M9', () => ({ then: [lock.becomes(false)], to: 'M10' })),
        M10: compactor('M10', (_, pg) => ({ then: [refcnt.at(pg).decrement()], to: 'M11' })),
        M11: compactor('M11', (_, pg) => ({ then: [iso.at(pg).becomes(false)], to: 'M12' })),
        M12: compactor('M12', (_, __, np) => ({ then: [plock.at(np).becomes(false)], to: 'M13' })),
        M13last: compactor('M13', (c, _, np) => ({
          when: [isOnlyReference(np)],
          then: [...lastPut(np), npg.at(c).becomes(none)],
          to: 'CU',
        })),
        M13: compactor('M13', (c, _, np) => ({
          when: [isOnlyReference(np).not()],
          then: [refcnt.at(np).decrement(), npg.at(c).becomes(none)],
          to: 'CU',
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
