import { describe, expect, it } from 'vitest';
import { commands } from '../../src/command-line.ts';
import { folderOf } from '../load/folder.ts';
import { ballast } from './command.ts';

describe('--help', () => {
  it.each(commands.map((command) => [command.name, command] as const))(
    'of %s names what it takes itself first, and what every command takes behind it',
    async (name, { options, about }) => {
      const { out, status } = await ballast(folderOf({}), name, '--help');
      expect(status).toBe(0);
      const [own = '', common = ''] = out.split('\nEvery command:\n');
      expect(own).toContain(`\n\n${about}\n`);
      for (const option of Object.keys(options)) expect(own).toMatch(new RegExp(`^  --${option} `, 'm'));
      for (const option of ['help', 'debug', 'version']) {
        expect(own).not.toMatch(new RegExp(`^  --${option} `, 'm'));
        expect(common).toMatch(new RegExp(`^  --${option} `, 'm'));
      }
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
    },
  );

  it('without a command names all commands, and what an exit status means', async () => {
    const { out } = await ballast(folderOf({}), '--help');
    for (const { name } of commands) expect(out).toContain(`\n  ballast ${name} `);
    expect(out.replaceAll('\n', ' ')).toContain('65 specification, 70 the checker itself.');
  });
});
