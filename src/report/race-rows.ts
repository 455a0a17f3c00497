// What stands in a race table, before it is laid out: who acts, the functions that a process enters, one row for each atomic step, and how
// it ends. Knows nothing of widths. Of a deep chain of calls the innermost functions are shown; what is left out of it is told apart.

import type { NamedResult, PropertyResult, StepResult, TraceResult } from '../result/result.ts';
import { loopTexts } from './lasso.ts';
import { stepName } from './trace.ts';
import { changeText, nameText } from './race-text.ts';

export interface RaceRow {
  /** Whose it is: a place in `actors`. */
  readonly column: number;
  /** Of a step its number, from 1. */
  readonly step?: number;
  /** How many functions it stands in. */
  readonly depth: number;
  /** Pieces that are kept whole where they fit. */
  readonly pieces: readonly string[];
  /** 'loop': across all columns, where the behaviour goes round. */
  readonly kind: 'function' | 'step' | 'rest' | 'outcome' | 'loop';
  /** Whether it happens again and again. */
  readonly isRepeated?: boolean;
  /** False of a step that does not matter, of what stands there for its sake, and of the rest: what does not matter of a step that does. */
  readonly isRelevant: boolean;
}

export interface Race {
  /** In the order in which they first act; '' is what no process does. */
  readonly actors: readonly string[];
  readonly rows: readonly RaceRow[];
  /** Chains of calls of which the rows leave something out, outermost first. */
  readonly chains: readonly (readonly [actor: string, calls: readonly string[]])[];
}

export interface RaceOptions {
  /** Whether steps that do not matter are shown too. */
  readonly isWhole: boolean;
  /** Whether functions are lines of their own, and steps stand below them; otherwise each step says where it is. */
  readonly isNested: boolean;
}

/** How many functions stand under each other before the outermost are left out: the more processes, the less room. */
function depthMostOf(processes: number): number {
  return [5, 5, 3][processes] ?? 2;
}

/** Of longer chains, functions that only call another are left out, but for the outermost. */
const chainMost = 3;

/** Steps by number, from 1, that do not matter for any of the properties. What is named in a sentence matters. */
export function irrelevantSteps(properties: readonly PropertyResult[]): readonly number[] {
  const [{ trace } = {}] = properties;
  const named = properties.flatMap(({ because, orderings = [] }) => [
    ...(because === undefined ? [] : [because.step]),
    ...orderings.flatMap(({ first, second }) => [first, second]),
  ]);
  const count = trace?.steps.length ?? 0;
  return Array.from({ length: count }, (_, index) => index + 1).filter(
    (number) =>
      number < count &&
      !named.includes(number) &&
      properties.every((property) => property.trace?.steps[number - 1]?.isRelevant === false),
  );
}

/** So many changes are seen at a glance. */
const glanceMost = 2;

/** Of what a step changes, the places in that list that do not matter for any of the properties, though others do. Steps count from 1. */
export function irrelevantChanges(properties: readonly PropertyResult[], number: number): ReadonlySet<number> {
  const steps = properties.map(({ trace }) => trace?.steps[number - 1]);
  const [{ changes = [] } = {}] = steps;
  // Nothing is left out of a step that is shown for the sake of a sentence, nor of one that says more with it than it takes to read.
  if (changes.length <= glanceMost || steps.every((step) => step?.isRelevant === false)) return new Set();
  return new Set(
    [...changes.keys()].filter((index) =>
      steps.every((step) => step?.isRelevant === false || step?.changes[index]?.isRelevant === false),
    ),
  );
}

/** The rows of the behaviour that violates these properties. */
export function raceOf(
  properties: readonly PropertyResult[],
  { steps, loop }: TraceResult,
  { isWhole, isNested }: RaceOptions,
): Race {
  const idle = new Set(irrelevantSteps(properties));
  const shown = steps.flatMap((step, index) => {
    const number = index + 1;
    return isWhole || !idle.has(number) ? [{ step, number, isRelevant: !idle.has(number) }] : [];
  });
  const actors = [...new Set(shown.map(({ step }) => step.actor ?? ''))];
  const stacks = actors.map((actor) =>
    stackOf(
      shown.map(({ step }) => step).filter((each) => isBy(each, actor)),
      depthMostOf(actors.length),
    ),
  );
  const rows: RaceRow[] = [];
  const [begin, back] = loop === undefined ? ['', ''] : loopTexts(loop, steps.length);
  const loopRow = (text: string): RaceRow => ({ column: 0, depth: 0, pieces: [text], kind: 'loop', isRelevant: true });
  let start = 0;
  for (const { step, number, isRelevant } of shown) {
    if (loop !== undefined && number === loop.from + 1) {
      start = rows.length;
      rows.push(loopRow(begin));
    }
    const column = actors.indexOf(step.actor ?? '');
    const { entered, depth } = isNested ? (stacks[column]?.enter(step) ?? flat) : flat;
    for (const each of entered) rows.push({ ...each, column, kind: 'function', isRelevant });
    const idleHere = irrelevantChanges(properties, number);
    const changes = step.changes.filter((_, index) => !idleHere.has(index));
    const pieces = piecesOf({ ...step, changes }, isNested);
    rows.push({ column, step: number, depth, pieces, kind: 'step', isRelevant });
    const rest = step.changes.filter((_, index) => idleHere.has(index));
    if (isWhole && rest.length > 0)
      rows.push({ column, depth: depth + 1, pieces: restOf(step, rest), kind: 'rest', isRelevant: false });
  }
  if (loop !== undefined) {
    const isRound = !loop.isStuttering;
    const all = withRelevance(rows).map((row, index) =>
      isRound && index > start ? { ...row, isRepeated: true } : row,
    );
    // What nobody has begun has no columns.
    if (rows.length > 0) all.push(loopRow(back));
    return { actors, rows: all, chains: isNested ? chainsOf(actors, stacks) : [] };
  }
  const depths = actors.map(
    (_, column) => rows.filter((row) => row.column === column && row.kind !== 'rest').at(-1)?.depth ?? 0,
  );
  rows.push(...outcomesOf(properties, actors, rows.at(-1)?.column ?? 0, depths));
  return { actors, rows: withRelevance(rows), chains: isNested ? chainsOf(actors, stacks) : [] };
}

function chainsOf(actors: readonly string[], stacks: readonly Stack[]): Race['chains'] {
  return actors.flatMap((actor, index) =>
    (stacks[index]?.shortened ?? []).map((chain): Race['chains'][number] => [actor, chain]),
  );
}

/** A function matters where a step in it does. */
function withRelevance(rows: readonly RaceRow[]): readonly RaceRow[] {
  return rows.map((row, index) => {
    if (row.kind !== 'function') return row;
    const after = rows.slice(index + 1).filter(({ column }) => column === row.column);
    const end = after.findIndex(({ depth }) => depth <= row.depth);
    return {
      ...row,
      isRelevant: after.slice(0, end < 0 ? undefined : end).some((each) => isStep(each) && each.isRelevant),
    };
  });
}

function isStep({ kind }: RaceRow): boolean {
  return kind === 'step';
}

const flat = { entered: [], depth: 0 } as const;

function isBy(step: StepResult, actor: string): boolean {
  return (step.actor ?? '') === actor;
}

interface Stack {
  /** The functions that are new when this step is taken, and in how many of those shown the step stands. */
  readonly enter: (step: StepResult) => {
    readonly entered: readonly Pick<RaceRow, 'depth' | 'pieces'>[];
    readonly depth: number;
  };
  /** The longest of those chains of which something is left out. */
  readonly shortened: readonly (readonly string[])[];
}

/** Follows the calls of one process. Of long chains, functions without a step of their own are left out first, then the outermost. */
function stackOf(steps: readonly StepResult[], depthMost: number): Stack {
  const chains = steps.map(functionsOf);
  const isDeep = chains.some(({ length }) => length > chainMost);
  const own = new Set(chains.map(key));
  const visible = (chain: readonly string[]): readonly (readonly string[])[] =>
    chain
      .map((_, depth) => chain.slice(0, depth + 1))
      .filter((path) => !isDeep || path.length === 1 || own.has(key(path)));
  let before: readonly (readonly string[])[] = [];
  let firstBefore = 0;
  return {
    enter: (step) => {
      const paths = visible(functionsOf(step));
      const first = Math.max(0, paths.length - depthMost);
      const differs = paths.findIndex((path, index) => key(path) !== key(before[index] ?? []));
      const isBack = differs < 0 && first !== firstBefore;
      // Back in a function of which the reader has lost sight, it is named again.
      const from = isBack ? paths.length - 1 : differs < 0 ? paths.length : Math.max(first, differs);
      [before, firstBefore] = [paths, first];
      const given = paths.map((path) => step.given?.[path.length - 1] ?? []);
      const entered = paths.slice(from).map((path, index) => {
        const at = from + index;
        return { depth: at - first, pieces: callPieces(path, given[at], index === 0 ? [] : given[at - 1]) };
      });
      return { entered, depth: paths.length - first };
    },
    shortened: longest(chains.filter((chain) => Math.min(depthMost, visible(chain).length) < chain.length)),
  };
}

/**
 * `balloon_page_isolate(page = page0)`. What the function in the line above was given by the same name is passed on, and its value not said
 * again: `balloon_page_dequeue(b_dev_info)`.
 */
function callPieces(
  path: readonly string[],
  given: readonly NamedResult[] = [],
  above: readonly NamedResult[] = [],
): readonly string[] {
  const name = path.at(-1) ?? '';
  if (given.length === 0) return [`${name}()`];
  return given.map((each, index) => {
    const isSaid = above.some((other) => other.name === each.name && other.value === each.value);
    const start = index === 0 ? `${name}(` : '';
    return `${start}${isSaid ? each.name : `${each.name} = ${each.value}`}${index + 1 === given.length ? ')' : ','}`;
  });
}

function functionsOf({ calls = [] }: StepResult): readonly string[] {
  return calls.slice(0, -1);
}

/** Those that no other begins with. */
function longest(chains: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const byKey = new Map(chains.map((chain) => [key(chain), chain]));
  const keys = [...byKey.keys()];
  return [...byKey].filter(([each]) => !keys.some((other) => other.startsWith(`${each}\n`))).map(([, chain]) => chain);
}

function key(path: readonly string[]): string {
  return path.join('\n');
}

/** What the step is called, then what it changes; what says the same twice is said once. */
function piecesOf(step: StepResult, isNested: boolean): readonly string[] {
  const changes = [...step.changes, ...step.shown].map((change) => changeText(change, step.actor));
  const name = isNested ? nameText(step) : stepName(step);
  // "lock: takes balloon_pages_lock" says it twice.
  const isPlainLock =
    /^(?:un)?lock(?:#\d+)?$/.test(name) && changes.length > 0 && /^(?:takes|drops) /.test(changes[0] ?? '');
  const pieces = [...(isPlainLock && isNested ? [] : [name]), ...changes];
  return pieces.map((piece, index) => {
    if (index + 1 === pieces.length) return piece;
    return `${piece}${index === 0 && piece === name ? ':' : ','}`;
  });
}

function restOf({ actor }: StepResult, changes: StepResult['changes']): readonly string[] {
  return changes.map((change, index) => `${changeText(change, actor)}${index + 1 === changes.length ? '' : ','}`);
}

/** The last rows: how the last step fails, or what is violated or reached then, or what everybody waits for. `depths`: where each of them stands. */
function outcomesOf(
  properties: readonly PropertyResult[],
  actors: readonly string[],
  last: number,
  depths: readonly number[],
): readonly RaceRow[] {
  if (actors.length === 0) return [];
  const row = (column: number, text: string): RaceRow => ({
    column,
    depth: depths[column] ?? 0,
    pieces: [`<${text}>`],
    kind: 'outcome',
    isRelevant: true,
  });
  const failure = properties[0]?.trace?.steps.at(-1)?.failure;
  if (failure !== undefined) return [row(last, failure)];
  return properties.flatMap(({ kind, name, waiting = [] }) => {
    if (kind === 'reachable') return [row(last, `${name} is reached`)];
    if (kind === 'recoverable') return [row(last, `${name} is out of reach from here on`)];
    const waits = waiting.filter(({ actor }) => actors.includes(actor ?? ''));
    if (kind !== 'deadlock' || waits.length === 0) return [row(last, `${name} is violated`)];
    return waits.map(({ actor, clause }) => row(actors.indexOf(actor ?? ''), `waits for ${clause}`));
  });
}
