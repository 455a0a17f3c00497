// What a verdict is kept under: of two random specifications that differ in a word or a number, either the canonical text differs, or the
// reference engine finds the same in both.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, type Specification } from '../../checker/index.ts';
import { referenceText } from './compare.ts';
import { Chance } from './random.ts';
import { modelOf, randomText } from './specifications.ts';

const count = Number(process.env['BALLAST_AGREEMENT'] ?? 150);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);

/** Words that may stand for each other, besides numbers, labels and names, which are replaced by any other of the text. */
const alike = [
  ['all', 'any'],
  ['forall', 'exists'],
  ['plus', 'minus', 'times'],
  ['lessThan', 'atMost', 'moreThan', 'atLeast'],
  ['is', 'isNot'],
  ['true', 'false'],
  ['invariants', 'reachable'],
];

describe('the canonical text', () => {
  it('is the same only where the same is found', { timeout: 600_000 }, async () => {
    let [compared, same] = [0, 0];
    const property = fc.asyncProperty(fc.gen(), fc.nat(), fc.nat(), async (next, place, choice) => {
      const text = randomText(new Chance(next));
      const other = changed(text, place, choice);
      const [one, two] = [built(text), other === text ? undefined : built(other)];
      if (one === undefined || two === undefined) return;
      compared += 1;
      if (canonicalText(one) !== canonicalText(two)) return;
      same += 1;
      const [first, second] = await Promise.all([one, two].map(async (each) => await found(each)));
      expect(second, `${text}\n\n${other}`).toBe(first);
    });
    await fc.assert(property, { numRuns: count, seed, endOnFailure: true });
    if (count > 1000) process.stdout.write(`${compared} compared, ${same} of the same text\n`);
    expect(compared).toBeGreaterThan(count / 10);
  });
});

/** With one token replaced by another of its kind. */
function changed(text: string, place: number, choice: number): string {
  const tokens = [...text.matchAll(/-?\b\d+\b|'\w+'|\b[a-zA-Z]\w*\b/g)];
  const token = tokens[place % tokens.length];
  if (token === undefined) return text;
  const [word] = token;
  const kind = alike.find((words) => words.includes(word));
  const others = kind ?? [...new Set(tokens.map(([each]) => each).filter((each) => kindOf(each) === kindOf(word)))];
  const replacement = others.filter((each) => each !== word)[choice % Math.max(1, others.length - 1)] ?? word;
  return text.slice(0, token.index) + replacement + text.slice(token.index + word.length);
}

/** Names with numbers, such as the generator makes, stand for each other where their letter is the same. */
function kindOf(token: string): string {
  if (/^-?\d/.test(token)) return 'number';
  return token.startsWith("'") ? 'label' : token.replace(/\d+$/, '');
}

function built(text: string): Specification | undefined {
  try {
    return modelOf(text).build();
  } catch {
    // Most changes are refused; that is tested elsewhere.
    return undefined;
  }
}

/** What the reference engine finds, an error included. */
async function found(specification: Specification): Promise<string> {
  try {
    return await referenceText(specification, { all: true, maxStates: 80 });
  } catch (error) {
    return String(error);
  }
}
