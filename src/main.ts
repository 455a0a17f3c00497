#!/usr/bin/env node
// The process: reads the arguments, does what they ask, sets the exit status. Nothing below sets it or ends the process itself.

import { run } from './command-line.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough, `| head` for one, is no failure; the verdict still sets the exit status.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), processTerminal());
