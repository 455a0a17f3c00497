// ballast list and describe: what there is, and what it is made of.

import { describe, expect, it } from 'vitest';
import { folderOf } from '../load/folder.ts';
import { ballast } from './command.ts';
import { counter, twoLocks } from './specifications.ts';

const files = { 'counter.ts': counter, 'locks.ts': twoLocks };

describe('ballast list', () => {
  it('names what comes with the command, with the first line of its file and its constants', async () => {
    const { status, out } = await ballast(folderOf({}), 'list');
    expect(status).toBe(0);
    expect(out).toMatch(/^die-hard {3}\S*examples\/die-hard\.ts\n {2}\S.*\n {2}smallSize = 3 \(1\.\.9\); bigSize = 5/m);
  });

  it('gives the same as JSON', async () => {
    const { out } = await ballast(folderOf({}), 'list', '--json');
    const listed = JSON.parse(out) as readonly { readonly name: string; readonly constants: unknown }[];
    expect(listed.find(({ name }) => name === 'die-hard')?.constants).toEqual([
      { name: 'smallSize', sort: '1..9', default: 3 },
      { name: 'bigSize', sort: '1..9', default: 5 },
      { name: 'goal', sort: '0..9', default: 4 },
    ]);
  });

  it('names nothing that check does not take', async () => {
    const { out } = await ballast(folderOf({}), 'list', '--json');
    const listed = JSON.parse(out) as readonly { readonly name: string }[];
    for (const { name } of listed) {
      expect(await ballast(folderOf({}), 'describe', name, '--paths')).toMatchObject({ status: 0, err: '' });
    }
  });
});

describe('ballast describe', () => {
  it('says what a specification is made of', async () => {
    expect(await ballast(folderOf(files), 'describe', 'counter.ts', '--set', 'top=2')).toEqual({
      status: 0,
      err: '',
      out: `counter
  counter.ts

constants:
  top   2 (default 3)  1..9  the most it counts
  from  0              0..5  where it begins

assumed of the constants:
  from is at most top

taken for granted:
  nobody else counts

variables (a state takes 4 bits in 1 word):
  n  2 bits  0-1  0..2
  m  2 bits  2-3  0..2

actions:
  up
    when n < 2
    n := n + 1
  down
    when n > 0
    n := n - 1
  never
    when n > 50
    m := 1

invariants:
  small: n <= 2
  vacuous: n = 7 => m = 0
  low: n < 9

action properties:
  byOne: next(n) <= n + 1 and n <= next(n) + 1

must be reachable:
  full: n = 2

deadlock:
  in every state something can go on

shown in traces:
  double: n * 2

mutants:
  noGuard  drop up.when#1
      it counts for ever; breaks up: n := n + 1
  noDown  drop down
      breaks nothing

suites:
  counter  holds
  wrong    violates small
  larger   holds                    --set top=5
  noGuard  violates up: n := n + 1  --mutant noGuard
  noDown   holds                    --mutant noDown`,
    });
  });

  it('says of processes where they can stand, and what each step asserts', async () => {
    const { out } = await ballast(folderOf(files), 'describe', 'locks.ts');
    expect(out).toContain('processes:\n  left   left#0   at one of 6 steps  3 bits  4-6\n');
    expect(out).toContain(
      '  left.unlock(left in left)\n    when left.pc[left] = unlock\n    assert holder(b) = left\n',
    );
    expect(out).toContain('assertions in steps:\n  lockDiscipline: ');
  });

  it('says which locals are not read any more, and where', async () => {
    const { out } = await ballast(folderOf({}), 'describe', 'balloon', '--set', 'granularity=fine');
    expect(out).toContain(`
dead locals (not read again before they are set again):
  inflater.fill_balloon.page  at fill_balloon.mutex_unlock
`);
    const { out: none } = await ballast(folderOf({}), 'describe', 'balloon');
    expect(none).not.toContain('dead locals');
  });

  it('tells what a search can leave out, and which expression keeps it from leaving out more', async () => {
    const { out } = await ballast(folderOf({}), 'describe', 'dining-philosophers');
    const [, section = ''] = out.split('\nreductions (what a search can leave out):\n');
    expect(section).toContain('  nothing while nobodyStarves is checked; else:\n');
    expect(section).toContain(`  symmetry: not in force, there are no two interchangeable identifiers or
    processes
    not philosopher: next(philosopher), in action
      'philosopher.look/bothForks', at
`);
    expect(section).toContain('\n  partial order: philosopher at think\n');
  });

  it('says what is refined with which constants, what its variables stand for, and nothing of that twice', async () => {
    const { out } = await ballast(folderOf({}), 'describe', 'peterson');
    expect(out).toContain(`
liveness:
  everybodyGetsIn: forall p in proc: p at announce leads to p at inside

refinements:
  Lock: every behaviour is one of lock (procs = 2, fairness = strong), with
    mutex = if (exists p in proc: p at inside or p at retreat) then held by
      choose(p in proc: p at inside or p at retreat) else free
    proc.pc = [k in proc -> if k at elsewhere then elsewhere else (if k at
      inside then inside else (if k at retreat then unlock else lock))]
`);
    expect(out).not.toContain('action properties:');
    // What a refinement reads keeps nothing from being left out where nobody asks for it.
    expect(out).toContain('  nothing while everybodyGetsIn and Lock are checked; else:\n  symmetry: 2 procs\n');
    const { out: alone } = await ballast(folderOf({}), 'describe', 'ewd840');
    expect(alone).toContain('  nothing while isDetected and TerminationDetection are checked\n\n');
  });

  it('describes a variant, and lists every path that an edit can name', async () => {
    const { out } = await ballast(folderOf(files), 'describe', 'counter.ts', '--mutant', 'noGuard');
    expect(out).toMatch(/^counter \(mutant noGuard\)\n[^]*\n {2}up\n {4}n := n \+ 1\n/);
    const paths = await ballast(folderOf(files), 'describe', 'counter.ts', '--paths', '--edit', 'drop never');
    expect(paths.out).toBe('up\nup.when#1\nup.then#1\ndown\ndown.when#1\ndown.then#1');
  });

  it('says what must happen some time, and what is fair: for whom, and where for nobody', async () => {
    const file = (
      fairness: string,
    ): string => `import { action, all, always, assuming, enumeration, eventually, everyStep, exists, fn, forall,
  ids, leadsTo, model, next, process, processes, range, set, someStep, spec, step, strongly, until, variables, weakly } from 'ballast';

const Page = ids('page', 5);
const Cpu = ids('cpu', 2);
const { n, at } = variables({ n: range(0, 3), at: fn(Page, enumeration('here', 'away')) });

export default model('lively', {}, () =>
  spec({
    variables: { n, at },
    init: { n: 0, at: 'here' },
    actions: {
      tick: action({ then: [n.becomes(1)] }),
      move: action({ c: Cpu, p: Page, m: range(0, 1) }, ({ p }) => ({ then: [at.at(p).becomes('away')] }), { by: 'c' }),
    },
    processes: [
      process(processes('worker', 1), () => [step('first', n.becomes(2))]),
      process(processes('idler', 0), () => [step('wait', n.becomes(3))]),
    ],
    invariants: { small: n.atMost(3) },
    recoverable: { home: forall({ p: Page }, ({ p }) => at.at(p).is('here')) },
    liveness: {
      ends: assuming(eventually(always(n.is(2))), forall({ p: Page }, ({ p }) => leadsTo(at.at(p).is('here'), n.is(2)))),
      stays: exists({ p: Page }, ({ p }) => all(until(at.at(p).is('here'), n.is(2)), everyStep(next(n).atLeast(n)).not())),
    },
    ${fairness}
    terminal: 'any',
  }),
);
`;
    const { out, err } = await ballast(
      folderOf({
        'lively.ts': file(`fairness: [
      weakly('tick'), strongly('move'), strongly('move', { each: [] }), weakly('move', { each: ['c', 'p'] }), weakly(['worker.first', 'idler']),
      weakly('idler'),
    ],`),
      }),
      'describe',
      'lively.ts',
    );
    expect(err).toBe('');
    expect(out).toContain(`
can always be reached again:
  home: forall p in page: at[p] = here

liveness:
  ends: assuming (eventually always n = 2): forall p in page: at[p] = here
    leads to n = 2
  stays: exists p in page: (at[p] = here until n = 2) and (not (every step:
    next(n) >= n))

deadlock:
  not checked: every state may be the last

fairness:
  weak fairness of tick
  strong fairness of move: each by itself: cpu0; cpu1
  strong fairness of move
  weak fairness of move: each by itself: cpu0, page0; cpu0, page1; cpu0,
    page2; cpu0, page3; cpu0, page4; cpu1, page0; cpu1, page1; cpu1, page2;
    … (10 in all)
  weak fairness of worker.first or idler: worker#0
  weak fairness of idler: nobody does that here`);
    const alone = await ballast(folderOf({ 'lively.ts': file('') }), 'describe', 'lively.ts');
    expect(alone.out).toContain(`
fairness:
  none: every behaviour may stop for ever, in any state`);
  });
});
