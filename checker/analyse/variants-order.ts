// Variants of the order in which things are done, and of what is done at once.
//
// They are compared in fine granularity, where each statement of a critical section is a step already, so to split a section is none of them.
// A statement that no one name means in all its copies keeps its place: an edit of two statements needs one name for each.

import { merge, move, split, swap } from '../language/edits.ts';
import { type Flow } from '../language/flow.ts';
import { sameNode } from '../language/nodes.ts';
import { type Found } from './variant.ts';
import { type Ground, type GroundStatement } from './variants-ground.ts';
import { cutLine, flowText, shortText } from './variants-text.ts';

/** A statement of one name. */
interface Named extends GroundStatement {
  readonly name: string;
}

/** What can be split, merged, exchanged or moved out of a critical section, in the order of the text. */
export function orderVariants({ statements, of }: Ground): readonly Found[] {
  const named = (flow: Flow | undefined): Named | undefined => {
    const found = flow && of(flow);
    const [name, ...more] = found?.names ?? [];
    return found === undefined || name === undefined || more.length > 0 ? undefined : { ...found, name };
  };
  return statements.flatMap((statement): readonly Found[] => {
    const self = named(statement.flow);
    if (self === undefined) return [];
    const next = named(statement.list[statement.list.indexOf(statement.flow) + 1]);
    return [
      ...ofSteps(self),
      ...(next === undefined ? [] : ofNeighbours(self, next)),
      ...ofSection(self, (flow) => named(flow)),
    ];
  });
}

function ofSteps({ name, text, source }: Named): readonly Found[] {
  const about = { group: 'order', kind: 'split', path: name, site: text.site, source, edits: [split(name)] } as const;
  if (text.kind === 'step' && text.effect.updates.length > 1)
    return [{ ...about, before: cutLine(`at once: ${flowText(text)}`), after: 'each update a step of its own' }];
  if (text.kind === 'atomically' && text.body.length > 1)
    return [{ ...about, before: cutLine(`at once: ${flowText(text)}`), after: 'each statement a step of its own' }];
  return [];
}

function ofNeighbours(a: Named, b: Named): readonly Found[] {
  if (!isDoing(a.text) || !isDoing(b.text)) return [];
  const about = { group: 'order', path: a.name, site: a.text.site, source: a.source } as const;
  const [first, second] = [shortText(a.text), shortText(b.text)];
  const swapped: Found = {
    ...about,
    kind: 'swap',
    edits: [swap(a.name, b.name)],
    before: `${first}; ${second}`,
    after: `${second}; ${first}`,
  };
  if (!isStep(a.text) || !isStep(b.text)) return [swapped];
  return [
    swapped,
    {
      ...about,
      kind: 'merge',
      edits: [merge(a.name, b.name)],
      before: `${first}; ${second}`,
      after: `at once: ${first}; ${second}`,
    },
  ];
}

// What stands between a lock and its unlock in one list is a section too.
function ofSection(self: Named, named: (flow: Flow | undefined) => Named | undefined): readonly Found[] {
  const { flow, list } = self;
  if (flow.kind === 'critical') return movedOut(named(flow.entry[0]), flow.body, named(flow.exit[0]), named);
  if (flow.kind !== 'acquire' || self.within.at(-1)?.kind === 'critical') return [];
  const begin = list.indexOf(flow) + 1;
  const length = list.slice(begin).findIndex((each) => each.kind === 'release' && isSameLock(self, named(each)));
  return length < 0 ? [] : movedOut(self, list.slice(begin, begin + length), named(list[begin + length]), named);
}

function movedOut(
  lock: Named | undefined,
  body: readonly Flow[],
  unlock: Named | undefined,
  named: (flow: Flow | undefined) => Named | undefined,
): readonly Found[] {
  // Of a section of one statement nothing would be left.
  if (lock === undefined || unlock === undefined || body.length < 2) return [];
  const [begin, end] = [shortText(lock.text), shortText(unlock.text)];
  return body.flatMap((flow, index): readonly Found[] => {
    const inner = named(flow);
    if (inner === undefined || !isDoing(inner.text)) return [];
    const { name, text, source } = inner;
    const does = shortText(text);
    const rest = index < body.length - 1 ? '…; ' : '';
    const about = { group: 'order', kind: 'move out', path: name, site: text.site, source } as const;
    return index === 0
      ? [{ ...about, edits: [move(name).before(lock.name)], before: `${begin}; ${does}`, after: `${does}; ${begin}` }]
      : [
          {
            ...about,
            edits: [move(name).after(unlock.name)],
            before: `${does}; ${rest}${end}`,
            after: `${rest}${end}; ${does}`,
          },
        ];
  });
}

function isSameLock(a: Named, b: Named | undefined): boolean {
  return a.text.kind === 'acquire' && b?.text.kind === 'release' && sameNode(a.text.lock, b.text.lock);
}

// What stays where it is: jumps, loops, and what takes or gives a lock, of which a section begins or ends elsewhere.
function isDoing(flow: Flow): boolean {
  return (
    isStep(flow) ||
    flow.kind === 'branch' ||
    flow.kind === 'together' ||
    flow.kind === 'critical' ||
    (flow.kind === 'call' && flow.result === undefined)
  );
}

function isStep(flow: Flow): boolean {
  return flow.kind === 'step' || flow.kind === 'choice' || flow.kind === 'atomically';
}
