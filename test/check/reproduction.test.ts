// A mistake of the checker itself is told as one, and leaves behind what it takes to see it again.

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InternalError } from '../../checker/index.ts';
import { reported } from '../../src/check/reproduction.ts';

const reproduction = {
  command: 'ballast check mine.ts',
  specification: 'mine',
  treeHash: '0123456789abcdef',
  constants: { pages: 2 },
  edits: [],
};

describe('an internal error', () => {
  it('is written down beside where the command was given', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ballast-'));
    const error = reported(new InternalError('the engines disagree'), reproduction, folder);
    const file = join(folder, 'ballast-internal-error-0123456789abcdef.json');
    expect(error.message).toContain('the engines disagree');
    expect(error.mend).toContain(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ error: 'the engines disagree', ...reproduction });
  });

  it('is written among temporary files where that folder cannot be written', () => {
    const error = reported(new InternalError('wrong'), reproduction, '/nowhere/at/all');
    expect(error.mend).toContain(tmpdir());
  });
});
