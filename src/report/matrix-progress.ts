// How far a matrix is, in one line on standard error that the next one replaces: how many suites are checked, which are being checked, and how
// far those searches are that take long.

import type { Terminal } from '../terminal.ts';

export interface MatrixProgress {
  readonly begun: (label: string) => void;
  /** How far its search is; '' takes that away. */
  readonly searching: (label: string, line: string) => void;
  readonly answered: (label: string) => void;
  /** Again, after something was printed. */
  readonly show: () => void;
  readonly end: () => void;
}

/** Shows nothing where nobody watches. `total`: how many suites there are. */
export function matrixProgress({ progress: line }: Pick<Terminal, 'progress'>, total: number): MatrixProgress {
  const running = new Map<string, string>();
  let done = 0;
  const show = (): void => {
    const labels = [...running].map(([label, search]) => (search === '' ? label : `${label} (${search})`));
    line?.(`${done} of ${total} checked${labels.length === 0 ? '' : `; checking ${labels.join('; ')}`}`);
  };
  return {
    begun: (label) => {
      running.set(label, '');
      show();
    },
    searching: (label, search) => {
      if (!running.has(label)) return;
      running.set(label, search);
      show();
    },
    answered: (label) => {
      running.delete(label);
      done += 1;
    },
    show,
    end: () => line?.(''),
  };
}
