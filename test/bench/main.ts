// `npm run bench`: how Ballast compares, side by side in one run, with ratios and the commands that repeat them.
// `npm run bench -- spin c` runs these sections only; `--rounds 9`; `--large` also compares size L with SPIN, which takes 15 minutes, and repeats
// there what else takes a minute.

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Section } from './bench.ts';
import { firstLine } from './process.ts';
import { growth, memory, start } from './sections-growth.ts';
import { liveness } from './sections-liveness.ts';
import { reductions } from './sections-reductions.ts';
import { againstC, againstReference, againstSpin, collectingCost, oneAgainstTwo } from './sections-speed.ts';

const sections: readonly Section[] = [
  start,
  againstC,
  againstSpin,
  againstReference,
  collectingCost,
  oneAgainstTwo,
  reductions,
  liveness,
  growth,
  memory,
];

function main(words: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '5' }, large: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !sections.some((section) => section.name === name));
  const rounds = Number(values.rounds);
  if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
    const list = sections.map(({ name, about }) => `  ${name.padEnd(10)} ${about}\n`).join('');
    process.stderr.write(`npm run bench -- [--rounds 5] [--large] [section…]\n${list}`);
    return 64;
  }
  const versions = {
    spin: firstLine(['spin', '-V']),
    rumur: firstLine(['rumur', '--version']),
    gcc: firstLine(['gcc', '--version']),
  };
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  say(`${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${gigabytes(totalmem())} GB`);
  say(
    `node ${process.version} · ${versions.gcc ?? 'no gcc'} · ${versions.spin ?? 'no spin'} · ${versions.rumur ?? 'no rumur'}`,
  );
  // Others at work make times longer, and two workers slower than one.
  say(`load before the first run: ${(loadavg()[0] ?? NaN).toFixed(2)}`);
  say(`${rounds} rounds after one that is thrown away; median (least to largest), ratios taken round by round`);

  const folder = mkdtempSync(join(tmpdir(), 'ballast-bench-'));
  const bench: Bench = {
    rounds,
    isLarge: values.large,
    folder,
    hasSpin: versions.spin !== undefined,
    hasRumur: versions.rumur !== undefined,
    hasCompiler: versions.gcc !== undefined,
    say,
  };
  try {
    for (const section of sections) {
      if (positionals.length > 0 && !positionals.includes(section.name)) continue;
      say(`\n${section.name}: ${section.about}`);
      section.run(bench);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}

process.exitCode = main(process.argv.slice(2));
