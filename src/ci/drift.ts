// What is no longer as the lock file has it, in sentences that a reviewer reads: states more or fewer, a trace that became shorter, an action
// that fires more often.

import { printCount, printCounted, printSteps } from '../report/numbers.ts';
import { type LockedSuite, readFirings } from './lock-file.ts';

/** Of more actions, those whose counts changed most are named. */
const actionsMost = 5;

/** One sentence for each difference; none where there is none. `actions`: the names in whose order either counts. */
export function driftOf(
  before: LockedSuite,
  now: LockedSuite,
  actions: { readonly before: readonly string[]; readonly now: readonly string[] },
): readonly string[] {
  return [
    ...nameDrift(before, now),
    ...verdictDrift(before, now),
    ...checkedDrift(before, now),
    ...countDrift('distinct state', before.distinct, now.distinct),
    ...countDrift('generated state', before.generated, now.generated),
    ...(before.depth === now.depth ? [] : [`depth ${said(now.depth)}, ${said(before.depth)} before`]),
    ...digestDrift(before, now),
    ...stepsDrift(before.violated, now.violated, 'violated'),
    ...stepsDrift(before.reached, now.reached, 'reached'),
    ...actionDrift(counts(before, actions.before), counts(now, actions.now)),
    ...idleDrift(before.unexercised, now.unexercised),
  ];
}

function nameDrift({ specification: before }: LockedSuite, { specification: now }: LockedSuite): string[] {
  return before === now ? [] : [`it is of the model ${now}, and was of ${before}`];
}

/** Where everything was explored, then and now: what was judged, and is not, would be missed by nobody. */
function checkedDrift(before: LockedSuite, now: LockedSuite): string[] {
  if (before.holds === undefined || now.holds === undefined) return [];
  const [held, holding] = [before.holds.split('; '), now.holds.split('; ')];
  const [failed, failing] = [Object.keys(before.violated ?? {}), Object.keys(now.violated ?? {})];
  const fresh = holding.filter((name) => name !== '' && ![...held, ...failed].includes(name));
  const gone = held.filter((name) => name !== '' && ![...holding, ...failing].includes(name));
  return [
    ...(gone.length === 0 ? [] : [`not checked any more: ${some(gone)}`]),
    ...(fresh.length === 0 ? [] : [`checked now, and not before: ${some(fresh)}`]),
  ];
}

function verdictDrift({ verdict: before }: LockedSuite, { verdict: now }: LockedSuite): string[] {
  return before === now ? [] : [`the verdict is '${now}', and was '${before}'`];
}

function countDrift(what: string, before: number | undefined, now: number | undefined): string[] {
  if (before === now || before === undefined || now === undefined) return [];
  const by = Math.abs(now - before);
  return [
    `${printCounted(now, what)}, ${printCount(before)} before: ${printCount(by)} ${now > before ? 'more' : 'fewer'}`,
  ];
}

function digestDrift(before: LockedSuite, now: LockedSuite): string[] {
  const isSame = before.digest === now.digest || before.digest === undefined || now.digest === undefined;
  if (isSame || before.distinct !== now.distinct) return [];
  return [`as many states, and not the same: digest ${now.digest}, ${before.digest} before`];
}

function stepsDrift(
  before: Readonly<Record<string, Length>> = {},
  now: Readonly<Record<string, Length>> = {},
  what: string,
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((name) => {
    const [then, today] = [before[name], now[name]];
    if (then === today) return [];
    if (today === undefined) return [`${name} is not ${what} any more; it was, ${inSteps(then ?? null)}`];
    if (then === undefined) return [`${name} is ${what} ${inSteps(today)}, and was not before`];
    const is = `${name} is ${what} ${inSteps(today)}, ${inSteps(then)} before`;
    // Of behaviours that go on for ever, neither need be the longer.
    if (typeof today === 'string' || typeof then === 'string') return [is];
    const shorter = today === null || then === null || today > then ? 'longer' : 'shorter';
    return [`${is}: the trace became ${shorter}`];
  });
}

/** As the lock file has it. */
type Length = number | string | null;

function inSteps(steps: Length): string {
  if (typeof steps === 'string') return `by ${steps}`;
  return steps === null ? 'by no behaviour' : printSteps(steps);
}

function counts({ firings }: LockedSuite, names: readonly string[]): ReadonlyMap<string, number> | undefined {
  return firings === undefined ? undefined : readFirings(firings, names);
}

function actionDrift(
  before: ReadonlyMap<string, number> | undefined,
  now: ReadonlyMap<string, number> | undefined,
): string[] {
  if (before === undefined && now !== undefined) return ['everything was explored, and was not before'];
  if (before === undefined || now === undefined) return [];
  const fresh = [...now.keys()].filter((name) => !before.has(name));
  const gone = [...before.keys()].filter((name) => !now.has(name));
  const changed = [...now]
    .flatMap(([name, count]) => {
      const then = before.get(name);
      return then === undefined || then === count ? [] : [{ name, then, count, share: share(then, count) }];
    })
    .sort((a, b) => b.share - a.share);
  const more = changed.length - actionsMost;
  return [
    ...(fresh.length === 0 ? [] : [`new actions: ${some(fresh)}`]),
    ...(gone.length === 0 ? [] : [`actions that are gone: ${some(gone)}`]),
    ...changed
      .slice(0, actionsMost)
      .map(({ name, then, count }) => `${name} fires ${times(count)}, ${times(then)} before`),
    ...(more > 0 ? [`and ${printCounted(more, 'other action')} more or less often`] : []),
  ];
}

/** How much of the larger count is new or gone. */
function share(then: number, count: number): number {
  return Math.abs(count - then) / Math.max(count, then);
}

function times(count: number): string {
  return count === 0 ? 'never' : printCounted(count, 'time');
}

function idleDrift(before: readonly string[] = [], now: readonly string[] = []): string[] {
  const fresh = now.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !now.includes(name));
  return [
    ...(fresh.length === 0 ? [] : [`never exercised any more: ${some(fresh)}`]),
    ...(gone.length === 0 ? [] : [`exercised now, and never before: ${some(gone)}`]),
  ];
}

function some(names: readonly string[]): string {
  const more = names.length - actionsMost;
  return names.slice(0, actionsMost).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function said(depth: number | undefined): string {
  return depth === undefined ? 'unknown' : String(depth);
}
