import { SourceMap } from 'node:module';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { truthTests } from '../../src/vite/index.ts';

const { transform } = truthTests();

const source = `import { all, type Bool } from 'ballast';

export const chosen = (a: Bool, b: Bool | undefined, isOn: boolean): unknown => {
  if (isOn && (a as Bool)) return all(a, b ?? a);
  return !a ? [a!] : ((a || b) ? b : a);
};
`;

/** Which place of the source each occurrence of a word in the transformed text is mapped to. */
function placesOf(word: string): readonly string[] {
  const { code, map } = transform(source, '/mine/spec.ts') ?? { code: '', map: undefined };
  const read = new SourceMap(map as never);
  return code.split('\n').flatMap((line, index) =>
    [...line.matchAll(new RegExp(`\\b${word}\\b`, 'g'))].map(({ index: column }) => {
      const entry = read.findEntry(index, column) as { readonly originalLine: number; readonly originalColumn: number };
      return source.split('\n')[entry.originalLine]?.slice(entry.originalColumn) ?? '';
    }),
  );
}

describe('the plugin for vite', () => {
  it('hands each tested value to the check, with what is to be said of it, and changes nothing else', () => {
    const code = transform(source, '/mine/spec.ts')?.code ?? '';
    expect(parseSync('spec.ts', code).errors).toEqual([]);
    const tested =
      /__ballast_tested__\(|, "for (?:truth|null) by (?:[^"\\]|\\.)*", "(?:[^"\\]|\\.)*", "\/mine\/spec.ts", \d+, \d+, "(?:[^"\\]|\\.)*"\)/g;
    expect(code.match(tested)).toHaveLength(2 * 6);
    expect(code.replaceAll(tested, '').replace(/^import \{ tested .*? 'ballast:truth-check';/, '')).toBe(source);
    expect(code).toContain(
      `__ballast_tested__(b, "for null by ??", "write ifThenElse(b.is(none), a, b.value())", "/mine/spec.ts", 4, 42, "b ?? a")`,
    );
  });

  it('keeps the places of all that was written', () => {
    for (const word of ['chosen', 'isOn', 'if', 'all', 'return', 'Bool', 'a', 'b']) {
      const isThere = new RegExp(`^${word}\\b`);
      // The word stands in what is to be said of a test, too, which is mapped to where that is.
      const written = source.match(new RegExp(`\\b${word}\\b`, 'g')) ?? [];
      const mapped = placesOf(word).filter((place) => isThere.test(place));
      expect(mapped.length).toBeGreaterThanOrEqual(written.length);
    }
  });

  it('leaves alone what is none of its business, and what is no TypeScript', () => {
    const test = 'export const x = a || b;\n';
    expect(transform(test, '/mine/spec.ts')).toBe(undefined);
    const ours = `import { all } from 'ballast';\n${test}`;
    expect(transform(ours, '/mine/spec.ts?v=1')).not.toBe(undefined);
    expect(transform(ours, '/mine/spec.css')).toBe(undefined);
    expect(transform(ours, '/mine/node_modules/spec.js')).toBe(undefined);
    expect(transform(`${ours}const = ;\n`, '/mine/spec.ts')).toBe(undefined);
    expect(transform("import { all } from 'ballast';\n", '/mine/spec.ts')).toBe(undefined);
  });
});
