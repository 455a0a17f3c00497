// ballast describe: the options. The work is in ../catalogue/, loaded when it is asked for.

import { type Command, flag, repeatable, single, specification } from './command.ts';

export const describeCommand: Command = {
  name: 'describe',
  about: 'what a specification is made of: constants, variables, actions, properties, mutants',
  positionals: specification,
  options: {
    set: repeatable('a constant: pages=2'),
    mutant: single('a named variant of the model'),
    edit: repeatable('a change of the specification, such as "drop path"'),
    paths: flag('every path that an edit can name'),
  },
  examples: [['$0 describe ./mine.ts --paths', 'what --edit can take away, move or swap']],
  run: async (given, terminal) => (await import('../catalogue/describe.ts')).describe(given as never, terminal),
};
