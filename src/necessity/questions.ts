// What is asked of a variant, in whichever thread: its verdict, or only whether something breaks in it.

import { type AskedVariant, breaks, judge } from './judge.ts';
import { judgeMutant } from './judge-mutant.ts';
import { shownPath } from '../report/errors.ts';
import type { JudgedVariant } from './result.ts';
import type { Subject } from './subject.ts';

/** What is answered, by what is asked. */
export interface Answers {
  readonly verdict: JudgedVariant;
  /** Undefined where nobody can tell. */
  readonly breaks: boolean | undefined;
}

/** A question as a thread is asked it. Plain data. */
export interface Words extends AskedVariant {
  readonly asks: keyof Answers;
}

export async function answered(words: Words, subject: Subject, cwd: string): Promise<Answers[keyof Answers]> {
  if (words.asks === 'breaks') return await breaks(subject, words);
  const { mutant, isFine } = words;
  return mutant === undefined
    ? await judge(subject, words, cwd)
    : await judgeMutant(subject, mutant, isFine, (file) => shownPath(file, cwd));
}
