// What of a schedule is otherwise on its specification as it is now, in sentences: which steps have another name, are several now, or one, or are
// taken in another order; which are not there any more, and which are new.

import { printCount, printCounted } from '../report/numbers.ts';
import { deed } from '../report/trace.ts';
import { listed, printRuns, runsOf } from '../report/words.ts';
import type { AgainstStep, StepResult } from '../result/result.ts';

/** So many sentences are read; of more the others are counted. */
const sentencesMost = 12;

/** The sentences, in the order of the schedule; what is said of several steps in the same words is said once. */
export function otherwise(saved: readonly StepResult[], now: readonly AgainstStep[]): readonly string[] {
  const all = groupsOf(now).flatMap((group) => saidOf(saved, group) ?? []);
  const alike = new Map<string, Said[]>();
  for (const said of all) {
    const key = said.isAlone || said.numbers.length > 1 ? `${alike.size}` : said.tail(1);
    alike.set(key, [...(alike.get(key) ?? []), said]);
  }
  const sentences = [...alike.values()].map((group) => {
    const numbers = group.flatMap((said) => said.numbers);
    return `${group[0]?.isAlone === true ? '' : `${stepsIn(numbers)} `}${group[0]?.tail(numbers.length) ?? ''}`;
  });
  const rest = sentences.length - sentencesMost;
  return rest < 2 ? sentences : [...sentences.slice(0, sentencesMost), `and ${rest} more such differences`];
}

/** Of steps of the schedule, what is otherwise; or of what is none of its steps, a sentence. */
interface Said {
  readonly numbers: readonly number[];
  readonly isAlone: boolean;
  readonly tail: (count: number) => string;
}

/** Steps that stand for the same, or are new to the same process. */
interface Group {
  readonly steps: readonly AgainstStep[];
  /** The step of the schedule that comes next. */
  readonly before: number | undefined;
}

function groupsOf(now: readonly AgainstStep[]): readonly Group[] {
  const groups: { steps: AgainstStep[]; before: number | undefined }[] = [];
  now.forEach((step, index) => {
    const last = groups.at(-1);
    const [first] = last?.steps ?? [];
    const isSame =
      first?.mark === step.mark && first.actor === step.actor && first.numbers.join() === step.numbers.join();
    if (last !== undefined && isSame) last.steps.push(step);
    else {
      const next = now.slice(index + 1).find(({ mark }) => mark !== 'added' && mark !== 'earlier');
      groups.push({ steps: [step], before: next?.numbers[0] });
    }
  });
  return groups;
}

function saidOf(saved: readonly StepResult[], { steps, before }: Group): Said | undefined {
  const [first] = steps;
  if (first === undefined) return undefined;
  const { mark, numbers, actor } = first;
  const names = steps.map(deed).join(', ');
  const where = before === undefined ? 'at the end' : `before step ${before}`;
  const of = (tail: Said['tail']): Said => ({ numbers, isAlone: false, tail });
  switch (mark) {
    case 'added': {
      const who = actor === undefined ? '' : ` of ${actor}`;
      const text =
        steps.length === 1
          ? `${where} comes a new step${who}: ${names}`
          : `${where} come ${printCounted(steps.length, 'new step')}${who}: ${names}`;
      return { numbers, isAlone: true, tail: () => text };
    }
    case 'earlier':
      return of((count) => `${isAre(count)} taken ${where} already: ${names}`);
    case 'left out':
      return of((count) => `${isAre(count)} not there any more: ${names}`);
    case 'refused':
      return undefined;
    case 'same': {
      if (numbers.length > 1) return of(() => `are one step now: ${names}`);
      if (steps.length > 1)
        return of((count) => `${isAre(count)} ${count === 1 ? '' : 'each '}${steps.length} steps now: ${names}`);
      const was = saved[(numbers[0] ?? 0) - 1];
      if (was === undefined || was.text === first.text) return undefined;
      const old = deed(was);
      // Where it stands is called otherwise, and not the step.
      if (names === old) return of((count) => `${isAre(count)} in ${within(first)} now: ${names}`);
      return of((count) => `${isAre(count)} called ${names} now, and ${count === 1 ? 'was' : 'were'} ${old}`);
    }
  }
}

function isAre(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function within({ calls = [], text }: AgainstStep): string {
  return calls.length > 1 ? calls.slice(0, -1).join(' > ') : (text.split('.')[0] ?? text);
}

/** So many runs of steps are named; of more the others are counted. */
const runsMost = 8;

/** `step 4`, `steps 1 to 4 and 9`. */
function stepsIn(numbers: readonly number[]): string {
  const runs = runsOf([...numbers].sort((a, b) => a - b));
  const isMore = runs.length > runsMost + 1;
  const named = isMore ? runs.slice(0, runsMost) : runs;
  const others = numbers.length - named.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const parts = isMore ? [...printRuns(named), `${printCount(others)} others`] : printRuns(named);
  return `${numbers.length === 1 ? 'step' : 'steps'} ${listed(parts)}`;
}
