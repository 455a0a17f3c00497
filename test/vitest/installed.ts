// The package as somebody installs it: packed, unpacked in a folder elsewhere, with its dependencies and a test runner beside it.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtCommand } from '../command/command.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(top, 'node_modules');

export interface Ran {
  readonly status: number | null;
  /** Both outputs, one behind the other. */
  readonly text: string;
}

export interface Installed {
  readonly path: string;
  readonly write: (name: string, text: string) => void;
  /** Runs node in the folder. */
  readonly node: (...argv: readonly string[]) => Ran;
  /** Starts node in the folder. `until`: waits for a text in what it prints from now on. */
  readonly start: (...argv: readonly string[]) => {
    readonly until: (text: string) => Promise<string>;
    readonly stop: () => void;
  };
  readonly discard: () => void;
}

/** A folder in which the package of this checkout is installed, and nothing is fetched for it. */
export function install(): Installed {
  builtCommand();
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'ballast-installed-')));
  const manifest = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const own = join(path, 'node_modules/ballast');
  mkdirSync(own, { recursive: true });
  mkdirSync(join(path, 'node_modules/@types'));
  // The build is there: the script that packing would run makes it again, under whoever runs it now.
  command('npm', ['pack', '--ignore-scripts', '--pack-destination', path], top);
  command('tar', ['xf', `ballast-${manifest.version}.tgz`, '--strip-components=1', '-C', own], path);
  for (const name of [...Object.keys(manifest.dependencies), 'vitest', '@types/node'])
    symlinkSync(join(modules, name), join(path, 'node_modules', name));
  writeFileSync(join(path, 'package.json'), '{ "type": "module", "private": true }');
  const env = { ...process.env, NO_COLOR: '1', XDG_CACHE_HOME: join(path, '.cache') };
  return {
    path,
    write: (name, text) => writeFileSync(join(path, name), text),
    node: (...argv) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: path, encoding: 'utf8', env });
      return { status, text: stdout + stderr };
    },
    start: (...argv) => {
      const child = spawn(process.execPath, argv, { cwd: path, env });
      let printed = '';
      let look = (): void => undefined;
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (data: Buffer) => {
          printed += data.toString();
          look();
        });
      const until = async (text: string): Promise<string> =>
        await new Promise((resolve) => {
          look = () => {
            if (!printed.includes(text)) return;
            look = () => undefined;
            resolve(printed);
            printed = '';
          };
          look();
        });
      return { until, stop: () => void child.kill('SIGKILL') };
    },
    discard: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The script that an installed package is run by. */
export function script(name: string): string {
  return join(modules, name);
}

function command(name: string, argv: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(name, argv, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ${argv.join(' ')}: ${stderr}`);
}
