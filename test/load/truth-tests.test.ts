import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { createJiti } from 'jiti';
import { describe, expect, it } from 'vitest';
import * as truthCheck from '../../src/load/truth-check.ts';
import { truthTests } from '../../src/load/truth-tests.ts';
import { runFile } from '../../src/load/user-file.ts';
import { folderOf, refusal } from './folder.ts';

const head = `import { ids, maybe, none, range, variables } from 'ballast';
const { a, b, c, owner } = variables({ a: range(0, 1), b: range(0, 1), c: range(0, 1), owner: maybe(ids('cpu', 2)) });
const p = a.is(1), q = b.is(1), r = c.is(1);
const flag: boolean = Math.random() < 2;
`;

/** What loading a file says that has this text as its fifth line. */
async function refusalOf(line: string): Promise<string> {
  const folder = folderOf({ 'mine.ts': `${head}${line}\n` });
  return await refusal(folder, () => runFile(`${folder.path}/mine.ts`, { cache: folder.cache }));
}

describe('an expression that is tested while a specification is loaded', () => {
  it.each([
    [
      'is refused on the left of ||, quoting the condition and writing it anew',
      `  export const x = a.is(0) || b.is(0);`,
      `SpecError: an expression is tested for truth by ||
  mine.ts:5:20   a.is(0) || b.is(0)
  write any(a.is(0), b.is(0))`,
    ],
    [
      'is refused on the left of &&, with every operand in the mend',
      `export const x = p && (q && r);`,
      `SpecError: an expression is tested for truth by &&
  mine.ts:5:18   p && (q && r)
  write all(p, q, r), or clauses with a comma between them`,
    ],
    [
      'is named by the operator that tests it, inside a longer condition',
      `export const x = flag && (p || q);`,
      `SpecError: an expression is tested for truth by ||
  mine.ts:5:18   flag && (p || q)
  write any(p, q)`,
    ],
    [
      'is refused on the left of ??',
      `export const x = owner ?? 'nobody';`,
      `SpecError: an expression is tested for null by ??
  mine.ts:5:18   owner ?? 'nobody'
  write ifThenElse(owner.is(none), 'nobody', owner.value())`,
    ],
    [
      'is refused under !',
      `export const x = !p;`,
      `SpecError: an expression is tested for truth by !
  mine.ts:5:18   !p
  write p.not()`,
    ],
    [
      'is refused under ! where an operator yields it',
      `export const x = !(flag && p);`,
      `SpecError: an expression is tested for truth by !
  mine.ts:5:18   !(flag && p)
  write (flag && p).not()`,
    ],
    [
      'is refused before ? and :',
      `export const x = p ? 1 : 2;`,
      `SpecError: an expression is tested for truth by ?:
  mine.ts:5:18   p ? 1 : 2
  write ifThenElse(p, 1, 2)`,
    ],
    [
      'is refused by an if, behind parentheses and type assertions too',
      `if ((p as unknown as boolean)!) throw new Error();`,
      `SpecError: an expression is tested for truth by if
  mine.ts:5:5   (p as unknown as boolean)!
  an if is decided while building, before there is a state: write branch((p as unknown as boolean)!, [ … ]) in a procedure, or a clause of when in an action`,
    ],
    [
      'is refused by an if where either branch of ?: yields it',
      `if (flag ? (0, q) : p) throw new Error();`,
      `SpecError: an expression is tested for truth by if
  mine.ts:5:5   flag ? (0, q) : p
  an if is decided while building, before there is a state: write branch(flag ? (0, q) : p, [ … ]) in a procedure, or a clause of when in an action`,
    ],
    [
      'is refused by a while, before it hangs',
      `while (p) {}`,
      `SpecError: an expression is tested for truth by while
  mine.ts:5:8   p
  a loop is run while building, before there is a state: write loop(…, [ … ]) in a procedure, or each(…) for a quantified update`,
    ],
    [
      'is refused by a do while',
      `do {} while (p);`,
      `SpecError: an expression is tested for truth by while
  mine.ts:5:14   p
  a loop is run while building, before there is a state: write loop(…, [ … ]) in a procedure, or each(…) for a quantified update`,
    ],
    [
      'is refused by a for',
      `for (let i = 0; p; i++) {}`,
      `SpecError: an expression is tested for truth by for
  mine.ts:5:17   p
  a loop is run while building, before there is a state: write loop(…, [ … ]) in a procedure, or each(…) for a quantified update`,
    ],
    [
      'is an update where it is one',
      `export const x = a.becomes(1) || b.becomes(1);`,
      `SpecError: an update is tested for truth by ||
  mine.ts:5:18   a.becomes(1) || b.becomes(1)
  write any(a.becomes(1), b.becomes(1))`,
    ],
    [
      'is quoted on one line and cut off, and the mend told in general, where it is long',
      `export const x =\n  a.is(0) ||\n  b.is(0) ||\n  ${Array.from({ length: 12 }, () => 'c.is(0)').join(' || ')};`,
      `SpecError: an expression is tested for truth by ||
  mine.ts:6:3   a.is(0) || b.is(0) || c.is(0) || c.is(0) || c.is(0) || c.is(0) || c.is(0) || c.is(0) || c.is(0) || …
  write any(a, b)`,
    ],
  ])('%s', async (_, line, message) => {
    expect(await refusalOf(line)).toBe(message);
  });

  it.each([
    ['is let through where it is only yielded', `export const x = [flag && p, flag ? p : q, null ?? p, false || p];`],
    ['is let through where it is compared or called', `export const x = flag && typeof p === 'object' && p?.not();`],
    ['is let through where nothing tests it', `for (const each of [p, q]) void each;`],
  ])('%s', async (_, line) => {
    expect(await refusalOf(line)).toBe('nothing was refused');
  });
});

describe('a file with truth tests in it', () => {
  const value = fc.nat(6).map((index) => `$(${index})`);
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5 },
      value,
      fc
        .tuple(tie('expression'), fc.constantFrom('||', '&&', '??', ','), tie('expression'))
        .map((parts) => `(${parts.join(' ')})`),
      tie('expression').map((inner) => `!${inner}`),
      tie('expression').map((inner) => `(await ${inner} as unknown)`),
      tie('expression').map((inner) => `[${inner}]`),
      fc.array(tie('expression'), { minLength: 3, maxLength: 3 }).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    ),
  }));
  const text = fc
    .array(fc.tuple(fc.constantFrom('value', 'if', 'while', 'do', 'for'), expression), { minLength: 1, maxLength: 4 })
    .map((statements) => statements.map(([kind, tested]) => printStatement(kind, tested)).join('\n'));

  it('yields the same values and evaluates the same parts in the same order as without', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (source) => {
        expect(await runLogged(source, true)).toEqual(await runLogged(source, false));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps `this`, names of functions and what eval sees', async () => {
    const source = `
class Box { full = true; get() { return this.full && (() => this)(); } }
const named = $(0) || function () {};
const box = new Box();
$.log.push(box.get() === box, (box?.get() ?? 0) === box, named.name, eval('$(1) || $(2)'), typeof notThere ? 1 : 2);`;
    expect(await runLogged(source, true)).toEqual(await runLogged(source, false));
  });
});

function printStatement(kind: string, tested: string): string {
  switch (kind) {
    case 'if':
      return `if (${tested}) $(1); else $(2);`;
    case 'while':
      return `while (${tested}) { $(3); break; }`;
    case 'do':
      return `do { if ($(0)) break; $.stop(); } while (${tested});`;
    case 'for':
      return `for (; ${tested}; $(4)) { $.stop(); }`;
    default:
      return `$.log.push(${tested});`;
  }
}

const texts = createJiti(import.meta.url, { fsCache: false });

/** Runs a text, with or without its truth tests checked: every value it asked for and kept, in order, and how it ended. */
async function runLogged(source: string, withTests: boolean): Promise<unknown[]> {
  const log: unknown[] = [];
  const values = [0, 1, '', null, undefined, Number.NaN, 'full'];
  let steps = 0;
  const stop = (): void => {
    steps += 1;
    if (steps > 3) throw new Error('stopped');
  };
  const $ = Object.assign(
    (index: number) => {
      log.push(index);
      return values[index];
    },
    { log, stop },
  );
  const plugins = withTests ? [[truthTests, { file: 'mine.ts', checkModule: 'check' }]] : [];
  const code = texts.transform({
    source: `${source}\nexport {};`,
    filename: 'mine.ts',
    ts: true,
    async: true,
    babel: { plugins },
  });
  const run = runInThisContext(`(async (exports, jitiImport, $) => {\n${code}\n})`) as (
    exports: object,
    jitiImport: () => Promise<typeof truthCheck>,
    words: typeof $,
  ) => Promise<void>;
  try {
    await run({}, () => Promise.resolve(truthCheck), $);
    log.push('ended');
  } catch (error) {
    log.push(String(error));
  }
  return log;
}
