// Any outcome at all, whatever its names and texts hold: every report of it stays what it is.

import fc from 'fast-check';
import { lexer, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import type { CiOutcome, Problem, SuiteOutcome } from '../../../src/ci/outcome.ts';
import { ciText, githubAnnotations, junitXml, plainLines, sarif, stepSummary } from '../../../src/report/ci/index.ts';
import type { StepResult } from '../../../src/result/result.ts';
import { resultOf as toyResultOf, violated } from '../race-results.ts';
import { awkwardText, outcomeOf, suiteOf } from './outcomes.ts';
import { readLog } from './runner.ts';
import { readJunit, sarifErrors } from './schemas.ts';

const marks = [
  ']]>',
  '::error::x',
  '\n::endgroup::\n',
  '##[group]',
  '|',
  '\\',
  '```\n',
  '</details>',
  '<!--',
  '&#0;',
  '%0A',
  '{0}',
  '[x](1)',
];
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.constantFrom(...marks, 'a', ' ', '\r', '\u0000', '\uD83D'), { maxLength: 8 })
    .map((parts) => parts.join('')),
  fc.constantFrom('', awkwardText, 'x'.repeat(2000)),
);
const place = fc.record({
  file: fc.oneof(text, fc.constantFrom('../../x.ts', '/x.ts', 'C:\\x.ts', 'a/../../b.ts')),
  line: fc.integer({ min: 1, max: 1e6 }),
  column: fc.integer({ min: 1, max: 1e6 }),
});
const change = fc.record({ place: text, before: text, after: text });
const step: fc.Arbitrary<StepResult> = fc.record(
  {
    action: text,
    text,
    parameters: fc.array(fc.record({ name: text, value: text }), { maxLength: 2 }),
    changes: fc.array(change, { maxLength: 2 }),
    shown: fc.constant([]),
    actor: text,
    calls: fc.array(text, { maxLength: 3 }),
    place,
    failure: text,
  },
  { requiredKeys: ['action', 'text', 'parameters', 'changes', 'shown'] },
);
const kind = fc.constantFrom('violated', 'missing', 'other', 'not decided', 'vacuous', 'drift', 'error', 'crash');

const problemOf = (names: readonly string[]): fc.Arbitrary<Problem> =>
  fc.record(
    {
      kind,
      message: text,
      details: fc.array(text, { maxLength: 3 }),
      mend: text,
      property: fc.oneof(fc.constantFrom(...names), text),
      place,
      status: fc.constantFrom(12, 20, 65),
    },
    { requiredKeys: ['kind', 'message', 'status'] },
  );

const property = fc
  .tuple(fc.array(step, { maxLength: 5 }), text, text, fc.option(place, { nil: undefined }), fc.nat(5))
  .map(([steps, name, rule, at, guilty]) =>
    violated(steps, {
      name,
      rule,
      place: at,
      because: steps.length === 0 ? undefined : { step: guilty, text: `step ${guilty} ${rule}` },
    }),
  );

const suite: fc.Arbitrary<SuiteOutcome> = fc
  .array(property, { minLength: 1, maxLength: 3 })
  .chain((properties) =>
    fc
      .tuple(
        text,
        text,
        fc.boolean(),
        fc.array(problemOf(properties.map(({ name }) => name)), { maxLength: 3 }),
        fc.array(text, { maxLength: 2 }),
      )
      .map(([label, expected, isAnswered, problems, notes]) =>
        suiteOf(label, isAnswered ? toyResultOf(properties) : undefined, problems, { expected, notes }),
      ),
  );

const outcome: fc.Arbitrary<CiOutcome> = fc
  .tuple(
    fc.array(suite, { maxLength: 4 }),
    fc.array(problemOf(['P']), { maxLength: 2 }),
    text,
    fc.array(text, { maxLength: 2 }),
    fc.boolean(),
  )
  .map(([suites, problems, config, notes, isInterrupted]) =>
    outcomeOf(suites, { problems, config, notes, isInterrupted }),
  );

/** How many things are wrong. */
function count({ suites, problems, isInterrupted }: CiOutcome): number {
  const ofSuites = suites.map(({ problems, result }) =>
    result === undefined ? Math.max(1, problems.length) : problems.length,
  );
  const isTold = problems.some(({ kind }) => kind === 'not decided');
  return ofSuites.reduce((sum, each) => sum + each, problems.length + (isInterrupted && !isTold ? 1 : 0));
}

describe('the reports of any outcome', () => {
  it('are valid by their schemas', () => {
    fc.assert(
      fc.property(outcome, (each) => {
        const document = readJunit(junitXml(each));
        expect(document.eval('count(//failure | //error) > 0')).toBe(count(each) > 0);
        document.dispose();
        const log = sarif(each);
        expect(sarifErrors(log)).toEqual([]);
        expect(log.runs[0]?.results).toHaveLength(count(each));
      }),
      { numRuns: 300 },
    );
  });

  it('give the runner of GitHub no command of their own, and no more than ten errors', () => {
    fc.assert(
      fc.property(outcome, (each) => {
        const lines = githubAnnotations(each);
        const { commands } = readLog(lines);
        const errors = commands.filter(({ name }) => name === 'error').length;
        const groups = lines.filter((line) => line.startsWith('::group::')).length;
        expect(errors).toBe(Math.min(10, count(each)));
        expect(commands).toHaveLength(errors + 2 * groups);
      }),
      { numRuns: 300 },
    );
  });

  it('keep the tables of the summary, and what a fold holds, whole', () => {
    fc.assert(
      fc.property(outcome, (each) => {
        const tokens = lexer(stepSummary(each));
        const rows = tokens.flatMap((token) => (token.type === 'table' ? (token as Tokens.Table).rows : []));
        expect(rows).toHaveLength(each.suites.length);
        expect(tokens.filter(({ type }) => type === 'html').map(({ raw }) => raw.trim().slice(0, 10))).toEqual(
          each.suites.some(({ problems, result }) => problems.length === 0 && result !== undefined)
            ? ['<details><', '</details>']
            : [],
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are lines for people and for editors, without a control character', () => {
    fc.assert(
      fc.property(outcome, (each) => {
        const lines = plainLines(each);
        expect(lines).toHaveLength(count(each));
        expect(lines.join('')).not.toMatch(/\p{Cc}|\p{Surrogate}/u);
        // What people lay out themselves may have tabs.
        expect(ciText(each).replaceAll(/[\n\t]/g, '')).not.toMatch(/\p{Cc}|\p{Surrogate}/u);
      }),
      { numRuns: 300 },
    );
  });
});
