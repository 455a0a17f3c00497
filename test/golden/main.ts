// `npm run races -- folder`: the race table of every mutant of the balloon specification that breaks something, a file each.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killed, raceOfMutant } from './races.ts';

async function main([folder, ...more]: readonly string[]): Promise<number> {
  if (folder === undefined || more.length > 0) {
    process.stderr.write('npm run races -- folder\n');
    return 64;
  }
  mkdirSync(folder, { recursive: true });
  for (const name of killed) {
    const file = join(folder, `${name}.txt`);
    writeFileSync(file, await raceOfMutant(name));
    process.stdout.write(`${file}\n`);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
