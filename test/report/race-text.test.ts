import { describe, expect, it } from 'vitest';
import { ascii, changeText, isWithin, placeText } from '../../src/report/race-text.ts';
import { foldRow } from '../../src/report/race-table.ts';
import { change } from './race-results.ts';

describe('the words of a race table', () => {
  it.each([
    [changeText(change('lock', 'free', 'held by cpu0'), 'cpu0'), 'takes lock'],
    [changeText(change('lock', 'free', 'held by cpu1'), 'cpu0'), 'lock free -> held by cpu1'],
    [changeText(change('flag', 'false', 'true'), 'cpu0'), 'flag = true'],
    [changeText(change('page', 'unset', 'page0'), 'cpu0'), 'page = page0'],
    [placeText('lru[p]', [{ name: 'p', value: 'page0' }]), 'lru[page0]'],
    [
      placeText('lru[pfns[d]]', [
        { name: 'd', value: 'dev0' },
        { name: 'pfns[d]', value: 'page1' },
      ]),
      'lru[page1]',
    ],
    [ascii('é → “x”\n'), String.raw`\u{e9} -> "x" `],
  ])('are %s', (said, wanted) => {
    expect(said).toBe(wanted);
  });

  it.each([
    ['pc[cpu0]', 'pc[every cpu]', true],
    ['pc[cpu0].next', 'pc[every cpu]', true],
    ['pc', 'pc[every cpu]', true],
    ['pc[cpu0]', 'pc[cpu1]', false],
    ['pcs[cpu0]', 'pc[every cpu]', false],
    ['lru[page0]', 'lru', true],
    ['a.b', 'a.bc', false],
  ])('know whether %s is within %s', (place, initial, isIt) => {
    expect(isWithin(place, initial)).toBe(isIt);
  });

  it('fold at the arrow, before the values, then at blanks, and at last within a word', () => {
    const row = (piece: string, width: number) =>
      foldRow({ depth: 0, pieces: ['name:', piece] }, width, width).slice(1);
    expect(row('lru[page0] balloon(dev0) -> unlinked', 30)).toEqual(['  lru[page0] balloon(dev0)', '    -> unlinked']);
    expect(row('isolated_pages[dev0] 0 -> 1', 25)).toEqual(['  isolated_pages[dev0]', '    0 -> 1']);
    expect(row('pagelockflag = true', 18)).toEqual(['  pagelockflag', '    = true']);
    expect(row('abcdefghijklmnopqrstuvwxyz', 24)).toEqual(['  abcdefghijklmnopqrst', '    uvwxyz']);
  });
});
