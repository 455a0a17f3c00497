// The report for people, and the lines that editors and other systems read.

import { describe, expect, it } from 'vitest';
import type { CiOutcome } from '../../../src/ci/outcome.ts';
import { ciTable, ciText, plainLines, problemMatcher } from '../../../src/report/ci/index.ts';
import { awkwardText, everyOutcome, noGuard, outcomeOf, resultOf, suiteOf, violatedSuite } from './outcomes.ts';

describe('ciText', () => {
  it('is a line for each suite, what is wrong with its race, and the verdict', async () => {
    const outcome = outcomeOf([suiteOf('spinlock', await resultOf('spinlock.ts')), await violatedSuite()], {
      notes: ['the lock file is as it was'],
    });
    expect(ciText(outcome)).toBe(`ballast.config.ts: 2 suites, lane quick

  suite                       expected  found                                           states      time
  spinlock                    holds     holds                                                8     40 ms  as expected
  spinlock without its guard  holds     mutualExclusion violated in 4 steps                 10     40 ms  NOT expected

spinlock without its guard: mutualExclusion is violated in 4 steps, and
  should hold
  if it should be violated, expect that: violates mutualExclusion

  at first pc[every cpu] = idle, owner = none

     cpu0                               cpu1
     ----------------------------------------------------------------------
  1  lock: pc[cpu0] idle -> spinning
  2  acquire:
       pc[cpu0] spinning -> critical,
       owner none -> cpu0
  3                                     lock: pc[cpu1] idle -> spinning
  4                                     acquire:
                                          pc[cpu1] spinning -> critical,
                                          owner cpu0 -> cpu1
                                        <mutualExclusion is violated>

  mutualExclusion: forall a in cpu, b in cpu: pc[a] = critical and pc[b] =
    critical => a = b
    at spinlock.ts:15:27
    a = b is false
      for a = cpu0, b = cpu1
      given pc[a] = critical and pc[b] = critical
    because step 2 (acquire(c: cpu0)) changed pc[cpu0] from spinning to
      critical

repeat: ballast check spinlock.ts --edit 'drop acquire.when#2' \\
    --no-reduction
spinlock.ts:15:27: error: spinlock without its guard: mutualExclusion is violated in 4 steps, and should hold

the lock file is as it was

1 of 2 as expected; 1 failed: spinlock without its guard; in 1.2 s`);
  });

  it('marks every kind of end in a word', async () => {
    const outcome = await everyOutcome();
    const table = ciTable(outcome.suites);
    const marks = outcome.suites.map((suite) => /\S+(?: \S+)?$/.exec(table.row(suite)[0] ?? '')?.[0].trim());
    expect(marks).toEqual([
      'as expected',
      'NOT expected',
      'as expected',
      'NOT expected',
      'NOT expected',
      'NOT expected',
      'not decided',
      'not decided',
      'vacuous',
      'drifted',
      'error',
      'crashed',
      'NOT expected',
    ]);
    expect(table.row(outcome.suites[0] as CiOutcome['suites'][0])[0]).toMatch(/ 8 {4}cached {2}as expected$/);
  });

  it('counts no suite as expected of which too little is decided to tell, though something is violated', async () => {
    const suite = suiteOf('both', await resultOf(noGuard), [], { expected: 'violates S1, S2', isOpen: true });
    expect(ciTable([suite]).row(suite)[0]).toMatch(/ not decided$/);
    expect(ciText(outcomeOf([suite]))).toMatch(/\n0 of 1 as expected; 1 not decided; in 1.2 s$/);
  });

  it('says in the last line how many failed, and which', async () => {
    const last = (outcome: CiOutcome): string | undefined => ciText(outcome).split('\n').at(-1);
    const fine = suiteOf('fine', await resultOf('spinlock.ts'));
    const open = suiteOf('open', await resultOf('counter.ts|--max-states|2'));
    expect(last(outcomeOf([]))).toBe('no suite was checked; in 1.2 s');
    expect(last(outcomeOf([fine]))).toBe('all 1 as expected; in 1.2 s');
    expect(last(outcomeOf([suiteOf('a, b', undefined)]))).toBe("0 of 1 as expected; 1 failed: 'a, b'; in 1.2 s");
    expect(last(outcomeOf([fine, open]))).toBe('1 of 2 as expected; 1 not decided; in 1.2 s');
    expect(last(await everyOutcome())).toBe(
      '2 of 13 as expected; 1 not decided; 10 failed: spinlock without its guard, counts too far, counter holds, full, large and 5 more; 1 problem of the project; in 1.2 s, 1 cached, explored at 2026-02-28 09:00 UTC',
    );
    expect(last(outcomeOf([fine], { isInterrupted: true }))).toBe(
      'all 1 as expected; 1 problem of the project; in 1.2 s',
    );
  });

  it('prints the same rows one by one, as suites are answered', async () => {
    const outcome = await everyOutcome();
    const asked = outcome.suites.map(({ label, expected }) => ({ label, expected }));
    const table = ciTable(asked);
    const lines = [
      ...table.head(outcome),
      ...outcome.suites.flatMap((suite) => table.row(suite)),
      ...table.foot(outcome),
    ];
    expect(lines.join('\n')).toBe(ciText(outcome));
  });

  it('keeps its rows within 120 columns, or those of a terminal of up to 160', async () => {
    const outcome = await everyOutcome();
    for (const columns of [undefined, 100, 110, 150, 200]) {
      const table = ciTable(outcome.suites, { columns });
      const rows = [...table.head(outcome), ...outcome.suites.flatMap((suite) => table.row(suite))];
      expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(Math.min(160, columns ?? 120));
    }
  });

  it('sends no control character to a terminal', async () => {
    const outcome = await everyOutcome();
    for (const columns of [undefined, 100]) {
      expect(ciText(outcome, { columns })).not.toMatch(/[^\n -~\u00A1-\u{10FFFF}]|\p{Surrogate}/u);
    }
  });

  it('colours what is wrong, and says it in words all the same', async () => {
    const outcome = outcomeOf([await violatedSuite()]);
    const painted = ciText(outcome, { paint: (tone, text) => `<${tone}>${text}</${tone}>` });
    expect(painted).toContain('<bad>NOT expected</bad>');
    expect(painted).toContain('<bad>0 of 1 as expected; 1 failed: spinlock without its guard; in 1.2 s</bad>');
    expect(painted.replaceAll(/<\/?(?:bad|good|strong|quiet)>/g, '')).toBe(ciText(outcome));
  });
});

describe('plainLines', () => {
  it('are lines that the problem matcher reads', async () => {
    const [{ pattern }] = problemMatcher.problemMatcher;
    const [{ regexp, file, line, column, severity, message }] = pattern;
    const read = plainLines(await everyOutcome()).map((text) => {
      const found = new RegExp(regexp).exec(text) ?? [];
      return [file, line, column, severity, message].map((group) => found[group]);
    });
    expect(read).toHaveLength(11);
    expect(read[0]).toEqual([
      'spinlock.ts',
      '15',
      '27',
      'error',
      'spinlock without its guard: mutualExclusion is violated in 4 steps, and should hold',
    ]);
    expect(read[4]).toEqual([
      'ballast.config.ts',
      '1',
      '1',
      'error',
      'large: not decided, stopped at the limit of 2 states',
    ]);
    expect(read[9]?.slice(0, 4)).toEqual(['awkward.ts', '12', '49', 'error']);
  });

  it('are one line for each problem, whatever it says', async () => {
    const suite = suiteOf(awkwardText, await resultOf(noGuard), [{ kind: 'error', message: awkwardText, status: 65 }]);
    const lines = plainLines(outcomeOf([suite]));
    expect(lines).toHaveLength(1);
    expect(lines.join('')).not.toMatch(/[^ -~\u00A1-\u{10FFFF}]/u);
  });
});
