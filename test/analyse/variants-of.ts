// What must be true of the structural variants of any specification.

import { expect, it } from 'vitest';
import {
  canonicalText,
  editsAsRun,
  parseEdits,
  SpecError,
  tellApart,
  variantsOf,
  type Model,
  type Specification,
  type Told,
} from '../../checker/index.ts';

/** What must be true of the variants of this model; `many`: how many trees there are at least. */
export function describeVariants(model: Model, many: number): void {
  const opened = model.open();

  it('have names of their own, which say their edits', async () => {
    const variants = await variantsOf(opened);
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
    for (const { name, edits } of variants) expect(parseEdits(name)).toEqual(edits);
  });

  it('say in a line each what the rule was and what it is', async () => {
    const variants = await variantsOf(opened);
    const isLine = (text: string): boolean => /^\S.{0,74}$/.test(text);
    expect(variants.filter(({ before, after }) => before === after || !isLine(before) || !isLine(after))).toEqual([]);
  });

  it('are told apart by their trees, and what is no specification is refused with a reason', async () => {
    const originals = [meaning(model.build()), meaning(model.build({ granularity: 'fine' }))];
    const trees = new Map<string, string>();
    const objections = (await told(model)).flatMap((each) => {
      const found = objection(each, () => opened.build(editsAsRun(opened, each.variant)), originals, trees);
      return found === undefined ? [] : `${each.variant.name}: ${found}`;
    });
    expect(objections).toEqual([]);
    expect(trees.size).toBeGreaterThanOrEqual(many);
  }, 240_000);
}

/** Each variant with where it stands. */
async function told(model: Model): Promise<readonly Told[]> {
  const opened = model.open();
  return [...tellApart(opened, await variantsOf(opened))];
}

/** The whole tree, without what says how it was made. */
function meaning(specification: Specification): string {
  return canonicalText({ ...specification, edits: [], paths: [] });
}

/** Why an error is no good reason that there is no such specification; undefined for a good one, or where there is one. */
function oddity(build: () => unknown): string | undefined {
  try {
    build();
  } catch (error) {
    return error instanceof SpecError ? undefined : String(error);
  }
  return 'it can be built';
}

/** What is wrong with where a variant is said to stand, given the trees of the others. */
function objection(
  { variant, standing }: Told,
  build: () => Specification,
  originals: readonly string[],
  trees: Map<string, string>,
): string | undefined {
  if (standing.kind === 'unbuildable') return oddity(build);
  const tree = meaning(build());
  const twin = [...trees].find(([, other]) => other === tree)?.[0];
  switch (standing.kind) {
    case 'unchanged':
      return originals.includes(tree) ? undefined : 'it is not the original';
    case 'same':
      return twin === standing.as.name ? undefined : `it is not ${standing.as.name}`;
    case 'apart':
      trees.set(variant.name, tree);
      return originals.includes(tree) ? 'it is the original' : twin;
  }
}
