// Whether two searches of one specification found the same, one of them without reductions. Everything that a verdict promises is compared:
// what holds, what is reached, the least number of steps, which actions were ever enabled, how many states there are.

import { printLength } from '../report/lasso.ts';
import { printCount, printCounted } from '../report/numbers.ts';
import { judgedOf } from '../report/verdicts.ts';
import { areOrdersLeftOut, isDepthKept, statesInAll } from '../result/reductions.ts';
import type { CheckResult, PropertyResult } from '../result/result.ts';

/** A sentence for each thing that the reduced search found otherwise than the whole one; none where there is nothing. */
export function disagreements(reduced: CheckResult, whole: CheckResult): readonly string[] {
  const areBothComplete = reduced.ended === 'complete' && whole.ended === 'complete';
  return [
    ...verdictDisagreements(reduced, whole, areBothComplete),
    ...(areBothComplete
      ? [
          ...actionDisagreements(reduced, whole),
          ...exerciseDisagreements(reduced, whole),
          ...countDisagreements(reduced, whole),
        ]
      : []),
  ];
}

function verdictDisagreements(reduced: CheckResult, whole: CheckResult, areBothComplete: boolean): string[] {
  const isShortest = !areOrdersLeftOut(reduced);
  const [found, known] = [reduced, whole].map(
    ({ properties }) => new Map(judgedOf(properties).map((property) => [property.name, property])),
  );
  const names = [...new Set([...(known?.keys() ?? []), ...(found?.keys() ?? [])])];
  return names.flatMap((name) => {
    const [here, there] = [found?.get(name), known?.get(name)];
    const isOpen = [here, there].some((each) => each?.verdict === 'not decided');
    // A search that stopped elsewhere need not have come so far.
    if (isOpen && !isShortest && !areBothComplete) return [];
    if (said(here) === said(there)) return [];
    // How many steps it takes where several are one is known of traces alone.
    const isLonger = here?.steps === undefined || here.steps >= (there?.steps ?? 0);
    if (here?.verdict === there?.verdict && !isShortest && isLonger) return [];
    return [`${name} ${said(here)}, and ${said(there)} without reductions`];
  });
}

function said(property: PropertyResult | undefined): string {
  // What is evaluated outside its domain has a name only where it is met.
  if (property === undefined) return 'is not met';
  const { verdict, kind, steps } = property;
  const when = steps === undefined ? '' : printLength(property);
  if (kind === 'reachable' && verdict !== 'not decided')
    return verdict === 'holds' ? `is reached${when}` : 'is never reached';
  return verdict === 'holds' ? 'holds' : `is ${verdict}${when}`;
}

function actionDisagreements(reduced: CheckResult, whole: CheckResult): string[] {
  const [taken, all] = [reduced, whole].map(
    ({ actions }) => new Set(actions.flatMap(({ action, firings }) => (firings > 0 ? [action] : []))),
  );
  const missing = [...(all ?? [])].filter((action) => taken?.has(action) !== true);
  const odd = [...(taken ?? [])].filter((action) => all?.has(action) !== true);
  return [
    ...missing.map((action) => `${action} is never enabled, and is without reductions`),
    ...odd.map((action) => `${action} is enabled, and never is without reductions`),
  ];
}

function exerciseDisagreements(reduced: CheckResult, whole: CheckResult): string[] {
  const [idle, all] = [reduced, whole].map(
    ({ neverExercised }) =>
      new Map(
        neverExercised
          .filter(({ kind }) => kind !== 'action')
          .map(({ kind, name, text }) => [JSON.stringify([kind, name, text]), `the ${kind} ${name}`]),
      ),
  );
  const only = (here: typeof idle, there: typeof idle): readonly string[] =>
    [...(here ?? [])].flatMap(([key, name]) => (there?.has(key) === true ? [] : [name]));
  return [
    ...only(idle, all).map((name) => `${name} is never exercised, and is without reductions`),
    ...only(all, idle).map((name) => `${name} is exercised, and never is without reductions`),
  ];
}

function countDisagreements(reduced: CheckResult, whole: CheckResult): string[] {
  const [total, known] = [statesInAll(reduced), whole.counts.statesDistinct];
  return [
    ...(total === undefined || total === known
      ? []
      : [`it stands for ${printCounted(total, 'state')}, and there are ${printCount(known)} without reductions`]),
    ...(reduced.counts.statesDistinct > known
      ? [
          `it has ${printCounted(reduced.counts.statesDistinct, 'state')}, more than the ${printCount(known)} without reductions`,
        ]
      : []),
    ...(isDepthKept(reduced) && reduced.counts.depth !== whole.counts.depth
      ? [`its depth is ${reduced.counts.depth}, and ${whole.counts.depth} without reductions`]
      : []),
  ];
}
