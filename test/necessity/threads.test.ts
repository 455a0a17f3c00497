// ballast necessity in several threads: the compiled command as people run it.

import type { ChildProcess } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtCommand, spawned } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';
import { gate } from './specifications.ts';

beforeAll(() => {
  builtCommand();
});

const files = { 'gate.ts': gate };

describe('several threads', () => {
  it('give the same document as one', async () => {
    const documents = [];
    for (const workers of ['1', '3']) {
      const { out, err } = await spawned(folderOf(files), ['necessity', 'gate.ts', '--json', '--workers', workers]);
      expect(err).toBe('');
      documents.push(JSON.parse(out.replaceAll(/"elapsedMs": \d+/g, '"elapsedMs": 0')) as unknown);
    }
    expect(documents[0]).toMatchObject({ status: 0, sides: [{ specification: { name: 'gate' } }] });
    expect(documents[1]).toEqual(documents[0]);
  });

  it('print the same report of a bundled specification', async () => {
    const argv = ['necessity', 'balloon', '--only', 'balloon_page_dequeue', '--larger', 'scanners=1'];
    const one = await spawned(folderOf(files), [...argv, '--workers', '1']);
    expect(one.out).toContain('\nload-bearing (');
    expect(await spawned(folderOf(files), [...argv, '--workers', '2'])).toEqual(one);
  });
});

describe('Ctrl-C', () => {
  it('gives what is done, and says of the rest that it was interrupted', async () => {
    // Without its bound the wide counter goes on for a long time.
    const endless = gate.replaceAll('200', '200_000_000').replace('150', '100_000_000');
    const argv = ['necessity', 'gate.ts', '--only', 'guards', '--workers', '2', '--max-states', '1e9'];
    const { status, out, err } = await spawned(folderOf({ 'gate.ts': endless }), argv, {
      meet: (child: ChildProcess) => {
        const interrupt = setTimeout(() => child.kill('SIGINT'), 9000);
        child.on('exit', () => clearTimeout(interrupt));
      },
    });
    expect({ status, err }).toEqual({ status: 20, err: '' });
    expect(out).toContain('\n  interrupted\n    drop spare.when#1');
    expect(out).toContain('\nload-bearing (');
  });
});
