// ballast replay where the specification was changed by hand: steps are renamed, taken apart, made one, taken out, put in, guarded.

import { describe, expect, it } from 'vitest';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

/** Two clerks each add one, and one addition may be lost. */
const clerks = `import { action, constant, critical, enumeration, forall, lock, model, procedure, process, processes, range, spec, step, together, unit, variables, when } from 'ballast';

export default model('clerks', {}, () => {
  const Clerk = processes('clerk', 2);
  const { total, added, busy } = variables({ total: range(0, 9), added: range(0, 9), busy: lock('spin') });
  const add = procedure('add', {}, unit, ({ local }) => {
    const seen = local('seen', range(0, 9));
    return [
      step('look', seen.becomes(total)),
      step('store', total.becomes(seen.plus(1)), added.becomes(added.plus(1))),
    ];
  });
  const clerk = process(Clerk, () => [step('arrive'), add({})]);
  return spec({
    variables: { total, added, busy },
    init: { total: 0, added: 0, busy: 'free' },
    processes: [clerk],
    invariants: { nothingLost: total.is(added) },
  });
});
`;

const saved = new Map<string, string>();

/** What is said of the lost addition after pieces of the text are replaced. */
async function said(...edits: readonly (readonly [piece: string, other: string])[]): Promise<string> {
  const folder = folderOf({ 'clerks.ts': clerks });
  const known = saved.get(clerks);
  const text = known ?? (await ballast(folder, 'check', 'clerks.ts', '--property', 'nothingLost', '--json')).out;
  saved.set(clerks, text);
  folder.write('r.json', text);
  let changed = clerks;
  for (const [piece, other] of edits) {
    expect(changed).toContain(piece);
    changed = changed.replaceAll(piece, () => other);
  }
  folder.write('clerks.ts', changed);
  const { status, out, err } = await ballast(folder, 'replay', 'r.json');
  return `${out}${err}\nstatus ${status}`;
}

const [look, store] = [
  "step('look', seen.becomes(total)),",
  "step('store', total.becomes(seen.plus(1)), added.becomes(added.plus(1))),",
];

const changed = 'the specification has changed since';
const still = 'clerks: the schedule still exists, and still violates nothingLost in';

type Edit = readonly [piece: string, other: string];

describe('a schedule of a specification that was changed', () => {
  it.each<readonly [what: string, edits: readonly Edit[], text: string]>([
    ['is the same where nothing was', [], `${still} 6 steps\n\nthe specification is the same\nstatus 12`],
    [
      'is known where a step is called otherwise',
      [["'store'", "'write'"]],
      `${still} 6 steps\n\nsteps 5 and 6 are called write now, and were store\n${changed}\nstatus 12`,
    ],
    [
      'is known where a procedure is called otherwise',
      [["'add'", "'addOne'"]],
      `${still} 6 steps\n\nsteps 2 and 4 are in addOne now: look\nsteps 5 and 6 are in addOne now: store\n${changed}\nstatus 12`,
    ],
    [
      'goes step by step where one was taken apart, the first of the same name',
      [[store, "step('store', added.becomes(added.plus(1))), step('sum', total.becomes(seen.plus(1))),"]],
      `${still} 5 steps already\n\nstep 5 is 2 steps now: store, sum\n${changed}\nstatus 12`,
    ],
    [
      'goes step by step where one was taken apart, all of other names',
      [
        [store, "step('sum', total.becomes(seen.plus(1))), step('count', added.becomes(added.plus(1))),"],
        ['nothingLost: total.is(added)', 'nothingLost: added.atMost(total)'],
      ],
      `${still} 8 steps\n\nsteps 5 and 6 are each 2 steps now: sum, count\n${changed}\nstatus 12`,
    ],
    [
      'takes one step where several are one now, and that mends it',
      [
        [look, ''],
        [store, "step('bump', total.becomes(total.plus(1)), added.becomes(added.plus(1))),"],
      ],
      `clerks: the schedule still exists, and nothingLost holds on it

steps 2 and 6 are one step now: bump
steps 4 and 5 are one step now: bump
from state 6 on it leads elsewhere: total is 2, and was 1
${changed}
status 0`,
    ],
    [
      'takes one step where one has taken over what the next did',
      [
        ["step('arrive'), add({})", "step('arrive'), add({}), step('bow'), step('leave')"],
        [store, ''],
        [look, "step('look', total.becomes(total.plus(1)), added.becomes(added.plus(1))),"],
      ],
      `clerks: the schedule still exists, and nothingLost holds on it

steps 2 and 6 are one step now: look
steps 4 and 5 are one step now: look
from state 6 on it leads elsewhere: total is 2, and was 1
${changed}
status 0`,
    ],
    [
      'is refused where a process has to take a lock that is held, and says where it stands',
      [[`${look}\n      ${store}`, `critical(busy, [${look} ${store}]),`]],
      `clerks: the schedule no longer exists: of its 6 steps number 4 is refused

  4  clerk#1  look
    clerk#1 stands before add.lock, where holder(busy) = none is false
      reading holder(busy) = clerk#0

before step 2 comes a new step of clerk#0: lock
from state 2 on it leads elsewhere: busy is held by clerk#0, and was free
${changed}
status 0`,
    ],
    [
      'is refused by a guard that was added',
      [[store, store.replace("'store', ", "'store', when(seen.is(total)), ")]],
      `clerks: the schedule no longer exists: of its 6 steps number 6 is refused

  6  clerk#0  store
    seen = total is false
      reading seen = 0, total = 1

${changed}
status 0`,
    ],
    [
      'takes the steps that are new',
      [["step('arrive'), ", "step('arrive'), step('sit'), step('rise'), "]],
      `${still} 10 steps\n\nbefore step 2 come 2 new steps of clerk#0: sit, rise\nbefore step 4 come 2 new steps of clerk#1: sit, rise\n${changed}\nstatus 12`,
    ],
    [
      'is said to exist in part where a step was taken out',
      [["step('arrive'), ", '']],
      `clerks: the schedule exists in part, and still violates nothingLost in 4 steps\n\nsteps 1 and 3 are not there any more: arrive\n${changed}\nstatus 12`,
    ],
    [
      'goes through where the bug is mended in a step',
      [[store, store.replace('seen.plus(1)', 'total.plus(1)')]],
      `clerks: the schedule still exists, and nothingLost holds on it

from state 6 on it leads elsewhere: total is 2, and was 1
${changed}
status 0`,
    ],
  ])('%s', async (_, edits, text) => {
    expect(await said(...edits)).toBe(text);
  });

  it('is the same where the file is older, and does not tell the statements of its steps', async () => {
    const folder = folderOf({});
    const { out } = await ballast(folder, 'check', 'balloon', '--mutant', 'M4', '--property', 'S8', '--json');
    const older = out.replaceAll(/"statements": \[[^\]]*\],\s*/g, '');
    expect(older.length).toBeLessThan(out.length);
    folder.write('r.json', older);
    expect((await ballast(folder, 'replay', 'r.json')).out).toBe(
      'balloon (mutant M4): the schedule still exists, and still violates S8 in 16 steps\n\nthe specification is the same',
    );
  });

  it('is known by its statements where steps are put together and taken apart', async () => {
    const together = `together(${look} ${store.replace(/,$/, '')}),`;
    const coarse = clerks
      .replace(`${look}\n      ${store}`, together)
      .replace("step('arrive'), add({})", "step('arrive'), add({}), add({})")
      .replace("model('clerks', {}", "model('clerks', { constants: { granularity } }")
      .replace(
        '\nexport default',
        "\nconst granularity = constant(enumeration('fine', 'coarse'), 'coarse', 'how fine');\n\nexport default",
      )
      .replace('() => {\n  const Clerk', '({ granularity }) => {\n  const Clerk')
      .replace('processes: [clerk],', 'processes: [clerk],\n    granularity,')
      .replace('nothingLost: total.is(added)', 'nothingLost: total.atMost(1)');
    const folder = folderOf({ 'clerks.ts': coarse });
    folder.write('r.json', (await ballast(folder, 'check', 'clerks.ts', '--json')).out);
    folder.write('clerks.ts', coarse.replace(together, `${look}\n      ${store}`));
    expect((await ballast(folder, 'replay', 'r.json')).out).toMatch(
      /^clerks: the schedule still exists, and still violates nothingLost in \d+ steps\n\nsteps? .* 2 steps now: look, store\n/,
    );
  });
});

/** A lift, and the floors on which it has a door. */
const lift = `import { action, bool, fn, model, range, spec, variables } from 'ballast';

export default model('lift', {}, () => {
  const { floor, doors } = variables({ floor: range(0, 3), doors: fn(range(0, 1), bool) });
  const up = action({ when: [floor.lessThan(2)], then: [floor.becomes(floor.plus(1))] });
  return spec({
    variables: { floor, doors },
    init: { floor: 0, doors: false },
    actions: { up },
    reachable: { top: floor.is(2) },
    terminal: 'any',
  });
});
`;

describe('a schedule to a witness', () => {
  it('does not reach it where the witness has no value any more', async () => {
    const folder = folderOf({ 'lift.ts': lift });
    folder.write('r.json', (await ballast(folder, 'check', 'lift.ts', '--json')).out);
    folder.write('lift.ts', lift.replace('top: floor.is(2)', 'top: doors.at(floor)'));
    expect(await ballast(folder, 'replay', 'r.json', '--property', 'top')).toEqual({
      status: 16,
      out: 'lift: the schedule still exists, and no longer reaches top\n\nthe specification has changed since',
      err: '',
    });
  });
});
