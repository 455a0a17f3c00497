import { describe, expect, it } from 'vitest';
import { check } from '../../src/ci/check.ts';
import '../../src/vitest/index.ts';
import { counter, idle, modest } from './models.ts';

/** What a claim fails with, or that it passes. */
async function failure(claim: () => unknown): Promise<string> {
  try {
    await claim();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  return 'passes';
}

/** Its first paragraph: the sentence, and how to mend it. */
async function said(claim: () => unknown): Promise<string> {
  const [first = ''] = (await failure(claim)).split('\n\n');
  return first;
}

const wrong = { set: { most: 1 } };

const violated = `counter: small is violated in 2 steps; no shorter behaviour violates
  anything
  most = 1

  at first n = 0

  1  up  n 0 -> 1
  2  up  n 1 -> 2
     <small is violated>

  small: n <= 1
    n <= 1 is false
      n = 2, since step 2
    because step 2 (up) changed n from 1 to 2

3 distinct states explored, depth 2
repeat: ballast check test/vitest/models.ts#counter --set most=1`;

describe('a claim', () => {
  it('is made of a model, of a specification, of a result, and of a promise of any of them', async () => {
    const result = await check(counter);
    expect(result).toHold();
    await expect(check(counter)).toHold();
    await expect(counter).toHold();
    await expect(Promise.resolve(counter)).toHold();
    await expect(counter.build()).toHold();
    await expect(counter.build(wrong)).not.toHold();
    await expect(counter.build({ mutant: 'noAgain' })).toViolate('deadlock', { steps: 3 });
  });

  it('of a result passes or fails at once', async () => {
    const result = await check(counter, wrong);
    expect(() => expect(result).toHold()).toThrow(violated);
    expect(() => expect(result).toViolate('small', { steps: 2 })).not.toThrow();
  });

  it('of anything else is refused', async () => {
    for (const other of [undefined, 'counter', { default: counter }] as readonly unknown[])
      expect(await failure(async () => await (expect(other) as never as Claims).not.toHold())).toMatch(
        /^toHold cannot be asked of .*\n {2}give it a model, what model.build\(…\) gives, or a result of check\(…\)$/,
      );
  });

  it('whose options are misspelt is refused, negated or not', async () => {
    const misspelt = { step: 3 } as object;
    expect(await failure(() => expect(counter).toReach('full', misspelt))).toBe(
      "toReach has no option 'step'\n  did you mean 'steps'?",
    );
    expect(await failure(() => expect(counter).not.toReach('beyond', misspelt))).toContain("no option 'step'");
    expect(await failure(() => expect(counter).toHold({ unexercized: [] } as object))).toContain("'unexercised'?");
    expect(await failure(() => expect(counter).toHaveStates({ states: 4 } as object))).toContain(
      'its options are distinct, generated, depth, digest',
    );
  });

  it('lets a specification that is wrong say so', async () => {
    expect(await failure(() => expect(modest).not.toHold())).toContain(
      'all properties that are declared are unclaimed\n',
    );
  });
});

interface Claims {
  readonly not: { toHold(): Promise<void> };
}

describe('toHold', () => {
  it('fails with the race where something is violated, and passes negated', async () => {
    expect(await failure(async () => expect(await check(counter, wrong)).toHold())).toBe(violated);
    await expect(check(counter, wrong)).not.toHold();
  });

  it('fails negated where all holds', async () => {
    expect(await said(() => expect(counter).not.toHold())).toBe(
      'counter: holds; all 4 reachable states explored\n  most = 3',
    );
  });

  it('passes in neither form where it is not decided', async () => {
    const short = await check(counter, { depth: 1 });
    const message = `counter: not decided, stopped at the limit of 1 step; nothing is violated
  in the 2 states reached
  most = 3`;
    expect(await said(() => expect(short).toHold())).toBe(message);
    expect(await said(() => expect(short).not.toHold())).toBe(message);
  });

  it('passes in neither form where something was never exercised that is not named', async () => {
    const message = `idle: nothing is violated, but not all of it was exercised; never enabled:
  jump; vacuous: never, since n = 8 is never true
  where that is meant, say so: unexercised: ['jump', 'never']`;
    expect(await said(() => expect(idle).toHold())).toBe(message);
    expect(await said(() => expect(idle).not.toHold())).toBe(message);
    expect(await said(() => expect(idle).toHold({ unexercised: ['never'] }))).toMatch(
      /exercised; never enabled:\n {2}jump\n/,
    );
    await expect(idle).toHold({ unexercised: ['jump', 'never'] });
  });

  it('passes in neither form where something is named that is exercised, or is not there', async () => {
    const options = { unexercised: ['jump', 'never', 'again'] };
    const message = "idle: nothing called 'again' was left unexercised\n  take it out of unexercised";
    expect(await failure(() => expect(idle).toHold(options))).toBe(message);
    expect(await failure(() => expect(idle).not.toHold(options))).toBe(message);
    expect(await failure(() => expect(idle).toHold({ unexercised: ['jmp', 'never'] }))).toContain("mean 'jump'?");
  });

  it('passes in neither form where nothing was asked, or nothing but deadlock without a choice', async () => {
    const result = await check(counter);
    const alone = { ...result, properties: result.properties.filter(({ kind }) => kind === 'deadlock') };
    const message = `counter: nothing but deadlock was checked, so that it holds says nothing
  claim a property, or ask for one`;
    expect(await failure(() => expect(alone).toHold())).toBe(message);
    expect(await failure(() => expect(alone).not.toHold())).toBe(message);
    const none = { ...result, properties: [] };
    expect(await failure(() => expect(none).toHold())).toContain('nothing was checked');
    await expect(check(counter, { properties: ['deadlock'] })).toHold();
  });
});

describe('toViolate', () => {
  it('asks a model for this property alone, so that no other hides it', async () => {
    await expect(counter.build({ ...wrong, mutant: 'noAgain' })).toViolate('small', { steps: 2 });
    await expect(counter.build({ ...wrong, mutant: 'noAgain' })).toViolate('deadlock', { steps: 3 });
  });

  it('fails with what is found instead', async () => {
    expect(await said(() => expect(counter).toViolate('small'))).toBe(
      'counter: small holds; all 4 reachable states explored\n  most = 3',
    );
    const result = await check(counter, wrong);
    const race = violated.split('\n').slice(2).join('\n');
    expect(await failure(() => expect(result).toViolate('small', { steps: 3 }))).toBe(
      `counter: small is violated in 2 steps, not in 3\n${race}`,
    );
    expect(await failure(() => expect(result).not.toViolate('small'))).toBe(
      `counter: small is violated in 2 steps\n${race}`,
    );
  });

  it('passes in neither form where the property is not decided, or not looked for', async () => {
    const result = await check(counter, { ...wrong, mutant: 'noAgain' });
    for (const claim of [expect(result), expect(result).not]) {
      expect(await said(() => claim.toViolate('deadlock')))
        .toBe(`counter (mutant noAgain): deadlock is not decided: stopped at a violation
  most = 1
  ask for all: true, to go on after a violation`);
      expect(await said(() => claim.toReach('beyond'))).toContain('beyond is not decided: not claimed');
    }
    await expect(check(counter, { ...wrong, mutant: 'noAgain', all: true })).toViolate('deadlock');
  });

  it('passes in neither form for a name that means none, nor for a witness', async () => {
    const result = await check(counter);
    for (const claim of [expect(result), expect(result).not]) {
      expect(await failure(() => claim.toViolate('smal'))).toBe(
        "counter: there is no property 'smal'\n  did you mean 'small'?",
      );
      expect(await failure(() => claim.toViolate('up: n'))).toContain("there is no property 'up: n'");
      expect(await failure(() => claim.toViolate('full')))
        .toBe(`counter: full is a witness: it is reached or not, and never violated
  toReach('full') claims that it is reached, not.toReach('full') that it
  never is`);
    }
    for (const claim of [expect(counter), expect(counter).not])
      expect(await failure(() => claim.toViolate('smal'))).toBe(
        "counter has no property 'smal'\n  did you mean 'small'?",
      );
  });

  it('takes no steps where it is negated', async () => {
    const result = await check(counter, wrong);
    expect(await said(() => expect(result).not.toViolate('small', { steps: 3 })))
      .toBe(`counter: small is violated in 2 steps, not in 3
  most = 1
  leave steps out: not.toViolate claims it of any number of steps`);
  });

  it('knows what is outside its domain by the name that a check gives it', async () => {
    const [name = ''] = (await check(counter, { edits: ['drop up.when#1'], all: true })).properties
      .filter(({ kind }) => kind === 'domain')
      .map((property) => property.name);
    await expect(counter.build({ edits: ['drop up.when#1'] })).toViolate(name, { steps: 10 });
  });
});

describe('toReach', () => {
  it('passes where the witness is reached, and negated where it never is', async () => {
    await expect(counter).toReach('full', { steps: 3 });
    await expect(counter).not.toReach('beyond');
    expect(await said(() => expect(counter).toReach('beyond'))).toBe(
      'counter: beyond is never reached in all 4 reachable states\n  most = 3',
    );
  });

  it('fails with the way to the witness', async () => {
    const message = await failure(() => expect(counter).toReach('full', { steps: 4 }));
    expect(message.split('\n\n').slice(0, 3)).toEqual([
      'counter: full is reached in 3 steps, not in 4\n  most = 3',
      '  at first n = 0',
      '  1  up  n 0 -> 1\n  2  up  n 1 -> 2\n  3  up  n 2 -> 3\n     <full is reached>',
    ]);
    expect(await failure(() => expect(counter).not.toReach('full'))).toContain('<full is reached>');
  });

  it('passes in neither form for what is no witness, or not decided', async () => {
    const result = await check(counter, { depth: 1 });
    for (const claim of [expect(result), expect(result).not]) {
      expect(await failure(() => claim.toReach('ful'))).toBe(
        "counter: there is no witness 'ful'\n  did you mean 'full'?",
      );
      expect(await failure(() => claim.toReach('small'))).toContain('small is no witness');
      expect(await said(() => claim.toReach('full'))).toContain('full is not decided: stopped at the limit of depth');
    }
  });
});

describe('toHaveStates', () => {
  it('compares what is claimed, and nothing else', async () => {
    const { digest } = await check(counter);
    await expect(counter).toHaveStates({ distinct: 4, generated: 5, depth: 3, digest });
    await expect(counter).not.toHaveStates({ distinct: 5 });
    expect(await said(() => expect(counter).toHaveStates({ distinct: 5, depth: 3, generated: 1000 }))).toBe(
      'counter: 4 distinct states, not 5; 5 states generated, not 1,000\n  most = 3',
    );
    expect(await said(() => expect(counter).not.toHaveStates({ distinct: 4 }))).toContain(
      'counter: 4 distinct states\n',
    );
  });

  it('explores past violations, where it has to check', async () => {
    await expect(counter.build(wrong)).toHaveStates({ distinct: 4 });
  });

  it('passes in neither form where not all states were explored, or nothing is claimed', async () => {
    const result = await check(counter, wrong);
    for (const claim of [expect(result), expect(result).not]) {
      expect(await said(() => claim.toHaveStates({ distinct: 3 }))).toContain(
        'not all states were explored: stopped at a violation\n',
      );
      expect(await failure(() => expect(counter).toHaveStates({}))).toBe(`counter: no number of states is claimed
  claim some: { distinct: 4, digest: '${(await check(counter)).digest}' }`);
    }
  });
});

describe('a claim without await', () => {
  it('is over before its test is', async ({ task }) => {
    const pending = expect(counter).toHold();
    expect(task.promises).toHaveLength(1);
    await pending;
  });
});
