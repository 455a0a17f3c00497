import { describe, expect, it } from 'vitest';
import { action, all, type Model, model, range, replace, spec, variables } from '../../checker/index.ts';
import spinlock from '../../examples/spinlock.ts';
import { check, checkBuilt, raceTable } from '../../src/ci/check.ts';
import type { CheckOptions } from '../../src/ci/check-options.ts';
import { counter } from '../command/specifications.ts';
import { folderOf, refusal } from '../load/folder.ts';

const { n } = variables({ n: range(0, 1) });
const restless = spec({
  variables: { n },
  init: { n: 0 },
  actions: { stay: action({ then: [n.becomes(n)] }) },
  invariants: { low: n.is(0) },
});
const unguarded = 'drop acquire.when#2';

describe('a check from a program', () => {
  it('of an imported model finds what the command finds, and says how the command repeats it', async () => {
    const { specification, verdict, counts, command, digest } = await check(spinlock, { set: { cpus: 3 } });
    expect([specification.name, verdict, counts.statesFull]).toEqual(['spinlock', 'holds', 20]);
    expect(command).toBe('ballast check examples/spinlock.ts#spinlock --set cpus=3');
    expect((await check('spinlock', { set: { cpus: 3 } })).digest).toBe(digest);
  });

  it('loads a path as the command does', async () => {
    const path = folderOf({}).write('counter.ts', counter);
    const { verdict, command } = await check(path, { mutant: 'noGuard' });
    expect([verdict, command]).toEqual(['violated', `ballast check ${path} --mutant noGuard`]);
  });

  it('answers a violation with a result, and a text to be pasted', async () => {
    const result = await check(spinlock, { edits: [unguarded] });
    expect([result.verdict, result.status]).toEqual(['violated', 12]);
    const text = raceTable(result);
    expect(text.split('\n').slice(0, 2)).toEqual([
      'spinlock (drop acquire.when#2): mutualExclusion is violated in 4 steps; no',
      '  shorter behaviour violates anything',
    ]);
    expect(text.split('\n').at(-1)).toBe(`    --edit '${unguarded}'`);
  });

  it('selects, goes on and stops as it is asked', async () => {
    const selected = await check(spinlock, { properties: ['deadlock'], edits: [unguarded] });
    expect(selected.verdict).toBe('holds');
    const whole = await check(spinlock, { all: true, edits: [unguarded], expect: 'violates mutualExclusion' });
    expect([whole.ended, whole.status, whole.expectation?.isMet]).toEqual(['complete', 0, true]);
    const short = await check(spinlock, { depth: 1, time: '5m', memory: '4GB', states: 1000, workers: 1 });
    expect([short.verdict, short.ended]).toEqual(['not decided', 'max-depth']);
  });

  it('of a specification that was built says what was varied', async () => {
    const result = await checkBuilt(spinlock.build({ set: { cpus: 3 }, edits: [unguarded] }));
    expect(result.verdict).toBe('violated');
    expect(result.command).toBe(`ballast check examples/spinlock.ts#spinlock --set cpus=3 --edit '${unguarded}'`);
  });

  it('names no command where none could say what was asked', async () => {
    const open = replace('acquire.when#2', all());
    const results = [
      await check(spinlock, { edits: [open] }),
      await checkBuilt(spinlock.build({ edits: [open] })),
      await check(model('here', {}, () => restless)),
    ];
    for (const result of results) {
      expect(result.command).toBe('');
      expect(raceTable(result)).not.toContain('repeat:');
    }
  });
});

describe('a check that is asked wrongly', () => {
  it.each<[options: object, message: string]>([
    [{ proprties: ['deadlock'] }, "a check has no option 'proprties'\n  did you mean 'properties'?"],
    [
      { toString: 1 },
      `a check has no option 'toString'
  its options are set, mutant, edits, properties, all, expect, time, memory, states, depth, workers, reductions, signal`,
    ],
    [{ properties: [] }, "the option 'properties' takes a list of names, of one property at least"],
    [{ edits: 'drop lock' }, "the option 'edits' takes a list of edits"],
    [
      { properties: ['mutualExlusion'] },
      "spinlock has no property 'mutualExlusion'\n  did you mean 'mutualExclusion'?",
    ],
    [{ set: { cpu: 3 } }, "spinlock has no constant 'cpu'\n  did you mean 'cpus'?"],
    [{ set: { cpus: 9 } }, '9 is no value for cpus\n  cpus takes a whole number from 1 to 8'],
    [{ mutant: 'M1' }, "spinlock has no mutant 'M1'\n  it has no mutants"],
    [{ expect: 'fails' }, "'fails' is no expectation\n  write 'holds' or 'violates name, name'"],
    [{ time: '5x' }, "'5x' is no time for time\n  time takes seconds, or a unit: 30s, 5m, 2h"],
    [{ memory: '5' }, "'5' is no size for memory\n  memory takes a size with its unit: 512MB, 4GB"],
    [{ states: 0 }, "'0' is no number for states\n  states takes a whole number, 1 or more"],
    [{ depth: -1 }, "'-1' is no number for depth\n  depth takes a whole number, 0 or more"],
    [{ workers: 100 }, "'100' is no number of workers\n  --workers takes a whole number, 1 to 64"],
  ])('with %j says so', async (options, message) => {
    expect(await refusal(folderOf({}), () => check(spinlock, options as CheckOptions))).toBe(`UsageError: ${message}`);
  });

  it('of something else than a model, or one of another version, says so', async () => {
    const [none, module] = [undefined, { default: spinlock }] as unknown as readonly Model[];
    expect(await refusal(folderOf({}), () => check(none as Model)))
      .toBe(`UsageError: what is to be checked is undefined, no model
  give the default export of a specification, or its path`);
    expect(await refusal(folderOf({}), () => check(module as Model)))
      .toBe(`UsageError: what is to be checked is an object, no model
  give the default export of a specification, or its path`);
    const other = { ...spinlock, language: '0.0.9' };
    expect(await refusal(folderOf({}), () => check(other)))
      .toBe(`SpecError: model 'spinlock' is built by ballast 0.0.9, and this is ballast 0.1.0
  one run has one ballast: remove the other copy, or run its own command`);
  });
});
