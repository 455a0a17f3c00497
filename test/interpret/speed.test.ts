// A floor, not a measure: the reference explorer does some 30,000 generated states a second on this model when nothing else runs.

import { expect, it } from 'vitest';
import { explore } from 'ballast';
import { balloon } from '../bench/balloon.ts';

it('the reference explorer generates thousands of states in a second of processor time', async () => {
  const specification = balloon.build({ set: { pages: 2 } });
  const before = process.cpuUsage();
  const { counts } = await explore(specification);
  const seconds = process.cpuUsage(before).user / 1e6;
  expect(counts).toMatchObject({ statesGenerated: 52_451, statesDistinct: 16_959, depth: 52 });
  expect(counts.statesGenerated / seconds).toBeGreaterThan(4_000);
}, 60_000);
