// ballast replay: the options. The work is in ../trace/replay.ts, loaded when it is asked for.

import { type Command, single } from './command.ts';

export const replayCommand: Command = {
  name: 'replay',
  about: 'follow the trace of a saved result on its specification as it is now',
  needs: 'a saved result: ballast check SPEC --out result.json',
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'a saved result, or the ITF form of it' },
  },
  options: {
    property: single('the trace of this property; unless said otherwise of what is violated first'),
    result: single('of several results this one, from 1; unless said otherwise the first that has the trace'),
  },
  examples: [
    ['$0 check ./mine.ts --out result.json', 'saves a result'],
    [
      '$0 replay result.json',
      'does this schedule still exist, and still break the property? also where steps have other names, are several now, or one',
    ],
  ],
  run: async (given, terminal) => (await import('../trace/replay.ts')).replay(given as never, terminal),
};
