// How fast: against SPIN, against C, against the reference engine, one worker against two.

import { compare, measuredOrRefused, of, ratio, type Bench, type Section } from './bench.ts';
import * as cases from './cases.ts';
import { nameOf, nPeterson, oneWord, readersWriters, sizeL, sizeM, sizeS, twoWordsMore, type Case } from './cases.ts';
import { printCount, tableLines, targetLine } from './report.ts';
import { printSpread, printTime, spreadOf } from './statistics.ts';
import {
  ballast,
  collecting,
  collectKinds,
  explorer,
  spin,
  spinModes,
  type SpinMode,
  type Subject,
} from './subjects.ts';

const alone = ['--workers', '1'];

export const againstSpin: Section = {
  name: 'spin',
  about: 'SPIN in its exact modes, on the balloon protocol and two more models; L with --large',
  run: (bench) => {
    if (!bench.hasSpin || !bench.hasCompiler)
      return bench.say('needs spin and gcc: apt-get install spin gcc libc6-dev');
    const cases: readonly Case[] = [sizeM, nPeterson, readersWriters, ...(bench.isLarge ? [sizeL] : [])];
    for (const about of cases) {
      const modes = Object.keys(spinModes) as SpinMode[];
      const peers = modes.map((mode) => spin(about, mode, bench.folder));
      const ours = [ballast(about, alone, bench.folder), ballast(about, ['--workers', '2'], bench.folder)];
      const measured = compare(bench, about, [...ours, ...peers]);
      const [own, , ...others] = measured ?? [];
      if (own === undefined || about !== sizeM) continue;
      const [best] = others
        .filter(({ subject }) => !subject.command.includes('-DNCORE'))
        .sort((a, b) => spreadOf(of(a, 'searchMs')).median - spreadOf(of(b, 'searchMs')).median);
      if (best === undefined) continue;
      const as = `times as fast as ${best.subject.name}, its best exact mode on one core`;
      const search = { text: `search, M, one worker, ${as}`, reached: ratio(best, own, 'searchMs'), atLeast: 5 };
      const whole = { text: `whole command, ${as} (pan alone)`, reached: ratio(best, own, 'wallMs'), atLeast: 3 };
      for (const { text, reached, atLeast } of [search, whole]) {
        bench.say(targetLine({ number: 1, text, reached, bound: { atLeast } }));
      }
    }
  },
};

export const againstC: Section = {
  name: 'c',
  about: 'the explorer written by hand in C, with prefetch and without: the limit of the platform',
  run: (bench) => {
    if (!bench.hasCompiler) return bench.say('needs gcc: apt-get install gcc libc6-dev');
    const measured = compare(bench, sizeM, [
      explorer(sizeM, [], bench.folder),
      explorer(sizeM, ['PREFETCH=0'], bench.folder),
      ballast(sizeM, alone, bench.folder),
    ]);
    const [prefetched, plain, own] = measured ?? [];
    if (prefetched === undefined || plain === undefined || own === undefined) return;
    const bounds = [
      { text: 'search, M, one worker, over C with prefetch', reached: ratio(own, prefetched, 'searchMs'), atMost: 1.6 },
      { text: 'search, M, one worker, over C without prefetch', reached: ratio(own, plain, 'searchMs'), atMost: 1.3 },
    ];
    for (const { text, reached, atMost } of bounds) {
      bench.say(targetLine({ number: 1, text, reached, bound: { atMost } }));
    }
  },
};

export const againstReference: Section = {
  name: 'reference',
  about: 'the reference engine, the plain meaning of a specification',
  run: (bench) => {
    compare(bench, sizeS, [
      ballast(sizeS, alone, bench.folder),
      ballast(sizeS, ['--engine', 'reference'], bench.folder),
    ]);
  },
};

export const collectingCost: Section = {
  name: 'collect',
  about: 'what it costs to count transitions and the clauses of guards, over the same search without',
  run: (bench) => {
    for (const about of [cases.balloonSpecification, sizeM, cases.ticketlockLess]) {
      const kinds = Object.keys(collectKinds) as (keyof typeof collectKinds)[];
      compare(
        bench,
        about,
        kinds.map((kind) => collecting(about, kind, bench.folder)),
      );
    }
  },
};

export const oneAgainstTwo: Section = {
  name: 'workers',
  about: 'one worker against two, at all sizes',
  run: (bench) => {
    const cases = [...oneWord, twoWordsMore];
    bench.say('\nsearch and process of one worker over those of two: above 1 two are faster');
    const rows = cases.flatMap((about) => speedUp(bench, about));
    const head = ['', 'distinct', 'one', 'two', 'search 1 / 2', 'process 1 / 2'];
    for (const line of tableLines([head, ...rows.map(({ cells }) => cells)])) bench.say(`  ${line}`);
    bench.say(`  $ ballast check balloon-protocol --set pages=… --no-reduction --workers 1, and --workers 2`);
    for (const { target } of rows) bench.say(target);
  },
};

function speedUp(bench: Bench, about: Case): readonly { readonly cells: readonly string[]; readonly target: string }[] {
  const subjects: readonly Subject[] = [1, 2].map((workers) =>
    ballast(about, ['--workers', String(workers)], bench.folder),
  );
  const [one, two] = measuredOrRefused(bench, about, subjects) ?? [];
  if (one === undefined || two === undefined) return [];
  const { distinct } = about.counts;
  const [search, process] = [ratio(one, two, 'searchMs'), ratio(one, two, 'wallMs')];
  const times = [one, two].map((each) => printTime(spreadOf(of(each, 'searchMs')).median));
  const isLarge = distinct >= 5_000_000;
  return [
    {
      cells: [nameOf(about), printCount(distinct), ...times, printSpread(search), printSpread(process)],
      target: targetLine({
        number: 4,
        text: `two workers, ${isLarge ? 'search' : 'whole command'}, times as fast as one, ${printCount(distinct)} states`,
        reached: isLarge ? search : process,
        // Small checks never wake the second worker: how far two runs of one command lie apart, the spread says.
        bound: { atLeast: isLarge ? 1.6 : 1 },
      }),
    },
  ];
}
