// The command line: which commands there are, and which one is asked for.

import { checkCommand } from './commands/check.ts';
import { ciCommand } from './commands/ci.ts';
import { type Command, refuseRepeated } from './commands/command.ts';
import { compareCommand } from './commands/compare.ts';
import { coverageCommand } from './commands/coverage.ts';
import { describeCommand } from './commands/describe.ts';
import { graphCommand } from './commands/graph.ts';
import { listCommand } from './commands/list.ts';
import { matrixCommand } from './commands/matrix.ts';
import { necessityCommand } from './commands/necessity.ts';
import { readPlainly } from './commands/plain-line.ts';
import { profileCommand } from './commands/profile.ts';
import { replayCommand } from './commands/replay.ts';
import { simulateCommand } from './commands/simulate.ts';
import { traceCommand } from './commands/trace.ts';
import { whyCommand } from './commands/why.ts';
import { renderError } from './report/errors.ts';
import { exitStatus } from './result/status.ts';
import type { Terminal } from './terminal.ts';

export const commands: readonly Command[] = [
  checkCommand,
  simulateCommand,
  matrixCommand,
  coverageCommand,
  profileCommand,
  necessityCommand,
  ciCommand,
  traceCommand,
  replayCommand,
  compareCommand,
  whyCommand,
  graphCommand,
  listCommand,
  describeCommand,
];

/** Does what the arguments ask, and gives the exit status. Whatever goes wrong is printed, never thrown. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await obey(argv, terminal);
  } catch (thrown) {
    const { text, status } = renderError(thrown, { cwd: terminal.cwd, debug: argv.includes('--debug') });
    terminal.complain(text);
    return status;
  }
}

async function obey(argv: readonly string[], terminal: Terminal): Promise<number> {
  const request =
    readPlainly(argv, commands) ?? (await (await import('./commands/parse.ts')).parse(argv, commands, terminal));
  if (request === undefined) return exitStatus.holds;
  refuseRepeated(request.given, request.command);
  return await request.command.run(request.given, terminal);
}
