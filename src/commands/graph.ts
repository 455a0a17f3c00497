// ballast graph: the options. The work is in ../graph/graph.ts, loaded when it is asked for.

import { type Command, repeatable, single, specification } from './command.ts';

export const graphCommand: Command = {
  name: 'graph',
  about: 'draw every reachable state and every step, for small specifications',
  positionals: specification,
  options: {
    set: repeatable('a constant: pages=2'),
    mutant: single('a named variant of the model'),
    edit: repeatable('a change of the specification, such as "drop path"'),
    'max-states': single('draw up to so many states: 500 unless said otherwise'),
    as: single('dot (unless said otherwise), the text that Graphviz reads, or svg, which Graphviz draws'),
  },
  examples: [['$0 graph ./mine.ts --as svg > mine.svg', 'a picture, for which Graphviz has to be installed']],
  run: async (given, terminal) => (await import('../graph/graph.ts')).graph(given as never, terminal),
};
