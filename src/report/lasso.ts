// Words for behaviours that go on for ever: how long they are, where they go round, why fairness does not exclude them, and of what steps a
// verdict takes fairness for granted.

import type { LoopResult, PropertyResult, TraceResult } from '../result/result.ts';
import { indented } from './layout.ts';
import { printCounted, printSteps } from './numbers.ts';
import { listed } from './words.ts';

type Length = Pick<PropertyResult, 'steps' | 'loop'>;

/** How long a trace is. */
export function lengthOf({ steps, loop }: Pick<TraceResult, 'steps' | 'loop'>): Required<Length> {
  if (loop === undefined) return { steps: steps.length, loop: undefined };
  return { steps: loop.from, loop: steps.length - loop.from };
}

/** What stands behind "is violated": ` in 5 steps`, `: 5 steps, then a loop of 4 for ever`. */
export function printLength({ steps = 0, loop }: Length): string {
  return loop === undefined ? ` ${printSteps(steps)}` : `: ${printLasso(steps, loop)}`;
}

/** The same within a sentence: ` in 5 steps`, ` by 5 steps, then a loop of 4`. */
export function printLengthWithin({ steps = 0, loop }: Length): string {
  return loop === undefined ? ` ${printSteps(steps)}` : ` by ${printShortLength({ steps, loop })}`;
}

/** `5 steps`, `5 steps, then a loop of 4`, `5 steps, then stuttering`. */
export function printShortLength({ steps = 0, loop }: Length): string {
  const stem = printCounted(steps, 'step');
  if (loop === undefined) return stem;
  const end = loop === 0 ? 'stuttering' : `a loop of ${loop}`;
  return steps === 0 ? `${end} from the start` : `${stem}, then ${end}`;
}

function printLasso(steps: number, loop: number): string {
  const stem = printCounted(steps, 'step');
  if (loop === 0) return steps === 0 ? 'nothing ever happens' : `${stem}, then nothing happens for ever`;
  if (steps > 0) return `${stem}, then a loop of ${loop} for ever`;
  return `a loop of ${printCounted(loop, 'step')} for ever, from the start`;
}

/** What is claimed of its length where nothing was left out: `no shorter behaviour violates it`. */
export function printLeast({ loop }: Length, what = 'it'): string {
  return loop === undefined ? `no shorter behaviour violates ${what}` : 'no shorter stem';
}

/** Above the first step that goes round, and below the last: where the loop begins, where it goes back. Of stuttering there is no first line. */
export function loopTexts({ from, isStuttering }: LoopResult, steps: number): readonly [begin: string, back: string] {
  if (isStuttering) return ['', 'nothing happens any more: stuttering for ever'];
  const count = steps - from;
  const begin =
    count === 1
      ? `the loop: step ${steps} again and again, for ever`
      : `the loop: steps ${from + 1} ${count === 2 ? 'and' : 'to'} ${steps} again and again, for ever`;
  return [begin, `back to before step ${from + 1}`];
}

/** Where a behaviour goes on, in a line of its own. */
export function goesOn(loop: LoopResult): string {
  const [, stuttering] = loopTexts(loop, 0);
  if (loop.isStuttering) return stuttering;
  return `then again from state ${loop.from}, for ever`;
}

/** So many conditions that do not exclude a loop for the same reason are lines of their own. */
const alikeMost = 3;

/** For each fairness condition why it does not exclude the loop; those of one reason together where they are many. */
export function fairnessReasons({ fairness }: LoopResult): readonly string[] {
  if (fairness === undefined) return [];
  if (fairness.length === 0) return ['no fairness is stated that could exclude it'];
  const alike = new Map<string, string[]>();
  for (const { text, why } of fairness) alike.set(why, [...(alike.get(why) ?? []), text]);
  return [...alike].flatMap(([why, texts]) =>
    texts.length > alikeMost ? [`${printFairness(texts)}: ${why}`] : texts.map((text) => `${fewNames(text)}: ${why}`),
  );
}

/** Of what is fair to more actions or steps than this as one, the first two are named. */
const namesMost = 4;

/** `weak fairness of announce or ask or 10 others (proc#0)`. */
function fewNames(text: string): string {
  const [, names = text, whom = ''] = /^(.*?)( \([^()]*\))?$/.exec(text) ?? [];
  const all = names.split(' or ');
  if (all.length <= namesMost) return text;
  return `${all.slice(0, 2).join(' or ')} or ${all.length - 2} others${whom}`;
}

/** The same, below a trace, with a heading. */
export function fairnessLines(loop: LoopResult, plain: (text: string) => string = (text) => text): string[] {
  const reasons = fairnessReasons(loop);
  if (reasons.length === 0) return [];
  if ((loop.fairness ?? []).length === 0) return reasons.map((text) => indented(plain(text), 2));
  return ['  fairness does not exclude it:', ...reasons.map((text) => indented(plain(text), 4))];
}

const strengths = ['weak', 'strong'] as const;

/** `weak fairness of lock and unlock, and strong fairness of acquire`; each strength is said once. */
export function printFairness(texts: readonly string[]): string {
  return strengthened(texts, (names) => names.map(fewNames));
}

/** The same where nobody has to be told apart: `weak fairness of philosopher (each of 5)`. */
export function printFairnessInShort(texts: readonly string[]): string {
  return strengthened(texts, counted);
}

function strengthened(texts: readonly string[], told: (names: readonly string[]) => readonly string[]): string {
  const begin = (strength: string): string => `${strength} fairness of `;
  const parts = strengths.flatMap((strength) => {
    const own = texts.filter((text) => text.startsWith(begin(strength)));
    return own.length === 0
      ? []
      : [`${begin(strength)}${listed(told(own.map((text) => text.slice(begin(strength).length))))}`];
  });
  const others = texts.filter((text) => strengths.every((strength) => !text.startsWith(begin(strength))));
  return [...parts, ...others].join(', and ');
}

// Who each of them is, `describe` tells, and below a loop the reasons do.
function counted(names: readonly string[]): readonly string[] {
  const ofWhat = (name: string): string => name.replace(/ \(.*\)$/, '');
  return [...new Set(names.map(ofWhat))].flatMap((of) => {
    const own = names.filter((name) => ofWhat(name) === of);
    return own.length === 1 ? own.map(fewNames) : [`${fewNames(of)} (each of ${own.length})`];
  });
}

/** What is out of reach from the last state on. */
export function unrecoverable({ rule }: Pick<PropertyResult, 'rule'>): string {
  return `from there no state with ${rule} can be reached`;
}
