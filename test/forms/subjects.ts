// Subjects for tests of forms, out of real results: a specification is checked by the command, its document read as `ballast trace` reads it.

import { expect } from 'vitest';
import type { TraceSubject } from '../../src/forms/subject.ts';
import { readSubject, type TraceChoice } from '../../src/trace/read.ts';
import { ballast } from '../command/command.ts';
import { counter, twoLocks } from '../command/specifications.ts';
import { type Folder, folderOf } from '../load/folder.ts';

/** One variable of every sort, changed by one action each; parameters of every kind. */
export const everySort = `import {
  action, bool, element, enumeration, fn, ids, lock, maybe, model, none, not, process, processes, range, record, seq, set, spec, step, critical,
  tuple, unit, variables, variant, variantOf,
} from 'ballast';

export default model('every-sort', {}, () => {
  const Page = ids('page', 2);
  const Worker = processes('worker', 1);
  const Shape = variant({ nothing: unit, at: range(0, 3) });
  const v = variables({
    flag: bool,
    number: range(-2, 3),
    colour: enumeration('red', 'green'),
    page: Page,
    owner: maybe(Page),
    point: record({ x: range(0, 3), of: maybe(Page) }),
    pair: tuple(bool, Page),
    byPage: fn(Page, range(0, 1)),
    byNumber: fn(range(1, 2), bool),
    byTruth: fn(bool, set(Page)),
    pages: set(Page),
    queue: seq(Page, 2),
    shape: Shape,
    guard: lock('sleep'),
  });
  const worker = process(Worker, ({ local }) => {
    const mine = local('mine', Page);
    return [step('choose', mine.becomes(v.page)), critical(v.guard, [step('work', v.pages.insert(mine), v.queue.becomes(v.queue.append(mine)), v.byTruth.at(true).insert(mine))])];
  });
  return spec({
    variables: v,
    init: {
      flag: false, number: -2, colour: 'red', page: element(Page, 1), owner: none, point: { x: 0, of: none },
      pair: [false, element(Page, 0)], byPage: 0, byNumber: false, byTruth: [], pages: [], queue: [],
      shape: variantOf(Shape, 'nothing', 'unit'), guard: 'free',
    },
    processes: [worker],
    actions: {
      turn: action({ n: range(2, 3), p: Page }, ({ n, p }) => ({
        when: [not(v.flag)],
        then: [v.flag.becomes(true), v.number.becomes(n), v.owner.becomes(p), v.shape.becomes(variantOf(Shape, 'at', n)), v.byNumber.at(2).becomes(true)],
      })),
    },
    invariants: { idle: not(v.pages.has(element(Page, 1))), unturned: not(v.flag) },
  });
});
`;

/** Goes on and off for ever, and nobody has to notice. */
export const lamp = `import { action, bool, eventually, model, range, spec, strongly, variables, weakly } from 'ballast';
export default model('lamp', {}, () => {
  const { on, seen } = variables({ on: bool, seen: range(0, 9) });
  return spec({
    variables: { on, seen },
    init: { on: false, seen: 0 },
    actions: {
      up: action({ when: [on.not()], then: [on.becomes(true)] }),
      notice: action({ when: [on, seen.lessThan(9)], then: [seen.increment()] }),
      down: action({ when: [on], then: [on.becomes(false)] }),
    },
    liveness: { noticed: eventually(seen.is(9)) },
    fairness: [weakly('up'), weakly('down')],
  });
});
`;

/** A behaviour of as many steps as it is told. */
export const long = `import { action, constant, element, fn, ids, lock, model, range, spec, variables } from 'ballast';

export default model('long', { constants: { steps: constant(range(1, 5000), 1000, 'how many') } }, ({ steps }) => {
  const Cpu = ids('cpu', 2);
  const { count, who, seen, guard } = variables({
    count: range(0, steps), who: Cpu, seen: fn(ids('page', 60), range(0, steps)), guard: lock('spin'),
  });
  const one = (from: 0 | 1) => action({
    when: [who.is(element(Cpu, from))],
    then: [count.becomes(count.plus(1)), who.becomes(element(Cpu, from === 0 ? 1 : 0))],
  });
  return spec({
    variables: { count, who, seen, guard },
    init: { count: 0, who: element(Cpu, 0), seen: 0, guard: 'free' },
    actions: { even: one(0), odd: one(1) },
    invariants: { low: count.lessThan(steps) },
  });
});
`;

/** A counter that should be a traffic light, and for `yellow: false` skips one of its colours; unless it is `fair`, it may also stop. */
export const light = `import { action, bool, cases, constant, enumeration, model, otherwise, range, refines, spec, variables, weakly } from 'ballast';

const light = model('light', {}, () => {
  const { lamp } = variables({ lamp: enumeration('red', 'green', 'yellow') });
  return spec({
    variables: { lamp },
    init: { lamp: 'red' },
    actions: {
      go: action({ when: [lamp.is('red')], then: [lamp.becomes('green')] }),
      warn: action({ when: [lamp.is('green')], then: [lamp.becomes('yellow')] }),
      stop: action({ when: [lamp.is('yellow')], then: [lamp.becomes('red')] }),
    },
    invariants: { known: lamp.isOneOf('red', 'green', 'yellow') },
    fairness: [weakly('go')],
  });
});

export default model(
  'counter',
  {
    constants: {
      yellow: constant(bool, true, 'whether 3 is yellow'),
      fair: constant(bool, true, 'whether it goes on where it can'),
      slow: constant(bool, false, 'whether it is red for longer'),
    },
  },
  ({ yellow, fair, slow }) => {
    const { n } = variables({ n: range(slow ? -2 : 0, 3) });
    return spec({
      variables: { n },
      init: { n: slow ? -2 : 0 },
      actions: {
        tick: action({ when: [n.lessThan(3)], then: [n.increment()] }),
        again: action({ when: [n.is(3)], then: [n.becomes(0)] }),
      },
      fairness: fair ? [weakly('tick')] : [],
      refinements: {
        Light: refines(light, {}, { lamp: cases([n.lessThan(2), 'red'], [n.is(2), 'green'], [otherwise, yellow ? 'yellow' : 'red']) }),
      },
    });
  },
);
`;

const files = {
  'lamp.ts': lamp,
  'counter.ts': counter,
  'light.ts': light,
  'locks.ts': twoLocks,
  'sorts.ts': everySort,
  'long.ts': long,
};

/** A folder with the specifications in it, and a document for each name: `saved({ 'a.json': 'check counter.ts' })`. */
export async function saved(commands: Readonly<Record<string, string>>): Promise<Folder> {
  const folder = folderOf(files);
  for (const [name, line] of Object.entries(commands)) folder.write(name, await documentOf(folder, line));
  return folder;
}

/** Documents by the commands that print them: many tests ask for the same one. */
const documents = new Map<string, string>();

async function documentOf(folder: Folder, line: string): Promise<string> {
  const known = documents.get(line);
  if (known !== undefined) return known;
  const { out, err } = await ballast(folder, ...line.split(' '), '--json');
  expect(err).toBe('');
  documents.set(line, out);
  return out;
}

/** What `ballast trace` shows of what a command finds. */
export async function subjectOf(line: string, choice: TraceChoice = {}): Promise<TraceSubject> {
  const { path } = await saved({ 'result.json': line });
  return readSubject('result.json', path, choice);
}

/** Results of every kind: invariants, a deadlock, a domain error, an assertion, a walk, a witness, a sweep, every sort of value. */
export const everyKind: readonly (readonly [what: string, line: string, choice: TraceChoice])[] = [
  ['an invariant', 'check counter.ts --set top=9 --set from=5', {}],
  ['a domain error', 'check counter.ts --mutant noGuard', {}],
  ['a deadlock', 'check locks.ts', {}],
  ['a witness', 'check counter.ts', { property: 'full' }],
  ['random walks', 'simulate counter.ts --mutant noGuard --seed 1', {}],
  ['a sweep', 'check counter.ts --set top=3,9 --set from=5', { result: 2 }],
  ['an assertion of the balloon', 'check balloon --mutant M4 --property S8', {}],
  ['an invariant of the balloon', 'check balloon --mutant M1', {}],
  ['every sort of value', 'check sorts.ts --property idle', {}],
  ['parameters', 'check sorts.ts --property unturned', {}],
  ['a lasso', 'check lock --set fairness=weak', {}],
  ['stuttering', 'check lock --set fairness=none', {}],
  ['a refinement', 'check light.ts --set yellow=false', {}],
];
