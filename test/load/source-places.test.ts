import { execFileSync } from 'node:child_process';
import type { SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { createJiti } from 'jiti';
import { describe, expect, it } from 'vitest';
import { mapPlaces } from '../../src/load/source-places.ts';
import { runFile } from '../../src/load/user-file.ts';
import { folderOf } from './folder.ts';

// Notes where its caller stands, in the words of the stack: from the file's name on.
const note = `export const places = [];
export const note = (value) => {
  const [, frame] = new Error().stack.split('\\n').filter((line) => line.includes('/mine.'));
  places.push((frame ?? new Error().stack.split('\\n').find((line) => line.includes('/mine.'))).replace(/^.*mine\\.m?[tj]s:|\\)$/g, ''));
  return value ?? words;
};
export const words = { note, at: (value) => note(value), is: { not: () => note(1) } };
export default note;
`;

const calls = `import standard, { note, places, words } from './note.mjs';
import * as all from './note.mjs';
const flag = note(1) || note(2);   note(3); const also = flag && !note(4);
const made = [1, 2].map((each) => note(each)), { at } = words;
/* a comment */ words.at(1); words . at ( words.at(2) ); words
  .note()
  .at(also ? note(5) : words.is.not());
class Box {
  full = note(6);
  get value() { return this.full ? words.is.not() : note(7); }
  static { if (note(8)) all.note(9); }
}
for (let i = 0; note(i) < 2 && words.note(i) < 2; i += 1) at(\`\${note('text')}\`);
new Box().value; standard(10); void (async () => { await null; })(), words.is?.not(); new (note(Box))();
export { places as default };
`;

describe('a stack through a loaded file', () => {
  it('stands where it stands when Node runs the file as it is', async () => {
    const folder = folderOf({ 'mine.mjs': calls, 'note.mjs': note });
    const print = "import('./mine.mjs').then((file) => console.log(JSON.stringify(file.default)))";
    const native: unknown = JSON.parse(
      execFileSync(process.execPath, ['-e', print], { cwd: folder.path, encoding: 'utf8' }),
    );
    const { exports } = await runFile(join(folder.path, 'mine.mjs'), { cache: folder.cache });
    expect(exports['default']).toEqual(native);
  });

  it('stands in TypeScript where the types are', async () => {
    const text = `interface Deep<T> { readonly deep: T }
const stack = (): string[] => new Error().stack?.split('\\n').slice(2) ?? [];

export const plain: string[] = (stack as () => string[])();
enum Kind { one, two }
export default function called<T extends Kind>(deep: Deep<T>): string[] { const kind: Kind = deep.deep; return kind === Kind.one ? stack() : []; }
export const inside = called<Kind.one>({ deep: Kind.one });
`;
    const folder = folderOf({ 'mine.ts': text });
    const file = join(folder.path, 'mine.ts');
    const { exports } = await runFile(file, { cache: folder.cache });
    expect(exports['plain']).toContain(`    at ${file}:4:33`);
    expect(exports['inside']).toEqual(expect.arrayContaining([`    at called (${file}:6:132)`, `    at ${file}:7:23`]));
  });

  it('stands in the source of a compiled file, found from the file that runs', () => {
    const folder = folderOf({});
    const source = 'type A = 1;\n  export const stack = (a?: A): unknown => new Error(String(a)).stack;\n';
    const babel = { sourceMaps: 'inline', sourceFileName: '../../examples/mine.ts' };
    const code = createJiti(import.meta.url, { fsCache: false }).transform({
      source,
      filename: 'mine.ts',
      ts: true,
      babel,
    });
    const script = pathToFileURL(join(folder.path, 'dist/examples/mine.js')).href;
    const map = /base64,(.*)/.exec(code)?.[1] ?? '';
    mapPlaces(script, () => JSON.parse(Buffer.from(map, 'base64').toString()) as SourceMapPayload);

    const exports: { stack?: () => string } = {};
    (compileFunction(code, ['exports'], { filename: script }) as (to: object) => void)(exports);
    expect(exports.stack?.()).toContain(`(${join(folder.path, 'examples/mine.ts')}:2:44)`);
  });

  it('is the same when the transformed text comes from the cache', async () => {
    const folder = folderOf({
      'mine.ts': 'type A = 1;\n export const a: unknown = (undefined as unknown as { b: A }).b;\n',
    });
    const message = `mine.ts throws TypeError: Cannot read properties of undefined (reading 'b')
  ${folder.path}/mine.ts:2:63   export const a: unknown = (undefined as unknown as { b: A }).b;`;
    for (const _ of ['transformed', 'cached']) {
      await expect(runFile(join(folder.path, 'mine.ts'), { cache: folder.cache })).rejects.toThrow(message);
    }
  });
});
