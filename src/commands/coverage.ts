// ballast coverage: the options. The work is in ../coverage/coverage.ts, loaded when it is asked for.

import { type Command, flag, limits, single, specification, under, variant } from './command.ts';

export const coverageCommand: Command = {
  name: 'coverage',
  about: 'what was never exercised, and which clauses, values and constants decide nothing',
  positionals: specification,
  options: {
    ...under('What to look at:', variant),
    ...under('How far:', limits),
    ...under('What to print:', {
      all: flag('also what was exercised: every action, clause, premise, variable and constant'),
      report: single('text (unless said otherwise) or markdown'),
      json: flag('all of it as one JSON document'),
    }),
  },
  examples: [
    ['$0 coverage ./mine.ts', 'what is never reached, never false, never met'],
    ['$0 coverage ./mine.ts --set pages=3 --all', 'with the numbers of everything else'],
  ],
  run: async (given, terminal) => (await import('../coverage/coverage.ts')).coverage(given as never, terminal),
};
