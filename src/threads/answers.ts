// The answers to a list of questions as they come in, and how they are told: in the order in which the questions stand, each as soon as it and
// all before it are known, so that what is told is the same however many threads there are.

export type Answer<R> =
  | { readonly kind: 'answered'; readonly result: R }
  /** There is no answer. */
  | { readonly kind: 'failed'; readonly thrown: unknown };

/** Whoever waits for answers. */
export interface Listener<Q, R> {
  readonly begun: (question: Q) => void;
  /** How far its search is; '' takes that away. */
  readonly searching: (question: Q, line: string) => void;
  readonly answered: (question: Q, answer: Answer<R>) => void;
}

export interface Told<Q, A> {
  readonly take: (question: Q, answer: A) => void;
  /** No more will come: tells what still waits for an earlier question that was never answered. */
  readonly close: () => void;
}

/** Tells in written order; nothing after an answer that is the last, since what is wrong there is told next. */
export function inWrittenOrder<Q extends object, A>(
  questions: readonly Q[],
  tell: (question: Q, answer: A) => void,
  isLast: (answer: A) => boolean = () => false,
): Told<Q, A> {
  const answers = new Map<Q, A>();
  let next = 0;
  let isOver = false;
  const advance = (isClosed: boolean): void => {
    for (; next < questions.length && !isOver; next += 1) {
      const question = questions[next];
      const answer = question && answers.get(question);
      if (answer === undefined && !isClosed) return;
      if (question === undefined || answer === undefined) continue;
      isOver = isLast(answer);
      tell(question, answer);
    }
  };
  return {
    take: (question, answer) => {
      answers.set(question, answer);
      advance(false);
    },
    close: () => advance(true),
  };
}
