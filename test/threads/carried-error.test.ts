// Errors on their way from one thread to another: told there as they would have been told where they were thrown.

import { describe, expect, it } from 'vitest';
import { InternalError, SpecError, UsageError } from '../../checker/index.ts';
import { arrived, carry } from '../../src/threads/carried-error.ts';
import { renderError } from '../../src/report/errors.ts';

const place = { file: '/tmp/mine.ts', line: 3, column: 7, text: 'owner.becomes(c)' };

describe('an error that is carried to another thread', () => {
  it.each<readonly [string, unknown]>([
    ['a SpecError with its places', new SpecError('two new values', { places: [place, place], mend: 'split it' })],
    ['a UsageError', new UsageError('there is no such thing', { mend: 'name another' })],
    ['an InternalError', new InternalError('they differ')],
    ['one of another program', new TypeError('x is not a function')],
    ['a lack of memory', new RangeError('WebAssembly.Memory(): could not allocate memory')],
    ['what is no error', 'a text'],
    ['nothing', undefined],
  ])('is told as it was thrown: %s', (_, thrown) => {
    const there = arrived(structuredClone(carry(thrown)));
    for (const debug of [false, true]) {
      const view = { cwd: '/', debug };
      expect(renderError(there, view)).toEqual(renderError(thrown, view));
    }
  });
});
