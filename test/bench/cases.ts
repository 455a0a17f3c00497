// What is measured: specifications with their constants, and where they have twins, how to build those.

export interface Case {
  readonly model: string;
  readonly set: Readonly<Record<string, number | boolean>>;
  readonly promela?: {
    readonly file: string;
    readonly defines: readonly string[];
    /** `-m`: more than the deepest path that a depth-first search meets. */
    readonly depthMost: number;
    /** `-w`: logarithm of the number of slots; SPIN's own default is 24. */
    readonly slotsLog: number;
  };
  /** Macros for explorer.c. */
  readonly c?: readonly string[];
}

/** The balloon protocol, which also exists in Promela and in C. */
export function balloon(pages: number, inflaters: number, deflaters: number, compactors: number): Case {
  const defines = [`P=${pages}`, `NI=${inflaters}`, `ND=${deflaters}`, `NC=${compactors}`];
  const isLarge = pages > 4;
  return {
    model: 'balloon-protocol',
    set: { pages, inflaters, deflaters, compactors },
    promela: { file: 'balloon.pml', defines, depthMost: isLarge ? 8_000_000 : 400_000, slotsLog: isLarge ? 26 : 24 },
    c: defines,
  };
}

/** The sizes by the names they have in the notes: S is the smoke check, M takes one word, L two. */
export const sizes = { S: balloon(2, 1, 1, 2), M: balloon(4, 1, 1, 2), L: balloon(5, 2, 1, 2) };

export const nPeterson: Case = {
  model: 'n-peterson',
  set: { procs: 5 },
  promela: { file: 'n-peterson.pml', defines: ['N=5'], depthMost: 400_000, slotsLog: 24 },
};

export const readersWriters: Case = {
  model: 'readers-writers',
  set: { actors: 4 },
  promela: { file: 'readers-writers.pml', defines: ['N=4'], depthMost: 400_000, slotsLog: 24 },
};

/** `balloon-protocol pages=4 inflaters=1 …` */
export function nameOf({ model, set }: Case): string {
  return [model, ...Object.entries(set).map(([name, value]) => `${name}=${value}`)].join(' ');
}
