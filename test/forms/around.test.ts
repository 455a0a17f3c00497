// ballast trace --around: what else could have been done along a trace, judged by the whole graph; and the picture of it.

import { spawnSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import peterson from '../../examples/peterson.ts';
import { dot, type Surroundings } from '../../src/forms/dot.ts';
import { spaceOf } from '../../src/graph/space.ts';
import { surroundingsOf } from '../../src/trace/around.ts';
import { ballast, type Ran } from '../command/command.ts';
import { saved, subjectOf } from './subjects.ts';

const noTurn = 'check peterson --mutant noTurn';

async function around(steps: number): Promise<{ readonly surroundings: Surroundings; readonly text: string }> {
  const subject = await subjectOf(noTurn);
  const surroundings = surroundingsOf(subject, peterson.build({ mutant: 'noTurn' }), { steps, file: 'x.json' });
  return { surroundings, text: dot(subject, surroundings) };
}

const isInstalled = spawnSync('dot', ['-V']).error === undefined;

async function shown(line: string, ...words: readonly string[]): Promise<Ran> {
  return await ballast(await saved({ 'r.json': line }), 'trace', 'r.json', ...words);
}

describe('around a trace', () => {
  it('far enough, there is the whole graph, each state and step once', async () => {
    const whole = spaceOf(peterson.build({ mutant: 'noTurn' }), 100);
    const { surroundings } = await around(50);
    // The trace has seven states and six steps of its own.
    expect([surroundings.states.length + 7, surroundings.steps.length + 6]).toEqual([
      whole?.states.length,
      whole?.steps.length,
    ]);
    const bad = surroundings.states.filter(({ violates }) => violates.length > 0);
    expect(bad).toHaveLength((whole?.states.filter(({ violates }) => violates.length > 0).length ?? 0) - 1);
  });

  it('is found of a lasso too, whose last step leads back', async () => {
    const { out, status } = await shown('check lock --set fairness=weak', '--as', 'dot', '--around', '1');
    expect(status).toBe(0);
    // All that there is: 12 states, and 21 generated with the initial one.
    const whole = await shown('check lock --set fairness=weak', '--as', 'dot', '--around', '9');
    expect(whole.out.match(/^ {2}\w+ \[id=/gm)).toHaveLength(12);
    expect(whole.out.match(/^ {2}\w+ -> /gm)).toHaveLength(20);
    expect(out).toContain('s4 -> s1 [');
  });

  it('one step far, there are the other steps of its states; a state that is reached twice is one', async () => {
    const { surroundings, text } = await around(1);
    expect(surroundings.states.map(({ number, level }) => [number, level])).toEqual([
      [7, 1],
      [8, 2],
      [9, 3],
      [10, 4],
      [11, 5],
      [12, 6],
      [13, 7],
      [14, 7],
    ]);
    expect(text).toContain('  { rank=same; s1; s7; }\n');
    expect(text).toContain('  { rank=same; s13; s14; }\n');
    expect(text).toContain('8 other steps, 8 other states; red where they violate something');
    expect(text.match(/ {2}s\d+ .*violates mutualExclusion.*color="#b3261e"/g)).toHaveLength(2);
    const further = await around(2);
    expect(further.surroundings.steps.filter(({ to = 9 }) => to < 7).length).toBeGreaterThan(0);
  });

  it('steps that fail lead to what they violate', async () => {
    const { out } = await shown('check counter.ts --mutant noGuard --set top=1', '--as', 'dot', '--around', '1');
    expect(out).toMatch(/ {2}s1 -> fails /);
    const other = await shown('check sorts.ts --property unturned', '--as', 'dot', '--around', '2');
    expect(other.status).toBe(0);
  });

  it('is not looked for unless asked: the file alone is enough for the chain', async () => {
    const folder = await saved({ 'r.json': 'check counter.ts --set top=9 --set from=5 --property low' });
    folder.write('counter.ts', 'not even a specification');
    const { out, status } = await ballast(folder, 'trace', 'r.json', '--as', 'dot');
    expect([status, out.match(/->/g)?.length]).not.toEqual([0, 0]);
    expect((await ballast(folder, 'trace', 'r.json', '--as', 'dot', '--around', '1')).status).not.toBe(0);
  });
});

describe('ballast trace --around refuses', () => {
  it.each([
    [['--around', '1'], '--around goes with the pictures, not with race\n  ask for --as dot or --as svg'],
    [['--as', 'dot', '--around', '0'], "'0' is no number of steps\n  one step: --around 1"],
    [['--as', 'svgg'], "there is no form 'svgg'\n  did you mean 'svg'?"],
  ])('%s', async (words, message) => {
    expect(await shown('check counter.ts --mutant noGuard', ...words)).toEqual({
      status: 64,
      out: '',
      err: `error: ${message}`,
    });
  });

  it('what is too much for one picture, with the number of states', async () => {
    const line = 'check balloon --mutant M4 --property S8 --set pages=3';
    const { err, status } = await shown(line, '--as', 'dot', '--around', '40');
    expect(status).toBe(64);
    expect(err).toMatch(
      /^error: the trace and what is within 40 steps of it have 1,\d+ states, too many to be seen in one picture \(500\)\n {2}look less far: --around \d+$/,
    );
    const [, less = ''] = /--around (\d+)/.exec(err) ?? [];
    expect((await shown(line, '--as', 'dot', '--around', less)).status).toBe(0);
    expect((await shown(line, '--as', 'dot', '--around', String(Number(less) + 1))).status).toBe(64);
  });

  it('a trace that is none of its specification any more', async () => {
    const folder = await saved({ 'r.json': 'check counter.ts --set top=9 --set from=5 --property low' });
    const { counter } = await import('../command/specifications.ts');
    folder.write('counter.ts', counter.replace('when: [n.lessThan(top)]', 'when: [n.lessThan(7)]'));
    expect(await ballast(folder, 'trace', 'r.json', '--as', 'dot', '--around', '1')).toEqual({
      status: 64,
      out: '',
      err: `error: the trace of r.json is none of its specification any more: step 3 is refused
  ballast replay r.json says what became of it; without --around the trace alone is drawn`,
    });
  });
});

describe('the picture of a trace', () => {
  it.runIf(isInstalled)('has a title that is read aloud, and an id for each state', async () => {
    const { out } = await shown(noTurn, '--as', 'svg', '--around', '1');
    expect(out).toMatch(/<svg role="graphics-document document" aria-labelledby="title" /);
    expect(out).toContain(
      '<title id="title">peterson (mutant noTurn): mutualExclusion is violated in 6 steps; no shorter behaviour violates it</title>',
    );
    const ids = [...out.matchAll(/<g id="state&#45;(\d+)" class="node/g)].map(([, number]) => Number(number));
    expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, index) => index));
    expect(out).toContain('<title>from state 0 to state 1</title>');
  });

  it('needs Graphviz', async () => {
    vi.stubEnv('PATH', '');
    const { err, status } = await shown(noTurn, '--as', 'svg');
    vi.unstubAllEnvs();
    expect(status).toBe(64);
    expect(err).toBe(`error: Graphviz draws the picture, and its 'dot' is not installed
  install it (apt install graphviz, dnf install graphviz, brew install graphviz), or take the text: --as dot`);
  });
});
