// Faults in the code that makes representatives, seeded one by one: the number of states that the representatives stand for
// tells each of them, or the interpreter does not confirm what is found.

import { describe, expect, it } from 'vitest';
import { exploreCompiled, InternalError, type Exploration, type Specification } from '../../checker/index.ts';
import { assemble } from '../../checker/compile/assemble.ts';
import { programOf } from '../../checker/explore/assembled.ts';
import { symmetryOf } from '../../checker/reduce/symmetry.ts';
import balloonProtocol from '../../examples/balloon-protocol.ts';
import twoPhase from '../../examples/two-phase.ts';

/** The text of the module that goes over representatives, line by line. */
async function linesFor(specification: Specification): Promise<readonly string[]> {
  const { classes } = symmetryOf(specification);
  const { text } = await programOf(specification, { symmetry: { classes, isCounted: true } });
  return text.split('\n');
}

/** What the search finds whose module has these lines. */
async function foundBy(specification: Specification, lines: readonly string[]): Promise<Exploration> {
  const bytes = await assemble(lines.join('\n'));
  const cache = { get: () => bytes, set: () => undefined };
  return await exploreCompiled(specification, { workers: 1, cache, reductions: { symmetry: true } });
}

/** How many states it finds; what is found wrongly may also have no trace that the interpreter confirms. */
async function statesOf(specification: Specification, lines: readonly string[]): Promise<number | string | undefined> {
  try {
    return (await foundBy(specification, lines)).counts.statesFull;
  } catch (error) {
    if (error instanceof InternalError) return error.message;
    throw error;
  }
}

/** The lines that change a word of the state in functions whose name begins so. */
function changing(lines: readonly string[], name: string): readonly number[] {
  let isInside = false;
  return lines.flatMap((line, index) => {
    if (line.startsWith('(func ')) isInside = line.startsWith(`(func ${name}`);
    return isInside && /^\(local\.set \$w\d+ \(i64\.xor/.test(line) ? [index] : [];
  });
}

describe('a fault in how two elements are exchanged', () => {
  it.each([
    { name: 'the balloon protocol', specification: balloonProtocol.build() },
    { name: 'two-phase commit', specification: twoPhase.build() },
  ])('does not go unnoticed: $name', async ({ specification }) => {
    const lines = await linesFor(specification);
    const [whole, right] = [await exploreCompiled(specification, { workers: 1 }), await foundBy(specification, lines)];
    expect(right.counts.statesFull).toBe(whole.counts.statesDistinct);
    const changed = changing(lines, '$exchange');
    expect(changed.length).toBeGreaterThan(3);
    for (const index of changed) {
      const states = await statesOf(
        specification,
        lines.filter((_, at) => at !== index),
      );
      expect({ index, states }).not.toEqual({ index, states: whole.counts.statesDistinct });
    }
  });
});
