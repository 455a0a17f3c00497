// What is measured: specifications with their constants, and where they have twins, how to build those.

import type { Counts } from './output.ts';

export interface Case {
  readonly model: string;
  readonly set: Readonly<Record<string, number | boolean>>;
  /** What everybody must find. */
  readonly counts: { readonly distinct: number; readonly generated: number };
  readonly promela?: {
    readonly file: string;
    readonly defines: readonly string[];
    /** `-m`: more than the deepest path that a depth-first search meets. */
    readonly depthMost: number;
    /** `-w`: logarithm of the number of slots; SPIN's own default is 24. */
    readonly slotsLog: number;
  };
  readonly murphi?: {
    readonly file: string;
    /** What stands for each of its marks. */
    readonly marks: Readonly<Record<string, string>>;
    /** What a verifier counts that keeps one state of an orbit, and Rumur's, which may keep several; where that is known. */
    readonly known: { readonly exhaustive: Partial<Counts>; readonly heuristic: Partial<Counts> };
  };
  /** Macros for explorer.c. */
  readonly c?: readonly string[];
}

/** The balloon protocol, which also exists in Promela, in Murphi and in C. */
export function balloon(
  [pages, inflaters, deflaters, compactors]: readonly [number, number, number, number],
  counts: Case['counts'],
  known: NonNullable<Case['murphi']>['known'] = { exhaustive: {}, heuristic: {} },
): Case {
  const defines = [`P=${pages}`, `NI=${inflaters}`, `ND=${deflaters}`, `NC=${compactors}`];
  const sorts = { PT: pages, IT: inflaters, DT: deflaters, CT: compactors };
  const marks = {
    '@P@': String(pages),
    '@NI@': String(inflaters),
    '@ND@': String(deflaters),
    '@NC@': String(compactors),
    '@BUG@': '0',
    ...Object.fromEntries(Object.entries(sorts).map(([name, size]) => [`@${name}@`, `scalarset(${size})`])),
    '--@CNT@': '',
  };
  const isLarge = pages > 4;
  return {
    model: 'balloon-protocol',
    set: { pages, inflaters, deflaters, compactors },
    counts,
    promela: { file: 'balloon.pml', defines, depthMost: isLarge ? 8_000_000 : 400_000, slotsLog: isLarge ? 26 : 24 },
    murphi: { file: 'balloon.m', marks, known },
    c: defines,
  };
}

/** Where hardly anything is explored: what a process needs anyway. */
export const tinyBalloon = balloon([1, 1, 1, 1], { distinct: 132, generated: 254 });

/** One word a state, smallest first. S is the smoke check, M what the targets are about. */
export const sizeS = balloon([2, 1, 1, 2], { distinct: 16_959, generated: 52_451 });
export const sizeM = balloon(
  [4, 1, 1, 2],
  { distinct: 1_369_393, generated: 4_723_639 },
  {
    // As many as a count of orbits by trying all permutations of every state.
    exhaustive: { distinct: 33_497, generated: 118_093 },
    heuristic: { distinct: 33_783, generated: 118_992 },
  },
);
export const oneWordMore = balloon([4, 2, 1, 2], { distinct: 3_277_425, generated: 12_382_715 });
export const oneWord: readonly Case[] = [
  balloon([3, 1, 1, 1], { distinct: 7097, generated: 17_318 }),
  sizeS,
  balloon([3, 1, 1, 2], { distinct: 178_574, generated: 588_215 }),
  sizeM,
  oneWordMore,
];

/** Two words a state: only so can the balloon protocol have 2·10^7 states. */
export const twoWordsMillion = balloon([5, 2, 2, 1], { distinct: 1_348_178, generated: 5_000_339 });
export const twoWordsMore = balloon([5, 1, 1, 2], { distinct: 8_554_920, generated: 30_554_325 });
export const sizeL = balloon(
  [5, 2, 1, 2],
  { distinct: 24_186_220, generated: 96_503_705 },
  {
    exhaustive: { distinct: 80_690, generated: 350_692 },
    heuristic: { distinct: 84_579, generated: 364_490 },
  },
);
export const twoWords: readonly Case[] = [
  balloon([6, 1, 1, 1], { distinct: 578_085, generated: 1_614_997 }),
  twoWordsMillion,
  twoWordsMore,
  sizeL,
];

export const nPeterson: Case = {
  model: 'n-peterson',
  set: { procs: 5 },
  counts: { distinct: 628_868, generated: 3_144_341 },
  promela: { file: 'n-peterson.pml', defines: ['N=5'], depthMost: 400_000, slotsLog: 24 },
};

export const readersWriters: Case = {
  model: 'readers-writers',
  set: { actors: 4 },
  counts: { distinct: 2_192_020, generated: 7_069_237 },
  promela: { file: 'readers-writers.pml', defines: ['N=4'], depthMost: 400_000, slotsLog: 24 },
};
export const tinyReadersWriters: Case = {
  model: 'readers-writers',
  set: { actors: 1 },
  counts: { distinct: 15, generated: 29 },
};

/** One word a state and more than 10^7 of them. */
export const ticketlock: Case = {
  model: 'ticketlock',
  set: { procs: 5, max: 4, trylock: true },
  counts: { distinct: 12_284_000, generated: 59_288_801 },
};
export const ticketlockLess: Case = {
  model: 'ticketlock',
  set: { procs: 4, max: 3, trylock: true },
  counts: { distinct: 551_360, generated: 2_199_297 },
};
export const tinyTicketlock: Case = {
  model: 'ticketlock',
  set: { procs: 2, max: 1, trylock: true },
  counts: { distinct: 840, generated: 1777 },
};

/** The specification itself, statement by statement. */
export const balloonSpecification: Case = {
  model: 'balloon',
  set: { pages: 3, scanners: 2 },
  counts: { distinct: 419_517, generated: 1_464_710 },
};

/** `balloon-protocol pages=4 inflaters=1 …` */
export function nameOf({ model, set }: Case): string {
  return [model, ...Object.entries(set).map(([name, value]) => `${name}=${value}`)].join(' ');
}
