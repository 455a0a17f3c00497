// ballast why: three questions about what a check found, each answered by the truth of conditions in states.

import { suggest, UsageError } from '../../checker/index.ts';
import { parseLimits } from '../arguments/limits.ts';
import { keepingLengths, parseReductions } from '../arguments/reductions.ts';
import { answerDocumentOf } from '../result/document.ts';
import type { Terminal } from '../terminal.ts';
import { type Answer, opened, type Opened, type WhyArguments } from './opened.ts';

const questions = ['violated', 'disabled', 'unreachable'] as const;

/** Answers the question, prints the answer, and gives the exit status: 0, or 20 where the search ended before there was one. */
export async function why(given: WhyArguments, terminal: Terminal): Promise<number> {
  const question = questions.find((each) => each === given.question);
  if (question === undefined) {
    throw new UsageError(`there is no question '${given.question}'`, {
      mend: suggest(given.question, questions) || `ballast why answers ${questions.join(', ')}`,
    });
  }
  refuseUnread(question, given);
  const limits = parseLimits(given);
  // The nearest state and the shortest trace are asked for, so every order is taken.
  const reductions = keepingLengths(parseReductions(given));
  const on = await opened(given, { ...limits, reductions }, terminal);
  const { result, status } = await answered(question, on, given);
  if (given.json === true) terminal.print(JSON.stringify(answerDocumentOf(on.identity, result, status), undefined, 2));
  else {
    const { answerLines } = await import('./answer-lines.ts');
    terminal.print(answerLines(result, on.title, terminal.paint).join('\n'));
  }
  return status;
}

async function answered(question: (typeof questions)[number], on: Opened, given: WhyArguments): Promise<Answer> {
  switch (question) {
    case 'violated':
      return await (await import('./violated.ts')).whyViolated(on, given.property);
    case 'disabled':
      return await (await import('./disabled.ts')).whyDisabled(on, given);
    case 'unreachable':
      return await (await import('./unreachable.ts')).whyUnreachable(on, given.name ?? '');
  }
}

/** What the question does not look at would be believed to matter. */
function refuseUnread(question: (typeof questions)[number], { name, at, property }: WhyArguments): void {
  if (question !== 'disabled' && at !== undefined)
    throw new UsageError(`--at belongs to why disabled, not to why ${question}`, { mend: 'leave it out' });
  if (question === 'unreachable' && property !== undefined)
    throw new UsageError('--property belongs to why violated and why disabled', {
      mend: 'name the witness behind the specification',
    });
  if (question === 'violated' && name !== undefined)
    throw new UsageError(`why violated takes a specification, and '${name}' is one word more`, {
      mend: `if it is the property: --property ${name}`,
    });
  if (question !== 'violated' && name === undefined)
    throw new UsageError(`why ${question} needs ${question === 'disabled' ? 'an action' : 'a witness'}`, {
      mend: `write it behind the specification; ballast describe lists them`,
    });
}
