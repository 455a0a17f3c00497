// A bundled specification whose text was edited after it was built.

import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../checker/index.ts';
import { editedText, pointedToText } from '../../src/load/edited-text.ts';
import { folderOf } from './folder.ts';

const built = 1_700_000_000;

/** A checkout in which these were edited after the build. */
function checkout(...edited: readonly string[]): { readonly path: string; readonly compiled: string } {
  const texts = ['spec/balloon.ts', 'spec/balloon/mutants.ts', 'spec/other.ts'];
  const { path } = folderOf(Object.fromEntries([...texts, 'dist/spec/balloon.js'].map((name) => [name, ''])));
  for (const name of texts) utimesSync(join(path, name), built, edited.includes(name) ? built + 60 : built - 60);
  utimesSync(join(path, 'dist/spec/balloon.js'), built, built);
  return { path, compiled: join(path, 'dist/spec/balloon.js') };
}

describe('a bundled specification', () => {
  it('is known to be older than its text, or than a part of it', () => {
    const { path, compiled } = checkout('spec/balloon.ts');
    expect(editedText(compiled)).toBe(join(path, 'spec/balloon.ts'));
    const part = checkout('spec/balloon/mutants.ts');
    expect(editedText(part.compiled)).toBe(join(part.path, 'spec/balloon.ts'));
  });

  it('is the same as its text where that is older, or is not there', () => {
    expect(editedText(checkout('spec/other.ts').compiled)).toBeUndefined();
    const { path } = folderOf({ 'dist/spec/balloon.js': '' });
    expect(editedText(join(path, 'dist/spec/balloon.js'))).toBeUndefined();
    expect(editedText(join(checkout('spec/balloon.ts').path, 'spec/balloon.ts'))).toBeUndefined();
  });

  it('says of what it has not that its text was edited since', () => {
    const error = new UsageError("balloon has no mutant 'N1'", { mend: "did you mean 'M1'?" });
    const { path, compiled } = checkout('spec/balloon.ts');
    const told = pointedToText(error, compiled, 'balloon', path);
    expect(told).toBeInstanceOf(UsageError);
    expect((told as UsageError).message).toBe(`balloon has no mutant 'N1'
  did you mean 'M1'?
  ./spec/balloon.ts was edited since 'balloon' was built: write ./spec/balloon.ts for the text, or npm run build`);
    mkdirSync(join(path, 'elsewhere'));
    expect((pointedToText(error, compiled, 'balloon', join(path, 'elsewhere')) as UsageError).mend).toContain(
      `write ${join(path, 'spec/balloon.ts')} for the text`,
    );
    expect(pointedToText(error, checkout().compiled, 'balloon', path)).toBe(error);
  });
});
