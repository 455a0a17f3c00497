// ballast necessity: the options. The work is in ../necessity/necessity.ts, loaded when it is asked for.

import { type Command, flag, reductions, repeatable, single, specification, under, variant } from './command.ts';

export const necessityCommand: Command = {
  name: 'necessity',
  about: 'take every rule of a specification out in turn, and say whether any property notices',
  positionals: {
    ...specification,
    other: { type: 'string', describe: 'the second side of --compare' },
  },
  needs: 'a specification: ballast necessity <spec>',
  options: {
    ...under('What to look at:', {
      ...variant,
      property: repeatable('these properties only; all unless given'),
      only: repeatable(
        'locks, order, guards, updates, initial, assertions or mutants; or an action, a step, a path, a lock, an edit, a mutant',
      ),
      compare: single('two values of a constant, side by side: --compare before after, or version=before,after'),
    }),
    ...under('How far to look:', {
      larger: repeatable('constants of a larger size, at which is tried what nothing notices: scanners=2'),
      'max-states': single('stop each search after this many distinct states: 1,000,000 unless said otherwise'),
      time: single('stop each search after this time: 30 (seconds), 5m, 2h'),
      workers: single('how many threads judge variants, one each; as many as there are cores'),
    }),
    ...under('What is left out of the searches, unless these say otherwise:', reductions),
    ...under('What to print:', {
      show: repeatable('judge this variant only, and show what breaks, or how it behaves differently'),
      all: flag('also each rule before and after, and what is redundant one by one'),
      strict: flag('end with status 22 when a change is not noticed'),
      report: single('text (unless said otherwise) or markdown'),
      json: flag('the whole result as one JSON document'),
    }),
  },
  examples: [
    ['$0 necessity ./mine.ts', 'which rules are load-bearing, which redundant, and what nothing notices'],
    ['$0 necessity ./mine.ts --only locks --larger cpus=3', 'its locks, each forgone, at two sizes'],
  ],
  run: async (given, terminal) => (await import('../necessity/necessity.ts')).necessity(given as never, terminal),
};
