// The report of random walks: verdict first, then the walk that violates something, what was found, numbers, what no walk touched, and the
// command that walks the same again. A walk is never called a shortest behaviour.

import { stepsMost } from '../arguments/walks.ts';
import type { PropertyResult } from '../result/result.ts';
import type { SimulationResult } from '../result/simulation.ts';
import { plainPaint } from '../terminal.ts';
import type { ReportOptions } from './check-report.ts';
import { renderCounterexamples } from './counterexamples.ts';
import { renderAssumed, unexercisedRows } from './coverage.ts';
import { renderActions } from './counts.ts';
import { renderExpectation } from './expectation-report.ts';
import { fold, labelled, paragraphs } from './layout.ts';
import { printCount, printCounted, printTime } from './numbers.ts';
import type * as race from './race.ts';
import { shellLines } from './shell-lines.ts';
import { findingRows, firstBad, judgedOf, renderHead, type Row, violationOf } from './verdicts.ts';

/** The whole text. */
export function renderSimulation(
  result: SimulationResult,
  { paint = plainPaint, columns, race, isVerbose = false }: ReportOptions = {},
): string {
  const actions = result.actions.map((each) => ({ ...each, enabled: each.visitsEnabled }));
  return paragraphs([
    race?.raceHead(result, sentence(result), paint) ??
      renderHead(result, sentence(result), paint, result.verdict === 'violated'),
    ...(race?.raceBlocks(result, { paint, columns, isPlaced: true }) ??
      renderCounterexamples(result.properties, paint)),
    labelled(foundRows(result)),
    numberLines(result),
    isVerbose ? renderActions(actions, 'visits') : [],
    untouchedLines(result),
    renderAssumed(result),
    renderExpectation(result, 'walks at random cannot tell', paint),
    [...shellLines('repeat: ', result.command), ...hintLines(result)],
  ]);
}

/** The walk alone, in the paste form of a race. */
export function renderWalk(
  result: SimulationResult,
  { pastedRace }: Pick<typeof race, 'pastedRace'>,
  form: race.PastedForm,
): string {
  return pastedRace(result, sentence(result), `walks at random, seed ${result.seed}`, form);
}

function sentence(result: SimulationResult): string {
  const walks = printCounted(result.counts.walks, 'walk');
  if (result.verdict === 'violated') {
    const { length } = firstBad(result);
    const walk = result.counts.walks === 0 ? '' : `, on walk ${printCount(result.counts.walks)}`;
    return `${violationOf(result)}${walk}${length?.steps === 0 ? '' : '; a shorter behaviour may violate it too'}`;
  }
  const stop = stopped(result);
  return `not decided, walks at random decide nothing; nothing is violated on ${walks}${stop === '' ? '' : `, then ${stop}`}`;
}

/** Why there were no more walks; nothing where that is no surprise. */
function stopped({ ended, limits }: SimulationResult): string {
  switch (ended) {
    case 'time':
      return `stopped after ${printTime(limits.timeMs ?? 0)}`;
    case 'memory':
      return 'out of memory';
    case 'interrupted':
      return 'interrupted';
    case 'violation':
    case 'walks':
      return '';
  }
}

/** Witnesses in rows of their own: of them it is said whether a walk met them. */
function foundRows({ properties, reached }: SimulationResult): Row[] {
  const witnesses = judgedOf(properties).filter(({ kind }) => kind === 'reachable');
  const isReached = ({ name }: PropertyResult): boolean => reached.some((each) => each.name === name);
  const met = reached.map(
    ({ name, walk, steps }) => `${name} (walk ${printCount(walk)}, ${printCounted(steps, 'step')})`,
  );
  const unmet = witnesses.filter((witness) => !isReached(witness)).map(({ name }) => name);
  const rows = findingRows({ properties: properties.filter((property) => !witnesses.includes(property)) });
  const isBad = ([label]: Row): boolean => label === 'violated';
  return [
    ...rows.filter(isBad),
    ...(met.length === 0 ? [] : [['reached', met] as const]),
    ...(unmet.length === 0 ? [] : [['not reached', unmet] as const]),
    ...rows.filter((row) => !isBad(row)),
  ];
}

const stepsTold = 100_000;

function numberLines({ counts, limits, elapsedMs, seed, stateBits, engine }: SimulationResult): string[] {
  const { walks, steps, longest, endings } = counts;
  const rate = elapsedMs === 0 ? 0 : Number(((steps / elapsedMs) * 1000).toPrecision(2));
  const numbers = [
    printCounted(walks, 'walk'),
    `${printCounted(steps, 'step')} in all`,
    `${printCounted(longest, 'step')} the longest`,
    // Of few walks the rate would be that of getting ready.
    `${printTime(elapsedMs)}${steps < stepsTold ? '' : ` (${printCount(rate)} steps a second)`}`,
  ];
  const ends: readonly (readonly [number, string])[] = [
    [endings.limit, `at the limit of ${printCounted(limits.steps, 'step')}`],
    [endings.last, 'where nothing goes on'],
    [endings.cut, 'outside the constraints'],
    [walks - endings.limit - endings.last - endings.cut, 'broken off'],
  ];
  const ended = ends.filter(([count]) => count > 0).map(([count, where]) => `${printCount(count)} ${where}`);
  return [
    fold(numbers),
    ...(ended.length === 0 ? [] : [`walks ended: ${fold(ended, { indent: 2, first: 'walks ended: '.length })}`]),
    `seed ${seed}; ${engine} engine, ${printCounted(stateBits, 'bit')} a state`,
  ];
}

/** Of walks that ended at a violation little is known: what they did not touch may lie ahead. */
function untouchedLines({ neverExercised, verdict }: SimulationResult): string[] {
  const rows = verdict === 'violated' ? [] : unexercisedRows(neverExercised);
  return rows.length === 0 ? [] : ['not covered by these walks:', ...labelled(rows)];
}

function hintLines({ verdict, checkCommand, counts, limits, expectation }: SimulationResult): string[] {
  if (expectation?.isMet === true) return [];
  if (verdict === 'violated') return [`hint: ${checkCommand} looks for a shortest behaviour`];
  const farther = Math.min(limits.steps * 10, stepsMost);
  const isShort = counts.endings.limit > 0 && farther > limits.steps;
  const decides = `${checkCommand} decides, where it can explore everything`;
  return [`hint: ${isShort ? `--steps ${farther} walks farther; ` : ''}${decides}`];
}
