// What a search left out, in words: in the line of counts, in the sentence of the verdict, and what stands in the way of leaving out more.

import type { CheckResult, CountsResult, HindranceResult, ReductionResult } from '../result/result.ts';
import { areOrdersLeftOut, inForce, isDepthKept, isReduced, statesInAll } from '../result/reductions.ts';
import { fold, foldWords, indented } from './layout.ts';
import { printCount, printCounted } from './numbers.ts';
import { listed } from './words.ts';

type Reduced = Pick<CheckResult, 'reductions'>;
type Counted = Reduced & { readonly counts: Pick<CountsResult, 'statesDistinct' | 'statesFull' | 'areExact'> };

/** `8 distinct states`; `5 states up to the naming of 2 cpus (8 in all)`; `at least 412 states that stand for others`. */
export function countedStates(result: Counted): string {
  const { statesDistinct, areExact } = result.counts;
  const least = areExact ? '' : 'at least ';
  if (!isReduced(result)) return `${least}${printCounted(statesDistinct, 'distinct state')}`;
  const naming = namingOf(result);
  const states = `${least}${printCounted(statesDistinct, 'state')}`;
  if (naming === undefined) return `${states} after reduction`;
  const all = statesInAll(result);
  return `${states} up to the naming of ${naming}${all === undefined ? '' : ` (${least}${printCount(all)} in all)`}`;
}

/** `4 pages and 2 scanners`; undefined where symmetry is not in force. */
function namingOf(result: Reduced): string | undefined {
  const symmetry = inForce(result).find(({ name }) => name === 'symmetry');
  return symmetry && listed(symmetry.of);
}

/** What was explored of a search that saw everything: `all 8 reachable states explored`. */
export function wholeExplored(result: Counted): string {
  const all = statesInAll(result);
  if (all !== undefined) return `all ${printCounted(all, 'reachable state')} explored`;
  return `explored ${printCounted(result.counts.statesDistinct, 'state')} that ${stand(result)} for all reachable ones`;
}

/** Where something is missing: `all 8 reachable states`. */
export function wholeSpace(result: Counted): string {
  const all = statesInAll(result);
  if (all !== undefined) return `all ${printCounted(all, 'reachable state')}`;
  return `the ${printCounted(result.counts.statesDistinct, 'state')} that ${stand(result)} for all reachable ones`;
}

function stand({ counts }: Counted): string {
  return counts.statesDistinct === 1 ? 'stands' : 'stand';
}

/** `digest 4188403a23f796ac`. */
export function namedDigest(result: Reduced & Pick<CheckResult, 'digest'>): string {
  return `digest ${isReduced(result) ? 'of these states ' : ''}${result.digest}`;
}

/** `depth 12`; where the deepest state may have been left out, that of the search. */
export function saidDepth(result: Counted & { readonly counts: Pick<CountsResult, 'depth'> }): string {
  return `depth ${result.counts.depth}${isDepthKept(result) ? '' : ' as searched'}`;
}

/** Which other reductions are in force besides the one that the line of counts names; nothing where there are none. */
export function reducedLines(result: Reduced): string[] {
  const active = inForce(result);
  const others = active.filter(({ name }) => name !== 'symmetry');
  if (others.length === 0) return [];
  return [`reduced by ${listed(active.map(({ name }) => wordsOf(name)))}`];
}

/** With --verbose: of each reduction what it reduces, or why it does not, and what stands in the way. */
export function reductionLines(reductions: readonly ReductionResult[]): string[] {
  if (reductions.length === 0) return [];
  return ['reductions:', ...reductions.flatMap(reductionParts)];
}

/** The same without the heading. */
export function reductionParts({ name, isInForce, of, reason, hindrances }: ReductionResult): string[] {
  const label = `  ${wordsOf(name)}: `;
  const why = reason ?? (hindrances.length === 0 ? 'nothing to reduce' : undefined);
  const said = isInForce
    ? fold(of.length === 0 ? ['in force'] : of, { indent: 4, first: label.length })
    : `not in force${why === undefined ? '' : `, ${why}`}`;
  const shown = hindrances.slice(0, hindrancesMost);
  const more = hindrances.length - shown.length;
  return [
    isInForce ? `${label}${said}` : indented(`${label.trim()} ${said}`, 2),
    ...shown.flatMap(hindranceLines),
    ...(more > 0 ? [`    and ${printCount(more)} more`] : []),
  ];
}

const hindrancesMost = 8;

/** `page0: lru[page0] = none, in put_page, at balloon.ts:12:3`. */
function hindranceLines({ what, because, where, place }: HindranceResult): string[] {
  const at = place === undefined ? '' : `, at ${place.file}:${place.line}:${place.column}`;
  return [indented(`not ${what}: ${because}${where === '' ? '' : `, in ${where}`}${at}`, 4)];
}

/** With --verbose, above numbers that count representatives. */
export function countingLines(result: Reduced): string[] {
  if (!isReduced(result)) return [];
  const sentence = areOrdersLeftOut(result)
    ? 'counts of what was searched: one state stands for several, and of orders that make no difference one was taken'
    : 'counts of what was searched: one state stands for several';
  return [indented(sentence, 2)];
}

/** `dead locals`. */
function wordsOf(name: ReductionResult['name']): string {
  return name.replace('-', ' ');
}

/** Below a table of several searches, what its numbers of states count; nothing where nothing was left out. */
export function reducedNote(results: readonly Reduced[]): string[] {
  const names = [...new Set(results.flatMap((result) => inForce(result).map(({ name }) => wordsOf(name))))];
  if (names.length === 0) return [];
  return [
    foldWords(`states are counted after reduction by ${listed(names)}; --no-reduction counts all`, {
      indent: 2,
      first: 0,
    }),
  ];
}
