// How far the variants are, in one line.

import { describe, expect, it } from 'vitest';
import { necessityProgress } from '../../src/report/necessity-progress.ts';

describe('the progress of necessity', () => {
  it('says how many are judged, how long the rest may take, and which are being judged', () => {
    const shown: string[] = [];
    let ms = 0;
    const progress = necessityProgress({ progress: (line) => void shown.push(line) }, 9, () => ms);
    progress.begun('drop up');
    progress.begun('drop down');
    progress.searching('drop up', 'level 12: 1,204 distinct');
    for (const name of ['drop up', 'drop down', 'a', 'b']) progress.answered(name);
    ms = 8000;
    progress.show();
    progress.begun('c');
    ms = 400_000;
    progress.begun('d');
    progress.searching('nobody', 'is not shown');
    progress.end();
    expect(shown).toEqual([
      '0 of 9 judged; judging drop up',
      '0 of 9 judged; judging drop up | drop down',
      '0 of 9 judged; judging drop up (level 12: 1,204 distinct) | drop down',
      '4 of 9 judged, about 10.0 s left',
      '4 of 9 judged, about 8.0 s left; judging c',
      '4 of 9 judged, about 5 min 20 s left; judging c | d',
      '',
    ]);
  });

  it('is silent where nobody looks on', () => {
    const progress = necessityProgress({ progress: undefined }, 1);
    expect(() => {
      progress.begun('one');
      progress.answered('one');
      progress.show();
      progress.end();
    }).not.toThrow();
  });
});
