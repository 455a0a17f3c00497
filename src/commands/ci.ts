// ballast ci: the options. The work is in ../ci/, loaded when it is asked for.

import { type Command, flag, repeatable, single } from './command.ts';

export const ciCommand: Command = {
  name: 'ci',
  about: 'check every suite of a project against what is expected of it, and against the lock file',
  positionals: {
    config: { type: 'string', describe: 'the config; ballast.config.ts unless said otherwise' },
  },
  options: {
    lane: single('quick, full (unless said otherwise) or nightly: each runs those before it, too'),
    only: repeatable('this suite only, by its name'),
    update: flag('write what was found to the lock file'),
    'no-cache': flag('explore everything again, whatever was found before'),
    workers: single('how many processes check; as many as there are cores'),
    junit: single('write JUnit XML to this file'),
    sarif: single('write SARIF 2.1.0 to this file'),
    github: flag('annotations and a summary for GitHub; not needed on GitHub'),
    'no-github': flag('no annotations and no summary on GitHub'),
    json: flag('the whole outcome as one JSON document'),
  },
  examples: [
    ['$0 ci', 'all suites of ballast.config.ts but the nightly ones'],
    ['$0 ci --update', 'and what was found becomes what is expected to be found again'],
  ],
  run: async (given, terminal) => (await import('../ci/ci.ts')).ci(given, terminal),
};
