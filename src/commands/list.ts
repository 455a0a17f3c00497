// ballast list: the specifications that come with the command. The work is in ../catalogue/, loaded when it is asked for.

import { type Command, flag } from './command.ts';

export const listCommand: Command = {
  name: 'list',
  about: 'the specifications that come with ballast',
  positionals: {},
  options: { json: flag('as one JSON document') },
  examples: [],
  run: async (given, terminal) => (await import('../catalogue/list.ts')).list(given, terminal),
};
