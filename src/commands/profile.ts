// ballast profile: the options. The work is in ../profile/profile.ts, loaded when it is asked for.

import { type Command, flag, limits, single, specification, under, variant } from './command.ts';

export const profileCommand: Command = {
  name: 'profile',
  about: 'what makes the state space large, and what would make it smaller',
  positionals: specification,
  options: {
    ...under('What to look at:', variant),
    ...under('How far (each search, that of every what-if too):', {
      quick: flag('explore the specification only, and ask no what-if'),
      ...limits,
    }),
    ...under('What to print:', {
      all: flag('every variable and every action'),
      report: single('text (unless said otherwise) or markdown'),
      json: flag('the whole profile as one JSON document'),
    }),
  },
  examples: [
    ['$0 profile ./mine.ts', 'which variables, actions and constants the states come from'],
    ['$0 profile ./mine.ts --set pages=4 --max-states 1e6', 'and how many states there may be in all'],
  ],
  run: async (given, terminal) => (await import('../profile/profile.ts')).profile(given as never, terminal),
};
