// The race table: a counterexample as kernel people draw one, a column for each process, time downwards. The paste form is plain ASCII within
// 75 columns and complete by itself: what was checked, what it starts from, the steps that matter, what is broken, how to repeat it. On a
// terminal the table takes the width there is and shows every step, those that do not matter dimmed.

import type { CheckResult, PropertyResult } from '../result/result.ts';
import { plainPaint, type Paint } from '../terminal.ts';
import { renderAgainst } from './against-report.ts';
import { behavioursOf } from './counterexamples.ts';
import { foldWords, indented, paragraphs, widthMost } from './layout.ts';
import { fairnessLines, goesOn, printLength } from './lasso.ts';
import { mappedBlocks } from './mapped-table.ts';
import { printCounted } from './numbers.ts';
import { brokenLines, namesOf, noteLines, orderLines, startLines } from './race-outcome.ts';
import { raceOf } from './race-rows.ts';
import { fits, tableLines } from './race-table.ts';
import { ascii } from './race-text.ts';
import { countedStates, saidDepth } from './reductions.ts';
import { shellLines } from './shell-lines.ts';
import { judgedOf, renderHead, sentence } from './verdicts.ts';
import { printIdentity, printNamed } from './words.ts';

export interface RaceForm {
  readonly paint?: Paint;
  /** How wide the terminal is; undefined for the paste form. */
  readonly columns?: number | undefined;
  /** Whether columns begin at tab stops, and are reached by tabs. */
  readonly areTabs?: boolean;
  /** Whether it is said where the broken rule is written; in a mail, nobody could look there. */
  readonly isPlaced?: boolean;
}

/** The whole paste form of a check: one text for each result in which something is violated, and of any other the verdict. */
export function renderRace(result: CheckResult, form: PastedForm = {}): string {
  return pastedRace(result, sentence(result), explored(result), form);
}

/** How far a check looked. */
export function explored(result: Pick<CheckResult, 'counts' | 'reductions'>): string {
  return `${countedStates(result)} explored, ${saidDepth(result)}`;
}

export interface PastedForm extends Pick<RaceForm, 'areTabs'> {
  /** What was asked for besides. */
  readonly shown?: readonly PropertyResult[];
  /** Whether each of those is said to be shown before it is. */
  readonly isTitled?: boolean;
  /** What is to be done about it, in lines that are folded each by itself. */
  readonly mend?: string | undefined;
}

/** The paste form of whatever found a violation: `said`, what it found, in a sentence; `numbers`, how far it looked. */
export function pastedRace(
  result: Pick<CheckResult, 'specification' | 'properties' | 'command' | 'against'>,
  said: string,
  numbers: string,
  { areTabs = false, shown = [], isTitled = true, mend }: PastedForm = {},
): string {
  const { specification, command, against } = result;
  const headline = `${printIdentity(specification)}: ${said}`;
  return paragraphs([
    [
      indented(ascii(headline), 0),
      ...variantLines(result),
      ...(mend === undefined ? [] : mend.split('\n').map((line) => `  ${foldWords(ascii(line), { indent: 2 })}`)),
    ],
    ...raceBlocks(result, { areTabs }),
    unreachedLines(result.properties),
    ...tracedBlocks(shown, { areTabs, isTitled }),
    against === undefined ? [] : within(renderAgainst(against).flatMap((line) => line.split('\n'))),
    [indented(numbers, 0), ...(command === '' ? [] : shellLines('repeat: ', command, { isPlain: true }))],
  ]);
}

/** What no state is, where nothing else is wrong: its name alone says little to whoever has not the specification at hand. */
function unreachedLines(properties: readonly PropertyResult[]): string[] {
  const unreached = judgedOf(properties).filter(({ verdict, kind }) => verdict === 'violated' && kind === 'reachable');
  return unreached.map(({ name, rule }) => indented(ascii(`${name}: ${rule}`), 2));
}

/** As they are, or folded within their indentation. */
function within(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const text = ascii(line);
    const indent = /^ */.exec(text)?.[0] ?? '';
    return text.length <= widthMost ? text : indented(text.trim(), indent.length);
  });
}

/** How a report begins where it shows a race. `said`: what was found, in a sentence. */
export function raceHead(
  { specification, verdict }: Pick<CheckResult, 'specification' | 'verdict'>,
  said: string,
  paint: Paint,
): string[] {
  const plain = { verdict, specification: { ...specification, constants: [] } };
  return [...renderHead(plain, said, paint), ...variantLines({ specification })];
}

/**
 * What was varied, in the words of the model, and the constants: all where they are few, else those that are not as the model has them, and
 * how many others.
 */
function variantLines({ specification: { about, constants } }: Pick<CheckResult, 'specification'>): string[] {
  const printed = (all: CheckResult['specification']['constants']): string => all.map(printNamed).join(', ');
  const set = constants.filter(({ isDefault }) => !isDefault);
  const others = constants.length - set.length;
  const counted = `${printCounted(others, set.length === 0 ? 'constant' : 'other constant')} have their defaults`;
  const some = [printed(set), counted].filter((part) => part !== '').join('; ');
  const whole = printed(constants);
  const lines = [about ?? '', others < 2 || whole.length <= some.length ? whole : some];
  return lines.filter((line) => line !== '').map((line) => indented(ascii(line), 2));
}

/** Blocks of lines for each behaviour that violates something, the shortest first. */
export function raceBlocks({ properties }: Pick<CheckResult, 'properties'>, form: RaceForm = {}): string[][] {
  const behaviours = behavioursOf(properties);
  return behaviours.flatMap((group) => {
    const head = behaviours.length === 1 ? [] : [titleLines(group, form)];
    return [...head, ...behaviourBlocks(group, form)];
  });
}

/** Blocks of lines for the trace of each of these properties, of witnesses too. */
export function tracedBlocks(
  properties: readonly PropertyResult[],
  { isTitled = false, ...form }: RaceForm & { readonly isTitled?: boolean } = {},
): string[][] {
  return properties.flatMap((property) => [
    ...(isTitled ? [titleLines([property], form)] : []),
    ...behaviourBlocks([property], form),
  ]);
}

function titleLines(group: readonly PropertyResult[], { paint = plainPaint }: RaceForm): string[] {
  const [first] = group;
  const are = group.length === 1 ? 'is' : 'are';
  const what = first?.kind === 'reachable' ? 'reached' : 'violated';
  const title = `${namesOf(group)} ${are} ${what}${printLength(first ?? {})}`;
  return [paint('strong', indented(title, 0))];
}

function behaviourBlocks(
  group: readonly PropertyResult[],
  { paint = plainPaint, columns, areTabs = false, isPlaced = false }: RaceForm,
): string[][] {
  const [{ trace, untraced } = {}] = group;
  const broken = group.flatMap((property) => {
    const [first = '', ...more] = brokenLines(property, isPlaced);
    return [paint(property.kind === 'reachable' ? 'good' : 'bad', first), ...more];
  });
  if (trace === undefined) {
    const reason = untraced === undefined ? '' : `: ${untraced}`;
    return [[indented(ascii(`there is no trace${reason}`), 2)], broken];
  }
  if (trace.states.length === 0) return [['  no initial state could be made'], broken];
  const isWhole = columns !== undefined;
  const options = { width: Math.max(widthMost, columns ?? 0), areTabs, paint };
  const nested = raceOf(group, trace, { isWhole, isNested: true });
  const race = fits(nested, options) ? nested : raceOf(group, trace, { isWhole, isNested: false });
  const { loop } = trace;
  return [
    startLines(group, trace, isWhole),
    [...tableLines(race, options)],
    // Without a step there is no table.
    ...(loop === undefined || race.rows.length > 0 ? [] : [[paint('bad', indented(goesOn(loop), 2))]]),
    noteLines(group, race, isWhole),
    ...(loop === undefined ? [] : [fairnessLines(loop, ascii)]),
    ...mappedBlocks(group),
    orderLines(group),
    broken,
  ];
}
