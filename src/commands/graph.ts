// ballast graph: the options. The work is in ../graph/graph.ts, loaded when it is asked for.

import { type Command, single, specification, variant } from './command.ts';

export const graphCommand: Command = {
  name: 'graph',
  about: 'draw every reachable state and every step, for small specifications',
  positionals: specification,
  options: {
    ...variant,
    'max-states': single('draw up to so many states: 500 unless said otherwise'),
    as: single('dot (unless said otherwise), the text that Graphviz reads, or svg, which Graphviz draws'),
  },
  examples: [['$0 graph ./mine.ts --as svg > mine.svg', 'a picture, for which Graphviz has to be installed']],
  run: async (given, terminal) => (await import('../graph/graph.ts')).graph(given as never, terminal),
};
