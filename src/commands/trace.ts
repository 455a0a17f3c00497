// ballast trace: the options. The work is in ../trace/trace.ts, loaded when it is asked for.

import { type Command, single } from './command.ts';

export const traceCommand: Command = {
  name: 'trace',
  about: 'show the trace of a saved result in another form',
  needs: 'a saved result: ballast check SPEC --out result.json',
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'a saved result, or an ITF trace of any checker' },
  },
  options: {
    as: single('the form: race (unless said otherwise), steps, diff, markdown, html, itf, tlc, mermaid, dot or svg'),
    around: single('with dot and svg: also the other steps in its states, and where they lead, so many steps far'),
    property: single('the trace of this property; unless said otherwise of what is violated first'),
    result: single('of several results this one, from 1; unless said otherwise the first that has the trace'),
  },
  examples: [
    ['$0 check ./mine.ts --out result.json', 'saves a result'],
    ['$0 trace result.json --as html > trace.html', 'one file to look through, without a network'],
    ['$0 trace result.json --as mermaid', 'a diagram for a pull request'],
    ['$0 trace result.json --as svg --around 1', 'a picture of it amid what else could happen; Graphviz draws it'],
  ],
  run: async (given, terminal) => (await import('../trace/trace.ts')).trace(given as never, terminal),
};
