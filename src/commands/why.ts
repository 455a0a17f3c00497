// ballast why: the options. The work is in ../why/why.ts, loaded when it is asked for.

import { type Command, flag, quotients, single, specification, under, variant } from './command.ts';

export const whyCommand: Command = {
  name: 'why',
  about: 'why a property is violated, an action is disabled, or a witness is unreachable',
  positionals: {
    question: { type: 'string', demandOption: true, describe: 'violated, disabled or unreachable' },
    ...specification,
    name: { type: 'string', describe: 'disabled: the action, or the step of a process; unreachable: the witness' },
  },
  needs: 'a question and a specification: ballast why violated <spec>',
  options: {
    ...under('What to look at:', {
      ...variant,
      property: single('the property whose violation is shown; the first that is found unless given'),
      at: single('disabled: after which step of the trace that check shows, 0 for the initial state'),
    }),
    ...under('How far to look:', {
      'max-states': single('stop each search after this many distinct states'),
      time: single('stop each search after this time: 30 (seconds), 5m, 2h'),
    }),
    ...under('What is left out of the searches, unless these say otherwise:', quotients),
    ...under('What to print:', {
      json: flag('the whole answer as one JSON document'),
    }),
  },
  examples: [
    ['$0 why violated ./mine.ts --mutant noLock', 'the truth of each part of the rule that is broken'],
    [
      '$0 why disabled ./mine.ts acquire --at 3',
      'the truth of each clause of its guard, and the nearest state without',
    ],
    ['$0 why unreachable ./mine.ts everybodyEats', 'how close any state comes, and what is never met with the rest'],
  ],
  run: async (given, terminal) => (await import('../why/why.ts')).why(given as never, terminal),
};
