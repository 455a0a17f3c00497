#!/usr/bin/env node
// The process: reads the arguments, does what they ask, sets the exit status. Nothing below sets it or ends the process itself.

import { run } from './command-line.ts';
import { exitStatus } from './result/status.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough, `| head` for one, is no failure; the verdict still sets the exit status.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    if (stream === process.stdout) process.stderr.write(`error: the result cannot be written: ${error.message}\n`);
    process.exit(exitStatus.internal);
  });
}

// A specification runs in this process: one that ends it, or never finishes loading, must not look like a verdict.
let isAnswered = false;
process.on('exit', () => {
  if (isAnswered) return;
  process.stderr.write(
    'error: the specification ended the process, or waits for ever, while it was loaded: nothing was checked\n',
  );
  process.exitCode = exitStatus.specification;
});

const status = await run(process.argv.slice(2), processTerminal());
isAnswered = true;
process.exitCode = status;
