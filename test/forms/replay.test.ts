// ballast replay: a saved schedule on its specification as it was, and on what has become of it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ballast } from '../command/command.ts';
import { counter, twoLocks } from '../command/specifications.ts';
import type { Folder } from '../load/folder.ts';
import { everyKind, everySort, lamp, long, saved } from './subjects.ts';

const changed = 'the specification has changed since';

/** What is said of a result of counter.ts, or of another file, after a piece of its text is replaced. */
async function said(line: string, piece: string, other: string, file = 'counter.ts', text = counter): Promise<string> {
  const folder = await saved({ 'result.json': line });
  expect(text).toContain(piece);
  folder.write(
    file,
    text.replace(piece, () => other),
  );
  return await replayed(folder);
}

async function replayed(folder: Folder, ...options: readonly string[]): Promise<string> {
  const { status, out, err } = await ballast(folder, 'replay', 'result.json', ...options);
  return `${out}${err}\nstatus ${status}`;
}

const low = 'check counter.ts --set top=9 --set from=5 --property low';

describe('a schedule that goes on for ever', () => {
  const isGone = 'lamp: the schedule still exists';

  it.each([
    [
      'still violates the property',
      '0, 9',
      '0, 10',
      ', and still violates noticed: a loop of 2 steps for ever, from the start',
      13,
    ],
    [
      'is excluded by more fairness',
      "weakly('down')]",
      "weakly('down'), strongly('notice')]",
      ', but its loop is excluded by strong fairness of notice: it does not violate noticed',
      0,
    ],
    [
      'does not come back to where it was',
      '[on.becomes(false)]',
      '[on.becomes(false), seen.increment()]',
      ', but its loop does not close there: it does not violate noticed',
      0,
    ],
    ['satisfies another formula', 'eventually(seen.is(9))', 'eventually(on)', ', and noticed holds on it', 0],
    [
      'is not judged where the formula has no value',
      'eventually(seen.is(9))',
      'eventually(seen.dividedBy(seen).is(9))',
      '; whether noticed is still violated by what follows for ever, a replay does not decide',
      20,
    ],
  ])('%s', async (_, piece, other, expected, status) => {
    const text = await said('check lamp.ts', piece, other, 'lamp.ts', lamp);
    expect(text.split('\n')[0]).toBe(`${isGone}${expected}`);
    expect(text).toMatch(new RegExp(`${changed}\\n(?:to decide it: .*\\n)?status ${status}$`));
  });

  it('is judged also where the specification is the same, and the file says what it does not do', async () => {
    const folder = await saved({ 'result.json': 'check lamp.ts' });
    const document = readFileSync(join(folder.path, 'result.json'), 'utf8');
    folder.write('result.json', document.replace(/("from":\s*)0/, '$11'));
    expect(await replayed(folder)).toContain(', but its loop does not close there: it does not violate noticed');
  });
});

describe('a schedule', () => {
  it.each(everyKind)('still exists and ends the same on the same specification: %s', async (_, line, choice) => {
    const folder = await saved({ 'result.json': line });
    const options = [
      ...(choice.property === undefined ? [] : ['--property', choice.property]),
      ...(choice.result === undefined ? [] : ['--result', String(choice.result)]),
    ];
    const { status, out, err } = await ballast(folder, 'replay', 'result.json', ...options);
    expect(err).toBe('');
    expect(out).toMatch(
      /^.*: the schedule still exists, and still (?:violates|reaches) .*(?: in \d+ steps?| for ever)\n\nthe specification is the same$/,
    );
    const written = await ballast(folder, 'trace', 'result.json', ...options, '--as', 'itf');
    folder.write('trace.itf.json', written.out);
    expect(await ballast(folder, 'replay', 'trace.itf.json')).toEqual({ status, out, err });
    const kinds = { deadlock: 11, full: 0, S8: status, Light: 15, GetsIn: 13 };
    expect(status).toBe(Object.entries(kinds).find(([name]) => out.includes(name))?.[1] ?? 12);
  });

  it('is refused by a clause that is not true any more', async () => {
    expect(await said(low, 'when: [n.lessThan(top)]', 'when: [n.lessThan(7)]'))
      .toBe(`counter: the schedule no longer exists: of its 4 steps number 3 is refused

  3  up
    n < 7 is false
      reading n = 7

${changed}
status 0`);
  });

  it('is known by what its steps do where they are called otherwise, and else refused with the nearest name', async () => {
    expect(await said(low, 'up: action(', 'upp: action('))
      .toBe(`counter: the schedule still exists, and still violates low in 4 steps

steps 1 to 4 are called upp now, and were up
${changed}
status 12`);
    const other = 'upp: action({ then: [m.becomes(1)] })';
    expect(await said(low, 'up: action({ when: [n.lessThan(top)], then: [n.becomes(n.plus(1))] })', other))
      .toBe(`counter: the schedule no longer exists: of its 4 steps number 1 is refused

  1  up
    there is no up in the specification; did you mean 'upp'?

${changed}
status 0`);
  });

  it('of many steps that are called otherwise names a few, and counts the others', async () => {
    expect(await said('check long.ts --set steps=100', 'odd: one(1)', 'strange: one(1)', 'long.ts', long))
      .toBe(`long: the schedule still exists, and still violates low in 100 steps

steps 2, 4, 6, 8, 10, 12, 14, 16 and 42 others are called strange now,
  and were odd
${changed}
status 12`);
  });

  it('is refused where there is no such initial state', async () => {
    expect(await said(low, 'init: { n: from, m: 0 }', 'init: { n: from, m: 1 }'))
      .toBe(`counter: the schedule no longer exists: it cannot begin

  0  (initial)
    no initial state is that of the trace: m was 0
      reading m = 1

${changed}
status 0`);
  });

  it('is refused where a variable is of another sort, its old value as it was then', async () => {
    const folder = await saved({ 'result.json': 'check sorts.ts --property unturned' });
    const changes = [
      ['shape: Shape,', 'shape: range(0, 3),'],
      ["shape: variantOf(Shape, 'nothing', 'unit'),", 'shape: 0,'],
      ["v.shape.becomes(variantOf(Shape, 'at', n))", 'v.shape.becomes(n)'],
    ] as const;
    folder.write(
      'sorts.ts',
      changes.reduce((text, [piece, other]) => text.replace(piece, other), everySort),
    );
    expect(await replayed(folder)).toBe(`every-sort: the schedule no longer exists: it cannot begin

  0  (initial)
    no initial state is that of the trace: shape was nothing
      reading shape = 0

${changed}
status 0`);
    await ballast(folder, 'check', 'sorts.ts', '--property', 'unturned', '--out', 'result.json');
    folder.write('sorts.ts', everySort);
    expect(await replayed(folder)).toContain(`no initial state is that of the trace: shape was 0
      reading shape = nothing`);
  });

  it('goes through a specification that is mended in its rule', async () => {
    expect(await said(low, 'low: n.lessThan(9)', 'low: n.atMost(9)'))
      .toBe(`counter: the schedule still exists, and low holds on it

${changed}
status 0`);
  });

  it('may break the property earlier, and lead elsewhere', async () => {
    expect(await said(low, 'low: n.lessThan(9)', 'low: n.lessThan(7)'))
      .toBe(`counter: the schedule still exists, and still violates low in 2 steps already

${changed}
status 12`);
    expect(await said(low, 'n.becomes(n.plus(1))]', 'n.becomes(n.plus(1)), m.becomes(2)]'))
      .toBe(`counter: the schedule still exists, and still violates low in 4 steps

from state 1 on it leads elsewhere: m is 2, and was 0
${changed}
status 12`);
  });

  it('may fail otherwise', async () => {
    expect(await said(low, 'n.becomes(n.plus(1))]', 'n.becomes(n.plus(3))]'))
      .toBe(`counter: the schedule ends in something else: up: n := n + 3 is violated in 2 steps

  2  up
    n: 11 is outside range(0, 9)

from state 1 on it leads elsewhere: n is 8, and was 6
${changed}
status 12`);
  });

  it('to a witness may reach it earlier', async () => {
    const folder = await saved({ 'result.json': 'check counter.ts' });
    folder.write('counter.ts', counter.replace('full: n.is(top)', 'full: n.is(2)'));
    expect(await replayed(folder, '--property', 'full'))
      .toBe(`counter: the schedule still exists, and still reaches full in 2 steps already

${changed}
status 0`);
    folder.write('counter.ts', counter.replace('full: n.is(top)', 'full: n.moreThan(3)'));
    expect(await replayed(folder, '--property', 'full'))
      .toBe(`counter: the schedule still exists, and no longer reaches full

${changed}
status 16`);
  });

  const partial = `import { action, fn, model, range, spec, variables } from 'ballast';
export default model('partial', {}, () => {
  const { n, at } = variables({ n: range(0, 4), at: fn(range(0, 2), range(0, 1)) });
  return spec({
    variables: { n, at },
    init: { n: 0, at: 0 },
    actions: { up: action({ when: [n.lessThan(4)], then: [n.becomes(n.plus(1))] }) },
    reachable: { three: n.is(3) },
    terminal: n.is(4),
  });
});
`;

  it.each([
    ['a witness', 'three: n.is(3)', 'three: at.at(n).is(1)', 'three: at[n]', 3],
    ['a constraint', 'reachable:', 'constraints: { some: at.at(n).is(0) }, reachable:', 'some: at[n]', 3],
    ['what may be last', 'terminal: n.is(4)', 'terminal: at.at(n).is(0)', 'terminal: at[n]', 4],
  ])('that leads %s outside its domain still does', async (_, piece, other, name, steps) => {
    const folder = await saved({});
    const text = partial.replace(piece, other);
    expect(text).not.toBe(partial);
    folder.write('partial.ts', text);
    await ballast(folder, 'check', 'partial.ts', '--out', 'result.json');
    expect(await ballast(folder, 'replay', 'result.json', '--property', name)).toEqual({
      status: 12,
      out: `partial: the schedule still exists, and still violates ${name} in ${steps} steps\n\nthe specification is the same`,
      err: '',
    });
  });

  it('to a witness that has no value there any more does not reach it', async () => {
    const folder = await saved({});
    folder.write('partial.ts', partial);
    await ballast(folder, 'check', 'partial.ts', '--out', 'result.json');
    folder.write('partial.ts', partial.replace('three: n.is(3)', 'three: at.at(n).is(1)'));
    expect(await ballast(folder, 'replay', 'result.json', '--property', 'three')).toEqual({
      status: 16,
      out: `partial: the schedule still exists, and no longer reaches three\n\n${changed}`,
      err: '',
    });
  });

  it('of a deadlock is one no more where somebody can go on', async () => {
    const piece = "critical(b, [critical(a, [step('work')])])";
    expect(
      await said(
        'check locks.ts',
        piece,
        piece.replace(/\w(?=, )/g, (name) => (name === 'a' ? 'b' : 'a')),
        'locks.ts',
        twoLocks,
      ),
    ).toBe(`two-locks: the schedule no longer exists: of its 2 steps number 2 is refused

  2  right#0  lock
    holder(a) = none is false
      reading holder(a) = left#0

${changed}
status 0`);
  });

  it('of the balloon without its mutant goes through, several of its steps in one, and breaks nothing', async () => {
    const folder = await saved({ 'result.json': 'check balloon --mutant M4 --property S8' });
    const { out } = await ballast(folder, 'check', 'balloon', '--mutant', 'M4', '--property', 'S8', '--json');
    folder.write('mended.json', out.replace('"mutant": "M4",', ''));
    expect((await ballast(folder, 'replay', 'mended.json')).out)
      .toBe(`balloon: the schedule still exists, and S8 holds on it

steps 3 to 10 are one step now: critical/entry(entry: page0)
from state 10 on it leads elsewhere: private[page0] is none, and was
  b_dev_info0
${changed}`);
  });
});

describe('ballast replay refuses', () => {
  it('a property that is gone, and a specification that is', async () => {
    expect(await said(low, 'low: n.lessThan(9)', 'lower: n.lessThan(9)')).toBe(
      "error: counter has no property 'low' any more\n  did you mean 'lower'?\nstatus 64",
    );
    const folder = await saved({ 'result.json': low });
    folder.write(
      'other.json',
      (await ballast(folder, ...low.split(' '), '--json')).out.replaceAll('counter.ts', 'countr.ts'),
    );
    expect(await ballast(folder, 'replay', 'other.json')).toEqual({
      status: 64,
      out: '',
      err: "error: there is no specification 'countr.ts'\n  did you mean 'counter.ts'?".replace(
        'specification',
        'file',
      ),
    });
  });

  it('a trace that does not say of what it is', async () => {
    const folder = await saved({});
    folder.write('x.itf.json', '{"vars":["x"],"states":[{"x":true}]}');
    expect(await ballast(folder, 'replay', 'x.itf.json')).toEqual({
      status: 64,
      out: '',
      err: 'error: x.itf.json does not say of which specification its trace is\n  it has to be a saved result, or ITF that ballast wrote',
    });
  });
});
