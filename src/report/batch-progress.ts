// How far many checks are that run beside each other, in one line on standard error that the next one replaces. In which words it is said, each
// command knows.

import type { Terminal } from '../terminal.ts';

export interface BatchProgress {
  readonly begun: (label: string) => void;
  /** How far its search is; '' takes that away. */
  readonly searching: (label: string, line: string) => void;
  readonly answered: (label: string) => void;
  /** Again, after something was printed. */
  readonly show: () => void;
  readonly end: () => void;
}

/** What is done, and the labels of what is being done, each with how far its search is. */
export interface Batch {
  readonly done: number;
  readonly running: readonly string[];
}

/** Shows nothing where nobody watches. */
export function batchProgress(
  { progress: line }: Pick<Terminal, 'progress'>,
  said: (batch: Batch) => string,
): BatchProgress {
  const searches = new Map<string, string>();
  let done = 0;
  const show = (): void => {
    const running = [...searches].map(([label, search]) => (search === '' ? label : `${label} (${search})`));
    line?.(said({ done, running }));
  };
  return {
    begun: (label) => {
      searches.set(label, '');
      show();
    },
    searching: (label, search) => {
      if (!searches.has(label)) return;
      searches.set(label, search);
      show();
    },
    answered: (label) => {
      searches.delete(label);
      done += 1;
    },
    show,
    end: () => line?.(''),
  };
}
