// ballast trace: a saved result, shown in a form.

import { CommandLineError } from '../commands/command.ts';
import { forms } from '../forms/forms.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { readSubject } from './read.ts';

export interface TraceArguments {
  readonly file: string;
  readonly as?: string;
  readonly property?: string;
  readonly result?: string;
}

/** Prints the trace, and gives the exit status: of the showing, not of what is shown. */
export async function trace(given: TraceArguments, terminal: Terminal): Promise<number> {
  const { file, as = 'race', property, result } = given;
  const load = Object.hasOwn(forms, as) ? forms[as] : undefined;
  if (load === undefined) return await refuseForm(as);
  const subject = readSubject(file, terminal.cwd, { property, result: resultNumber(result) });
  if (subject.trace.states.length === 0 && !sayWhy.includes(as)) {
    throw new CommandLineError(
      `${file} has no state to show: no initial state could be made`,
      'race, steps, markdown and html say why',
    );
  }
  const form = await load();
  terminal.print(form(subject));
  return exitStatus.holds;
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
  const known = Object.keys(forms);
  throw new CommandLineError(`there is no form '${name}'`, suggest(name, known) || `the forms are ${known.join(', ')}`);
}
