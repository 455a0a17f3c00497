// What is printed to be pasted stays within 75 columns, whatever a specification calls its things, and a command stays one for a shell.

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldWords } from '../../src/report/layout.ts';
import { shellLines } from '../../src/report/shell-lines.ts';
import { renderTrace } from '../../src/report/trace.ts';
import { renderWhy } from '../../src/report/why.ts';
import { quoted } from '../../src/result/repeat.ts';
import type { PropertyResult } from '../../src/result/result.ts';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

const widthOf = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));

describe('a text without blanks', () => {
  it('is folded after a comma, a dot, an operator or the separator of a path, and elsewhere only where there is none', () => {
    const calls =
      'compact_zone.migrate_pages_batch.migrate_folio_move.migrate_movable_ops_page.balloon_page_migrate.put_page';
    expect(foldWords(`waits at ${calls}`, { indent: 2 })).toBe(
      `waits at
  compact_zone.migrate_pages_batch.migrate_folio_move.
  migrate_movable_ops_page.balloon_page_migrate.put_page`,
    );
    expect(foldWords(`/home/${'a'.repeat(40)}/${'b'.repeat(40)}/page.ts:12:7`)).toBe(
      `/home/${'a'.repeat(40)}/\n${'b'.repeat(40)}/page.ts:12:7`,
    );
    expect(foldWords(`${'x'.repeat(40)}->${'y'.repeat(40)}=NULL`)).toBe(`${'x'.repeat(40)}->\n${'y'.repeat(40)}=NULL`);
    expect(foldWords(`${'long_name_'.repeat(9)}end`)).toBe(`${'long_name_'.repeat(7)}long_\nname_long_name_end`);
    expect(foldWords('x'.repeat(90), { indent: 2 })).toBe(`${'x'.repeat(73)}\n  ${'x'.repeat(17)}`);
  });

  it('is not folded within a letter', () => {
    expect(foldWords(`x${'\u{1F4A1}'.repeat(50)}`)).toBe(`x${'\u{1F4A1}'.repeat(37)}\n${'\u{1F4A1}'.repeat(13)}`);
    expect(foldWords('\u{1F4A1}'.repeat(50))).toBe(`${'\u{1F4A1}'.repeat(37)}\n${'\u{1F4A1}'.repeat(13)}`);
  });

  it('is folded in a list too, further in than the other parts', () => {
    expect(fold(['short', 'x'.repeat(90), 'y'], { indent: 2 })).toBe(
      `short,\n  ${'x'.repeat(73)}\n    ${'x'.repeat(17)}, y`,
    );
  });
});

describe('any step list, and why a property is violated', () => {
  const word = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('x'.repeat(120), 'a.b.'.repeat(40), 'balloon(dev0)', ''),
  );
  const named = fc.record({ name: word, value: word });
  const changes = fc.array(fc.record({ place: word, before: word, after: word }), { maxLength: 4 });
  const step = fc.record(
    {
      action: word,
      text: word,
      parameters: fc.array(named),
      changes,
      shown: changes,
      actor: word,
      calls: fc.array(word),
      failure: word,
    },
    { requiredKeys: ['action', 'text', 'parameters', 'changes', 'shown'] },
  );
  const property: fc.Arbitrary<PropertyResult> = fc.record(
    {
      name: word,
      kind: fc.constantFrom('invariant', 'assertion', 'deadlock', 'action', 'domain'),
      isSelected: fc.constant(true),
      isOn: fc.constant(true),
      verdict: fc.constant('violated'),
      rule: word,
      why: fc.record({
        text: word,
        value: word,
        bindings: fc.array(named),
        given: fc.array(word),
        reads: fc.array(named),
      }),
      waiting: fc.array(fc.record({ actor: word, action: word, clause: word })),
      source: fc.record({ file: word, function: word }),
      place: fc.record({ file: word, line: fc.nat(), column: fc.nat() }),
    },
    { requiredKeys: ['name', 'kind', 'isSelected', 'isOn', 'verdict', 'rule'] },
  );

  it('stay within 75 columns', () => {
    fc.assert(
      fc.property(fc.array(named), fc.array(step), property, (initial, steps, each) => {
        expect(widthOf(renderTrace({ initial, steps, states: [] }).join('\n'))).toBeLessThanOrEqual(75);
        expect(widthOf(renderWhy(each).join('\n'))).toBeLessThanOrEqual(75);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a command', () => {
  it('goes on in further lines by backslashes, before an option where it can', () => {
    const command =
      "ballast check balloon --mutant exclusion-lock --edit 'drop balloon_page_isolate.lock' --property S1";
    expect(shellLines('repeat: ', command)).toEqual([
      'repeat: ballast check balloon --mutant exclusion-lock \\',
      "    --edit 'drop balloon_page_isolate.lock' --property S1",
    ]);
    const path = `/home/${'folder/'.repeat(14)}mine.ts`;
    expect(shellLines('repeat: ', `ballast check ${path} --set a=1`)).toEqual([
      'repeat: ballast check \\',
      `    /home/${'folder/'.repeat(9)}\\`,
      `${'folder/'.repeat(5)}mine.ts --set a=1`,
    ]);
  });

  it('in plain ASCII prints what is none', () => {
    expect(shellLines('repeat: ', `ballast check ./grün.ts --edit 'drop wähle.lock'`, { isPlain: true })).toEqual([
      String.raw`repeat: ballast check ./gr"$(printf '\303\274')"n.ts \ `.trimEnd(),
      String.raw`    --edit 'drop w'"$(printf '\303\244')"hle.lock`,
    ]);
  });

  it.each([true, false])('is the same for a shell in however many lines; in plain ASCII: %s', (isPlain) => {
    const argument = fc.oneof(
      fc.string({ minLength: 1, maxLength: 200 }).filter((text) => /^[ -~]+$/.test(text)),
      fc.string({ minLength: 1, maxLength: 90, unit: 'grapheme' }),
      fc.constantFrom('--set', '--edit', "it's", 'a/'.repeat(80), "drop 'x' ".repeat(20), 'drop größe.lock', 'a\nb'),
      fc.constantFrom('\u{1f600}'.repeat(60), `x${'\u{1f600}'.repeat(60)}`, 'é'.repeat(80), "é'".repeat(40)),
    );
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 6 }), (words) => {
        const command = ['printf', String.raw`%s\n`, ...words].map(quoted).join(' ');
        const lines = shellLines('repeat: ', command, { isPlain });
        expect(widthOf(lines.join('\n'))).toBeLessThanOrEqual(75);
        expect(lines.join('\n')).toMatch(isPlain ? /^[\n -~]*$/ : /^/);
        const text = lines.join('\n').replace(/^repeat: /, '');
        const taken = execFileSync('sh', ['-c', text], { encoding: 'utf8' });
        expect(taken).toBe(words.length === 0 ? '\n' : words.map((each) => `${each}\n`).join(''));
      }),
      { numRuns: 60 },
    );
  });
});

const long = 'a_name_that_nobody_would_want_to_read_in_full_but_which_somebody_has_chosen_all_the_same';

/** Nothing in it has a name of less than a line. */
const lengthy = `import { critical, exists, forall, lock, model, process, processes, range, spec, step, variables, fn, when, all } from 'ballast';

export default model('${long}', {}, () => {
  const Who = processes('who_${long}', 2);
  const { lock_${long}: a, count_${long}: n, of_${long}: f } = variables({
    lock_${long}: lock('spin'),
    count_${long}: range(0, 3),
    of_${long}: fn(Who, range(0, 3)),
  });
  const who = process(Who, ({ self }) => [
    critical(a, [step('work_${long}', n.becomes(n.plus(1))), step('rest_${long}', f.at(self).becomes(n))]),
    step('wait_${long}', when(n.atMost(1))),
  ]);
  return spec({
    variables: { lock_${long}: a, count_${long}: n, of_${long}: f },
    init: { lock_${long}: 'free', count_${long}: 0, of_${long}: 0 },
    processes: [who],
    invariants: { least_${long}: forall({ p: Who }, ({ p }) => f.at(p).lessThan(2)) },
    reachable: { both_${long}: exists({ p: Who }, ({ p }) => all(f.at(p).is(3), n.moreThan(1))) },
  });
});
`;

describe('every answer of ballast why, and the step list', () => {
  it.each([
    [['why', 'violated', 'lengthy.ts']],
    [['why', 'violated', 'lengthy.ts', '--property', 'deadlock']],
    [['why', 'disabled', 'lengthy.ts', `wait_${long}`, '--at', '1']],
    [['why', 'disabled', 'lengthy.ts', `work_${long}`]],
    [['why', 'unreachable', 'lengthy.ts', `both_${long}`]],
    [['check', 'lengthy.ts', '--report', 'steps', '--property', `least_${long}`]],
    [['check', 'lengthy.ts', '--report', 'race']],
  ])('%s keeps to 75 columns', async (line) => {
    const { out, err } = await ballast(folderOf({ 'lengthy.ts': lengthy }), ...line);
    expect(err).toBe('');
    const text = line[0] === 'check' ? out.slice(0, out.indexOf('\n\n  violated')) : out;
    expect(widthOf(text)).toBeLessThanOrEqual(75);
  });
});
