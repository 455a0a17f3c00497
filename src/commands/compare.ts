// ballast compare: the options. The work is in ../compare/compare.ts, loaded when it is asked for.

import { type Command, flag } from './command.ts';

export const compareCommand: Command = {
  name: 'compare',
  about: 'say what changed from one saved result to another',
  needs: 'two saved results: ballast check SPEC --out result.json',
  positionals: {
    before: { type: 'string', demandOption: true, describe: 'a saved result' },
    after: { type: 'string', demandOption: true, describe: 'another, of the same specification or of another variant' },
  },
  options: {
    verbose: flag('also the counts of each action, however many differ'),
    json: flag('what differs as one JSON document'),
  },
  examples: [
    ['$0 check ./mine.ts --out before.json', 'saves a result'],
    ['$0 compare before.json after.json', 'ends with status 0 where nothing differs, else with 21'],
  ],
  run: async (given, terminal) => (await import('../compare/compare.ts')).compare(given as never, terminal),
};
