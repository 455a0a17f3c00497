// Variants that go on without a lock: each place that takes one, all places in one file of the modelled code, and all places together.

import { block, forgo, rush } from '../language/edits.ts';
import { type Flow } from '../language/flow.ts';
import { printNode } from '../language/print.ts';
import { type Node } from '../language/tree.ts';
import { type Found } from './variant.ts';
import { type Ground, type GroundStatement, shortestNames } from './variants-ground.ts';
import { cutLine, flowText } from './variants-text.ts';

type Acquisition = Extract<Flow, { readonly kind: 'acquire' | 'trylock' }>;

/** A place that takes a lock. */
interface Taking extends GroundStatement {
  readonly text: Acquisition;
}

/** What can be done without a lock, in the order of the text; last what is done without all of a lock. */
export function lockVariants({ statements, known }: Ground): readonly Found[] {
  const takings = statements.filter(isTaking);
  const locks = [...new Set(takings.map(({ text }) => lockName(text.lock)))];
  return [
    ...takings.flatMap((taking) => ofTaking(taking, known)),
    ...locks.flatMap((lock) =>
      ofLock(
        lock,
        takings.filter(({ text }) => lockName(text.lock) === lock),
      ),
    ),
  ];
}

/** Without all places of one file of the modelled code, where others are elsewhere; and without all there are. */
function ofLock(lock: string, takings: readonly Taking[]): readonly Found[] {
  const fileOf = ({ source }: Taking): string | undefined => source?.file;
  const files = [...new Set(takings.map(fileOf))].filter((file) => file !== undefined);
  return [
    ...files.flatMap((file) => {
      const inside = takings.filter((taking) => fileOf(taking) === file);
      return inside.length === takings.length ? [] : together(lock, inside, file);
    }),
    ...together(lock, takings),
  ];
}

function isTaking(statement: GroundStatement): statement is Taking {
  return statement.text.kind === 'acquire' || statement.text.kind === 'trylock';
}

function ofTaking({ text, names, paths, source }: Taking, known: readonly string[]): readonly Found[] {
  const lock = printNode(text.lock);
  const about = { group: 'locks', path: names[0] ?? text.name, site: text.site, source, lock } as const;
  const before = cutLine(flowText(text));
  const without = 'without the lock';
  const copies = paths.length < 2 ? [] : paths.map((path) => shortestNames([path], known)[0] ?? path);
  return [
    { ...about, kind: 'forgo lock', edits: names.map(forgo), before, after: without },
    ...copies.map((path): Found => ({
      ...about,
      kind: 'forgo lock in one place',
      path,
      edits: [forgo(path)],
      before,
      after: `${without}, here only`,
    })),
    text.kind === 'acquire'
      ? {
          ...about,
          kind: 'rush lock',
          edits: names.map(rush),
          before,
          after: `${before} where it is free, else without`,
        }
      : { ...about, kind: 'block on lock', edits: names.map(block), before, after: `waits for ${lock}` },
  ];
}

// One place that takes it is a variant already.
function together(lock: string, takings: readonly Taking[], file?: string): readonly Found[] {
  const [first] = takings;
  if (first === undefined || takings.length < 2) return [];
  // What a trylock does where the lock is busy goes with it.
  const origins = new Set(takings.map(({ flow }) => flow.origin));
  const outermost = takings.filter(
    ({ within }) => !within.some(({ kind, origin }) => kind === 'trylock' && origins.has(origin)),
  );
  return [
    {
      group: 'locks',
      kind: file === undefined ? 'forgo lock everywhere' : 'forgo lock in one file',
      path: lock,
      site: undefined,
      source: undefined,
      ...(file === undefined ? {} : { file }),
      lock,
      edits: outermost.flatMap(({ names }) => names.map(forgo)),
      before: cutLine(
        `lock ${printNode(first.text.lock)}, in ${takings.length} places${file === undefined ? '' : ` of ${file}`}`,
      ),
      after: 'without the lock, in all of them',
    },
  ];
}

/** The variable of a lock: all locks of one kind of thing together. */
function lockName(node: Node): string {
  const [whole] = node.kind === 'apply' ? node.args : [];
  if (node.kind === 'apply' && node.operator === 'field')
    return `${whole === undefined ? '' : lockName(whole)}.${node.detail}`;
  return whole === undefined ? printNode(node) : lockName(whole);
}
