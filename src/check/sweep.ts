// A sweep: one question for each choice of constants, in one process, a line each as soon as it is answered.

import { AssumptionError, type Model } from '../../checker/index.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { sweepReport } from '../report/sweep-report.ts';
import type { CheckOutcome, SpecificationIdentity } from '../result/result.ts';
import { exitStatus, statusOfAll } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { ask, type Question } from './ask.ts';
import type { Answers } from './check.ts';
import { built } from './question.ts';

/** Ends early when it is told to stop; then it is not decided. */
export async function sweep(
  loaded: LoadedSpecification,
  questions: readonly Question[],
  terminal: Terminal,
  print: (text: string) => void,
): Promise<Answers> {
  const identities = questions.map((question) => identityOf(loaded.model, question));
  const report = sweepReport(identities, terminal.paint);
  const outcomes: CheckOutcome[] = [];
  refuseAll(loaded, questions);
  print(report.head());
  for (const [index, question] of questions.entries()) {
    if (terminal.isInterrupted() || question.signal?.aborted === true) break;
    const identity = identities[index] ?? identityOf(loaded.model, question);
    try {
      const outcome = await askWithin(loaded, { ...question, about: report.label(identity) }, identity, terminal);
      outcomes.push(outcome);
      print(report.line(outcome));
    } catch (thrown) {
      // What is wrong is told after the table; the line says for which constants.
      print(report.refused(identity));
      throw thrown;
    }
  }
  print(report.foot(outcomes));
  const isCutShort = outcomes.length < questions.length;
  const status = statusOfAll([...outcomes.map((each) => each.status), ...(isCutShort ? [exitStatus.undecided] : [])]);
  return { outcomes, status };
}

/** What is wrong with the first check is most often wrong with all of them, and told before there is a table. */
function refuseAll(loaded: LoadedSpecification, [first]: readonly Question[]): void {
  try {
    if (first !== undefined) built(loaded, first);
  } catch (thrown) {
    if (!(thrown instanceof AssumptionError)) throw thrown;
  }
}

/** A sweep goes on where the constants are outside the assumptions: the model says nothing about them. */
async function askWithin(
  loaded: LoadedSpecification,
  question: Question,
  identity: SpecificationIdentity,
  terminal: Terminal,
): Promise<CheckOutcome> {
  try {
    return await ask(loaded, question, terminal);
  } catch (thrown) {
    if (!(thrown instanceof AssumptionError)) throw thrown;
    const { what } = thrown;
    return { kind: 'outside assumptions', specification: identity, assumption: what, status: exitStatus.assumption };
  }
}

/** What is asked about, before anything is built. */
function identityOf(model: Model, { reference, mutant, edits, set }: Question): SpecificationIdentity {
  const settings: Readonly<Record<string, unknown>> = { ...model.mutants[mutant ?? '']?.set, ...set };
  return {
    name: model.name,
    reference,
    constants: Object.entries(model.constants).map(([name, { default: standard }]) => {
      const value = (settings[name] ?? standard) as boolean | number | string;
      return { name, value, isDefault: value === standard };
    }),
    ...(mutant === undefined ? {} : { mutant }),
    edits: edits.map(String),
  };
}
