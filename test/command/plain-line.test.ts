// Two readers of one command line: what is read without yargs means the same to yargs.

import { array, assert, asyncProperty, constantFrom, oneof, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/command-line.ts';
import type { Request } from '../../src/commands/command.ts';
import { parse } from '../../src/commands/parse.ts';
import { readPlainly } from '../../src/commands/plain-line.ts';

const options = [...new Set(commands.flatMap((command) => Object.keys(command.options)))];

const word = oneof(
  { weight: 4, arbitrary: constantFrom('balloon', './mine.ts', 'mine.ts#name', 'pages=2', 'pages=1..3', '30', '0x10') },
  {
    weight: 1,
    arbitrary: constantFrom('true', 'false', 'null', '-1', '-', '--', '1e3', 'a.b', 'check', 'help', 'version'),
  },
  { weight: 1, arbitrary: constantFrom('"a"', "'a'", '"', ' a ', 'drop a.b', '__proto__', 'constructor', '[]', 'é') },
  { weight: 1, arbitrary: string({ maxLength: 4 }) },
  { weight: 8, arbitrary: constantFrom(...options.map((name) => `--${name}`)) },
  { weight: 1, arbitrary: constantFrom(...options.map((name) => `--${name}=1`), '--help', '--version', '--debug') },
  { weight: 1, arbitrary: constantFrom('-set', '--no-json', '--maxStates', '--proto', '--constructor', '-j', '--js') },
);

/** The command and what it takes, without what yargs adds. */
function plain({ command, given }: Request): unknown {
  const known = Object.entries(given).filter(([key, value]) => value !== undefined && !/^_$|^\$0$|-/.test(key));
  return [command.name, Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1)))];
}

async function readByYargs(argv: readonly string[]): Promise<Request> {
  const request = await parse(argv, commands, { print: () => undefined });
  if (request === undefined) throw new Error('yargs printed something instead');
  return request;
}

describe('a command line read without yargs', () => {
  it('means what it means to yargs', async () => {
    let read = 0;
    await assert(
      asyncProperty(
        constantFrom(...commands.map(({ name }) => name)),
        array(word, { maxLength: 6 }),
        async (name, words) => {
          const argv = [name, ...words];
          const request = readPlainly(argv, commands);
          if (request === undefined) return;
          read += 1;
          expect(plain(request)).toEqual(plain(await readByYargs(argv)));
        },
      ),
      { numRuns: 4000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('is any that says plainly what is wanted', () => {
    const argv = ['check', 'mine.ts', '--set', 'pages=2', '--set', 'a=1', '--max-states', '9', '--all'];
    expect(readPlainly(argv, commands)?.given).toEqual({
      spec: 'mine.ts',
      set: ['pages=2', 'a=1'],
      maxStates: '9',
      all: true,
    });
  });

  it.each([
    [[]],
    [['--help']],
    [['check']],
    [['check', 'help']],
    [['check', 'a', 'b']],
    [['check', 'a', '--sett', 'b']],
    [['check', 'a', '--set']],
    [['check', 'a', '--set=b']],
    [['check', 'a', '--json', 'false']],
    [['check', 'a', '--time', '1', '--time', '2']],
    [['chekc', 'a']],
  ])('is left to yargs where it is not plain: %j', (argv) => {
    expect(readPlainly(argv, commands)).toBeUndefined();
  });
});
