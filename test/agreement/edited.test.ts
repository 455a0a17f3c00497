// Random specifications, edited: whatever an edit makes of one means the same to both engines, and a lock that is forgone is given back by
// nobody who does not hold it. BALLAST_EDITED sets how many specifications, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editablePaths, explore, SpecError, UsageError, type OpenedModel } from '../../checker/index.ts';
import { Uncompilable } from '../../checker/compile/code.ts';
import { parseEdit } from '../../checker/language/edits.ts';
import { innerLists, type Flow } from '../../checker/language/flow.ts';
import type { Exploration } from '../../checker/interpret/result.ts';
import { compareEngines } from './compare.ts';
import { Chance } from './random.ts';
import { fileOf, modelOf, randomText } from './specifications.ts';

const count = Number(process.env['BALLAST_EDITED'] ?? 250);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);
const request = { all: true, maxStates: 60 };

describe('random edits of random specifications', () => {
  it('mean the same to both engines, and give back no lock that is not held', { timeout: 3_600_000 }, async () => {
    const tally = new Map<string, number>();
    const note = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);
    const property = fc.asyncProperty(fc.gen(), async (next) => {
      const chance = new Chance(next);
      const text = randomText(chance);
      const opened = openedOf(text);
      if (opened === undefined) return;
      const locks = opened.program.processes.flatMap(({ body }) => takingIn(body));
      // Most specifications have no locks.
      if (locks.length === 0 && chance.percent(85)) return;
      const edits = editsOf(opened, locks, chance);
      try {
        const specification = opened.build(edits.map(parseEdit));
        const { reference, compiled } = await compareEngines(specification, request);
        expect(compiled).toBe(reference);
        edits.forEach((edit) => note(edit.replace(/ .*/, '')));
        if (!edits.every((edit) => /^(forgo|rush) /.test(edit))) return;
        const before = await explore(opened.build(), { all: true, maxStates: 400 });
        if (before.ended !== 'complete' || isGivenBackWrongly(before)) return;
        const after = await explore(specification, { all: true, maxStates: 400 });
        note('compared with the original');
        expect(isGivenBackWrongly(after)).toBe(false);
      } catch (error) {
        if (error instanceof SpecError || error instanceof UsageError) note('refused');
        else if (!(error instanceof Uncompilable))
          throw new Error(`${edits.join('; ')}\n${String(error)}\n${fileOf(text)}`, { cause: error });
      }
    });
    await fc.assert(property, { numRuns: count, seed, verbose: 0, endOnFailure: count > 1000 });
    if (process.env['BALLAST_SHOW'] !== undefined) process.stdout.write(`${JSON.stringify([...tally])}\n`);
    const kinds = ['forgo', 'rush', 'drop', 'weaken', 'initial', 'compared with the original'];
    expect(kinds.filter((kind) => !tally.has(kind))).toEqual([]);
  });
});

function openedOf(text: string): OpenedModel | undefined {
  try {
    return modelOf(text).open();
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}

/** One edit, or of locks up to three: what takes a lock, a part of a condition, an initial value. */
function editsOf({ program, variables }: OpenedModel, locks: readonly string[], chance: Chance): readonly string[] {
  if (locks.length > 0 && chance.percent(85)) {
    const some = Array.from({ length: chance.between(1, 3) }, () => chance.oneOf(locks));
    return [...new Set(some)].map((path) => `${chance.percent(60) ? 'forgo' : 'rush'} ${path}`);
  }
  const terms = editablePaths(program).filter((path) => /\.when#\d+(\.(and|or)#\d+)*$/.test(path));
  if (terms.length > 0 && chance.percent(80)) return [`${chance.oneOf(['drop', 'weaken'])} ${chance.oneOf(terms)}`];
  const [variable] = variables;
  return [`initial ${variable?.name ?? ''} anything`];
}

function takingIn(list: readonly Flow[]): readonly string[] {
  return list.flatMap((flow) => [
    ...(flow.kind === 'acquire' || flow.kind === 'trylock' || flow.kind === 'critical' ? [flow.path ?? ''] : []),
    ...innerLists(flow).flatMap((inner) => takingIn(inner.list)),
  ]);
}

function isGivenBackWrongly({ properties }: Exploration): boolean {
  return properties.some(
    ({ verdict }) =>
      verdict.kind === 'violated' &&
      verdict.trace?.steps.at(-1)?.failure?.message.includes('unlock by a process that does not hold') === true,
  );
}
