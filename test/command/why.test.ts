// ballast why, as its user sees it: whole answers, what each refuses, and the exit status.

import { describe, expect, it } from 'vitest';
import { folderOf } from '../load/folder.ts';
import { ballast, type Ran } from './command.ts';
import { counter, twoLocks } from './specifications.ts';

/** Climbers go up one at a time; no two are at the top, and some things said of them are never true together. */
const climbers = `import { action, all, any, exists, enumeration, fn, forall, ids, model, next, range, spec, variables } from 'ballast';

export default model('climbers', {}, () => {
  const Climber = ids('climber', 2);
  const { at, rope } = variables({ at: fn(Climber, enumeration('base', 'wall', 'top')), rope: range(0, 3) });
  return spec({
    variables: { at, rope },
    init: { at: 'base', rope: 0 },
    actions: {
      climb: action({ c: Climber }, ({ c }) => ({
        when: [at.at(c).is('base'), rope.is(0)],
        then: [at.at(c).becomes('wall'), rope.becomes(1)],
      })),
      arrive: action({ c: Climber }, ({ c }) => ({
        when: [at.at(c).is('wall')],
        then: [at.at(c).becomes('top'), rope.becomes(2)],
      })),
      descend: action({ c: Climber }, ({ c }) => ({
        when: [at.at(c).is('top')],
        then: [at.at(c).becomes('base'), rope.becomes(0)],
      })),
      never: action({ c: Climber }, ({ c }) => ({ when: [rope.is(3)], then: [at.at(c).becomes('top')] })),
    },
    invariants: {
      short: all(rope.atMost(2), forall({ c: Climber }, ({ c }) => any(rope.atMost(1), at.at(c).is('base')))),
    },
    actionProperties: { keeps: any(rope.is(0), next(rope).moreThan(0)) },
    reachable: {
      together: forall({ c: Climber }, ({ c }) => at.at(c).is('top')),
      odd: exists({ c: Climber }, ({ c }) => all(at.at(c).is('wall'), rope.is(2), rope.moreThan(0))),
      three: rope.is(3),
      two: rope.is(2),
    },
  });
});
`;

/** A blank inside an argument is written as `_`. */
async function why(line: string): Promise<Ran> {
  const folder = folderOf({ 'climbers.ts': climbers, 'counter.ts': counter, 'locks.ts': twoLocks });
  return await ballast(folder, 'why', ...line.split(' ').map((word) => word.replaceAll('_', ' ')));
}

describe('why violated', () => {
  it('takes the rule apart in the last state, the part that decides first', async () => {
    expect(await why('violated climbers.ts')).toEqual({
      status: 0,
      err: '',
      out: `climbers: short is violated in 2 steps
  short: rope <= 2 and (forall c in climber: rope <= 1 or at[c] = base)

part by part in the last state, the one that decides (>) first:

    false  rope <= 2 and (forall c in climber: rope <= 1 or at[c] = base)
    > false  forall c in climber: rope <= 1 or at[c] = base
             true for 1 other
      > false  rope <= 1 or at[c] = base
               for c = climber0
          false  rope <= 1
                 reading rope = 2
          false  at[c] = base
                 reading at[c] = top
      true   rope <= 2
             reading rope = 2

the steps: ballast check climbers.ts --property short`,
    });
  });

  it('takes an action property apart over the last step', async () => {
    const { out, status } = await why('violated climbers.ts --property keeps');
    expect(status).toBe(0);
    expect(out).toContain(`part by part in the last step, the one that decides (>) first:

    false  rope = 0 or next(rope) > 0
      false  rope = 0
             reading rope = 2
      false  next(rope) > 0
             reading next(rope) = 0
`);
  });

  it('names of an evaluation outside its domain what it was given', async () => {
    const { out } = await why('violated counter.ts --mutant noGuard');
    expect(out).toBe(`counter (mutant noGuard): up: n := n + 1 is violated in 4 steps

  up: n := n + 1
    n: 4 is outside range(0, 3)
      reading n + 1 = 4

the steps: ballast check counter.ts --mutant noGuard`);
  });

  it('says of a deadlock who waits for what', async () => {
    const { out } = await why('violated locks.ts');
    expect(out).toContain('deadlock: nobody can go on');
    expect(out).toContain('waits for holder(b) = none');
  });

  it('says where nothing is violated, and with status 20 where nobody knows', async () => {
    expect(await why('violated climbers.ts --property deadlock')).toMatchObject({
      status: 0,
      out: 'climbers: deadlock is violated nowhere in all 5 reachable states',
    });
    expect(await why('violated counter.ts')).toMatchObject({
      out: 'counter: nothing is violated in all 4 reachable states',
    });
    expect(await why('violated counter.ts --max-states 1')).toMatchObject({
      status: 20,
      out: 'counter: no violation of anything was found; stopped at the limit, with 2\n  states',
    });
  });
});

describe('why disabled', () => {
  it('shows each clause of the guard for each binding, the nearest first, and the nearest state in which it is enabled', async () => {
    expect(await why('disabled climbers.ts climb --at 1')).toEqual({
      status: 0,
      err: '',
      out: `climbers: climb is disabled after step 1 of the trace to short

climber1: climb
  > false  rope = 0
           reading rope = 1
    true   at[c] = base
           reading at[c] = base

climber0: climb
  > false  at[c] = base
           reading at[c] = wall
    false  rope = 0
           reading rope = 1

the nearest state in which it is enabled for climber0 is 2 steps further:
  2  climber0  arrive
  3  climber0  descend`,
    });
  });

  it('looks in the initial state unless told otherwise, and says where it is enabled', async () => {
    const { out } = await why('disabled climbers.ts climb');
    expect(out.split('\n\n')[0]).toBe('climbers: climb is enabled in the initial state');
    expect(out).toContain('climber0: climb is enabled\n    true   at[c] = base');
  });

  it('takes the trace to the property, or the witness, that is asked for', async () => {
    const { out } = await why('disabled climbers.ts climb --at 1 --property two');
    expect(out).toContain('climb is disabled after step 1 of the trace to two');
  });

  it('says that no state from there on enables it, or with status 20 that none was found', async () => {
    const found = await why('disabled climbers.ts never');
    expect(found.out).toContain('it is enabled in none of the 5 states reachable from there');
    expect(found.status).toBe(0);
    const cut = await why('disabled climbers.ts never --max-states 1');
    expect(cut.out).toContain('no state in which it is enabled was found from there: stopped at the\n  limit');
    expect(cut.status).toBe(20);
  });

  it('goes past steps that fail on the way', async () => {
    const { out } = await why('disabled counter.ts down --mutant noGuard');
    expect(out).toContain('the nearest state in which it is enabled is 1 step further:\n  1    up');
  });

  it('counts a condition inside the step that blocks it', async () => {
    const { out } = await why('disabled locks.ts right.lock#2 --at 2');
    expect(out).toMatch(/> false {2}holder\(a\) = none\n +reading holder\(a\) = left#0/);
    expect(out).toContain('it is enabled in none of the 1 state reachable from there');
  });
});

describe('why unreachable', () => {
  it('names the clause that is never true with the others, and shows a closest state', async () => {
    expect(await why('unreachable climbers.ts odd')).toEqual({
      status: 0,
      err: '',
      out: `climbers: odd is true in none of all 5 reachable states; the closest lack
  1 of its 3 clauses

never true together with all the others, which are reached without it:
    rope = 2
    at[c] = wall

it does not help to leave out one of these:
    rope > 0

a closest state, after 1 step:
  1  climber0  climb

there, for c = climber0:
    false  rope = 2
           reading rope = 1
    true   at[c] = wall
           reading at[c] = wall
    true   rope > 0
           reading rope = 1`,
    });
  });

  it('takes what is said of all elements one by one', async () => {
    const { out } = await why('unreachable climbers.ts together');
    expect(out).toContain(`    at[c] = top for c = climber0
    at[c] = top for c = climber1

a closest state, after 2 steps:
  1  climber1  climb
  2  climber1  arrive`);
  });

  it('says of a single clause that no state fulfils it, of a reachable witness that it is one', async () => {
    expect((await why('unreachable climbers.ts three')).out).toContain('and nor is its\n  one clause:\n    rope = 3');
    expect((await why('unreachable climbers.ts two')).out).toBe('climbers: two is reachable, in 2 steps');
  });

  it('says nothing of what a limit keeps from being seen', async () => {
    expect(await why('unreachable climbers.ts three --max-states 1 --no-reduction')).toMatchObject({
      status: 20,
      out: 'climbers: three was not reached: stopped at the limit, with 3 states',
    });
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    ['vilated climbers.ts', "there is no question 'vilated'\n  did you mean 'violated'?"],
    ['violated', 'why needs a question and a specification: ballast why violated <spec>\n  see ballast why --help'],
    [
      'violated climbers.ts short',
      "why violated takes a specification, and 'short' is one word more\n  if it is the property: --property short",
    ],
    ['violated climbers.ts --property shirt', "climbers has no property 'shirt'\n  did you mean 'short'?"],
    ['violated climbers.ts --at 1', '--at belongs to why disabled, not to why violated\n  leave it out'],
    [
      'disabled climbers.ts',
      'why disabled needs an action\n  write it behind the specification; ballast describe lists them',
    ],
    ['disabled climbers.ts clim', "climbers has no action 'clim'\n  did you mean 'climb'?"],
    [
      'disabled climbers.ts climb --at 7',
      'there is no state after step 7: the trace to short has 2 steps\n  --at takes 0 to 2',
    ],
    ['disabled climbers.ts climb --at x', "'x' is no number for --at\n  --at takes a whole number, 0 or more"],
    [
      'disabled counter.ts up --at 1',
      'there is no trace to take a step of: nothing is violated\n  choose a mutant that breaks something, or the trace to a witness: --property <witness>',
    ],
    ['unreachable climbers.ts od', "climbers has no witness 'od'\n  did you mean 'odd'?"],
    ['unreachable climbers.ts short', "'short' is an invariant, not a witness\n  ask ballast why violated"],
    ['violated climbers.ts --property odd', "'odd' is a witness, not a rule\n  ask ballast why unreachable"],
    [
      'violated counter.ts --set top=1,2',
      'one specification is looked at, and --set asks for 2\n  give each constant one value',
    ],
  ])('%s', async (line, message) => {
    expect(await why(line)).toEqual({ status: 64, out: '', err: `error: ${message}` });
  });
});

describe('--json', () => {
  const asked = async (line: string) => {
    const { out, err, status } = await why(`${line} --json`);
    expect(err).toBe('');
    return { status, document: JSON.parse(out) as unknown };
  };
  const part = { isDeciding: false, bindings: [], reads: [], parts: [], otherInstances: [] };

  it('prints the whole answer as one document, with the rule part by part and the trace', async () => {
    const { status, document } = await asked('violated climbers.ts');
    expect(status).toBe(0);
    expect(document).toMatchObject({
      format: 'ballast answer',
      version: 1,
      ballast: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      specification: { name: 'climbers', reference: 'climbers.ts', constants: [], edits: [] },
      status: 0,
      answer: {
        question: 'violated',
        verdict: 'violated',
        name: 'short',
        property: {
          name: 'short',
          kind: 'invariant',
          steps: 2,
          trace: { steps: [{ action: 'climb' }, { action: 'arrive' }] },
        },
        brokenIn: 'state',
        condition: {
          truth: 'false',
          parts: [
            { truth: 'false', isDeciding: true, otherInstances: [{ truth: 'true', count: 1 }] },
            { ...part, text: 'rope <= 2', truth: 'true', reads: [{ name: 'rope', value: '2' }] },
          ],
        },
        command: 'ballast check climbers.ts --property short',
      },
    });
  });

  it('says where nothing is violated, and where nobody knows', async () => {
    expect((await asked('violated counter.ts')).document).toMatchObject({
      answer: { question: 'violated', verdict: 'holds', cutShort: '', statesDistinct: 4 },
    });
    expect(await asked('violated counter.ts --max-states 1')).toMatchObject({
      status: 20,
      document: { status: 20, answer: { verdict: 'not decided', cutShort: 'stopped at the limit, with 2 states' } },
    });
  });

  it('has every binding of a disabled action, and the way to the nearest state', async () => {
    expect((await asked('disabled climbers.ts arrive')).document).toMatchObject({
      answer: {
        question: 'disabled',
        action: 'arrive',
        isEnabled: false,
        after: { step: 0 },
        attempts: [
          {
            action: 'arrive',
            actor: 'climber0',
            parameters: [{ name: 'c', value: 'climber0' }],
            clauses: [{ text: 'at[c] = wall', truth: 'false', reads: [{ name: 'at[c]', value: 'base' }] }],
          },
          { actor: 'climber1' },
        ],
        nearest: { outcome: 'found', steps: [{ action: 'climb' }], actor: 'climber0' },
      },
    });
  });

  it('has the clauses of a witness that are never true together', async () => {
    expect((await asked('unreachable climbers.ts odd')).document).toMatchObject({
      answer: {
        question: 'unreachable',
        witness: 'odd',
        outcome: 'unreached',
        statesDistinct: 5,
        ways: [['at[c] = wall', 'rope = 2', 'rope > 0']],
        closest: {
          lacking: 1,
          never: [
            { clauses: ['rope = 2'], steps: 1 },
            { clauses: ['at[c] = wall'], steps: 2 },
          ],
          idle: [['rope > 0']],
          steps: [{ action: 'climb' }],
          bindings: [{ name: 'c', value: 'climber0' }],
          clauses: [{ text: 'rope = 2', truth: 'false' }, { truth: 'true' }, { truth: 'true' }],
        },
      },
    });
    expect((await asked('unreachable climbers.ts two')).document).toMatchObject({
      answer: { outcome: 'reachable', steps: 2 },
    });
  });
});
