// ballast simulate: the options. The work is in ../simulate/, loaded when it is asked for.

import { type Command, flag, repeatable, single, specification, under, variant } from './command.ts';

export const simulateCommand: Command = {
  name: 'simulate',
  about: 'walk at random through what is too large to explore, and look for violations',
  positionals: specification,
  options: {
    ...under('What to walk through:', {
      ...variant,
      property: repeatable('look for violations of this property only'),
      expect: single("'holds' or 'violates name, name': what the first walk that fails violates"),
    }),
    ...under('How far (it ends after 10,000 walks, unless --walks or --time says otherwise):', {
      walks: single('stop after this many walks'),
      steps: single('the most steps of a walk: 100 unless said otherwise'),
      time: single('stop after this time: 30 (seconds), 5m, 2h'),
      seed: single('which walks: the same seed, the same walks; printed, and random unless given'),
    }),
    ...under('What to print:', {
      verbose: flag('also the counts of each action'),
      report: single('of a violation: race or race-tabs, to paste it into a mail; steps, with all values'),
      json: flag('the whole result as one JSON document'),
      out: single('also save that document in this file, for trace, replay and compare'),
    }),
  },
  examples: [
    ['$0 simulate ./mine.ts', '10,000 walks of at most 100 steps'],
    ['$0 simulate ./mine.ts --set pages=4 --steps 1000 --time 10m', 'as many longer ones as ten minutes allow'],
    ['$0 simulate ./mine.ts --seed 7 --walks 12', 'twelve walks that come out the same every time'],
  ],
  run: async (given, terminal) => (await import('../simulate/simulate.ts')).simulate(given as never, terminal),
};
