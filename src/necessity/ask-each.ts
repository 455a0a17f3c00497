// One question asked of many variants, in threads or one after the other.

import { necessityProgress } from '../report/necessity-progress.ts';
import type { Terminal } from '../terminal.ts';
import { answerAll } from '../threads/answer-all.ts';
import type { AskedVariant } from './judge.ts';
import { answered, type Answers, type Words } from './questions.ts';
import type { Subject, SubjectParts } from './subject.ts';

/** A variant, and what it is called where it is told how far things are. */
export interface NamedVariant extends AskedVariant {
  readonly label: string;
}

/**
 * The answers there are, in the order in which they came: all of them, unless it was told to stop.
 * @throws what went wrong with the first variant of which nothing can be said
 */
export async function askEach<V extends NamedVariant, A extends keyof Answers>(
  asks: A,
  variants: readonly V[],
  subject: Subject,
  workers: number,
  terminal: Terminal,
): Promise<ReadonlyMap<V, Answers[A]>> {
  const answers = new Map<V, Answers[A]>();
  const failures: unknown[] = [];
  const progress = necessityProgress(terminal, variants.length);
  // A mutant may have edits that only its author's code can make.
  const wordsOf = ({ edits, isFine, mutant }: V): Words =>
    mutant === undefined ? { asks, edits, isFine } : { asks, edits: [], isFine, mutant };
  await answerAll<V, SubjectParts, Words, Answers[A]>(
    variants,
    {
      threads: workers,
      planFor: (threads) => ({
        script: new URL('thread.js', import.meta.url),
        parts: { ...subject.parts, roomBytes: process.availableMemory() / threads },
        wordsOf,
      }),
      here: async (variant, shown) =>
        (await answered(wordsOf(variant), subject.shownOn(shown), terminal.cwd)) as Answers[A],
    },
    terminal,
    {
      begun: ({ label }) => progress.begun(label),
      searching: ({ label }, line) => progress.searching(label, line),
      answered: (variant, answer) => {
        progress.answered(variant.label);
        if (answer.kind === 'answered') answers.set(variant, answer.result);
        else failures.push(answer.thrown);
        progress.show();
      },
    },
  );
  progress.end();
  if (failures.length > 0) throw failures[0];
  return answers;
}
