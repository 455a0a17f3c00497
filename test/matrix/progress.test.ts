// How far a matrix is, in one line.

import { describe, expect, it } from 'vitest';
import { matrixProgress } from '../../src/report/matrix-progress.ts';

describe('the progress of a matrix', () => {
  it('says how many suites are checked, which are being checked, and how far those are that take long', () => {
    const shown: string[] = [];
    const progress = matrixProgress({ progress: (line) => void shown.push(line) }, 3);
    progress.begun('one');
    progress.begun('two, larger');
    progress.searching('one', 'level 12: 1,204 distinct');
    progress.answered('one');
    progress.show();
    // A search that is over has nothing more to say.
    progress.searching('one', '');
    progress.answered('two, larger');
    progress.show();
    progress.end();
    expect(shown).toEqual([
      '0 of 3 checked; checking one',
      '0 of 3 checked; checking one; two, larger',
      '0 of 3 checked; checking one (level 12: 1,204 distinct); two, larger',
      '1 of 3 checked; checking two, larger',
      '2 of 3 checked',
      '',
    ]);
  });

  it('is silent where nobody looks on', () => {
    const progress = matrixProgress({ progress: undefined }, 1);
    expect(() => {
      progress.begun('one');
      progress.answered('one');
      progress.end();
    }).not.toThrow();
  });
});
