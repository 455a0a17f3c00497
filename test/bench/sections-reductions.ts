// How fast where states that only say the same again are left out: against Rumur with symmetry, and SPIN with partial order reduction.
// Each keeps as many states as its way to reduce does, so what is compared is the time to the same answer, not the time for each state.

import { measuredOrRefused, of, ratio, type Bench, type Section } from './bench.ts';
import { nameOf, sizeL, sizeM, type Case } from './cases.ts';
import { printCount, tableLines, targetLine, type Target } from './report.ts';
import type { Measured } from './rounds.ts';
import { printSpread, printTime, ratiosOf, spreadOf, type Spread } from './statistics.ts';
import {
  ballast,
  ballastReduced,
  once,
  rumur,
  spinReduced,
  spinReducedModes,
  type SpinReducedMode,
  type Subject,
} from './subjects.ts';

const symmetryAlone = ['--no-dead-locals', '--no-por', '--no-chains'];

export const reductions: Section = {
  name: 'reductions',
  about:
    'with reductions: Rumur with symmetry, SPIN with partial order reduction, all of them on M and L; --large: the slow ones in all rounds',
  run: (bench) => {
    if (!bench.hasSpin || !bench.hasRumur || !bench.hasCompiler) {
      return bench.say('needs spin, rumur and gcc: apt-get install spin rumur gcc libc6-dev');
    }
    for (const about of [sizeM, sizeL]) compareReduced(bench, about);
  },
};

function compareReduced(bench: Bench, about: Case): void {
  bench.say(`\n${nameOf(about)}: ${printCount(about.counts.distinct)} states where nothing is left out`);
  const { own, rumurs, spins, others } = subjectsOf(bench, about);
  const measured = measuredOrRefused(bench, about, [...own, ...rumurs, ...spins, ...others]);
  const [first] = measured ?? [];
  if (measured === undefined || first === undefined) return;
  const rows = measured.map((each) => [
    each.subject.name,
    printCount(each.samples[0]?.counts.distinct ?? NaN),
    tellsSearch(each) ? printTime(spreadOf(of(each, 'searchMs')).median) : '',
    printTime(spreadOf(of(each, 'wallMs')).median),
    each === first || !tellsSearch(each) ? '' : printSpread(ratio(each, first, 'searchMs')),
    each === first ? '' : printSpread(ratio(each, first, 'wallMs')),
    each.subject.buildMs === undefined ? '' : printTime(each.subject.buildMs),
  ]);
  const head = ['', 'states', 'search', 'process', 'search / Ballast', 'process / the same', 'to build'];
  for (const line of tableLines([head, ...rows])) bench.say(`  ${line}`);
  for (const { subject, samples } of measured) {
    const [told] = samples;
    if (subject.known !== undefined && told?.counts.reductions !== undefined) {
      bench.say(`  ${subject.name}: reduced by ${told.counts.reductions || 'nothing'}`);
    }
  }
  for (const { subject } of measured) bench.say(`  $ ${subject.command}`);

  const best = (subjects: readonly Subject[]): Measured | undefined =>
    measured
      .filter(({ subject }) => subjects.includes(subject))
      .sort((a, b) => spreadOf(of(a, 'wallMs')).median - spreadOf(of(b, 'wallMs')).median)[0];
  sayTargets(bench, about, first, [best(rumurs), best(spins)]);
}

/** The first is what a user gets who asks for nothing. */
function subjectsOf({ folder, isLarge }: Bench, about: Case) {
  const slow = (subject: Subject): Subject => (isLarge ? subject : once(subject));
  const slowAtL = (subject: Subject): Subject => (about === sizeL ? slow(subject) : subject);
  const orbits = { ...about.murphi?.known.exhaustive, full: about.counts.distinct, reductions: 'symmetry' };
  const anything = {};
  const own = [
    ...[[], ['--workers', '1'], ['--workers', '2']].map((words) => ballastReduced(about, words, anything, folder)),
    ...[1, 2].map((workers) => ballastReduced(about, [...symmetryAlone, '--workers', String(workers)], orbits, folder)),
  ];
  const rumurs = [1, 2].map((threads) => rumur(about, 'heuristic', threads, folder));
  const modes = Object.keys(spinReducedModes) as SpinReducedMode[];
  const spins = modes.map((mode) => slowAtL(spinReduced(about, mode, folder)));
  const nothing = ballast(about, ['--workers', '1'], folder);
  const others = [rumur(about, 'exhaustive', 1, folder), { ...nothing, name: `${nothing.name} --no-reduction` }];
  return { own, rumurs, spins, others: others.map(slowAtL) };
}

function tellsSearch({ samples }: Measured): boolean {
  return samples.every(({ searchMs }) => searchMs !== undefined);
}

function sayTargets(bench: Bench, about: Case, own: Measured, peers: readonly (Measured | undefined)[]): void {
  const [size, searchMost] = about === sizeM ? ['M', 0.09] : ['L', 0.25];
  const seconds = (name: 'searchMs' | 'wallMs') => spreadOf(of(own, name).map((ms) => ms / 1000));
  const say = (text: string, reached: Spread, bound: Target['bound']): void =>
    bench.say(targetLine({ number: 6, text: `${text}, ${size}`, reached, bound }));
  say('seconds of the search', seconds('searchMs'), { atMost: searchMost });
  if (about === sizeM) return say('seconds of the whole command', seconds('wallMs'), { atMost: 0.4 });
  for (const peer of peers) {
    if (peer === undefined) continue;
    const as = `times as fast as ${peer.subject.name}`;
    // A verifier in C has nothing else to do than to search: where it does not tell how long that takes, it is the whole process.
    const searched = of(peer, tellsSearch(peer) ? 'searchMs' : 'wallMs');
    say(`search, ${as}`, spreadOf(ratiosOf(searched, of(own, 'searchMs'))), { atLeast: 3 });
    say(`whole command, ${as} (the verifier alone)`, ratio(peer, own, 'wallMs'), { atLeast: 3 });
  }
}
