// ballast trace: a saved result, shown in a form.

import { printIdentity } from '../report/words.ts';
import type { TraceForm } from '../arguments/report-form.ts';
import { CommandLineError } from '../commands/command.ts';
import type { Surroundings } from '../forms/dot.ts';
import { forms } from '../forms/forms.ts';
import type { TraceSubject } from '../forms/subject.ts';
import { sentence } from '../forms/words.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { readSubject } from './read.ts';

export interface TraceArguments {
  readonly file: string;
  readonly as?: string;
  readonly property?: string;
  readonly result?: string;
  readonly around?: string;
}

/** Prints the trace, and gives the exit status: of the showing, not of what is shown. */
export async function trace(given: TraceArguments, terminal: Terminal): Promise<number> {
  const { file, as = 'race', property, result } = given;
  const around = aroundOf(given);
  const isDrawn = as === drawnForm;
  const load = isDrawn ? undefined : Object.hasOwn(forms, as) ? forms[as] : undefined;
  if (load === undefined && !isDrawn) return await refuseForm(as);
  const subject = readSubject(file, terminal.cwd, { property, result: resultNumber(result) });
  if (subject.trace.states.length === 0 && !sayWhy.includes(as)) {
    throw new CommandLineError(
      `${file} has no state to show: no initial state could be made`,
      'race, steps, markdown and html say why',
    );
  }
  const text =
    load === undefined || around > 0
      ? await picture(subject, { around, file, isDrawn }, terminal)
      : (await load())(subject);
  terminal.print(text);
  return exitStatus.holds;
}

/** A trace that was just found. */
export async function shownAs(subject: TraceSubject, form: TraceForm, terminal: Terminal): Promise<string> {
  if (form === drawnForm) return await picture(subject, { around: 0, file: '', isDrawn: true }, terminal);
  return (await forms[form]?.())?.(subject) ?? '';
}

/** What Graphviz draws of the form `dot`. */
const drawnForm = 'svg';

async function picture(
  subject: TraceSubject,
  { around, file, isDrawn }: { readonly around: number; readonly file: string; readonly isDrawn: boolean },
  terminal: Terminal,
): Promise<string> {
  const { dot } = await import('../forms/dot.ts');
  const text = around === 0 ? dot(subject) : dot(subject, await surroundings(subject, around, file, terminal));
  return isDrawn
    ? (await import('../graph/svg.ts'))
        .drawn(text, `${printIdentity(subject.specification)}: ${sentence(subject)}`)
        .trimEnd()
    : text;
}

async function surroundings(
  subject: TraceSubject,
  steps: number,
  file: string,
  terminal: Terminal,
): Promise<Surroundings> {
  const [{ reopened }, { surroundingsOf }, { carriedOut }] = await Promise.all([
    import('./reopened.ts'),
    import('./around.ts'),
    import('../check/question.ts'),
  ]);
  const opened = await reopened(subject, file, terminal);
  return await carriedOut(opened, terminal, async () =>
    Promise.resolve(surroundingsOf(subject, opened.specification, { steps, file })),
  );
}

/** How far to look around; 0 where that is not asked for. */
function aroundOf({ around, as = 'race' }: TraceArguments): number {
  if (around === undefined) return 0;
  if (as !== drawnForm && as !== 'dot')
    throw new CommandLineError(
      `--around goes with the pictures, not with ${as}`,
      `ask for --as dot or --as ${drawnForm}`,
    );
  if (!/^[1-9]\d{0,2}$/.test(around))
    throw new CommandLineError(`'${around}' is no number of steps`, 'one step: --around 1');
  return Number(around);
}

/** Which of several results. @throws CommandLineError for what is no number */
export function resultNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text))
    throw new CommandLineError(`'${text}' is no number of a result`, 'they are counted from 1');
  return Number(text);
}

/** The forms that have something to say without any state. */
const sayWhy: readonly string[] = ['race', 'steps', 'markdown', 'html'];

async function refuseForm(name: string): Promise<never> {
  const { suggest } = await import('../../checker/index.ts');
  const known = [...Object.keys(forms), drawnForm];
  throw new CommandLineError(`there is no form '${name}'`, suggest(name, known) || `the forms are ${known.join(', ')}`);
}
