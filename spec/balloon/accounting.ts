// What is counted of ballooned pages: managed pages of a zone (mm/page_alloc.c), events and node statistics (mm/vmstat.c).
// Event counters only grow, so the difference of two is kept; NR_BALLOON_PAGES may go astray for ever, so it goes round: a bound that it
// stays at would make the sum over nodes wrong where the kernel's is right.

import { all, branch, count, fn, ifThenElse, none, range, step, variables, type Bool, type Statement } from 'ballast';
import type { Node, Page, Sorts } from './kernel.ts';
import type { StructPage } from './page.ts';

/** `adjusts`: adjust_managed_page_count of the balloon_dev_info, which says whether ballooned pages count as managed. */
export function accounting(
  { Page, Node }: Sorts,
  { page_to_nid, private: page_private }: StructPage,
  { adjusts }: { readonly adjusts: boolean },
) {
  const counter = range(-Page.size, 2 * Page.size);
  const fields = variables({
    managed_pages: fn(Node, counter),
    // BALLOON_INFLATE less BALLOON_DEFLATE.
    inflate_less_deflate: counter,
    NR_BALLOON_PAGES: fn(Node, range(-Page.size, Page.size)),
  });
  const { managed_pages, inflate_less_deflate, NR_BALLOON_PAGES } = fields;

  const isBallooned = (page: Page): Bool => page_private.at(page).isNot(none);
  const countOn = (node: Node, is: (page: Page) => Bool) =>
    count({ p: Page }, ({ p }) => all(page_to_nid(p).is(node), is(p)));
  const init = {
    managed_pages: (node: Node) =>
      countOn(node, (page) => (adjusts ? isBallooned(page).not() : page_to_nid(page).is(node))),
    inflate_less_deflate: count({ p: Page }, ({ p }) => isBallooned(p)),
    NR_BALLOON_PAGES: (node: Node) => countOn(node, isBallooned),
  };

  const adjust_managed_page_count = (page: Page, by: 1 | -1): readonly Statement[] =>
    adjusts ? [step(`adjust_managed_page_count(${by})`, managed_pages.at(page_to_nid(page)).increment(by))] : [];
  /** A page of one zone takes the place of a page of another. */
  const adjust_for_zones = (page: Page, newpage: Page): readonly Statement[] =>
    adjusts && Node.size > 1
      ? [
          branch('page_zone', page_to_nid(page).isNot(page_to_nid(newpage)), [
            ...adjust_managed_page_count(page, 1),
            ...adjust_managed_page_count(newpage, -1),
          ]),
        ]
      : [];
  const count_vm_event = (event: 'BALLOON_INFLATE' | 'BALLOON_DEFLATE'): Statement =>
    step(`__count_vm_event(${event})`, inflate_less_deflate.increment(event === 'BALLOON_INFLATE' ? 1 : -1));
  const mod_node_page_state = (page: Page, by: 1 | -1): Statement => {
    const state = NR_BALLOON_PAGES.at(page_to_nid(page));
    const end = by * Page.size;
    return step(
      `${by === 1 ? 'inc' : 'dec'}_node_page_state(NR_BALLOON_PAGES)`,
      state.becomes(ifThenElse(state.is(end), -end, state.plus(by))),
    );
  };

  return {
    ...fields,
    fields,
    init,
    adjusts,
    countOn,
    adjust_managed_page_count,
    adjust_for_zones,
    count_vm_event,
    mod_node_page_state,
  };
}

export type Accounting = ReturnType<typeof accounting>;
