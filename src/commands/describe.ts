// ballast describe: the options. The work is in ../catalogue/, loaded when it is asked for.

import { type Command, flag, specification, variant } from './command.ts';

export const describeCommand: Command = {
  name: 'describe',
  about: 'what a specification is made of: constants, variables, actions, properties, mutants',
  positionals: specification,
  options: {
    ...variant,
    paths: flag('every path that an edit can name'),
  },
  examples: [['$0 describe ./mine.ts --paths', 'what --edit can take away, move or swap']],
  run: async (given, terminal) => (await import('../catalogue/describe.ts')).describe(given as never, terminal),
};
