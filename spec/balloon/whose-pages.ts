// What a balloon is, and no more: a page is the guest's, the balloon's, or on its way from one to the other, and the balloon counts its pages.
// No locks, no lists, no threads. That a page is isolated cannot be seen here: it is the balloon's until another takes its place, in one step.
// refinements.ts says how the kernel's code is such a balloon. To look at one by itself: `ballast check ./spec/balloon/whose-pages.ts#held_pages`.

import {
  action,
  anything,
  bool,
  constant,
  count,
  enumeration,
  fn,
  ids,
  model,
  range,
  spec,
  variables,
  weakly,
  type Bool,
} from 'ballast';
import type { Page } from './kernel.ts';

export const Whose = enumeration('guest', 'balloon', 'on its way');

const sizes = {
  pages: constant(range(1, 4), 2, 'how many page frames there are'),
  ballooned: constant(range(0, 4), 1, 'how many of them are in the balloon at the start'),
};
const assume = {
  'ballooned <= pages': ({ pages, ballooned }: { readonly pages: number; readonly ballooned: number }) =>
    ballooned <= pages,
};

interface Size {
  readonly pages: number;
  readonly ballooned: number;
}

/** `isKept`: which pages the balloon does not give up, unless for another. */
function balloon({ pages, ballooned }: Size, isKept: readonly ((page: Page) => Bool)[]) {
  const Page = ids('page', pages);
  const { whose, size } = variables({ whose: fn(Page, Whose), size: range(0, pages) });
  const isBallooned = (page: Page): Bool => whose.at(page).is('balloon');
  const inBalloon = count({ page: Page }, ({ page }) => isBallooned(page));
  return {
    variables: { whose, size },
    init: { whose: anything, size: ballooned },
    initially: [
      inBalloon.is(ballooned),
      count({ page: Page }, ({ page }) => whose.at(page).is('guest')).is(pages - ballooned),
    ],
    actions: {
      allocate: action({ page: Page }, ({ page }) => ({
        when: [whose.at(page).is('guest')],
        then: [whose.at(page).becomes('on its way')],
      })),
      free: action({ page: Page }, ({ page }) => ({
        when: [whose.at(page).is('on its way')],
        then: [whose.at(page).becomes('guest')],
      })),
      inflate: action({ page: Page }, ({ page }) => ({
        when: [whose.at(page).is('on its way')],
        then: [whose.at(page).becomes('balloon'), size.increment()],
      })),
      deflate: action({ page: Page }, ({ page }) => ({
        when: [isBallooned(page), ...isKept.map((is) => is(page).not())],
        then: [whose.at(page).becomes('on its way'), size.decrement()],
      })),
      // The balloon has neither a page more nor a page less at any time.
      migrate: action({ page: Page, from: Page }, ({ page, from }) => ({
        when: [whose.at(page).is('on its way'), isBallooned(from)],
        then: [whose.at(page).becomes('balloon'), whose.at(from).becomes('on its way')],
      })),
    },
    invariants: { counted: size.is(inBalloon) },
    terminal: 'any',
  } as const;
}

export const whose_pages = model(
  'whose-pages',
  {
    constants: {
      ...sizes,
      arrives: constant(bool, false, 'whether no page is on its way for ever'),
      shrinks: constant(bool, false, 'whether the balloon gives up a page some time, as long as it has one'),
    },
    assume,
    suites: [{ expect: 'holds' }, { set: { pages: 3, arrives: true, shrinks: true }, expect: 'holds' }],
  },
  ({ arrives, shrinks, ...size }) => {
    const parts = balloon(size, []);
    return spec({
      ...parts,
      fairness: [
        ...(arrives ? [weakly(['free', 'inflate', 'migrate'], { each: ['page'] })] : []),
        ...(shrinks ? [weakly('deflate', { each: [] })] : []),
      ],
    });
  },
);

export const held_pages = model(
  'held-pages',
  {
    constants: {
      ...sizes,
      mayTakeHeldPages: constant(bool, true, 'whether the balloon gives up pages at which a scanner or migration is'),
    },
    assume,
    suites: [{ expect: 'holds' }, { set: { mayTakeHeldPages: false }, expect: 'holds' }],
  },
  ({ mayTakeHeldPages, ...size }) => {
    const Page = ids('page', size.pages);
    const { held } = variables({ held: fn(Page, bool) });
    const parts = balloon(size, mayTakeHeldPages ? [] : [(page) => held.at(page)]);
    return spec({
      ...parts,
      variables: { ...parts.variables, held },
      init: { ...parts.init, held: false },
      actions: {
        ...parts.actions,
        hold: action({ page: Page }, ({ page }) => ({
          when: [held.at(page).not()],
          then: [held.at(page).becomes(true)],
        })),
        let_go: action({ page: Page }, ({ page }) => ({
          when: [held.at(page)],
          then: [held.at(page).becomes(false)],
        })),
      },
    });
  },
);
