// The structural variants of all examples: named, told and told apart.

import { readdirSync } from 'node:fs';
import { describe } from 'vitest';
import { isModel, type Model } from '../../checker/index.ts';
import { describeVariants } from './variants-of.ts';

const files = readdirSync('examples').filter((file) => file.endsWith('.ts'));
const examples = await Promise.all(
  files.map(async (file): Promise<Model> => {
    const { default: model } = (await import(new URL(`../../examples/${file}`, import.meta.url).href)) as {
      readonly default: unknown;
    };
    if (!isModel(model)) throw new Error(`${file} exports no model`);
    return model;
  }),
);

describe.each(examples)('the variants of $name', (model) => {
  describeVariants(model, 1);
});
