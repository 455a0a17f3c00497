// ballast graph: the state graph of a small specification, as text for Graphviz or as the picture that Graphviz makes of it.

import { suggest, UsageError } from '../../checker/index.ts';
import { parseCount } from '../arguments/limits.ts';
import { printCount } from '../report/numbers.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { opened, type Opened } from '../why/opened.ts';
import { dotOf } from './dot.ts';
import { spaceOf } from './space.ts';
import { drawn } from './svg.ts';

export interface GraphArguments {
  readonly spec: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  readonly edit?: readonly string[];
  readonly maxStates?: string;
  readonly as?: string;
}

/** Nobody reads a picture of more. */
const statesMost = 500;
/** How long states are counted that are not drawn. */
const countingMs = 10_000;

const forms = ['dot', 'svg'] as const;

/** Prints the graph, and gives the exit status. Past the limit of states it says how many there are instead. */
export async function graph(given: GraphArguments, terminal: Terminal): Promise<number> {
  const form = formOf(given.as ?? 'dot');
  const most = given.maxStates === undefined ? statesMost : parseCount('--max-states', given.maxStates, 1);
  const on = await opened(given, { timeMs: countingMs }, terminal);
  const space = spaceOf(on.specification, most);
  if (space === undefined) throw await tooLarge(on, most);
  const dot = dotOf(space, on.title);
  terminal.print((form === 'svg' ? drawn(dot, `${on.title}: every reachable state`) : dot).trimEnd());
  return exitStatus.holds;
}

function formOf(text: string): (typeof forms)[number] {
  const form = forms.find((each) => each === text);
  if (form !== undefined) return form;
  throw new UsageError(`there is no form '${text}' of a graph`, {
    mend: suggest(text, forms) || `--as takes ${forms.join(' or ')}`,
  });
}

async function tooLarge({ specification, explored, title }: Opened, most: number): Promise<UsageError> {
  const { counts, ended } = await explored(specification, { properties: [], all: true });
  const least = ended === 'complete' ? '' : 'at least ';
  const count = `${least}${printCount(counts.statesDistinct + counts.statesCut)}`;
  return new UsageError(
    `${title} has ${count} reachable states, too many to be seen in one picture (${printCount(most)})`,
    {
      mend: 'make its constants smaller with --set, or allow more with --max-states',
    },
  );
}
