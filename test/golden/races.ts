// The race table of each mutant of the balloon specification that breaks something, in the paste form, as the command prints it.

import balloon from '../../spec/balloon.ts';
import { run } from '../../src/command-line.ts';
import { testTerminal } from '../command/command.ts';

/** The mutants that break something, in written order. */
export const killed: readonly string[] = Object.entries(balloon.mutants).flatMap(([name, { breaks }]) =>
  breaks === undefined || breaks.length === 0 ? [] : [name],
);

/** What `ballast check balloon --mutant M4 --property S8 --report race` prints. */
export async function raceOfMutant(name: string): Promise<string> {
  const { properties = [] } = balloon.mutants[name] ?? {};
  const asked = properties.flatMap((property) => ['--property', property]);
  const terminal = testTerminal(process.cwd());
  await run(['check', 'balloon', '--mutant', name, ...asked, '--report', 'race'], terminal);
  if (terminal.written.err !== '') throw new Error(terminal.written.err);
  return terminal.written.out;
}
