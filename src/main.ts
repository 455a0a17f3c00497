#!/usr/bin/env node
// The command: reads the arguments, does what they ask, sets the exit status. Nothing below src/ ends the process itself.

import yargs from 'yargs';

await yargs(process.argv.slice(2)).scriptName('ballast').usage('$0 <command>').strict().help().parseAsync();
