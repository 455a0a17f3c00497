// What a state costs: in time as the state space grows, and in memory; and what a command costs before its first state.

import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measuredOrRefused, of, ratio, type Bench, type Section } from './bench.ts';
import * as cases from './cases.ts';
import { nameOf, oneWord, twoWords, type Case } from './cases.ts';
import { run, tellsPeaks, type Command } from './process.ts';
import { printCount, tableLines, targetLine } from './report.ts';
import type { Measured } from './rounds.ts';
import { printNumber, printSpread, printTime, ratiosOf, spreadOf, type Spread } from './statistics.ts';
import { ballast, ballastCommand, explorer } from './subjects.ts';

const alone = ['--workers', '1'];

export const growth: Section = {
  name: 'growth',
  about: 'cost for each state generated, from 10^4 to 2·10^7 states, beside that of C',
  run: (bench) => {
    const head = ['', 'distinct', 'Ballast, ns', 'C, ns', 'Ballast / C'];
    const rows: (readonly string[])[] = [head];
    const costs = new Map<Case, readonly (readonly number[])[]>();
    for (const about of [...oneWord, ...twoWords]) {
      const peers = bench.hasCompiler ? [explorer(about, [], bench.folder)] : [];
      const [own, c] = measuredOrRefused(bench, about, [ballast(about, alone, bench.folder), ...peers]) ?? [];
      if (own === undefined) continue;
      const { distinct, generated } = about.counts;
      const each = [own, ...(c === undefined ? [] : [c])].map((one) => costOf(one, generated));
      costs.set(about, each);
      rows.push([
        nameOf(about),
        printCount(distinct),
        ...[0, 1].map((index) => (each[index] === undefined ? 'no gcc' : printNumber(spreadOf(each[index]).median))),
        c === undefined ? '' : printSpread(ratio(own, c, 'searchMs')),
      ]);
    }
    bench.say('\ntime of the search for each state generated; the last four rows take two words a state');
    for (const line of tableLines(rows)) bench.say(`  ${line}`);
    bench.say(
      '  $ ballast check balloon-protocol --set pages=… --no-reduction --workers 1, and explorer.c built for the same',
    );
    const [large, small] = [costs.get(cases.sizeL), costs.get(cases.twoWordsMillion)];
    if (large === undefined || small === undefined) return;
    const [grown, inC] = large.map((cost, index) => spreadOf(ratiosOf(cost, small[index] ?? [])));
    if (grown === undefined) return;
    const beside = inC === undefined ? '' : ` (in C ${printSpread(inC)})`;
    const text = `cost for each state generated at 24,186,220 states over that at 1,348,178, two words${beside}`;
    bench.say(targetLine({ number: 3, text, reached: grown, bound: { atMost: 2 } }));
  },
};

function costOf(measured: Measured, generated: number): readonly number[] {
  return of(measured, 'searchMs').map((ms) => (1e6 * ms) / generated);
}

interface Sized {
  readonly about: Case;
  readonly words: number;
  readonly most: number;
  /** The same model at a size at which states hardly count. */
  readonly tiny: Case;
}

const { tinyBalloon } = cases;
const sized: readonly Sized[] = [
  { about: cases.sizeM, words: 1, most: 20, tiny: tinyBalloon },
  { about: cases.readersWriters, words: 1, most: 20, tiny: cases.tinyReadersWriters },
  { about: cases.oneWordMore, words: 1, most: 20, tiny: tinyBalloon },
  { about: cases.ticketlock, words: 1, most: 16, tiny: cases.tinyTicketlock },
  { about: cases.twoWordsMillion, words: 2, most: 28, tiny: tinyBalloon },
  { about: cases.twoWordsMore, words: 2, most: 28, tiny: tinyBalloon },
  { about: cases.sizeL, words: 2, most: 28, tiny: tinyBalloon },
];

export const memory: Section = {
  name: 'bytes',
  about: 'bytes for each distinct state: the peak of resident memory, without that of a tiny check',
  run: (bench) => {
    if (!tellsPeaks) return bench.say('needs /usr/bin/time: apt-get install time');
    const rows: (readonly string[])[] = [['', 'distinct', 'words', 'peak, MB', 'tiny, MB', 'bytes a state']];
    const targets: string[] = [];
    for (const { about, words, most, tiny } of sized) {
      const [whole, least] = [peaksOf(bench, about), peaksOf(bench, tiny)];
      if (whole === undefined || least === undefined) continue;
      const base = spreadOf(least).median;
      const { distinct } = about.counts;
      const reached = spreadOf(whole.map((peak) => (peak - base) / distinct));
      const megabytes = [spreadOf(whole).median, base].map((bytes) => (bytes / 1e6).toFixed(1));
      rows.push([nameOf(about), printCount(distinct), String(words), ...megabytes, printSpread(reached)]);
      const text = `bytes a state, ${words === 1 ? 'one word' : 'two words'}, ${nameOf(about)}`;
      targets.push(targetLine({ number: 2, text, reached, bound: { atMost: most } }));
    }
    bench.say('\none worker; the peak is that of the process, growth of the table included');
    for (const line of tableLines(rows)) bench.say(`  ${line}`);
    bench.say('  $ /usr/bin/time -f %M ballast check … --no-reduction --workers 1');
    for (const target of targets) bench.say(target);
  },
};

// Memory hardly changes from run to run, so that three tell enough.
function peaksOf(bench: Bench, about: Case): readonly number[] | undefined {
  const [measured] = measuredOrRefused({ ...bench, rounds: 3 }, about, [ballast(about, alone, bench.folder)]) ?? [];
  return measured?.samples.map(({ peakBytes = NaN }) => peakBytes);
}

export const start: Section = {
  name: 'start',
  about: 'what a command takes before it has done anything, over node -e 0',
  run: (bench) => {
    const mine = join(bench.folder, 'mine.ts');
    copyFileSync(fileURLToPath(new URL('../../examples/die-hard.ts', import.meta.url)), mine);
    const cold = join(bench.folder, 'cold');
    const check = (name: string, folder = bench.folder): Command => ({
      ...ballastCommand(['check', name], folder),
      statuses: [0, 12], // Die Hard is solved by violating an invariant.
    });
    const commands: Readonly<Record<string, Command>> = {
      'node -e 0': { words: [process.execPath, '-e', '0'] },
      'ballast check balloon': check('balloon'),
      'ballast check die-hard': check('die-hard'),
      'ballast check ./mine.ts, a copy of it': check(mine),
      'ballast check ./mine.ts, nothing cached': check(mine, cold),
    };
    const rounds = 2 * bench.rounds;
    const times = Object.keys(commands).map((): number[] => []);
    for (let round = 0; round <= rounds; round += 1) {
      Object.values(commands).forEach((command, index) => {
        rmSync(cold, { recursive: true, force: true });
        const { wallMs } = run(command, bench.folder);
        if (round > 0) times[index]?.push(wallMs);
      });
    }
    const [empty = [], smoke = [], dieHard = [], own = [], first = []] = times;
    const rows = Object.keys(commands).map((name, index) => {
      const { median, min, max } = spreadOf(times[index] ?? []);
      return [name, printTime(median), `${printTime(min)} to ${printTime(max)}`];
    });
    bench.say(`\nwhole processes, ${rounds} rounds; modules of bundled specifications come assembled`);
    for (const line of tableLines(rows)) bench.say(`  ${line}`);
    const more = (times: readonly number[], than: readonly number[]): Spread =>
      spreadOf(times.map((ms, round) => (ms - (than[round] ?? NaN)) / 1000));
    const targets = [
      { text: 'smoke check of the balloon, seconds over node -e 0', reached: more(smoke, empty), atMost: 0.4 },
      { text: 'Die Hard, seconds over node -e 0', reached: more(dieHard, empty), atMost: 0.3 },
      { text: "the same as a user's .ts, seconds over the bundled one", reached: more(own, dieHard), atMost: 0.3 },
      { text: 'the same, the first time, seconds over the bundled one', reached: more(first, dieHard), atMost: 0.3 },
    ];
    for (const { text, reached, atMost } of targets) {
      bench.say(targetLine({ number: 5, text, reached, bound: { atMost } }));
    }
  },
};
