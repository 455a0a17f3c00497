// ballast check: the options. The work is in ../check/, loaded when it is asked for.

import { type Command, flag, repeatable, single, specification } from './command.ts';

const what = 'What to check:';
const far = 'How far:';
const print = 'What to print:';

export const checkCommand: Command = {
  name: 'check',
  about: 'explore every reachable state and say which properties hold',
  positionals: specification,
  options: {
    set: { ...repeatable('a constant: pages=2; several values make a sweep: pages=1..3, scanners=1,2'), group: what },
    mutant: { ...single('a named variant of the model'), group: what },
    edit: { ...repeatable('a change of the specification, such as "drop path"; paths: describe --paths'), group: what },
    property: { ...repeatable('check this property only'), group: what },
    expect: { ...single("'holds' or 'violates name, name': what the first bad level violates"), group: what },
    against: {
      ...repeatable(
        "go the counterexample's schedule again on a mutant, on name=value, or on the 'unchanged' specification",
      ),
      group: what,
    },
    all: { ...flag('go on after the first violation: a shortest trace for each property'), group: far },
    'max-states': { ...single('stop after this many distinct states'), group: far },
    'max-depth': { ...single('stop after this many steps'), group: far },
    time: { ...single('stop after this time: 30 (seconds), 5m, 2h'), group: far },
    memory: { ...single('stop at this size: 512MB, 4GB'), group: far },
    engine: {
      ...single('what explores: compiled (unless said otherwise) or reference, the plain meaning'),
      group: far,
    },
    workers: { ...single('how many threads explore; as many as there are cores'), group: far },
    strict: { ...flag('end with status 22 when something was never exercised'), group: far },
    watch: { ...flag('check again whenever the file is saved, and say what changed'), group: print },
    verbose: { ...flag('also the counts of each action and each level'), group: print },
    emit: { ...single('wat: the generated WebAssembly, and nothing else'), group: print },
    report: {
      ...single('of a violation: race or race-tabs, to paste it into a mail; steps, with all values'),
      group: print,
    },
    show: { ...repeatable('also the trace of this property or witness, as a race'), group: print },
    json: { ...flag('the whole result as one JSON document'), group: print },
    out: { ...single('also save that document in this file, for trace, replay and compare'), group: print },
  },
  examples: [
    ['$0 check ./mine.ts', 'a specification of your own'],
    ['$0 check ./mine.ts --set pages=1..3 --set scanners=1,2', 'six checks, a line each'],
    ['$0 check ./mine.ts --edit "drop reader.lock"', 'and without this line?'],
  ],
  run: async (given, terminal) => (await import('../check/check.ts')).check(given as never, terminal),
};
