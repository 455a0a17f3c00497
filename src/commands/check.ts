// ballast check: the options. The work is in ../check/, loaded when it is asked for.

import {
  type Command,
  flag,
  limits,
  reductions,
  repeatable,
  single,
  specification,
  under,
  variant,
} from './command.ts';

export const checkCommand: Command = {
  name: 'check',
  about: 'explore every reachable state and say which properties hold',
  positionals: specification,
  options: {
    ...under('What to check:', {
      ...variant,
      set: repeatable('a constant: pages=2; several values make a sweep: pages=1..3, scanners=1,2'),
      property: repeatable('check this property only'),
      expect: single("'holds' or 'violates name, name': what the first bad level violates"),
      against: repeatable(
        "go the counterexample's schedule again on a mutant, on name=value, or on the 'unchanged' specification",
      ),
    }),
    ...under('How far:', {
      all: flag('go on after the first violation: a shortest trace for each property'),
      ...limits,
      strict: flag('end with status 22 when something was never exercised'),
    }),
    ...under('What is left out of the search, unless these say otherwise:', reductions),
    ...under('Whether to trust that:', {
      audit: flag('search again without each reduction, and without all of them, and compare what is found'),
      'audit-time': single(
        'how long that may take: 60 s unless said otherwise; smaller sizes are compared where it does not suffice',
      ),
    }),
    ...under('What to print:', {
      watch: flag('check again whenever the file is saved, and say what changed'),
      verbose: flag('also the counts of each action and each level'),
      emit: single('wat: the generated WebAssembly, and nothing else'),
      report: single(
        'of a violation: race or race-tabs, to paste it into a mail; steps, with all values; or a form of `ballast trace`: html, markdown, …',
      ),
      show: repeatable('also the trace of this property or witness, as a race'),
      json: flag('the whole result as one JSON document'),
      out: single('also save that document in this file, for trace, replay and compare'),
    }),
  },
  examples: [
    ['$0 check ./mine.ts', 'a specification of your own'],
    ['$0 check ./mine.ts --set pages=1..3 --set scanners=1,2', 'six checks, a line each'],
    ['$0 check ./mine.ts --edit "drop reader.count"', 'and without this line?'],
    ['$0 check ./mine.ts --edit "forgo reader.lock"', 'and without this lock?'],
  ],
  run: async (given, terminal) => (await import('../check/check.ts')).check(given as never, terminal),
};
