// ballast simulate: the options. The work is in ../simulate/, loaded when it is asked for.

import { type Command, flag, repeatable, single, specification } from './command.ts';

const what = 'What to walk through:';
const far = 'How far (it ends after 10,000 walks, unless --walks or --time says otherwise):';
const print = 'What to print:';

export const simulateCommand: Command = {
  name: 'simulate',
  about: 'walk at random through what is too large to explore, and look for violations',
  positionals: specification,
  options: {
    set: { ...repeatable('a constant: pages=2'), group: what },
    mutant: { ...single('a named variant of the model'), group: what },
    edit: { ...repeatable('a change of the specification, such as "drop path"; paths: describe --paths'), group: what },
    property: { ...repeatable('look for violations of this property only'), group: what },
    expect: { ...single("'holds' or 'violates name, name': what the first walk that fails violates"), group: what },
    walks: { ...single('stop after this many walks'), group: far },
    steps: { ...single('the most steps of a walk: 100 unless said otherwise'), group: far },
    time: { ...single('stop after this time: 30 (seconds), 5m, 2h'), group: far },
    seed: { ...single('which walks: the same seed, the same walks; printed, and random unless given'), group: far },
    verbose: { ...flag('also the counts of each action'), group: print },
    report: {
      ...single('of a violation: race or race-tabs, to paste it into a mail; steps, with all values'),
      group: print,
    },
    json: { ...flag('the whole result as one JSON document'), group: print },
    out: { ...single('also save that document in this file, for trace, replay and compare'), group: print },
  },
  examples: [
    ['$0 simulate ./mine.ts', '10,000 walks of at most 100 steps'],
    ['$0 simulate ./mine.ts --set pages=4 --steps 1000 --time 10m', 'as many longer ones as ten minutes allow'],
    ['$0 simulate ./mine.ts --seed 7 --walks 12', 'twelve walks that come out the same every time'],
  ],
  run: async (given, terminal) => (await import('../simulate/simulate.ts')).simulate(given as never, terminal),
};
