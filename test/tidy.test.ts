// Small habits that are easier kept than mended: short files, no `any`, no marks left behind, no test left out.

import { describe, expect, it } from 'vitest';
import { parseSource, readSources, type SourceTree } from './source-file.ts';

const lineCountMost = 400;
const markLeftBehind = /\b(?:TODO|FIXME|XXX|HACK)\b/;
const testLeftOut = /^(?:it|test|describe)\.(?:skip|only|todo)\b/;

/** One line for each untidy place, in the order of the files. */
function untidyPlaces(sources: SourceTree): string[] {
  return [...sources].flatMap(([path, text]) => {
    const file = parseSource(path, text);
    return [
      ...(file.lineCount > lineCountMost ? [`${path} has ${file.lineCount} lines: look for the seam`] : []),
      ...file.anyLines.map((line) => `${path}:${line} says any: unknown at the doors, any nowhere`),
      ...file.comments
        .filter((comment) => markLeftBehind.test(comment.text))
        .map((comment) => `${path}:${comment.line} leaves a mark: ${comment.text.trim()}`),
      ...file.members
        .filter((member) => testLeftOut.test(member.text))
        .map((member) => `${path}:${member.line} leaves tests out: ${member.text}`),
    ];
  });
}

describe('the sources', () => {
  it('are tidy', () => {
    expect(untidyPlaces(readSources())).toEqual([]);
  });

  it('would be told where they are not', () => {
    const tree = new Map([
      ['src/long.ts', '\n'.repeat(401)],
      ['src/long-enough.ts', '\n'.repeat(400)],
      ['src/loose.ts', 'export const any = 1;\nexport let loose: any;\n// TODO: mend\nexport const text = "FIXME";\n'],
      ['test/part.test.ts', "describe.skip('all', () => {});\nit.only.each([1])('one', () => {});\nit.each([1]);\n"],
    ]);
    expect(untidyPlaces(tree)).toEqual([
      'src/long.ts has 401 lines: look for the seam',
      'src/loose.ts:2 says any: unknown at the doors, any nowhere',
      'src/loose.ts:3 leaves a mark: TODO: mend',
      'test/part.test.ts:1 leaves tests out: describe.skip',
      'test/part.test.ts:2 leaves tests out: it.only.each',
      'test/part.test.ts:2 leaves tests out: it.only',
    ]);
  });
});
