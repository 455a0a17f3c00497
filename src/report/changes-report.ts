// What changed between two checks of one specification: verdicts and counts, for a watch.

import type { CheckOutcome, CheckResult, PropertyResult, SpecificationIdentity } from '../result/result.ts';
import { printCount } from './numbers.ts';
import { judgedOf, shortVerdict } from './verdicts.ts';

/** One line that says what is so now, then a line for each thing that changed. */
export function renderChanges(before: readonly CheckOutcome[], after: readonly CheckOutcome[]): string[] {
  return after.flatMap((outcome) => {
    const earlier = before.find((each) => keyOf(each.specification) === keyOf(outcome.specification));
    const about = after.length === 1 ? outcome.specification.name : constantsOf(outcome.specification);
    if (outcome.kind !== 'checked') return [`${about}: skipped, ${outcome.assumption}`];
    if (earlier?.kind !== 'checked') return [`${about}: ${shortVerdict(outcome)}; checked for the first time`];
    const changes = changesOf(earlier, outcome);
    const nothing = earlier.treeHash === outcome.treeHash ? 'the specification means the same' : 'nothing changed';
    return [
      `${about}: ${shortVerdict(outcome)}${changes.length === 0 ? `; ${nothing}` : ''}`,
      ...changes.map((change) => `  ${change}`),
    ];
  });
}

function changesOf(before: CheckResult, after: CheckResult): string[] {
  const [old, now] = [verdictsOf(before), verdictsOf(after)];
  const verdicts = [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [from, to] = [old.get(name), now.get(name)];
    return from === to ? [] : [`${name}: ${from ?? '(new)'} -> ${to ?? '(gone)'}`];
  });
  const counts = (['statesDistinct', 'statesGenerated', 'depth'] as const).flatMap((key) => {
    const [from, to] = [before.counts[key], after.counts[key]];
    return from === to ? [] : [`${countNames[key]}: ${printCount(from)} -> ${printCount(to)}`];
  });
  const isSilent = counts.length === 0 && before.digest !== after.digest;
  return [...verdicts, ...counts, ...(isSilent ? ['as many states, but others'] : [])];
}

const countNames = { statesDistinct: 'distinct states', statesGenerated: 'generated', depth: 'depth' } as const;

function verdictsOf({ properties }: CheckResult): Map<string, string> {
  return new Map(judgedOf(properties).map((property) => [property.name, printVerdict(property)]));
}

function printVerdict({ verdict, steps, kind }: PropertyResult): string {
  if (kind === 'reachable') {
    return { holds: `reached in ${String(steps)}`, violated: 'never reached', 'not decided': 'not decided' }[verdict];
  }
  return verdict === 'violated' ? `violated in ${String(steps)}` : verdict;
}

function keyOf({ constants, mutant, edits }: SpecificationIdentity): string {
  return JSON.stringify([constants.map(({ name, value }) => [name, value]), mutant, edits]);
}

function constantsOf({ constants }: SpecificationIdentity): string {
  return constants.map(({ name, value }) => `${name} = ${String(value)}`).join(', ');
}
