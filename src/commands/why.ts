// ballast why: the options. The work is in ../why/why.ts, loaded when it is asked for.

import { type Command, flag, repeatable, single, specification } from './command.ts';

const what = 'What to look at:';
const far = 'How far to look:';

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
    set: { ...repeatable('a constant: pages=2'), group: what },
    mutant: { ...single('a named variant of the model'), group: what },
    edit: { ...repeatable('a change of the specification, such as "drop path"; paths: describe --paths'), group: what },
    property: { ...single('the property whose violation is shown; the first that is found unless given'), group: what },
    at: { ...single('disabled: after which step of the trace that check shows, 0 for the initial state'), group: what },
    'max-states': { ...single('stop each search after this many distinct states'), group: far },
    time: { ...single('stop each search after this time: 30 (seconds), 5m, 2h'), group: far },
    json: { ...flag('the whole answer as one JSON document'), group: 'What to print:' },
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
