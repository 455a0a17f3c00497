// A test for each property, witness and mutant of the specification, and one for what this project counts on.

import { check } from 'ballast/ci';
import { checkAll } from 'ballast/vitest';
import { expect, it } from 'vitest';
import lock from './lock.ts';

checkAll(lock);

it('lets no two CPUs in, however many there are', async () => {
  await expect(check(lock, { set: { cpus: 4 } })).toHold();
});
