// ballast matrix: the options. The work is in ../matrix/matrix.ts, loaded when it is asked for.

import { type Command, flag, reductions, repeatable, single, specification, under } from './command.ts';

export const matrixCommand: Command = {
  name: 'matrix',
  about: "check a model's suites, a verdict line each, against what they expect",
  positionals: specification,
  options: {
    show: single('the shortest counterexample of this suite or mutant'),
    only: repeatable('check this suite or mutant only, or those about this property'),
    'max-states': single('stop each check after this many distinct states'),
    time: single('stop each check after this time: 30 (seconds), 5m, 2h'),
    memory: single('stop each check at this size: 512MB, 4GB'),
    engine: single('what explores: compiled (unless said otherwise) or reference'),
    workers: single('how many threads check suites, one each; as many as there are cores'),
    strict: flag('end with status 22 when no suite shows that a property can fail, or a witness be reached'),
    as: single('text (unless said otherwise) or markdown: the form of the table'),
    json: flag('the whole results as one JSON document'),
    out: single('also save that document in this file, for trace, replay and compare'),
    ...under('What is left out of the searches, unless these say otherwise:', reductions),
  },
  examples: [
    ['$0 matrix ./mine.ts --show noLock', 'every expectation, and how the mutant noLock breaks'],
    ['$0 matrix ./mine.ts --strict', 'and whether each property can fail at all'],
  ],
  run: async (given, terminal) => (await import('../matrix/matrix.ts')).matrix(given as never, terminal),
};
