// The Markdown, read by a parser of GitHub's kind.

import { lexer, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { stepSummary } from '../../../src/report/ci/index.ts';
import { awkwardText, everyOutcome, noGuard, outcomeOf, resultOf, suiteOf, violatedSuite } from './outcomes.ts';

describe('stepSummary', () => {
  it('is a verdict, what failed with its race, and the others below a fold', async () => {
    const result = await resultOf('spinlock.ts');
    const suites = [suiteOf('spinlock', result), await violatedSuite()];
    const tokens = lexer(stepSummary(outcomeOf(suites, { notes: ['the lock file is as it was'] }))).filter(
      ({ type }) => type !== 'space',
    );
    expect(tokens.map(({ type }) => type)).toEqual(
      'heading paragraph table heading paragraph paragraph code html table html list'.split(' '),
    );
    expect(textOf(tokens[0])).toBe('1 of 2 as expected; 1 failed: spinlock without its guard; in 1.2 s');
    expect(rowsOf(tokens[2])).toEqual([
      ['NOT expected', 'spinlock without its guard', 'holds', 'mutualExclusion violated in 4 steps', '10', '40 ms'],
    ]);
    expect(textOf(tokens[6])).toContain('  4                                     acquire:');
    expect(rowsOf(tokens[8])).toEqual([['as expected', 'spinlock', 'holds', 'holds', '8', '40 ms']]);
  });

  it('takes any text: the tables and the fences stay whole, and nothing is a link or HTML', async () => {
    const tokens = flat(lexer(stepSummary(await everyOutcome())));
    const htmls = tokens.filter(({ type }) => type === 'html').map(({ raw }) => raw.trim());
    expect(htmls).toEqual(['<details><summary>3 suites without a problem</summary>', '</details>']);
    expect(tokens.filter(({ type }) => type === 'link' || type === 'codespan')).toEqual([]);
    const tables = tokens.filter(({ type }) => type === 'table');
    expect(tables.map((table) => rowsOf(table).length)).toEqual([10, 3]);
    expect(rowsOf(tables[0]).at(-1)?.[1]?.slice(0, 51)).toBe(']]> | ``` `code` <b>"quoted" & \'single\'</b> ::error');
    const headings = tokens.filter(({ type }) => type === 'heading');
    expect(headings).toHaveLength(11);
    const codes = tokens.filter(({ type }) => type === 'code').map(textOf);
    expect(codes.some((code) => code.includes('```\n::endgroup::'))).toBe(true);
    expect(codes.filter((code) => code.includes('explored, depth'))).toHaveLength(4);
  });

  it('has a table whatever a label is', () => {
    const suites = ['', '|', '\\', '\\|', '`', '``|``', '\n\n', awkwardText].map((label) => suiteOf(label, undefined));
    const table = lexer(stepSummary(outcomeOf(suites))).find(({ type }) => type === 'table');
    expect(rowsOf(table)).toHaveLength(suites.length);
    expect(rowsOf(table).map(({ length }) => length)).toEqual(suites.map(() => 6));
  });

  it('keeps within a mebibyte, and says what it leaves out', async () => {
    const result = await resultOf(noGuard);
    const problem = {
      kind: 'violated',
      message: 'mutualExclusion is violated',
      property: 'mutualExclusion',
      status: 21,
    } as const;
    const failed = Array.from({ length: 2000 }, (_, index) => suiteOf(`failed ${index}`, result, [problem]));
    const fine = Array.from({ length: 5000 }, (_, index) =>
      suiteOf(`fine ${index} ${'é'.repeat(100)}`, result, [], { status: 0 }),
    );
    const text = stepSummary(outcomeOf([...fine, ...failed]));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
    expect(Buffer.byteLength(text)).toBeGreaterThan(1000 * 1024);
    expect(text.split('\n').at(-2)).toMatch(
      /^\*\*Left out, since GitHub takes no more: [\d,]+ traces, [\d,]+ failures and 5,000 rows\.\*\* The log has them\.$/,
    );
    const shown = lexer(text)
      .filter(({ type }) => type === 'table')
      .map((table) => rowsOf(table).length);
    expect(shown[0]).toBe(2000);
  });

  it('is whole wherever it is cut', async () => {
    const outcome = await everyOutcome();
    const size = Buffer.byteLength(stepSummary(outcome));
    for (let most = 2000; most < size + 2000; most += 611) {
      const text = stepSummary(outcome, most);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
      expect(text.includes('Left out')).toBe(text.length < stepSummary(outcome).length);
      const htmls = lexer(text).filter(({ type }) => type === 'html');
      expect(htmls.length % 2).toBe(0);
    }
  });
});

function flat(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => [
    token,
    ...('tokens' in token ? flat(token.tokens ?? []) : []),
    ...(token.type === 'list' ? flat((token as Tokens.List).items) : []),
  ]);
}

/** The text as it is shown. */
function textOf(token: Token | undefined): string {
  return plain(token !== undefined && 'text' in token ? String(token.text) : '');
}

function rowsOf(token: Token | undefined): readonly (readonly string[])[] {
  return (token as Tokens.Table).rows.map((row) => row.map(({ text }) => plain(text)));
}

function plain(text: string): string {
  return text
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('**', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
